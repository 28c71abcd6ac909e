using System.Text.Json;
using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Json;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Foundation.Documents;

/// <summary>A document as one change left it.</summary>
/// <param name="At">When the change was made.</param>
/// <param name="By">Who made it, as in the audit trail; null where the platform did, or where it was made before versions were kept.</param>
public sealed record DocumentVersion<T>(long Version, Instant At, string? By, T Value);

/// <summary>
/// The versions of the documents of one kind, each a document of its own that is written with the change that made it. Where one is
/// missing (a delivery, a move of a unit), the next change keeps what it replaces.
/// </summary>
public sealed class DocumentVersions<T>(IDocumentStore documents, string kind)
    where T : class
{
    private readonly string _kind = kind + "-version";

    /// <summary>What is written with a change, so that it can be read again.</summary>
    /// <param name="before">What it replaces; null when the document is new.</param>
    public async ValueTask<IReadOnlyList<DocumentPut>> WithChangeAsync(
        string id, T candidate, Document? before, Instant now, string by, CancellationToken cancellation)
    {
        var puts = new List<DocumentPut>();
        if (before is not null && await documents.ReadAsync(_kind, KeyOf(id, before.Version), cancellation) is null)
        {
            puts.Add(PutOf(id, Unattributed(before)));
        }

        puts.Add(PutOf(id, new DocumentVersion<T>((before?.Version ?? 0) + 1, now, by, candidate)));
        return puts;
    }

    /// <summary>The newest first. Its total is the number of changes, of which some may not have been kept.</summary>
    public async ValueTask<Page<DocumentVersion<T>>> ReadPageAsync(Document current, PageRequest page, CancellationToken cancellation)
    {
        var versions = new List<DocumentVersion<T>>();
        for (var version = current.Version - page.Offset; version > 0 && version > current.Version - page.Offset - page.Limit; version--)
        {
            if (await documents.ReadAsync(_kind, KeyOf(current.Id, version), cancellation) is { } kept)
            {
                versions.Add(JsonSerializer.Deserialize<DocumentVersion<T>>(kept.Body, JsonConventions.Options)!);
            }
            else if (version == current.Version)
            {
                versions.Add(Unattributed(current));
            }
        }

        return new Page<DocumentVersion<T>>(versions, current.Version);
    }

    /// <summary>Every version goes with its document.</summary>
    public async ValueTask<IReadOnlyList<DocumentDelete>> WithDeletionAsync(string id, long last, CancellationToken cancellation)
    {
        var deletes = new List<DocumentDelete>();
        for (var version = 1L; version <= last; version++)
        {
            if (await documents.ReadAsync(_kind, KeyOf(id, version), cancellation) is { } kept)
            {
                deletes.Add(new DocumentDelete(_kind, kept.Id, kept.Version));
            }
        }

        return deletes;
    }

    private static DocumentVersion<T> Unattributed(Document document) =>
        new(document.Version, document.UpdatedAt, null, DocumentReader<T>.Parse(document.Body));

    private static string KeyOf(string id, long version) => FormattableString.Invariant($"{id}/{version:D10}");

    private DocumentPut PutOf(string id, DocumentVersion<T> version) =>
        new(_kind, KeyOf(id, version.Version), JsonSerializer.Serialize(version, JsonConventions.Options), ExpectedVersion: null);
}
