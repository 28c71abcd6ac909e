using Octant.Engine.Calendar;

namespace Octant.Engine.Decisions;

/// <summary>The hours at which a scheduled campaign goes out: one, or as its recurrence says, at the same time of the local day.</summary>
/// <param name="zone">The platform's.</param>
public sealed class BatchHours(CampaignSchedule schedule, Instant end, ZoneTable zone)
{
    private const int DaysOfWeek = 7;
    private const int MonthsOfYear = 12;

    /// <summary>The latest hour that has come; null before the first.</summary>
    /// <remarks>Hours that passed while the campaign was not in force are not made up for, but for the latest.</remarks>
    public Instant? Current(Instant now)
    {
        Instant? current = null;
        foreach (var hour in All().TakeWhile(hour => hour <= now))
        {
            current = hour;
        }

        return current;
    }

    /// <summary>The first hour after an instant; null when there is none any more.</summary>
    public Instant? After(Instant instant)
    {
        foreach (var hour in All())
        {
            if (hour > instant)
            {
                return hour;
            }
        }

        return null;
    }

    /// <summary>Days since 1970-01-01 in the platform's zone, as figures are counted.</summary>
    public int DayOf(Instant instant) => CalendarDay.At(instant, zone).Number;

    /// <summary>All of them, in their order; without a recurrence the only one.</summary>
    public IEnumerable<Instant> All()
    {
        yield return schedule.At;
        if (schedule.Recurrence is not { } recurrence)
        {
            yield break;
        }

        var beyond = recurrence.Until is { } until ? Instant.Min(until, end) : end;
        var local = zone.ToLocal(schedule.At);
        var first = CalendarDay.OnWall(local);
        for (var number = 1; zone.ToInstant(Later(first, recurrence, number).Midnight + (local - first.Midnight)) is var hour && hour < beyond; number++)
        {
            yield return hour;
        }
    }

    /// <summary>Counted from the first, so that the last of a month stays the last.</summary>
    private static CalendarDay Later(CalendarDay first, CampaignRecurrence recurrence, int number) => recurrence.Unit switch
    {
        RecurrenceUnit.Day => first.Plus(number * recurrence.Every),
        RecurrenceUnit.Week => first.Plus(number * recurrence.Every * DaysOfWeek),
        RecurrenceUnit.Month => MonthsLater(first, number * recurrence.Every),
        _ => throw new ArgumentOutOfRangeException(nameof(recurrence)),
    };

    private static CalendarDay MonthsLater(CalendarDay first, int months)
    {
        var date = first.Date;
        // Beyond the years there are it is later than any end, in every zone.
        return date.Year + (months / MonthsOfYear) < DateOnly.MaxValue.Year ? CalendarDay.Of(date.AddMonths(months)) : CalendarDay.Of(DateOnly.MaxValue).Plus(2);
    }
}
