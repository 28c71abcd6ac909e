using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Foundation.Partitions;

/// <summary>What a partition was recovered from.</summary>
/// <param name="Checkpoint">Bytes of its checkpoint; 0 when there was none.</param>
/// <param name="Rows">Bytes of the rows behind it.</param>
internal readonly record struct RecoveredBytes(long Checkpoint, long Rows);

/// <summary>
/// Which partitions are due for a checkpoint: those whose rows since the last take about as long to read back as the checkpoint itself,
/// and those with any for a day, because rows that no checkpoint covers are never deleted.
/// </summary>
/// <remarks>
/// A checkpoint is as large as its partition, however little has changed. Due after a number of rows, a large partition would be written over and
/// over, and a small one for hardly any; due by size, all checkpoints together write no more than the journal does, and a start reads
/// twice the state at most, but for what is due and waits for its turn.
/// </remarks>
/// <param name="leastBytes">Of rows: fewer are read back in no time, however small the checkpoint is.</param>
internal sealed class CheckpointRegister(long leastBytes, IClock clock) : ICommittedRows
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>Bytes of rows since the last checkpoint began; until it is saved, since the one before it.</summary>
    private readonly long[] _rows = new long[PartitionOptions.PartitionCount];

    /// <summary>Bytes of rows when the checkpoint that is being made began.</summary>
    private readonly long[] _begun = new long[PartitionOptions.PartitionCount];
    private readonly long[] _checkpoints = new long[PartitionOptions.PartitionCount];
    private readonly Instant?[] _since = new Instant?[PartitionOptions.PartitionCount];

    public void Recovered(int partition, RecoveredBytes bytes)
    {
        Volatile.Write(ref _checkpoints[partition], bytes.Checkpoint);
        Interlocked.Add(ref _rows[partition], bytes.Rows);
    }

    public void Committed(CommittedRow row) => Interlocked.Add(ref _rows[row.Partition], row.Bytes);

    /// <summary>Those that are due; each stays so until <see cref="Saved"/>. By one thread at a time, as that.</summary>
    public IEnumerable<int> Due()
    {
        for (var number = 0; number < _rows.Length; number++)
        {
            var rows = Interlocked.Read(ref _rows[number]);
            if (rows == 0)
            {
                continue;
            }

            var now = clock.Now;
            _since[number] ??= now;
            if (rows >= Math.Max(leastBytes, Volatile.Read(ref _checkpoints[number])) || now - _since[number]!.Value >= Longest)
            {
                _begun[number] = rows;
                yield return number;
            }
        }
    }

    public void Saved(Checkpoint checkpoint)
    {
        var number = checkpoint.Partition;
        Volatile.Write(ref _checkpoints[number], checkpoint.Body.Length);
        Interlocked.Add(ref _rows[number], -_begun[number]);
        (_begun[number], _since[number]) = (0, null);
    }
}
