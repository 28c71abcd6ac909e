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
        var few = BytesPerDecision(stage, 10);
        var many = BytesPerDecision(stage, 1_000);
        Assert.Equal(few, many);
        Assert.InRange(many, 1, 4_096);
    }

    private static long BytesPerDecision(string stage, int campaigns)
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
        var scratch = new DecisionScratch();
        for (var i = 0; i < 50; i++)
        {
            DecisionKernel.Decide(strategy, inputs, scratch: scratch);
        }

        var result = DecisionKernel.Decide(strategy, inputs).Result!;
        Assert.Equal(stage == "trigger" ? [] : ["Z"], result.Campaigns());
        Assert.True(stage == "trigger" || result.Ranked.Count == 1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20; i++)
        {
            DecisionKernel.Decide(strategy, inputs, scratch: scratch);
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / 20;
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
