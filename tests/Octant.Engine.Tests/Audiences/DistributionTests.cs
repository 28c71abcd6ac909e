using Octant.Engine.Audiences;
using Octant.Engine.Calendar;
using Octant.Engine.Profiles;
using Octant.Engine.Tests.Expressions;

namespace Octant.Engine.Tests.Audiences;

public sealed class DistributionTests
{
    private static readonly Instant Now = TestCustomer.DefaultNow;

    [Theory]
    [InlineData("uniform")]
    [InlineData("whole")]
    [InlineData("outliers")]
    [InlineData("negative")]
    [InlineData("one value")]
    [InlineData("tiny")]
    public void Numbers_fall_into_round_ranges_that_hold_everybody(string shape)
    {
        var random = new Random(5);
        double Next(int i) => shape switch
        {
            "uniform" => random.NextDouble() * 137,
            "whole" => random.Next(100),
            "outliers" => i % 1_000 == 0 ? 1e9 : random.Next(500),
            "negative" => (random.NextDouble() - 0.5) * 2_000,
            "one value" => 42.5,
            _ => random.NextDouble() * 0.003,
        };
        var numbers = Enumerable.Range(0, 5_000).Select(Next).ToArray();
        var distribution = Of("arpu", [.. numbers.Select(number => (AttributeValue?)AttributeValue.OfNumber(number)), null, null]);

        Assert.Equal(2, distribution.Missing);
        Assert.Equal(0, distribution.Rest);
        Assert.Equal(numbers.Length, distribution.Bins.Sum(bin => bin.Count));
        Assert.Equal((numbers.Min(), numbers.Max()), (distribution.Least!.Value.Number, distribution.Greatest!.Value.Number));
        Assert.InRange(distribution.Bins.Count, 1, 40);
        foreach (var bin in distribution.Bins)
        {
            var (from, below) = (bin.From?.Number ?? double.NegativeInfinity, bin.Below?.Number ?? double.PositiveInfinity);
            Assert.True(from < below);
            Assert.Equal(numbers.Count(number => number >= from && number < below), bin.Count);
        }

        if (shape == "whole")
        {
            Assert.All(distribution.Bins, bin => Assert.Equal(5.0, bin.Below!.Value.Number - bin.From!.Value.Number));
        }

        if (shape == "outliers")
        {
            Assert.Null(distribution.Bins[^1].Below);
            Assert.Equal(5, distribution.Bins[^1].Count);
        }
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.9)]
    [InlineData(20)]
    [InlineData(150)]
    [InlineData(700)]
    [InlineData(9_000)]
    public void Dates_fall_into_calendar_ranges_that_hold_everybody(double days)
    {
        var random = new Random(6);
        var moments = Enumerable.Range(0, 3_000).Select(_ => Now - TimeSpan.FromDays(random.NextDouble() * days)).ToArray();
        var distribution = Of("joined", [.. moments.Select(moment => (AttributeValue?)AttributeValue.OfDate(moment))]);

        Assert.Equal(moments.Length, distribution.Bins.Sum(bin => bin.Count));
        Assert.InRange(distribution.Bins.Count, 1, 40);
        foreach (var bin in distribution.Bins)
        {
            var (from, below) = (bin.From?.Date ?? Instant.MinValue, bin.Below?.Date ?? Instant.MaxValue);
            Assert.Equal(moments.Count(moment => moment >= from && moment < below), bin.Count);
        }

        if (days is > 10)
        {
            Assert.All(distribution.Bins.Where(bin => bin.From is not null), bin => Assert.EndsWith("T00:00:00Z", bin.From!.Value.Date.ToString(), StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Categories_come_by_frequency_and_what_is_beyond_the_limit_is_counted()
    {
        var words = new[] { "a", "b", "b", "c", "c", "c", "d" };
        var distribution = Of("plan", [.. words.Select(word => (AttributeValue?)AttributeValue.OfCategory(word)), null], limit: 2);
        Assert.Equal([("c", 3L), ("b", 2L)], distribution.Bins.Select(bin => (bin.From!.Value.Category, bin.Count)));
        Assert.Equal((1, 2), (distribution.Missing, distribution.Rest));
    }

    [Fact]
    public void Nobody_has_no_distribution()
    {
        var distribution = Of("arpu", [null, null]);
        Assert.Equal(2, distribution.Missing);
        Assert.Empty(distribution.Bins);
        Assert.Null(distribution.Least);
    }

    [Fact]
    public void Overlaps_are_exact()
    {
        var columns = new AudienceColumns(TestSchema.Attributes);
        for (var key = 0; key < 1_000; key++)
        {
            columns.Upsert(key, new TestCustomer().With(TestSchema.Attributes, "arpu", AttributeValue.OfNumber(key)).Profile);
        }

        var query = new AudienceQuery(columns.View(), OneAfterAnother.Instance);
        var low = query.Find(TestSchema.Compiled("customer.arpu < 600", TestSchema.Audience), Now);
        var high = query.Find(TestSchema.Compiled("customer.arpu >= 450", TestSchema.Audience), Now);
        Assert.Equal((600, 550, 150), (low.Count, high.Count, low.Overlap(high)));
        Assert.Throws<ArgumentException>(() => low.Overlap(new AudienceQuery(columns).Find(TestSchema.Compiled("true", TestSchema.Audience), Now)));
    }

    private static AudienceDistribution Of(string attribute, AttributeValue?[] values, int limit = 50)
    {
        var columns = new AudienceColumns(TestSchema.Attributes);
        var definition = TestSchema.Attributes.All.Single(known => known.Name == attribute);
        for (var key = 0; key < values.Length; key++)
        {
            var profile = new Profile();
            if (values[key] is { } value)
            {
                profile.Set(definition.Id, value);
            }

            columns.Upsert(key, profile);
        }

        return new AudienceQuery(columns).Find(TestSchema.Compiled("true", TestSchema.Audience), Now).Distribution(definition, limit);
    }
}
