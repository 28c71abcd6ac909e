using System.Net;
using System.Text.Json.Nodes;
using Octant.Platform.Tests.Decisions;

namespace Octant.Platform.Tests.Campaigns;

/// <summary>From plan to approval through the real host, with lanes set up.</summary>
public sealed class CampaignPlanningTests : IAsyncLifetime
{
    private readonly DecisionWorld _world = new();

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        await _world.PutAsync("attributes/arpu", """{"kind":"number"}""");
        for (var i = 0; i < 10; i++)
        {
            await _world.CustomerAsync($$$"""{"attributes":{"arpu":{{{i * 10}}}}}""");
        }
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task The_lanes_that_its_thresholds_call_for_approve_a_campaign_and_the_board_comes_last()
    {
        await LanesAsync();
        var small = await DraftAsync("small", """{"audience":"customer.arpu >= 80.0","budget":100}""");
        var large = await DraftAsync("large", """{"audience":"customer.arpu >= 20.0","budget":100}""");

        await _world.MoveAsync(small, "submit");
        await _world.MoveAsync(large, "submit");

        Assert.Equal(["wording"], await OpenAsync(small));
        Assert.Equal(["tariff", "wording"], await OpenAsync(large));
        Assert.Equal(HttpStatusCode.Conflict, (await ReviewAsync(large, "board")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await ReviewAsync(small, "board")).Status);
        Assert.Equal("approved", (string)(await ReviewAsync(small, "wording")).Json["status"]!);
        await ReviewAsync(large, "wording");
        Assert.Equal("draft", (string)(await ReviewAsync(large, "tariff")).Json["status"]!);
        Assert.Equal(["board"], await OpenAsync(large));
        Assert.Equal("approved", (string)(await ReviewAsync(large, "board")).Json["status"]!);
        await _world.MoveAsync(large, "launch");
    }

    [Fact]
    public async Task An_edit_of_the_wording_after_approval_opens_the_wording_lane_alone()
    {
        await LanesAsync();
        var id = await DraftAsync("edited", """{"treatments":[{"text":"Take it."}]}""");
        await _world.MoveAsync(id, "submit");
        foreach (var lane in new[] { "wording", "tariff", "board" })
        {
            await ReviewAsync(id, lane);
        }

        await _world.PutAsync($"campaigns/{id}", DecisionWorld.CampaignOn(id, """{"treatments":[{"text":"Take it now."}]}"""));
        Assert.Equal(HttpStatusCode.Conflict, (await _world.Client.SendAsync(HttpMethod.Post, $"/api/v1/campaigns/{id}/launch", null)).Status);
        await _world.MoveAsync(id, "submit");

        Assert.Equal(["wording"], await OpenAsync(id));
        var lanes = (JsonArray)(await _world.GetAsync($"campaigns/{id}/reviews")).Json["lanes"]!;
        var change = Assert.Single((JsonArray)lanes.Single(lane => (string)lane!["lane"]! == "wording")!["changes"]!)!;
        Assert.Equal(("treatments[0].text", "Take it.", "Take it now."), ((string)change["field"]!, (string)change["before"]!, (string)change["after"]!));
        Assert.Equal("draft", (string)(await ReviewAsync(id, "wording")).Json["status"]!);
        Assert.Equal("approved", (string)(await ReviewAsync(id, "board")).Json["status"]!);
    }

    [Fact]
    public async Task An_edit_of_the_plan_makes_an_approved_campaign_a_draft_again_and_a_live_one_keeps_its_plan()
    {
        var id = await DraftAsync("planned");
        await _world.PutAsync($"campaign-plans/{id}", """{"objective":"more"}""");
        await _world.MoveAsync(id, "submit");
        await _world.ReviewAsync(id);
        await _world.PutAsync($"campaign-plans/{id}", """{"objective":"much more"}""");
        Assert.Equal("draft", (string)(await _world.GetAsync($"campaigns/{id}")).Json["status"]!);

        await _world.MoveAsync(id, "submit");
        await _world.ReviewAsync(id);
        await _world.MoveAsync(id, "launch");

        Assert.Equal(HttpStatusCode.Conflict, (await _world.Client.PutAsync($"/api/v1/campaign-plans/{id}", """{"objective":"most"}""")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _world.Client.PutAsync("/api/v1/campaign-plans/nobody", """{"objective":"most"}""")).Status);
    }

