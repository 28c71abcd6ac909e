using System.Runtime.CompilerServices;
using System.Text;
using Octant.Platform.Foundation.Storage;
using Octant.Server.Storage.Relational;
using SQLitePCL;

namespace Octant.Server.Storage.Sqlite;

/// <summary>
/// Erasing leaves no copy in the file. Overwriting deleted content (secure_delete) is not enough: when a page splits, SQLite leaves
/// copies of the moved rows in its free space, and the write-ahead log has the pages as they were. So an erasure is followed by
/// rewriting the file and emptying the log before it is answered; that takes as long as the file is big.
/// The header's <c>user_version</c> is 1 from the deletion until the rewriting is done, so that a crash between is made up for.
/// </summary>
internal sealed class SqliteIdentityStore : RelationalIdentityStore
{
    private const int PageRows = 50_000;
    private const string Insert = "insert into identity (key, customer_id) values (?1, ?2) on conflict (customer_id) do nothing";
    private const string Find = "select key from identity where customer_id = ?1";

    private readonly SqliteDatabase _database;

    private SqliteIdentityStore(SqliteDatabase database)
        : base(database) => _database = database;

    public static async ValueTask<SqliteIdentityStore> OpenAsync(SqliteDatabase database, CancellationToken cancellation)
    {
        var store = new SqliteIdentityStore(database);
        await store.FinishErasureAsync(cancellation);
        return store;
    }

    /// <summary>In the order in which they lie in the file, whatever an index would say.</summary>
    public override async IAsyncEnumerable<CustomerIdentity> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var after = long.MinValue;
        while (true)
        {
            var page = await _database.ReadAsync(session => ValueTask.FromResult(ReadPage((SqliteSession)session, after)), cancellation);
            foreach (var identity in page.Rows)
            {
                yield return identity;
            }

            if (page.Rows.Count < PageRows)
            {
                yield break;
            }

            after = page.Last;
        }
    }

    public override ValueTask<IReadOnlyList<long>> AddAsync(IReadOnlyList<CustomerIdentity> identities, CancellationToken cancellation) =>
        _database.WriteAsync(session => ValueTask.FromResult(Add((SqliteSession)session, identities)), cancellation);

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

    private static (List<CustomerIdentity> Rows, long Last) ReadPage(SqliteSession session, long after)
    {
        var statement = session.Prepare($"select rowid, key, customer_id from identity where rowid > ?1 order by rowid limit {PageRows}");
        raw.sqlite3_bind_int64(statement, 1, after);
        var rows = new List<CustomerIdentity>();
        while (session.Next(statement))
        {
            after = raw.sqlite3_column_int64(statement, 0);
            rows.Add(new CustomerIdentity(raw.sqlite3_column_int64(statement, 1), Encoding.UTF8.GetString(raw.sqlite3_column_blob(statement, 2))));
        }

        return (rows, after);
    }

    private static IReadOnlyList<long> Add(SqliteSession session, IReadOnlyList<CustomerIdentity> identities)
    {
        var (insert, find) = (session.Prepare(Insert), session.Prepare(Find));
        var keys = new long[identities.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            raw.sqlite3_bind_int64(insert, 1, identities[i].Key);
            session.BindText(insert, 2, identities[i].CustomerId);
            session.Step(insert);
            keys[i] = identities[i].Key;
            if (raw.sqlite3_changes(session.Connection.Handle) == 0)
            {
                session.BindText(find, 1, identities[i].CustomerId);
                while (session.Next(find))
                {
                    keys[i] = raw.sqlite3_column_int64(find, 0);
                }
            }
        }

        return keys;
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
