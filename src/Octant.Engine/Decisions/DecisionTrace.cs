using Octant.Engine.Calendar;
using Octant.Engine.Expressions;
using Octant.Engine.Learning;
using Octant.Engine.Policies;

namespace Octant.Engine.Decisions;

/// <summary>Why a campaign, or one of its options, is out.</summary>
/// <param name="Related">What stands against it: an offering, a policy, a property, a resource.</param>
/// <param name="FreesAt">When it would pass by itself, where that is known.</param>
public readonly record struct Removal(Stage Stage, string Reason, string? Related = null, Instant? FreesAt = null)
{
    /// <summary>The condition that was not true.</summary>
    public CompiledExpression? Condition { get; init; }

    public CapRefusal? Cap { get; init; }

    /// <summary>Set once it came as far as arbitration.</summary>
    public double? Score { get; init; }

    /// <inheritdoc cref="Score"/>
    public Propensity? Propensity { get; init; }

    /// <summary>Its score over that of the last slot taken that was open to its tier; null when there was none.</summary>
    public double? ScoreRatio { get; init; }
}

/// <summary>Receives what the kernel does with every campaign; only explanations supply one.</summary>
public abstract class DecisionTrace
{
    /// <param name="option">Null when the campaign is out as a whole.</param>
    public abstract void Removed(CompiledCampaign campaign, CampaignOption? option, in Removal removal);

    public abstract void Recommended(CompiledCampaign campaign, CampaignOption option, int rank, double score, in Propensity propensity);
}
