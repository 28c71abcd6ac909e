using Octant.Engine.Calendar;
using Octant.Engine.Learning;
using Octant.Engine.Offers;
using Octant.Engine.Policies;

namespace Octant.Engine.Decisions;

/// <summary>The stages of a decision, in order (4.5). Each removal is put down to the first that removed.</summary>
public enum Stage
{
    Candidates,
    Audience,
    Eligibility,
    Applicability,
    Suitability,
    ProductCheck,
    Consent,
    ContactPolicy,
    ChannelFit,
    Capacity,
    Arbitration,
    Holdout,

    /// <summary>Nothing removed it.</summary>
    Recommended,
}

/// <summary>One offer given out, or, for a ghost, the one that would have been.</summary>
/// <param name="Probability">
/// Of being chosen, over the exploration draw, given what was chosen before it in this decision (ghosts among it), before holdout.
/// </param>
public sealed record Recommendation(
    int Rank,
    string Campaign,
    string Offering,
    string? Promotion,
    string? Cluster,
    string Class,
    string Channel,
    string Variant,
    Tier Tier,
    double Propensity,
    double Value,
    double Weight,
    double Lever,
    double Score,
    double Probability,
    Instant CountsAt,
    Instant ValidUntil,
    TimeSpan ResponseWindow,
    IReadOnlyList<ResourceSpend> Spends)
{
    /// <summary>Where the propensity comes from.</summary>
    public PropensityBasis PropensityBasis { get; init; }
}

/// <summary>An offer that came as far as arbitration, with what became of it.</summary>
public readonly record struct RankedOffer(string Campaign, string Offering, string Channel, double Score, Stage Fate, string? Reason);

/// <summary>What the engine answers. The same inputs always give the same result, to the bit.</summary>
/// <param name="Ghosts">Holdout's would-be winners; ranks follow those of the recommendations.</param>
/// <param name="Silence">Why nothing was recommended; null when something was.</param>
public sealed record DecisionResult(
    IReadOnlyList<Recommendation> Recommendations,
    IReadOnlyList<Recommendation> Ghosts,
    IReadOnlyList<RankedOffer> Ranked,
    string? Silence);
