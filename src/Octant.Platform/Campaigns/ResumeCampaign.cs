using System.Text.Json.Nodes;
using Octant.Engine.Decisions;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Campaigns;

/// <summary>Puts a paused campaign in force again, if it still compiles.</summary>
public static class ResumeCampaign
{
    public static async Task<Result<JsonObject>> HandleAsync(
        string id, Caller caller, CampaignLifeCycle lifeCycle, IStrategyCheck strategy, IObservedBehaviour observed, CancellationToken cancellation)
    {
        var moved = await lifeCycle.MoveAsync(
            caller,
            id,
            "resumed",
            [CampaignStatus.Paused],
            async (campaign, _) => await CheckCampaign.FindProblemAsync(campaign, strategy, cancellation) is { } broken ? broken : new CampaignMove(CampaignStatus.Live),
            cancellation);
        return moved.TryGet(out var campaign, out var problem) ? await CampaignView.OfAsync(campaign, observed, cancellation) : problem;
    }
}
