using System.Collections.Concurrent;
using System.Net;
using Octant.EndToEnd.Server;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Platform.Foundation.Partitions;
using Octant.Server.Storage;

namespace Octant.EndToEnd.Durability;

/// <summary>A stop (SIGTERM) under load.</summary>
[Collection(nameof(Durability))]
public sealed class StopTests
{
    private const int Clients = 32;
    private const int Customers = 200;

    [Fact]
    public async Task A_stop_answers_what_was_accepted_and_leaves_checkpoints()
    {
        using var folder = new DataFolder();
        var acknowledged = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        await using (var server = await OctantProcess.StartAsync(folder.Path))
        {
            using var client = new ApiClient(server.Address);
            await TestCampaigns.SetUpAsync(client, """[{"scope": "global", "limit": 1, "calendar": "day"}]""");
            await TestCampaigns.LaunchAsync(client, "C-WEB", "P-WEB", "web");
            await TestCampaigns.ImportAsync(client, Enumerable.Range(0, Customers).Select(number => $"K-{number}"));
            using var stopping = new CancellationTokenSource();
            var clients = Enumerable.Range(0, Clients).Select(number => Task.Run(() => AskUntilRefusedAsync(client, number, acknowledged, stopping.Token))).ToArray();
            while (acknowledged.Count < Clients * 4 && !clients.Any(one => one.IsCompleted))
            {
                await Task.Delay(10);
            }

            await stopping.CancelAsync();
            Assert.Equal(0, await server.StopAsync());
            var broken = (await Task.WhenAll(clients)).OfType<string>().ToList();
            Assert.True(broken.Count == 0, string.Join('\n', broken));
        }

        await using (var storage = await StorageDrivers.OpenAsync(folder.Path, database: null))
        {
            for (var partition = 0; partition < PartitionOptions.PartitionCount; partition++)
            {
                // Nothing is left behind the checkpoint, so that the next start reads checkpoints only.
                var position = await storage.Journal.ReadPositionAsync(partition, CancellationToken.None);
                var checkpoint = await storage.Journal.ReadCheckpointAsync(partition, CancellationToken.None);
                Assert.Equal(position.Sequence, checkpoint?.Sequence);
            }

            var decided = 0;
            await foreach (var row in storage.Projections.ReadDecisionsAsync(Instant.MinValue, Instant.MaxValue, CancellationToken.None))
            {
                Assert.Contains(new DecisionId(row.Partition, row.Sequence, row.Index).ToString(), acknowledged.Values);
                decided++;
            }

            Assert.Equal(acknowledged.Count, decided);
        }

        await using var again = await OctantProcess.StartAsync(folder.Path);
        using var after = new ApiClient(again.Address);
        foreach (var (body, decision) in acknowledged)
        {
            Assert.Equal(decision, (string?)(await after.PostAsync("/api/v1/decisions", body)).RequireSuccess().Json["decisionId"]);
        }
    }

    /// <summary>What came instead of an answer or a clean refusal; null when nothing did.</summary>
    private static async Task<string?> AskUntilRefusedAsync(ApiClient client, int number, ConcurrentDictionary<string, string> acknowledged, CancellationToken stopping)
    {
        for (var step = 0; ; step++)
        {
            var body = TestCampaigns.Decide($"{number}-{step}", $"K-{((number * 31) + step) % Customers}", "web");
            try
            {
                var answer = await client.SendAsync(HttpMethod.Post, "/api/v1/decisions", body);
                if (!answer.Succeeded)
                {
                    if (answer.Status != HttpStatusCode.ServiceUnavailable || answer.RetryAfter is not > 0)
                    {
                        return $"{(int)answer.Status} {answer.Body}";
                    }

                    if (stopping.IsCancellationRequested)
                    {
                        return null;
                    }

                    // Only busy.
                    continue;
                }

                acknowledged[body] = (string)answer.Json["decisionId"]!;
            }
            catch (HttpRequestException) when (stopping.IsCancellationRequested)
            {
                // Never accepted, if all is well: whether the server has decided something unanswered is seen in its books.
                return null;
            }
        }
    }
}
