using Octant.Engine.Channels;
using Octant.Engine.Decisions;
using Octant.Engine.Policies;
using static Octant.Engine.Tests.Decisions.World;

namespace Octant.Engine.Tests.Decisions;

/// <summary>Channel and outlet capacity, budget and stock, as slices.</summary>
public sealed class SharedResourcesTests
{
    private const string Today = "2026-06-10";

    private static readonly StrategyDefinition Limited = Definition(Campaign("C1", "P1", 0.5) with { Budget = 100 }, Campaign("C2", "P2", 0.4))
        .WithChannel("hall", channel => channel with { DailyCapacity = 10, CostPerContact = 3 })
        .WithOffering("P1", offering => offering with { Stock = 50 }) with
    {
        Outlets = [new Outlet { Id = "H1", Name = "H1", Channel = "hall", Organisation = "p/c/H1", DailyCapacity = 4, CostPerContact = 2 }],
    };

    private static Slices All() => new Slices()
        .Granted("channel/hall", Today, 5).Granted("outlet/H1", Today, 5).Granted("budget/C1", "", 50).Granted("stock/P1", "", 5);

    [Fact]
    public void What_is_not_known_is_asked_for_all_at_once()
    {
        var answer = DecisionKernel.Decide(Compile(Limited), Ask(Customer(), "hall", outlet: "H1"));
        Assert.Null(answer.Result);
        Assert.Equal(
            [
                new ResourceSpend("channel/hall", Today, 1),
                new ResourceSpend("outlet/H1", Today, 1),
                new ResourceSpend("budget/C1", "", 5),
                new ResourceSpend("stock/P1", "", 1),
            ],
            answer.Needs);
    }

    [Fact]
    public void A_recommendation_spends_what_it_takes()
    {
        var result = Decide(Limited, Ask(Customer(), "hall", outlet: "H1", slices: All()));
        Assert.Equal(
            [
                new ResourceSpend("channel/hall", Today, 1),
                new ResourceSpend("outlet/H1", Today, 1),
                new ResourceSpend("budget/C1", "", 5),
                new ResourceSpend("stock/P1", "", 1),
            ],
            Assert.Single(result.Recommendations).Spends);
    }

    [Fact]
    public void Two_slots_spend_two()
    {
        var short1 = DecisionKernel.Decide(Compile(Limited), Ask(Customer(), "hall", limit: 2, slices: All().Granted("channel/hall", Today, 1)));
        Assert.Equal([new ResourceSpend("channel/hall", Today, 1)], short1.Needs);

        var enough = Decide(Limited, Ask(Customer(), "hall", limit: 2, slices: All().Granted("channel/hall", Today, 2)));
        Assert.Equal(["C1", "C2"], enough.Campaigns());

        var noMore = Decide(Limited, Ask(Customer(), "hall", limit: 2, slices: All().Exhausted("channel/hall", Today, 1)));
        Assert.Equal(["C1"], noMore.Campaigns());
        Assert.Equal((Stage.Capacity, Reasons.CapacityExhausted), (noMore.Fate("C2").Fate, noMore.Fate("C2").Reason));
    }

    [Theory]
    [InlineData("channel/hall", Today)]
    [InlineData("outlet/H1", Today)]
    [InlineData("budget/C1", "")]
    [InlineData("stock/P1", "")]
    public void An_exhausted_resource_removes_and_is_named(string resource, string period)
    {
        var inputs = Ask(Customer(), "hall", outlet: "H1", slices: All().Exhausted(resource, period));
        var explained = Explain(Limited, inputs);
        Assert.Equal((Stage.Capacity, Reasons.CapacityExhausted, resource), (explained.Stage, explained.Reason, explained.Related));
        Assert.Equal(resource is "budget/C1" or "stock/P1" ? ["C2"] : [], Decide(Limited, inputs).Campaigns());
    }

