namespace Octant.Server.Storage.Relational;

/// <summary>One SQLite file, or one PostgreSQL schema: hands out sessions and runs transactions on them.</summary>
internal abstract class Database : IAsyncDisposable
{
    /// <param name="work">Reads; runs to its end before the session serves somebody else.</param>
    /// <param name="snapshot">True when several statements must see the same state.</param>
    public async ValueTask<T> ReadAsync<T>(Func<Session, ValueTask<T>> work, CancellationToken cancellation, bool snapshot = false)
    {
        var session = await RentAsync(write: false, cancellation);
        try
        {
            return snapshot ? await InTransactionAsync(session, write: false, work, cancellation) : await work(session);
        }
        finally
        {
            await ReturnAsync(session, write: false);
        }
    }

    public ValueTask<List<T>> QueryAsync<T>(Statement statement, RowReader<T> read, CancellationToken cancellation) =>
        ReadAsync(session => session.QueryAsync(statement, read, cancellation), cancellation);

    public ValueTask<T?> QueryFirstAsync<T>(Statement statement, RowReader<T> read, CancellationToken cancellation) =>
        ReadAsync(session => session.QueryFirstAsync(statement, read, cancellation), cancellation);

    /// <summary>One transaction, durable on return; nothing of it stays when <paramref name="work"/> throws.</summary>
    public virtual async ValueTask<T> WriteAsync<T>(Func<Session, ValueTask<T>> work, CancellationToken cancellation)
    {
        var session = await RentAsync(write: true, cancellation);
        try
        {
            return await InTransactionAsync(session, write: true, work, cancellation);
        }
        finally
        {
            await ReturnAsync(session, write: true);
        }
    }

    public ValueTask<int> ExecuteAsync(Statement statement, CancellationToken cancellation) =>
        WriteAsync(session => session.ExecuteAsync(statement, cancellation), cancellation);

    public abstract ValueTask DisposeAsync();

    protected abstract ValueTask<Session> RentAsync(bool write, CancellationToken cancellation);

    protected abstract ValueTask ReturnAsync(Session session, bool write);

    private static async ValueTask<T> InTransactionAsync<T>(
        Session session, bool write, Func<Session, ValueTask<T>> work, CancellationToken cancellation)
    {
        await session.BeginAsync(write, cancellation);
        try
        {
            var result = await work(session);
            await session.CommitAsync();
            return result;
        }
        catch
        {
            await session.RollbackAsync();
            throw;
        }
    }
}
