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
    public void Campaigns_compiled_on_many_threads_have_the_same_order_and_the_same_errors()
    {
        var campaigns = Enumerable.Range(0, 200)
            .Select(number => Campaign($"C{number:D3}") with { Audience = number % 7 == 0 ? $"customer.nothing{number} > 1.0" : "customer.arpu > 1.0" })
            .ToList();
        var (_, wrong) = StrategyCompiler.Compile(Definition([.. campaigns]), runner: new BlockByBlock());
        Assert.Equal(StrategyCompiler.Compile(Definition([.. campaigns])).Errors.Select(error => (error.Id, error.Message)), wrong.Select(error => (error.Id, error.Message)));

        var sound = Definition([.. campaigns.Where((_, number) => number % 7 != 0)]);
        var (one, many) = (Compile(sound), StrategyCompiler.Compile(sound, runner: new BlockByBlock()).Strategy!);
        Assert.Equal(one.Campaigns.Select(campaign => campaign.Definition.Id), many.Campaigns.Select(campaign => campaign.Definition.Id));
        Assert.Equal(Decide(one, Ask(Customer())).Ranked, Decide(many, Ask(Customer())).Ranked);
    }

    [Fact]
    public void Only_what_has_changed_is_compiled_again_whoever_runs_it()
    {
        var before = Compile(Definition(Campaign("C1"), Campaign("C2"), Campaign("C3")));
        StrategyDefinition changed = before.Definition with { Campaigns = [before.Definition.Campaigns[0], Campaign("C2") with { Audience = "customer.arpu > 1.0" }, before.Definition.Campaigns[2]] };
        var after = StrategyCompiler.Compile(changed, before, new BlockByBlock()).Strategy!;
        Assert.Same(before.Campaigns[0], after.Campaigns[0]);
        Assert.NotSame(before.Campaigns[1], after.Campaigns[1]);
        Assert.Same(before.Campaigns[2], after.Campaigns[2]);
    }

    [Fact]
    public void A_sound_definition_has_no_errors() => Assert.Empty(StrategyCompiler.Compile(Definition(Campaign("C1"))).Errors);
}
