using Microsoft.Data.Sqlite;
using Octant.Platform.Foundation.Storage;
using Octant.Server.Storage;
using Octant.Testing;

namespace Octant.Platform.Tests.Drivers;

/// <summary>An empty store of one driver, opened as often as a case wants, and gone afterwards.</summary>
public abstract class StoreUnderTest : IAsyncDisposable
{
    public ValueTask<IStorage> OpenAsync() => OpenAsync(auditKeys: []);

    public abstract ValueTask<IStorage> OpenAsync(string[] auditKeys);

    /// <summary>Changes the tables behind the driver's back.</summary>
    /// <param name="file">The SQLite file that has the table: journal, projections, office or identity.</param>
    /// <param name="sql">One statement.</param>
    public abstract Task TamperAsync(string file, string sql);

    public abstract ValueTask DisposeAsync();
}

public sealed class SqliteUnderTest : StoreUnderTest
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("octant-store-").FullName;

    public override ValueTask<IStorage> OpenAsync(string[] auditKeys) =>
        StorageDrivers.OpenAsync(Folder, database: null, new StorageOptions(AuditKeys: auditKeys));

    public override async Task TamperAsync(string file, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(Folder, file + ".db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    public override ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}

public sealed class PostgresUnderTest : StoreUnderTest
{
    public string Schema { get; } = "octant_" + Guid.NewGuid().ToString("N");

    public override async ValueTask<IStorage> OpenAsync(string[] auditKeys)
    {
        var cluster = await PostgresCluster.SharedAsync();
        return await StorageDrivers.OpenAsync("", $"{cluster.ConnectionString};Application Name={Schema}", new StorageOptions(Schema: Schema, AuditKeys: auditKeys));
    }

    public override async Task TamperAsync(string file, string sql)
    {
        var cluster = await PostgresCluster.SharedAsync();
        await cluster.ExecuteAsync($"set search_path to {Schema}; {sql}");
    }

    public override async ValueTask DisposeAsync()
    {
        var cluster = await PostgresCluster.SharedAsync();
        await cluster.ExecuteAsync($"drop schema if exists {Schema} cascade");
    }
}
