using System.Globalization;
using System.Text.Json.Nodes;

namespace Octant.Platform.Tests.Decisions;

/// <summary>Behaviour over time from outside: CloudEvents in, eligibility by counts, answers to what did not happen.</summary>
public sealed class BehaviourTests
{
    private const string Start = "2026-03-02T08:00:00Z";
    private const string Queries = "count(\"bill.query\", duration(\"24h\")) >= 3";

    [Fact]
    public async Task Three_bill_queries_within_a_day_make_eligible_and_everybody_learns_from_when_the_count_is_complete()
    {
        await using var world = await DecisionWorld.StartAsync(Start);
        await world.PutAsync("event-types/bill.query", """{"fields":[{"name":"kind","kind":"category"}]}""");
        var stage = await world.StageAsync("bill");
        await world.PutAsync($"campaigns/{stage}", DecisionWorld.CampaignOn(stage, new JsonObject { ["eligibility"] = Queries }.ToJsonString()));
        var before = Assert.Single((JsonArray)(await world.GetAsync($"campaigns/{stage}/check")).Json["behaviour"]!)!;
        Assert.Equal("eligibility", (string)before["field"]!);
        Assert.Equal("count(\"bill.query\", duration(\"24h\"))", (string)before["function"]!);
        Assert.Null(before["completeFrom"]);
        await world.MoveAsync(stage, "submit");
        await world.ReviewAsync(stage);
        var launched = await world.PostEmptyAsync($"campaigns/{stage}/launch");
        foreach (var answer in new[] { launched, (await world.GetAsync($"campaigns/{stage}")).Json, (await world.GetAsync($"campaigns/{stage}/check")).Json })
        {
            Assert.Equal("2026-03-03T08:00:00Z", CompleteFrom(answer));
        }

        var customer = await world.CustomerAsync();
        Assert.Equal("no-campaign-matches", await world.SilenceAsync(customer, stage));
        await SendAsync(world, customer, "bill.query", "2026-03-02T08:00:00Z");
        await SendAsync(world, customer, "bill.query", "2026-03-02T07:59:00Z");
        var asked = await world.DecideAsync(customer, stage);
        Assert.Equal("no-campaign-matches", (string)asked["silence"]!);
        var explanation = (await world.GetAsync($"decisions/{asked["decisionId"]}/explanation")).Json;
        var change = Assert.Single((JsonArray)DecisionWorld.FindingOn(stage, explanation)["condition"]!["smallestChange"]!)!;
        Assert.Equal("at least 2", (string)change["value"]!);
        Assert.Equal(1, (double)change["distance"]!);
        Assert.Equal("2026-03-03T08:00:00Z", (string)change["completeFrom"]!);

        await world.RestartAsync();
        await SendAsync(world, customer, "bill.query", "2026-03-02T08:00:00Z");
        Assert.Equal(stage, (string)(await world.OfferAsync(customer, stage))["campaignId"]!);

        // The count falls again: an event counts a day, and up to a thirty-first of a day longer.
        await world.AdvanceToAsync("2026-03-03T09:00:00Z");
        Assert.Equal("no-campaign-matches", await world.SilenceAsync(customer, stage));
    }

    [Fact]
    public async Task A_look_at_the_plan_page_without_an_order_becomes_a_message_after_two_hours_across_a_restart()
    {
        await using var world = await DecisionWorld.StartAsync(Start);
        await world.PutAsync("event-types/plan.viewed", """{"fields":[{"name":"plan","kind":"category"}]}""");
        await world.PutAsync("event-types/order.placed", """{"fields":[]}""");
        var stage = await world.StageAsync("looked", "active");
        await world.LaunchAsync(stage, """{"trigger":{"eventType":"plan.viewed","absent":"order.placed","within":"PT2H","condition":"event.plan == '5G'"}}""");
        var looked = await world.CustomerAsync();
        var ordered = await world.CustomerAsync();
        var late = await world.CustomerAsync();
        foreach (var customer in new[] { looked, ordered, late })
        {
            await SendAsync(world, customer, "plan.viewed", Start, """{"plan":"5G"}""");
        }

        await world.AdvanceByAsync(TimeSpan.FromMinutes(90));
        await SendAsync(world, ordered, "order.placed", "2026-03-02T09:00:00Z");
        await world.RestartAsync();
        await world.AdvanceByAsync(TimeSpan.FromMinutes(29));
        Assert.Empty((await world.ClaimAsync(stage)).Contacts);
        await SendAsync(world, late, "order.placed", "2026-03-02T09:31:00Z");
        await world.AdvanceByAsync(TimeSpan.FromMinutes(1));
        var contact = Assert.Single((await world.ClaimAsync(stage)).Contacts)!;
        Assert.Equal(looked, (string)contact["customerId"]!);
        Assert.True(await world.SettleAsync(contact, "sent"));
        await world.AdvanceByAsync(TimeSpan.FromHours(5));
        Assert.Equal(1, (await world.FiguresAsync(stage)).Planned);
        Assert.Equal("trigger.absent", (string)((JsonArray)(await world.GetAsync($"campaigns/{stage}")).Json["behaviour"]!)[0]!["field"]!);
    }

