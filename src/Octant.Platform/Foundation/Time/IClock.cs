using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Foundation.Time;

/// <summary>What time it is, for everything above the engine, which has no clock of its own.</summary>
public interface IClock
{
    Instant Now { get; }
}

public sealed class SystemClock : IClock
{
    public Instant Now => Instant.From(DateTimeOffset.UtcNow);
}

/// <summary>A clock that stands still until an administrator advances it, for rehearsals and tests. It never goes back.</summary>
public sealed class ManualClock(Instant start) : IClock
{
    private long _now = start.Microseconds;

    public Instant Now => new(Interlocked.Read(ref _now));

    public Problem? Advance(Instant to)
    {
        var seen = Interlocked.Read(ref _now);
        while (to.Microseconds >= seen)
        {
            var found = Interlocked.CompareExchange(ref _now, to.Microseconds, seen);
            if (found == seen)
            {
                return null;
            }

            seen = found;
        }

        return Problem.Invalid("now", $"{new Instant(seen)} or later: the clock never goes back", to);
    }
}
