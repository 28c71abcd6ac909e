using System.Net;
using System.Text.Json.Nodes;
using Octant.Platform.Tests.Decisions;

namespace Octant.Platform.Tests.Campaigns;

/// <summary>A draft tried on customers and personas before anybody has approved it.</summary>
public sealed class TrialTests(DecisionWorld world) : IClassFixture<DecisionWorld>
{
    [Fact]
    public async Task A_draft_is_tried_on_a_customer_and_leaves_no_trace()
    {
        var stage = await DraftAsync("tried", """{"audience":"customer.spend >= 50.0","treatments":[{"text":"For {spend}."}]}""");
        var rich = await world.CustomerAsync("""{"attributes":{"spend":60}}""");
        var poor = await world.CustomerAsync("""{"attributes":{"spend":40}}""");

        var yes = await TryAsync(stage, $$"""{"customerId":"{{rich}}","channel":"{{stage}}"}""");
        var no = await TryAsync(stage, $$"""{"customerId":"{{poor}}","channel":"{{stage}}"}""");

        Assert.Equal((stage, "For 60."), ((string)yes["offer"]!["offeringId"]!, (string)yes["offer"]!["text"]!));
        Assert.Null(no["offer"]);
        Assert.Equal("audience", (string)no["explanation"]!["stage"]!);
        var change = Assert.Single((JsonArray)no["explanation"]!["condition"]!["smallestChange"]!)!;
        Assert.Equal("customer.spend >= 50.0", (string)change["text"]!);
        Assert.NotNull(await world.SilenceAsync(rich, stage));
        Assert.Equal(0, (long)(await world.GetAsync($"campaigns/{stage}/figures")).Json["planned"]!);
    }

    [Fact]
    public async Task A_campaign_that_is_live_competes_with_the_draft_as_it_would()
    {
        var stage = await world.StageAsync("competed");
        await world.PutAsync($"touchpoints/{stage}", $$"""{"name":"spot","channel":"{{stage}}","slots":1}""");
        await world.PutAsync($"offerings/{stage}-strong", """{"name":"strong","value":9000}""");
        await world.LaunchAsync(stage, $$"""{"offers":[{"offering":"{{stage}}-strong","propensity":0.9}]}""");
        await world.PutAsync($"campaigns/{stage}-weak", DecisionWorld.CampaignOn(stage, """{"name":"weak"}"""));
        var customer = await world.CustomerAsync();

        var trial = await TryAsync($"{stage}-weak", $$"""{"customerId":"{{customer}}","channel":"{{stage}}","touchpoint":"{{stage}}"}""");

        Assert.Equal("arbitration", (string)trial["explanation"]!["stage"]!);
        Assert.True((double)trial["explanation"]!["scoreRatio"]! < 1);
    }

    [Fact]
    public async Task Personas_are_kept_as_tests_and_tell_when_a_change_breaks_one()
    {
        var stage = await DraftAsync("personas", """{"audience":"customer.spend >= 50.0 && \"traveller\" in customer.tags","holdoutShare":0.9}""");
        await world.PutAsync(
            $"campaign-tests/{stage}",
            $$$"""
            {"personas":[
              {"name":"Traveller","persona":{"attributes":{"spend":60},"tags":["traveller"]},"channel":"{{{stage}}}","expected":"offered"},
              {"name":"Has it","persona":{"attributes":{"spend":60},"tags":["traveller"],"owns":["{{{stage}}}"]},"channel":"{{{stage}}}","expected":"notOffered"},
              {"name":"Said no","persona":{"attributes":{"spend":60},"tags":["traveller"],"consent":"refused"},"channel":"{{{stage}}}","expected":"notOffered"}
            ]}
            """);

        Assert.Equal(["Traveller true", "Has it true", "Said no true"], await ResultsAsync(stage));

        await world.PutAsync($"campaigns/{stage}", DecisionWorld.CampaignOn(stage, """{"audience":"customer.spend >= 70.0"}"""));
        Assert.Equal(["Traveller false", "Has it true", "Said no true"], await ResultsAsync(stage));
    }

