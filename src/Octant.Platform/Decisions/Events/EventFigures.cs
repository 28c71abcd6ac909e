using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Octant.Engine.Partitions;

namespace Octant.Platform.Decisions.Events;

/// <summary>What became of the events of one type since this node started.</summary>
/// <param name="Type">Null: of all types nobody declared.</param>
public sealed record EventTypeFigures(string? Type, long Accepted, long Duplicates, long Late, long Ignored);

/// <summary>
/// Counts events by type and fate, for <c>GET /event-figures</c> and as the meter <c>Octant.Events</c>. Types nobody declared are
/// counted together: their names are a sender's own, and there is no end of them.
/// </summary>
public sealed class EventFigures : IDisposable
{
    private readonly ConcurrentDictionary<string, long[]> _byType = new(StringComparer.Ordinal);
    private readonly long[] _undeclared = new long[Enum.GetValues<EventFate>().Length];
    private readonly Meter _meter = new("Octant.Events");
    private readonly Counter<long> _counter;

    public EventFigures() => _counter = _meter.CreateCounter<long>("octant.events", "{event}", "Customer events by type and fate.");

    /// <param name="type">Null for one nobody declared.</param>
    public void Count(string? type, EventFate fate, int events = 1)
    {
        Interlocked.Add(ref (type is null ? _undeclared : _byType.GetOrAdd(type, _ => new long[_undeclared.Length]))[(int)fate], events);
        if (_counter.Enabled)
        {
            _counter.Add(events, new("type", type), new("fate", fate.ToString()));
        }
    }

    /// <summary>In order of type; those nobody declared last.</summary>
    public IReadOnlyList<EventTypeFigures> Read() =>
    [
        .. _byType.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => Of(pair.Key, pair.Value)),
        Of(null, _undeclared),
    ];

    public void Dispose() => _meter.Dispose();

    private static EventTypeFigures Of(string? type, long[] counts)
    {
        long Fate(EventFate fate) => Interlocked.Read(ref counts[(int)fate]);
        return new EventTypeFigures(type, Fate(EventFate.Recorded), Fate(EventFate.Duplicate), Fate(EventFate.Late), Fate(EventFate.NotUsed));
    }
}