    [Fact]
    public async Task An_order_after_a_look_is_answered_and_one_without_is_not()
    {
        await using var world = await DecisionWorld.StartAsync(Start);
        await world.PutAsync("event-types/plan.viewed", """{"fields":[]}""");
        await world.PutAsync("event-types/order.placed", """{"fields":[]}""");
        var stage = await world.StageAsync("after", "active");
        await world.LaunchAsync(stage, """{"trigger":{"eventType":"order.placed","after":"plan.viewed","within":"PT2H"}}""");
        var (with, without) = (await world.CustomerAsync(), await world.CustomerAsync());
        await world.AdvanceByAsync(TimeSpan.FromHours(3));
        await SendAsync(world, with, "plan.viewed", "2026-03-02T10:30:00Z");
        await SendAsync(world, with, "order.placed", "2026-03-02T11:00:00Z");
        await SendAsync(world, without, "order.placed", "2026-03-02T11:00:00Z");
        Assert.Equal(with, (string)Assert.Single((await world.ClaimAsync(stage)).Contacts)!["customerId"]!);
    }

    [Fact]
    public async Task Audiences_count_by_behaviour_and_by_area_as_decisions_see_it()
    {
        await using var world = await DecisionWorld.StartAsync(Start);
        await world.PutAsync("event-types/bill.query", """{"fields":[{"name":"kind","kind":"category"}]}""");
        await world.PutAsync("event-types/located", """{"role":"location","fields":[{"name":"area","kind":"category"},{"name":"latitude","kind":"number"},{"name":"longitude","kind":"number"}]}""");
        await world.PutAsync("areas/old-town", """{"name":"Old town","cells":["c1"],"circles":[{"latitude":26.08,"longitude":119.3,"radiusMetres":500}]}""");
        const string Here = "inArea(\"old-town\", duration(\"1h\"))";
        var stage = await world.StageAsync("both");
        await world.LaunchAsync(stage, new JsonObject { ["eligibility"] = $"{Queries} && {Here}" }.ToJsonString());
        var (near, far, quiet) = (await world.CustomerAsync(), await world.CustomerAsync(), await world.CustomerAsync());
        foreach (var customer in new[] { near, far })
        {
            for (var i = 0; i < 3; i++)
            {
                await SendAsync(world, customer, "bill.query", Start);
            }
        }

        await SendAsync(world, near, "located", Start, """{"latitude":26.081,"longitude":119.3}""");
        await SendAsync(world, far, "located", Start, """{"area":"c7"}""");
        Assert.Equal((2, 1, 0), (await CountAsync(world, Queries), await CountAsync(world, Here), await CountAsync(world, $"!({Queries})")));
        await world.RestartAsync();
        Assert.Equal((2, 1, 1), (await CountAsync(world, Queries), await CountAsync(world, $"{Queries} && {Here}"), await CountAsync(world, $"!({Here})")));
        Assert.Equal(stage, (string)(await world.OfferAsync(near, stage))["campaignId"]!);
        Assert.Equal("no-campaign-matches", await world.SilenceAsync(far, stage));
        Assert.Equal("no-campaign-matches", await world.SilenceAsync(quiet, stage));
        await world.AdvanceByAsync(TimeSpan.FromHours(24));
        Assert.Equal(1, await CountAsync(world, $"!({Queries})"));
        await world.Client.DeleteAsync($"/api/v1/customers/{near}");
        Assert.Equal(1, await CountAsync(world, Queries));
    }

    [Theory]
    [InlineData("""{"eligibility":"count(\"bill.qery\", duration(\"24h\")) > 0"}""", "eligibility")]
    [InlineData("""{"trigger":{"eventType":"bill.query","absent":"bill.qery","within":"PT2H"}}""", "trigger.absent")]
    public async Task What_names_no_declared_event_type_does_not_go_live(string members, string field)
    {
        await using var world = await DecisionWorld.StartAsync(Start);
        await world.PutAsync("event-types/bill.query", """{"fields":[]}""");
        var stage = await world.StageAsync("wrong", "active");
        await world.PutAsync($"campaigns/{stage}", DecisionWorld.CampaignOn(stage, members));
        var check = (await world.GetAsync($"campaigns/{stage}/check")).Json;
        Assert.False((bool)check["canGoLive"]!);
        Assert.Equal(field, (string)check["errors"]![0]!["field"]!);
    }

    [Theory]
    [InlineData("""{"eventType":"x","absent":"y"}""", "trigger.within")]
    [InlineData("""{"eventType":"x","within":"PT2H"}""", "trigger.within")]
    [InlineData("""{"eventType":"x","absent":"y","after":"z","within":"PT2H"}""", "trigger.after")]
    [InlineData("""{"eventType":"x","absent":"y","within":"PT1S"}""", "trigger.within")]
    public async Task A_trigger_that_does_not_hold_together_is_refused_by_field(string trigger, string field)
    {
        await using var world = await DecisionWorld.StartAsync(Start);
        var stage = await world.StageAsync("refused", "active");
        var answer = await world.Client.PutAsync($"/api/v1/campaigns/{stage}", DecisionWorld.CampaignOn(stage, $$"""{"trigger":{{trigger}}}"""));
        Assert.Equal([field], answer.Fields);
    }

    private static string CompleteFrom(JsonNode answer) => (string)Assert.Single((JsonArray)answer["behaviour"]!)!["completeFrom"]!;

    private static async Task<long> CountAsync(DecisionWorld world, string expression) =>
        (long)(await world.PostAsync("audiences/count", new JsonObject { ["expression"] = expression }.ToJsonString())).Json["count"]!;

    private static async Task SendAsync(DecisionWorld world, string customer, string type, string time, string data = "{}")
    {
        var answer = await world.PostAsync(
            "events",
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"specversion":"1.0","id":"{{world.Name("e")}}","source":"crm","type":"{{type}}","subject":"{{customer}}","time":"{{time}}","data":{{data}}}"""));
        Assert.Equal(1, (int)answer.Json["accepted"]!);
    }
}
