using Octant.Engine.Decisions;
using Octant.Engine.Offers;
using Octant.Platform.Foundation.Http;

namespace Octant.Platform.Campaigns.Contracts;

/// <summary>Campaigns, for capabilities above.</summary>
public interface ICampaigns
{
    /// <summary>All there are, in ordinal order of id.</summary>
    ValueTask<IReadOnlyList<CampaignDefinition>> ReadAllAsync(CancellationToken cancellation);

    /// <summary>What the plans of all campaigns, live or not, let organisation units have.</summary>
    ValueTask<IReadOnlyList<CampaignQuota>> ReadQuotasAsync(CancellationToken cancellation);

    /// <summary>Whether the caller learns of this campaign at all.</summary>
    bool MaySee(Caller caller, CampaignDefinition campaign);
}

/// <param name="Organisation">Path of the unit.</param>
/// <param name="Contacts">In all, over the campaign's period.</param>
public sealed record CampaignQuota(string Campaign, string Channel, string Organisation, long Contacts);

/// <summary>What taking an offer brings in.</summary>
public static class OfferWorth
{
    /// <summary>In minor units: what the offering's revenue rule says; without one what the campaign's offer is worth, then the offering, then its price.</summary>
    /// <param name="offer">Null where no campaign is known.</param>
    public static long Of(Offering offering, CampaignOffer? offer) => offering.Revenue?.Whole ?? offer?.Value ?? offering.Value ?? offering.Price;
}
