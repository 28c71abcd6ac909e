namespace Octant.Engine.Calendar;

/// <summary>
/// One time zone as data: the instants at which its offset from UTC changes. The shell makes it from the machine's zone
/// database and stores it with the strategy, so that a decision is the same on every machine and at every replay.
/// </summary>
/// <remarks>
/// A local time that does not exist (the clock jumps forward over it) is read with the offset before the jump; one that
/// exists twice is its first occurrence. Both follow RFC 5545, section 3.3.5.
/// </remarks>
public sealed class ZoneTable
{
    private readonly Instant[] _from;
    private readonly int[] _offsetSeconds;

    /// <param name="name">IANA name, such as <c>Asia/Shanghai</c>.</param>
    /// <param name="firstOffsetSeconds">The offset before the first transition.</param>
    /// <param name="transitions">Ascending: from this instant on the offset holds.</param>
    public ZoneTable(string name, int firstOffsetSeconds, IReadOnlyList<ZoneTransition> transitions)
    {
        Name = name;
        FirstOffsetSeconds = firstOffsetSeconds;
        Transitions = transitions;
        _from = new Instant[transitions.Count];
        _offsetSeconds = new int[transitions.Count];
        for (var i = 0; i < transitions.Count; i++)
        {
            if (i > 0 && transitions[i].From <= transitions[i - 1].From)
            {
                throw new ArgumentException($"Zone {name}: transition {i} does not follow the one before it.", nameof(transitions));
            }

            _from[i] = transitions[i].From;
            _offsetSeconds[i] = transitions[i].OffsetSeconds;
        }
    }

    public static ZoneTable Utc { get; } = new("UTC", 0, []);

    public string Name { get; }

    public int FirstOffsetSeconds { get; }

    public IReadOnlyList<ZoneTransition> Transitions { get; }

    /// <summary>Seconds to add to UTC to get local time at this instant.</summary>
    public int OffsetSecondsAt(Instant instant)
    {
        var index = Array.BinarySearch(_from, instant);
        if (index < 0)
        {
            index = ~index - 1;
        }

        return index < 0 ? FirstOffsetSeconds : _offsetSeconds[index];
    }

    /// <summary>The last change of offset at or before this instant; null when there is none.</summary>
    public Instant? TransitionAtOrBefore(Instant instant)
    {
        var index = Array.BinarySearch(_from, instant);
        if (index < 0)
        {
            index = ~index - 1;
        }

        return index < 0 ? null : _from[index];
    }

    /// <summary>The first change of offset after this instant; null when there is none.</summary>
    public Instant? TransitionAfter(Instant instant)
    {
        var index = Array.BinarySearch(_from, instant);
        index = index < 0 ? ~index : index + 1;
        return index == _from.Length ? null : _from[index];
    }

    /// <summary>Local wall-clock time, as microseconds since 1970-01-01T00:00:00 on that wall.</summary>
    public long ToLocal(Instant instant) => instant.Microseconds + (OffsetSecondsAt(instant) * Instant.MicrosecondsPerSecond);

    /// <summary>The instant of a local wall-clock time given as in <see cref="ToLocal"/>.</summary>
    public Instant ToInstant(long local)
    {
        // The offset in force just before any transition near this local time is the right one in a gap and in an overlap.
        var early = new Instant(local - Instant.MicrosecondsPerDay);
        var offset = OffsetSecondsAt(early);
        var candidate = new Instant(local - (offset * Instant.MicrosecondsPerSecond));
        var offsetThere = OffsetSecondsAt(candidate);
        if (offsetThere == offset)
        {
            return candidate;
        }

        var later = new Instant(local - (offsetThere * Instant.MicrosecondsPerSecond));
        return OffsetSecondsAt(later) == offsetThere ? later : candidate;
    }
}

/// <summary>From this instant on, local time is UTC plus this many seconds.</summary>
public readonly record struct ZoneTransition(Instant From, int OffsetSeconds);
