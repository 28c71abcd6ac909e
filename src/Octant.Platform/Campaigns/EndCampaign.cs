using Octant.Engine.Decisions;
using Octant.Platform.Campaigns.Batches;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Campaigns;

/// <summary>Ends a campaign for good. What is pending is suppressed when a sender would claim it, or when it expires.</summary>
public static class EndCampaign
{
    public static async Task<Result<CampaignDefinition>> HandleAsync(
        string id, Caller caller, CampaignLifeCycle lifeCycle, BatchDesk batches, IOutstandingClaims claims, CancellationToken cancellation)
    {
        using var held = await batches.HoldAsync(id, cancellation);
        var ended = await lifeCycle.MoveAsync(
            caller,
            id,
            "ended",
            CampaignStatus.Ended,
            [CampaignStatus.Draft, CampaignStatus.Approved, CampaignStatus.Live, CampaignStatus.Paused],
            cancellation);
        if (ended.Succeeded)
        {
            await claims.WaitForEarlierAsync(cancellation);
        }

        return ended;
    }
}
