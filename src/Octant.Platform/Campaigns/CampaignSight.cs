using Octant.Engine.Decisions;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Units;

namespace Octant.Platform.Campaigns;

/// <summary>
/// Who sees which campaign: those of one's own part of the organisation, and those of the units above once they are in force, because
/// they are made to one's own customers, too. Only the former are touched.
/// </summary>
public static class CampaignSight
{
    public static bool Permits(Caller caller, CampaignDefinition campaign) =>
        caller.Covers(campaign.Organisation)
        || (campaign.Status is CampaignStatus.Live or CampaignStatus.Paused or CampaignStatus.Ended
            && (campaign.Organisation is null || UnitPath.IsWithin(caller.Organisation!, campaign.Organisation)));

    /// <summary>The campaign's audience as far as the caller may count it.</summary>
    public static string? AudienceFor(Caller caller, CampaignDefinition campaign) =>
        HomeUnit.Within(CampaignStorage.InForce(campaign).Audience, caller.Covers(campaign.Organisation) ? null : caller.Organisation);

    public static async ValueTask<Result<Versioned<CampaignDefinition>>> ReadAsync(
        this CampaignStorage storage, Caller caller, string id, CancellationToken cancellation) =>
        await storage.Campaigns.ReadAsync(id, cancellation) is { } stored && Permits(caller, stored.Value)
            ? stored
            : Problem.NotFound(CampaignStorage.Kind, id);
}
