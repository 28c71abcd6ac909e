using Octant.Server.Storage.Relational;

namespace Octant.Server.Storage.Postgres;

/// <summary>Whether the journal can be what it claims: no gaps, nothing missing behind the checkpoint, epochs that never fall.</summary>
internal static class JournalInspection
{
    private const int MostNamed = 20;

    /// <summary>Adds what is wrong to <paramref name="problems"/> and answers how many rows there are.</summary>
    public static async ValueTask<long> RunAsync(Database database, List<string> problems, CancellationToken cancellation)
    {
        var partitions = await database.QueryAsync(
            new("""
                select journal.partition, min(journal.sequence), max(journal.sequence), count(*), max(checkpoint.sequence)
                from journal left join checkpoint on checkpoint.partition = journal.partition
                group by journal.partition order by journal.partition
                """),
            row => (Partition: row.Int(0), First: row.GetInt64(1), Last: row.GetInt64(2), Count: row.GetInt64(3),
                Checkpoint: row.IsDBNull(4) ? 0 : row.GetInt64(4)),
            cancellation);
        foreach (var (partition, first, last, count, checkpoint) in partitions)
        {
            if (count != last - first + 1)
            {
                problems.Add($"Journal of partition {partition}: {last - first + 1 - count} rows are missing between {first} and {last}.");
            }

            if (first > checkpoint + 1)
            {
                problems.Add($"Journal of partition {partition}: begins at {first}, but the checkpoint ends at {checkpoint}.");
            }
        }

        problems.AddRange(await database.QueryAsync(
            new($"""
                select partition, sequence, epoch, before from (
                    select partition, sequence, epoch, lag(epoch) over (partition by partition order by sequence) as before
                    from journal) as rows
                where epoch < before order by partition, sequence limit {MostNamed}
                """),
            row => $"Journal of partition {row.GetInt64(0)}: the epoch falls from {row.GetInt64(3)} to {row.GetInt64(2)} at row {row.GetInt64(1)}.",
            cancellation));
        return partitions.Sum(partition => partition.Count);
    }
}
