namespace Octant.Engine.Tariffs;

/// <summary>One service on a bill. Quantities in the service's unit.</summary>
/// <param name="Used">Sum of the records as the plan rounds them, free kinds left out.</param>
/// <param name="Billed">The same, rounded as a month.</param>
/// <param name="Included">Of it paid for by the monthly fee.</param>
/// <param name="FromShared">Of it taken from the shared allowance.</param>
/// <param name="Over">What is left over; 0 when it all fits.</param>
/// <param name="OverageUnits">Units begun of what is over.</param>
/// <param name="Amount">Minor units: overage units × price, rounded once to whole minor units, halves away from zero.</param>
/// <param name="FallsShort">Something is over and the plan has no price for it.</param>
public sealed record BillLine(
    UsageService Service,
    decimal Used,
    decimal Billed,
    decimal Included,
    decimal FromShared,
    decimal Over,
    decimal OverageUnits,
    long Amount,
    bool FallsShort);

/// <summary>What a month costs under a plan, in minor units.</summary>
/// <param name="Lines">Voice, messages, data.</param>
public sealed record TariffBill(BillingMonth Month, string Plan, long MonthlyFee, IReadOnlyList<BillLine> Lines)
{
    public long Total { get; } = Lines.Aggregate(MonthlyFee, (sum, line) => checked(sum + line.Amount));

    /// <summary>The plan does not carry this usage at any price.</summary>
    public bool FallsShort => Lines.Any(line => line.FallsShort);

    /// <summary>All that was used is in the monthly fee.</summary>
    public bool IsCovered => Lines.All(line => line.Over == 0);

    /// <summary>The bill of one month. Pure: nothing of it depends on other months.</summary>
    public static TariffBill Of(TariffPlan plan, MonthlyUsage usage)
    {
        var lines = new BillLine[TariffPlan.Services.Count];
        var shared = plan.Shared?.Units ?? 0;
        foreach (var service in TariffPlan.Services)
        {
            lines[(int)service] = Line(plan, service, usage, ref shared);
        }

        return new TariffBill(usage.Month, plan.Id, plan.MonthlyFee, lines);
    }

    private static BillLine Line(TariffPlan plan, UsageService service, MonthlyUsage usage, ref long shared)
    {
        var tariff = plan.Of(service);
        var used = usage.Quantity(service, tariff.RecordStep, tariff.FreeKinds);
        var billed = Rounding.Up(used, tariff.MonthStep);
        var included = tariff.Limit is { } limit ? decimal.Min(billed, limit) : billed;
        var over = billed - included;
        var fromShared = 0m;
        if (over > 0 && shared > 0 && plan.Shared!.PerUnit(service) is > 0 and var perUnit)
        {
            var units = (long)decimal.Min(shared, Rounding.Begun(over, perUnit));
            fromShared = decimal.Min(over, units * perUnit);
            shared -= units;
            over -= fromShared;
        }

        var overageUnits = Rounding.Begun(over, tariff.OverageUnit);
        var amount = tariff.OveragePrice is { } price ? Rounding.Money(overageUnits * price) : 0;
        return new BillLine(service, used, billed, included, fromShared, over, overageUnits, amount, over > 0 && tariff.OveragePrice is null);
    }
}
