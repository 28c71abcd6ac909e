using Octant.Platform.Foundation.Storage;
using Octant.Server.Storage.Relational;

namespace Octant.Server.Storage.Postgres;

/// <summary>Everything in one schema, shared by all nodes.</summary>
internal sealed class PostgresStorage : IStorage
{
    private readonly PostgresDatabase _database;

    private PostgresStorage(PostgresDatabase database, IDocumentStore documents)
    {
        _database = database;
        Journal = new PostgresJournal(database);
        Documents = documents;
        Identities = new RelationalIdentityStore(database);
        Projections = new RelationalProjectionStore(database, Journal);
        Surveys = new RelationalSurveyStore(database);
    }

    public IJournal Journal { get; }

    public IDocumentStore Documents { get; }

    public IIdentityStore Identities { get; }

    public IProjectionStore Projections { get; }

    public ISurveyStore Surveys { get; }

    public int SchemaVersion => Migrations.Newest;

    /// <exception cref="StorageRefusedException">
    /// It cannot be reached, may lose what it acknowledged, or has the schema of a newer program.
    /// </exception>
    public static async ValueTask<PostgresStorage> OpenAsync(string connection, StorageOptions options, CancellationToken cancellation)
    {
        var database = await PostgresDatabase.OpenAsync(connection, options.Schema, cancellation);
        try
        {
            return new PostgresStorage(database, await RelationalDocumentStore.OpenAsync(database, options.AuditKeys ?? [], cancellation));
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    public string Describe() => $"{_database.Description}, schema version {SchemaVersion}";

    public async ValueTask<StorageReport> InspectAsync(CancellationToken cancellation)
    {
        var problems = new List<string>();
        var sizes = await _database.QueryAsync(
            new("""
                select relname, pg_total_relation_size(pg_class.oid) from pg_class join pg_namespace on pg_namespace.oid = relnamespace
                where nspname = $1 and relkind = 'r' order by relname collate "C"
                """,
                _database.Schema),
            row => new StorageSize(row.GetString(0), row.GetInt64(1)),
            cancellation);
        var rows = await JournalInspection.RunAsync(_database, problems, cancellation);
        return new StorageReport(SchemaVersion, rows, sizes, problems);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
