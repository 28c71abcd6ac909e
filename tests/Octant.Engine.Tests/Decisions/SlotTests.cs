using Octant.Engine.Calendar;
using Octant.Engine.Channels;
using Octant.Engine.Decisions;
using Octant.Engine.Offers;
using Octant.Engine.Policies;
using Octant.Engine.Profiles;
using static Octant.Engine.Tests.Decisions.World;
using static Octant.Engine.Tests.Policies.TestContacts;

namespace Octant.Engine.Tests.Decisions;

/// <summary>Arbitration, slot by slot.</summary>
public sealed class SlotTests
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>C1 to C6 offer P1 to P6, the first with the best chance.</summary>
    private static CampaignDefinition[] Six() =>
        [.. Enumerable.Range(1, 6).Select(number => Campaign($"C{number}", $"P{number}", 0.7 - (0.1 * number)))];

    [Theory]
    [InlineData(null, 0, 1)]
    [InlineData(null, 1, 1)]
    [InlineData(null, 4, 4)]
    [InlineData(null, 9, 6)]
    [InlineData("home", 0, 3)]
    [InlineData("home", 2, 2)]
    [InlineData("home", 9, 3)]
    [InlineData("bill", 9, 1)]
    [InlineData("elsewhere", 2, 2)]
    public void The_touchpoint_and_the_limit_bound_the_slots(string? touchpoint, int limit, int expected)
    {
        var result = Decide(Definition(Six()), Ask(Customer(), touchpoint: touchpoint, limit: limit));
        Assert.Equal(["P1", "P2", "P3", "P4", "P5", "P6"], [.. result.Offered(), .. result.Ranked.Where(item => item.Reason == Reasons.NoSlot).Select(item => item.Offering)]);
        Assert.Equal(expected, result.Recommendations.Count);
        Assert.Equal(Enumerable.Range(1, expected), result.Recommendations.Select(item => item.Rank));
    }

    [Theory]
    [InlineData(20, 100)]
    [InlineData(64, 100)]
    [InlineData(64, 7)]
    [InlineData(65, 100)]
    [InlineData(90, 7)]
    public void Candidates_come_by_score_and_among_equals_by_campaign_however_many_they_are(int campaigns, int scores)
    {
        CampaignDefinition[] all = [.. Enumerable.Range(0, campaigns).Select(number => Campaign($"C{number:D3}", "P1", (1 + (number * 37 % scores)) / 200.0))];
        var expected = all.OrderByDescending(campaign => campaign.Offers[0].Propensity).ThenBy(campaign => campaign.Id, StringComparer.Ordinal);
        Assert.Equal(expected.Select(campaign => campaign.Id), Decide(Definition(all), Ask(Customer(), limit: 1)).Ranked.Select(item => item.Campaign));
    }

    [Theory]
    [InlineData(0, new[] { "P1", "P2" })]
    [InlineData(1, new[] { "P1" })]
    [InlineData(2, new string[0])]
    public void A_cap_is_tested_again_against_earlier_slots(int before, string[] expected)
    {
        var customer = Customer().Contacted([.. Enumerable.Range(0, before).Select(number => Contact(Noon, $"old{number}"))]);
        var result = Decide(Definition(Six()).WithCaps(Rolling(2, Week)), Ask(customer, limit: 5));
        Assert.Equal(expected, result.Offered());
        Assert.Equal(expected.Length == 0 ? Reasons.Cap : null, result.Silence);
    }

    [Fact]
    public void A_cap_of_one_cluster_lets_the_next_cluster_have_the_slot()
    {
        var definition = Definition(Six()).WithCaps(Rolling(1, Week, CapScope.Cluster)).WithOffering("P2", offering => offering with { Cluster = "K-P1" });
        var result = Decide(definition, Ask(Customer(), limit: 2));
        Assert.Equal(["P1", "P3"], result.Offered());
        Assert.Equal((Stage.ContactPolicy, Reasons.Cap), (result.Fate("C2").Fate, result.Fate("C2").Reason));
    }

    [Fact]
    public void One_offering_is_recommended_once()
    {
        var result = Decide(Definition(Campaign("C1", "P1", 0.5), Campaign("C2", "P1", 0.4), Campaign("C3", "P2", 0.3)), Ask(Customer(), limit: 3));
        Assert.Equal(["C1", "C3"], result.Campaigns());
        Assert.Equal(Reasons.AlreadyRecommended, result.Fate("C2").Reason);
    }

    [Fact]
    public void What_excludes_an_earlier_slot_is_out()
    {
        var definition = Definition(Six()).WithOffering("P3", offering => offering with { Excludes = ["P1"] });
        var result = Decide(definition, Ask(Customer(), limit: 3));
        Assert.Equal(["P1", "P2", "P4"], result.Offered());
        Assert.Equal((Stage.ProductCheck, Reasons.ExcludedByRecommended), (result.Fate("C3").Fate, result.Fate("C3").Reason));
    }

    [Fact]
    public void What_excludes_only_a_loser_is_not_out()
    {
        var definition = Definition(Six()).WithOffering("P1", offering => offering with { Excludes = ["P2", "P3"] });
        var customer = Customer().Owning(new OwnedOffering("P1", OwnershipState.Active, null, null));
        Assert.Equal(["P4", "P5"], Decide(definition, Ask(customer, limit: 2)).Offered());
        Assert.Equal(
            ["P2", "P3"],
            Decide(definition with { Campaigns = [.. definition.Campaigns.Skip(1)] }, Ask(Customer(), limit: 2)).Offered());
    }

    [Fact]
    public void Promotions_that_exclude_each_other_do_not_share_a_decision()
    {
        var first = Campaign("C1") with { Offers = [new CampaignOffer { Offering = "P1", Promotion = "M1", Propensity = 0.5 }] };
        var second = Campaign("C2") with { Offers = [new CampaignOffer { Offering = "P2", Promotion = "M2", Propensity = 0.4 }] };
        var result = Decide(Definition(first, second), Ask(Customer(), limit: 2));
        Assert.Equal(["P1"], result.Offered());
        Assert.Equal(Reasons.PromotionExcludedByRecommended, result.Fate("C2").Reason);
    }

    [Theory]
    [InlineData(1, 1, 1, 0, new[] { "P4", "P2", "P3" })]
    [InlineData(0, 2, 1, 0, new[] { "P4", "P2", "P3" })]
    [InlineData(3, 0, 0, 0, new[] { "P4", "P2", "P3" })]
    [InlineData(0, 0, 3, 0, new[] { "P2", "P3", "P5" })]
    [InlineData(0, 1, 0, 0, new[] { "P4", "P1", "P2" })]
    [InlineData(0, 0, 1, 1, new[] { "P2", "P1", "P3" })]
    [InlineData(0, 0, 0, 3, new[] { "P1" })]
    public void Each_tier_has_its_slots_and_unused_ones_fall(int gold, int silver, int bronze, int ordinary, string[] expected)
    {
        // Nothing is gold and only P4 silver; P1, of the best score, is ordinary.
        var definition = Definition(Six())
            .WithOffering("P4", offering => offering with { Tier = Tier.Silver })
            .WithTouchpoint("home", touchpoint => touchpoint with { Quota = new TierQuota(gold, silver, bronze, ordinary) });
        foreach (var id in new[] { "P2", "P3", "P5", "P6" })
        {
            definition = definition.WithOffering(id, offering => offering with { Tier = Tier.Bronze });
        }

        Assert.Equal(expected, Decide(definition, Ask(Customer(), touchpoint: "home")).Offered());
    }

    [Fact]
    public void A_loser_is_measured_by_the_last_slot_open_to_its_tier()
    {
        // P1 and P2 are gold and compete for one slot; the ordinary P3 has a slot of its own, which says nothing about P2.
        var definition = Definition(Six())
            .WithOffering("P1", offering => offering with { Tier = Tier.Gold })
            .WithOffering("P2", offering => offering with { Tier = Tier.Gold })
            .WithTouchpoint("home", touchpoint => touchpoint with { Slots = 2, Quota = new TierQuota(1, 0, 0, 1) });
        var inputs = Ask(Customer(), touchpoint: "home");
        Assert.Equal(["P1", "P3"], Decide(definition, inputs).Offered());
        Assert.Equal(0.5 / 0.6, Ratio("C2"), 12);
        Assert.Equal(0.3 / 0.4, Ratio("C4"), 12);

        double Ratio(string campaign)
        {
            var loser = Explain(definition, inputs, campaign);
            Assert.Equal((Stage.Arbitration, Reasons.NoSlot), (loser.Stage, loser.Reason));
            return loser.ScoreRatio!.Value;
        }
    }

    [Fact]
    public void A_touchpoint_sees_its_own_campaigns_and_those_for_everywhere()
    {
        var strategy = Compile(Definition(
            Campaign("C1", "P1") with { Touchpoints = ["home"] },
            Campaign("C2", "P2") with { Touchpoints = ["bill", "home"] },
            Campaign("C3", "P3") with { Touchpoints = ["bill"] },
            Campaign("C4", "P4")));
        Assert.Equal(["C1", "C2", "C4"], At("home"));
        Assert.Equal(["C2", "C3", "C4"], At("bill"));
        Assert.Equal(["C4"], At("kiosk"));
        Assert.Equal(["C1", "C2", "C3", "C4"], At(null));

        string[] At(string? touchpoint) => [.. Decide(strategy, Ask(Customer(), touchpoint: touchpoint, limit: 9)).Ranked.Select(item => item.Campaign)];
    }

    [Fact]
    public void Equal_scores_come_in_text_order_whatever_the_order_of_definition()
    {
        var campaigns = new[] { Campaign("C2", "P2"), Campaign("C10", "P3"), Campaign("C1", "P6"), Campaign("C3", "P1") };
        Assert.Equal(["C1", "C10", "C2", "C3"], Decide(Definition(campaigns), Ask(Customer(), limit: 4)).Campaigns());
        Array.Reverse(campaigns);
        Assert.Equal(["C1", "C10", "C2", "C3"], Decide(Definition(campaigns), Ask(Customer(), limit: 4)).Campaigns());
    }

    [Fact]
    public void Equal_offers_of_one_campaign_come_in_text_order()
    {
        var campaign = Campaign("C1") with { Offers = [.. new[] { "P5", "P2", "P4" }.Select(id => new CampaignOffer { Offering = id })] };
        Assert.Equal(["P2", "P4", "P5"], Decide(Definition(campaign), Ask(Customer(), limit: 4)).Offered());
    }

    [Fact]
    public void The_score_is_propensity_times_value_times_weight_times_lever()
    {
        var weighted = Campaign("C1") with
        {
            Offers = [new CampaignOffer { Offering = "P1", Propensity = 0.2, Value = 300 }],
            Lever = 1.5,
            ContextWeights =
            [
                new ContextWeight("context.screen == \"bill\"", 2),
                new ContextWeight("context.queue > 5.0", 4),
                new ContextWeight("context.screen == \"home\"", 8),
                new ContextWeight("1 / 0 == 1", 16),
            ],
        };
        var result = Decide(Definition(weighted), Ask(Customer(), context: new FieldValue("screen", AttributeValue.OfCategory("bill"))));
        var only = Assert.Single(result.Recommendations);
        Assert.Equal((0.2, 300.0, 2.0, 1.5), (only.Propensity, only.Value, only.Weight, only.Lever));
        Assert.Equal(0.2 * 300 * 2 * 1.5, only.Score);
        Assert.Equal(1, only.Probability);
    }

    [Theory]
    [InlineData(1.0, new[] { "C2", "C1" })]
    [InlineData(2.0, new[] { "C1", "C2" })]
    public void A_lever_lifts_a_campaign(double lever, string[] expected) =>
        Assert.Equal(
            expected,
            Decide(Definition(Campaign("C1", "P1", 0.2) with { Lever = lever }, Campaign("C2", "P2", 0.3)), Ask(Customer(), limit: 2)).Campaigns());

    [Fact]
    public void Value_is_the_offers_or_the_offerings_or_its_price()
    {
        var definition = Definition(Campaign("C1") with { Offers = [new CampaignOffer { Offering = "P1", Value = 7 }] }, Campaign("C2", "P2"), Campaign("C3", "P3"))
            .WithOffering("P3", offering => offering with { Value = null, Price = 90 });
        var values = Decide(definition, Ask(Customer(), limit: 3)).Recommendations.ToDictionary(item => item.Offering, item => item.Value);
        Assert.Equal((7.0, 1_000.0, 90.0), (values["P1"], values["P2"], values["P3"]));
    }

    [Fact]
    public void A_customer_always_meets_the_same_variant_and_customers_spread_over_all()
    {
        var campaign = Campaign("C1") with
        {
            Treatments =
            [
                new Treatment { Variant = "b", Text = "B" },
                new Treatment { Variant = "a", Text = "A" },
                new Treatment { Variant = "c", Channel = "web", Text = "C" },
                new Treatment { Variant = "d", Channel = "hall", Text = "D" },
                new Treatment { Variant = "e", Offering = "P2", Text = "E" },
            ],
        };
        var strategy = Compile(Definition(campaign));
        string VariantOf(long key, string channel = "web") => Decide(strategy, Ask(Customer(key), channel)).Recommendations[0].Variant;

        var counts = Enumerable.Range(1, 3_000).GroupBy(key => VariantOf(key)).ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal(["a", "b", "c"], counts.Keys.Order());
        Assert.All(counts.Values, count => Assert.InRange(count, 900, 1_100));
        Assert.All(Enumerable.Range(1, 100), key => Assert.Equal(VariantOf(key), VariantOf(key)));
        Assert.Contains(Enumerable.Range(1, 100).Select(key => VariantOf(key, "hall")), variant => variant == "d");
        Assert.DoesNotContain(Enumerable.Range(1, 100).Select(key => VariantOf(key, "sms")), variant => variant is "c" or "d" or "e");
    }

    [Fact]
    public void Validity_ends_with_the_first_of_validity_campaign_offering_and_promotion()
    {
        var day = TimeSpan.FromDays(1);
        var campaign = Campaign("C1") with { Validity = 4 * day, Offers = [new CampaignOffer { Offering = "P1", Promotion = "M1" }] };
        Assert.Equal(Noon + (4 * day), Until(campaign, null, null));
        Assert.Equal(Noon + (3 * day), Until(campaign with { End = Noon + (3 * day) }, null, null));
        Assert.Equal(Noon + (2 * day), Until(campaign with { End = Noon + (3 * day) }, Noon + (2 * day), null));
        Assert.Equal(Noon + day, Until(campaign with { End = Noon + (3 * day) }, Noon + (2 * day), Noon + day));

        static Instant Until(CampaignDefinition campaign, Instant? offeringEnd, Instant? promotionEnd)
        {
            var definition = Definition(campaign).WithOffering("P1", offering => offering with { ValidTo = offeringEnd });
            definition = definition with
            {
                Promotions = [.. definition.Promotions.Select(item => item.Id == "M1" ? item with { ValidTo = promotionEnd } : item)],
            };
            return Assert.Single(Decide(definition, Ask(Customer())).Recommendations).ValidUntil;
        }
    }
}
