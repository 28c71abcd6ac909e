using System.Net;
using System.Text.Json.Nodes;

namespace Octant.Platform.Tests.Decisions;

/// <summary>Live campaigns that compete for a channel: who is given what, by the rules of decisions, and what becomes of it.</summary>
public sealed class AllocationTests
{
    private const int Customers = 24;

    [Fact]
    public async Task Competing_campaigns_share_a_channel_for_the_greatest_value_and_then_spend_their_shares()
    {
        await using var world = await DecisionWorld.StartAsync("2026-03-01T08:00:00Z");
        var (stage, other) = await StageAsync(world, """{"costPerContact":5,"dailyCapacity":15}""");
        var customers = await CustomersAsync(world);
        var refusing = await world.CustomerAsync("""{"attributes":{"worth":"high"}}""", agrees: false);
        await world.ConsentAsync(refusing, "refused");

        var done = await AllocateAsync(world, $$"""{"campaigns":[{"id":"{{stage}}"},{"id":"{{other}}","minimum":4}]}""");
        var result = done["result"]!;

        // Fifteen contacts: four of the lesser campaign at the least, and the greater one for those who are worth twice as much.
        Assert.Equal(15, (long)result["contacts"]!);
        Assert.Equal(BestValue(), (double)result["value"]!, 1e-3);
        Assert.True((double)result["gap"]! < 0.01);
        Assert.Equal(Customers, (int)result["customers"]!);
        Assert.Equal(Customers + 1, (long)done["read"]!);
        Assert.Equal(15, (long)Resource(result, $"channel {stage}")["used"]!);
        Assert.True((long)result["minimums"]![0]!["reached"]! >= 4);

        var contacts = (await world.GetAsync($"allocations/{(string)done["id"]!}/contacts?limit=500")).Json;
        Assert.Equal(15, (long)contacts["total"]!);
        Assert.Equal(15, contacts["items"]!.AsArray().Select(item => (string)item!["customerId"]!).Distinct().Count());
        Assert.DoesNotContain(refusing, contacts["items"]!.AsArray().Select(item => (string)item!["customerId"]!));

        var applied = await world.PostEmptyAsync($"allocations/{(string)done["id"]!}/apply");
        Assert.Equal(["2026-03-01", "2026-03-01"], applied["allotments"]!.AsArray().Select(allotment => (string)allotment!["day"]!));
        var shares = result["volumes"]!.AsArray().ToDictionary(volume => (string)volume!["campaign"]!, volume => (long)volume!["contacts"]!);
        var given = new Dictionary<string, long>(StringComparer.Ordinal) { [stage] = 0, [other] = 0 };
        foreach (var customer in customers)
        {
            foreach (var recommendation in (JsonArray)(await world.DecideAsync(customer, stage))["recommendations"]!)
            {
                given[(string)recommendation!["campaignId"]!]++;
            }
        }

        Assert.Equal(shares.OrderBy(pair => pair.Key, StringComparer.Ordinal), given.OrderBy(pair => pair.Key, StringComparer.Ordinal));
        Assert.Equal(15, given.Values.Sum());

        // What is left of the channel that day is nothing, and on the next the allotment binds nobody.
        var again = await AllocateAsync(world, $$"""{"campaigns":[{"id":"{{stage}}"}]}""");
        Assert.Equal(0, (long)again["result"]!["contacts"]!);
        var tomorrow = await AllocateAsync(world, $$"""{"campaigns":[{"id":"{{stage}}"}],"at":"2026-03-02T09:00:00Z"}""");
        Assert.Equal(15, (long)tomorrow["result"]!["contacts"]!);
    }

