using System.Text;
using Microsoft.Data.Sqlite;
using Octant.Server.Storage.Relational;
using SQLitePCL;

namespace Octant.Server.Storage.Sqlite;

/// <summary>One connection with its statements, prepared once. SQLite works on the caller's thread; nothing here truly waits.</summary>
internal sealed class SqliteSession(SqliteConnection connection) : Session, IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);
    private readonly Dictionary<string, sqlite3_stmt> _prepared = new(StringComparer.Ordinal);

    private byte[] _text = new byte[256];

    public SqliteConnection Connection { get; } = connection;

    /// <summary>A statement of SQLite's own interface, where a command object costs too much.</summary>
    public sqlite3_stmt Prepare(string sql)
    {
        if (!_prepared.TryGetValue(sql, out var prepared))
        {
            SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(Connection.Handle, sql, out prepared), Connection.Handle);
            _prepared.Add(sql, prepared);
        }

        return prepared;
    }

    public int Execute(string sql) => Bound(new Statement(sql)).ExecuteNonQuery();

    public override ValueTask<int> ExecuteAsync(Statement statement, CancellationToken cancellation) =>
        ValueTask.FromResult(Bound(statement).ExecuteNonQuery());

    public override ValueTask<int[]> ExecuteAllAsync(IReadOnlyList<Statement> statements, CancellationToken cancellation)
    {
        var changed = new int[statements.Count];
        for (var index = 0; index < changed.Length; index++)
        {
            changed[index] = Bound(statements[index]).ExecuteNonQuery();
        }

        return ValueTask.FromResult(changed);
    }

    public override ValueTask InsertAllAsync<T>(TableWrite<T> write, IReadOnlyList<T> rows, CancellationToken cancellation)
    {
        if (rows.Count > 0)
        {
            var statement = Prepare(write.ByRow);
            foreach (var row in rows)
            {
                for (var index = 0; index < write.Columns.Count; index++)
                {
                    Bind(statement, index + 1, write.Columns[index], row);
                }

                Step(statement);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Runs a prepared statement once and makes it ready for the next time.</summary>
    public void Step(sqlite3_stmt statement)
    {
        var result = raw.sqlite3_step(statement);
        try
        {
            // The connection still has the message; resetting answers the same code again.
            if (result != raw.SQLITE_DONE)
            {
                SqliteException.ThrowExceptionForRC(result, Connection.Handle);
            }
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    /// <summary>Moves a prepared query to its next row; at the end, and when it fails, it is ready for the next time.</summary>
    public bool Next(sqlite3_stmt query)
    {
        var result = raw.sqlite3_step(query);
        if (result == raw.SQLITE_ROW)
        {
            return true;
        }

        try
        {
            if (result != raw.SQLITE_DONE)
            {
                SqliteException.ThrowExceptionForRC(result, Connection.Handle);
            }
        }
        finally
        {
            raw.sqlite3_reset(query);
        }

        return false;
    }

    public override ValueTask<List<T>> QueryAsync<T>(Statement statement, RowReader<T> read, CancellationToken cancellation)
    {
        var rows = new List<T>();
        using var reader = Bound(statement).ExecuteReader();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return ValueTask.FromResult(rows);
    }

    public override ValueTask LockTableAsync(string table, CancellationToken cancellation) => ValueTask.CompletedTask;

    public override ValueTask BeginAsync(bool write, CancellationToken cancellation)
    {
        Execute(write ? "begin immediate" : "begin");
        return ValueTask.CompletedTask;
    }

    public override ValueTask CommitAsync()
    {
        Execute("commit");
        return ValueTask.CompletedTask;
    }

    public override ValueTask RollbackAsync()
    {
        // A full disk or a failed write has rolled back already.
        if (raw.sqlite3_get_autocommit(Connection.Handle) == 0)
        {
            raw.sqlite3_exec(Connection.Handle, "rollback");
        }

        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        foreach (var prepared in _prepared.Values)
        {
            prepared.Dispose();
        }

        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        Connection.Dispose();
    }

    private void Bind<T>(sqlite3_stmt statement, int number, ColumnWrite<T> column, T row)
    {
        switch (column)
        {
            case LongColumn<T> numbers:
                raw.sqlite3_bind_int64(statement, number, numbers.Of(row));
                break;
            case TextColumn<T> texts when texts.Of(row) is { } text:
                BindText(statement, number, text);
                break;
            case BytesColumn<T> bytes:
                raw.sqlite3_bind_blob(statement, number, bytes.Of(row));
                break;
            default:
                raw.sqlite3_bind_null(statement, number);
                break;
        }
    }

    public void BindText(sqlite3_stmt statement, int number, string value)
    {
        var text = Storable(value);
        if (text.Length == 0)
        {
            // An empty span has no address, and SQLite takes no address for null.
            raw.sqlite3_bind_text(statement, number, "");
            return;
        }

        if (_text.Length < text.Length * 3)
        {
            _text = new byte[text.Length * 3];
        }

        raw.sqlite3_bind_text(statement, number, _text.AsSpan(0, Encoding.UTF8.GetBytes(text, _text)));
    }

    private SqliteCommand Bound(in Statement statement)
    {
        if (!_commands.TryGetValue(statement.Sql, out var command))
        {
            command = Connection.CreateCommand();
            command.CommandText = statement.Sql;
            for (var index = 1; index <= statement.Values.Length; index++)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = "$" + index.ToString() });
            }

            _commands.Add(statement.Sql, command);
        }

        for (var index = 0; index < statement.Values.Length; index++)
        {
            command.Parameters[index].Value = Bindable(statement.Values[index]);
        }

        return command;
    }
}
