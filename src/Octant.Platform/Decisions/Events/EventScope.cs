using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Partitions;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Decisions.Fields;
using Octant.Platform.Foundation.Json;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Events;

/// <summary>What the events of one request are read against: the same from its first event to its last.</summary>
public sealed record EventScope(EventKinds Kinds, Utf8Names<SourceLateness> Sources, ICustomerDirectory Directory)
{
    /// <summary>The command of an event whose parts have been found right.</summary>
    internal RecordCustomerEvent CommandOf(
        EventKind kind, long key, ReadOnlySpan<byte> source, ReadOnlySpan<byte> id, Instant at, IReadOnlyList<FieldValue> fields) =>
        new(
            key,
            MessageIds.Of("event"u8, source, id),
            kind.Type.Type,
            at,
            (Sources.TryFind(source, out var declared) ? declared : SourceLateness.Default).Lateness,
            fields);
}

/// <summary>One event that was not taken in.</summary>
/// <param name="Index">Its place in the batch, from 0.</param>
public sealed record EventReject(int Index, string Field, string Reason);

/// <summary>What reading a body came to.</summary>
public sealed class EventBatch
{
    private readonly List<EventReject> _rejects = [];

    /// <summary>The body is one event and no array.</summary>
    public bool IsSingle { get; set; }

    /// <summary>What is wrong with the only event of a body that is no array.</summary>
    public Problem? Problem { get; private set; }

    /// <summary>Events in the body, good or bad.</summary>
    public int Count { get; set; }

    /// <summary>To be taken in, with their places in the body.</summary>
    public List<(RecordCustomerEvent Event, EventKind Kind, int Index)> Used { get; } = [];

    /// <summary>What nothing in force uses, by runs of one type; null for one nobody declared.</summary>
    public List<(EventKind? Kind, int Events)> Ignored { get; } = [];

    public int IgnoredCount { get; private set; }

    public IReadOnlyList<EventReject> Rejects => _rejects;

    internal void Reject(int index, Problem problem)
    {
        Problem = IsSingle ? problem : null;
        foreach (var error in problem.Errors)
        {
            _rejects.Add(new EventReject(index, error.Field, error.Expected));
        }
    }

    internal void Take(int index, EventKind? kind, RecordCustomerEvent? command)
    {
        if (command is null)
        {
            IgnoredCount++;
            if (Ignored is [.., var run] && run.Kind == kind)
            {
                Ignored[^1] = run with { Events = run.Events + 1 };
            }
            else
            {
                Ignored.Add((kind, 1));
            }
        }
        else
        {
            Used.Add((command, kind!, index));
        }
    }
}
