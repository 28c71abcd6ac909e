using Octant.Engine.Policies;

namespace Octant.Engine.Calendar;

/// <summary>
/// A calendar day, week or month of one zone as a half-open range of instants: [<see cref="Start"/>, <see cref="End"/>).
/// A day of 23 or 25 hours is as long as it is.
/// </summary>
/// <remarks>
/// A period begins at the first instant at which the wall shows its first midnight or later, so that the periods of one
/// unit follow each other without gap or overlap: where a jump swallows midnight it begins at the jump, and where the
/// clock is put back across midnight the repeated stretch stays in the period that had begun.
/// </remarks>
public readonly record struct CalendarWindow(Instant Start, Instant End)
{
    private const int DaysFromYear1To1970 = 719_162;

    public bool Contains(Instant instant) => instant >= Start && instant < End;

    public static CalendarWindow Containing(Instant instant, CalendarUnit unit, ZoneTable zone)
    {
        var first = FirstDayOf(DayNumber(zone.ToLocal(instant)), unit);
        var next = FirstDayAfter(first, unit);
        var end = StartOfDay(next, zone);
        return instant < end
            ? new CalendarWindow(StartOfDay(first, zone), end)
            : new CalendarWindow(end, StartOfDay(FirstDayAfter(next, unit), zone));
    }

    /// <summary>Days since 1970-01-01 of a local time in microseconds.</summary>
    internal static long DayNumber(long local)
    {
        var day = local / Instant.MicrosecondsPerDay;
        return local < 0 && day * Instant.MicrosecondsPerDay != local ? day - 1 : day;
    }

    internal static DateOnly DateOf(long dayNumber) =>
        DateOnly.FromDayNumber((int)Math.Clamp(dayNumber + DaysFromYear1To1970, 0, DateOnly.MaxValue.DayNumber));

    internal static DayOfWeek DayOfWeekOf(long dayNumber) => (DayOfWeek)(int)((((dayNumber + 4) % 7) + 7) % 7);

    private static long FirstDayOf(long dayNumber, CalendarUnit unit) => unit switch
    {
        CalendarUnit.Day => dayNumber,
        CalendarUnit.Week => dayNumber - (((int)DayOfWeekOf(dayNumber) + 6) % 7),
        CalendarUnit.Month => dayNumber - DateOf(dayNumber).Day + 1,
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "Expected day, week or month."),
    };

    private static long FirstDayAfter(long firstDay, CalendarUnit unit)
    {
        if (unit != CalendarUnit.Month)
        {
            return firstDay + (unit == CalendarUnit.Day ? 1 : 7);
        }

        var date = DateOf(firstDay);
        return firstDay + DateTime.DaysInMonth(date.Year, date.Month);
    }

    private static Instant StartOfDay(long dayNumber, ZoneTable zone)
    {
        var midnight = dayNumber * Instant.MicrosecondsPerDay;
        var instant = zone.ToInstant(midnight);
        return zone.ToLocal(instant) == midnight ? instant : zone.TransitionAtOrBefore(instant) ?? instant;
    }
}
