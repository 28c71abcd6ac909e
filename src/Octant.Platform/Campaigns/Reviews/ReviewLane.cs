namespace Octant.Platform.Campaigns.Reviews;

/// <summary>A part of the house that must approve campaigns: which of them, what of them, after whom and within what time.</summary>
public sealed record ReviewLane
{
    public const string DocumentKind = "review-lane";

    /// <summary>The lane of a house that has set none up, and of a campaign that no lane is called for.</summary>
    public static ReviewLane Default { get; } = new() { Id = "default", Name = "审核", EnglishName = "Review" };

    public required string Id { get; init; }

    public required string Name { get; init; }

    public string? EnglishName { get; init; }

    /// <summary>The role an operator must have to decide here; null: anybody who may review.</summary>
    public string? Role { get; init; }

    /// <summary>An edit re-opens the lane when it touches one of these. Empty: all.</summary>
    public IReadOnlyList<CampaignPart> Covers { get; init; } = [];

    /// <summary>Levels of campaigns the lane is for; empty: all.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];

    /// <summary>The lane is called for where one of these is reached; null: always.</summary>
    public LaneThresholds? From { get; init; }

    /// <summary>Lanes that must have approved before this one opens; those not called for do not hold it up.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>How long it may take once it is open.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromDays(2);

    public bool Covering(CampaignPart part) => Covers.Count == 0 || Covers.Contains(part);

    public bool IsCalledFor(LaneFacts facts) =>
        (Levels.Count == 0 || Levels.Contains(facts.Level, StringComparer.Ordinal)) && (From is null || From.IsReachedBy(facts));
}

/// <summary>What of a campaign decides which lanes it needs.</summary>
/// <param name="HasNewTariff">It makes a main plan, or an offering under a promotion, that no campaign has brought to customers before.</param>
/// <param name="Budget">Minor units; null for no limit, which reaches every threshold.</param>
/// <param name="Audience">Customers in it when it was submitted.</param>
public sealed record LaneFacts(string Level, bool HasNewTariff, long? Budget, long Audience);

/// <summary>Each that is set is a threshold of its own.</summary>
public sealed record LaneThresholds
{
    public bool NewTariff { get; init; }

    /// <summary>Minor units.</summary>
    public long? Budget { get; init; }

    /// <summary>Customers.</summary>
    public long? Audience { get; init; }

    public bool IsReachedBy(LaneFacts facts) =>
        (NewTariff && facts.HasNewTariff)
        || (Budget is { } budget && (facts.Budget is not { } asked || asked >= budget))
        || (Audience is { } audience && facts.Audience >= audience);
}
