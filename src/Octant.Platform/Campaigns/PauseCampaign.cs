using Octant.Engine.Decisions;
using Octant.Platform.Campaigns.Batches;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Campaigns;

/// <summary>
/// Stops a live campaign. The answer comes when every partition has journalled it and all claims begun earlier have been
/// handed over: after it, nothing more of the campaign goes out (4.11). A batch under way stops between two customers.
/// </summary>
public static class PauseCampaign
{
    public static async Task<Result<CampaignDefinition>> HandleAsync(
        string id, Caller caller, CampaignLifeCycle lifeCycle, BatchDesk batches, IOutstandingClaims claims, CancellationToken cancellation)
    {
        using var held = await batches.HoldAsync(id, cancellation);
        var paused = await lifeCycle.MoveAsync(
            caller, id, "paused", CampaignStatus.Paused, [CampaignStatus.Live], cancellation);
        if (paused.Succeeded)
        {
            await claims.WaitForEarlierAsync(cancellation);
        }

        return paused;
    }
}
