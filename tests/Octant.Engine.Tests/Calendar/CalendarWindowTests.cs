using Octant.Engine.Calendar;
using Octant.Engine.Policies;
using static Octant.Engine.Tests.Calendar.TestZones;

namespace Octant.Engine.Tests.Calendar;

public sealed class CalendarWindowTests
{
    private const int Seed = 20261025;

    [Theory]
    [InlineData("2026-03-28T22:59:59.999999Z", CalendarUnit.Day, "2026-03-27T23:00:00Z", "2026-03-28T23:00:00Z")]
    [InlineData("2026-03-28T23:00:00Z", CalendarUnit.Day, "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z")]
    [InlineData("2026-03-29T21:59:59.999999Z", CalendarUnit.Day, "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z")]
    [InlineData("2026-10-25T22:59:59.999999Z", CalendarUnit.Day, "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z")]
    [InlineData("2026-10-25T23:00:00Z", CalendarUnit.Day, "2026-10-25T23:00:00Z", "2026-10-26T23:00:00Z")]
    [InlineData("2026-03-29T12:00:00Z", CalendarUnit.Week, "2026-03-22T23:00:00Z", "2026-03-29T22:00:00Z")]
    [InlineData("2026-03-29T22:00:00Z", CalendarUnit.Week, "2026-03-29T22:00:00Z", "2026-04-05T22:00:00Z")]
    [InlineData("2026-03-31T21:59:59.999999Z", CalendarUnit.Month, "2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z")]
    [InlineData("2026-12-31T23:00:00Z", CalendarUnit.Month, "2026-12-31T23:00:00Z", "2027-01-31T23:00:00Z")]
    public void Windows_in_Berlin(string instant, CalendarUnit unit, string start, string end) =>
        Assert.Equal(new CalendarWindow(At(start), At(end)), CalendarWindow.Containing(At(instant), unit, Berlin));

