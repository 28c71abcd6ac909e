using Octant.Platform.Foundation.Storage;
using Octant.Server.Storage.Relational;
using SQLitePCL;

namespace Octant.Server.Storage.Sqlite;

/// <summary>Appends through SQLite's own interface: the body is bound from where it lies, and a row costs a few microseconds.</summary>
internal sealed class SqliteJournal(SqliteDatabase database) : RelationalJournal(database)
{
    // A row at or below the checkpoint gets no body, and the table refuses it.
    private const string Insert =
        """
        insert into journal (partition, sequence, epoch, batch_id, written_at, body)
        values (?1, ?2, ?3, ?4, ?5,
            case when ?2 <= (select sequence from checkpoint where partition = ?1) then null else ?6 end)
        """;

    private readonly SqliteDatabase _database = database;

    protected override async ValueTask InsertAsync(JournalRow[] rows, CancellationToken cancellation) =>
        await _database.WriteAsync(
            session =>
            {
                InsertRows((SqliteSession)session, rows);
                return ValueTask.FromResult(rows.Length);
            },
            cancellation);

    private static void InsertRows(SqliteSession session, JournalRow[] rows)
    {
        var statement = session.Prepare(Insert);
        Span<byte> batchId = stackalloc byte[16];
        foreach (var row in rows)
        {
            row.BatchId.TryWriteBytes(batchId);
            raw.sqlite3_bind_int64(statement, 1, row.Partition);
            raw.sqlite3_bind_int64(statement, 2, row.Sequence);
            raw.sqlite3_bind_int64(statement, 3, row.Epoch);
            raw.sqlite3_bind_blob(statement, 4, batchId);
            raw.sqlite3_bind_int64(statement, 5, row.WrittenAt.Microseconds);
            raw.sqlite3_bind_blob(statement, 6, row.Body.Span);
            session.Step(statement);
        }
    }
}
