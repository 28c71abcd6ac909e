using Octant.Engine.Decisions;
using Octant.Engine.Offers;
using Octant.Engine.Policies;
using static Octant.Engine.Tests.Decisions.World;
using static Octant.Engine.Tests.Policies.TestContacts;

namespace Octant.Engine.Tests.Decisions;

/// <summary>A rule that does not match leaves nothing behind for the collector, however many there are.</summary>
public sealed class KernelAllocationTests
{
    [Theory]
    [InlineData("audience")]
    [InlineData("trigger")]
    [InlineData("touchpoint")]
    [InlineData("paused")]
    [InlineData("product check")]
    [InlineData("consent")]
    [InlineData("cap")]
    [InlineData("channel fit")]
    public void Bytes_per_decision_do_not_grow_with_campaigns_that_drop_out(string stage)
    {
        var bytes = Allocations.Least(Deciding(stage, 10), Deciding(stage, 1_000));
        Assert.Equal(bytes[0], bytes[1]);
        Assert.InRange(bytes[1], 1, 1_200);
    }

    private static Action Deciding(string stage, int campaigns)
    {
        var definition = Definition([.. Enumerable.Range(0, campaigns).Select(number => DroppingOut(stage, $"X{number:D4}")), Campaign("Z", "P6")]);
        definition = definition.WithCaps(Rolling(1, TimeSpan.FromDays(7), CapScope.Offering))
            .WithOffering("P2", offering => offering with { Needs = new ProductNeeds { Input = ProductInput.Text } });
        var strategy = Compile(definition);
        var customer = Customer()
            .Owning(new OwnedOffering("P3", OwnershipState.Active, null, null))
            .Consenting(ConsentState.Refused, "survey")
            .Contacted(Contact(Noon, "old", "P4"));
        var inputs = stage == "trigger" ? Happened(customer) : Ask(customer, touchpoint: "home");
        var result = DecisionKernel.Decide(strategy, inputs).Result!;
        Assert.Equal(stage == "trigger" ? [] : ["Z"], result.Campaigns());
        Assert.True(stage == "trigger" || result.Ranked.Count == 1);
        var scratch = new DecisionScratch();
        return () => DecisionKernel.Decide(strategy, inputs, scratch: scratch);
    }

    private static CampaignDefinition DroppingOut(string stage, string id) => stage switch
    {
        "audience" => Campaign(id) with { Audience = "customer.arpu > 100 && \"vip\" in customer.tags && customer.plan in [\"A\", \"B\"] || customer.tenure > 3 && owns(\"P1\")" },
        "trigger" => Campaign(id) with { Trigger = new CampaignTrigger("bill", "event.amount > 30") },
        "touchpoint" => Campaign(id) with { Touchpoints = ["bill"] },
        "paused" => Campaign(id) with { Status = CampaignStatus.Paused },
        "product check" => Campaign(id, "P3") with { ContextWeights = [new ContextWeight("context.queue > 3", 2)] },
        "consent" => Campaign(id) with { Class = "survey" },
        "cap" => Campaign(id, "P4"),
        _ => Campaign(id, "P2"),
    };
}
