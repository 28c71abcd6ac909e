using System.Net;
using System.Text.Json.Nodes;
using Octant.Platform.Tests.Decisions;

namespace Octant.Platform.Tests.Campaigns;

public sealed class CampaignLifeCycleTests(DecisionWorld world) : IClassFixture<DecisionWorld>
{
    [Fact]
    public async Task A_draft_is_saved_though_it_does_not_compile_and_the_check_says_where_and_why()
    {
        await world.PutAsync("attributes/arpu", """{"kind":"number"}""");
        var stage = await world.StageAsync("broken");
        await world.PutAsync($"campaigns/{stage}", DecisionWorld.CampaignOn(stage, """{"audience":"true &&\n  customer.arpuu > 1.0"}"""));

        var check = (await world.GetAsync($"campaigns/{stage}/check")).Json;

        Assert.False((bool)check["canGoLive"]!);
        var error = Assert.Single((JsonArray)check["errors"]!)!;
        Assert.Equal(("audience", 2), ((string)error["field"]!, (int)error["line"]!));
        Assert.InRange((int)error["column"]!, 3, 12);
        Assert.NotEmpty((string)error["expected"]!);
        Assert.Equal("arpu", (string)error["nearest"]!);
        await RefusedAsync(stage, "submit", "audience");

        await world.PutAsync($"campaigns/{stage}", DecisionWorld.CampaignOn(stage, """{"audience":"customer.arpu > 1.0"}"""));
        Assert.True((bool)(await world.GetAsync($"campaigns/{stage}/check")).Json["canGoLive"]!);
        await world.MoveAsync(stage, "submit");
    }

    [Theory]
    [InlineData("""{"trigger":{"eventType":"none.such"}}""", "trigger.eventType")]
    [InlineData("""{"eligibility":"customer.none_such == 1"}""", "eligibility")]
    [InlineData("""{"applicability":"context.none_such == 1"}""", "applicability")]
    [InlineData("""{"suitability":"1 + "}""", "suitability")]
    [InlineData("""{"contextWeights":[{"when":"'text'","weight":2}]}""", "contextWeights[0].when")]
    public async Task What_does_not_compile_is_named_by_check_and_submit_alike(string members, string field)
    {
        var stage = await world.StageAsync("named");
        await world.PutAsync($"campaigns/{stage}", DecisionWorld.CampaignOn(stage, members));

        var errors = (JsonArray)(await world.GetAsync($"campaigns/{stage}/check")).Json["errors"]!;

        Assert.Equal([field], errors.Select(error => (string)error!["field"]!).Distinct());
        await RefusedAsync(stage, "submit", field);
    }

    [Fact]
    public async Task An_approved_campaign_that_no_longer_compiles_does_not_go_live()
    {
        await world.PutAsync("event-types/fleeting", """{"fields":[{"name":"amount","kind":"number"}]}""");
        var stage = await world.StageAsync("fleeting", "active");
        await world.PutAsync($"campaigns/{stage}", DecisionWorld.CampaignOn(stage, """{"trigger":{"eventType":"fleeting","condition":"event.amount > 1.0"}}"""));
        await world.MoveAsync(stage, "submit");
        await world.ReviewAsync(stage);
        await world.PutAsync("event-types/fleeting", """{"fields":[]}""");

        await RefusedAsync(stage, "launch", "trigger.condition");

        Assert.Equal("approved", await StatusAsync(stage));
    }

    [Fact]
    public async Task Only_what_is_approved_is_launched()
    {
        var stage = await world.StageAsync("approval");
        var customer = await world.CustomerAsync();
        await world.PutAsync($"campaigns/{stage}", DecisionWorld.CampaignOn(stage));

        await ConflictAsync(stage, "launch");
        Assert.Equal(HttpStatusCode.Conflict, (await ReviewAsync(stage)).Status);
        await world.MoveAsync(stage, "submit");
        await ConflictAsync(stage, "launch");
        await world.ReviewAsync(stage, "sendBack");
        await ConflictAsync(stage, "launch");
        Assert.Equal(HttpStatusCode.Conflict, (await ReviewAsync(stage)).Status);
        await world.MoveAsync(stage, "submit");
        await world.ReviewAsync(stage);
        Assert.Equal("approved", await StatusAsync(stage));
        Assert.Equal("no-candidates", await world.SilenceAsync(customer, stage));
        await world.MoveAsync(stage, "launch");
        Assert.Equal("live", await StatusAsync(stage));
        Assert.Null(await world.SilenceAsync(customer, stage));
    }

