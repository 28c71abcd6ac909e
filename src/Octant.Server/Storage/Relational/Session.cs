using System.Data.Common;
using System.Runtime.InteropServices;

namespace Octant.Server.Storage.Relational;

/// <summary>
/// SQL with parameters <c>$1</c>, <c>$2</c> …, understood by both dialects. Values are long, string, bytes or null; whole numbers
/// of every kind are bigint, and moments are microseconds.
/// </summary>
internal readonly record struct Statement(string Sql, params object?[] Values);

internal delegate T RowReader<out T>(DbDataReader row);

/// <summary>One connection while one caller has it.</summary>
internal abstract class Session
{
    /// <summary>How many rows it changed.</summary>
    public abstract ValueTask<int> ExecuteAsync(Statement statement, CancellationToken cancellation);

    /// <summary>One after another; answers for each how many rows it changed.</summary>
    public abstract ValueTask<int[]> ExecuteAllAsync(IReadOnlyList<Statement> statements, CancellationToken cancellation);

    /// <summary>Puts rows into a table, in this order.</summary>
    public abstract ValueTask InsertAllAsync<T>(TableWrite<T> write, IReadOnlyList<T> rows, CancellationToken cancellation);

    public abstract ValueTask<List<T>> QueryAsync<T>(Statement statement, RowReader<T> read, CancellationToken cancellation);

    public async ValueTask<T?> QueryFirstAsync<T>(Statement statement, RowReader<T> read, CancellationToken cancellation)
    {
        var rows = await QueryAsync(statement, read, cancellation);
        return rows.Count == 0 ? default : rows[0];
    }

    /// <summary>Keeps other writers of this table out until the transaction ends. SQLite has one writer at a time anyway.</summary>
    public abstract ValueTask LockTableAsync(string table, CancellationToken cancellation);

    public abstract ValueTask BeginAsync(bool write, CancellationToken cancellation);

    public abstract ValueTask CommitAsync();

    /// <summary>Gives the transaction up; never throws, since it is called with another failure under way.</summary>
    public abstract ValueTask RollbackAsync();

    /// <summary>The value as both providers take it. PostgreSQL cannot hold U+0000 in text, so neither driver takes it.</summary>
    protected static object Bindable(object? value) => value switch
    {
        null => DBNull.Value,
        string text => Storable(text),
        int number => (long)number,
        Guid id => id.ToByteArray(),
        ReadOnlyMemory<byte> bytes => ArrayOf(bytes),
        _ => value,
    };

    /// <inheritdoc cref="Bindable"/>
    protected static string Storable(string text) =>
        text.Contains('\0') ? throw new ArgumentException("A stored text contains the character U+0000.") : text;

    public static byte[] ArrayOf(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length
            ? segment.Array
            : bytes.ToArray();
}
