using System.Text.Json;
using Octant.Engine.Channels;
using Octant.Engine.Decisions;
using Octant.Engine.Offers;
using Octant.Engine.Policies;
using static Octant.Engine.Tests.Decisions.World;
using static Octant.Engine.Tests.Policies.TestContacts;

namespace Octant.Engine.Tests.Decisions;

public sealed class DecisionExplainerTests
{
    [Fact]
    public void Every_live_and_paused_campaign_is_explained_in_order()
    {
        var definition = Definition(
            Campaign("C5"),
            Campaign("C4") with { Channels = ["sms"] },
            Campaign("C3") with { Status = CampaignStatus.Paused },
            Campaign("C2") with { Trigger = new CampaignTrigger("bill", null) },
            Campaign("C1") with { End = Noon });
        var explanation = DecisionExplainer.Explain(Compile(definition), Ask(Customer()));
        Assert.Equal(
            [
                ("C1", Reasons.CampaignOver),
                ("C2", Reasons.WaitsForEvent),
                ("C3", Reasons.CampaignPaused),
                ("C4", Reasons.OtherChannel),
                ("C5", null),
            ],
            explanation.Campaigns.Select(item => (item.Campaign, item.Reason)));
        Assert.Equal(("3-17-0", 7L, Noon, null), (explanation.DecisionId, explanation.StrategyVersion, explanation.At, explanation.Silence));
        Assert.Equal("Campaign C1", explanation.Campaigns[0].Name);
    }

    [Fact]
    public void A_condition_is_explained_by_the_branch_with_the_fewest_failing_clauses()
    {
        var campaign = Campaign("C1") with
        {
            Eligibility = "(customer.arpu >= 90.0 && customer.vip && owns(\"P2\")) || (customer.arpu >= 75.0 && customer.arpu < 1000.0)",
        };
        var explained = Explain(Definition(campaign), Ask(Customer()));
        Assert.Equal(campaign.Eligibility, explained.Condition!.Text);
        var clause = Assert.Single(explained.Condition.SmallestChange);
        Assert.Equal(("customer.arpu >= 75.0", "60", 15.0), (clause.Text, clause.Value, clause.Distance));
        Assert.Empty(explained.Options);
    }

    [Fact]
    public void A_missing_value_is_called_missing()
    {
        var explained = Explain(Definition(Campaign("C1") with { Audience = "customer.tenure > 3.0 && customer.arpu > 50.0" }), Ask(Customer()));
        var clause = Assert.Single(explained.Condition!.SmallestChange);
        Assert.Equal(("customer.tenure > 3.0", "missing", null), (clause.Text, clause.Value, clause.Distance));
    }

    [Fact]
    public void A_campaign_is_explained_by_the_option_that_came_furthest_and_lists_them_all()
    {
        var campaign = Campaign("C1") with
        {
            Offers = [new CampaignOffer { Offering = "P1" }, new CampaignOffer { Offering = "P2" }, new CampaignOffer { Offering = "P3", Propensity = 0.05 }],
            Channels = ["web", "sms"],
        };
        var customer = Customer().Owning(new OwnedOffering("P1", OwnershipState.Active, null, null));
        var explained = Explain(Definition(campaign, Campaign("C2", "P4", 0.9), Campaign("C3", "P2", 0.8)), Ask(customer, limit: 2));
        Assert.Equal(
            [
                ("P1", "web", Stage.ProductCheck, Reasons.AlreadyOwned),
                ("P1", "sms", Stage.Candidates, Reasons.OtherChannel),
                ("P2", "web", Stage.Arbitration, Reasons.NoSlot),
                ("P2", "sms", Stage.Candidates, Reasons.OtherChannel),
                ("P3", "web", Stage.Arbitration, Reasons.NoSlot),
                ("P3", "sms", Stage.Candidates, Reasons.OtherChannel),
            ],
            explained.Options.Select(option => (option.Offering, option.Channel, option.Stage, option.Reason!)));
        Assert.Equal(("P2", "web", Stage.Arbitration, 100.0), (explained.Offering, explained.Channel, explained.Stage, explained.Score));
        Assert.Equal(0.1 / 0.8, explained.ScoreRatio!.Value, 12);
    }

