using Octant.Server.Storage.Relational;

namespace Octant.Server.Storage.Sqlite;

/// <summary>
/// Erasing leaves no copy behind: deleted content is overwritten (secure_delete), and the write-ahead log, which still has the
/// pages as they were, is emptied before the answer.
/// </summary>
internal sealed class SqliteIdentityStore(SqliteDatabase database) : RelationalIdentityStore(database)
{
    private readonly SqliteDatabase _database = database;

    public override async ValueTask<bool> EraseAsync(long key, CancellationToken cancellation)
    {
        var erased = await base.EraseAsync(key, cancellation);
        await EmptyLogAsync(cancellation);
        return erased;
    }

    private async ValueTask EmptyLogAsync(CancellationToken cancellation)
    {
        await _database.MaintainAsync(
            session => session.Execute("pragma wal_checkpoint(truncate)"), cancellation);
    }
}
