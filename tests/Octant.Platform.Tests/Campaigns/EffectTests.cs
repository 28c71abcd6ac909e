using System.Net;
using System.Text.Json.Nodes;
using Octant.Platform.Tests.Decisions;

namespace Octant.Platform.Tests.Campaigns;

public sealed class EffectTests
{
    [Fact]
    public async Task A_campaigns_effect_is_that_of_its_offers_against_its_holdout()
    {
        await using var world = await DecisionWorld.StartAsync("2026-03-01T08:00:00Z");
        await world.PutAsync("attributes/level", """{"kind":"category"}""");
        var stage = await world.StageAsync("proof", channel: """{"costPerContact":5}""");
        await world.LaunchAsync(stage, """{"holdoutShare":0.5}""");
        var (offered, heldOut, responded, heldOutAndTook) = (0, 0, 0, 0);
        for (var i = 0; i < 60; i++)
        {
            var customer = await world.CustomerAsync(i % 2 == 0 ? """{"attributes":{"level":"high"}}""" : """{"attributes":{"level":"low"}}""");
            var recommendations = (JsonArray)(await world.DecideAsync(customer, stage))["recommendations"]!;
            if (recommendations.Count == 0)
            {
                heldOut++;
                if (i % 10 == 0)
                {
                    // Bought in the shop, without ever having been told.
                    await world.PutAsync($"customers/{customer}/products", $$"""[{"offering":"{{stage}}"}]""");
                    heldOutAndTook++;
                }
            }
            else
            {
                offered++;
                await world.RespondAsync(recommendations[0]!, "shown");
                if (i % 3 != 0)
                {
                    await world.RespondAsync(recommendations[0]!, "accepted");
                    responded++;
                }
            }
        }

        var answer = (await world.GetAsync($"campaigns/{stage}/effect?by=level")).Json;
        Assert.True((bool)answer["hasControlGroup"]!);
        Assert.Equal([("holdout", heldOut, heldOutAndTook), ("offered", offered, responded)], Arms(answer));
        Assert.Equal(5 * offered, (long)answer["cost"]!);
        Assert.Equal(1000.0 * responded, (double)answer["arms"]![1]!["revenue"]!);
        var brought = answer["broughtIn"]!;
        Assert.Equal(offered * (double)answer["effect"]!["comparisons"]![0]!["response"]!["difference"]!, (double)brought["responses"]!["value"]!, 9);
        Assert.Equal((double)brought["revenue"]!["value"]! - (5 * offered), (double)brought["net"]!["value"]!, 6);

        // The same customers, by a rule that says what the offering brings in over a year.
        await world.PutAsync($"offerings/{stage}", $$$"""{"name":"{{{stage}}}","value":1000,"revenue":{"once":50,"monthly":300,"months":12}}""");
        Assert.Equal(3650.0 * responded, (double)(await world.GetAsync($"campaigns/{stage}/effect")).Json["arms"]![1]!["revenue"]!);
        var response = answer["effect"]!["comparisons"]![0]!["response"]!;
        Assert.Equal(((double)responded / offered) - ((double)heldOutAndTook / heldOut), (double)response["difference"]!, 12);
        Assert.True((double)response["interval"]!["low"]! < (double)response["difference"]!);
        Assert.Equal(["high", "low"], answer["bySegment"]!.AsArray().Select(part => (string)part!["value"]!));
        Assert.Equal(offered + heldOut, answer["byDay"]!.AsArray().SelectMany(Arms).Sum(arm => arm.Customers));
        Assert.Equal(5 * offered, answer["bySegment"]!.AsArray().Sum(part => (long)part!["cost"]!));
        Assert.Equal("2026-03-01", (string)answer["byDay"]![0]!["value"]!);
        Assert.Equal(stage, (string)answer["byChannel"]![0]!["value"]!);
        Assert.Equal(stage, (string)answer["byOffering"]![0]!["value"]!);
    }

    [Fact]
    public async Task Without_a_holdout_there_are_figures_and_it_is_said_that_there_is_no_effect()
    {
        await using var world = await DecisionWorld.StartAsync("2026-03-01T08:00:00Z");
        var stage = await world.StageAsync("unproven");
        await world.LaunchAsync(stage);
        await world.RespondAsync(await world.OfferAsync(await world.CustomerAsync(), stage), "accepted");

        var answer = (await world.GetAsync($"campaigns/{stage}/effect")).Json;
        Assert.False((bool)answer["hasControlGroup"]!);
        Assert.Null(answer["effect"]);
        Assert.Equal([("offered", 1, 1)], Arms(answer));
        Assert.StartsWith("No control group", (string)answer["notes"]![0]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_attribute_that_is_not_known_or_has_no_segments_is_refused()
    {
        await using var world = await DecisionWorld.StartAsync("2026-03-01T08:00:00Z");
        await world.PutAsync("attributes/arpu", """{"kind":"number"}""");
        var stage = await world.StageAsync("asked");
        await world.PutAsync($"campaigns/{stage}", DecisionWorld.CampaignOn(stage));

        foreach (var (by, expected) in new[] { ("arpuu", "did you mean 'arpu'?"), ("arpu", "a category or a flag") })
        {
            var refused = await world.Client.GetAsync($"/api/v1/campaigns/{stage}/effect?by={by}");
            Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
            Assert.Contains(expected, refused.Body, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await world.Client.GetAsync("/api/v1/campaigns/nobody/effect")).Status);
    }

    private static IEnumerable<(string Arm, int Customers, int Responses)> Arms(JsonNode? answer) =>
        answer!["arms"]!.AsArray().Select(arm => ((string)arm!["arm"]!, (int)arm["customers"]!, (int)arm["responses"]!));
}