    [Fact]
    public async Task A_persona_of_whom_nobody_said_where_they_live_is_of_the_campaigns_own_city()
    {
        await world.PutAsync("attributes/homeUnit", """{"kind":"category"}""");
        var stage = await DraftAsync("at-home", """{"organisation":"lanhai/linjiang"}""");

        var anybody = await TryAsync(stage, $$$"""{"persona":{},"channel":"{{{stage}}}"}""");
        var elsewhere = await TryAsync(stage, $$$"""{"persona":{"attributes":{"homeUnit":"lanhai/yuntai"}},"channel":"{{{stage}}}"}""");

        Assert.NotNull(anybody["offer"]);
        Assert.Null(elsewhere["offer"]);
    }

    [Fact]
    public async Task A_campaign_that_answers_an_event_is_tried_with_the_event()
    {
        var stage = await world.StageAsync("answering", "active");
        await world.PutAsync($"event-types/{stage}", """{"fields":[{"name":"amount","kind":"number"}]}""");
        await world.PutAsync($"campaigns/{stage}", DecisionWorld.CampaignOn(stage, $$$"""{"trigger":{"eventType":"{{{stage}}}","condition":"event.amount > 100.0"}}"""));

        var small = await TryAsync(stage, $$$"""{"persona":{},"channel":"{{{stage}}}","context":{"amount":50}}""");
        var large = await TryAsync(stage, $$$"""{"persona":{},"channel":"{{{stage}}}","context":{"amount":150}}""");

        Assert.Null(small["offer"]);
        Assert.NotNull(large["offer"]);
    }

    [Theory]
    [InlineData("""{"channel":"STAGE"}""", "customerId")]
    [InlineData("""{"persona":{},"channel":"nowhere"}""", "channel")]
    [InlineData("""{"persona":{"attributes":{"spent":1}},"channel":"STAGE"}""", "persona.attributes.spent")]
    [InlineData("""{"persona":{"attributes":{"spend":"much"}},"channel":"STAGE"}""", "persona.attributes.spend")]
    [InlineData("""{"persona":{"owns":["nothing"]},"channel":"STAGE"}""", "persona.owns[0]")]
    public async Task What_makes_no_sense_is_refused_by_field(string body, string field)
    {
        var stage = await DraftAsync("senseless", "{}");

        var answer = await world.Client.PostAsync($"/api/v1/campaigns/{stage}/trials", body.Replace("STAGE", stage, StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(field, answer.Fields);
    }

    [Fact]
    public async Task A_draft_that_does_not_compile_is_refused_and_nobody_is_tried_who_is_not_there()
    {
        var stage = await DraftAsync("broken", """{"audience":"customer.spent > 1"}""");
        Assert.Contains("audience", (await world.Client.PostAsync($"/api/v1/campaigns/{stage}/trials", $$"""{"persona":{},"channel":"{{stage}}"}""")).Fields);

        var right = await DraftAsync("right", "{}");
        Assert.Equal(HttpStatusCode.NotFound, (await world.Client.PostAsync($"/api/v1/campaigns/{right}/trials", $$"""{"customerId":"nobody","channel":"{{right}}"}""")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await world.Client.PostAsync($"/api/v1/campaigns/none/trials", $$"""{"persona":{},"channel":"{{right}}"}""")).Status);
    }

    private async Task<string> DraftAsync(string what, string members)
    {
        await world.PutAsync("attributes/spend", """{"kind":"number"}""");
        var stage = await world.StageAsync(what);
        await world.PutAsync($"campaigns/{stage}", DecisionWorld.CampaignOn(stage, members));
        return stage;
    }

    private async Task<JsonNode> TryAsync(string campaign, string body) => (await world.PostAsync($"campaigns/{campaign}/trials", body)).Json;

    private async Task<IEnumerable<string>> ResultsAsync(string campaign) =>
        ((JsonArray)(await world.GetAsync($"campaigns/{campaign}/test-results")).Json["personas"]!).Select(result => $"{result!["name"]} {result["passed"]}");
}
