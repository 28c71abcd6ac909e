using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Octant.Engine.Learning;
using Octant.Platform.Decisions.Models;

namespace Octant.Platform.Tests.Decisions;

/// <summary>The life of a response model: learnt from answers, in force, frozen, restored, reported on.</summary>
public sealed class ModelTests
{
    private const string ByModel = """{"propensitySource":"model"}""";

    [Fact]
    public async Task What_customers_answer_is_learnt_and_decides()
    {
        await using var world = await WorldAsync();
        var stage = await world.StageAsync("learnt");
        await world.LaunchAsync(stage, ByModel);
        await AnswerAsync(world, stage, accepted: 6, rejected: 2);
        Assert.Equal(0.1, (double)(await world.OfferAsync(await world.CustomerAsync(), stage))["propensity"]!);

        var first = await world.PostEmptyAsync("models");
        Assert.Equal((1, 8, 6), ((long)first["version"]!, (long)first["outcomes"]!, (long)first["accepted"]!));
        var offer = await world.OfferAsync(await world.CustomerAsync(), stage);

        // Six of eight, drawn a little towards the half that nothing is taken for; the order in which partitions are folded hardly shows.
        Assert.InRange((double)offer["propensity"]!, 0.70, 0.76);
        var decision = ((string)offer["recommendationId"]!)[..^2];
        var record = (await world.GetAsync($"decisions/{decision}")).Json;
        Assert.Equal(1, (long)record["modelVersion"]!);
        Assert.Equal("offeringOnChannel", (string)record["recommendations"]![0]!["propensityBasis"]!);
        var explanation = (await world.GetAsync($"decisions/{decision}/explanation")).Json;
        Assert.Equal(1, (long)explanation["modelVersion"]!);
        Assert.Equal("offeringOnChannel", (string)DecisionWorld.FindingOn(stage, explanation)["propensityBasis"]!);
        Assert.Equal((double)offer["propensity"]!, (double)DecisionWorld.FindingOn(stage, explanation)["propensity"]!);

        // A trial asks the same model, and says so.
        var trial = await world.DecideAsync(await world.CustomerAsync(), stage, """{"dryRun":true,"explain":true}""");
        Assert.Equal("offeringOnChannel", (string)DecisionWorld.FindingOn(stage, trial["explanation"]!)["propensityBasis"]!);

        var segment = Assert.Single((JsonArray)(await world.GetAsync("models/current")).Json["segments"]!)!;
        Assert.Equal((stage, 8, 6), ((string)segment["offering"]!, (long)segment["outcomes"]!, (long)segment["accepted"]!));

        await AssertReplaysAsync(world, reference: true);
        await world.RestartAsync();
        Assert.Equal((double)offer["propensity"]!, (double)(await world.OfferAsync(await world.CustomerAsync(), stage))["propensity"]!);
        await AssertReplaysAsync(world, reference: false);
    }

