using Npgsql;
using NpgsqlTypes;
using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Storage;
using Octant.Server.Storage.Relational;

namespace Octant.Server.Storage.Postgres;

/// <summary>One append is one statement, its own transaction, and one round trip; the server groups the commits of many callers.</summary>
internal sealed class PostgresJournal(PostgresDatabase database) : RelationalJournal(database)
{
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

    private readonly PostgresDatabase _database = database;

    protected override async ValueTask InsertAsync(JournalRow[] rows, CancellationToken cancellation)
    {
        await using var connection = await _database.ConnectAsync(cancellation);
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

    protected override ValueTask<int> DeleteSomeAsync(int partition, long lastSequence, Instant writtenBefore, CancellationToken cancellation) =>
        _database.ExecuteAsync(new(Delete, partition, lastSequence, writtenBefore.Microseconds), cancellation);
}
