using Octant.Engine.Decisions;
using Octant.Engine.Partitions;
using Octant.Engine.Partitions.Formats;
using Octant.Platform.Foundation.Storage;

namespace Octant.Server.Storage.Relational;

/// <summary>Decision records as they lie in the rows of the journal.</summary>
internal sealed class JournalledRecords(IJournal journal)
{
    /// <summary>Of those rows of a stretch that are still there, in order.</summary>
    public async ValueTask<List<DecisionRow>> ReadAsync(int partition, long firstSequence, long lastSequence, CancellationToken cancellation)
    {
        var rows = new List<DecisionRow>();
        await foreach (var row in journal.ReadFromAsync(partition, firstSequence, cancellation, lastSequence))
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
                    DecisionRow.ChecksumOf(made.Inputs, made.Encoded)));
            }
        }
    }
}
