using Octant.Engine.Calendar;
using static Octant.Engine.Tests.Calendar.TestZones;

namespace Octant.Engine.Tests.Calendar;

public sealed class CalendarDayTests
{
    private const int Seed = 20260329;

    [Theory]
    [InlineData("1970-01-01", 0)]
    [InlineData("1969-12-31", -1)]
    [InlineData("2026-03-29", 20_541)]
    [InlineData("0001-01-01", -719_162)]
    [InlineData("9999-12-31", 2_932_896)]
    public void Days_are_numbered_from_1970_on(string date, int number)
    {
        var day = CalendarDay.Of(DateOnly.ParseExact(date, "yyyy-MM-dd"));
        Assert.Equal(number, day.Number);
        Assert.Equal(date, day.ToString());
        Assert.Equal(day.Date.DayOfWeek, day.DayOfWeek);
    }

    [Theory]
    [InlineData("2026-03-29", "2026-03-28T23:00:00Z", 23)]
    [InlineData("2026-10-25", "2026-10-24T22:00:00Z", 25)]
    [InlineData("2026-10-26", "2026-10-25T23:00:00Z", 24)]
    public void A_day_is_as_long_as_its_zone_makes_it(string date, string start, int hours)
    {
        var day = CalendarDay.Of(DateOnly.ParseExact(date, "yyyy-MM-dd"));
        var end = day.Plus(1).StartIn(Berlin);
        Assert.Equal(At(start), day.StartIn(Berlin));
        Assert.Equal(TimeSpan.FromHours(hours), end - day.StartIn(Berlin));
        Assert.Equal(day, CalendarDay.At(day.StartIn(Berlin), Berlin));
        Assert.Equal(day, CalendarDay.At(end.Plus(-1), Berlin));
    }

    [Fact]
    public void The_same_instant_is_in_different_days_of_different_zones()
    {
        var instant = At("2026-10-25T22:30:00Z");
        Assert.Equal("2026-10-25", CalendarDay.At(instant, Berlin).ToString());
        Assert.Equal("2026-10-25", CalendarDay.At(instant, ZoneTable.Utc).ToString());
        Assert.Equal("2026-10-26", CalendarDay.At(instant, new ZoneTable("Asia/Shanghai", 28_800, [])).ToString());
    }

    [Fact]
    public void A_clock_put_back_across_midnight_shows_the_day_before_again_but_stays_in_the_day()
    {
        var repeated = At("2026-10-10T23:45:00Z");
        Assert.Equal("2026-10-11", CalendarDay.At(repeated, AcrossMidnight).ToString());
        Assert.Equal("2026-10-10", CalendarDay.OnWall(AcrossMidnight.ToLocal(repeated)).ToString());
    }

    [Fact]
    public void The_wall_before_1970_shows_days_too() =>
        Assert.Equal(["1969-12-30", "1969-12-31", "1969-12-31", "1970-01-01"], LocalTimesAround1970().Select(local => CalendarDay.OnWall(local).ToString()));

    [Theory]
    [MemberData(nameof(TestZones.OfTheMachine), MemberType = typeof(TestZones))]
    public void Every_instant_is_in_the_day_that_began_last(string name)
    {
        var zone = FromMachine(TimeZoneInfo.FindSystemTimeZoneById(name));
        var random = new Random(Seed);
        for (var i = 0; i < 600; i++)
        {
            var instant = ZoneTableTests.RandomInstant(random, zone);
            var day = CalendarDay.At(instant, zone);
            Assert.True(day.StartIn(zone) <= instant && instant < day.Plus(1).StartIn(zone), $"{name}, {instant} in {day}, seed {Seed}");
        }
    }

    private static IEnumerable<long> LocalTimesAround1970() => [-Instant.MicrosecondsPerDay - 1, -Instant.MicrosecondsPerDay, -1, 0];
}