    [Fact]
    public async Task Caps_holdouts_and_exclusions_bind_what_one_customer_is_given_together()
    {
        await using var world = await DecisionWorld.StartAsync("2026-03-01T08:00:00Z");
        var (stage, other) = await StageAsync(world, "{}", holdout: 0.5);
        await world.PutAsync("contact-policies/day", """{"caps":[{"scope":"global","limit":1,"calendar":"day"}]}""");
        await CustomersAsync(world);
        var capped = (await AllocateAsync(world, $$"""{"campaigns":[{"id":"{{stage}}"},{"id":"{{other}}"}],"mostPerCustomer":3}"""))["result"]!;
        var held = Customers - (int)capped["customers"]!;

        // Each customer has one contact, though three would do; nobody who is held out of a campaign is given it.
        Assert.Equal((long)capped["customers"]!, (long)capped["contacts"]!);
        await world.PutAsync("contact-policies/day", """{"caps":[{"scope":"global","limit":2,"calendar":"day"}]}""");
        var two = (await AllocateAsync(world, $$"""{"campaigns":[{"id":"{{stage}}"},{"id":"{{other}}"}],"mostPerCustomer":3}"""))["result"]!;
        Assert.InRange((long)two["contacts"]!, (long)two["customers"]! + 1, 2 * (long)two["customers"]!);
        Assert.True((long)two["contacts"]! < 2 * Customers);

        await world.PutAsync($"offerings/{other}", $$"""{"name":"{{other}}","value":500,"excludes":["{{stage}}"]}""");
        var excluded = (await AllocateAsync(world, $$"""{"campaigns":[{"id":"{{stage}}"},{"id":"{{other}}"}],"mostPerCustomer":3}"""))["result"]!;
        Assert.Equal((long)excluded["customers"]!, (long)excluded["contacts"]!);
        Assert.InRange(held, 0, Customers);
    }

    [Fact]
    public async Task A_draft_competes_as_if_it_were_live_and_its_share_is_applied_once_it_is()
    {
        await using var world = await DecisionWorld.StartAsync("2026-03-01T08:00:00Z");
        var (stage, _) = await StageAsync(world, """{"costPerContact":5,"dailyCapacity":15}""");
        var draft = world.Name("draft");
        await world.PutAsync($"offerings/{draft}", $$"""{"name":"{{draft}}","value":5000}""");
        await world.PutAsync($"campaigns/{draft}", DecisionWorld.CampaignOn(stage, $$"""{"offers":[{"offering":"{{draft}}","propensity":0.1}]}"""));
        await CustomersAsync(world);

        var done = await AllocateAsync(world, $$"""{"campaigns":[{"id":"{{stage}}"},{"id":"{{draft}}","maximum":10}]}""");
        Assert.Equal(10, done["result"]!["volumes"]!.AsArray().Where(volume => (string)volume!["campaign"]! == draft).Sum(volume => (long)volume!["contacts"]!));
        Assert.Equal(15, (long)done["result"]!["contacts"]!);

        // Nothing decides by a draft, so its share would lie idle.
        var apply = $"/api/v1/allocations/{done["id"]}/apply";
        var refused = await world.Client.SendAsync(HttpMethod.Post, apply, null);
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains(draft, refused.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await world.Client.GetAsync($"/api/v1/allotments/{stage}")).Status);

