using Octant.Engine.Decisions;
using Octant.Engine.Policies;
using static Octant.Engine.Tests.Decisions.World;
using static Octant.Engine.Tests.Policies.TestContacts;

namespace Octant.Engine.Tests.Decisions;

public sealed class KernelHoldoutTests
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);
    private static readonly CampaignDefinition Held = Campaign("C1", "P1", 0.5) with { HoldoutShare = 1 };

    [Fact]
    public void The_would_be_winner_leaves_a_ghost_and_the_next_candidate_fills_its_slot()
    {
        var result = Decide(Definition(Held, Campaign("C2", "P2", 0.4), Campaign("C3", "P3", 0.3)), Ask(Customer()));
        Assert.Equal(["C2"], result.Campaigns());
        var ghost = Assert.Single(result.Ghosts);
        Assert.Equal(("C1", "P1", 2), (ghost.Campaign, ghost.Offering, ghost.Rank));
        Assert.Equal((Stage.Holdout, Reasons.CampaignHoldout), (result.Fate("C1").Fate, result.Fate("C1").Reason));
        Assert.Equal(Reasons.NoSlot, result.Fate("C3").Reason);
    }

    [Fact]
    public void Who_would_not_have_won_leaves_no_ghost()
    {
        var result = Decide(Definition(Held with { Lever = 0.01 }, Campaign("C2", "P2", 0.4)), Ask(Customer()));
        Assert.Equal(["C2"], result.Campaigns());
        Assert.Empty(result.Ghosts);
    }

    [Fact]
    public void A_ghost_does_not_keep_its_offering_from_other_campaigns()
    {
        var result = Decide(Definition(Held, Campaign("C2", "P1", 0.4)), Ask(Customer()));
        Assert.Equal(["C2"], result.Campaigns());
    }

    [Theory]
    [InlineData(CapScope.Global, 1)]
    [InlineData(CapScope.Class, 1)]
    [InlineData(CapScope.Offering, 1)]
    [InlineData(CapScope.Campaign, 1)]
    public void A_ghost_of_this_decision_takes_no_room_from_others(CapScope scope, int expected)
    {
        var result = Decide(Definition(Held, Campaign("C2", "P1", 0.4)).WithCaps(Rolling(1, Week, scope)), Ask(Customer(), limit: 2));
        Assert.Equal(expected, result.Recommendations.Count);
        Assert.Single(result.Ghosts);
    }

    [Theory]
    [InlineData(CapScope.Global, 1)]
    [InlineData(CapScope.Campaign, 0)]
    public void A_ghost_of_before_counts_for_its_own_campaign_only(CapScope scope, int expected)
    {
        var customer = Customer().Contacted(Contact(Noon - TimeSpan.FromDays(1), "C1", "P1", "K-P1", channel: "web", state: ContactState.Ghost));
        var result = Decide(Definition(Held).WithCaps(Rolling(1, Week, scope)), Ask(customer));
        Assert.Equal(expected, result.Ghosts.Count);
        Assert.Equal(expected == 1 ? Reasons.CampaignHoldout : Reasons.Cap, result.Silence);
    }

    [Fact]
    public void A_campaign_with_two_offers_leaves_one_ghost()
    {
        var campaign = Held with { Offers = [new CampaignOffer { Offering = "P1" }, new CampaignOffer { Offering = "P2" }] };
        var result = Decide(Definition(campaign), Ask(Customer(), limit: 2));
        Assert.Equal("P1", Assert.Single(result.Ghosts).Offering);
        Assert.Equal(2, result.Ranked.Count(item => item.Reason == Reasons.CampaignHoldout));
    }

    [Fact]
    public void Global_holdout_is_silence_but_service_goes_on()
    {
        var service = Campaign("S", "P3", 0.1) with { Class = ContactPolicy.ServiceClass };
        var definition = Definition(Campaign("C1", "P1", 0.5), Campaign("C2", "P2", 0.4)) with { GlobalHoldoutShare = 1 };
        var silent = Decide(definition, Ask(Customer(), limit: 3));
        Assert.Empty(silent.Recommendations);
        Assert.Equal(Reasons.GlobalHoldout, silent.Silence);
        Assert.Equal([("C1", 1), ("C2", 2)], silent.Ghosts.Select(ghost => (ghost.Campaign, ghost.Rank)));

        var served = Decide(definition with { Campaigns = [.. definition.Campaigns, service] }, Ask(Customer(), limit: 3));
        Assert.Equal(["S"], served.Campaigns());
    }

    [Fact]
    public void Global_holdout_fills_the_slot_with_silence()
    {
        var service = Campaign("S", "P3", 0.1) with { Class = ContactPolicy.ServiceClass };
        var definition = Definition(Campaign("C1", "P1", 0.5), service) with { GlobalHoldoutShare = 1 };
        var result = Decide(definition, Ask(Customer(), limit: 1));
        Assert.Empty(result.Recommendations);
        Assert.Equal(Reasons.NoSlot, result.Fate("S").Reason);
    }

    [Fact]
    public void A_winner_without_capacity_leaves_no_ghost()
    {
        var definition = Definition(Held).WithOffering("P1", offering => offering with { Stock = 5 });
        Assert.Empty(Decide(definition, Ask(Customer(), slices: new Slices().Exhausted("stock/P1", ""))).Ghosts);
        var held = Decide(definition, Ask(Customer(), slices: new Slices().Granted("stock/P1", "", 1)));
        Assert.Empty(Assert.Single(held.Ghosts).Spends);
    }

    [Fact]
    public void The_share_is_kept_and_a_larger_one_keeps_everybody()
    {
        bool[] HeldBy(double share)
        {
            var strategy = Compile(Definition(Campaign("C1") with { HoldoutShare = share }));
            return [.. Enumerable.Range(1, 4_000).Select(key => Decide(strategy, Ask(Customer(key))).Ghosts.Count == 1)];
        }

        var tenth = HeldBy(0.1);
        var fifth = HeldBy(0.2);
        Assert.InRange(tenth.Count(held => held), 330, 470);
        Assert.InRange(fifth.Count(held => held), 700, 900);
        Assert.DoesNotContain(tenth.Zip(fifth), pair => pair.First && !pair.Second);
        Assert.DoesNotContain(true, HeldBy(0));
    }
}
