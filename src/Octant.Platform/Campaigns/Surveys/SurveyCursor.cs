using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Campaigns.Surveys;

/// <summary>How far the contacts of a campaign have been looked through for whom to ask. Where it is lost, they are looked through again, and nobody is asked twice.</summary>
public sealed record SurveyCursor
{
    public const string Kind = "survey-cursor";

    /// <summary>The campaign's.</summary>
    public required string Id { get; init; }

    /// <summary>By the channel of the contacts.</summary>
    public required IReadOnlyDictionary<string, ContactPlace> Places { get; init; }
}
