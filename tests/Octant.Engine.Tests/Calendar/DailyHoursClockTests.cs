using Octant.Engine.Calendar;
using Octant.Engine.Channels;
using static Octant.Engine.Tests.Calendar.TestZones;

namespace Octant.Engine.Tests.Calendar;

public sealed class DailyHoursClockTests
{
    private const int Seed = 2130;

    private static readonly DailyHours Night = new(new TimeOnly(21, 0), new TimeOnly(8, 0), []);

    [Theory]
    [InlineData("2026-06-01T19:00:00Z", true)] // 21:00 in Berlin, the first instant
    [InlineData("2026-06-01T18:59:59.999999Z", false)]
    [InlineData("2026-06-01T23:00:00Z", true)]
    [InlineData("2026-06-02T05:59:59.999999Z", true)]
    [InlineData("2026-06-02T06:00:00Z", false)] // 08:00, exclusive
    [InlineData("2026-01-01T19:00:00Z", false)] // winter: 20:00
    [InlineData("2026-01-01T20:00:00Z", true)]
    public void A_range_past_midnight_holds_its_start_and_not_its_end(string at, bool inside) =>
        Assert.Equal(inside, Clock(Night).IsInside(At(at)));

    [Fact]
    public void Days_are_those_on_which_the_range_begins()
    {
        var fridayNight = Clock(Night with { Days = [DayOfWeek.Friday] });
        Assert.False(fridayNight.IsInside(At("2026-06-05T05:00:00Z"))); // Friday morning belongs to Thursday
        Assert.True(fridayNight.IsInside(At("2026-06-05T20:00:00Z")));
        Assert.True(fridayNight.IsInside(At("2026-06-06T05:00:00Z"))); // Saturday morning
        Assert.False(fridayNight.IsInside(At("2026-06-06T20:00:00Z")));
    }

    [Fact]
    public void A_range_that_ends_where_it_begins_is_a_whole_day_long()
    {
        var sunday = Clock(new DailyHours(TimeOnly.MinValue, TimeOnly.MinValue, [DayOfWeek.Sunday]));
        Assert.False(sunday.IsInside(At("2026-06-06T21:59:59.999999Z")));
        Assert.True(sunday.IsInside(At("2026-06-06T22:00:00Z")));
        Assert.True(sunday.IsInside(At("2026-06-07T21:59:59.999999Z")));
        Assert.False(sunday.IsInside(At("2026-06-07T22:00:00Z")));
    }

    [Fact]
    public void No_hours_are_never_inside()
    {
        Assert.False(Clock().IsInside(At("2026-06-07T12:00:00Z")));
        Assert.Null(Clock().NextInside(At("2026-06-07T12:00:00Z")));
        Assert.Equal(At("2026-06-07T12:00:00Z"), Clock().NextOutside(At("2026-06-07T12:00:00Z")));
    }

    [Fact]
    public void All_hours_never_end()
    {
        var always = Clock(new DailyHours(TimeOnly.MinValue, TimeOnly.MinValue, []));
        Assert.Null(always.NextOutside(At("2026-06-07T12:00:00Z")));
    }

    [Fact]
    public void Quiet_nights_are_an_hour_shorter_in_spring_and_longer_in_autumn()
    {
        Assert.Equal(At("2026-03-29T06:00:00Z"), Clock(Night).NextOutside(At("2026-03-28T20:00:00Z")));
        Assert.Equal(At("2026-10-25T07:00:00Z"), Clock(Night).NextOutside(At("2026-10-24T19:00:00Z")));
    }

    [Fact]
    public void A_range_inside_the_spring_gap_is_empty_that_day_and_begins_the_day_after()
    {
        var gap = Clock(new DailyHours(new TimeOnly(2, 15), new TimeOnly(2, 45), []));
        Assert.Equal(At("2026-03-30T00:15:00Z"), gap.NextInside(At("2026-03-28T02:00:00Z")));
    }

    [Fact]
    public void A_range_that_ends_inside_the_spring_gap_ends_at_the_jump()
    {
        var early = Clock(new DailyHours(new TimeOnly(1, 0), new TimeOnly(2, 30), []));
        Assert.Equal(At("2026-03-29T01:00:00Z"), early.NextOutside(At("2026-03-29T00:30:00Z")));
    }

    [Fact]
    public void A_range_inside_the_hour_that_autumn_repeats_happens_twice()
    {
        var repeated = Clock(new DailyHours(new TimeOnly(2, 15), new TimeOnly(2, 45), []));
        Assert.Equal(At("2026-10-25T00:15:00Z"), repeated.NextInside(At("2026-10-25T00:00:00Z")));
        Assert.Equal(At("2026-10-25T00:45:00Z"), repeated.NextOutside(At("2026-10-25T00:15:00Z")));
        Assert.Equal(At("2026-10-25T01:15:00Z"), repeated.NextInside(At("2026-10-25T00:45:00Z")));
        Assert.Equal(At("2026-10-26T01:15:00Z"), repeated.NextInside(At("2026-10-25T01:45:00Z")));
    }

