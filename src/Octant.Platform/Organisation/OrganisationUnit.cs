using Octant.Platform.Foundation.Languages;
using Octant.Platform.Foundation.Units;

namespace Octant.Platform.Organisation;

/// <summary>A unit of the organisation. Its path is its name to everything that belongs to it.</summary>
public sealed record OrganisationUnit
{
    /// <summary>The codes from the top, such as <c>province/city</c>.</summary>
    public required string Path { get; init; }

    public required LocalizedName Name { get; init; }

    /// <summary>Id of its level.</summary>
    public required string Level { get; init; }

    public string CodeOf() => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>Null at the top.</summary>
    public string? ParentOf() => UnitPath.ParentOf(Path);
}
