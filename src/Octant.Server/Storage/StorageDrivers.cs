using Octant.Platform.Foundation.Storage;
using Octant.Server.Storage.Postgres;
using Octant.Server.Storage.Sqlite;

namespace Octant.Server.Storage;

/// <param name="Synchronous">SQLite only: the setting <c>Octant:Sqlite:Synchronous</c>.</param>
/// <param name="Schema">PostgreSQL only: where the tables are.</param>
/// <param name="AuditKeys">Seal the audit trail: the first from now on, the others did before. Null: a key that is kept in the store.</param>
public sealed record StorageOptions(
    SqliteSynchronous Synchronous = SqliteSynchronous.Full, string Schema = "octant", IReadOnlyList<string>? AuditKeys = null);

/// <summary>Chooses the driver.</summary>
public static class StorageDrivers
{
    /// <param name="dataFolder">Where SQLite keeps its files; made when it is not there.</param>
    /// <param name="database">
    /// Null for SQLite; otherwise PostgreSQL, as <c>postgres://user:password@host:port/name</c> or <c>Host=…;Database=…</c>.
    /// </param>
    /// <exception cref="StorageRefusedException">It cannot be used as it is; the message says why and what to do.</exception>
    public static async ValueTask<IStorage> OpenAsync(
        string dataFolder, string? database, StorageOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new StorageOptions();
        return database is null
            ? await SqliteStorage.OpenAsync(dataFolder, options, cancellation)
            : await PostgresStorage.OpenAsync(database, options, cancellation);
    }
}