        await world.MoveAsync(draft, "submit");
        await world.ReviewAsync(draft);
        await world.MoveAsync(draft, "launch");
        Assert.Equal(HttpStatusCode.OK, (await world.Client.SendAsync(HttpMethod.Post, apply, null)).Status);
        Assert.Equal(10, (long)(await world.GetAsync($"allotments/{draft}")).Json["shares"]![0]!["contacts"]!);
    }

    [Fact]
    public async Task A_scheduled_campaign_competes_on_the_days_on_which_it_goes_out_and_is_left_out_on_all_others()
    {
        await using var world = await DecisionWorld.StartAsync("2026-03-01T08:00:00Z", """{"zone":"Asia/Shanghai"}""");
        var (stage, other) = await StageAsync(world, """{"costPerContact":5,"dailyCapacity":15}""");
        var mondays = world.Name("mondays");
        await world.PutAsync($"offerings/{mondays}", $$"""{"name":"{{mondays}}","value":5000}""");
        await world.LaunchAsync(
            stage, $$$"""{"offers":[{"offering":"{{{mondays}}}","propensity":0.1}],"schedule":{"at":"2026-03-01T17:00:00Z","recurrence":{"unit":"week","until":"2026-04-01T00:00:00Z"} } }""", mondays);
        await CustomersAsync(world);
        var campaigns = $$"""[{"id":"{{stage}}"},{"id":"{{mondays}}"},{"id":"{{other}}"}]""";

        // Sunday in London is Monday in Shanghai.
        var monday = await AllocateAsync(world, $$"""{"campaigns":{{campaigns}},"at":"2026-03-08T17:00:00Z"}""");
        Assert.Empty(monday["leftOut"]!.AsArray());
        Assert.Equal(15, Given(monday, mondays));

        var sunday = await AllocateAsync(world, $$"""{"campaigns":{{campaigns}},"at":"2026-03-08T15:00:00Z"}""");
        var leftOut = Assert.Single(sunday["leftOut"]!.AsArray())!;
        Assert.Equal((mondays, "2026-03-09"), ((string)leftOut["campaign"]!, (string)leftOut["next"]!));
        Assert.Equal(15, Given(sunday, stage) + Given(sunday, other));
        Assert.DoesNotContain(mondays, sunday["result"]!["volumes"]!.AsArray().Select(volume => (string)volume!["campaign"]!));

        // What does not go out is given no share that day, and keeps the one it has on another.
        var applied = await world.PostEmptyAsync($"allocations/{(string)sunday["id"]!}/apply");
        Assert.Equal([stage, other], applied["allotments"]!.AsArray().Select(allotment => (string)allotment!["campaign"]!));

        var nobody = await world.Client.PostAsync("/api/v1/allocations", $$"""{"campaigns":[{"id":"{{mondays}}"}],"at":"2026-03-08T15:00:00Z"}""");
        Assert.Equal((HttpStatusCode.BadRequest, "campaigns"), (nobody.Status, (string)nobody.Json["errors"]![0]!["field"]!));
        Assert.Contains($"goes out on 2026-03-08; {mondays} does next on 2026-03-09", nobody.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scheduled_campaign_competes_for_the_channels_in_which_its_contacts_are_due_that_day()
    {
        await using var world = await DecisionWorld.StartAsync("2026-03-01T08:00:00Z");
        await world.PutAsync("attributes/worth", """{"kind":"category"}""");
        var stage = await world.StageAsync("sms", direction: "active");
        var calls = await world.StageAsync("calls", direction: "active", channel: """{"hours":[{"from":"09:00","to":"18:00","days":["friday"]}]}""");
        await world.LaunchAsync(
            stage, $$$"""{"channels":["{{{stage}}}","{{{calls}}}"],"validity":"P6D","schedule":{"at":"2026-03-02T10:00:00Z","recurrence":{"unit":"week","until":"2026-04-01T00:00:00Z"} } }""");
        await CustomersAsync(world);

        Assert.Equal([stage], await ChannelsAsync("{}"));
        Assert.Equal([calls], await ChannelsAsync("""{"at":"2026-03-06T12:00:00Z"}"""));

        async Task<IEnumerable<string>> ChannelsAsync(string members) =>
            (await AllocateAsync(world, DecisionWorld.Merged($$"""{"campaigns":[{"id":"{{stage}}"}],"at":"2026-03-02T12:00:00Z"}""", members)))["result"]!["volumes"]!.AsArray()
                .Select(volume => (string)volume!["channel"]!);
    }

    [Fact]
    public async Task A_draft_whose_hour_has_passed_competes_today_because_it_would_go_out_at_once()
    {
        await using var world = await DecisionWorld.StartAsync("2026-03-01T08:00:00Z");
        await world.PutAsync("attributes/worth", """{"kind":"category"}""");
        var stage = await world.StageAsync("late", direction: "active");
        await world.PutAsync($"campaigns/{stage}", DecisionWorld.CampaignOn(stage, """{"schedule":{"at":"2026-03-02T10:00:00Z"} }"""));
        await CustomersAsync(world);
        await world.AdvanceToAsync("2026-03-04T09:00:00Z");

        Assert.Equal(Customers, Given(await AllocateAsync(world, $$"""{"campaigns":[{"id":"{{stage}}"}]}"""), stage));
        var tomorrow = await world.Client.PostAsync("/api/v1/allocations", $$"""{"campaigns":[{"id":"{{stage}}"}],"at":"2026-03-05T09:00:00Z"}""");
        Assert.Equal(HttpStatusCode.BadRequest, tomorrow.Status);
        Assert.Contains($"{stage} does not any more", tomorrow.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"campaigns":[]}""", "campaigns")]
    [InlineData("""{"campaigns":[{"id":"nobody"}]}""", "campaigns[0].id")]
    [InlineData("""{"campaigns":[{"id":"STAGE","maximum":1,"minimum":2}]}""", "campaigns[0].maximum")]
    [InlineData("""{"campaigns":[{"id":"STAGE"}],"channels":[{"id":"nowhere"}]}""", "channels[0].id")]
    [InlineData("""{"campaigns":[{"id":"STAGE"}],"at":"2020-01-01T00:00:00Z"}""", "at")]
    [InlineData("""{"campaigns":[{"id":"STAGE"}],"mostPerCustomer":17}""", "mostPerCustomer")]
    public async Task What_cannot_be_allocated_is_refused_by_field(string body, string field)
    {
        await using var world = await DecisionWorld.StartAsync("2026-03-01T08:00:00Z");
        var stage = await world.StageAsync("refused", direction: "active");
        await world.LaunchAsync(stage);
        var answer = await world.Client.PostAsync("/api/v1/allocations", body.Replace("STAGE", stage, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(field, (string)answer.Json["errors"]![0]!["field"]!);
    }

    [Fact]
    public async Task An_allocation_nobody_knows_is_not_found_and_one_without_a_result_cannot_be_applied()
    {
        await using var world = await DecisionWorld.StartAsync("2026-03-01T08:00:00Z");
        foreach (var path in (string[])["allocations/7", "allocations/7/contacts"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await world.Client.GetAsync($"/api/v1/{path}")).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await world.Client.SendAsync(HttpMethod.Post, "/api/v1/allocations/7/apply", null)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await world.Client.SendAsync(HttpMethod.Delete, "/api/v1/allocations/7", null)).Status);
    }

    /// <summary>Two campaigns on one channel. The first is worth 100 a contact and twice that for every second customer, the other 50.</summary>
    private static async Task<(string Stage, string Other)> StageAsync(DecisionWorld world, string channel, double holdout = 0)
    {
        await world.PutAsync("attributes/worth", """{"kind":"category"}""");
        var stage = await world.StageAsync("first", direction: "active", channel: channel);
        var other = world.Name("second");
        await world.PutAsync($"offerings/{other}", $$"""{"name":"{{other}}","value":500}""");
        var share = FormattableString.Invariant($"\"holdoutShare\":{holdout}");
        await world.LaunchAsync(stage, $$$"""{{{{share}}},"contextWeights":[{"when":"customer.worth == \"high\"","weight":2}]}""");
        await world.LaunchAsync(stage, $$$"""{"offers":[{"offering":"{{{other}}}","propensity":0.1}]}""", other);
        return (stage, other);
    }

    private static async Task<List<string>> CustomersAsync(DecisionWorld world)
    {
        var customers = new List<string>();
        for (var i = 0; i < Customers; i++)
        {
            customers.Add(await world.CustomerAsync(i % 2 == 0 ? """{"attributes":{"worth":"high"}}""" : """{"attributes":{"worth":"low"}}"""));
        }

        return customers;
    }

    /// <summary>By trying how many of the fifteen contacts go to the lesser campaign.</summary>
    private static double BestValue() => Enumerable.Range(4, 12).Max(lesser =>
    {
        var greater = 15 - lesser;
        var high = Math.Min(greater, Customers / 2);
        return (high * 200.0) + ((greater - high) * 100) + (lesser * 50);
    });

    private static async Task<JsonNode> AllocateAsync(DecisionWorld world, string body)
    {
        var answer = await world.PostAsync("allocations", body);
        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        var view = answer.Json;
        while ((string)view["state"]! == "running")
        {
            await Task.Yield();
            view = (await world.GetAsync($"allocations/{(string)view["id"]!}")).Json;
        }

        Assert.True((string)view["state"]! == "completed", view.ToJsonString());
        return view;
    }

    private static long Given(JsonNode done, string campaign) =>
        done["result"]!["volumes"]!.AsArray().Where(volume => (string)volume!["campaign"]! == campaign).Sum(volume => (long)volume!["contacts"]!);

    private static JsonNode Resource(JsonNode result, string name) => result["resources"]!.AsArray().Single(resource => (string)resource!["name"]! == name)!;
}
