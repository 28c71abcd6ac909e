using Octant.Platform.Foundation.Languages;

namespace Octant.Platform.Identity.Roles;

/// <summary>What somebody with this work may do.</summary>
public sealed record Role
{
    public const string Kind = "role";

    public required string Id { get; init; }

    public required LocalizedName Name { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }
}