    [Theory]
    [InlineData("""{"precedence":101}""", "precedence")]
    [InlineData("""{"success":{"outcome":"accepted"}}""", "success")]
    [InlineData("""{"expected":{"responseRate":2,"cost":0,"revenue":0}}""", "expected.responseRate")]
    [InlineData("""{"resources":[{"channel":"none","contactsPerDay":5,"quotas":[]}]}""", "resources[0].channel")]
    [InlineData("""{"resources":[{"channel":"none","contactsPerDay":0,"quotas":[{"organisation":"a//b","contacts":1}]}]}""", "resources[0].contactsPerDay")]
    public async Task A_plan_that_makes_no_sense_is_refused_by_field(string body, string field)
    {
        var id = await DraftAsync("senseless");

        var answer = await _world.Client.PutAsync($"/api/v1/campaign-plans/{id}", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(field, answer.Fields);
    }

    [Fact]
    public async Task Lanes_that_wait_for_each_other_are_refused()
    {
        await _world.PutAsync("review-lanes/one", """{"name":"one"}""");
        await _world.PutAsync("review-lanes/two", """{"name":"two","after":["one"]}""");

        Assert.Equal(["after"], (await _world.Client.PutAsync("/api/v1/review-lanes/one", """{"name":"one","after":["two"]}""")).Fields);
        Assert.Equal(HttpStatusCode.BadRequest, (await _world.Client.PutAsync("/api/v1/review-lanes/one", """{"name":"one","after":["one"]}""")).Status);
    }

    [Fact]
    public async Task A_deleted_draft_takes_its_plan_and_reviews_with_it()
    {
        var id = await DraftAsync("gone");
        await _world.PutAsync($"campaign-plans/{id}", """{"objective":"more"}""");
        await _world.MoveAsync(id, "submit");

        Assert.Equal(HttpStatusCode.NoContent, (await _world.Client.DeleteAsync($"/api/v1/campaigns/{id}")).Status);

        Assert.Equal(HttpStatusCode.NotFound, (await _world.Client.GetAsync($"/api/v1/campaign-plans/{id}")).Status);
        await _world.PutAsync($"campaigns/{id}", DecisionWorld.CampaignOn(id));
        Assert.Empty((JsonArray)(await _world.GetAsync($"campaigns/{id}/reviews")).Json["lanes"]!);
    }

    [Fact]
    public async Task Conflicts_are_named_with_the_exact_overlap_of_customers_and_days()
    {
        var id = await DraftAsync("mine", """{"audience":"customer.arpu >= 50.0","start":"2026-03-10T00:00:00Z","end":"2026-03-20T00:00:00Z"}""");
        await OtherAsync("shares-3", "customer.arpu <= 70.0 && customer.arpu >= 10.0", "2026-03-18T00:00:00Z", "2026-04-01T00:00:00Z");
        await OtherAsync("shares-none", "customer.arpu < 50.0", "2026-03-18T00:00:00Z", "2026-04-01T00:00:00Z");
        await OtherAsync("later", "true", "2026-03-20T00:00:00Z", "2026-04-01T00:00:00Z");

        var conflicts = (await _world.GetAsync($"campaigns/{id}/conflicts")).Json;

        Assert.Equal(5, (long)conflicts["audience"]!);
        var conflict = Assert.Single((JsonArray)conflicts["items"]!)!;
        Assert.Equal(("shares-3", 3, 2, 7), ((string)conflict["campaignId"]!, (long)conflict["sharedAudience"]!, (int)conflict["days"]!, (long)conflict["audience"]!));

        async Task OtherAsync(string name, string audience, string start, string end) => await _world.PutAsync(
            $"campaigns/{name}", DecisionWorld.CampaignOn(id, $$"""{"name":"{{name}}","audience":"{{audience}}","start":"{{start}}","end":"{{end}}"}"""));
    }

    [Fact]
    public async Task The_calendar_adds_up_what_is_asked_of_a_channel_and_says_what_is_too_much()
    {
        var stage = await _world.StageAsync("calendar", "active", """{"dailyCapacity":100}""");
        foreach (var (name, day, contacts) in new[] { ("early", 10, 70), ("late", 11, 50) })
        {
            await _world.PutAsync($"campaigns/{name}", DecisionWorld.CampaignOn(stage, $$"""{"start":"2026-03-{{day}}T00:00:00Z","end":"2026-03-{{day + 2}}T00:00:00Z"}"""));
            await _world.PutAsync($"campaign-plans/{name}", $$"""{"resources":[{"channel":"{{stage}}","contactsPerDay":{{contacts}},"quotas":[]}]}""");
        }

        var calendar = (await _world.GetAsync("campaign-calendar?from=2026-03-09&to=2026-03-14")).Json;

        Assert.Equal(
            ["2026-03-10 70 of 100 over 0", "2026-03-11 120 of 100 over 20", "2026-03-12 50 of 100 over 0"],
            ((JsonArray)calendar["days"]!).Select(day => $"{day!["day"]} {day["asked"]} of {day["capacity"]} over {day["over"]}"));
        Assert.Equal(["early", "late"], ((JsonArray)calendar["campaigns"]!).Select(campaign => (string)campaign!["campaignId"]!));
        Assert.Equal(["to"], (await _world.Client.GetAsync("/api/v1/campaign-calendar?from=2026-03-09&to=2026-03-09")).Fields);
    }

    [Fact]
    public async Task The_forecast_counts_the_audience_and_says_what_the_holdout_can_find()
    {
        var id = await _world.StageAsync("forecast");
        await _world.PutAsync(
            $"campaigns/{id}",
            DecisionWorld.CampaignOn(id, $$"""{"audience":"customer.arpu >= 20.0","holdoutShare":0.25,"offers":[{"offering":"{{id}}","propensity":0.5}]}"""));

        var forecast = (await _world.GetAsync($"campaigns/{id}/forecast")).Json;

        Assert.Equal((8, 2), ((long)forecast["audience"]!, (long)forecast["heldOut"]!));
        Assert.Equal((3, 3000), ((double)forecast["responses"]!, (double)forecast["revenue"]!));
        Assert.Null(forecast["detectableRise"]);
    }

    [Fact]
    public async Task A_campaign_is_forecast_while_it_is_written_with_its_conflicts_and_lanes_and_nothing_is_stored()
    {
        await LanesAsync();
        var stage = await _world.StageAsync("written");
        await _world.PutAsync("campaigns/other", DecisionWorld.CampaignOn(stage, """{"name":"other","audience":"customer.arpu >= 80.0"}"""));
        await _world.PutAsync("campaigns/unfinished", DecisionWorld.CampaignOn(stage, """{"name":"unfinished","audience":"customer.arpuu >= 80.0"}"""));
        var campaign = DecisionWorld.CampaignOn(
            stage, """{"id":"not-stored","audience":"customer.arpu >= 20.0","budget":100,"treatments":[{"text":"a","variant":"A"},{"text":"b","variant":"B"}]}""");

        var forecast = (await _world.PostAsync("campaign-forecasts", $$"""{"campaign":{{campaign}},"plan":{"id":"not-stored","expected":{"responseRate":0.5,"cost":0,"revenue":0} } }""")).Json;

        Assert.Equal((8, 4), ((long)forecast["forecast"]!["audience"]!, (double)forecast["forecast"]!["responses"]!));
        var conflict = Assert.Single((JsonArray)forecast["conflicts"]!["items"]!)!;
        Assert.Equal(("other", 2), ((string)conflict["campaignId"]!, (long)conflict["sharedAudience"]!));
        Assert.Equal(["board", "tariff", "wording"], ((JsonArray)forecast["lanes"]!).Select(lane => (string)lane!["lane"]!));
        Assert.Equal(HttpStatusCode.NotFound, (await _world.Client.GetAsync("/api/v1/campaigns/not-stored")).Status);
        var wrong = await _world.Client.PostAsync("/api/v1/campaign-forecasts", $$"""{"campaign":{{DecisionWorld.CampaignOn(stage, """{"id":"w","audience":"customer.arpuu > 1"}""")}}}""");
        Assert.Equal(HttpStatusCode.BadRequest, wrong.Status);
    }

    [Fact]
    public async Task A_clone_is_a_draft_that_brings_what_the_earlier_campaign_came_to()
    {
        var stage = await _world.StageAsync("first");
        await _world.LaunchAsync(stage);
        var customer = await _world.CustomerAsync();
        await _world.RespondAsync(await _world.OfferAsync(customer, stage), "accepted");

        var clone = await _world.PostAsync($"campaigns/{stage}/clone", """{"id":"second","name":"Second"}""");

        Assert.Equal(("draft", "Second"), ((string)clone.Json["status"]!, (string)clone.Json["name"]!));
        var lesson = Assert.Single((JsonArray)(await _world.GetAsync("campaign-plans/second")).Json["lessons"]!)!;
        Assert.Equal((stage, 1, 1), ((string)lesson["campaign"]!, (long)lesson["planned"]!, (long)lesson["accepted"]!));
        Assert.Equal(HttpStatusCode.Conflict, (await _world.Client.PostAsync($"/api/v1/campaigns/{stage}/clone", """{"id":"second","name":"Second"}""")).Status);
        var funnel = (JsonArray)(await _world.GetAsync($"campaigns/{stage}/funnel")).Json["stages"]!;
        Assert.Equal(["audience 11", "planned 1", "sent 1", "shown 0", "clicked 0", "interested 0", "accepted 1"], funnel.Select(part => $"{part!["stage"]} {part["count"]}"));
    }

    [Fact]
    public async Task Lead_times_are_measured_stage_by_stage_beside_the_baseline()
    {
        await _world.PutAsync("lead-time-baseline", """{"days":8,"source":"paper files"}""");
        var id = await DraftAsync("timed");
        await _world.AdvanceByAsync(TimeSpan.FromHours(24));
        await _world.MoveAsync(id, "submit");
        await _world.AdvanceByAsync(TimeSpan.FromHours(48));
        await _world.ReviewAsync(id);
        await _world.AdvanceByAsync(TimeSpan.FromHours(24));
        await _world.MoveAsync(id, "launch");

        var times = (await _world.GetAsync("lead-times")).Json;

        Assert.Equal((4, -0.5), ((double)times["medianDays"]!, (double)times["change"]!));
        Assert.Equal(
            ["drafting 24", "review 48", "lane:default 48", "launching 24"],
            ((JsonArray)times["stages"]!).Select(stage => $"{stage!["stage"]} {stage["medianHours"]}"));
    }

    [Fact]
    public async Task Open_lanes_are_listed_the_most_urgent_first_and_overdue_ones_say_so()
    {
        await LanesAsync();
        var id = await DraftAsync("urgent");
        await _world.MoveAsync(id, "submit");
        await _world.AdvanceByAsync(TimeSpan.FromHours(30));

        var open = (JsonArray)(await _world.GetAsync("open-reviews")).Json["items"]!;

        Assert.Equal(["wording true", "tariff false"], open.Select(review => $"{review!["lane"]} {review["isOverdue"]}"));
    }

    [Fact]
    public async Task Comments_are_kept_in_their_order_and_decide_nothing()
    {
        var id = await DraftAsync("discussed");
        await _world.PostAsync($"campaigns/{id}/comments", """{"text":"First."}""");
        await _world.PostAsync($"campaigns/{id}/comments", """{"text":"Second."}""");

        var reviews = (await _world.GetAsync($"campaigns/{id}/reviews")).Json;

        Assert.Equal(["First.", "Second."], ((JsonArray)reviews["comments"]!).Select(comment => (string)comment!["text"]!));
        Assert.Equal(["text"], (await _world.Client.PostAsync($"/api/v1/campaigns/{id}/comments", """{"text":" "}""")).Fields);
    }

    private async Task<string> DraftAsync(string name, string members = "{}")
    {
        var id = await _world.StageAsync(name);
        await _world.PutAsync($"campaigns/{id}", DecisionWorld.CampaignOn(id, members));
        return id;
    }

    private async Task LanesAsync()
    {
        await _world.PutAsync("review-lanes/tariff", """{"name":"市场部","covers":["offers","budget","audience"],"from":{"audience":5},"within":"P2D"}""");
        await _world.PutAsync("review-lanes/wording", """{"name":"客服部","covers":["wording"],"within":"P1D"}""");
        await _world.PutAsync("review-lanes/board", """{"name":"省公司","after":["tariff","wording"],"from":{"audience":5}}""");
    }

    private Task<Answer> ReviewAsync(string campaign, string lane) =>
        _world.Client.PostAsync($"/api/v1/campaigns/{campaign}/reviews", $$"""{"lane":"{{lane}}","verdict":"approve"}""");

    private async Task<IEnumerable<string>> OpenAsync(string campaign) =>
        ((JsonArray)(await _world.GetAsync($"campaigns/{campaign}/reviews")).Json["lanes"]!)
            .Where(lane => (string)lane!["status"]! == "open")
            .Select(lane => (string)lane!["lane"]!);
}