    [Fact]
    public void Nothing_is_asked_for_an_offer_that_is_out_anyway()
    {
        // The channel's slice is not known, but there is no stock: C1 is out without asking, and C2 asks.
        var answer = DecisionKernel.Decide(Compile(Limited), Ask(Customer(), "hall", slices: new Slices().Exhausted("stock/P1", "")));
        Assert.Equal([new ResourceSpend("channel/hall", Today, 1)], answer.Needs);
    }

    [Theory]
    [InlineData(5, 1)]
    [InlineData(4, 0)]
    public void A_budget_pays_whole_contacts_only(long left, int offered)
    {
        var definition = Limited with { Campaigns = [Limited.Campaigns[0]] };
        var result = Decide(definition, Ask(Customer(), "hall", outlet: "H1", slices: All().Exhausted("budget/C1", "", left)));
        Assert.Equal(offered, result.Recommendations.Count);
    }

    [Fact]
    public void Capacity_of_a_day_is_that_of_the_day_on_which_the_contact_counts()
    {
        var campaign = Campaign("C1") with { Trigger = new CampaignTrigger("bill", null), Channels = ["sms"] };
        var definition = Definition(campaign).WithChannel("sms", channel => channel with { DailyCapacity = 9 }).WithPolicy(StageTests.Quiet("11:00", "08:00"));
        var inputs = Happened(Customer()) with { Slices = new Slices().Granted("channel/sms", "2026-06-11", 1) };
        var only = Assert.Single(Decide(definition, inputs).Recommendations);
        Assert.Equal([new ResourceSpend("channel/sms", "2026-06-11", 1)], only.Spends);
    }

    [Theory]
    [InlineData("channel/hall", 10L)]
    [InlineData("outlet/H1", 4L)]
    [InlineData("budget/C1", 100L)]
    [InlineData("stock/P1", 50L)]
    [InlineData("channel/web", null)]
    [InlineData("budget/C2", null)]
    [InlineData("stock/gone", null)]
    [InlineData("other/C1", null)]
    public void Capacity_is_what_the_definition_says(string resource, long? expected) =>
        Assert.Equal(expected, SharedResources.CapacityOf(Compile(Limited), resource));

    [Fact]
    public void An_allotment_is_spent_on_its_day_and_binds_nobody_on_another()
    {
        var allotted = Definition(Campaign("C1", "P1", 0.5), Campaign("C2", "P2", 0.4)) with
        {
            Allotments = [new Allotment { Campaign = "C1", Day = new DateOnly(2026, 6, 10), Shares = [new AllottedShare("P1", "hall", 3)] }],
        };
        var strategy = Compile(allotted);
        Assert.Equal([new ResourceSpend("allotment/C1/P1/hall", Today, 1)], DecisionKernel.Decide(strategy, Ask(Customer(), "hall")).Needs);
        Assert.Equal(3, SharedResources.CapacityOf(strategy, "allotment/C1/P1/hall"));
        Assert.Equal(0, SharedResources.CapacityOf(strategy, "allotment/C1/P1/web"));
        Assert.Null(SharedResources.CapacityOf(strategy, "allotment/C2/P2/hall"));

        var spent = Decide(allotted, Ask(Customer(), "hall", slices: new Slices().Granted("allotment/C1/P1/hall", Today, 1)));
        Assert.Equal([new ResourceSpend("allotment/C1/P1/hall", Today, 1)], Assert.Single(spent.Recommendations).Spends);
        var inputs = Ask(Customer(), "hall", slices: new Slices().Exhausted("allotment/C1/P1/hall", Today));
        Assert.Equal("allotment/C1/P1/hall", Explain(allotted, inputs).Related);
        Assert.Equal(["C2"], Decide(allotted, inputs).Campaigns());
        Assert.Equal(["C1"], Decide(allotted, Ask(Customer(), "hall", now: Noon + TimeSpan.FromDays(1))).Campaigns());
    }
}
