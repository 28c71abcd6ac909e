using Octant.Engine.Calendar;
using Octant.Engine.Channels;
using Octant.Engine.Decisions;

namespace Octant.Platform.Decisions.Strategies;

/// <summary>The strategy published last, for everything that is checked or rendered at the edge.</summary>
public sealed class CurrentStrategy
{
    private volatile Strategy? _strategy;
    private volatile Strategy? _coming;

    /// <exception cref="InvalidOperationException">Asked before the first was published.</exception>
    public Strategy Value => _strategy ?? throw new InvalidOperationException("No strategy has been published yet.");

    /// <summary>The platform's own zone; UTC before there is a strategy.</summary>
    public ZoneTable Zone => _strategy?.Zone ?? ZoneTable.Utc;

    /// <summary>Whether a channel has senders; one that is not known may have.</summary>
    public bool IsActive(string channel) => _strategy?.Channel(channel)?.Direction != ChannelDirection.Passive;

    public bool IsPublished => _strategy is not null;

    /// <summary>The strategy that partitions are taking over at the moment, or took over last; null before the first.</summary>
    public Strategy? Coming => _coming;

    /// <summary>Before the first partition has it: whoever decides what may be left aside must know what is about to be wanted.</summary>
    public void Announce(Strategy strategy) => _coming = strategy;

    public void Replace(Strategy strategy) => _strategy = strategy;
}
