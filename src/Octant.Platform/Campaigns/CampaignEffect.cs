using Octant.Engine.Calendar;
using Octant.Engine.Statistics;
using Octant.Engine.Statistics.Effects;

namespace Octant.Platform.Campaigns;

/// <summary>
/// What a campaign did: customers to whom it made an offer beside those of its holdout to whom it would have made one, each counted
/// from the first such moment on, whatever was then sent to them.
/// </summary>
/// <param name="HasControlGroup">False: there are figures, and no effect.</param>
/// <param name="Arms">By themselves; a response is a customer who has one of the campaign's offerings by now.</param>
/// <param name="Effect">Null without a control group. Its intervals hold however often it is asked for.</param>
/// <param name="Cost">Of the contacts that went out and the transactions that followed, in minor units.</param>
/// <param name="BroughtIn">What the effect comes to over all customers who were offered something; null where there is no effect.</param>
/// <param name="ByOffering">By the offering of the first offer.</param>
/// <param name="ByChannel">By the channel of the first offer.</param>
/// <param name="ByDay">By its day in UTC.</param>
/// <param name="BySegment">By the attribute that was asked for; null when none was.</param>
/// <param name="Notes">What must be said beside the figures.</param>
public sealed record CampaignEffect(
    string CampaignId,
    Instant AsOf,
    double HoldoutShare,
    bool HasControlGroup,
    IReadOnlyList<ArmFigures> Arms,
    EffectReport? Effect,
    long Cost,
    BroughtIn? BroughtIn,
    IReadOnlyList<CampaignEffectPart> ByOffering,
    IReadOnlyList<CampaignEffectPart> ByChannel,
    IReadOnlyList<CampaignEffectPart> ByDay,
    IReadOnlyList<CampaignEffectPart>? BySegment,
    IReadOnlyList<string> Notes);

/// <summary>An effect in whole customers and money, over everybody who was offered something; with the interval of the effect.</summary>
/// <param name="Responses">That would not have come otherwise.</param>
/// <param name="Revenue">Minor units that would not have come otherwise.</param>
/// <param name="Net">Revenue less cost.</param>
public sealed record BroughtIn(MeasuredTotal Responses, MeasuredTotal? Revenue, MeasuredTotal? Net)
{
    internal static BroughtIn Of(EffectReport effect, long offered, long cost)
    {
        var comparison = effect.Comparisons[0];
        var revenue = comparison.Revenue is { } measured ? MeasuredTotal.Of(measured, offered, 0) : null;
        return new BroughtIn(
            MeasuredTotal.Of(comparison.Response, offered, 0), revenue, comparison.Revenue is { } money ? MeasuredTotal.Of(money, offered, cost) : null);
    }
}

/// <param name="Interval">Null where no spread is known.</param>
public sealed record MeasuredTotal(double Value, Interval? Interval)
{
    internal static MeasuredTotal Of(MeasuredDifference difference, long customers, long less) => new(
        (difference.Difference * customers) - less,
        difference.Interval is { } interval ? new Interval((interval.Low * customers) - less, (interval.High * customers) - less) : null);
}

/// <param name="Effect">Null where one of the two arms has no customers here.</param>
/// <param name="Cost">Of everything that went out to these customers, in minor units.</param>
public sealed record CampaignEffectPart(string Value, IReadOnlyList<ArmFigures> Arms, EffectReport? Effect, long Cost);

/// <summary>What the effect of a campaign is made of: one customer to whom it made, or would have made, an offer.</summary>
/// <param name="Revenue">Minor units.</param>
/// <param name="Cost">Minor units.</param>
internal readonly record struct CampaignCustomer(
    bool IsHeldOut, bool Responded, long Revenue, long Cost, string Offering, string Channel, Instant FirstGrant, string? Segment);
