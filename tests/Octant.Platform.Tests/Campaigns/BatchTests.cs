using System.Net;
using System.Text.Json.Nodes;
using Octant.Platform.Tests.Decisions;

namespace Octant.Platform.Tests.Campaigns;

/// <summary>A scheduled campaign goes to its audience when its hour has come, through the decisions that everything passes.</summary>
public sealed class BatchTests
{
    private const string Morning = "2026-03-02T01:00:00Z";
    private const string Hour = "2026-03-02T03:00:00Z";
    private const string Scheduled = $$"""{"schedule":{"at":"{{Hour}}"},"audience":"customer.worth == \"high\"","validity":"P3D"}""";

    [Fact]
    public async Task At_its_hour_everybody_in_the_audience_has_a_turn_and_what_is_granted_is_handed_over_once()
    {
        await using var world = await WorldAsync();
        var stage = await world.StageAsync("batch", "active");
        var high = await CustomersAsync(world, "high", 30);
        await CustomersAsync(world, "low", 10);
        var refusing = await world.CustomerAsync("""{"attributes":{"worth":"high"}}""", agrees: false);
        await world.ConsentAsync(refusing, "refused");
        await world.LaunchAsync(stage, Scheduled);

        // Before its hour it speaks to nobody, neither by itself nor when it is asked.
        Assert.Equal("waiting", (string)(await BatchAsync(world, stage))["state"]!);
        Assert.Equal("no-candidates", await world.SilenceAsync(high[0], stage));
        Assert.Equal(Figures.With(), await world.FiguresAsync(stage));

        await world.AdvanceToAsync(Hour);
        var done = await CompletedAsync(world, stage);

        Assert.Equal((31, 31), ((int)done["audience"]!, (int)done["done"]!));
        Assert.Equal(Hour, (string)done["due"]!);
        Assert.Equal(Figures.With(planned: 30, pending: 30), await world.FiguresAsync(stage));
        var (contacts, suppressed, deferred) = await world.ClaimAsync(stage);
        Assert.Equal((30, 0, 0), (contacts.Count, suppressed, deferred));
        Assert.Equal(high.Order(), contacts.Select(contact => (string)contact!["customerId"]!).Order());
        foreach (var contact in contacts.Take(20))
        {
            Assert.True(await world.SettleAsync(contact!, "sent"));
        }

        Assert.Equal(Figures.With(planned: 30, sent: 20, unconfirmed: 10), await world.FiguresAsync(stage));

        // It was once: neither time nor a restart brings it again.
        await world.AdvanceByAsync(TimeSpan.FromHours(5));
        await world.RestartAsync();
        await world.AdvanceByAsync(TimeSpan.FromMinutes(1));
        Assert.Equal("completed", (string)(await BatchAsync(world, stage))["state"]!);
        Assert.Equal(30, (await world.FiguresAsync(stage)).Planned);
    }

    [Fact]
    public async Task Capacity_and_an_allotment_are_kept_to_and_holdouts_leave_ghosts()
    {
        await using var world = await WorldAsync();
        var stage = await world.StageAsync("batch", "active", channel: """{"dailyCapacity":18}""");
        await CustomersAsync(world, "high", 60);
        await world.LaunchAsync(stage, DecisionWorld.Merged(Scheduled, """{"holdoutShare":0.3}"""));
        await world.LaunchAsync(stage, DecisionWorld.Merged(Scheduled, """{"schedule":{"at":"2026-03-03T03:00:00Z"}}"""), id: stage + "-allotted");
        await world.PutAsync($"allotments/{stage}-allotted", $$"""{"day":"2026-03-03","shares":[{"offering":"{{stage}}","channel":"{{stage}}","contacts":7}]}""");

        await world.AdvanceToAsync(Hour);
        await CompletedAsync(world, stage);
        var first = await world.FiguresAsync(stage);
        await world.AdvanceToAsync("2026-03-03T03:00:00Z");
        await CompletedAsync(world, stage + "-allotted");
        var second = await world.FiguresAsync(stage + "-allotted");

        // Never over; under by no more than what partitions hold in slices and have nobody to spend on.
        Assert.InRange(first.Planned, 1, 18);
        Assert.InRange(first.Ghosts, 1, 60);
        Assert.InRange(second.Planned, 1, 7);
    }

