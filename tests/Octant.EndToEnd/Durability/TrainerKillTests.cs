using System.Diagnostics;
using System.Globalization;
using Octant.EndToEnd.Server;
using Octant.Engine.Learning;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Decisions.Models;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Partitions;
using Octant.Server.Storage;
using Xunit.Abstractions;

namespace Octant.EndToEnd.Durability;

/// <summary>
/// Kill −9 while the trainer reads, learns or publishes, again and again over one data folder: every outcome is learnt once, and
/// whoever reads the same stretches of the journals afterwards comes to the bytes of every version that was published.
/// </summary>
[Collection(nameof(Durability))]
public sealed class TrainerKillTests(ITestOutputHelper output)
{
    private const int Kills = 8;
    private const int OutcomesBetweenKills = 24;

    [Fact]
    public async Task Eight_kills_of_a_training_server_lose_no_outcome_learn_none_twice_and_leave_the_same_models()
    {
        using var folder = new DataFolder();
        await using var server = new Restarts(() => OctantProcess.StartAsync(folder.Path, ("Octant__Clock", "manual"), ("Octant__ClockStart", "2026-03-02T10:00:00Z")));
        await server.StartAsync();
        await TestCampaigns.SetUpAsync(server.Direct, "[]");
        await TestCampaigns.PutAsync(server.Direct, "settings", """{"modelInterval": null, "learning": {"minimumOutcomes": 5}}""");
        await TestCampaigns.LaunchAsync(server.Direct, "C-WEB", "P-WEB", "web", """, "propensitySource": "model" """);
        await TestCampaigns.ImportAsync(server.Direct, Enumerable.Range(0, Kills * OutcomesBetweenKills).Select(CustomerOf));
        var (accepted, answered) = (0, 0);
        var random = new Random(1);
        var longest = TimeSpan.FromMilliseconds(100);
        for (var kill = 0; kill < Kills; kill++)
        {
            for (var i = 0; i < OutcomesBetweenKills; i++)
            {
                var number = (kill * OutcomesBetweenKills) + i;
                accepted += number % 3 == 0 ? 1 : 0;
                await RespondAsync(server.Direct, number, number % 3 == 0 ? "accepted" : "rejected");
            }

            var training = TrainAsync(server.Direct);
            await Task.Delay(random.NextDouble() * longest);
            await server.KillAsync();
            if (await training is { } took)
            {
                answered++;
                longest = took;
            }

            await server.StartAsync();
        }

        var last = (await server.Direct.PostAsync("/api/v1/models", "")).RequireSuccess().Json;
        Assert.Equal((Kills * OutcomesBetweenKills, accepted), ((int)last["outcomes"]!, (int)last["accepted"]!));
        Assert.Equal(0, await server.Server.StopAsync());
        var versions = await CheckAsync(folder.Path);
        output.WriteLine($"{Kills} kills, {answered} of them after the answer; {versions} versions");
        Assert.True(answered < Kills, "The kills came when nothing was under way.");
    }

    private static string CustomerOf(int number) => string.Create(CultureInfo.InvariantCulture, $"K-{number}");

    private static async Task RespondAsync(ApiClient client, int number, string outcome)
    {
        var customer = CustomerOf(number);
        var decision = (await client.PostAsync("/api/v1/decisions", TestCampaigns.Decide($"decide-{customer}", customer, "web"))).RequireSuccess().Json;
        var recommendation = (string)decision["recommendations"]![0]!["recommendationId"]!;
        (await client.PostAsync("/api/v1/responses", $$"""{"recommendationId": "{{recommendation}}", "outcome": "{{outcome}}"}""")).RequireSuccess();
    }

    /// <summary>How long it took; null where no answer came.</summary>
    private static async Task<TimeSpan?> TrainAsync(ApiClient client)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            (await client.SendAsync(HttpMethod.Post, "/api/v1/models", null)).RequireSuccess();
            return watch.Elapsed;
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>A trainer of its own reads from cut to cut. Answers how many versions there are.</summary>
    private static async Task<int> CheckAsync(string folder)
    {
        await using var storage = await StorageDrivers.OpenAsync(folder, null);
        var versions = (await new ModelArchive(storage.Documents).ListAsync(new PageRequest(0, 100), CancellationToken.None)).Items;
        var journals = new JournalStretch(storage.Journal, storage.Projections, new Written(), new SettlingRows());
        var trainer = new ResponseTrainer();
        IReadOnlyList<long> cut = new long[PartitionOptions.PartitionCount];
        foreach (var version in versions)
        {
            var read = await journals.ReadAsync(trainer, cut, version.Cut, CancellationToken.None);
            Assert.Equal(0, read.Forgotten);
            Assert.Equal((version.Outcomes, version.Accepted), (trainer.Learner.Outcomes, trainer.Learner.Accepted));
            Assert.Equal(version.Fingerprint, new ModelKnowledge(LearnerFormat.Encode(trainer.Learner), []).Fingerprint);
            cut = version.Cut;
        }

        return versions.Count;
    }

    /// <summary>The server stopped, so all is written.</summary>
    private sealed class Written : IProjections
    {
        public Task WaitAsync(int? partition, TimeSpan patience, CancellationToken cancellation) => Task.CompletedTask;
    }
}
