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
    private const int MostDays = 10;

    /// <summary>The hour of each day at which the batch goes out.</summary>
    private static string HourOf(int day) => $"2026-03-{day + 2:00}T03:00:00Z";

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
                await TestCampaigns.LaunchAsync(client, "C-BATCH", "P-SMS", "sms", $$""", "class": "service", "schedule": {"at": "{{HourOf(0)}}", "recurrence": {"unit": "day", "until": "2026-04-01T00:00:00Z"} }, "validity": "P30D" """);
            }

            // A batch may be through before whoever watches it has looked twice; then the next day's is cut off.
            var (days, cutOff) = (0, 0);
            for (; cutOff == 0 && days < MostDays; days++)
            {
                using (var client = new ApiClient(server.Address))
                {
                    await AdvanceAsync(client, HourOf(days));
                }

                for (var kill = 1; kill <= Kills; kill++)
                {
                    using (var client = new ApiClient(server.Address))
                    {
                        // Each time a little further, so that the kills fall all over the batch.
                        cutOff += await ReachAsync(client, Customers * kill / (Kills + 2), HourOf(days)) ? 1 : 0;
                    }

                    await server.KillAsync();
                    await server.DisposeAsync();
                    server = await OctantProcess.StartAsync(folder.Path, all);
                }

                using var calm = new ApiClient(server.Address);
                await ReachAsync(calm, int.MaxValue, HourOf(days));
            }

            Assert.True(cutOff > 0, "Each day's batch was through before its first kill.");
            using (var client = new ApiClient(server.Address))
            {
                await CheckAsync(client, days);
                await AdvanceAsync(client, HourOf(days));
                await ReachAsync(client, Customers / 2, HourOf(days));
            }

            await server.KillAsync();
            await server.DisposeAsync();
            server = await OctantProcess.StartAsync(folder.Path, all);
            using var last = new ApiClient(server.Address);
            await ReachAsync(last, int.MaxValue, HourOf(days));
            await CheckAgainAsync(last, days + 1);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    private static async Task AdvanceAsync(ApiClient client, string now) =>
        (await client.PostAsync("/api/v1/clock", $$"""{"now": "{{now}}"}""")).RequireSuccess();

    /// <summary>Waits until so many have had their turn; false when all have.</summary>
    private static async Task<bool> ReachAsync(ApiClient client, int turns, string hour)
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

    /// <param name="days">How often the batch has gone out: everybody has been met as often.</param>
    private static async Task CheckAsync(ApiClient client, int days)
    {
        var batch = (await client.GetAsync("/api/v1/campaigns/C-BATCH/batch")).RequireSuccess().Json;
        Assert.Equal((Customers, Customers), ((int)batch["audience"]!, (int)batch["done"]!));
        var figures = (await client.GetAsync("/api/v1/campaigns/C-BATCH/figures")).RequireSuccess().Json;
        Assert.True((bool)figures["balanced"]!);
        Assert.Equal((days * Customers, days * Customers), ((int)figures["planned"]!, (int)figures["pending"]!));

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

        var meetings = handedOver.CountBy(customer => customer, StringComparer.Ordinal).ToList();
        Assert.Equal(Customers, meetings.Count);
        Assert.All(meetings, meeting => Assert.Equal(days, meeting.Value));
        figures = (await client.GetAsync("/api/v1/campaigns/C-BATCH/figures")).RequireSuccess().Json;
        Assert.Equal((0, days * Customers), ((int)figures["pending"]!, (int)figures["unconfirmed"]!));
    }

    /// <summary>Once more, of which each time before is known as it was.</summary>
    private static async Task CheckAgainAsync(ApiClient client, int days)
    {
        var figures = (await client.GetAsync("/api/v1/campaigns/C-BATCH/figures")).RequireSuccess().Json;
        Assert.True((bool)figures["balanced"]!);
        Assert.Equal(days * Customers, (int)figures["planned"]!);
        var runs = (JsonArray)(await client.GetAsync("/api/v1/campaigns/C-BATCH/batch")).RequireSuccess().Json["runs"]!;
        Assert.Equal(Enumerable.Range(0, days).Reverse().Select(HourOf), runs.Select(run => (string)run!["due"]!));
        foreach (var outcome in (string[])["done", "planned"])
        {
            Assert.Equal(Enumerable.Repeat(Customers, days), runs.Select(run => (int)run![outcome]!));
        }
    }
}