    [Fact]
    public async Task An_allocation_finds_the_customers_of_scheduled_campaigns()
    {
        await using var world = await WorldAsync();
        var stage = await world.StageAsync("batch", "active", channel: """{"dailyCapacity":5}""");
        await CustomersAsync(world, "high", 12);
        await world.LaunchAsync(stage, Scheduled);
        await world.AdvanceToAsync("2026-03-02T02:59:00Z");

        var id = (string)(await world.PostAsync("allocations", $$"""{"campaigns":[{"id":"{{stage}}"}]}""")).Json["id"]!;
        JsonNode allocation;
        do
        {
            allocation = (await world.GetAsync($"allocations/{id}")).Json;
        }
        while ((string)allocation["state"]! == "running");

        Assert.Equal(5, (long)allocation["result"]!["contacts"]!);
        await world.PostEmptyAsync($"allocations/{id}/apply");
        await world.AdvanceToAsync(Hour);
        await CompletedAsync(world, stage);
        Assert.InRange((await world.FiguresAsync(stage)).Planned, 1, 5);
    }

    [Fact]
    public async Task A_pause_keeps_who_has_not_had_a_turn_for_later_and_nobody_has_two()
    {
        await using var world = await WorldAsync();
        var stage = await world.StageAsync("batch", "active");
        await CustomersAsync(world, "high", 40);
        await world.LaunchAsync(stage, Scheduled);
        await world.MoveAsync(stage, "pause");

        await world.AdvanceToAsync(Hour);
        Assert.NotEqual("running", (string)(await BatchAsync(world, stage))["state"]!);
        Assert.Equal(Figures.With(), await world.FiguresAsync(stage));
        await world.MoveAsync(stage, "resume");
        await CompletedAsync(world, stage);

        Assert.Equal(Figures.With(planned: 40, pending: 40), await world.FiguresAsync(stage));
    }

    [Fact]
    public async Task A_draft_that_no_batch_could_be_made_of_is_refused_by_field()
    {
        await using var world = await WorldAsync();
        var stage = await world.StageAsync("batch", "active");
        async Task<IReadOnlyList<string>> RefusedAsync(string members) =>
            (await world.Client.PutAsync($"/api/v1/campaigns/{stage}", DecisionWorld.CampaignOn(stage, members))).Fields;

        Assert.Contains("schedule", await RefusedAsync($$$"""{"schedule":{"at":"{{{Hour}}}"},"trigger":{"eventType":"x"}}"""));
        Assert.Contains("schedule.at", await RefusedAsync($$"""{"schedule":{"at":"{{Hour}}"},"start":"2026-03-02T03:00:01Z"}"""));
        Assert.Contains("trigger.eventType", await RefusedAsync("""{"trigger":{"eventType":"campaign.due"}}"""));
        Assert.Contains("type", (await world.Client.PutAsync("/api/v1/event-types/campaign.due", "{}")).Fields);
    }

    [Fact]
    public async Task Nobody_outside_makes_a_campaign_due_and_one_without_a_schedule_has_no_batch()
    {
        await using var world = await WorldAsync();
        var stage = await world.StageAsync("batch", "active");
        var customer = Assert.Single(await CustomersAsync(world, "high", 1));
        await world.LaunchAsync(stage, Scheduled);
        await world.LaunchAsync(stage, id: stage + "-inbound");

        var sent = await world.PostAsync(
            "events", $$$"""{"specversion":"1.0","id":"1","source":"/tests","type":"campaign.due","subject":"{{{customer}}}","time":"{{{Morning}}}","data":{"campaign":"{{{stage}}}"}}""");

        Assert.Equal((0, 1), ((int)sent.Json["accepted"]!, (int)sent.Json["ignored"]!));
        Assert.Equal(Figures.With(), await world.FiguresAsync(stage));
        Assert.Equal(HttpStatusCode.NotFound, (await world.Client.GetAsync($"/api/v1/campaigns/{stage}-inbound/batch")).Status);
    }

