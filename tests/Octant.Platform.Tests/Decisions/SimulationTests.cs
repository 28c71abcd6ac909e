using System.Net;
using System.Text.Json.Nodes;

namespace Octant.Platform.Tests.Decisions;

/// <summary>Simulations from outside, over decisions that were really made.</summary>
public sealed class SimulationTests(DecisionWorld world) : IClassFixture<DecisionWorld>
{
    private const string Period = """{"from":"2026-01-01T00:00:00Z","to":"2027-01-01T00:00:00Z"}""";

    [Fact]
    public async Task The_campaigns_in_force_tried_as_a_draft_change_nothing()
    {
        var stage = await world.StageAsync("same");
        await world.LaunchAsync(stage, """{"holdoutShare":0.3,"audience":"owns(\"none\") || true"}""");
        for (var i = 0; i < 20; i++)
        {
            await world.DecideAsync(await world.CustomerAsync(), stage);
        }

        var campaign = (await world.GetAsync($"campaigns/{stage}")).Json;
        var result = (await SimulateAsync(campaign))["result"]!;

        Assert.True((long)result["decisions"]!["simulated"]! >= 20);
        Assert.Equal(0, (long)result["decisions"]!["changed"]!);
        Assert.Equal((long)result["decisions"]!["simulated"]!, (long)result["decisions"]!["exact"]!);
        Assert.Equal((long)result["offers"]!["recorded"]!, (long)result["offers"]!["simulated"]!);
        var outcome = CampaignOf(result, stage);
        Assert.Equal("keeps", (string)outcome["standing"]!);
        Assert.Equal(20, (long)outcome["simulated"]!["offers"]! + (long)outcome["simulated"]!["heldOut"]!);
        Assert.Equal(0.1 * (long)outcome["simulated"]!["offers"]!, (double)outcome["simulated"]!["expectedResponses"]!["mean"]!, 1e-9);
    }

    [Fact]
    public async Task Decisions_by_learnt_models_that_explored_come_out_as_recorded()
    {
        await using var own = await DecisionWorld.StartAsync(
            "2026-05-04T10:00:00Z", """{"learning":{"minimumOutcomes":5,"explorationShare":0.5,"temperature":1},"modelInterval":null}""");
        var stage = await own.StageAsync("learnt");
        const string byModel = """{"propensitySource":"model"}""";
        await own.LaunchAsync(stage, byModel);
        await own.PutAsync($"offerings/{stage}-2", """{"name":"second","value":900}""");
        await own.LaunchAsync(stage, $$"""{"propensitySource":"model","offers":[{"offering":"{{stage}}-2","propensity":0.1}]}""", id: stage + "-2");
        var offers = new List<JsonNode>();
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 16; i++)
            {
                var offer = await own.OfferAsync(await own.CustomerAsync(), stage, """{"limit":1}""");
                offers.Add(offer);
                await own.RespondAsync(offer, ((string)offer["offeringId"]!).EndsWith("-2", StringComparison.Ordinal) == (round == 0) ? "accepted" : "rejected");
            }

