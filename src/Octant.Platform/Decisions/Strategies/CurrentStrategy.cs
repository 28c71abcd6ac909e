using Octant.Engine.Calendar;
using Octant.Engine.Decisions;

namespace Octant.Platform.Decisions.Strategies;

/// <summary>The strategy published last, for everything that is checked or rendered at the edge.</summary>
public sealed class CurrentStrategy
{
    private volatile Strategy? _strategy;

    /// <exception cref="InvalidOperationException">Asked before the first was published.</exception>
    public Strategy Value => _strategy ?? throw new InvalidOperationException("No strategy has been published yet.");

    /// <summary>The platform's own zone; UTC before there is a strategy.</summary>
    public ZoneTable Zone => _strategy?.Zone ?? ZoneTable.Utc;

    public bool IsPublished => _strategy is not null;

    public void Replace(Strategy strategy) => _strategy = strategy;
}
