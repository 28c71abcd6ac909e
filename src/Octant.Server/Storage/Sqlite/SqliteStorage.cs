using Microsoft.Data.Sqlite;
using Octant.Platform.Foundation.Storage;
using Octant.Server.Storage.Relational;
using Octant.Server.Storage.Segments;
using SQLitePCL;

namespace Octant.Server.Storage.Sqlite;

/// <summary>
/// Everything in one folder: the rows of the journal in <c>journal-*.log</c> and its checkpoints in <c>journal.db</c>, <c>projections.db</c>,
/// <c>office.db</c> and <c>identity.db</c>, separate so that a projector never holds up a decision and personal data has a file of its own. <c>octant.lock</c> marks the folder as in use.
/// </summary>
internal sealed class SqliteStorage : IStorage
{
    private readonly string _folder;
    private readonly SqliteSynchronous _synchronous;
    private readonly FolderLock _lock;
    private readonly Dictionary<StorePart, SqliteDatabase> _databases = [];
    private SegmentedJournal? _journal;

    private SqliteStorage(string folder, SqliteSynchronous synchronous)
    {
        _folder = folder;
        _synchronous = synchronous;
        _lock = FolderLock.Take(folder);
    }

    public IJournal Journal { get; private set; } = null!;

    public IDocumentStore Documents { get; private set; } = null!;

    public IIdentityStore Identities { get; private set; } = null!;

    public IProjectionStore Projections { get; private set; } = null!;

    public ISurveyStore Surveys { get; private set; } = null!;

    public int SchemaVersion => Migrations.Newest;

    /// <exception cref="StorageRefusedException">The folder is in use, damaged, or of a newer program.</exception>
    public static async ValueTask<SqliteStorage> OpenAsync(string folder, StorageOptions options, CancellationToken cancellation)
    {
        var storage = new SqliteStorage(Path.GetFullPath(folder), options.Synchronous);
        try
        {
            foreach (var part in Enum.GetValues<StorePart>())
            {
                var path = Path.Combine(storage._folder, part.ToString().ToLowerInvariant() + ".db");
                storage._databases[part] = await SqliteDatabase.OpenAsync(
                    new(path, part, options.Synchronous, SecureDelete: part == StorePart.Identity), cancellation);
            }

            storage.Journal = storage._journal = await SegmentedJournal.OpenAsync(
                storage._folder, storage._databases[StorePart.Journal], durable: options.Synchronous >= SqliteSynchronous.Full, cancellation);
            storage.Projections = new RelationalProjectionStore(storage._databases[StorePart.Projections], storage.Journal);
            storage.Documents = await RelationalDocumentStore.OpenAsync(storage._databases[StorePart.Office], options.AuditKeys ?? [], cancellation);
            storage.Surveys = new RelationalSurveyStore(storage._databases[StorePart.Office]);
            storage.Identities = await SqliteIdentityStore.OpenAsync(storage._databases[StorePart.Identity], cancellation);
            return storage;
        }
        catch
        {
            await storage.DisposeAsync();
            throw;
        }
    }

    public string Describe() =>
        $"SQLite {raw.sqlite3_libversion().utf8_to_string()} in {_folder}, synchronous {_synchronous.ToString().ToLowerInvariant()}, schema {SchemaVersion}";

    public async ValueTask<StorageReport> InspectAsync(CancellationToken cancellation)
    {
        var problems = new List<string>();
        var sizes = new List<StorageSize>();
        var rows = 0L;
        sizes.AddRange(new DirectoryInfo(_folder).GetFiles(JournalSegment.FilePattern).Select(file => new StorageSize(file.Name, file.Length)));
        foreach (var (part, database) in _databases)
        {
            var name = Path.GetFileName(database.Path);
            sizes.AddRange(new DirectoryInfo(_folder).GetFiles(name + "*").Select(file => new StorageSize(file.Name, file.Length)));
            try
            {
                var findings = await database.QueryAsync(new("pragma quick_check"), row => row.GetString(0), cancellation);
                problems.AddRange(findings.Where(finding => finding != "ok").Select(finding => $"{name}: {finding}"));
                if (part == StorePart.Journal)
                {
                    rows = _journal!.Inspect(problems, cancellation);
                }
            }
            catch (SqliteException exception)
            {
                problems.Add($"{name}: {exception.Message}");
            }
        }

        return new StorageReport(SchemaVersion, rows, [.. sizes.OrderBy(size => size.Name, StringComparer.Ordinal)], problems);
    }

    public async ValueTask DisposeAsync()
    {
        if (_journal is not null)
        {
            await _journal.CloseAsync();
            _journal = null;
        }

        foreach (var database in _databases.Values)
        {
            await database.DisposeAsync();
        }

        _databases.Clear();
        _lock.Dispose();
    }
}
