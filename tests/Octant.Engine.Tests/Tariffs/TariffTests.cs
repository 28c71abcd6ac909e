using Octant.Engine.Expressions;
using Octant.Engine.Tariffs;
using Octant.Engine.Tests.Properties;

namespace Octant.Engine.Tests.Tariffs;

public sealed class TariffTests
{
    private static readonly BillingMonth December = new(2018, 12);

    private static readonly TariffPlan Surf = new()
    {
        Id = "surf",
        Name = "Surf",
        MonthlyFee = 2_000,
        Voice = new ServiceTariff { Included = 500, RecordStep = 1, OveragePrice = 3 },
        Messages = new ServiceTariff { Included = 50, OveragePrice = 3 },
        Data = new ServiceTariff { Included = 15 * 1024, MonthStep = 1024, OverageUnit = 1024, OveragePrice = 1_000 },
    };

    [Fact]
    public void Each_call_is_rounded_up_and_nothing_stays_nothing()
    {
        var usage = Usage([Surf], (UsageService.Voice, 0m), (UsageService.Voice, 0.01m), (UsageService.Voice, 1m), (UsageService.Voice, 8.52m));

        Assert.Equal(11, Line(Surf, usage, UsageService.Voice).Used);
    }

    [Fact]
    public void A_months_megabytes_are_summed_before_they_are_rounded()
    {
        var line = Line(Surf, Usage([Surf], (UsageService.Data, 15_000.5m), (UsageService.Data, 400m)), UsageService.Data);

        Assert.Equal((15_400.5m, 16_384m, 1_024m, 1m, 1_000L), (line.Used, line.Billed, line.Over, line.OverageUnits, line.Amount));
    }

    [Fact]
    public void A_month_with_a_record_of_nothing_is_billed_and_one_without_is_not()
    {
        var usage = Usage([Surf], (UsageService.Data, 0m));

        Assert.Equal(2_000, TariffAdvisor.Price(Surf, usage).Total);
        Assert.Empty(new CustomerUsage(RecordSteps.Of([Surf])).Months);
    }

    [Fact]
    public void A_price_in_fractions_of_a_minor_unit_is_rounded_once_halves_up()
    {
        var plan = Surf with { Messages = new ServiceTariff { OveragePrice = 0.5m } };

        Assert.Equal(2, Line(plan, Usage([plan], (UsageService.Messages, 3m)), UsageService.Messages).Amount);
        Assert.Equal(1, Line(plan, Usage([plan], (UsageService.Messages, 2m)), UsageService.Messages).Amount);
    }

    [Fact]
    public void Free_kinds_cost_nothing_and_use_up_nothing()
    {
        var plan = Surf with { Voice = new ServiceTariff { Included = 1, RecordStep = 1, OveragePrice = 10, FreeKinds = ["incoming"] } };
        var usage = new CustomerUsage(RecordSteps.Of([plan]));
        usage.Add(December, UsageService.Voice, 5, "incoming");
        usage.Add(December, UsageService.Voice, 1.5m);

        var line = Line(plan, usage, UsageService.Voice);
        Assert.Equal((2m, 1m, 10L), (line.Used, line.Over, line.Amount));
    }

    [Fact]
    public void A_shared_allowance_serves_calls_first_and_whole_units_are_taken()
    {
        var plan = new TariffPlan
        {
            Id = "mix",
            Name = "Mix",
            Shared = new SharedAllowance { Units = 3, MinutesPerUnit = 10, MessagesPerUnit = 5 },
            Voice = new ServiceTariff { OveragePrice = 1 },
            Messages = new ServiceTariff { OveragePrice = 1 },
        };
        var usage = Usage([plan], (UsageService.Voice, 11m), (UsageService.Messages, 8m));

        Assert.Equal((11m, 0m), (Line(plan, usage, UsageService.Voice).FromShared, Line(plan, usage, UsageService.Voice).Over));
        Assert.Equal((5m, 3m), (Line(plan, usage, UsageService.Messages).FromShared, Line(plan, usage, UsageService.Messages).Over));
    }