    [Fact]
    public void A_campaign_recommended_twice_says_its_best_rank()
    {
        var campaign = Campaign("C1") with { Offers = [new CampaignOffer { Offering = "P1", Propensity = 0.2 }, new CampaignOffer { Offering = "P2", Propensity = 0.3 }] };
        var explained = Explain(Definition(campaign), Ask(Customer(), limit: 2));
        Assert.Equal((Stage.Recommended, null, 1, "P2"), (explained.Stage, explained.Reason, explained.Rank, explained.Offering));
        Assert.Equal([2, 1], explained.Options.Where(option => option.Channel == "web").Select(option => option.Rank));
    }

    [Fact]
    public void The_best_rank_need_not_have_the_highest_score()
    {
        var campaign = Campaign("C1") with { Offers = [new CampaignOffer { Offering = "P1", Propensity = 0.9 }, new CampaignOffer { Offering = "P2", Propensity = 0.3 }] };
        var definition = Definition(campaign)
            .WithOffering("P2", offering => offering with { Tier = Tier.Gold })
            .WithTouchpoint("home", touchpoint => touchpoint with { Quota = new TierQuota(1, 0, 0, 0) });
        var explained = Explain(definition, Ask(Customer(), touchpoint: "home"));
        Assert.Equal((1, "P2"), (explained.Rank, explained.Offering));
    }

    [Fact]
    public void A_calendar_cap_tells_its_unit_and_when_it_frees()
    {
        var customer = Customer().Contacted(Contact(Noon), Contact(Noon));
        var explained = Explain(Definition(Campaign("C1")).WithCaps(PerCalendar(2, CalendarUnit.Month)), Ask(customer));
        Assert.Equal(new CapFinding("caps", CapScope.Global, "", 2, 2, null, CalendarUnit.Month), explained.Cap);
        Assert.Equal(Calendar.TestZones.At("2026-07-01T00:00:00Z"), explained.FreesAt);
    }

    [Fact]
    public void A_cap_filled_by_an_earlier_slot_is_explained_as_such()
    {
        var explained = Explain(Definition(Campaign("C1"), Campaign("C2", "P2", 0.9)).WithCaps(Rolling(1, TimeSpan.FromDays(7))), Ask(Customer(), limit: 2));
        Assert.Equal((Stage.ContactPolicy, Reasons.Cap, 1, 1), (explained.Stage, explained.Reason, explained.Cap!.Count, explained.Cap.Limit));
        Assert.Equal(Noon + TimeSpan.FromDays(7), explained.FreesAt);
        Assert.Equal(100, explained.Score);
    }

    [Fact]
    public void It_is_plain_data_that_goes_into_json()
    {
        var explanation = DecisionExplainer.Explain(
            Compile(Definition(Campaign("C1") with { Audience = "customer.arpu > 90.0" }, Campaign("C2")).WithCaps(Rolling(1, TimeSpan.FromDays(1)))),
            Ask(Customer().Contacted(Contact(Noon))));
        var json = JsonSerializer.Serialize(explanation);
        Assert.Contains("customer.arpu \\u003E 90.0", json, StringComparison.Ordinal);
        Assert.Contains("\"Policy\":\"caps\"", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Inputs_without_the_slices_they_need_explain_nothing()
    {
        var strategy = Compile(Definition(Campaign("C1")).WithOffering("P1", offering => offering with { Stock = 1 }));
        Assert.Contains("stock/P1", Assert.Throws<ArgumentException>(() => DecisionExplainer.Explain(strategy, Ask(Customer()))).Message, StringComparison.Ordinal);
    }
}
