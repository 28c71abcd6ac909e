using System.Collections.Concurrent;
using System.Diagnostics;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Partitions;
using Octant.Engine.Partitions.Formats;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Foundation.Partitions;

/// <summary>
/// Brings a partition back from its checkpoint and the rows behind it, and takes it over: ownership starts when the row of
/// a higher epoch is durable.
/// </summary>
internal sealed class PartitionRecovery(IJournal journal, IStrategyArchive strategies, IModelArchive models)
{
    /// <summary>Each has met the texts that come in nearly every row.</summary>
    private readonly ConcurrentBag<RecordReader> _readers = [];
    private long _checkpointTicks;
    private long _journalTicks;

    /// <summary>Spent on checkpoints and on the rows behind them so far, of all threads together.</summary>
    public (TimeSpan Checkpoints, TimeSpan Journal) Spent =>
        (Stopwatch.GetElapsedTime(0, Interlocked.Read(ref _checkpointTicks)), Stopwatch.GetElapsedTime(0, Interlocked.Read(ref _journalTicks)));

    /// <summary>The partition as of its last row, with the epoch of that row.</summary>
    /// <param name="forCheckpoint">It takes no commands afterwards.</param>
    public async Task<(Partition Partition, long Epoch, RecoveredBytes Bytes)> RecoverAsync(int number, bool forCheckpoint, CancellationToken cancellation)
    {
        var begun = Stopwatch.GetTimestamp();
        var partition = new Partition(number, forCheckpoint);
        var (epoch, checkpointBytes, rowBytes) = (0L, 0L, 0L);
        if (await journal.ReadCheckpointAsync(number, cancellation).ConfigureAwait(false) is { } checkpoint)
        {
            partition = Partition.Load(checkpoint.Body, forCheckpoint);
            (epoch, checkpointBytes) = (checkpoint.Epoch, checkpoint.Body.Length);
        }

        var loaded = Stopwatch.GetTimestamp();
        Interlocked.Add(ref _checkpointTicks, loaded - begun);
        var reader = _readers.TryTake(out var known) ? known : new RecordReader(new TextCache());
        await foreach (var row in journal.ReadFromAsync(number, partition.State.Sequence + 1, cancellation).ConfigureAwait(false))
        {
            if (row.Epoch < epoch)
            {
                throw new RecordFormatException($"Partition {number}: row {row.Sequence} is of epoch {row.Epoch}, after one of epoch {epoch}.");
            }

            partition.Recover(row.Sequence, row.Body, reader);
            epoch = row.Epoch;
            rowBytes += row.Body.Length;
        }

        _readers.Add(reader);
        Interlocked.Add(ref _journalTicks, Stopwatch.GetTimestamp() - loaded);
        return (partition, epoch, new RecoveredBytes(checkpointBytes, rowBytes));
    }

    /// <summary>Recovers and takes over; when another node is quicker, what it wrote is applied and the attempt repeated.</summary>
    public async Task<(OwnedPartition Owned, RecoveredBytes Bytes)> TakeOverAsync(int number, Instant now, CancellationToken cancellation)
    {
        while (true)
        {
            var (partition, before, bytes) = await RecoverAsync(number, forCheckpoint: false, cancellation).ConfigureAwait(false);
            var epoch = before + 1;
            var batchId = Guid.NewGuid();
            var record = new JournalRecord(Strategy.EngineVersion, epoch, batchId, []);
            var sequence = partition.State.Sequence + 1;
            var row = new JournalRow(
                number, sequence, epoch, batchId, Instant.Max(now, partition.State.Now), JournalFormat.Encode(record));
            try
            {
                await journal.AppendAsync([row], cancellation).ConfigureAwait(false);

                // The next partition is not recovered on the thread that writes.
                await Task.Yield();
            }
            catch (Exception error) when (error is not (OutOfMemoryException or OperationCanceledException))
            {
                // As with every commit, reading settles it: the own row after a lost reply, or another's.
                var found = await journal.ReadAsync(number, sequence, cancellation).ConfigureAwait(false);
                if (found?.BatchId != batchId)
                {
                    if (found is null && error is not JournalConflictException)
                    {
                        throw;
                    }

                    continue;
                }
            }

            partition.Recover(sequence, record);
            if (partition.State.StrategyVersion > 0)
            {
                partition.State.Strategy = await strategies.ReadAsync(partition.State.StrategyVersion, cancellation).ConfigureAwait(false);
            }

            if (partition.State.ModelVersion > 0)
            {
                partition.State.Model = await models.ReadAsync(partition.State.ModelVersion, cancellation).ConfigureAwait(false);
            }

            return (new OwnedPartition(partition, epoch), bytes with { Rows = bytes.Rows + row.Body.Length });
        }
    }
}
