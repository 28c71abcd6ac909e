using System.Net;
using System.Text.Json.Nodes;

namespace Octant.Platform.Tests.Decisions;

/// <summary>A draft tried on a customer beside what is in force.</summary>
public sealed class TrialTests(DecisionWorld world) : IClassFixture<DecisionWorld>
{
    [Fact]
    public async Task A_stricter_policy_is_tried_without_being_in_force()
    {
        var stage = await world.StageAsync("trial-policy");
        await world.LaunchAsync(stage);
        var customer = await world.CustomerAsync();
        await world.OfferAsync(customer, stage);

        var trial = await TryAsync(customer, stage, $$"""{"contactPolicies":[{"id":"draft","caps":[{"scope":"channel","subject":"{{stage}}","limit":1,"calendar":"month"}]}]}""");

        Assert.Single((JsonArray)trial["now"]!["recommendations"]!);
        Assert.Empty((JsonArray)trial["draft"]!["recommendations"]!);
        var finding = DecisionWorld.FindingOn(stage, trial["draft"]!["explanation"]!);
        Assert.Equal(("contactPolicy", "draft"), ((string)finding["stage"]!, (string)finding["related"]!));
        Assert.Null(trial["draft"]!["decisionId"]);
        await world.OfferAsync(customer, stage);
        Assert.Equal(HttpStatusCode.NotFound, (await world.Client.GetAsync("/api/v1/contact-policies/draft")).Status);
    }

    [Fact]
    public async Task An_offering_nobody_sells_yet_is_tried_as_if_a_campaign_made_it_to_everybody()
    {
        var stage = await world.StageAsync("trial-offering");
        await world.PutAsync("offerings/trial-owned", """{"name":"Owned"}""");
        var customer = await world.CustomerAsync("""{"products":["trial-owned"]}""");

        var free = await TryAsync(customer, stage, """{"offerings":[{"id":"brand-new","name":"Brand new","value":500,"wording":{"oneLine":"Say this"}}]}""");
        var excluded = await TryAsync(customer, stage, """{"offerings":[{"id":"brand-new","name":"Brand new","excludes":["trial-owned"]}]}""");

        Assert.Equal(["trial.brand-new"], free["trialCampaigns"]!.AsArray().Select(id => (string)id!));
        Assert.Empty((JsonArray)free["now"]!["recommendations"]!);
        var offered = Assert.Single((JsonArray)free["draft"]!["recommendations"]!)!;
        Assert.Equal(("brand-new", "Say this"), ((string)offered["offeringId"]!, (string)offered["treatment"]!["text"]!));
        Assert.Equal("productCheck", (string)DecisionWorld.FindingOn("trial.brand-new", excluded["draft"]!["explanation"]!)["stage"]!);
        Assert.Empty((JsonArray)(await world.DecideAsync(customer, stage))["recommendations"]!);
    }

    [Fact]
    public async Task A_channel_that_is_a_draft_itself_has_no_answer_of_today()
    {
        await world.PutAsync("offerings/trial-known", """{"name":"Known"}""");
        var customer = await world.CustomerAsync();

        var trial = await TryAsync(customer, "draft-way", """{"channels":[{"id":"draft-way","name":"Draft"}],"offerings":[{"id":"trial-known","name":"Known"}]}""");

        Assert.Null(trial["now"]);
        Assert.Single((JsonArray)trial["draft"]!["recommendations"]!);
    }

    [Theory]
    [InlineData("""{"offerings":[{"id":"x","name":"x","price":-1}]}""", "drafts.offerings[0].price")]
    [InlineData("""{"offerings":[{"id":"x","name":"x"},{"id":"y","name":"y","requires":["nothing"]}]}""", "drafts.offerings[1].requires[0]")]
    [InlineData("""{"contactPolicies":[{"id":"p","caps":[{"limit":1}]}]}""", "drafts.contactPolicies[0].caps[0]")]
    [InlineData("""{"offerings":[{"id":"x","name":"x"},{"id":"x","name":"x"}]}""", "drafts.offerings")]
    public async Task What_is_wrong_with_a_draft_is_told_at_its_field(string drafts, string field)
    {
        var stage = await world.StageAsync("trial-wrong");
        var customer = await world.CustomerAsync();

        var answer = await world.Client.PostAsync("/api/v1/trials", $$"""{"customerId":"{{customer}}","channel":"{{stage}}","drafts":{{drafts}} }""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal([field], answer.Fields);
    }

    [Fact]
    public async Task A_customer_of_another_part_of_the_organisation_is_not_found()
    {
        var stage = await world.StageAsync("trial-unit");
        foreach (var (path, level) in (IEnumerable<(string, string)>)[("land", "province"), ("land/east", "city"), ("sea", "province")])
        {
            await world.PutAsync($"organisation/units/{path}", $$"""{"name":{"zh":"{{path}}","en":"{{path}}"},"level":"{{level}}" }""");
        }

        await world.PutAsync("attributes/homeUnit", """{"kind":"category"}""");
        var customer = await world.CustomerAsync("""{"attributes":{"homeUnit":"land/east"}}""");
        using var east = await world.Host.ClientWithAsync(["decisions:read", "customers:read"], "land/east");
        using var sea = await world.Host.ClientWithAsync(["decisions:read", "customers:read"], "sea");
        var body = $$"""{"customerId":"{{customer}}","channel":"{{stage}}","drafts":{} }""";

        Assert.Equal(HttpStatusCode.OK, (await east.PostAsync("/api/v1/trials", body)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await sea.PostAsync("/api/v1/trials", body)).Status);
        Assert.Equal(HttpStatusCode.OK, (await east.GetAsync($"/api/v1/matching/customers/{customer}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await sea.GetAsync($"/api/v1/matching/customers/{customer}")).Status);
    }

    private async Task<JsonNode> TryAsync(string customer, string channel, string drafts) =>
        (await world.PostAsync("trials", $$"""{"customerId":"{{customer}}","channel":"{{channel}}","drafts":{{drafts}} }""")).Json;
}
