using System.Globalization;
using Octant.Engine.Calendar;

namespace Octant.Engine.Tests.Calendar;

/// <summary>Zones and instants for tests.</summary>
internal static class TestZones
{
    /// <summary>Central European time around 2026, written by hand: summer time from 29 March to 25 October, 01:00 UTC.</summary>
    public static ZoneTable Berlin { get; } = new("Europe/Berlin", 3600,
    [
        new ZoneTransition(At("2026-03-29T01:00:00Z"), 7200),
        new ZoneTransition(At("2026-10-25T01:00:00Z"), 3600),
    ]);

    /// <summary>Puts the clock back from 00:30 to 23:30 of the day before, on 11 October 2026 and forward from 23:30 to 00:30 on 11 April.</summary>
    public static ZoneTable AcrossMidnight { get; } = new("Test/AcrossMidnight", 0,
    [
        new ZoneTransition(At("2026-04-11T23:30:00Z"), 3600),
        new ZoneTransition(At("2026-10-10T23:30:00Z"), 0),
    ]);

    /// <summary>Zones with ordinary, half-hour, midnight and no changes, and one that skipped a whole day.</summary>
    public static TheoryData<string> OfTheMachine { get; } =
    [
        "Europe/Berlin", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe", "America/Sao_Paulo", "America/Havana",
        "Atlantic/Azores", "Asia/Kathmandu", "Pacific/Apia", "Africa/Cairo",
    ];

    public static Instant At(string text) =>
        Instant.From(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));

    public static Instant Plus(this Instant instant, long microseconds) => new(instant.Microseconds + microseconds);

    /// <summary>The machine's own zone from 1999 to 2036, found by looking every six hours and closing in.</summary>
    public static ZoneTable FromMachine(TimeZoneInfo zone)
    {
        var end = At("2036-01-01T00:00:00Z");
        var at = At("1999-01-01T00:00:00Z");
        var first = OffsetOf(zone, at);
        var offset = first;
        var transitions = new List<ZoneTransition>();
        while (at < end)
        {
            var next = at + TimeSpan.FromHours(6);
            if (OffsetOf(zone, next) != offset)
            {
                var (low, high) = (at, next);
                while (high - low > TimeSpan.FromSeconds(1))
                {
                    var middle = low + TimeSpan.FromSeconds(Math.Floor((high - low).TotalSeconds / 2));
                    (low, high) = OffsetOf(zone, middle) == offset ? (middle, high) : (low, middle);
                }

                offset = OffsetOf(zone, next);
                transitions.Add(new ZoneTransition(high, offset));
            }

            at = next;
        }

        return new ZoneTable(zone.Id, first, transitions);
    }

    private static int OffsetOf(TimeZoneInfo zone, Instant instant) => (int)zone.GetUtcOffset(instant.ToDateTimeOffset()).TotalSeconds;
}
