using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Octant.Platform.Foundation.Storage;
using Octant.Server.Storage.Relational;
using SQLitePCL;

namespace Octant.Server.Storage.Sqlite;

/// <summary>
/// One file of the data folder, in write-ahead mode: one connection writes, one caller at a time; others read beside it.
/// </summary>
internal sealed class SqliteDatabase : Database
{
    private const int BusyMilliseconds = 10_000;

    public static readonly Dialect Dialect = new(
        Text: "text", Bytes: "blob", Numbered: "integer primary key autoincrement", Clustered: " without rowid", OneWriter: true);

    private readonly SqliteDatabaseFile _file;
    private readonly SqliteSession _writer;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly WritingThread _thread;
    private readonly WriteAheadLog _log;
    private readonly ConcurrentBag<SqliteSession> _readers = [];

    static SqliteDatabase()
    {
        Batteries_V2.Init();

        // One caller at a time has a connection, so SQLite need not lock it for every call. Once it has begun to work it keeps its locks.
        raw.sqlite3_config(raw.SQLITE_CONFIG_MULTITHREAD);
    }

    private SqliteDatabase(SqliteDatabaseFile file)
    {
        _file = file;
        _writer = Connect();
        _thread = new WritingThread(System.IO.Path.GetFileName(file.Path));
        _log = new WriteAheadLog(this, Connect);
    }

    public string Path => _file.Path;

    public static async ValueTask<SqliteDatabase> OpenAsync(SqliteDatabaseFile file, CancellationToken cancellation)
    {
        var database = new SqliteDatabase(file);
        try
        {
            database.Configure();
            await database.WriteAsync(
                async session =>
                {
                    await Migrations.ApplyAsync(session, Dialect, [file.Part], file.Path, cancellation);
                    return true;
                },
                cancellation);
            return database;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT)
        {
            await database.DisposeAsync();
            throw new StorageRefusedException($"{file.Path} is not a database or is damaged: restore it from a backup.", exception);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>On the file's own thread: whoever waits for the disk must not hold one of the few threads that answer requests.</summary>
    public override ValueTask<T> WriteAsync<T>(Func<Session, ValueTask<T>> work, CancellationToken cancellation) =>
        _thread.RunAsync(() => base.WriteAsync(work, cancellation));

    /// <summary>Runs on the file's thread, outside a transaction and on the writing connection, with nobody else writing.</summary>
    public ValueTask<T> MaintainAsync<T>(Func<SqliteSession, ValueTask<T>> work, CancellationToken cancellation) =>
        _thread.RunAsync(async () =>
        {
            await _writing.WaitAsync(cancellation);
            try
            {
                return await work(_writer);
            }
            finally
            {
                _writing.Release();
            }
        });

    public override async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        await _writing.WaitAsync();
        while (_readers.TryTake(out var reader))
        {
            reader.Dispose();
        }

        _thread.Dispose();
        _writer.Dispose();
        _writing.Dispose();
    }

    protected override async ValueTask<Session> RentAsync(bool write, CancellationToken cancellation)
    {
        if (write)
        {
            await _writing.WaitAsync(cancellation);
            return _writer;
        }

        cancellation.ThrowIfCancellationRequested();
        if (!_readers.TryTake(out var reader))
        {
            reader = Connect();
            reader.Execute("pragma query_only = on");
        }

        return reader;
    }

    protected override ValueTask ReturnAsync(Session session, bool write)
    {
        if (write)
        {
            try
            {
                _log.Grew(_writer);
            }
            finally
            {
                _writing.Release();
            }
        }
        else
        {
            _readers.Add((SqliteSession)session);
        }

        return ValueTask.CompletedTask;
    }

    private SqliteSession Connect()
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = _file.Path, Pooling = false, ForeignKeys = true }.ToString());
        try
        {
            connection.Open();
            var session = new SqliteSession(connection);
            session.Execute($"pragma busy_timeout = {BusyMilliseconds}");
            return session;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Configure()
    {
        // Holds for a new file only. Small pages, because a commit touches a few rows in many places.
        _writer.Execute("pragma page_size = 2048");
        _writer.Execute("pragma journal_mode = wal");

        // 64 MiB for who writes, as far as it is used: counters and contacts lie in no order, and a page that is not at hand is
        // looked for in the log and read again.
        _writer.Execute("pragma cache_size = -65536");
        _writer.Execute($"pragma synchronous = {_file.Synchronous.ToString().ToLowerInvariant()}");
        _writer.Execute("pragma wal_autocheckpoint = 0");
        _writer.Execute("pragma journal_size_limit = 67108864");
        _writer.Execute($"pragma secure_delete = {(_file.SecureDelete ? "on" : "off")}");
    }
}

/// <param name="Path">Where the file is or will be.</param>
/// <param name="Part">What it holds.</param>
/// <param name="Synchronous">How hard a commit makes itself durable.</param>
/// <param name="SecureDelete">Whether deleted content is overwritten.</param>
internal sealed record SqliteDatabaseFile(string Path, StorePart Part, SqliteSynchronous Synchronous, bool SecureDelete);
