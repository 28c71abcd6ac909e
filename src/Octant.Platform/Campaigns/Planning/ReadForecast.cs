using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Statistics;
using Octant.Platform.Catalog.Contracts;
using Octant.Platform.Channels.Contracts;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Campaigns.Planning;

/// <summary>
/// What a campaign can come to if everybody in its audience is offered its best offer once: of one that goes out again and again, at one
/// of its times. Money in minor units.
/// </summary>
/// <param name="Audience">Customers in it now; eligibility, policy and products will take some away.</param>
/// <param name="HeldOut">Of them, in the holdout.</param>
/// <param name="ResponseRate">As planned, or else the mean of the offers' configured propensities.</param>
/// <param name="Cost">At the dearest of its channels.</param>
/// <param name="DetectableRise">
/// The smallest rise of the response rate over the holdout's that will be found in four of five cases; null where the holdout is
/// too small to find anything. It rests on customers: to contact them more often makes them no more.
/// </param>
/// <param name="HoldoutForPower">Share of the audience that must be held out to find the planned rate against none; null where no share is enough.</param>
/// <param name="Period">Over all the times that it goes out; null without a schedule.</param>
public sealed record CampaignForecast(
    string CampaignId,
    Instant AsOf,
    long Audience,
    long HeldOut,
    double ResponseRate,
    double Responses,
    double Cost,
    double Revenue,
    double? DetectableRise,
    double? HoldoutForPower,
    PeriodForecast? Period);

/// <summary>Forecasts before a campaign is submitted.</summary>
public static class ReadForecast
{
    internal const double Alpha = 0.05;
    internal const double WantedPower = 0.8;

    public static async Task<Result<CampaignForecast>> HandleAsync(
        string id, Caller caller, CampaignStorage storage, IAudienceSizes audiences, ICatalog catalog, IChannels channels, IPolicies policies, CancellationToken cancellation)
    {
        if (!(await storage.ReadAsync(caller, id, cancellation)).TryGet(out var stored, out var problem))
        {
            return problem;
        }

        var plan = (await storage.Plans.ReadAsync(id, cancellation))?.Value;
        return await ForecastAsync(stored.Value, plan?.Expected?.ResponseRate, caller, audiences, catalog, channels, policies, cancellation);
    }

    /// <param name="expectedRate">As planned; null to take the offers' own.</param>
    internal static async ValueTask<Result<CampaignForecast>> ForecastAsync(
        CampaignDefinition campaign,
        double? expectedRate,
        Caller caller,
        IAudienceSizes audiences,
        ICatalog catalog,
        IChannels channels,
        IPolicies policies,
        CancellationToken cancellation)
    {
        var sizes = await audiences.MeasureAsync([CampaignSight.AudienceFor(caller, campaign)], cancellation);
        if (!sizes.First.TryGet(out var size, out var problem))
        {
            return problem;
        }

        var rate = expectedRate ?? campaign.Offers.Average(offer => offer.Propensity);
        var (audience, heldOut) = (size.Count, (long)Math.Round(size.Count * campaign.HoldoutShare));
        var contacted = audience - heldOut;
        var offerings = await catalog.ReadOfferingsAsync(cancellation);
        var values = offerings.ToDictionary(offering => offering.Id, offering => offering.Value ?? offering.Price, StringComparer.Ordinal);
        var worth = campaign.Offers.Average(offer => (double)(offer.Value ?? values.GetValueOrDefault(offer.Offering)));
        var costs = ChannelCosts.Of(campaign, await channels.ReadChannelsAsync(cancellation));
        var responses = contacted * rate;
        return new CampaignForecast(
            campaign.Id,
            sizes.AsOf,
            audience,
            heldOut,
            rate,
            responses,
            ((double)contacted * costs.Dearest) + (responses * costs.DearestTransaction),
            responses * worth,
            heldOut > 0 && contacted > 0 ? Power.DetectableRise(rate, contacted, heldOut, Alpha, WantedPower) : null,
            HoldoutFor(rate, audience),
            campaign.Schedule is null
                ? null
                : PeriodForecast.Of(campaign, await CurrentDueTimes.ReadAsync(policies, channels, sizes.AsOf, cancellation), offerings, costs, contacted, rate, worth));
    }

    /// <summary>The smallest whole per mille that finds the whole rate as an effect.</summary>
    private static double? HoldoutFor(double rate, long audience)
    {
        for (var share = 1; rate is > 0 and < 1 && share <= 500; share++)
        {
            var control = audience * share / 1_000d;
            if (Power.OfProportions(rate, 0, audience - control, control, Alpha) >= WantedPower)
            {
                return share / 1_000d;
            }
        }

        return null;
    }
}