    [Fact]
    public async Task A_recurring_campaign_goes_out_at_every_hour_up_to_its_end_and_each_time_is_seen_with_what_came_of_it()
    {
        await using var world = await WorldAsync("""{"zone":"Asia/Shanghai"}""");
        var stage = await world.StageAsync("batch", "active");
        var high = await CustomersAsync(world, "high", 12);
        await world.LaunchAsync(
            stage, DecisionWorld.Merged(Scheduled, $$"""{"schedule":{"at":"{{Hour}}","recurrence":{"unit":"day","until":"2026-03-05T03:00:00Z"} },"validity":"PT12H"}"""));
        Assert.Equal((Hour, Hour), ((string)(await BatchAsync(world, stage))["due"]!, (string)(await BatchAsync(world, stage))["next"]!));

        await world.AdvanceToAsync(Hour);
        var first = await CompletedAsync(world, stage);
        Assert.Equal("2026-03-03T03:00:00Z", (string)first["next"]!);
        foreach (var contact in (await world.ClaimAsync(stage)).Contacts)
        {
            await world.SettleAsync(contact!, "sent");
        }

        // Whoever comes in has a turn the next time.
        await CustomersAsync(world, "high", 3);
        await world.AdvanceToAsync("2026-03-03T02:59:59Z");
        Assert.Equal(12, (await world.FiguresAsync(stage)).Planned);
        await world.AdvanceToAsync("2026-03-03T03:00:00Z");
        await CompletedAsync(world, stage, "2026-03-03T03:00:00Z");
        Assert.Equal(27, (await world.FiguresAsync(stage)).Planned);

        // Paused over an hour and a restart: it comes late, once, and there is none after the end.
        await world.MoveAsync(stage, "pause");
        await world.AdvanceToAsync("2026-03-04T03:30:00Z");
        await world.RestartAsync();
        Assert.Equal(27, (await world.FiguresAsync(stage)).Planned);
        await world.MoveAsync(stage, "resume");
        var last = await CompletedAsync(world, stage, "2026-03-04T03:00:00Z");
        Assert.Null(last["next"]);
        await world.AdvanceToAsync("2026-03-06T03:00:00Z");
        await world.RestartAsync();
        Assert.Equal(42, (await world.FiguresAsync(stage)).Planned);

        var runs = (JsonArray)(await BatchAsync(world, stage))["runs"]!;
        Assert.Equal(["2026-03-04T03:00:00Z", "2026-03-03T03:00:00Z", Hour], runs.Select(run => (string)run!["due"]!));
        Assert.Equal([15, 15, 12], runs.Select(run => (int)run!["done"]!));
        Assert.Equal([15, 15, 12], runs.Select(run => (int)run!["planned"]!));
        Assert.Equal([0, 0, 12], runs.Select(run => (int)run!["sent"]!));
        Assert.Equal(12, high.Count);
    }

    [Fact]
    public async Task A_cap_holds_over_all_times_of_a_recurring_campaign()
    {
        await using var world = await WorldAsync();
        await world.PutAsync("contact-policies/weekly", """{"name":"Twice a week","caps":[{"scope":"global","limit":2,"rolling":"P7D"}]}""");
        var stage = await world.StageAsync("batch", "active");
        await CustomersAsync(world, "high", 5);
        await world.LaunchAsync(
            stage, DecisionWorld.Merged(Scheduled, $$"""{"schedule":{"at":"{{Hour}}","recurrence":{"unit":"day","until":"2026-03-08T00:00:00Z"} },"validity":"P3D"}"""));

        foreach (var day in new[] { 2, 3, 4, 5 })
        {
            await world.AdvanceToAsync($"2026-03-0{day}T03:00:00Z");
            Assert.Equal(5, (int)(await CompletedAsync(world, stage, $"2026-03-0{day}T03:00:00Z"))["done"]!);
            foreach (var contact in (await world.ClaimAsync(stage)).Contacts)
            {
                await world.SettleAsync(contact!, "sent");
            }
        }

        Assert.Equal(10, (await world.FiguresAsync(stage)).Planned);
    }

