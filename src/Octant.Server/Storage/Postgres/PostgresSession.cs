using Npgsql;
using NpgsqlTypes;
using Octant.Server.Storage.Relational;

namespace Octant.Server.Storage.Postgres;

/// <summary>One pooled connection. Statements are prepared by Npgsql when they come again; many are sent in one round trip.</summary>
internal sealed class PostgresSession(NpgsqlConnection connection) : Session, IAsyncDisposable
{
    private const int BatchStatements = 500;

    private NpgsqlTransaction? _transaction;

    public NpgsqlConnection Connection { get; } = connection;

    public override async ValueTask<int> ExecuteAsync(Statement statement, CancellationToken cancellation)
    {
        await using var command = Bound(statement);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    public override async ValueTask<int[]> ExecuteAllAsync(IReadOnlyList<Statement> statements, CancellationToken cancellation)
    {
        var changed = new int[statements.Count];
        for (var first = 0; first < changed.Length; first += BatchStatements)
        {
            await using var batch = new NpgsqlBatch(Connection, _transaction);
            var count = Math.Min(BatchStatements, changed.Length - first);
            for (var index = first; index < first + count; index++)
            {
                var command = new NpgsqlBatchCommand(statements[index].Sql);
                Bind(command.Parameters, statements[index]);
                batch.BatchCommands.Add(command);
            }

            await batch.ExecuteNonQueryAsync(cancellation);
            for (var index = 0; index < count; index++)
            {
                changed[first + index] = batch.BatchCommands[index].RecordsAffected;
            }
        }

        return changed;
    }

    public override async ValueTask InsertAllAsync<T>(TableWrite<T> write, IReadOnlyList<T> rows, CancellationToken cancellation)
    {
        if (rows.Count == 0)
        {
            return;
        }

        await using var command = new NpgsqlCommand(write.ByColumn, Connection, _transaction);
        foreach (var column in write.Columns)
        {
            command.Parameters.Add(column switch
            {
                LongColumn<T> numbers => Values(NpgsqlDbType.Bigint, rows, numbers.Of),
                TextColumn<T> texts => Values(NpgsqlDbType.Text, rows, row => texts.Of(row) is { } text ? Storable(text) : null),
                BytesColumn<T> bytes => Values(NpgsqlDbType.Bytea, rows, bytes.Of),
                _ => throw new ArgumentException($"No form for a column of {column.GetType().Name}.", nameof(write)),
            });
        }

        await command.ExecuteNonQueryAsync(cancellation);
    }

    public override async ValueTask<List<T>> QueryAsync<T>(Statement statement, RowReader<T> read, CancellationToken cancellation)
    {
        var rows = new List<T>();
        await using var command = Bound(statement);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public override async ValueTask LockTableAsync(string table, CancellationToken cancellation) =>
        await ExecuteAsync(new($"lock table {table} in share row exclusive mode"), cancellation);

    public override async ValueTask BeginAsync(bool write, CancellationToken cancellation) =>
        _transaction = await Connection.BeginTransactionAsync(
            write ? System.Data.IsolationLevel.ReadCommitted : System.Data.IsolationLevel.RepeatableRead, cancellation);

    public override async ValueTask CommitAsync()
    {
        await _transaction!.CommitAsync(CancellationToken.None);
        await _transaction.DisposeAsync();
        _transaction = null;
    }

    public override async ValueTask RollbackAsync()
    {
        try
        {
            await _transaction!.DisposeAsync();
        }
        catch (NpgsqlException)
        {
            // The connection is gone, and the transaction with it; the failure that led here is the one to report.
        }

        _transaction = null;
    }

    public ValueTask DisposeAsync() => Connection.DisposeAsync();

    private static NpgsqlParameter<TValue[]> Values<T, TValue>(NpgsqlDbType type, IReadOnlyList<T> rows, Func<T, TValue> of)
    {
        var values = new TValue[rows.Count];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = of(rows[index]);
        }

        return new NpgsqlParameter<TValue[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };
    }

    private NpgsqlCommand Bound(in Statement statement)
    {
        var command = new NpgsqlCommand(statement.Sql, Connection, _transaction);
        Bind(command.Parameters, statement);
        return command;
    }

    private static void Bind(NpgsqlParameterCollection parameters, in Statement statement)
    {
        foreach (var value in statement.Values)
        {
            parameters.Add(new NpgsqlParameter { Value = Bindable(value) });
        }
    }
}
