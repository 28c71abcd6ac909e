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

    /// <summary>The estimates are worked out here from the probabilities that were answered, offer by offer.</summary>
    [Fact]
    public async Task Decisions_that_explored_say_what_another_policy_would_have_earned()
    {
        await using var world = await DecisionWorld.StartAsync("2026-03-01T08:00:00Z", """{"learning":{"explorationShare":0.95,"temperature":3}}""");
        var stage = await world.StageAsync("explored");
        string[] offerings = [stage, $"{stage}-2", $"{stage}-3"];
        await world.LaunchAsync(stage);
        foreach (var offering in offerings[1..])
        {
            await world.PutAsync($"offerings/{offering}", """{"name":"another","value":900}""");
            await world.LaunchAsync(stage, $$"""{"offers":[{"offering":"{{offering}}","propensity":0.1}]}""", id: offering);
        }

        var choices = new List<(string Offering, double Probability, double Reward)>();
        for (var i = 0; i < 90; i++)
        {
            var offer = await world.OfferAsync(await world.CustomerAsync(), stage, """{"limit":1}""");
            var offering = (string)offer["offeringId"]!;
            var accepts = offering == offerings[2] ? i % 2 == 0 : i % 10 == 0;
            await world.RespondAsync(offer, accepts ? "accepted" : "rejected");
            choices.Add((offering, (double)offer["probability"]!, accepts ? 1 : 0));
        }

        Assert.Equal(3, choices.Select(choice => choice.Offering).Distinct().Count());
        Assert.All(choices, choice => Assert.InRange(choice.Probability, 0.05, 0.95));
        foreach (var (body, policy) in ((string, Func<string, double>)[])
        [
            ($$"""{ {{Period}} }""", _ => 1.0 / 3),
            ($$"""{ {{Period}}, "probabilities": { "{{offerings[2]}}": 0.75, "{{offerings[0]}}": 0.25 } }""", offering => offering == offerings[2] ? 0.75 : offering == offerings[0] ? 0.25 : 0),
        ])
        {
            var evaluation = (await world.PostAsync("policy-evaluations", body)).Json["evaluation"]!;
            var weights = choices.ConvertAll(choice => policy(choice.Offering) / choice.Probability);
            var earned = weights.Zip(choices, (weight, choice) => weight * choice.Reward).Sum();
            Assert.True((bool)evaluation["usable"]!, evaluation.ToJsonString());
            Assert.Equal(90, (int)evaluation["choices"]!);
            Assert.Equal(choices.Average(choice => choice.Reward), (double)evaluation["loggedMean"]!, 1e-12);
            Assert.Equal(earned / 90, (double)evaluation["ips"]!["value"]!, 1e-12);
            Assert.Equal(earned / weights.Sum(), (double)evaluation["snips"]!["value"]!, 1e-12);
            Assert.Equal(Math.Pow(weights.Sum(), 2) / weights.Sum(weight => weight * weight), (double)evaluation["effectiveSampleSize"]!, 1e-9);
            Assert.InRange((double)evaluation["doublyRobust"]!["value"]!, 0, 1);
        }
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
