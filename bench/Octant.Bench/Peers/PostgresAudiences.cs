using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Octant.Bench.Generator;

namespace Octant.Bench.Peers;

/// <summary>PostgreSQL with generated customers in one wide table, scanned from memory by two workers and the leader; no indexes, as for questions nobody foresaw.</summary>
public sealed class PostgresAudiences : IAsyncDisposable
{
    private const int Loaders = 2;

    private readonly NpgsqlConnection _connection;

    private PostgresAudiences(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Settings of a cluster that is to hold such a table: it stays in memory, and loading does not wait for checkpoints.</summary>
    public static IReadOnlyList<string> Settings { get; } =
    [
        "shared_buffers=4GB", "max_wal_size=16GB", "work_mem=256MB", "max_parallel_workers_per_gather=2", "jit=off",
    ];

    public static async Task<PostgresAudiences> LoadAsync(BenchRun run, string connectionString, long customers)
    {
        var connection = new NpgsqlConnection(connectionString + ";Command Timeout=0");
        await connection.OpenAsync();
        var database = new PostgresAudiences(connection);
        try
        {
            await database.ExecuteAsync($"CREATE UNLOGGED TABLE customers ({string.Join(", ", Columns())})");
            run.Say($"loading {customers:#,0} customers into PostgreSQL");
            var watch = Stopwatch.StartNew();
            await Task.WhenAll(Enumerable.Range(0, Loaders).Select(part => Task.Run(
                () => Copy(run, connectionString, customers * part / Loaders, customers * (part + 1) / Loaders))));
            await database.ExecuteAsync("VACUUM ANALYZE customers");
            run.Say($"loaded in {watch.Elapsed.TotalSeconds:0.0} s");
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    public async Task<QueryAnswer> CountAsync(Condition condition)
    {
        var watch = Stopwatch.StartNew();
        await using var command = new NpgsqlCommand($"SELECT count(*) FROM customers WHERE {Sql.Where(condition, SqlDialect.PostgreSql)}", _connection);
        var count = (long)(await command.ExecuteScalarAsync())!;
        return new QueryAnswer(watch.Elapsed.TotalMilliseconds, count);
    }

    /// <summary>Writes the ids of the audience to a table of their own; the time is that of the writing.</summary>
    public async Task<QueryAnswer> MaterialiseAsync(Condition condition)
    {
        await ExecuteAsync("DROP TABLE IF EXISTS audience");
        var watch = Stopwatch.StartNew();
        await using var command = new NpgsqlCommand(
            $"CREATE UNLOGGED TABLE audience AS SELECT id FROM customers WHERE {Sql.Where(condition, SqlDialect.PostgreSql)}", _connection);
        await command.ExecuteNonQueryAsync();
        var milliseconds = watch.Elapsed.TotalMilliseconds;
        await using var count = new NpgsqlCommand("SELECT count(*) FROM audience", _connection);
        return new QueryAnswer(milliseconds, (long)(await count.ExecuteScalarAsync())!);
    }

    public async ValueTask DisposeAsync()
    {
        await ExecuteAsync("DROP TABLE IF EXISTS customers, audience");
        await _connection.DisposeAsync();
    }

    private static IEnumerable<string> Columns()
    {
        yield return "id bigint";
        for (var i = 0; i < Shape.Numbers; i++)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"n{i} {Narrowest(Shape.NumberLimits[i])}");
        }

        for (var i = 0; i < Shape.Categories; i++)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"c{i} {Narrowest(Shape.CategorySizes[i])}");
        }

        for (var i = 0; i < Shape.Tags; i++)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"t{i} boolean");
        }

        yield return "offerings int2[]";
    }

    private static string Narrowest(int limit) => limit <= short.MaxValue ? "int2" : "int4";

    private static void Copy(BenchRun run, string connectionString, long first, long end)
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        using var copy = connection.BeginTextImport("COPY customers FROM STDIN (FORMAT csv)");
        new CustomerFile(run.Customers).WriteRows(copy.BaseStream, SqlDialect.PostgreSql, first, end - first);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        await command.ExecuteNonQueryAsync();
    }
}
