namespace Octant.Platform.Foundation.Documents;

/// <summary>One document's naming of another by id.</summary>
/// <param name="Field">Where it stands in the naming document.</param>
/// <param name="Kind">The kind of the named document.</param>
public sealed record Reference(string Field, string Kind, string Id);

/// <summary>
/// Anything whose documents name others. What is named cannot be deleted, so a capability above keeps what it uses without
/// being known below.
/// </summary>
public interface IReferenceHolder
{
    /// <summary>The first holder of a reference to this document, such as <c>promotion PR-1</c>; null when there is none.</summary>
    ValueTask<string?> FindHolderAsync(string kind, string id, CancellationToken cancellation);
}
