using Octant.Engine.Decisions;
using Octant.Platform.Campaigns.Contracts;
using Octant.Platform.Foundation.Http;

namespace Octant.Platform.Campaigns;

/// <summary>Campaigns as capabilities above see them.</summary>
public sealed class CampaignDirectory(CampaignStorage storage) : ICampaigns
{
    public ValueTask<IReadOnlyList<CampaignDefinition>> ReadAllAsync(CancellationToken cancellation) => storage.Campaigns.ReadAllAsync(cancellation);

    public bool MaySee(Caller caller, CampaignDefinition campaign) => CampaignSight.Permits(caller, campaign);
}
