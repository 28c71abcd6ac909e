using Octant.Engine.Calendar;

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

