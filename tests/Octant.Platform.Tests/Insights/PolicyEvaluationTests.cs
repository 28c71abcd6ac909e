using System.Net;
using Octant.Platform.Tests.Decisions;

namespace Octant.Platform.Tests.Insights;

public sealed class PolicyEvaluationTests
{
    private const string Period = "\"from\":\"2026-03-01T00:00:00Z\",\"to\":\"2026-03-02T00:00:00Z\"";

    [Fact]
    public async Task Decisions_that_were_certain_cannot_say_what_another_policy_would_have_earned()
    {
        await using var world = await DecisionWorld.StartAsync("2026-03-01T08:00:00Z");
        var stage = await world.StageAsync("certain");
        await world.LaunchAsync(stage);
        for (var i = 0; i < 5; i++)
        {
            var recommendation = await world.OfferAsync(await world.CustomerAsync(), stage);
            if (i < 2)
            {
                await world.RespondAsync(recommendation, "accepted");
            }
        }

        var refusing = await world.CustomerAsync(agrees: false);
        await world.ConsentAsync(refusing, "refused");
        await world.DecideAsync(refusing, stage);
        var answer = (await world.PostAsync("policy-evaluations", $$"""{ {{Period}} }""")).Json;
        var evaluation = answer["evaluation"]!;
        Assert.Equal(5, (int)evaluation["choices"]!);
        Assert.Equal((long)answer["decisions"]!, 5 + (long)answer["silent"]!);
        Assert.Equal(0.4, (double)evaluation["loggedMean"]!, 12);
        Assert.False((bool)evaluation["usable"]!);
        Assert.Contains("nothingExplored", evaluation["refusals"]!.AsArray().Select(refusal => (string)refusal!));
        Assert.Null(evaluation["ips"]);

        var value = (await world.PostAsync("policy-evaluations", $$"""{ {{Period}}, "reward": "value" }""")).Json["evaluation"]!;
        Assert.Equal(400, (double)value["loggedMean"]!, 9);
        var elsewhere = (await world.PostAsync("policy-evaluations", $$"""{ {{Period}}, "channel": "nowhere" }""")).Json;
        Assert.Equal(0, (long)elsewhere["decisions"]!);
        var never = (await world.PostAsync("policy-evaluations", $$"""{ {{Period}}, "probabilities": {"other": 1} }""")).Json;
        Assert.Equal(5, (long)never["nothingToOffer"]!);
    }

    [Theory]
    [InlineData("""{"from":"2026-03-02T00:00:00Z","to":"2026-03-01T00:00:00Z"}""", "to")]
    [InlineData("""{"from":"2026-03-01T00:00:00Z","to":"2026-03-02T00:00:00Z","confidence":1}""", "confidence")]
    [InlineData("""{"from":"2026-03-01T00:00:00Z","to":"2026-03-02T00:00:00Z","probabilities":{"a":2}}""", "probabilities.a")]
    [InlineData("""{"from":"2026-03-01T00:00:00Z","to":"2026-03-02T00:00:00Z","probabilities":{"a":0}}""", "probabilities")]
    public async Task A_question_that_means_nothing_is_refused_by_field(string body, string field)
    {
        await using var world = await DecisionWorld.StartAsync("2026-03-01T08:00:00Z");
        var answer = await world.Client.PostAsync("/api/v1/policy-evaluations", body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(field, (string)answer.Json["errors"]![0]!["field"]!);
    }
}
