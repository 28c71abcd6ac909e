using Octant.Engine.Calendar;

namespace Octant.Platform.Foundation.Storage;

/// <summary>One partition's share of one commit: commands with their outcomes, encoded by the engine.</summary>
/// <param name="Partition">0 to the number of partitions − 1.</param>
/// <param name="Sequence">Starts at 1 and has no gaps. (Partition, Sequence) is the fence: it can be written once.</param>
/// <param name="Epoch">Raised by each takeover; a row of a lower epoch never follows one of a higher.</param>
/// <param name="BatchId">Tells the writer's own row from somebody else's after a lost reply.</param>
/// <param name="WrittenAt">The partition's <c>now</c> of the row, for retention by day.</param>
/// <param name="Body">The encoded row; the driver neither reads nor changes it.</param>
public sealed record JournalRow(int Partition, long Sequence, long Epoch, Guid BatchId, Instant WrittenAt, ReadOnlyMemory<byte> Body);

/// <summary>Where a partition's journal ends: its last row, or its checkpoint when the rows behind that are deleted; 0 and 0 when new.</summary>
public readonly record struct JournalPosition(long Sequence, long Epoch);

/// <summary>One partition's whole state after the row <paramref name="Sequence"/>.</summary>
public sealed record Checkpoint(int Partition, long Sequence, long Epoch, Instant TakenAt, ReadOnlyMemory<byte> Body);

/// <summary>
/// A row with the same (partition, sequence) is there already, or was there and lies behind the checkpoint. Whose it is, reading
/// tells; nothing to read means that others are far ahead.
/// </summary>
public sealed class JournalConflictException(int partition, long sequence)
    : Exception($"Journal row {sequence} of partition {partition} exists already.")
{
    public int Partition { get; } = partition;

    public long Sequence { get; } = sequence;
}

/// <summary>
/// The durable truth. A returned <see cref="AppendAsync"/> survives power loss. Any other exception than
/// <see cref="JournalConflictException"/> leaves open whether the rows are there: the caller reads to find out.
/// </summary>
public interface IJournal
{
    /// <summary>
    /// Writes all rows or none, durably. Rows may be of many partitions and several per partition. May go on on
    /// the thread that writes: whoever has more to do than hand on goes elsewhere first.
    /// </summary>
    /// <exception cref="JournalConflictException">A row is there already; names the first such row in the given order.</exception>
    /// <exception cref="ArgumentException">Two of the rows have the same partition and sequence.</exception>
    ValueTask AppendAsync(IReadOnlyList<JournalRow> rows, CancellationToken cancellation);

    ValueTask<JournalPosition> ReadPositionAsync(int partition, CancellationToken cancellation);

    ValueTask<JournalRow?> ReadAsync(int partition, long sequence, CancellationToken cancellation);

    /// <summary>Rows of one partition from this sequence on, ascending, as of the moment of the call.</summary>
    /// <param name="lastSequence">No row behind it is read.</param>
    IAsyncEnumerable<JournalRow> ReadFromAsync(int partition, long firstSequence, CancellationToken cancellation, long lastSequence = long.MaxValue);

    /// <summary>
    /// Deletes rows up to and including this sequence that were written before the given instant, a bounded number per transaction.
    /// Rows that the checkpoint does not cover stay, whatever is asked. Answers how many were deleted.
    /// </summary>
    ValueTask<long> DeleteAsync(int partition, long lastSequence, Instant writtenBefore, CancellationToken cancellation);

    /// <summary>Replaces the partition's checkpoint by one at a higher sequence, durably; one that is not higher is ignored. Appends go on meanwhile.</summary>
    ValueTask SaveCheckpointAsync(Checkpoint checkpoint, CancellationToken cancellation);

    ValueTask<Checkpoint?> ReadCheckpointAsync(int partition, CancellationToken cancellation);
}
