using System.Text.Json.Nodes;
using Octant.Engine.Decisions;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Campaigns;

/// <summary>
/// Puts an approved campaign in force. What does not compile does not go live, and the answer comes when every partition
/// has journalled the new strategy; a partition that cannot be reached makes it 503 (4.11).
/// </summary>
public static class LaunchCampaign
{
    public static async Task<Result<JsonObject>> HandleAsync(
        string id, Caller caller, CampaignLifeCycle lifeCycle, IStrategyCheck strategy, IObservedBehaviour observed, CancellationToken cancellation)
    {
        var moved = await lifeCycle.MoveAsync(
            caller,
            id,
            "launched",
            CampaignStatus.Live,
            [CampaignStatus.Approved],
            (campaign, _) => CheckCampaign.FindProblemAsync(campaign with { Status = CampaignStatus.Live }, strategy, cancellation),
            reviews: null,
            cancellation);
        return moved.TryGet(out var campaign, out var problem) ? await CampaignView.OfAsync(campaign, observed, cancellation) : problem;
    }
}
