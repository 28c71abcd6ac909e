using Octant.Engine.Channels;

namespace Octant.Engine.Calendar;

/// <summary>
/// Tells whether an instant lies inside daily hours (opening hours, quiet hours) or on one of some whole days (holidays),
/// and when that next changes.
/// </summary>
/// <remarks>
/// What counts is the wall clock alone: an instant is inside when the local date and time shown then are. A range inside
/// a spring gap is therefore empty that day, and a range inside an hour that autumn repeats happens twice. Nothing can
/// change except at a range's edge, at midnight and where the zone's offset changes, which is where the search stops to
/// look. A range whose end equals its start is a whole day long, since 24:00 cannot be written.
/// </remarks>
/// <param name="hours">The ranges; an empty list is never inside, so a caller to whom it means "always" asks first.</param>
/// <param name="wholeDays">Local dates that are inside from midnight to midnight.</param>
public readonly struct DailyHoursClock(IReadOnlyList<DailyHours> hours, IReadOnlyList<DateOnly> wholeDays, ZoneTable zone)
{
    public bool IsInside(Instant at)
    {
        var local = zone.ToLocal(at);
        var day = CalendarDay.OnWall(local);
        return IsWholeDay(day) || IsInHours(day, local - day.Midnight);
    }

    /// <summary>Whether the local date of this instant is one of the whole days.</summary>
    public bool IsOnWholeDay(Instant at) => IsWholeDay(CalendarDay.OnWall(zone.ToLocal(at)));

    /// <summary>The first instant at or after <paramref name="at"/> that is inside; null when there is none.</summary>
    public Instant? NextInside(Instant at) => Next(at, inside: true);

    /// <summary>The first instant at or after <paramref name="at"/> that is outside; null when there is none.</summary>
    public Instant? NextOutside(Instant at) => Next(at, inside: false);

    private Instant? Next(Instant at, bool inside)
    {
        // Hours repeat every week, and a whole day can hide one day of one week: this many weeks show every case.
        var horizon = at + TimeSpan.FromDays(7 * (wholeDays.Count + 2));
        while (IsInside(at) != inside)
        {
            var local = zone.ToLocal(at);
            var next = new Instant(at.Microseconds + TimeToNextEdge(local - CalendarDay.OnWall(local).Midnight));
            at = zone.TransitionAfter(at) is { } transition ? Instant.Min(next, transition) : next;
            if (at > horizon)
            {
                return null;
            }
        }

        return at;
    }

    /// <summary>Microseconds on the wall from this time of day to the next edge of any range, or to midnight.</summary>
    private long TimeToNextEdge(long timeOfDay)
    {
        var nearest = Instant.MicrosecondsPerDay - timeOfDay;
        for (var i = 0; i < hours.Count; i++)
        {
            nearest = Nearer(nearest, Microseconds(hours[i].From) - timeOfDay);
            nearest = Nearer(nearest, Microseconds(hours[i].To) - timeOfDay);
        }

        return nearest;
    }

    private static long Nearer(long nearest, long distance) => distance > 0 && distance < nearest ? distance : nearest;

    private bool IsWholeDay(CalendarDay day)
    {
        if (wholeDays.Count == 0)
        {
            return false;
        }

        var date = day.Date;
        for (var i = 0; i < wholeDays.Count; i++)
        {
            if (wholeDays[i] == date)
            {
                return true;
            }
        }

        return false;
    }

    private bool IsInHours(CalendarDay day, long timeOfDay)
    {
        for (var i = 0; i < hours.Count; i++)
        {
            var range = hours[i];
            var from = Microseconds(range.From);
            var to = Microseconds(range.To);
            var pastMidnight = to <= from;
            if ((timeOfDay >= from && (pastMidnight || timeOfDay < to) && BeginsOn(range, day))
                || (pastMidnight && timeOfDay < to && BeginsOn(range, day.Plus(-1))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool BeginsOn(DailyHours range, CalendarDay day)
    {
        if (range.Days.Count == 0)
        {
            return true;
        }

        var dayOfWeek = day.DayOfWeek;
        for (var i = 0; i < range.Days.Count; i++)
        {
            if (range.Days[i] == dayOfWeek)
            {
                return true;
            }
        }

        return false;
    }

    private static long Microseconds(TimeOnly time) => time.Ticks / TimeSpan.TicksPerMicrosecond;
}
