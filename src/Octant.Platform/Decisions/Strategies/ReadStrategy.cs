using Octant.Engine.Decisions;

namespace Octant.Platform.Decisions.Strategies;

/// <summary>What decides at the moment.</summary>
/// <param name="LeftOut">Campaigns that no longer compile, because what they stand on has changed, and why.</param>
public sealed record StrategyAnswer(long Version, int EngineVersion, IReadOnlyList<string> Campaigns, IReadOnlyList<StrategyError> LeftOut);

/// <summary>Reads which strategy is in force.</summary>
public static class ReadStrategy
{
    public static StrategyAnswer Handle(CurrentStrategy current, StrategyPublisher publisher) =>
        new(
            current.Value.Version,
            Strategy.EngineVersion,
            [.. current.Value.Campaigns.Select(campaign => campaign.Definition.Id)],
            publisher.Broken);
}
