using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Decisions.SavedAudiences;

public sealed record SavedAudienceVersions(IReadOnlyList<SavedAudience> Items);

/// <summary>A saved audience as it was, the newest first.</summary>
public static class ReadVersions
{
    private const int Most = 100;

    public static async Task<Result<SavedAudienceVersions>> HandleAsync(
        string id, Caller caller, SavedAudienceResource resource, IDocumentStore documents, CancellationToken cancellation)
    {
        if (await resource.Reader.ReadAsync(id, cancellation) is not { Value: var now } || !resource.MaySee(caller, now))
        {
            return Problem.NotFound(SavedAudience.DocumentKind, id);
        }

        var reader = new DocumentReader<SavedAudience>(documents, SavedAudience.VersionKind);
        var versions = new List<SavedAudience>();
        for (var version = now.Version; version > 0 && versions.Count < Most; version--)
        {
            if (await reader.ReadAsync(SavedAudience.VersionId(id, version), cancellation) is { Value: var earlier })
            {
                versions.Add(earlier);
            }
        }

        return new SavedAudienceVersions(versions);
    }
}
