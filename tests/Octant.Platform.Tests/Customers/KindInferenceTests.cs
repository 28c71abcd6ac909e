using Octant.Engine.Profiles;
using Octant.Platform.Customers;
using Octant.Platform.Customers.Import;

namespace Octant.Platform.Tests.Customers;

public sealed class KindInferenceTests
{
    [Theory]
    [InlineData(AttributeKind.Flag, "true", "false", "", "TRUE", "False")]
    [InlineData(AttributeKind.Category, "true", "yes")]
    [InlineData(AttributeKind.Category, "true", "1")]
    [InlineData(AttributeKind.Number, "0", "1", "0")]
    [InlineData(AttributeKind.Number, "1.5", "-2", "+3", "1e3", "", "007")]
    [InlineData(AttributeKind.Category, "1", "1,5")]
    [InlineData(AttributeKind.Category, "1", "NaN")]
    [InlineData(AttributeKind.Category, "1", "Infinity")]
    [InlineData(AttributeKind.Category, "1", "1e999")]
    [InlineData(AttributeKind.Category, "1", "0x1F")]
    [InlineData(AttributeKind.Date, "2026-01-31", "2026-02-01T10:00:00Z", "2026-02-01T10:00:00.5+08:00", "")]
    [InlineData(AttributeKind.Date, "2026-01-31 10:00:00", "2026-01-31T10:00")]
    [InlineData(AttributeKind.Category, "2026-01-31", "31.01.2026")]
    [InlineData(AttributeKind.Category, "2026-02-30")]
    [InlineData(AttributeKind.Category, "2026-01-31", "2026")]
    [InlineData(AttributeKind.Category, "red", "green", "")]
    public void The_kind_of_a_column_follows_from_all_its_values(AttributeKind expected, params string[] values) =>
        Assert.Equal(expected, KindOf(values));

    [Fact]
    public void A_column_of_blanks_has_no_kind() => Assert.Null(KindOf(["", "", ""]));

    [Fact]
    public void A_thousand_distinct_words_are_a_category_and_one_more_a_text()
    {
        Assert.Equal(AttributeKind.Category, KindOf(Enumerable.Range(0, 2_000).Select(number => $"word {number % 1_000}")));
        Assert.Equal(AttributeKind.Text, KindOf(Enumerable.Range(0, 1_001).Select(number => $"word {number}")));
    }

    [Fact]
    public void Many_distinct_numbers_or_days_are_still_numbers_and_dates()
    {
        Assert.Equal(AttributeKind.Number, KindOf(Enumerable.Range(0, 5_000).Select(number => $"{number}")));
        Assert.Equal(AttributeKind.Date, KindOf(Enumerable.Range(0, 5_000).Select(day => new DateOnly(2001, 1, 1).AddDays(day).ToString("O"))));
        Assert.Equal(AttributeKind.Text, KindOf(Enumerable.Range(0, 5_000).Select(number => $"{number}").Append("x")));
    }

    [Fact]
    public void A_value_too_long_for_a_category_makes_a_text() =>
        Assert.Equal(AttributeKind.Text, KindOf(["short", new string('x', AttributeTexts.LongestCategory + 1)]));

    [Theory]
    [InlineData("13812345678", "138****5678")]
    [InlineData("+8613812345678", "+86*******5678")]
    [InlineData("12345", "1***5")]
    [InlineData("12", "*2")]
    [InlineData("1", "*")]
    [InlineData("", "")]
    public void A_masked_number_hides_at_least_half_of_a_short_one_and_the_middle_of_a_long_one(string number, string shown)
    {
        Assert.Equal(shown, PhoneNumbers.Mask(number));
    }

    private static AttributeKind? KindOf(IEnumerable<string> values)
    {
        var inference = new KindInference();
        foreach (var value in values)
        {
            inference.Add(value);
        }

        return inference.Kind;
    }
}
