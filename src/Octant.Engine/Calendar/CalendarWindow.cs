using Octant.Engine.Policies;

namespace Octant.Engine.Calendar;

/// <summary>
/// A calendar day, week or month of one zone as a half-open range of instants: [<see cref="Start"/>, <see cref="End"/>).
/// </summary>
/// <remarks>It begins and ends with days, as <see cref="CalendarDay"/> has them, so that the periods of one unit follow each other without gap or overlap.</remarks>
public readonly record struct CalendarWindow(Instant Start, Instant End)
{
    public bool Contains(Instant instant) => instant >= Start && instant < End;

    public static CalendarWindow Containing(Instant instant, CalendarUnit unit, ZoneTable zone)
    {
        var first = FirstDayOf(CalendarDay.At(instant, zone), unit);
        return new CalendarWindow(first.StartIn(zone), FirstDayAfter(first, unit).StartIn(zone));
    }

    private static CalendarDay FirstDayOf(CalendarDay day, CalendarUnit unit) => unit switch
    {
        CalendarUnit.Day => day,
        CalendarUnit.Week => day.Plus(-(((int)day.DayOfWeek + 6) % 7)),
        CalendarUnit.Month => day.Plus(1 - day.Date.Day),
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "Expected day, week or month."),
    };

    private static CalendarDay FirstDayAfter(CalendarDay first, CalendarUnit unit)
    {
        if (unit != CalendarUnit.Month)
        {
            return first.Plus(unit == CalendarUnit.Day ? 1 : 7);
        }

        var date = first.Date;
        return first.Plus(DateTime.DaysInMonth(date.Year, date.Month));
    }
}
