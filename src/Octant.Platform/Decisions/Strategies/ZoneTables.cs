using System.Collections.Concurrent;
using Octant.Engine.Calendar;

namespace Octant.Platform.Decisions.Strategies;

/// <summary>Makes the engine's zone tables from the machine's zone database, for the years that can matter.</summary>
public static class ZoneTables
{
    private const int FirstYear = 2000;
    private const int LastYear = 2060;

    private static readonly ConcurrentDictionary<string, ZoneTable?> Known = new(StringComparer.Ordinal);

    /// <summary>Null when the machine knows no zone of this IANA name.</summary>
    public static ZoneTable? Find(string name) => Known.GetOrAdd(name, Make);

    private static ZoneTable? Make(string name)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
        {
            return null;
        }

        var start = new DateTimeOffset(FirstYear, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var end = new DateTimeOffset(LastYear, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var first = zone.GetUtcOffset(start);
        var transitions = new List<ZoneTransition>();
        var before = first;
        for (var day = start; day < end; day = day.AddDays(1))
        {
            var after = zone.GetUtcOffset(day.AddDays(1));
            if (after != before)
            {
                transitions.Add(new ZoneTransition(Instant.From(FindChange(zone, day, day.AddDays(1))), (int)after.TotalSeconds));
                before = after;
            }
        }

        return new ZoneTable(name, (int)first.TotalSeconds, transitions);
    }

    /// <summary>Halves the day down to the second at which the later offset begins.</summary>
    private static DateTimeOffset FindChange(TimeZoneInfo zone, DateTimeOffset before, DateTimeOffset after)
    {
        var offset = zone.GetUtcOffset(after);
        while (after - before > TimeSpan.FromSeconds(1))
        {
            var middle = before.AddSeconds(Math.Floor((after - before).TotalSeconds / 2));
            (before, after) = zone.GetUtcOffset(middle) == offset ? (before, middle) : (middle, after);
        }

        return after;
    }
}
