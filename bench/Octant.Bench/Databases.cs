using Octant.Testing;

namespace Octant.Bench;

/// <summary>A store to measure on; null means SQLite in the data folder.</summary>
public sealed record Database(string Name, string? ConnectionString);

public static class Databases
{
    /// <summary>Null, with a word about it, where PostgreSQL is not installed.</summary>
    /// <param name="settings">Of the server, as <c>name=value</c>.</param>
    public static async Task<PostgresCluster?> TryStartPostgresAsync(params string[] settings)
    {
        try
        {
            return await PostgresCluster.StartAsync(settings);
        }
        catch (InvalidOperationException missing)
        {
            await Console.Error.WriteLineAsync(missing.Message);
            return null;
        }
    }

    public static IEnumerable<Database> Of(PostgresCluster? cluster)
    {
        yield return new Database("SQLite", null);
        if (cluster is not null)
        {
            yield return new Database("PostgreSQL", cluster.ConnectionString);
        }
    }
}
