using Octant.Engine.Calendar;
using Octant.Engine.Decisions;

namespace Octant.Engine.Behaviour;

/// <summary>After an event of one type, none of another within so long: campaigns that wait for the same share it.</summary>
public sealed record AbsencePattern(string EventType, string Absent, TimeSpan Within);

/// <summary>Whose timer, and which.</summary>
public readonly record struct TimerName(long Key, UInt128 Id);

/// <summary>
/// A customer's event that is waiting to see whether something follows. It fires once, when its time is over, unless an
/// event of the absent type with a time in [event, due] comes before it fires, however late that one is.
/// </summary>
/// <param name="Id">Of the event and the pattern together.</param>
/// <param name="Trigger">The event, with the pattern.</param>
public sealed record AbsenceTimer(UInt128 Id, long Key, TriggeringEvent Trigger)
{
    /// <summary>So many wait for one customer at most; further events are then not waited for.</summary>
    public const int MostPerCustomer = 32;

    public TimerName Name => new(Key, Id);

    public Instant Due => Trigger.At + Trigger.Absence!.Within;

    public static AbsenceTimer Of(UInt128 messageId, long key, TriggeringEvent trigger, AbsencePattern pattern)
    {
        var hash = StableHash.Combine(StableHash.Of(pattern.Absent), (ulong)pattern.Within.Ticks);
        return new AbsenceTimer(messageId ^ new UInt128(hash, StableHash.Mix(hash)), key, trigger with { Absence = pattern });
    }

    /// <summary>Whether an event of the absent type at this moment means that it did follow.</summary>
    public bool IsCancelledBy(string eventType, Instant at) =>
        string.Equals(Trigger.Absence!.Absent, eventType, StringComparison.Ordinal) && at >= Trigger.At && at <= Due;
}
