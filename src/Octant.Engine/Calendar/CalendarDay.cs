using System.Globalization;

namespace Octant.Engine.Calendar;

/// <summary>A date by its number: days since 1970-01-01. When it is that day, and how long, depends on the zone.</summary>
/// <remarks>
/// In a zone a day begins at the first instant at which the wall shows its midnight or later, and ends where the next begins, so that
/// every instant is in one day: where a jump swallows midnight the day begins at the jump, and where the clock is put back across
/// midnight the repeated stretch stays in the day that had begun. A day of 23 or 25 hours is as long as it is.
/// </remarks>
public readonly record struct CalendarDay(int Number)
{
    private const int DaysFromYear1To1970 = 719_162;

    /// <summary>Its midnight on the wall, as <see cref="ZoneTable.ToLocal"/> gives wall times.</summary>
    public long Midnight => Number * Instant.MicrosecondsPerDay;

    public DateOnly Date => DateOnly.FromDayNumber(Math.Clamp(Number + DaysFromYear1To1970, 0, DateOnly.MaxValue.DayNumber));

    public DayOfWeek DayOfWeek => (DayOfWeek)((((Number + 4) % 7) + 7) % 7);

    public static CalendarDay Of(DateOnly date) => new(date.DayNumber - DaysFromYear1To1970);

    /// <summary>The date that the wall shows, also where it shows a day again that had ended.</summary>
    /// <param name="local">A wall time as <see cref="ZoneTable.ToLocal"/> gives it.</param>
    public static CalendarDay OnWall(long local)
    {
        var day = local / Instant.MicrosecondsPerDay;
        return new((int)(local < 0 && day * Instant.MicrosecondsPerDay != local ? day - 1 : day));
    }

    /// <summary>The day that an instant is in.</summary>
    public static CalendarDay At(Instant instant, ZoneTable zone)
    {
        // The latest time the wall has shown so far: setting the clock back across midnight does not bring a day back.
        var local = zone.ToLocal(instant);
        if (zone.TransitionAtOrBefore(instant) is { } transition)
        {
            local = Math.Max(local, zone.ToLocal(new Instant(transition.Microseconds - 1)));
        }

        return OnWall(local);
    }

    public CalendarDay Plus(int days) => new(Number + days);

    /// <summary>Its first instant; it ends with the first of the next.</summary>
    public Instant StartIn(ZoneTable zone)
    {
        var instant = zone.ToInstant(Midnight);
        return zone.ToLocal(instant) == Midnight ? instant : zone.TransitionAtOrBefore(instant) ?? instant;
    }

    /// <summary>As in 2026-01-31.</summary>
    public override string ToString() => Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
