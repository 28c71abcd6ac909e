using Octant.Platform.Foundation.Storage;
using Octant.Server.Storage.Relational;
using Octant.Server.Storage.Sqlite;

namespace Octant.Server.Storage.Segments;

/// <summary>
/// Rows of a data folder whose journal lay in tables: taken over into files, and the tables dropped. Cut off in between, it goes on where it was.
/// </summary>
internal static class EarlierJournal
{
    private const int PageRows = 1_000;

    private static readonly Statement[] Drop =
    [
        new("drop view journal"),
        new("drop table journal_row"),
        new("drop table journal_place"),
        new("drop table journal_placed"),
        new("drop table journal_head"),
    ];

    /// <param name="database">Has the tables.</param>
    /// <param name="write">Writes those of these rows, in order, that are not written yet.</param>
    public static async ValueTask TakeOverAsync(
        SqliteDatabase database, Func<IReadOnlyList<JournalRow>, ValueTask> write, CancellationToken cancellation)
    {
        var tables = await database.QueryAsync(
            new("select name from sqlite_master where name = 'journal_row'"), row => row.GetString(0), cancellation);
        if (tables.Count == 0)
        {
            return;
        }

        var place = 0L;
        while (true)
        {
            var page = await database.QueryAsync(
                new($"""
                    select place, partition, sequence, epoch, batch_id, written_at, body
                    from journal_row where place > $1 order by place limit {PageRows}
                    """,
                    place),
                row => (Place: row.GetInt64(0), Row: new JournalRow(row.Int(1), row.GetInt64(2), row.GetInt64(3), new Guid(row.Bytes(4)), row.Instant(5), row.Bytes(6))),
                cancellation);
            if (page.Count == 0)
            {
                break;
            }

            await write([.. page.Select(found => found.Row)]);
            place = page[^1].Place;
        }

        await database.WriteAsync(session => session.ExecuteAllAsync(Drop, cancellation), cancellation);
        if (place > 0)
        {
            // What was in the tables must not stay in pages that nobody writes again.
            await database.MaintainAsync(session => ValueTask.FromResult(session.Execute("vacuum")), cancellation);
        }
    }
}
