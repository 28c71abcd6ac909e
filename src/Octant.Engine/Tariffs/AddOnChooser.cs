namespace Octant.Engine.Tariffs;

/// <summary>What can be added to a plan for a further monthly fee.</summary>
public sealed record TariffAddOn
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Minor units for each month.</summary>
    public long MonthlyFee { get; init; }

    /// <summary>The plans it can be added to; null for all.</summary>
    public IReadOnlyList<string>? Plans { get; init; }

    /// <summary>Minutes it adds; 0 or more, as the other quantities.</summary>
    public decimal Minutes { get; init; }

    public decimal Messages { get; init; }

    public decimal Megabytes { get; init; }

    /// <summary>The plan's own allowance is multiplied by this first; 1 for not at all.</summary>
    public decimal MinutesFactor { get; init; } = 1;

    public decimal MessagesFactor { get; init; } = 1;

    public decimal MegabytesFactor { get; init; } = 1;

    /// <summary>Can be taken more than once.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>A plan takes one of its exclusive add-ons at most.</summary>
    public bool IsExclusive { get; init; }

    internal decimal Adds(UsageService service) => service switch
    {
        UsageService.Voice => Minutes,
        UsageService.Messages => Messages,
        _ => Megabytes,
    };

    internal decimal Factor(UsageService service) => service switch
    {
        UsageService.Voice => MinutesFactor,
        UsageService.Messages => MessagesFactor,
        _ => MegabytesFactor,
    };
}

/// <summary>
/// Finds the cheapest add-ons that let a plan cover the heaviest month of each service, and gives the plan with them as a plan
/// of its own. Exact: an exclusive add-on or none, any set of the single ones, and for what then is missing the cheapest
/// number of each repeatable one, found by what is missing (two ways to the same remainder are followed once).
/// </summary>
public static class AddOnChooser
{
    /// <summary>So many of all repeatable add-ons together: nobody orders more, and it bounds the search.</summary>
    public const int MostRepeated = 50;

    /// <summary>So many single add-ons of one plan are tried together; further ones are left out.</summary>
    public const int MostSingle = 10;

    /// <summary>The plan with add-ons; null when it covers the usage without, or no add-ons make it.</summary>
    public static TariffPlan? Complete(TariffPlan plan, CustomerUsage usage, IReadOnlyList<TariffAddOn> addOns)
    {
        var needs = TariffPlan.Services.Select(service => Heaviest(plan.Of(service), service, usage)).ToArray();
        if (TariffPlan.Services.All(service => plan.Of(service).Limit is not { } limit || limit >= needs[(int)service]))
        {
            return null;
        }

        var own = addOns.Where(addOn => addOn.Plans?.Contains(plan.Id) is not false).ToList();
        var single = own.Where(addOn => addOn is { IsExclusive: false, IsRepeatable: false }).Take(MostSingle).ToList();
        var repeatable = own.Where(addOn => addOn is { IsExclusive: false, IsRepeatable: true }).ToList();
        List<TariffAddOn>? best = null;
        foreach (var exclusive in own.Where(addOn => addOn.IsExclusive).Prepend(null))
        {
            for (var set = 0; set < 1 << single.Count; set++)
            {
                var chosen = single.Where((_, index) => ((set >> index) & 1) == 1).ToList();
                if (exclusive is not null)
                {
                    chosen.Insert(0, exclusive);
                }

                var missing = TariffPlan.Services.Select(service => Missing(plan.Of(service), service, needs[(int)service], chosen)).ToArray();
                if (new Repetition(repeatable).Cheapest((missing[0], missing[1], missing[2]), MostRepeated) is { } more)
                {
                    chosen.AddRange(more);
                    best = best is null || Fee(chosen) < Fee(best) || (Fee(chosen) == Fee(best) && chosen.Count < best.Count) ? chosen : best;
                }
            }
        }

        return best is null ? null : With(plan, best);
    }

