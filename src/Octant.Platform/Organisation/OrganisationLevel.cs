using Octant.Platform.Foundation.Languages;

namespace Octant.Platform.Organisation;

/// <summary>A level of the organisation, such as city.</summary>
public sealed record OrganisationLevel
{
    public const string Kind = "organisation-level";

    public required string Id { get; init; }

    public required LocalizedName Name { get; init; }

    /// <summary>Its place from the top: a unit's level is below that of the unit it is part of, which means a higher rank.</summary>
    public required int Rank { get; init; }
}
