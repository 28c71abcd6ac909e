namespace Octant.Engine.Tariffs;

/// <summary>The roundings of single records that some plan asks for: what a meter has to sum beside the plain sum.</summary>
public sealed class RecordSteps
{
    private readonly decimal[][] _byService;

    private RecordSteps(decimal[][] byService) => _byService = byService;

    public static RecordSteps Of(IEnumerable<TariffTerms> plans)
    {
        var all = plans.ToList();
        return new RecordSteps(
            [.. TariffPlan.Services.Select(service => all.Select(plan => plan.Of(service).RecordStep).Append(0).Distinct().Order().ToArray())]);
    }

    internal ReadOnlySpan<decimal> For(UsageService service) => _byService[(int)service];

    internal int IndexOf(UsageService service, decimal step) =>
        Array.IndexOf(_byService[(int)service], step) is var index and >= 0
            ? index
            : throw new ArgumentException($"Usage was metered without the rounding of records to {step}.", nameof(step));
}

/// <summary>
/// What one customer used, month by month. Single records are not kept: for each kind of record and each rounding some plan
/// asks for there is one sum.
/// </summary>
public sealed class CustomerUsage(RecordSteps steps)
{
    private readonly SortedDictionary<BillingMonth, MonthlyUsage> _months = [];

    /// <summary>Months with any record, be it of nothing, in order.</summary>
    public IReadOnlyCollection<MonthlyUsage> Months => _months.Values;

    /// <summary>Adds one call, one message or several at once, or one data session.</summary>
    /// <param name="quantity">In the service's unit; 0 or more.</param>
    /// <param name="kind">What plans can make free; empty for the ordinary.</param>
    public void Add(BillingMonth month, UsageService service, decimal quantity, string kind = "")
    {
        ArgumentOutOfRangeException.ThrowIfNegative(quantity);
        if (!_months.TryGetValue(month, out var usage))
        {
            _months.Add(month, usage = new MonthlyUsage(month, steps));
        }

        usage.Add(service, quantity, kind);
    }
}

/// <summary>What one customer used in one month.</summary>
public sealed class MonthlyUsage
{
    private readonly RecordSteps _steps;
    private readonly SortedDictionary<(UsageService Service, string Kind), decimal[]> _sums =
        new(Comparer<(UsageService Service, string Kind)>.Create((left, right) =>
            left.Service != right.Service ? left.Service.CompareTo(right.Service) : string.CompareOrdinal(left.Kind, right.Kind)));

    internal MonthlyUsage(BillingMonth month, RecordSteps steps) => (Month, _steps) = (month, steps);

    public BillingMonth Month { get; }

    /// <summary>The sum of the month's records, each rounded up to a multiple of <paramref name="step"/> (0: as they are), without those of the free kinds.</summary>
    public decimal Quantity(UsageService service, decimal step = 0, IReadOnlyList<string>? freeKinds = null)
    {
        var index = _steps.IndexOf(service, step);
        var sum = 0m;
        foreach (var ((of, kind), sums) in _sums)
        {
            if (of == service && freeKinds?.Contains(kind) is not true)
            {
                sum += sums[index];
            }
        }

        return sum;
    }

    internal void Add(UsageService service, decimal quantity, string kind)
    {
        var steps = _steps.For(service);
        if (!_sums.TryGetValue((service, kind), out var sums))
        {
            _sums.Add((service, kind), sums = new decimal[steps.Length]);
        }

        for (var i = 0; i < steps.Length; i++)
        {
            sums[i] += Rounding.Up(quantity, steps[i]);
        }
    }
}

/// <summary>Exact rounding of quantities and money.</summary>
internal static class Rounding
{
    /// <summary>Up to the next multiple; as it is when the step is 0.</summary>
    public static decimal Up(decimal quantity, decimal step) => step == 0 ? quantity : Begun(quantity, step) * step;

    /// <summary>How many units are needed for a quantity: the last one may be used in part only.</summary>
    public static decimal Begun(decimal quantity, decimal unit)
    {
        // A quotient has 28 digits at most; the product with the unit shows on which side of a whole number it fell.
        var units = decimal.Floor(quantity / unit);
        while (units * unit < quantity)
        {
            units++;
        }

        while (units > 0 && (units - 1) * unit >= quantity)
        {
            units--;
        }

        return units;
    }

    /// <summary>To whole minor units, halves away from zero.</summary>
    public static long Money(decimal amount) => checked((long)decimal.Round(amount, 0, MidpointRounding.AwayFromZero));
}
