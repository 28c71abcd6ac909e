using System.Text.Json.Nodes;
using Octant.Engine.Decisions;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Campaigns;

/// <summary>
/// Puts an approved campaign in force. What does not compile does not go live, and the answer comes when every partition
/// has journalled the new strategy; a partition that cannot be reached makes it 503 (4.11).
/// </summary>
public static class LaunchCampaign
{
    public static async Task<Result<JsonObject>> HandleAsync(
        string id, Caller caller, CampaignLifeCycle lifeCycle, IStrategyCheck strategy, IObservedBehaviour observed, IClock clock, CancellationToken cancellation)
    {
        var moved = await lifeCycle.MoveAsync(
            caller,
            id,
            "launched",
            [CampaignStatus.Approved],
            async (campaign, reviews) =>
                await CheckCampaign.FindProblemAsync(campaign with { Status = CampaignStatus.Live }, strategy, cancellation) is { } broken
                    ? broken
                    : new CampaignMove(CampaignStatus.Live, reviews with { LaunchedAt = clock.Now }),
            cancellation);
        return moved.TryGet(out var campaign, out var problem) ? await CampaignView.OfAsync(campaign, observed, cancellation) : problem;
    }
}
