using Octant.Engine.Decisions;
using Octant.Platform.Decisions.Strategies;

namespace Octant.Platform.Decisions.Events;

/// <summary>The declared event types as of now, made once for every strategy.</summary>
public sealed class EventsInForce(CurrentStrategy current)
{
    private volatile Made? _made;

    public EventKinds Kinds
    {
        get
        {
            // What is announced is asked for first: should it come into force in between, it is looked at twice rather than missed.
            var coming = current.Coming;
            var strategy = current.Value;
            var made = _made;
            if (made is null || made.Strategy != strategy || made.Coming != coming)
            {
                _made = made = new Made(strategy, coming, new EventKinds(strategy, coming));
            }

            return made.Kinds;
        }
    }

    private sealed record Made(Strategy Strategy, Strategy? Coming, EventKinds Kinds);
}