            await own.PostEmptyAsync("models");
        }

        Assert.Equal(2, offers.Select(offer => (string)offer["offeringId"]!).Distinct().Count());
        Assert.Contains(offers, offer => (double)offer["probability"]! is > 0 and < 0.5);
        Assert.Contains(offers, offer => (double)offer["propensity"]! != 0.1);

        // As it goes on, and by a process that knows none of the models yet.
        for (var restart = 0; restart < 2; restart++)
        {
            var decisions = (await SimulateAsync(own))["result"]!["decisions"]!;
            Assert.Equal((48, 0, 48, 0), ((int)decisions["simulated"]!, (int)decisions["changed"]!, (int)decisions["exact"]!, (int)decisions["unreadable"]!));
            await own.RestartAsync();
        }

        // The models do matter: without them other offers win.
        var configured = (await SimulateAsync(own, Draft(stage, stage, stage, "{}"), Draft(stage, stage + "-2", stage + "-2", "{}")))["result"]!;
        Assert.True((long)configured["decisions"]!["changed"]! > 0);
        Assert.Equal(0, (int)configured["decisions"]!["unreadable"]!);
        Assert.Equal(0.1 * 48, (double)configured["expectedResponses"]!["simulated"]!["mean"]!, 1e-9);
    }

    [Fact]
    public async Task A_draft_gets_no_more_of_an_allotment_than_there_is()
    {
        await using var own = await DecisionWorld.StartAsync("2026-05-04T10:00:00Z");
        var stage = await own.StageAsync("allotted");
        await own.LaunchAsync(stage, """{"audience":"owns(\"nothing-at-all\")"}""");
        await own.PutAsync($"allotments/{stage}", $$"""{"day":"2026-05-04","shares":[{"offering":"{{stage}}","channel":"{{stage}}","contacts":3}]}""");
        for (var i = 0; i < 5; i++)
        {
            await own.DecideAsync(await own.CustomerAsync(), stage);
        }

        var result = (await SimulateAsync(own, Draft(stage, stage, stage, "{}")))["result"]!;

        Assert.Equal((5, 2), ((int)result["decisions"]!["simulated"]!, (int)result["decisions"]!["silent"]!["simulated"]!));
        var resource = Assert.Single((JsonArray)result["resources"]!)!;
        Assert.Equal(($"allotment/{stage}/{stage}/{stage}", 3, 0, 3), ((string)resource["resource"]!, (int)resource["capacity"]!, (int)resource["recorded"]!, (int)resource["simulated"]!));
    }

    [Fact]
    public async Task A_draft_that_wins_says_whom_it_would_be_offered_to_and_why()
    {
        await world.PutAsync("attributes/sim_arpu", """{"kind":"number"}""");
        var stage = await world.StageAsync("wins", channel: """{"dailyCapacity":100}""");
        await world.PutAsync($"offerings/{stage}-2", """{"name":"second","value":5000}""");
        await world.LaunchAsync(stage);
        var rich = await world.CustomerAsync("""{"attributes":{"sim_arpu":90}}""");
        var poor = await world.CustomerAsync("""{"attributes":{"sim_arpu":10}}""");
        var asked = await world.DecideAsync(rich, stage);
        await world.DecideAsync(poor, stage);

        var simulation = await SimulateAsync(Draft(stage, stage + "-new", $"{stage}-2", """{"audience":"customer.sim_arpu > 50.0"}"""));
        var result = simulation["result"]!;

        Assert.Equal(1, (long)result["decisions"]!["customersChanged"]!);
        Assert.Equal(("wins", 1), ((string)CampaignOf(result, stage + "-new")["standing"]!, (int)CampaignOf(result, stage + "-new")["difference"]!));
        Assert.Equal(("loses", -1), ((string)CampaignOf(result, stage)["standing"]!, (int)CampaignOf(result, stage)["difference"]!));
        var cause = Assert.Single((JsonArray)result["causes"]!)!;
        Assert.Equal(("gained", "not-in-strategy", 1), ((string)cause["cause"]!, (string)cause["reason"]!, (int)cause["decisions"]!));
        var channel = ((JsonArray)result["channels"]!).Single(item => (string)item!["channel"]! == stage)!;
        Assert.Equal((2, 100), ((int)channel["contacts"]!["simulated"]!, (int)channel["dailyCapacity"]!));
        var resource = ((JsonArray)result["resources"]!).Single(item => (string)item!["resource"]! == $"channel/{stage}")!;
        Assert.Equal((2, 2, 100), ((int)resource["recorded"]!, (int)resource["simulated"]!, (int)resource["capacity"]!));

        var changes = await world.GetAsync($"simulations/{simulation["id"]}/changes");
        var change = Assert.Single((JsonArray)changes.Json["items"]!)!;
        Assert.Equal((rich, (string)asked["decisionId"]!), ((string)change["customerId"]!, (string)change["decisionId"]!));
        Assert.Equal(stage, (string)change["recorded"]![0]!["campaign"]!);
        Assert.Equal(stage + "-new", (string)change["simulated"]![0]!["campaign"]!);
        Assert.Equal("not-in-strategy", (string)change["gained"]!["reason"]!);
        Assert.Equal("no-slot", (string)change["lost"]!["reason"]!);

        var load = (JsonArray)(await world.GetAsync($"simulations/{simulation["id"]}/load?limit=500")).Json["items"]!;
        var hours = load.Where(item => (string)item!["channel"]! == stage).ToList();
        Assert.Equal(2, hours.Sum(hour => (long)hour!["simulated"]!));
        Assert.Equal(98, (long)hours[^1]!["capacityLeft"]!);

        // Whoever looked at customers is in the audit trail, and so is who began.
        var audit = ((JsonArray)(await world.GetAsync("audit?limit=1000")).Json["items"]!).Where(entry => (string)entry!["id"]! == (string)simulation["id"]!);
        Assert.Equal(["read", "started"], audit.Select(entry => (string)entry!["action"]!));
    }

    [Fact]
    public async Task What_it_found_outlives_the_server_and_an_erased_customer_is_named_no_more()
    {
        var own = await DecisionWorld.StartAsync("2026-05-04T10:00:00Z");
        await using var _ = own;
        var stage = await own.StageAsync("kept");
        await own.LaunchAsync(stage);
        var customer = await own.CustomerAsync();
        await own.DecideAsync(customer, stage);
        var simulation = await SimulateAsync(own, Draft(stage, stage, stage, """{"status":"ended"}"""));
        Assert.Equal(1, (long)simulation["result"]!["decisions"]!["changed"]!);

        await own.RestartAsync();

        var read = (await own.GetAsync($"simulations/{simulation["id"]}")).Json;
        Assert.Equal(simulation.ToJsonString(), read.ToJsonString());
        Assert.Equal((string)simulation["id"]!, (string)(await own.GetAsync("simulations")).Json["items"]![0]!["id"]!);
        Assert.Equal(customer, (string)(await own.GetAsync($"simulations/{simulation["id"]}/changes")).Json["items"]![0]!["customerId"]!);
        Assert.Equal(HttpStatusCode.NoContent, (await own.Client.DeleteAsync($"/api/v1/customers/{customer}")).Status);
        Assert.Null((await own.GetAsync($"simulations/{simulation["id"]}/changes")).Json["items"]![0]!["customerId"]);
    }

    [Fact]
    public async Task An_attribute_declared_since_is_taken_from_today_and_named()
    {
        var stage = await world.StageAsync("since");
        await world.LaunchAsync(stage, """{"audience":"owns(\"nothing-at-all\")"}""");
        var customer = await world.CustomerAsync();
        await world.DecideAsync(customer, stage);
        await world.PutAsync("attributes/sim_since", """{"kind":"number"}""");
        await world.PutAsync($"customers/{customer}/attributes", """{"sim_since":7}""");

        var draft = Draft(stage, stage + "-new", stage, """{"audience":"customer.sim_since > 5.0","eligibility":"count(\"sim.never\", duration(\"24h\")) >= 0 || true"}""");
        await world.PutAsync("event-types/sim.never", """{"fields":[]}""");
        var result = (await SimulateAsync(draft))["result"]!;

        Assert.Equal(1, (long)CampaignOf(result, stage + "-new")["simulated"]!["offers"]!);
        Assert.Contains((JsonArray)result["takenFromToday"]!, item => (string)item!["kind"]! == "attribute" && (string)item["name"]! == "sim_since");
        Assert.Contains((JsonArray)result["staysUnknown"]!, item => (string)item!["function"]! == "count(\"sim.never\", duration(\"24h\"))");
        Assert.True((long)result["decisions"]!["attributesFromToday"]! >= 1);
    }

    [Fact]
    public async Task A_draft_that_does_not_compile_names_campaign_field_and_place()
    {
        var stage = await world.StageAsync("wrong");
        var body = Body(Draft(stage, "W-1", stage, "{}"), Draft(stage, "W-2", stage, """{"eligibility":"customer.arpu >\n nonsense"}"""));
        var refused = await world.Client.PostAsync("/api/v1/simulations", body);

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains("W-2", (string)refused.Json["detail"]!, StringComparison.Ordinal);
        var error = refused.Json["errors"]!.AsArray().First(item => (string)item!["field"]! == "campaigns[1].eligibility" && (int?)item["line"] == 2)!;
        Assert.Equal("W-2", (string)error["actual"]!);
        Assert.NotNull(error["column"]);
    }

    [Fact]
    public async Task What_is_wrong_with_a_request_is_named_by_field()
    {
        var stage = await world.StageAsync("fields");
        async Task<IReadOnlyList<string>> FieldsAsync(string body)
        {
            var answer = await world.Client.PostAsync("/api/v1/simulations", body);
            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            return answer.Fields;
        }

        Assert.Equal(["to"], await FieldsAsync("""{"from":"2026-02-01T00:00:00Z","to":"2026-02-01T00:00:00Z","campaigns":[]}"""));
        Assert.Equal(["campaigns"], await FieldsAsync(Period));
        Assert.Equal(["campaigns[1]"], await FieldsAsync(Body(Draft(stage, "D", stage, "{}"), Draft(stage, "D", stage, "{}"))));
        Assert.Equal(["campaigns[0].offers[0].propensity"], await FieldsAsync(Body(Draft(stage, "D", stage, $$"""{"offers":[{"offering":"{{stage}}","propensity":1.5}] }"""))));
        Assert.Equal(["campaigns[0].touchpoints[0]"], await FieldsAsync(Body(Draft(stage, "D", stage, """{"touchpoints":["nowhere"]}"""))));
        Assert.Equal(["campaigns[0].channels[0]"], await FieldsAsync(Body(Draft(stage, "D", stage, """{"channels":["nowhere"]}"""))));
    }

    [Fact]
    public async Task A_simulation_that_nobody_started_is_not_there()
    {
        foreach (var path in (string[])["", "/load", "/changes"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await world.Client.GetAsync("/api/v1/simulations/404" + path)).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await world.Client.DeleteAsync("/api/v1/simulations/404")).Status);
    }

    [Fact]
    public async Task Customers_are_shown_only_to_who_may_see_customers()
    {
        var simulation = await SimulateAsync();
        using var client = await world.Host.ClientWithAsync(["operations:read", "operations:write"]);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/api/v1/simulations/{simulation["id"]}")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync($"/api/v1/simulations/{simulation["id"]}/changes")).Status);
        using var reader = await world.Host.ClientWithAsync(["operations:read"]);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.PostAsync("/api/v1/simulations", Body())).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.DeleteAsync($"/api/v1/simulations/{simulation["id"]}")).Status);
    }

    [Fact]
    public async Task A_key_of_one_city_sees_the_decisions_of_its_own_outlets_only()
    {
        var stage = await world.StageAsync("cities");
        await world.LaunchAsync(stage);
        foreach (var city in (string[])["east", "west"])
        {
            await world.PutAsync($"outlets/{stage}-{city}", $$"""{"name":"{{city}}","channel":"{{stage}}","organisation":"{{stage}}/{{city}}"}""");
            await world.DecideAsync(await world.CustomerAsync(), stage, $$"""{"actor":{"outletId":"{{stage}}-{{city}}"} }""");
        }

        await world.DecideAsync(await world.CustomerAsync(), stage);
        var whole = await SimulateAsync();
        using var east = await world.Host.ClientWithAsync(["operations:read", "operations:write", "customers:read"], $"{stage}/east");
        using var west = await world.Host.ClientWithAsync(["operations:read", "operations:write", "customers:read"], $"{stage}/west");

        var own = await FollowAsync(east, await east.PostAsync("/api/v1/simulations", Body(Draft(stage, stage, stage, """{"status":"ended"}"""))));

        Assert.Equal((1, 1), ((int)own["result"]!["decisions"]!["simulated"]!, (int)own["result"]!["decisions"]!["changed"]!));
        Assert.Empty((JsonArray)own["result"]!["resources"]!);
        Assert.Equal(1, (long)(await east.GetAsync($"/api/v1/simulations/{own["id"]}/changes")).Json["total"]!);

        // Neither the whole nor a neighbour's is there for somebody else.
        Assert.Equal(HttpStatusCode.NotFound, (await east.GetAsync($"/api/v1/simulations/{whole["id"]}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await west.GetAsync($"/api/v1/simulations/{own["id"]}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await west.GetAsync($"/api/v1/simulations/{own["id"]}/changes")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await west.DeleteAsync($"/api/v1/simulations/{own["id"]}")).Status);
        Assert.Equal(0, (long)(await west.GetAsync("/api/v1/simulations")).Json["total"]!);
        Assert.Equal(HttpStatusCode.OK, (await world.Client.GetAsync($"/api/v1/simulations/{own["id"]}")).Status);
    }

    private static JsonNode CampaignOf(JsonNode result, string campaign) => ((JsonArray)result["campaigns"]!).Single(item => (string)item!["campaign"]! == campaign)!;

    /// <summary>On the stage's channel.</summary>
    private static JsonNode Draft(string stage, string id, string offering, string members) =>
        JsonNode.Parse(DecisionWorld.Merged($$"""{"id":"{{id}}","name":"{{id}}","offers":[{"offering":"{{offering}}","propensity":0.1}],"channels":["{{stage}}"]}""", members))!;

    private static string Body(params JsonNode[] campaigns) =>
        DecisionWorld.Merged(Period, new JsonObject { ["campaigns"] = new JsonArray([.. campaigns.Select(Bare)]) }.ToJsonString());

    /// <summary>As it was put: what reading adds is no part of it.</summary>
    private static JsonNode Bare(JsonNode campaign)
    {
        var bare = campaign.DeepClone();
        bare.AsObject().Remove("behaviour");
        return bare;
    }

    private Task<JsonNode> SimulateAsync(params JsonNode[] campaigns) => SimulateAsync(world, campaigns);

    private static async Task<JsonNode> SimulateAsync(DecisionWorld world, params JsonNode[] campaigns) =>
        await FollowAsync(world.Client, await world.PostAsync("simulations", Body(campaigns)));

    private static async Task<JsonNode> FollowAsync(ApiClient client, Answer started)
    {
        Assert.True(started.Status == HttpStatusCode.Accepted, started.Body);
        var location = started.Message.Headers.Location!.ToString();
        Assert.Equal($"/api/v1/simulations/{(string)started.Json["id"]!}", location);
        var read = await client.GetAsync(location);
        for (var turns = 0; (string)read.Json["state"]! is "waiting" or "running" && turns < 3_000; turns++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20));
            read = await client.GetAsync(location);
        }

        Assert.True((string)read.Json["state"]! == "completed", read.Body);
        Assert.Equal((long)read.Json["total"]!, (long)read.Json["simulated"]!);
        return read.Json;
    }
}
