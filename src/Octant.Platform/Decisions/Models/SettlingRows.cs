using Octant.Engine.Learning;
using Octant.Platform.Foundation.Partitions;

namespace Octant.Platform.Decisions.Models;

/// <summary>
/// Notes which rows can settle a contact while they are committed, so that a trainer need not read a day of events to find them.
/// A hint only: of rows before this process, and of too many, it knows nothing, and they are read one and all.
/// </summary>
public sealed class SettlingRows : ICommittedRows
{
    private const int Most = 50_000;

    private readonly Notes[] _partitions = [.. Enumerable.Range(0, PartitionOptions.PartitionCount).Select(_ => new Notes())];

    public void Committed(CommittedRow row)
    {
        var notes = _partitions[row.Partition];
        var settles = Settles(row);
        lock (notes)
        {
            if (notes.KnownAfter is null || notes.Rows.Count >= Most)
            {
                notes.Rows.Clear();
                notes.KnownAfter = row.Sequence - 1;
            }

            if (settles)
            {
                notes.Rows.Enqueue(row.Sequence);
            }
        }
    }

    private static bool Settles(CommittedRow row)
    {
        for (var i = 0; i < row.Entries.Count; i++)
        {
            if (OutcomeGatherer.Concerns(row.Entries[i].Outcome))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Of the rows after one and up to another: up to which nothing is known of them, and which of those behind can settle anything.</summary>
    public (long UnknownUpTo, IReadOnlyList<long> Settling) Between(int partition, long after, long last)
    {
        var notes = _partitions[partition];
        lock (notes)
        {
            var unknownUpTo = Math.Clamp(notes.KnownAfter ?? last, after, last);
            return (unknownUpTo, [.. notes.Rows.Where(row => row > unknownUpTo && row <= last)]);
        }
    }

    /// <summary>Rows up to this one have been read.</summary>
    public void Forget(int partition, long last)
    {
        var notes = _partitions[partition];
        lock (notes)
        {
            while (notes.Rows.TryPeek(out var row) && row <= last)
            {
                notes.Rows.Dequeue();
            }

            notes.KnownAfter = notes.KnownAfter is { } known ? Math.Max(known, last) : null;
        }
    }

    private sealed class Notes
    {
        public Queue<long> Rows { get; } = new();

        /// <summary>All rows after this one were seen; null before the first.</summary>
        public long? KnownAfter { get; set; }
    }
}
