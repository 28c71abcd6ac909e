using System.Data.Common;
using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;
using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Storage;
using Octant.Server.Storage.Relational;

namespace Octant.Server.Storage.Postgres;

/// <summary>
/// The journal in a table. One append is one statement, its own transaction, and one round trip; the server groups the commits of many callers.
/// The fence is that (partition, sequence) is written once, and behind the retained rows the checkpoint: a row at or below it is a
/// conflict too, or an owner that slept past the retention could write into the past.
/// </summary>
internal sealed class PostgresJournal(PostgresDatabase database) : IJournal
{
    /// <summary>So many are deleted in one transaction.</summary>
    private const int DeleteRows = 1_000;

    private const int PageRows = 256;
    private const string RowColumns = "partition, sequence, epoch, batch_id, written_at, body";

    // A row at or below the checkpoint gets no body, and the table refuses it.
    private const string Insert =
        """
        insert into journal (partition, sequence, epoch, batch_id, written_at, body)
        select added.partition, added.sequence, added.epoch, added.batch_id, added.written_at,
            case when added.sequence <= checkpoint.sequence then null else added.body end
        from unnest($1, $2, $3, $4, $5, $6) as added (partition, sequence, epoch, batch_id, written_at, body)
        left join checkpoint on checkpoint.partition = added.partition
        order by added.partition, added.sequence
        """;

    private static readonly string Delete =
        $"""
        delete from journal where partition = $1 and written_at < $3 and sequence in (
            select sequence from journal
            where partition = $1 and sequence <= $2
              and sequence <= (select sequence from checkpoint where partition = $1)
            order by sequence limit {DeleteRows})
        """;

    private readonly CheckpointTable _checkpoints = new(database);

    public async ValueTask AppendAsync(IReadOnlyList<JournalRow> rows, CancellationToken cancellation)
    {
        if (rows.Count == 0)
        {
            return;
        }

        // One order for everybody, or two colliding appends could each wait for the other.
        var ordered = rows.ToArray();
        Array.Sort(ordered, (left, right) =>
            left.Partition != right.Partition ? left.Partition.CompareTo(right.Partition) : left.Sequence.CompareTo(right.Sequence));
        try
        {
            await InsertAsync(ordered, cancellation);
        }
        catch (DbException exception) when (PostgresDatabase.IsConstraintViolation(exception))
        {
            foreach (var row in rows)
            {
                if (await IsWrittenAsync(row.Partition, row.Sequence, cancellation))
                {
                    throw new JournalConflictException(row.Partition, row.Sequence);
                }
            }

            throw new ArgumentException("An append holds two rows with the same partition and sequence.", nameof(rows), exception);
        }
    }

    public async ValueTask<JournalPosition> ReadPositionAsync(int partition, CancellationToken cancellation)
    {
        var ends = await database.QueryAsync(
            new("""
                select sequence, epoch
                from (select sequence, epoch from journal where partition = $1 order by sequence desc limit 1) as newest
                union all select sequence, epoch from checkpoint where partition = $1
                """,
                partition),
            row => new JournalPosition(row.GetInt64(0), row.GetInt64(1)),
            cancellation);
        return ends.OrderByDescending(end => end.Sequence).FirstOrDefault();
    }

    public ValueTask<JournalRow?> ReadAsync(int partition, long sequence, CancellationToken cancellation) =>
        database.QueryFirstAsync(
            new($"select {RowColumns} from journal where partition = $1 and sequence = $2", partition, sequence), ReadRow, cancellation);

    public async IAsyncEnumerable<JournalRow> ReadFromAsync(
        int partition, long firstSequence, [EnumeratorCancellation] CancellationToken cancellation, long lastSequence = long.MaxValue)
    {
        var end = Math.Min((await ReadPositionAsync(partition, cancellation)).Sequence, lastSequence);
        for (var next = firstSequence; next <= end;)
        {
            var page = await ReadPageAsync(partition, next, end, cancellation);
            foreach (var row in page)
            {
                yield return row;
            }

            if (page.Count < PageRows)
            {
                yield break;
            }

            next = page[^1].Sequence + 1;
        }
    }

    /// <summary>The first <see cref="PageRows"/> rows of a partition in this stretch of sequences; fewer only where there are no more.</summary>
    private ValueTask<List<JournalRow>> ReadPageAsync(int partition, long first, long last, CancellationToken cancellation) =>
        database.QueryAsync(
            new($"""
                select {RowColumns} from journal
                where partition = $1 and sequence between $2 and $3 order by sequence limit {PageRows}
                """,
                partition, first, last),
            ReadRow,
            cancellation);

    public async ValueTask<long> DeleteAsync(int partition, long lastSequence, Instant writtenBefore, CancellationToken cancellation)
    {
        var deleted = 0L;
        while (true)
        {
            var chunk = await DeleteSomeAsync(partition, lastSequence, writtenBefore, cancellation);
            deleted += chunk;
            if (chunk < DeleteRows)
            {
                return deleted;
            }
        }
    }

    public ValueTask SaveCheckpointAsync(Checkpoint checkpoint, CancellationToken cancellation) => _checkpoints.SaveAsync(checkpoint, cancellation);

    public ValueTask<Checkpoint?> ReadCheckpointAsync(int partition, CancellationToken cancellation) =>
        _checkpoints.ReadAsync(partition, cancellation);

    private async ValueTask<bool> IsWrittenAsync(int partition, long sequence, CancellationToken cancellation)
    {
        var found = await database.QueryAsync(
            new("""
                select sequence from journal where partition = $1 and sequence = $2
                union all select sequence from checkpoint where partition = $1 and sequence >= $2
                """,
                partition, sequence),
            row => row.GetInt64(0),
            cancellation);
        return found.Count > 0;
    }

    private static JournalRow ReadRow(DbDataReader row) =>
        new(row.Int(0), row.GetInt64(1), row.GetInt64(2), new Guid(row.Bytes(3)), row.Instant(4), row.Bytes(5));

    /// <summary>Writes all rows, in this order. A row that may not be written violates a constraint.</summary>
    private async ValueTask InsertAsync(JournalRow[] rows, CancellationToken cancellation)
    {
        await using var connection = await database.ConnectAsync(cancellation);
        await using var command = new NpgsqlCommand(Insert, connection);
        Add(NpgsqlDbType.Bigint, Array.ConvertAll(rows, row => (long)row.Partition));
        Add(NpgsqlDbType.Bigint, Array.ConvertAll(rows, row => row.Sequence));
        Add(NpgsqlDbType.Bigint, Array.ConvertAll(rows, row => row.Epoch));
        Add(NpgsqlDbType.Bytea, Array.ConvertAll(rows, row => row.BatchId.ToByteArray()));
        Add(NpgsqlDbType.Bigint, Array.ConvertAll(rows, row => row.WrittenAt.Microseconds));
        Add(NpgsqlDbType.Bytea, Array.ConvertAll(rows, row => Session.ArrayOf(row.Body)));
        await command.ExecuteNonQueryAsync(cancellation);

        void Add<T>(NpgsqlDbType type, T[] values) =>
            command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type });
    }

    /// <summary>Of the first <see cref="DeleteRows"/> rows of <see cref="DeleteAsync"/>, those that are old enough; answers how many.</summary>
    private ValueTask<int> DeleteSomeAsync(int partition, long lastSequence, Instant writtenBefore, CancellationToken cancellation) =>
        database.ExecuteAsync(new(Delete, partition, lastSequence, writtenBefore.Microseconds), cancellation);
}
