using Octant.Engine.Decisions;
using Octant.Engine.Offers;
using Octant.Platform.Campaigns.Contracts;
using Octant.Platform.Catalog.Contracts;
using Octant.Platform.Channels.Contracts;

namespace Octant.Platform.Insights.Figures;

/// <summary>
/// What contacts cost and orders bring in, by the catalogue, channels and campaigns of now. Money is worked out when it is read, so that
/// a corrected price corrects the past, and nothing about prices is in the counters.
/// </summary>
internal sealed class Prices
{
    private readonly Dictionary<string, (long Contact, long Transaction)> _channels;
    private readonly Dictionary<string, Offering> _offerings;
    private readonly Dictionary<(string Campaign, string Offering), CampaignOffer> _offers = [];

    private Prices(Dictionary<string, (long, long)> channels, Dictionary<string, Offering> offerings, IEnumerable<CampaignDefinition> campaigns)
    {
        _channels = channels;
        _offerings = offerings;
        foreach (var campaign in campaigns)
        {
            foreach (var offer in campaign.Offers)
            {
                _offers.TryAdd((campaign.Id, offer.Offering), offer);
            }
        }
    }

    public static async ValueTask<Prices> ReadAsync(
        ICatalog catalog, IChannels channels, IReadOnlyList<CampaignDefinition> campaigns, CancellationToken cancellation) => new(
        (await channels.ReadChannelsAsync(cancellation)).ToDictionary(channel => channel.Id, channel => (channel.CostPerContact, channel.CostPerTransaction), StringComparer.Ordinal),
        (await catalog.ReadOfferingsAsync(cancellation)).ToDictionary(offering => offering.Id, StringComparer.Ordinal),
        campaigns);

    /// <summary>Of one contact, or of one acceptance, in a channel; 0 for whatever costs nothing.</summary>
    public long CostOf(string outcome, string channel) => !_channels.TryGetValue(channel, out var price) ? 0 : outcome switch
    {
        "sent" or "unconfirmed" => price.Contact,
        "accepted" => price.Transaction,
        _ => 0,
    };

    /// <summary>Of one order; 0 where the offering is no longer known.</summary>
    public long WorthOf(string offering, string campaign) =>
        _offerings.TryGetValue(offering, out var known) ? OfferWorth.Of(known, _offers.GetValueOrDefault((campaign, offering))) : 0;
}
