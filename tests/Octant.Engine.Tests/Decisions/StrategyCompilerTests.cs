using Octant.Engine.Decisions;
using Octant.Engine.Policies;
using static Octant.Engine.Tests.Decisions.World;

namespace Octant.Engine.Tests.Decisions;

/// <summary>A definition compiles whole or says of every part what is wrong and where.</summary>
public sealed class StrategyCompilerTests
{
    [Fact]
    public void Every_part_that_fails_is_named()
    {
        var campaign = Campaign("C1") with
        {
            Audience = "customer.arpo > 1.0",
            Eligibility = "event.amount > 1.0",
            Offers = [new CampaignOffer { Offering = "P1", Promotion = "gone" }, new CampaignOffer { Offering = "gone" }],
            Channels = ["web", "fax"],
            ContextWeights = [new ContextWeight("true", 2), new ContextWeight("context.", 2)],
        };
        var triggered = Campaign("C2") with { Trigger = new CampaignTrigger("gone", "event.x == 1") };
        var definition = Definition(campaign, triggered).WithCaps(new Cap { Limit = 1 }) with { Zone = "Mars/Olympus", HighValue = "42" };

        var (strategy, errors) = StrategyCompiler.Compile(definition);
        Assert.Null(strategy);
        Assert.Equal(
            [
                ("settings", "highValue"),
                ("settings", "zone"),
                ("caps", "caps[0]"),
                ("C1", "audience"),
                ("C1", "eligibility"),
                ("C1", "contextWeights[1].when"),
                ("C1", "channels[1]"),
                ("C1", "offers[0].promotion"),
                ("C1", "offers[1].offering"),
                ("C2", "trigger.eventType"),
                ("C2", "trigger.condition"),
            ],
            errors.Select(error => (error.Id, error.Field)));
        Assert.Equal("arpu", errors.Single(error => error.Field == "audience").Error!.Nearest?.Split('.')[^1]);
    }

    [Fact]
    public void Audiences_see_the_customer_only()
    {
        var (_, errors) = StrategyCompiler.Compile(Definition(Campaign("C1") with { Audience = "context.queue > 1.0" }));
        Assert.Equal("audience", Assert.Single(errors).Field);
    }

    [Fact]
    public void A_channel_named_twice_counts_once()
    {
        var strategy = Compile(Definition(Campaign("C1") with { Channels = ["web", "web"] }));
        Assert.Single(strategy.Campaigns[0].Options);
        Assert.Single(Decide(strategy, Ask(Customer())).Ranked);
    }

    [Fact]
    public void A_sound_definition_has_no_errors() => Assert.Empty(StrategyCompiler.Compile(Definition(Campaign("C1"))).Errors);
}