    [Fact]
    public void Beyond_the_allowance_without_a_price_a_plan_falls_short_and_is_never_chosen()
    {
        var small = new TariffPlan { Id = "small", Name = "Small", MonthlyFee = 1, Voice = new ServiceTariff { Included = 10 } };
        var large = new TariffPlan { Id = "large", Name = "Large", MonthlyFee = 900, Voice = new ServiceTariff { Unlimited = true } };
        var advice = TariffAdvisor.Advise(Usage([small, large], (UsageService.Voice, 11m)), Open(small, large), "small");

        Assert.Equal("large", advice.Cheapest!.Option.Plan.Id);
        Assert.Equal("large", advice.Nearest!.Option.Plan.Id);
        Assert.True(advice.Current!.FallsShort);
        Assert.Null(advice.Saving);
    }

    [Fact]
    public void A_plan_that_may_not_be_taken_is_not_priced_however_cheap_it_is()
    {
        var cheap = Surf with { Id = "cheap", MonthlyFee = 1 };
        var unknown = Surf with { Id = "unknown", MonthlyFee = 2 };
        var advice = TariffAdvisor.Advise(
            Usage([Surf]), [new PlanCandidate(cheap, Truth.False), new PlanCandidate(unknown, Truth.Unknown), new PlanCandidate(Surf, Truth.True)]);

        Assert.Equal("surf", advice.Cheapest!.Option.Plan.Id);
        Assert.Equal(["cheap", "unknown"], advice.Refused.Select(candidate => candidate.Plan.Id));
        Assert.Single(advice.Options);
    }

    [Fact]
    public void The_current_plan_is_priced_though_nobody_may_take_it_any_more()
    {
        var old = Surf with { Id = "old", MonthlyFee = 2_500 };
        var advice = TariffAdvisor.Advise(Usage([Surf], (UsageService.Voice, 3m)), [new PlanCandidate(old, Truth.False), new PlanCandidate(Surf, Truth.True)], "old");

        Assert.Equal(500, advice.Saving);
    }

    [Theory]
    [InlineData("b", TieRule.CurrentPlan, "b")]
    [InlineData(null, TieRule.LowerFee, "c")]
    public void Of_plans_of_one_price_the_rule_that_chose_is_named(string? current, TieRule rule, string chosen)
    {
        var a = new TariffPlan { Id = "a", Name = "a", MonthlyFee = 100, Voice = new ServiceTariff { Unlimited = true } };
        var b = a with { Id = "b" };
        var c = a with { Id = "c", MonthlyFee = 90, Voice = new ServiceTariff { OveragePrice = 10 } };
        var advice = TariffAdvisor.Advise(Usage([a, b, c], (UsageService.Voice, 1m)), Open(a, b, c), current);

        Assert.Equal((chosen, (TieRule?)rule), (advice.Cheapest!.Option.Plan.Id, advice.Cheapest.Tie?.Rule));
        Assert.Equal(2, advice.Cheapest.Tie!.Plans.Count);
        Assert.Equal(current is null ? TieRule.PlanId : rule, advice.Nearest!.Tie!.Rule);
    }

    [Fact]
    public void Less_unused_decides_between_plans_of_one_fee()
    {
        var wide = new TariffPlan { Id = "a", Name = "a", MonthlyFee = 100, Voice = new ServiceTariff { Included = 500 } };
        var narrow = wide with { Id = "b", Voice = new ServiceTariff { Included = 100 } };
        var advice = TariffAdvisor.Advise(Usage([wide, narrow], (UsageService.Voice, 50m)), Open(wide, narrow));

        Assert.Equal(("b", TieRule.LessSpare), (advice.Nearest!.Option.Plan.Id, advice.Nearest.Tie!.Rule));
    }

