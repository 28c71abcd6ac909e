using Octant.Platform.Foundation.Languages;

namespace Octant.Platform.Foundation.Units;

/// <param name="Path">From the top, such as <c>province/city</c>.</param>
/// <param name="Level">Id of its level; null when the unit is not known.</param>
public sealed record OrganisationStep(string Path, LocalizedName Name, string? Level);

/// <summary>The units of the organisation, as everything that belongs to one needs them. Given by the capability that keeps them.</summary>
public interface IOrganisationUnits
{
    /// <summary>Kind of a unit's document, whose id is its path.</summary>
    const string Kind = "organisation-unit";

    /// <summary>Every unit on the way to this one, from the top; a unit that is not known is called by its code.</summary>
    ValueTask<IReadOnlyList<OrganisationStep>> ReadPathAsync(string path, CancellationToken cancellation);

    /// <summary>Units that are part of this one, directly, in order of path; of null, those at the top.</summary>
    ValueTask<IReadOnlyList<OrganisationStep>> ReadPartsAsync(string? path, CancellationToken cancellation);

    /// <summary>Whether this unit is all there is: the only one at the top. Whoever is bound to it is bound to nothing.</summary>
    bool IsWhole(string path);

    /// <summary>Whether something may belong to this unit: it is there, or no units are kept at all.</summary>
    ValueTask<bool> AllowsAsync(string path, CancellationToken cancellation);
}
