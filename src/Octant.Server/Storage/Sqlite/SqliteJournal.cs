using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Storage;
using Octant.Server.Storage.Relational;
using SQLitePCL;

namespace Octant.Server.Storage.Sqlite;

/// <summary>
/// Appends through SQLite's own interface: the body is bound from where it lies, and a row costs a few microseconds.
/// </summary>
/// <remarks>
/// A commit has a row of nearly every partition. An index of (partition, sequence) would make it write a page for each of them, more
/// than the rows themselves take. So rows lie one behind the other (<c>journal_row</c>), the fence is one page with the last sequence of
/// each partition (<c>journal_head</c>), and where a partition's rows lie (<c>journal_place</c>) is written for a thousand rows together.
/// The view <c>journal</c> puts them together again for reading, and looks through the few rows not placed yet.
/// </remarks>
internal sealed class SqliteJournal : RelationalJournal
{
    private const int RowsToPlace = 1_024;

    // The head must rise, and a row at or below the checkpoint gets no body: null is refused by either table.
    private const string Raise =
        """
        insert into journal_head (partition, sequence) values (?1, ?2) on conflict (partition) do update
        set sequence = case when journal_head.sequence < excluded.sequence then excluded.sequence end
        """;

    private const string Insert =
        """
        insert into journal_row (place, partition, sequence, epoch, batch_id, written_at, body)
        values (?1, ?2, ?3, ?4, ?5, ?6,
            case when ?3 <= (select sequence from checkpoint where partition = ?2) then null else ?7 end)
        """;

    private const string Place =
        """
        insert into journal_place (partition, sequence, place)
        select partition, sequence, place from journal_row where place > (select place from journal_placed where id = 1)
        order by partition, sequence
        """;

    private const string Placed =
        "update journal_placed set place = max(place, coalesce((select max(place) from journal_row), 0)) where id = 1";

    private static readonly string Delete =
        $"""
        delete from journal_row where written_at < $3 and place in (
            select place from journal_place
            where partition = $1 and sequence <= $2
              and sequence <= (select sequence from checkpoint where partition = $1)
            order by sequence limit {DeleteRows})
        """;

    private static readonly string Forget =
        $"""
        delete from journal_place where partition = $1 and sequence in (
            select sequence from journal_place where partition = $1 order by sequence limit {DeleteRows})
          and not exists (select 1 from journal_row where journal_row.place = journal_place.place)
        """;

    private const string PlacedRows =
        """
        (select journal_place.partition, journal_place.sequence, epoch, batch_id, written_at, body
        from journal_place join journal_row on journal_row.place = journal_place.place)
        """;

    private readonly SqliteDatabase _database;

    // Touched by the thread that writes only.
    private long _place;
    private long _unplaced;

    private SqliteJournal(SqliteDatabase database)
        : base(database) => _database = database;

    public static async ValueTask<SqliteJournal> OpenAsync(SqliteDatabase database, CancellationToken cancellation)
    {
        var (last, placed) = await database.QueryFirstAsync(
            new("select coalesce((select max(place) from journal_row), 0), place from journal_placed"),
            row => (row.GetInt64(0), row.GetInt64(1)),
            cancellation);
        return new SqliteJournal(database) { _place = Math.Max(last, placed), _unplaced = Math.Max(last - placed, 0) };
    }

    protected override async ValueTask InsertAsync(JournalRow[] rows, CancellationToken cancellation) =>
        await _database.WriteAndStayAsync(
            async session =>
            {
                InsertRows((SqliteSession)session, rows);
                _unplaced += rows.Length;
                if (_unplaced >= RowsToPlace)
                {
                    await PlaceAsync(session, cancellation);
                }

                return rows.Length;
            },
            cancellation);

    /// <summary>Among the rows with a place, of which there are many, and only behind the last of them among the others, which are all looked through.</summary>
    protected override async ValueTask<List<JournalRow>> ReadPageAsync(int partition, long first, long last, CancellationToken cancellation)
    {
        var page = await ReadPageAsync(PlacedRows, partition, first, last, cancellation);
        return page.Count == PageRows ? page : await base.ReadPageAsync(partition, first, last, cancellation);
    }

    protected override ValueTask<int> DeleteSomeAsync(int partition, long lastSequence, Instant writtenBefore, CancellationToken cancellation) =>
        _database.WriteAsync(
            async session =>
            {
                await PlaceAsync(session, cancellation);
                var deleted = await session.ExecuteAsync(new(Delete, partition, lastSequence, writtenBefore.Microseconds), cancellation);
                await session.ExecuteAsync(new(Forget, partition), cancellation);
                return deleted;
            },
            cancellation);

    /// <summary>Should the transaction fail, the rows are placed with a later one.</summary>
    private async ValueTask PlaceAsync(Session session, CancellationToken cancellation)
    {
        await session.ExecuteAsync(new(Place), cancellation);
        await session.ExecuteAsync(new(Placed), cancellation);
        _unplaced = 0;
    }

    private void InsertRows(SqliteSession session, JournalRow[] rows)
    {
        var raise = session.Prepare(Raise);
        var insert = session.Prepare(Insert);
        Span<byte> batchId = stackalloc byte[16];
        foreach (var row in rows)
        {
            raw.sqlite3_bind_int64(raise, 1, row.Partition);
            raw.sqlite3_bind_int64(raise, 2, row.Sequence);
            session.Step(raise);

            row.BatchId.TryWriteBytes(batchId);
            raw.sqlite3_bind_int64(insert, 1, ++_place);
            raw.sqlite3_bind_int64(insert, 2, row.Partition);
            raw.sqlite3_bind_int64(insert, 3, row.Sequence);
            raw.sqlite3_bind_int64(insert, 4, row.Epoch);
            raw.sqlite3_bind_blob(insert, 5, batchId);
            raw.sqlite3_bind_int64(insert, 6, row.WrittenAt.Microseconds);
            raw.sqlite3_bind_blob(insert, 7, row.Body.Span);
            session.Step(insert);
        }
    }
}
