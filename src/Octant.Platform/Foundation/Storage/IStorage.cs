namespace Octant.Platform.Foundation.Storage;

/// <summary>
/// Everything a node keeps, opened together. Disposing finishes what was begun and lets go of the data folder.
/// </summary>
public interface IStorage : IAsyncDisposable
{
    IJournal Journal { get; }

    IDocumentStore Documents { get; }

    IIdentityStore Identities { get; }

    IProjectionStore Projections { get; }

    ISurveyStore Surveys { get; }

    /// <summary>The newest migration applied.</summary>
    int SchemaVersion { get; }

    /// <summary>Which driver, which version, where; one line for logs and for people. Holds no secret.</summary>
    string Describe();

    /// <summary>Reads everything that can be checked without changing it; takes as long as reading the journal does.</summary>
    ValueTask<StorageReport> InspectAsync(CancellationToken cancellation);
}

/// <summary>One file or table with its size on disk.</summary>
public readonly record struct StorageSize(string Name, long Bytes);

/// <summary>What an inspection found. Healthy when <paramref name="Problems"/> is empty.</summary>
/// <param name="SchemaVersion">The newest migration applied.</param>
/// <param name="JournalRows">Rows retained, over all partitions.</param>
/// <param name="Sizes">By name.</param>
/// <param name="Problems">
/// One sentence each: damaged pages, gaps in a partition's sequence, rows missing between a checkpoint and the journal, falling epochs.
/// </param>
public sealed record StorageReport(int SchemaVersion, long JournalRows, IReadOnlyList<StorageSize> Sizes, IReadOnlyList<string> Problems);

/// <summary>
/// The storage cannot be used as it is: folder in use, schema newer than the program, a database that may lose what it acknowledged.
/// The message says which and what to do.
/// </summary>
public sealed class StorageRefusedException(string message, Exception? inner = null) : Exception(message, inner);