    /// <summary>The plan with these add-ons as one plan.</summary>
    public static TariffPlan With(TariffPlan plan, IReadOnlyList<TariffAddOn> addOns)
    {
        var counted = addOns.GroupBy(addOn => addOn.Id, StringComparer.Ordinal).Select(group => (AddOn: group.First(), Count: group.Count())).ToList();
        return plan with
        {
            Id = string.Join('+', counted.Select(item => item.AddOn.Id + Times(item.Count)).Prepend(plan.Id)),
            Name = string.Join(" + ", counted.Select(item => item.AddOn.Name + Times(item.Count)).Prepend(plan.Name)),
            MonthlyFee = checked(plan.MonthlyFee + Fee(addOns)),
            Voice = plan.Voice with { Included = Allowance(plan.Voice, UsageService.Voice, addOns) ?? 0 },
            Messages = plan.Messages with { Included = Allowance(plan.Messages, UsageService.Messages, addOns) ?? 0 },
            Data = plan.Data with { Included = Allowance(plan.Data, UsageService.Data, addOns) ?? 0 },
        };

        static string Times(int count) => count == 1 ? "" : FormattableString.Invariant($" ×{count}");
    }

    private static long Fee(IEnumerable<TariffAddOn> addOns) => addOns.Sum(addOn => addOn.MonthlyFee);

    private static decimal Heaviest(ServiceTariff tariff, UsageService service, CustomerUsage usage) =>
        usage.Months.Select(month => Rounding.Up(month.Quantity(service, tariff.RecordStep, tariff.FreeKinds), tariff.MonthStep)).DefaultIfEmpty().Max();

    private static decimal Missing(ServiceTariff tariff, UsageService service, decimal need, IReadOnlyList<TariffAddOn> addOns) =>
        Allowance(tariff, service, addOns) is { } allowance ? decimal.Max(0, need - allowance) : 0;

    private static decimal? Allowance(ServiceTariff tariff, UsageService service, IReadOnlyList<TariffAddOn> addOns)
    {
        var allowance = tariff.Limit;
        foreach (var addOn in addOns)
        {
            allowance *= addOn.Factor(service);
        }

        foreach (var addOn in addOns)
        {
            allowance += addOn.Adds(service);
        }

        return allowance;
    }

    /// <summary>The cheapest repetition of add-ons for what is missing of voice, messages and data.</summary>
    private sealed class Repetition(IReadOnlyList<TariffAddOn> addOns)
    {
        private readonly Dictionary<(decimal, decimal, decimal), (long Fee, TariffAddOn? First)> _known = [];

        public List<TariffAddOn>? Cheapest((decimal Voice, decimal Messages, decimal Data) missing, int most)
        {
            if (Fee(missing, most) == long.MaxValue)
            {
                return null;
            }

            var chosen = new List<TariffAddOn>();
            while (missing != default)
            {
                var first = _known[missing].First!;
                chosen.Add(first);
                missing = Less(missing, first);
            }

            return chosen;
        }

        private long Fee((decimal Voice, decimal Messages, decimal Data) missing, int most)
        {
            if (missing == default)
            {
                return 0;
            }

            if (_known.TryGetValue(missing, out var known))
            {
                return known.Fee;
            }

            var service = missing.Voice > 0 ? UsageService.Voice : missing.Messages > 0 ? UsageService.Messages : UsageService.Data;
            (long Fee, TariffAddOn? First) best = (long.MaxValue, null);
            foreach (var addOn in addOns)
            {
                if (most > 0 && addOn.Adds(service) > 0 && Fee(Less(missing, addOn), most - 1) is < long.MaxValue and var rest && rest + addOn.MonthlyFee < best.Fee)
                {
                    best = (rest + addOn.MonthlyFee, addOn);
                }
            }

            _known.Add(missing, best);
            return best.Fee;
        }

        private static (decimal Voice, decimal Messages, decimal Data) Less((decimal Voice, decimal Messages, decimal Data) missing, TariffAddOn addOn) =>
            (decimal.Max(0, missing.Voice - addOn.Minutes), decimal.Max(0, missing.Messages - addOn.Messages), decimal.Max(0, missing.Data - addOn.Megabytes));
    }
}
