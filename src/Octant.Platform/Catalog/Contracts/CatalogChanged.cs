using Octant.Platform.Foundation.Messages;

namespace Octant.Platform.Catalog.Contracts;

/// <summary>An offering or a promotion was created, replaced or deleted.</summary>
/// <param name="Kind"><c>offering</c> or <c>promotion</c>.</param>
public sealed record CatalogChanged(string Kind, string Id) : IMessage
{
    public static string Topic => "catalog-changed";
}
