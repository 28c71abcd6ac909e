using Octant.Engine.Calendar;

namespace Octant.Engine.Channels;

/// <summary>When a channel or outlet is open. No hours at all means always open.</summary>
public static class OpeningHours
{
    public static bool IsOpen(IReadOnlyList<DailyHours> hours, Instant at, ZoneTable zone) =>
        hours.Count == 0 || new DailyHoursClock(hours, [], zone).IsInside(at);

    /// <summary>The first instant at or after <paramref name="at"/> at which it is open; null when it never opens again.</summary>
    public static Instant? NextOpen(IReadOnlyList<DailyHours> hours, Instant at, ZoneTable zone) =>
        hours.Count == 0 ? at : new DailyHoursClock(hours, [], zone).NextInside(at);
}