    [Fact]
    public async Task Frozen_nothing_is_learnt_and_restored_an_earlier_version_decides_bit_for_bit()
    {
        await using var world = await WorldAsync();
        var stage = await world.StageAsync("frozen");
        await world.LaunchAsync(stage, ByModel);
        await AnswerAsync(world, stage, accepted: 5, rejected: 1);
        var first = await world.PostEmptyAsync("models");
        var under = await PropensityAsync(world, stage);

        Assert.True((bool)(await world.PostEmptyAsync("models/freeze"))["frozen"]!);
        await AnswerAsync(world, stage, accepted: 0, rejected: 5);
        Assert.Equal(HttpStatusCode.Conflict, (await world.Client.SendAsync(HttpMethod.Post, "/api/v1/models", null)).Status);
        Assert.Equal(under, await PropensityAsync(world, stage));
        Assert.False((bool)(await world.PostEmptyAsync("models/thaw"))["frozen"]!);
        var second = await world.PostEmptyAsync("models");
        Assert.Equal((2, 6, (string)first["fingerprint"]!), ((long)second["version"]!, (long)second["outcomes"]!, (string)second["fingerprint"]!));

        await AnswerAsync(world, stage, accepted: 0, rejected: 6);
        var third = await world.PostEmptyAsync("models");
        Assert.Equal(12, (long)third["outcomes"]!);
        Assert.NotEqual(under, await PropensityAsync(world, stage));

        var restored = await world.PostEmptyAsync("models/1/restore");
        Assert.Equal((4, 1, (string)first["fingerprint"]!), ((long)restored["version"]!, (long)restored["restoredFrom"]!, (string)restored["fingerprint"]!));
        Assert.Equal(under, await PropensityAsync(world, stage));

        // What led astray is not learnt again.
        Assert.Equal((string)first["fingerprint"]!, (string)(await world.PostEmptyAsync("models"))["fingerprint"]!);
        Assert.Equal(HttpStatusCode.NotFound, (await world.Client.SendAsync(HttpMethod.Post, "/api/v1/models/99/restore", null)).Status);
        await AssertReplaysAsync(world, reference: false);

        var audit = (await world.GetAsync("audit?limit=200")).Body;
        Assert.All(["\"train\"", "\"freeze\"", "\"thaw\"", "\"restore\""], action => Assert.Contains(action, audit, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_trainer_that_begins_again_comes_to_the_bytes_that_were_published()
    {
        await using var world = await WorldAsync();
        var stage = await world.StageAsync("again");
        await world.LaunchAsync(stage, ByModel);
        await AnswerAsync(world, stage, accepted: 3, rejected: 4);
        var first = await VersionAsync(world, await world.PostEmptyAsync("models"));
        await AnswerAsync(world, stage, accepted: 2, rejected: 2);
        var second = await VersionAsync(world, await world.PostEmptyAsync("models"));

        // Another process knows no hints and reads the journals from their beginning.
        await world.RestartAsync();
        var journals = world.Host.Application.Services.GetRequiredService<JournalStretch>();
        var trainer = new ResponseTrainer();
        var read = await journals.ReadAsync(trainer, new long[first.Cut.Count], first.Cut, CancellationToken.None);
        Assert.Equal((7, 0), (read.Learnt, read.Forgotten));
        Assert.Equal(first.Fingerprint, new ModelKnowledge(LearnerFormat.Encode(trainer.Learner), []).Fingerprint);
        await journals.ReadAsync(trainer, first.Cut, second.Cut, CancellationToken.None);
        Assert.Equal(second.Fingerprint, new ModelKnowledge(LearnerFormat.Encode(trainer.Learner), []).Fingerprint);
    }

    [Fact]
    public async Task The_report_sets_what_was_predicted_against_what_came()
    {
        await using var world = await WorldAsync();
        var stage = await world.StageAsync("reported", offering: """{"responseWindow":"P2D"}""");
        await world.LaunchAsync(stage);
        await AnswerAsync(world, stage, accepted: 3, rejected: 4);

        // Shown and never answered; and one that nobody was shown.
        await world.RespondAsync(await world.OfferAsync(await world.CustomerAsync(), stage), "shown");
        await world.OfferAsync(await world.CustomerAsync(), stage);
        await world.AdvanceByAsync(TimeSpan.FromDays(2));
        var report = (await world.GetAsync("models/report")).Json;
        Assert.Equal((9, 1, 1.0), ((long)report["recommendations"]!, (long)report["unsettled"]!, (double)report["readShare"]!));
        var segment = Assert.Single((JsonArray)report["segments"]!)!;
        Assert.Equal((stage, stage, "configured"), ((string)segment["offering"]!, (string)segment["channel"]!, (string)segment["source"]!));
        var found = segment["report"]!;
        Assert.Equal((8, 3), ((int)found["outcomes"]!, (int)found["happened"]!));
        Assert.Equal(0.375, (double)found["observed"]!);
        Assert.Equal(0.1, (double)found["predicted"]!, 1e-12);
        Assert.Equal(0.5, (double)found["ranking"]!["area"]!);
        Assert.NotEmpty((JsonArray)found["calibration"]!["bins"]!);

        // Learning goes by the same: seven answers and one silence that was confirmed, none of whom nobody was shown.
        var learnt = await world.PostEmptyAsync("models");
        Assert.Equal((8, 3), ((long)learnt["outcomes"]!, (long)learnt["accepted"]!));

        var refused = await world.Client.GetAsync("/api/v1/models/report?from=2026-02-02T00:00:00Z&to=2026-02-01T00:00:00Z");
        Assert.Equal(["to"], refused.Fields);
        Assert.Equal(["from"], (await world.Client.GetAsync("/api/v1/models/report?from=yesterday")).Fields);
    }

    [Fact]
    public async Task Who_may_only_read_or_is_bound_to_a_part_of_the_organisation_is_refused()
    {
        await using var world = await WorldAsync();
        using var reader = await world.Host.ClientWithAsync(["models:read"]);
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync("/api/v1/models")).Status);
        foreach (var path in (string[])["models", "models/freeze", "models/thaw", "models/1/restore"])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await reader.SendAsync(HttpMethod.Post, $"/api/v1/{path}", null)).Status);
        }

        using var bound = await world.Host.ClientWithAsync(["models:read", "models:write"], "province/city");
        Assert.Equal(HttpStatusCode.Forbidden, (await bound.SendAsync(HttpMethod.Post, "/api/v1/models", null)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await bound.GetAsync("/api/v1/models/report")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await world.Client.GetAsync("/api/v1/models/7")).Status);
        var wrong = await world.Client.PutAsync("/api/v1/settings", """{"learning":{"minimumOutcomes":0,"explorationShare":1.5,"temperature":0}}""");
        Assert.Equal(["learning.explorationShare", "learning.minimumOutcomes", "learning.temperature"], wrong.Fields.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_view_of_a_customer_shows_both_habits_and_whether_the_evidence_suffices()
    {
        await using var world = await WorldAsync();
        var stage = await world.StageAsync("habit", channel: """{"direction":"passive"}""");
        await world.LaunchAsync(stage);
        var customer = await world.CustomerAsync();
        var offer = await world.OfferAsync(customer, stage);
        await world.RespondAsync(offer, "clicked");
        var habits = (await world.GetAsync($"customers/{customer}")).Json["habits"]!;
        Assert.Equal((1, 1), ((int)habits["marketing"]!["evidence"]!, (int)habits["service"]!["evidence"]!));
        Assert.False((bool)habits["marketing"]!["suffices"]!);
        Assert.Null((string?)habits["marketing"]!["channel"]);
        Assert.Equal(stage, (string)habits["service"]!["channels"]![0]!["channel"]!);
    }

    private static async Task<DecisionWorld> WorldAsync() =>
        await DecisionWorld.StartAsync("2026-03-02T09:00:00Z", """{"learning":{"minimumOutcomes":5},"modelInterval":null}""");

    private static async Task AnswerAsync(DecisionWorld world, string stage, int accepted, int rejected)
    {
        for (var i = 0; i < accepted + rejected; i++)
        {
            await world.RespondAsync(await world.OfferAsync(await world.CustomerAsync(), stage), i < accepted ? "accepted" : "rejected");
        }
    }

    private static async Task<double> PropensityAsync(DecisionWorld world, string stage) =>
        (double)(await world.OfferAsync(await world.CustomerAsync(), stage))["propensity"]!;

    private static async Task<ModelVersion> VersionAsync(DecisionWorld world, JsonNode answer) =>
        (await world.Host.Application.Services.GetRequiredService<ModelArchive>().FindVersionAsync((long)answer["version"]!, CancellationToken.None))!;

    private static async Task AssertReplaysAsync(DecisionWorld world, bool reference)
    {
        var started = (await world.PostAsync(
            "replays", $$"""{"from":"2026-01-01T00:00:00Z","to":"2026-12-01T00:00:00Z","reference":{{(reference ? "true" : "false")}}}""")).Json;
        var read = started;
        for (var turns = 0; (string)read["state"]! == "running" && turns < 3_000; turns++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20));
            read = (await world.GetAsync($"replays/{(string)started["id"]!}")).Json;
        }

        Assert.Equal("completed", (string)read["state"]!);
        Assert.True((long)read["replayed"]! > 0);
        Assert.True((long)read["same"]! == (long)read["replayed"]!, read.ToJsonString());
    }
}
