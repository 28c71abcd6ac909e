using Octant.Server.Storage.Relational;

namespace Octant.Server.Storage.Postgres;

/// <summary>Whether the rows of the journal's table can be what it claims.</summary>
internal static class JournalInspection
{
    /// <summary>Adds what is wrong to <paramref name="problems"/> and answers how many rows there are.</summary>
    public static async ValueTask<long> RunAsync(Database database, List<string> problems, CancellationToken cancellation)
    {
        var extents = await database.QueryAsync(
            new("""
                select journal.partition, min(journal.sequence), max(journal.sequence), count(*), max(checkpoint.sequence)
                from journal left join checkpoint on checkpoint.partition = journal.partition
                group by journal.partition order by journal.partition
                """),
            row => new JournalExtent(row.Int(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.IsDBNull(4) ? 0 : row.GetInt64(4)),
            cancellation);
        problems.AddRange(extents.SelectMany(extent => extent.Problems()));
        problems.AddRange(await database.QueryAsync(
            new($"""
                select partition, sequence, before, epoch from (
                    select partition, sequence, epoch, lag(epoch) over (partition by partition order by sequence) as before
                    from journal) as rows
                where epoch < before order by partition, sequence limit {JournalExtent.MostNamed}
                """),
            row => JournalExtent.EpochFalls(row.Int(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)),
            cancellation));
        return extents.Sum(extent => extent.Count);
    }
}
