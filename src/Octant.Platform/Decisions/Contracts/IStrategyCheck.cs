using Octant.Engine.Decisions;

namespace Octant.Platform.Decisions.Contracts;

/// <summary>Tells before anything is launched whether it would compile.</summary>
public interface IStrategyCheck
{
    /// <summary>What is wrong with this campaign against everything as it stands now; empty when it could go live.</summary>
    ValueTask<IReadOnlyList<StrategyError>> CheckAsync(CampaignDefinition campaign, CancellationToken cancellation);
}
