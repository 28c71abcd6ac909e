namespace Octant.Engine.Learning;

/// <summary>How decisions make use of what is learnt, and how much of them goes to finding out more.</summary>
public sealed record LearningRules
{
    /// <summary>Outcomes from which on an offering on a channel, an offering or a cluster speaks for itself; before, the configured number holds.</summary>
    public long MinimumOutcomes { get; init; } = 200;

    /// <summary>Share of decisions, 0 to 1, that draw by softmax instead of taking the highest score.</summary>
    public double ExplorationShare { get; init; }

    /// <summary>
    /// Of the softmax, in parts of the best score: at 0.5 an offer of half the best one's score is drawn 1/e times as often. The
    /// higher, the more even.
    /// </summary>
    public double Temperature { get; init; } = 0.5;
}
