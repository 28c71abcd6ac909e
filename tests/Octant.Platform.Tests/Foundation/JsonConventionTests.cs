using System.Text;
using System.Text.Json;
using Octant.Engine.Calendar;
using Octant.Engine.Offers;
using Octant.Platform.Foundation.Json;
using Octant.Server.ApiReference;

namespace Octant.Platform.Tests.Foundation;

public sealed class JsonConventionTests
{
    [Theory]
    [InlineData("PT24H", 24 * 60 * 60, "PT24H")]
    [InlineData("P1D", 24 * 60 * 60, "PT24H")]
    [InlineData("P1DT2H3M4S", (26 * 60 * 60) + 184, "PT26H3M4S")]
    [InlineData("P2W", 14 * 24 * 60 * 60, "PT336H")]
    [InlineData("PT90S", 90, "PT1M30S")]
    [InlineData("PT0.5S", 0.5, "PT0.5S")]
    [InlineData("-PT1H", -3600, "-PT1H")]
    [InlineData("PT0S", 0, "PT0S")]
    public void A_duration_is_iso_8601_of_exact_length(string text, double seconds, string written)
    {
        Assert.True(DurationConverter.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromSeconds(seconds), duration);
        Assert.Equal(written, DurationConverter.Format(duration));
        Assert.True(DurationConverter.TryParse(written, out var again));
        Assert.Equal(duration, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1M")]
    [InlineData("P1Y")]
    [InlineData("24h")]
    [InlineData("1.00:00:00")]
    [InlineData("P1W2D")]
    [InlineData("P-1D")]
    [InlineData("P99999999999D")]
    public void What_has_no_exact_length_is_no_duration(string text) => Assert.False(DurationConverter.TryParse(text, out _));

    [Theory]
    [InlineData("2026-01-31T09:00:00Z", "2026-01-31T09:00:00Z")]
    [InlineData("2026-01-31t09:00:00z", "2026-01-31T09:00:00Z")]
    [InlineData("2026-01-31T09:00:00+08:00", "2026-01-31T01:00:00Z")]
    [InlineData("2026-01-31T09:00:00.123456Z", "2026-01-31T09:00:00.123456Z")]
    [InlineData("2026-01-31T09:00:00.5-03:30", "2026-01-31T12:30:00.5Z")]
    public void An_instant_is_rfc_3339_and_written_in_utc(string text, string written)
    {
        Assert.True(InstantConverter.TryParse(text, out var instant));
        Assert.Equal(written, instant.ToString());
    }

    [Theory]
    [InlineData("2026-01-31T09:00:00")]
    [InlineData("2026-01-31")]
    [InlineData("2026-02-30T09:00:00Z")]
    [InlineData("2026-01-31T25:00:00Z")]
    [InlineData("2026-01-31 09:00:00Z")]
    [InlineData("31/01/2026 09:00:00Z")]
    [InlineData("")]
    public void What_names_no_single_moment_is_no_instant(string text) => Assert.False(InstantConverter.TryParse(text, out _));

    [Theory]
    [InlineData("\"08:30\"", "\"08:30\"")]
    [InlineData("\"08:30:00\"", "\"08:30\"")]
    [InlineData("\"23:59:59\"", "\"23:59:59\"")]
    public void A_time_of_day_is_short_where_it_can_be(string text, string written) =>
        Assert.Equal(written, JsonSerializer.Serialize(JsonSerializer.Deserialize<TimeOnly>(text, JsonConventions.Options), JsonConventions.Options));

    [Fact]
    public void Every_instant_is_read_back_as_it_was_written()
    {
        var random = new Random(20260301);
        for (var i = 0; i < 10_000; i++)
        {
            var instant = new Instant(random.NextInt64(Instant.MinValue.Microseconds, Instant.MaxValue.Microseconds));
            Assert.True(InstantConverter.TryParse(instant.ToString(), out var read), instant.ToString());
            Assert.Equal(instant, read);
        }
    }

    [Fact]
    public void An_instant_is_written_with_as_many_digits_of_a_second_as_it_needs()
    {
        var random = new Random(20260301);
        for (var i = 0; i < 10_000; i++)
        {
            var unit = (long)Math.Pow(10, random.Next(9));
            var instant = new Instant(random.NextInt64(Instant.MinValue.Microseconds, Instant.MaxValue.Microseconds) / unit * unit);
            Assert.Equal($"\"{instant}\"", JsonSerializer.Serialize(instant, JsonConventions.Options));
        }
    }

    /// <summary>
    /// The serializer decides whether a body is good, the shape says what is wrong: the two must never disagree, or a bad
    /// body would be refused without a reason.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_the_serializer_refuses_the_shape_explains(int seed)
    {
        var random = new Random(seed);
        var example = "{\"id\":\"P-1\"," + Examples.Find("putOffering")!.TrimStart()[1..];
        string[] pieces = ["null", "7", "\"x\"", "[", "]", "{", "}", ",", "1.5", "true", "\"price\":", "\"tier\":", "[null]", "\"\\ud800\"", "-", ""];
        var refused = 0;
        for (var i = 0; i < 4000; i++)
        {
            var start = random.Next(example.Length);
            var length = random.Next(Math.Min(12, example.Length - start));
            var text = example[..start] + pieces[random.Next(pieces.Length)] + example[(start + length)..];
            var result = JsonReading.Read<Offering>(Encoding.UTF8.GetBytes(text));
            var accepted = Accepts(text);
            Assert.True(accepted || result.Problem is { Errors.Count: > 0 }, $"seed {seed}, not explained: {text}");
            Assert.True(!accepted || result.Succeeded || text.Contains("null", StringComparison.Ordinal), $"seed {seed}, refused for nothing: {text}");
            refused += accepted ? 0 : 1;
        }

        Assert.InRange(refused, 400, 3990);
    }

    private static bool Accepts(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Offering>(text, JsonConventions.Options) is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
