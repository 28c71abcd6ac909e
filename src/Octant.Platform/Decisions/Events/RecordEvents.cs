using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Octant.Engine.Partitions;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Partitions;

namespace Octant.Platform.Decisions.Events;

/// <param name="Ignored">Of a type that nothing in force uses.</param>
/// <param name="Rejects">Malformed events, and events of customers nobody knows; the others of the batch stand.</param>
public sealed record EventsAnswer(int Accepted, int Duplicates, int Late, int Ignored, int Rejected, IReadOnlyList<EventReject> Rejects);

/// <summary>What taking in events works with.</summary>
public sealed record EventsAccess(EventsInForce InForce, EventSources Sources, EventGate Gate, EventFigures Figures);

/// <summary>
/// Takes in one CloudEvent or a batch; answers when all that was accepted is durable. Each event stands for itself: a
/// malformed one is named and the others are kept.
/// </summary>
/// <remarks>
/// What nothing uses is counted here and goes no further. Whether something uses it is asked once per request, of the strategy in
/// force and of the one that is coming into force: from the moment on at which a launch is answered, every event whose
/// request begins after it reaches the campaign, and a counter misses nothing from the moment on from which it says it is complete.
/// </remarks>
public static class RecordEvents
{
    internal static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>Of a body that does not say how long it is; it is asked again as it grows.</summary>
    private const long UnknownLength = 64 * 1024;

    public static async Task<Result<Accepted<EventsAnswer>>> HandleAsync(
        HttpRequest request, DecisionsAccess access, EventsAccess events, CancellationToken cancellation)
    {
        using var pass = events.Gate.TryEnter(request.ContentLength ?? UnknownLength);
        if (pass is null)
        {
            return Problem.Overloaded(RetryAfter);
        }

        var scope = new EventScope(events.InForce.Kinds, await events.Sources.ReadAsync(cancellation).ConfigureAwait(false), access.Directory);
        if (!(await EventBody.ReadAsync(request, pass, scope, cancellation).ConfigureAwait(false)).TryGet(out var batch, out var problem))
        {
            return problem;
        }

        try
        {
            return await TakeAsync(batch, access.Partitions, events.Figures).ConfigureAwait(false);
        }
        catch (OverloadException)
        {
            return Problem.Unavailable(
                "The server is busy, and some of these events may have been taken in. Send them again: what was taken in counts once.", RetryAfter);
        }
    }

    private static async Task<Result<Accepted<EventsAnswer>>> TakeAsync(
        EventBatch batch, IPartitions partitions, EventFigures figures)
    {
        var shares = Share(batch.Used);
        var answers = new ValueTask<Outcome>[shares.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            answers[i] = partitions.SubmitAsync(shares[i].Partition, shares[i].Command, CancellationToken.None);
        }

        // They become durable together or nearly so: whoever waits for them in order is seldom woken twice.
        var outcomes = new Outcome[answers.Length];
        for (var i = 0; i < answers.Length; i++)
        {
            outcomes[i] = await answers[i].ConfigureAwait(false);
        }

        var rejects = batch.Rejects.ToList();
        var fates = new int[Enum.GetValues<EventFate>().Length];
        var run = new Run(figures);
        for (var i = 0; i < shares.Count; i++)
        {
            for (var place = 0; place < shares[i].Places.Length; place++)
            {
                var (_, kind, index) = batch.Used[shares[i].Places[place]];
                var fate = FateOf(outcomes[i], place);
                fates[(int)fate]++;
                run.Count(kind.Type.Type, fate);
                if (fate == EventFate.CustomerUnknown)
                {
                    rejects.Add(new EventReject(index, "subject", "an existing customer"));
                }
            }
        }

        foreach (var (kind, events) in batch.Ignored)
        {
            figures.Count(kind?.Type.Type, EventFate.NotUsed, events);
        }

        run.End();
        return TypedResults.Accepted((string?)null, new EventsAnswer(
            fates[(int)EventFate.Recorded],
            fates[(int)EventFate.Duplicate],
            fates[(int)EventFate.Late],
            fates[(int)EventFate.NotUsed] + batch.IgnoredCount,
            rejects.Select(reject => reject.Index).Distinct().Count(),
            rejects));
    }

    /// <summary>Spreads events over their partitions, in order within each.</summary>
    private static List<(int Partition, Command Command, int[] Places)> Share(List<(RecordCustomerEvent Event, EventKind Kind, int Index)> used)
    {
        var counts = new int[PartitionOptions.PartitionCount];
        var partitions = new byte[used.Count];
        for (var i = 0; i < partitions.Length; i++)
        {
            partitions[i] = (byte)PartitionOptions.PartitionOf(CollectionsMarshal.AsSpan(used)[i].Event.Key);
            counts[partitions[i]]++;
        }

        var events = Array.ConvertAll(counts, count => count == 0 ? [] : new RecordCustomerEvent[count]);
        var places = Array.ConvertAll(counts, count => count == 0 ? [] : new int[count]);
        Array.Clear(counts);
        for (var i = 0; i < partitions.Length; i++)
        {
            var partition = partitions[i];
            events[partition][counts[partition]] = used[i].Event;
            places[partition][counts[partition]++] = i;
        }

        var shares = new List<(int, Command, int[])>();
        for (var partition = 0; partition < events.Length; partition++)
        {
            if (events[partition] is { Length: > 0 } share)
            {
                shares.Add((partition, share.Length == 1 ? share[0] : new RecordCustomerEvents(share), places[partition]));
            }
        }

        return shares;
    }

    private static EventFate FateOf(Outcome outcome, int place) =>
        outcome is CustomerEventsRecorded several ? several.Fates[place] : Partition.FateOf(outcome);

    /// <summary>Counts like ones together, because counters are shared by all requests.</summary>
    private struct Run(EventFigures figures)
    {
        private string? _type;
        private EventFate _fate;
        private int _events;

        public void Count(string? type, EventFate fate)
        {
            if (_events > 0 && (!ReferenceEquals(type, _type) || fate != _fate))
            {
                End();
            }

            (_type, _fate) = (type, fate);
            _events++;
        }

        public void End()
        {
            if (_events > 0)
            {
                figures.Count(_type, _fate, _events);
                _events = 0;
            }
        }
    }
}
