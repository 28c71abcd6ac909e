using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;

namespace Octant.Bench.Peers;

/// <summary>
/// PostgreSQL taking events in as fast as it can: binary COPY, a commit for every thousand, each durable, on four connections,
/// into a table without an index. It keeps the events; it applies nothing.
/// </summary>
public static class PostgresCopy
{
    public const int Connections = 4;
    public const int EventsPerBatch = 1_000;

    /// <summary>Makes an event the size of ours, 92 bytes.</summary>
    private const int DataBytes = 48;

    /// <summary>Settings of a cluster at its best for this: durable, but never waiting for a checkpoint.</summary>
    public static IReadOnlyList<string> Settings { get; } = ["shared_buffers=1GB", "max_wal_size=16GB", "checkpoint_timeout=30min", "wal_buffers=64MB"];

    /// <returns>Events a second.</returns>
    public static async Task<double> MeasureAsync(string connectionString, TimeSpan window)
    {
        await using (var connection = new NpgsqlConnection(connectionString))
        {
            await connection.OpenAsync();
            await ExecuteAsync(connection, "DROP TABLE IF EXISTS events");
            await ExecuteAsync(
                connection, "CREATE TABLE events (id uuid, customer bigint, at bigint, type int, source int, amount float8, data bytea)");
        }

        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, Connections).Select(number => Task.Run(async () =>
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync();
            var data = new byte[DataBytes];
            var count = 0L;
            for (; watch.Elapsed < window; count += EventsPerBatch)
            {
                // Without a transaction around it, each COPY commits by itself.
                using var copy = connection.BeginBinaryImport("COPY events FROM STDIN (FORMAT binary)");
                for (var i = 0; i < EventsPerBatch; i++)
                {
                    var sequence = count + i;
                    copy.StartRow();
                    copy.Write(new Guid((int)sequence, (short)number, 0, 0, 0, 0, 0, 0, 0, 0, 0), NpgsqlDbType.Uuid);
                    copy.Write(sequence * 7_919 % 1_000_000, NpgsqlDbType.Bigint);
                    copy.Write(sequence, NpgsqlDbType.Bigint);
                    copy.Write(1, NpgsqlDbType.Integer);
                    copy.Write(number, NpgsqlDbType.Integer);
                    copy.Write((double)i, NpgsqlDbType.Double);
                    copy.Write(data, NpgsqlDbType.Bytea);
                }

                copy.Complete();
            }

            return count;
        })));
        var elapsed = watch.Elapsed;
        await using (var connection = new NpgsqlConnection(connectionString))
        {
            await connection.OpenAsync();
            await using var count = new NpgsqlCommand("SELECT count(*) FROM events", connection);
            BenchRun.RequireEqual("events copied", counts.Sum(), "PostgreSQL", (long)(await count.ExecuteScalarAsync())!);
            await ExecuteAsync(connection, "DROP TABLE events");
        }

        return counts.Sum() / elapsed.TotalSeconds;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