    [Fact]
    public async Task An_edit_reopens_what_was_approved_and_withdraws_what_was_submitted()
    {
        var stage = await world.StageAsync("edit");
        await world.PutAsync($"campaigns/{stage}", DecisionWorld.CampaignOn(stage));
        await world.MoveAsync(stage, "submit");
        await world.ReviewAsync(stage);

        var edited = await world.PutAsync($"campaigns/{stage}", DecisionWorld.CampaignOn(stage, """{"lever":2}"""));
        Assert.Equal("draft", (string)edited.Json["status"]!);
        await ConflictAsync(stage, "launch");
        Assert.Equal(HttpStatusCode.Conflict, (await ReviewAsync(stage)).Status);

        await world.MoveAsync(stage, "submit");
        await world.PutAsync($"campaigns/{stage}", DecisionWorld.CampaignOn(stage, """{"lever":900}"""));
        Assert.Equal(HttpStatusCode.Conflict, (await ReviewAsync(stage)).Status);
        await world.MoveAsync(stage, "submit");
        Assert.Equal(HttpStatusCode.OK, (await ReviewAsync(stage)).Status);
        var reviews = (JsonArray)(await world.GetAsync($"campaigns/{stage}/reviews")).Json["reviews"]!;
        Assert.Equal(["approve", "approve"], reviews.Select(review => (string)review!["verdict"]!));
    }

    [Fact]
    public async Task A_live_campaign_cannot_be_edited_or_deleted_and_pauses_resumes_and_ends()
    {
        var stage = await world.StageAsync("live");
        var customer = await world.CustomerAsync();
        await world.LaunchAsync(stage);

        await LockedAsync(stage);
        Assert.Null(await world.SilenceAsync(customer, stage));
        await ConflictAsync(stage, "resume");

        await world.MoveAsync(stage, "pause");
        Assert.Equal("paused", await StatusAsync(stage));
        Assert.Equal("campaign-paused", await world.SilenceAsync(customer, stage));
        await LockedAsync(stage);
        await ConflictAsync(stage, "pause");

        await world.MoveAsync(stage, "resume");
        Assert.Null(await world.SilenceAsync(customer, stage));

        await world.MoveAsync(stage, "end");
        Assert.Equal("no-candidates", await world.SilenceAsync(customer, stage));
        await LockedAsync(stage);
        foreach (var action in new[] { "submit", "launch", "pause", "resume", "end" })
        {
            await ConflictAsync(stage, action);
        }

        Assert.Equal(2, (await world.FiguresAsync(stage)).Planned);
    }

