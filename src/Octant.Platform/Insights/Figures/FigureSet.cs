using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Insights.Figures;

/// <summary>What happened, in numbers; what each is stands in <see cref="FigureDefinitions"/>. Money in minor units of the settlement currency.</summary>
/// <param name="Cost">Null where it is not counted, by the hour.</param>
/// <param name="Revenue">Null where it is not counted, by the hour.</param>
public sealed record FigureSet(
    long Decisions,
    long Silent,
    long Planned,
    long Pending,
    long Sent,
    long Unconfirmed,
    long Suppressed,
    long Failed,
    long Ghosts,
    long External,
    long Shown,
    long Clicked,
    long Interested,
    long Accepted,
    long Rejected,
    long Ignored,
    long Responses,
    long Orders,
    long? Cost,
    long? Revenue);

/// <summary>Adds counters up to figures.</summary>
internal sealed class FigureTally(Prices? prices)
{
    private readonly Dictionary<string, long> _byOutcome = new(StringComparer.Ordinal);
    private long _cost;
    private long _revenue;

    /// <summary>Channel and, of orders, offering and campaign must be told apart, where there are prices.</summary>
    public void Add(CounterTotal total)
    {
        Add(total.Outcome, total.Amount);
        if (prices is not null)
        {
            _cost += total.Amount * prices.CostOf(total.Outcome, total.Channel!);
            _revenue += total is { Outcome: "ordered", Offering: { } offering, Campaign: { } campaign } ? total.Amount * prices.WorthOf(offering, campaign) : 0;
        }
    }

    public void Add(string outcome, long amount) => _byOutcome[outcome] = Of(outcome) + amount;

    /// <summary>Orders told apart by offering and campaign, where everything else is not.</summary>
    public void AddRevenue(CounterTotal orders) => _revenue += orders.Amount * prices!.WorthOf(orders.Offering!, orders.Campaign!);

    public FigureSet ToSet() => new(
        Of("decisions"),
        Of("silent"),
        Of("planned"),
        Of("pending"),
        Of("sent"),
        Of("unconfirmed"),
        Of("suppressed"),
        Of("failed"),
        Of("ghost"),
        Of("external"),
        Of("shown"),
        Of("clicked"),
        Of("interested"),
        Of("accepted"),
        Of("rejected"),
        Of("ignored"),
        Of("clicked") + Of("interested") + Of("accepted") + Of("rejected"),
        Of("ordered"),
        prices is null ? null : _cost,
        prices is null ? null : _revenue);

    private long Of(string outcome) => _byOutcome.GetValueOrDefault(outcome);
}
