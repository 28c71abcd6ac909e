using Octant.Engine.Calendar;
using Octant.Engine.Expressions;
using Octant.Engine.Learning;
using Octant.Engine.Policies;

namespace Octant.Engine.Decisions;

/// <summary>Why a decision came out as it did: plain data, campaign by campaign.</summary>
/// <param name="Silence">Why nothing was recommended; null when something was.</param>
/// <param name="Campaigns">Every live and paused campaign of the strategy, in ordinal order of id.</param>
public sealed record Explanation(
    string DecisionId, long StrategyVersion, Instant At, string? Silence, IReadOnlyList<CampaignExplanation> Campaigns)
{
    /// <summary>The response model in force; 0 for none.</summary>
    public long ModelVersion { get; init; }
}

/// <summary>What became of a campaign or of one of its options.</summary>
public abstract record Finding
{
    /// <summary>The stage that removed it, or <see cref="Decisions.Stage.Recommended"/>.</summary>
    public required Stage Stage { get; init; }

    /// <summary>One of <see cref="Reasons"/>; null when recommended.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// What stands against it: the offering or promotion of a product check, the class or case of a consent, the policy of a
    /// contact policy, the failing property of a channel, the resource that has run out, the campaign whose holdout the
    /// customer is in (none: the global one), the channels, touchpoints or event type it is for.
    /// </summary>
    public string? Related { get; init; }

    /// <summary>When it passes by itself: a cap, a cool-down, quiet hours, a contract, a start; null where that is not known.</summary>
    public Instant? FreesAt { get; init; }

    /// <summary>The cap that has no room.</summary>
    public CapFinding? Cap { get; init; }

    /// <summary>Propensity × value × weight × lever, once it came as far as arbitration.</summary>
    public double? Score { get; init; }

    /// <summary>Chance of acceptance when shown, once it came as far as arbitration.</summary>
    public double? Propensity { get; init; }

    /// <summary>Whether that is the number entered or the response model's, and from which part of it.</summary>
    public PropensityBasis? PropensityBasis { get; init; }

    /// <summary>Its score over that of the last slot taken that was open to it, where no slot was left for it.</summary>
    public double? ScoreRatio { get; init; }

    /// <summary>From 1, when recommended.</summary>
    public int? Rank { get; init; }
}

/// <summary>One campaign, explained by the option that came furthest.</summary>
public sealed record CampaignExplanation : Finding
{
    public required string Campaign { get; init; }

    public required string Name { get; init; }

    /// <summary>The condition that was not true; null when none was the reason.</summary>
    public ConditionFinding? Condition { get; init; }

    /// <summary>Of the option that came furthest; null when the campaign was out as a whole.</summary>
    public string? Offering { get; init; }

    /// <inheritdoc cref="Offering"/>
    public string? Channel { get; init; }

    /// <summary>Every offer on every channel, in the campaign's order; empty when the campaign was out as a whole.</summary>
    public required IReadOnlyList<OptionExplanation> Options { get; init; }
}

/// <summary>One offer of a campaign on one channel.</summary>
public sealed record OptionExplanation : Finding
{
    public required string Offering { get; init; }

    public string? Promotion { get; init; }

    public required string Channel { get; init; }
}

/// <summary>A condition that was not true, with the fewest clauses that would have to change.</summary>
/// <param name="Text">The whole condition.</param>
/// <param name="SmallestChange">Each failing clause with the customer's value and its distance.</param>
public sealed record ConditionFinding(string Text, IReadOnlyList<FailingClause> SmallestChange);

/// <summary>A cap without room: what it counts, how many there are, and how many there may be.</summary>
/// <param name="Subject">The channel, campaign, offering, cluster or class counted; empty for the global scope.</param>
/// <param name="Rolling">Length of the window; null for a calendar one.</param>
/// <param name="Calendar">Unit of the window; null for a rolling one.</param>
public sealed record CapFinding(
    string Policy, CapScope Scope, string Subject, int Count, int Limit, TimeSpan? Rolling, CalendarUnit? Calendar);