    [Fact]
    public void Add_ons_complete_a_plan_at_the_least_fee()
    {
        var plan = new TariffPlan { Id = "p", Name = "P", MonthlyFee = 1_000, Data = new ServiceTariff { Included = 1_024 }, Voice = new ServiceTariff { Included = 100 } };
        TariffAddOn[] addOns =
        [
            new() { Id = "1 GB", Name = "1 GB", MonthlyFee = 600, Megabytes = 1_024, IsRepeatable = true },
            new() { Id = "2 GB", Name = "2 GB", MonthlyFee = 1_000, Megabytes = 2_048, IsRepeatable = true },
            new() { Id = "double", Name = "double", MonthlyFee = 1_700, MegabytesFactor = 2, IsExclusive = true },
            new() { Id = "50 min", Name = "50 min", MonthlyFee = 200, Minutes = 50 },
            new() { Id = "other", Name = "other", MonthlyFee = 1, Megabytes = 1_000_000, Plans = ["q"] },
        ];
        var usage = Usage([plan], (UsageService.Data, 4_096m), (UsageService.Voice, 120m));

        var completed = AddOnChooser.Complete(plan, usage, addOns);
        Assert.Equal("P + 50 min + 1 GB + 2 GB", completed?.Name.Replace("2 GB + 1 GB", "1 GB + 2 GB", StringComparison.Ordinal));
        Assert.Equal(1_000 + 200 + 600 + 1_000, completed!.MonthlyFee);
        Assert.True(TariffAdvisor.Price(completed, usage).IsCovered);
        Assert.Null(AddOnChooser.Complete(plan, Usage([plan], (UsageService.Data, 1m)), addOns));
        Assert.Null(AddOnChooser.Complete(plan, Usage([plan], (UsageService.Messages, 1m)), addOns));
    }

    [Fact]
    public void Of_exclusive_add_ons_one_is_taken_at_most()
    {
        var plan = new TariffPlan { Id = "p", Name = "P", Data = new ServiceTariff { Included = 1 } };
        TariffAddOn[] addOns =
        [
            new() { Id = "a", Name = "a", MonthlyFee = 1, Megabytes = 5, IsExclusive = true },
            new() { Id = "b", Name = "b", MonthlyFee = 1, Megabytes = 5, IsExclusive = true },
        ];

        Assert.NotNull(AddOnChooser.Complete(plan, Usage([plan], (UsageService.Data, 6m)), addOns));
        Assert.Null(AddOnChooser.Complete(plan, Usage([plan], (UsageService.Data, 7m)), addOns));
    }

    /// <summary>A second way to the same bills: record by record in integers of hundredths, nothing shared with the engine.</summary>
    [Theory]
    [MemberData(nameof(Seeds.All), MemberType = typeof(Seeds))]
    public void Bills_equal_those_computed_in_integers_record_by_record(int seed)
    {
        var random = new Random(seed);
        for (var number = 0; number < 300; number++)
        {
            var (step, included, price) = (random.Next(3), random.Next(200), random.Next(50));
            var plan = new TariffPlan
            {
                Id = "p",
                Name = "p",
                MonthlyFee = random.Next(10_000),
                Voice = new ServiceTariff { Included = included, RecordStep = step, OverageUnit = 2, OveragePrice = price },
            };
            var usage = new CustomerUsage(RecordSteps.Of([plan]));
            var hundredths = 0L;
            for (var call = 0; call < 40; call++)
            {
                var length = random.Next(2_000);
                usage.Add(December, UsageService.Voice, length / 100m);
                hundredths += step == 0 ? length : (length + (step * 100) - 1) / (step * 100) * (step * 100);
            }

            var over = Math.Max(0, hundredths - (included * 100L));
            Assert.Equal(plan.MonthlyFee + ((over + 199) / 200 * price), TariffAdvisor.Price(plan, usage).Total);
        }
    }

    private static CustomerUsage Usage(IReadOnlyList<TariffPlan> plans, params (UsageService Service, decimal Quantity)[] records)
    {
        var usage = new CustomerUsage(RecordSteps.Of(plans));
        foreach (var (service, quantity) in records)
        {
            usage.Add(December, service, quantity);
        }

        return usage;
    }

    private static BillLine Line(TariffPlan plan, CustomerUsage usage, UsageService service) =>
        TariffBill.Of(plan, usage.Months.Single()).Lines.Single(line => line.Service == service);

    private static PlanCandidate[] Open(params TariffPlan[] plans) => [.. plans.Select(plan => new PlanCandidate(plan, Truth.True))];
}