    [Fact]
    public async Task A_draft_can_be_deleted_and_created_but_not_twice()
    {
        var stage = await world.StageAsync("draft");
        var body = DecisionWorld.Merged(DecisionWorld.CampaignOn(stage), $$"""{"id":"{{stage}}"}""");

        var created = await world.Client.PostAsync("/api/v1/campaigns", body);
        Assert.Equal((HttpStatusCode.Created, $"/api/v1/campaigns/{stage}"), (created.Status, created.Message.Headers.Location?.ToString()));
        Assert.Equal(HttpStatusCode.Conflict, (await world.Client.PostAsync("/api/v1/campaigns", body)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await world.Client.DeleteAsync($"/api/v1/campaigns/{stage}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await world.Client.GetAsync($"/api/v1/campaigns/{stage}")).Status);
        await world.PostAsync("campaigns", body);
    }

    [Fact]
    public async Task What_a_campaign_names_and_is_not_there_is_400_with_every_field()
    {
        var stage = await world.StageAsync("unknown");

        var answer = await world.Client.PutAsync($"/api/v1/campaigns/{stage}", DecisionWorld.CampaignOn(stage, $$"""
            {"channels":["{{stage}}","no-channel"],"touchpoints":["no-touchpoint"],
             "offers":[{"offering":"{{stage}}","promotion":"no-promotion"},{"offering":"no-offering"}],
             "treatments":[{"text":"x","channel":"no-channel"},{"text":"y","offering":"no-offering"}]}
            """));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(
            ["channels[1]", "offers[0].promotion", "offers[1].offering", "touchpoints[0]", "treatments[0].channel", "treatments[1].offering"],
            answer.Fields.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("submit")]
    [InlineData("launch")]
    [InlineData("pause")]
    [InlineData("resume")]
    [InlineData("end")]
    public async Task A_campaign_that_is_not_there_is_404(string action) =>
        Assert.Equal(HttpStatusCode.NotFound, (await world.Client.SendAsync(HttpMethod.Post, $"/api/v1/campaigns/nobody/{action}", null)).Status);

    [Fact]
    public async Task The_very_next_decision_is_by_what_was_put_before_it()
    {
        var stage = await world.StageAsync("next");
        var customer = await world.CustomerAsync();
        await world.LaunchAsync(stage);
        Assert.Null(await world.SilenceAsync(customer, stage));

        await world.PutAsync($"offerings/{stage}", $$"""{"name":"{{stage}}","value":1000,"status":"suspended"}""");
        Assert.Equal("offering-not-active", await world.SilenceAsync(customer, stage));
        await world.PutAsync($"offerings/{stage}", $$"""{"name":"{{stage}}","value":70}""");
        Assert.Equal(7, (double)(await world.OfferAsync(customer, stage))["score"]!);

        await world.PutAsync($"channels/{stage}", $$"""{"name":"{{stage}}","hours":[{"from":"12:00","to":"12:01","days":[]}]}""");
        Assert.Equal("channel-closed", await world.SilenceAsync(customer, stage));
        await world.PutAsync($"channels/{stage}", $$"""{"name":"{{stage}}"}""");
        Assert.Null(await world.SilenceAsync(customer, stage));

        await world.PutAsync("settings", """{"globalHoldoutShare":1}""");
        Assert.Equal("global-holdout", await world.SilenceAsync(customer, stage));
        await world.PutAsync("settings", "{}");
        Assert.Null(await world.SilenceAsync(customer, stage));

        await world.PutAsync($"contact-policies/{stage}", $$"""{"caps":[{"scope":"channel","subject":"{{stage}}","limit":1,"calendar":"month"}]}""");
        Assert.Equal("cap", await world.SilenceAsync(customer, stage));
    }

    [Fact]
    public async Task A_live_campaign_that_a_change_breaks_is_left_out_and_all_others_go_on()
    {
        await world.PutAsync("context-fields/mood", """{"kind":"category"}""");
        var stage = await world.StageAsync("breaks");
        var other = world.Name("stands");
        var customer = await world.CustomerAsync();
        await world.LaunchAsync(stage, """{"applicability":"context.mood == 'good'","lever":2}""");
        await world.LaunchAsync(stage, id: other);
        Assert.Equal(stage, await OfferedAsync());

        await world.PutAsync("context-fields/mood", """{"kind":"number"}""");
        Assert.Equal(other, await OfferedAsync());
        Assert.False((bool)(await world.GetAsync($"campaigns/{stage}/check")).Json["canGoLive"]!);

        await world.PutAsync("context-fields/mood", """{"kind":"category"}""");
        Assert.Equal(stage, await OfferedAsync());

        async Task<string> OfferedAsync() =>
            (string)(await world.OfferAsync(customer, stage, (string?)(await world.GetAsync("context-fields/mood")).Json["kind"] == "number"
                ? """{"context":{"mood":1}}"""
                : """{"context":{"mood":"good"}}"""))["campaignId"]!;
    }

    private Task<Answer> ReviewAsync(string campaign) =>
        world.Client.PostAsync($"/api/v1/campaigns/{campaign}/reviews", """{"lane":"default","verdict":"approve"}""");

    private async Task<string> StatusAsync(string campaign) => (string)(await world.GetAsync($"campaigns/{campaign}")).Json["status"]!;

    private async Task LockedAsync(string campaign)
    {
        Assert.Equal(
            HttpStatusCode.Conflict, (await world.Client.PutAsync($"/api/v1/campaigns/{campaign}", DecisionWorld.CampaignOn(campaign, """{"lever":3}"""))).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await world.Client.DeleteAsync($"/api/v1/campaigns/{campaign}")).Status);
    }

    private async Task<Answer> ConflictAsync(string campaign, string action)
    {
        var answer = await world.Client.SendAsync(HttpMethod.Post, $"/api/v1/campaigns/{campaign}/{action}", null);
        Assert.True(answer.Status == HttpStatusCode.Conflict, $"{action}: {answer.Status} {answer.Body}");
        return answer;
    }

    private async Task RefusedAsync(string campaign, string action, string field) =>
        Assert.Equal([field], (await ConflictAsync(campaign, action)).Fields.Distinct());
}
