using Octant.Engine.Decisions;
using Octant.Platform.Campaigns.Contracts;
using Octant.Platform.Foundation.Http;

namespace Octant.Platform.Campaigns;

/// <summary>Campaigns as capabilities above see them.</summary>
public sealed class CampaignDirectory(CampaignStorage storage) : ICampaigns
{
    public ValueTask<IReadOnlyList<CampaignDefinition>> ReadAllAsync(CancellationToken cancellation) => storage.Campaigns.ReadAllAsync(cancellation);

    public async ValueTask<IReadOnlyList<CampaignQuota>> ReadQuotasAsync(CancellationToken cancellation) =>
    [
        .. (await storage.Plans.ReadAllAsync(cancellation)).SelectMany(plan => plan.Resources.SelectMany(need =>
            need.Quotas.Select(quota => new CampaignQuota(plan.Id, need.Channel, quota.Organisation, quota.Contacts)))),
    ];

    public bool MaySee(Caller caller, CampaignDefinition campaign) => CampaignSight.Permits(caller, campaign);
}
