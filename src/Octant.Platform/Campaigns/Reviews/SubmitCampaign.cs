using Octant.Engine.Decisions;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Campaigns.Reviews;

/// <summary>
/// Hands a draft to the lanes it calls for; it must compile. Where every lane's earlier approval still stands, it is approved
/// at once.
/// </summary>
public static class SubmitCampaign
{
    public static async Task<Result<CampaignDefinition>> HandleAsync(
        string id,
        Caller caller,
        CampaignLifeCycle lifeCycle,
        CampaignStorage storage,
        CallLanes lanes,
        IStrategyCheck strategy,
        IClock clock,
        CancellationToken cancellation) =>
        await lifeCycle.MoveAsync(
            caller,
            id,
            "submitted",
            [CampaignStatus.Draft],
            async (campaign, reviews) =>
            {
                if (await CheckCampaign.FindProblemAsync(campaign, strategy, cancellation) is { } broken)
                {
                    return broken;
                }

                var plan = (await storage.Plans.ReadAsync(id, cancellation))?.Value;
                if (!(await lanes.ForAsync(campaign, plan, cancellation)).TryGet(out var called, out var problem))
                {
                    return problem;
                }

                var submitted = reviews.Submit(CampaignContent.Of(campaign, plan), called, caller.Id, clock.Now);
                return new CampaignMove(submitted.AreApproved ? CampaignStatus.Approved : CampaignStatus.Draft, submitted);
            },
            cancellation);
}
