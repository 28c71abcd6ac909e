using Octant.Server.Storage.Relational;

namespace Octant.Server.Storage.Sqlite;

/// <summary>
/// Erasing leaves no copy in the file. Overwriting deleted content (secure_delete) is not enough: when a page splits, SQLite leaves
/// copies of the moved rows in its free space, and the write-ahead log has the pages as they were. So an erasure is followed by
/// rewriting the file and emptying the log before it is answered; that takes as long as the file is big.
/// The header's <c>user_version</c> is 1 from the deletion until the rewriting is done, so that a crash between is made up for.
/// </summary>
internal sealed class SqliteIdentityStore : RelationalIdentityStore
{
    private readonly SqliteDatabase _database;

    private SqliteIdentityStore(SqliteDatabase database)
        : base(database) => _database = database;

    public static async ValueTask<SqliteIdentityStore> OpenAsync(SqliteDatabase database, CancellationToken cancellation)
    {
        var store = new SqliteIdentityStore(database);
        await store.FinishErasureAsync(cancellation);
        return store;
    }

    public override async ValueTask<bool> EraseAsync(long key, CancellationToken cancellation)
    {
        var erased = await _database.WriteAsync(
            async session =>
            {
                var rows = await session.ExecuteAsync(new("delete from identity where key = $1", key), cancellation);
                if (rows > 0)
                {
                    await session.ExecuteAsync(new("pragma user_version = 1"), cancellation);
                }

                return rows > 0;
            },
            cancellation);

        // Once deleted it is finished: an erasure given up half-way would be found only at the next start.
        return await FinishErasureAsync(CancellationToken.None) || erased;
    }

    /// <summary>Rewrites the file when something was erased since the last time. False when there was nothing to do.</summary>
    private ValueTask<bool> FinishErasureAsync(CancellationToken cancellation) => _database.MaintainAsync(
        async session =>
        {
            if (await session.QueryFirstAsync(new("pragma user_version"), row => row.GetInt64(0), cancellation) == 0)
            {
                return false;
            }

            session.Execute("vacuum");
            await EmptyLogAsync(session, cancellation);
            session.Execute("pragma user_version = 0");
            return true;
        },
        cancellation);

    private async ValueTask EmptyLogAsync(Session session, CancellationToken cancellation)
    {
        var busy = await session.QueryFirstAsync(new("pragma wal_checkpoint(truncate)"), row => row.GetInt64(0), cancellation);
        if (busy != 0)
        {
            throw new IOException($"The erased person is deleted, but readers kept the log of {_database.Path} in use. Erase again.");
        }
    }
}
