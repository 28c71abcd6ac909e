using Octant.Engine.Decisions;
using Octant.Engine.Partitions;
using Octant.Engine.Partitions.Formats;
using Octant.Platform.Foundation.Storage;

namespace Octant.Server.Storage.Relational;

/// <summary>Decision records as they lie in the rows of the journal.</summary>
internal sealed class JournalledRecords(IJournal journal)
{
    /// <summary>Of one row; none when it is gone.</summary>
    public async ValueTask<List<DecisionRow>> ReadAsync(int partition, long sequence, CancellationToken cancellation)
    {
        var rows = new List<DecisionRow>();
        if (await journal.ReadAsync(partition, sequence, cancellation) is { } row)
        {
            Add(rows, row);
        }

        return rows;
    }

    /// <summary>Of all rows of a block that are still there, in order.</summary>
    public async ValueTask<List<DecisionRow>> ReadAsync(DecisionBlock block, CancellationToken cancellation)
    {
        var rows = new List<DecisionRow>(block.Records);
        await foreach (var row in journal.ReadFromAsync(block.Partition, block.FirstSequence, cancellation, block.LastSequence))
        {
            Add(rows, row);
        }

        return rows;
    }

    private static void Add(List<DecisionRow> rows, JournalRow row)
    {
        JournalRecord record;
        try
        {
            record = JournalFormat.Decode(row.Body);
        }
        catch (RecordFormatException)
        {
            // Altered after it was written: it stands for its first decision, with a checksum that does not fit, so that a replay names it.
            rows.Add(new DecisionRow(row.Partition, row.Sequence, 0, 0, row.WrittenAt, "", null, null, 0, Strategy.EngineVersion, default, default, uint.MaxValue));
            return;
        }

        foreach (var entry in record.Entries)
        {
            if (entry.Outcome is DecisionMade made)
            {
                rows.Add(new DecisionRow(
                    row.Partition,
                    made.Id.Sequence,
                    made.Id.Index,
                    made.Key,
                    made.At,
                    made.Channel,
                    made.Touchpoint,
                    made.Trigger,
                    made.StrategyVersion,
                    record.EngineVersion,
                    made.Inputs,
                    made.Encoded,
                    JournalFormat.Checksum(made.Encoded, JournalFormat.Checksum(made.Inputs))));
            }
        }
    }
}
