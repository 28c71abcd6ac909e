using System.Text.Json;
using Octant.Platform.Foundation.Json;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Foundation.Documents;

/// <summary>A thing of the back office at one version, which is its entity tag.</summary>
public sealed record Versioned<T>(T Value, long Version);

/// <summary>Reads documents of one kind as what they mean.</summary>
public sealed class DocumentReader<T>(IDocumentStore documents, string kind)
    where T : class
{
    public async ValueTask<Versioned<T>?> ReadAsync(string id, CancellationToken cancellation) =>
        await documents.ReadAsync(kind, id, cancellation) is { } document ? new Versioned<T>(Parse(document.Body), document.Version) : null;

    /// <summary>In ordinal order of id.</summary>
    public async ValueTask<IReadOnlyList<T>> ReadAllAsync(CancellationToken cancellation) =>
        [.. (await documents.ReadAllAsync(kind, cancellation)).Select(document => Parse(document.Body))];

    public async ValueTask<Http.Page<T>> ReadPageAsync(Http.PageRequest page, CancellationToken cancellation)
    {
        var found = await documents.ListAsync(kind, page.Offset, page.Limit, cancellation);
        return new Http.Page<T>([.. found.Items.Select(document => Parse(document.Body))], found.Total);
    }

    public static string Write(T value) => JsonSerializer.Serialize(value, JsonConventions.Options);

    public static T Parse(string body) => JsonSerializer.Deserialize<T>(body, JsonConventions.Options)!;
}