    [Fact]
    public void Whole_days_are_inside_from_midnight_to_midnight_and_join_the_hours()
    {
        var clock = new DailyHoursClock([Night], [new DateOnly(2026, 5, 1)], Berlin);
        Assert.False(clock.IsOnWholeDay(At("2026-04-30T21:59:59.999999Z")));
        Assert.True(clock.IsOnWholeDay(At("2026-04-30T22:00:00Z")));
        Assert.False(clock.IsOnWholeDay(At("2026-05-01T22:00:00Z")));
        Assert.Equal(At("2026-05-02T06:00:00Z"), clock.NextOutside(At("2026-04-30T19:00:00Z")));
    }

    [Fact]
    public void Holidays_can_hide_the_only_open_day_of_many_weeks()
    {
        var weekdays = new DailyHours(TimeOnly.MinValue, TimeOnly.MinValue,
            [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday]);
        var sundays = Enumerable.Range(0, 20).Select(week => new DateOnly(2026, 6, 7).AddDays(7 * week)).ToList();
        var clock = new DailyHoursClock([weekdays], sundays, ZoneTable.Utc);
        Assert.Equal(At("2026-10-25T00:00:00Z"), clock.NextOutside(At("2026-06-01T00:00:00Z")));
    }

    [Theory]
    [MemberData(nameof(TestZones.OfTheMachine), MemberType = typeof(TestZones))]
    public void Hours_and_their_next_change_are_those_of_the_wall_clock(string name)
    {
        var machine = TimeZoneInfo.FindSystemTimeZoneById(name);
        var zone = FromMachine(machine);
        var random = new Random(Seed);
        for (var i = 0; i < 60; i++)
        {
            var at = ZoneTableTests.RandomInstant(random, zone);
            var hours = Enumerable.Range(0, random.Next(1, 4)).Select(_ => RandomHours(random)).ToList();
            var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at.ToDateTimeOffset(), machine).DateTime);
            var holidays = Enumerable.Range(0, random.Next(3)).Select(_ => today.AddDays(random.Next(4))).ToList();
            var clock = new DailyHoursClock(hours, holidays, zone);
            var message = $"{name}, round {i}, {at}, {string.Join(" | ", hours.Select(h => $"{h.From}-{h.To} {string.Join(',', h.Days)}"))}, seed {Seed}";

            var inside = Inside(machine, hours, holidays, at);
            Assert.True(inside == clock.IsInside(at), message);
            Assert.True((inside ? at : NextChange(machine, hours, holidays, at, toInside: true)) == clock.NextInside(at), message);
            Assert.True((inside ? NextChange(machine, hours, holidays, at, toInside: false) : at) == clock.NextOutside(at), message);
        }
    }

    private static DailyHoursClock Clock(params DailyHours[] hours) => new(hours, [], Berlin);

    private static DailyHours RandomHours(Random random) => new(
        new TimeOnly(random.Next(24), 15 * random.Next(4)),
        new TimeOnly(random.Next(24), 15 * random.Next(4)),
        [.. Enum.GetValues<DayOfWeek>().Where(_ => random.Next(3) == 0)]);

    /// <summary>By walking in quarters of an hour, between which nothing changes; a fortnight shows every case of these tests.</summary>
    private static Instant? NextChange(TimeZoneInfo machine, List<DailyHours> hours, List<DateOnly> holidays, Instant from, bool toInside)
    {
        const long quarter = 15 * 60 * Instant.MicrosecondsPerSecond;
        var at = new Instant(((from.Microseconds / quarter) + 1) * quarter);
        for (var i = 0; i < 15 * 96; i++, at = at.Plus(quarter))
        {
            if (Inside(machine, hours, holidays, at) == toInside)
            {
                return at;
            }
        }

        return null;
    }

    private static bool Inside(TimeZoneInfo machine, List<DailyHours> hours, List<DateOnly> holidays, Instant at)
    {
        var wall = TimeZoneInfo.ConvertTime(at.ToDateTimeOffset(), machine).DateTime;
        return holidays.Contains(DateOnly.FromDateTime(wall))
            || hours.Exists(range => BeganOn(wall.Date, range, wall) || BeganOn(wall.Date.AddDays(-1), range, wall));
    }

    private static bool BeganOn(DateTime day, DailyHours range, DateTime wall)
    {
        var begin = day + range.From.ToTimeSpan();
        var end = range.To > range.From ? day + range.To.ToTimeSpan() : day.AddDays(1) + range.To.ToTimeSpan();
        return (range.Days.Count == 0 || range.Days.Contains(day.DayOfWeek)) && wall >= begin && wall < end;
    }
}
