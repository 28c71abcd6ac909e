using Octant.Engine.Decisions;
using Octant.Engine.Learning;
using Octant.Engine.Partitions.Formats;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Decisions.Models;

/// <summary>How far a trainer has come.</summary>
/// <param name="Cut">By partition the last row read.</param>
/// <param name="Learnt">Outcomes learnt from.</param>
/// <param name="Forgotten">Outcomes whose decision is not kept any more, or whose customer was erased.</param>
public sealed record StretchRead(IReadOnlyList<long> Cut, long Learnt, long Forgotten);

/// <summary>Lets a trainer read all journals from its cut to where they end now, in rounds of so many rows a partition.</summary>
public sealed class JournalStretch(IJournal journal, IProjectionStore store, IProjections projections, SettlingRows settling)
{
    private const int RowsPerRound = 20_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Where all journals end at the moment.</summary>
    public async ValueTask<long[]> ReadEndAsync(CancellationToken cancellation)
    {
        var end = new long[PartitionOptions.PartitionCount];
        for (var partition = 0; partition < end.Length; partition++)
        {
            end[partition] = (await journal.ReadPositionAsync(partition, cancellation).ConfigureAwait(false)).Sequence;
        }

        return end;
    }

    public async ValueTask<StretchRead> ReadAsync(ResponseTrainer trainer, IReadOnlyList<long> from, IReadOnlyList<long> to, CancellationToken cancellation)
    {
        // The decisions that outcomes are about are read from the views.
        await projections.WaitAsync(null, Patience, cancellation).ConfigureAwait(false);
        var at = from.ToArray();
        var (learnt, forgotten) = (0L, 0L);
        do
        {
            for (var partition = 0; partition < at.Length; partition++)
            {
                at[partition] = await ReadRoundAsync(trainer, partition, at[partition], to[partition], cancellation).ConfigureAwait(false);
            }

            foreach (var settled in trainer.EndStretch())
            {
                if (await FindInputsAsync(settled, cancellation).ConfigureAwait(false) is { } inputs)
                {
                    trainer.Learn(settled, inputs);
                    learnt++;
                }
                else
                {
                    forgotten++;
                }
            }
        }
        while (at.Zip(to).Any(pair => pair.First < pair.Second));

        return new StretchRead(at, learnt, forgotten);
    }

    private async ValueTask<long> ReadRoundAsync(ResponseTrainer trainer, int partition, long after, long last, CancellationToken cancellation)
    {
        if (after >= last)
        {
            return after;
        }

        var most = Math.Min(last, after + RowsPerRound);
        var (unknownUpTo, rows) = settling.Between(partition, after, most);
        if (unknownUpTo > after)
        {
            await foreach (var row in journal.ReadFromAsync(partition, after + 1, cancellation, unknownUpTo).ConfigureAwait(false))
            {
                Take(trainer, row);
            }
        }

        foreach (var sequence in rows)
        {
            if (await journal.ReadAsync(partition, sequence, cancellation).ConfigureAwait(false) is { } row)
            {
                Take(trainer, row);
            }
        }

        settling.Forget(partition, most);
        return most;
    }

    private static void Take(ResponseTrainer trainer, JournalRow row)
    {
        foreach (var entry in JournalFormat.Decode(row.Body).Entries)
        {
            trainer.Take(row.Partition, entry);
        }
    }

    private async ValueTask<DecisionInputs?> FindInputsAsync(SettledContact settled, CancellationToken cancellation)
    {
        var row = await store.ReadDecisionAsync(settled.Partition, settled.Contact.Sequence, settled.Contact.Index, cancellation).ConfigureAwait(false);
        return row is null ? null : DecisionFormat.DecodeInputs(row.Inputs);
    }
}
