using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Octant.EndToEnd.Server;

namespace Octant.EndToEnd.Durability;

/// <summary>A batch that is killed in the middle, again and again, meets every customer of its audience exactly once; and so it does when it comes again.</summary>
[Collection(nameof(Durability))]
public sealed class BatchKillTests
{
    private const int Customers = 12_000;
    private const int Senders = 8;
    private const int Kills = 4;
    private const string Hour = "2026-03-02T03:00:00Z";
    private const string NextDay = "2026-03-03T03:00:00Z";

    [Fact]
    public async Task On_SQLite_nobody_is_left_out_and_nobody_is_met_twice() => await RunAsync([]);

    [Fact]
    public async Task On_PostgreSQL_nobody_is_left_out_and_nobody_is_met_twice()
    {
        using var cluster = await PostgresCluster.StartAsync();
        await RunAsync([("Octant__Database", cluster.ConnectionString)]);
    }

    private static async Task RunAsync((string, string)[] settings)
    {
        using var folder = new DataFolder();
        (string, string)[] all = [("Octant__Clock", "manual"), ("Octant__ClockStart", "2026-03-02T02:00:00Z"), .. settings];
        var server = await OctantProcess.StartAsync(folder.Path, all);
        try
        {
            using (var client = new ApiClient(server.Address))
            {
                await TestCampaigns.SetUpAsync(client, """[{"scope": "global", "limit": 100, "calendar": "day"}]""");
                await TestCampaigns.ImportAsync(client, Enumerable.Range(0, Customers).Select(number => $"K-{number}"));
                await TestCampaigns.LaunchAsync(client, "C-BATCH", "P-SMS", "sms", $$""", "class": "service", "schedule": {"at": "{{Hour}}", "recurrence": {"unit": "day", "until": "2026-03-04T00:00:00Z"} }, "validity": "P3D" """);
                (await client.PostAsync("/api/v1/clock", $$"""{"now": "{{Hour}}"}""")).RequireSuccess();
            }

            var cutOff = 0;
            for (var kill = 1; kill <= Kills; kill++)
            {
                using (var client = new ApiClient(server.Address))
                {
                    // Each time a little further, so that the kills fall all over the batch.
                    cutOff += await ReachAsync(client, Customers * kill / (Kills + 2)) ? 1 : 0;
                }

                await server.KillAsync();
                await server.DisposeAsync();
                server = await OctantProcess.StartAsync(folder.Path, all);
            }

            using (var client = new ApiClient(server.Address))
            {
                await ReachAsync(client, int.MaxValue);
                Assert.True(cutOff > 0, "The batch was through before the first kill.");
                await CheckAsync(client);
                (await client.PostAsync("/api/v1/clock", $$"""{"now": "{{NextDay}}"}""")).RequireSuccess();
                await ReachAsync(client, Customers / 2, NextDay);
            }

            await server.KillAsync();
            await server.DisposeAsync();
            server = await OctantProcess.StartAsync(folder.Path, all);
            using var last = new ApiClient(server.Address);
            await ReachAsync(last, int.MaxValue, NextDay);
            await CheckAgainAsync(last);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    /// <summary>Waits until so many have had their turn; false when all have.</summary>
    private static async Task<bool> ReachAsync(ApiClient client, int turns, string hour = Hour)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (true)
        {
            var batch = (await client.GetAsync("/api/v1/campaigns/C-BATCH/batch")).RequireSuccess().Json;
            if ((string)batch["state"]! == "completed" && (string)batch["due"]! == hour)
            {
                return false;
            }

            if ((long)batch["done"]! >= turns && (string)batch["due"]! == hour)
            {
                return true;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), patience.Token);
        }
    }

    private static async Task CheckAsync(ApiClient client)
    {
        var batch = (await client.GetAsync("/api/v1/campaigns/C-BATCH/batch")).RequireSuccess().Json;
        Assert.Equal((Customers, Customers), ((int)batch["audience"]!, (int)batch["done"]!));
        var figures = (await client.GetAsync("/api/v1/campaigns/C-BATCH/figures")).RequireSuccess().Json;
        Assert.True((bool)figures["balanced"]!);
        Assert.Equal((Customers, Customers), ((int)figures["planned"]!, (int)figures["pending"]!));

        var handedOver = new ConcurrentBag<string>();
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => Task.Run(async () =>
        {
            while ((JsonArray)(await client.PostAsync("/api/v1/claims", """{"channel": "sms", "limit": 200}""")).RequireSuccess().Json["contacts"]! is { Count: > 0 } contacts)
            {
                foreach (var contact in contacts)
                {
                    handedOver.Add((string)contact!["customerId"]!);
                }
            }
        })));

        Assert.Equal(Customers, handedOver.Count);
        Assert.Equal(Customers, handedOver.Distinct(StringComparer.Ordinal).Count());
        figures = (await client.GetAsync("/api/v1/campaigns/C-BATCH/figures")).RequireSuccess().Json;
        Assert.Equal((0, Customers), ((int)figures["pending"]!, (int)figures["unconfirmed"]!));
    }

    /// <summary>The second time, of which the first is known as it was.</summary>
    private static async Task CheckAgainAsync(ApiClient client)
    {
        var figures = (await client.GetAsync("/api/v1/campaigns/C-BATCH/figures")).RequireSuccess().Json;
        Assert.True((bool)figures["balanced"]!);
        Assert.Equal(2 * Customers, (int)figures["planned"]!);
        var runs = (JsonArray)(await client.GetAsync("/api/v1/campaigns/C-BATCH/batch")).RequireSuccess().Json["runs"]!;
        Assert.Equal([NextDay, Hour], runs.Select(run => (string)run!["due"]!));
        Assert.Equal([Customers, Customers], runs.Select(run => (int)run!["done"]!));
        Assert.Equal([Customers, Customers], runs.Select(run => (int)run!["planned"]!));
    }
}
