using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Octant.Server.Storage.Sqlite;

/// <summary>
/// Brings what has gathered in a file's write-ahead log into the file itself, beside those who write. SQLite would do it within
/// the commit that fills the log, and whoever waits for that commit would wait for thousands of pages.
/// </summary>
/// <remarks>
/// In two steps. A connection and a thread of its own copy all there is so far while writing goes on. What has come meanwhile is
/// little and is copied between two commits, after which the next commit begins the log anew. Where a reader still needs the log,
/// it grows until the next time.
/// </remarks>
internal sealed class WriteAheadLog(SqliteDatabase database, Func<SqliteSession> connect) : IAsyncDisposable
{
    /// <summary>Pages written since the log was last copied. 32 MiB at 2 KiB a page.</summary>
    private const int MostPages = 16_000;

    private const string Copy = "pragma wal_checkpoint(passive)";

    private readonly Lazy<SqliteSession> _session = new(connect);
    private readonly WritingThread _thread = new(Path.GetFileName(database.Path) + "-wal");
    private Task _copying = Task.CompletedTask;

    /// <summary>Called by the one who writes, after each transaction.</summary>
    public void Grew(SqliteSession writer)
    {
        if (_copying.IsCompleted && PagesWritten(writer, reset: false) >= MostPages)
        {
            PagesWritten(writer, reset: true);
            _copying = CopyAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _copying;
        _thread.Dispose();
        if (_session.IsValueCreated)
        {
            _session.Value.Dispose();
        }
    }

    private async Task CopyAsync()
    {
        try
        {
            await _thread.RunAsync(() => ValueTask.FromResult(_session.Value.Execute(Copy)));
            await database.MaintainAsync(session => ValueTask.FromResult(session.Execute(Copy)), CancellationToken.None);
        }
        catch (SqliteException)
        {
            // A disk that is full or fails is told to whoever commits; until then all stands in the log.
        }
    }

    private static int PagesWritten(SqliteSession session, bool reset)
    {
        var result = raw.sqlite3_db_status(session.Connection.Handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, reset ? 1 : 0);
        SqliteException.ThrowExceptionForRC(result, session.Connection.Handle);
        return pages;
    }
}
