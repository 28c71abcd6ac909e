using Octant.Engine.Decisions;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Campaigns;

/// <summary>Hands a draft to review; it must compile.</summary>
public static class SubmitCampaign
{
    public static async Task<Result<CampaignDefinition>> HandleAsync(
        string id, Caller caller, CampaignLifeCycle lifeCycle, IStrategyCheck strategy, IClock clock, CancellationToken cancellation) =>
        await lifeCycle.MoveAsync(
            caller,
            id,
            "submitted",
            CampaignStatus.Draft,
            [CampaignStatus.Draft],
            (campaign, _) => CheckCampaign.FindProblemAsync(campaign, strategy, cancellation),
            (campaign, reviews) => new CampaignReviews(caller.Id, clock.Now, CampaignReviews.ContentOf(campaign), reviews.Reviews),
            cancellation);
}