    [Fact]
    public async Task A_recurrence_without_end_or_beyond_the_campaign_is_refused_by_field()
    {
        await using var world = await WorldAsync();
        var stage = await world.StageAsync("batch", "active");
        async Task<IReadOnlyList<string>> RefusedAsync(string recurrence, string members = "{}") =>
            (await world.Client.PutAsync(
                $"/api/v1/campaigns/{stage}",
                DecisionWorld.CampaignOn(stage, DecisionWorld.Merged($$"""{"schedule":{"at":"{{Hour}}","recurrence":{{recurrence}} } }""", members)))).Fields;

        Assert.Equal(["schedule.recurrence.until"], await RefusedAsync("""{"unit":"day"}"""));
        Assert.Equal(["schedule.recurrence.until"], await RefusedAsync($$"""{"unit":"day","until":"{{Hour}}"}"""));
        Assert.Equal(["schedule.recurrence.until"], await RefusedAsync("""{"unit":"week","until":"2026-09-01T00:00:00Z"}""", """{"end":"2026-08-01T00:00:00Z"}"""));
        Assert.Equal(["schedule.recurrence.every"], await RefusedAsync("""{"unit":"month","every":0}""", """{"end":"2026-08-01T00:00:00Z"}"""));
        Assert.Equal(["schedule.recurrence.unit"], await RefusedAsync("""{"unit":"hour"}""", """{"end":"2026-08-01T00:00:00Z"}"""));
    }

    [Theory]
    [InlineData("day", 1, "2026-03-28T01:30:00Z", "Europe/Berlin", "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z")]
    [InlineData("day", 1, "2026-10-24T00:30:00Z", "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z")]
    [InlineData("week", 2, "2026-03-02T03:00:00Z", "Asia/Shanghai", "2026-03-16T03:00:00Z", "2026-03-30T03:00:00Z")]
    [InlineData("month", 1, "2026-01-31T02:00:00Z", "Asia/Shanghai", "2026-02-28T02:00:00Z", "2026-03-31T02:00:00Z")]
    public async Task It_comes_again_at_the_same_local_time(string unit, int every, string at, string zone, string second, string third)
    {
        await using var world = await WorldAsync($$"""{"zone":"{{zone}}"}""", "2026-01-01T00:00:00Z");
        var stage = await world.StageAsync("batch", "active");
        await world.LaunchAsync(
            stage, $$"""{"schedule":{"at":"{{at}}","recurrence":{"unit":"{{unit}}","every":{{every}},"until":"2026-12-01T00:00:00Z"} } }""");

        await world.AdvanceToAsync(at);
        Assert.Equal(second, (string)(await CompletedAsync(world, stage, at))["next"]!);
        await world.AdvanceToAsync(second);
        Assert.Equal(third, (string)(await CompletedAsync(world, stage, second))["next"]!);
    }

    private static async Task<DecisionWorld> WorldAsync(string settings = "{}", string at = Morning)
    {
        var world = await DecisionWorld.StartAsync(at, settings);
        await world.PutAsync("attributes/worth", """{"kind":"category"}""");
        return world;
    }

    private static async Task<IReadOnlyList<string>> CustomersAsync(DecisionWorld world, string worth, int count)
    {
        var customers = new List<string>();
        for (var i = 0; i < count; i++)
        {
            customers.Add(await world.CustomerAsync($$$"""{"attributes":{"worth":"{{{worth}}}"}}"""));
        }

        return customers;
    }

    private static async Task<JsonNode> BatchAsync(DecisionWorld world, string campaign) => (await world.GetAsync($"campaigns/{campaign}/batch")).Json;

    /// <param name="hour">Which time of a recurring one; null for the only one.</param>
    private static async Task<JsonNode> CompletedAsync(DecisionWorld world, string campaign, string? hour = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            var batch = await BatchAsync(world, campaign);
            if ((string)batch["state"]! == "completed" && (hour is null || (string)batch["due"]! == hour))
            {
                return batch;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
        }
    }
}