    [Theory]
    [InlineData("2024-02-29T23:59:59.999999Z", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z")]
    [InlineData("2025-02-28T23:59:59.999999Z", "2025-02-01T00:00:00Z", "2025-03-01T00:00:00Z")]
    [InlineData("1900-02-15T00:00:00Z", "1900-02-01T00:00:00Z", "1900-03-01T00:00:00Z")]
    [InlineData("2000-02-29T12:00:00Z", "2000-02-01T00:00:00Z", "2000-03-01T00:00:00Z")]
    [InlineData("1969-12-31T23:59:59.999999Z", "1969-12-01T00:00:00Z", "1970-01-01T00:00:00Z")]
    public void February_is_as_long_as_its_year_makes_it(string instant, string start, string end) =>
        Assert.Equal(new CalendarWindow(At(start), At(end)), CalendarWindow.Containing(At(instant), CalendarUnit.Month, ZoneTable.Utc));

    [Fact]
    public void A_week_begins_on_Monday() =>
        Assert.Equal(
            new CalendarWindow(At("2026-11-16T00:00:00Z"), At("2026-11-23T00:00:00Z")),
            CalendarWindow.Containing(At("2026-11-22T23:59:59.999999Z"), CalendarUnit.Week, ZoneTable.Utc));

    [Theory]
    [InlineData("2026-03-29T12:00:00Z", 23)]
    [InlineData("2026-10-25T12:00:00Z", 25)]
    [InlineData("2026-10-26T12:00:00Z", 24)]
    public void A_day_has_the_hours_it_has(string instant, int hours)
    {
        var window = CalendarWindow.Containing(At(instant), CalendarUnit.Day, Berlin);
        Assert.Equal(TimeSpan.FromHours(hours), window.End - window.Start);
    }

    [Fact]
    public void A_day_whose_midnight_is_skipped_begins_at_the_jump()
    {
        var window = CalendarWindow.Containing(At("2026-04-12T12:00:00Z"), CalendarUnit.Day, AcrossMidnight);
        Assert.Equal(At("2026-04-11T23:30:00Z"), window.Start);
        Assert.Equal(At("2026-04-11T23:30:00Z"), CalendarWindow.Containing(At("2026-04-11T23:29:59Z"), CalendarUnit.Day, AcrossMidnight).End);
    }

    [Theory]
    [InlineData("2026-10-10T22:59:59.999999Z", "2026-10-09T23:00:00Z", "2026-10-10T23:00:00Z")]
    [InlineData("2026-10-10T23:15:00Z", "2026-10-10T23:00:00Z", "2026-10-12T00:00:00Z")]
    [InlineData("2026-10-10T23:45:00Z", "2026-10-10T23:00:00Z", "2026-10-12T00:00:00Z")]
    public void A_clock_put_back_across_midnight_does_not_bring_the_day_back(string instant, string start, string end) =>
        Assert.Equal(new CalendarWindow(At(start), At(end)), CalendarWindow.Containing(At(instant), CalendarUnit.Day, AcrossMidnight));

    [Fact]
    public void The_ends_of_time_have_windows()
    {
        Assert.True(CalendarWindow.Containing(Instant.MinValue, CalendarUnit.Month, Berlin).Contains(Instant.MinValue));
        Assert.True(CalendarWindow.Containing(Instant.MaxValue, CalendarUnit.Month, Berlin).Contains(Instant.MaxValue));
    }

    [Theory]
    [MemberData(nameof(TestZones.OfTheMachine), MemberType = typeof(TestZones))]
    public void Windows_are_those_of_the_machines_zone_data(string name)
    {
        var machine = TimeZoneInfo.FindSystemTimeZoneById(name);
        var zone = FromMachine(machine);
        var random = new Random(Seed);
        for (var i = 0; i < 600; i++)
        {
            var instant = ZoneTableTests.RandomInstant(random, zone);
            var unit = (CalendarUnit)random.Next(3);
            var window = CalendarWindow.Containing(instant, unit, zone);
            var message = $"{name}, {unit} of {instant}: {window}, seed {Seed}";
            Assert.True(window.Contains(instant), message);

            var first = FirstDate(LatestDateShown(machine, instant), unit);
            Assert.True(window.Start == FirstInstantOf(machine, first), message);
            Assert.True(window.End == FirstInstantOf(machine, NextDate(first, unit)), message);
            Assert.True(CalendarWindow.Containing(window.End, unit, zone).Start == window.End, message);
        }
    }

    /// <summary>By walking in quarters of an hour, at which alone zones of this century change and days begin.</summary>
    private static Instant FirstInstantOf(TimeZoneInfo machine, DateOnly date)
    {
        var at = new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddHours(-40);
        while (DateOf(machine, at) < date)
        {
            at = at.AddMinutes(15);
        }

        return Instant.From(at);
    }

    private static DateOnly LatestDateShown(TimeZoneInfo machine, Instant instant)
    {
        var latest = DateOf(machine, instant.ToDateTimeOffset());
        for (var quarters = 1; quarters <= 12; quarters++)
        {
            var earlier = DateOf(machine, instant.ToDateTimeOffset().AddMinutes(-15 * quarters));
            latest = earlier > latest ? earlier : latest;
        }

        return latest;
    }

    private static DateOnly DateOf(TimeZoneInfo machine, DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, machine).DateTime);

    private static DateOnly FirstDate(DateOnly date, CalendarUnit unit)
    {
        if (unit == CalendarUnit.Month)
        {
            return new DateOnly(date.Year, date.Month, 1);
        }

        while (unit == CalendarUnit.Week && date.DayOfWeek != DayOfWeek.Monday)
        {
            date = date.AddDays(-1);
        }

        return date;
    }

    private static DateOnly NextDate(DateOnly first, CalendarUnit unit) => unit switch
    {
        CalendarUnit.Day => first.AddDays(1),
        CalendarUnit.Week => first.AddDays(7),
        _ => first.AddMonths(1),
    };
}
