using System.Text.Json.Nodes;
using Octant.EndToEnd.Server;

namespace Octant.EndToEnd.Durability;

/// <summary>After a pause has been answered, nothing more of that campaign goes out.</summary>
[Collection(nameof(Durability))]
public sealed class PauseTests
{
    private const int Customers = 600;
    private const int Senders = 8;

    [Fact]
    public async Task No_claim_that_begins_or_ends_after_a_pause_was_answered_hands_out_a_contact_of_the_campaign()
    {
        using var folder = new DataFolder();
        await using var server = await OctantProcess.StartAsync(folder.Path, ("Octant__Clock", "manual"), ("Octant__ClockStart", "2026-03-02T02:00:00Z"));
        using var client = new ApiClient(server.Address);
        await TestCampaigns.SetUpAsync(client, """[{"scope": "global", "limit": 100, "calendar": "day"}]""");
        await TestCampaigns.LaunchAsync(client, "C-SMS", "P-SMS", "sms", """, "class": "service" """);
        await TestCampaigns.ImportAsync(client, Enumerable.Range(0, Customers).Select(number => $"K-{number}"));
        await Parallel.ForAsync(0, Customers, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, _) =>
            (await client.PostAsync("/api/v1/decisions", TestCampaigns.Decide($"one-{number}", $"K-{number}", "sms"))).RequireSuccess());

        var stopping = false;
        var handedOut = 0;
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var pausing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var paused = false;
        var tooLate = 0;
        var senders = Enumerable.Range(0, Senders).Select(_ => Task.Run(async () =>
        {
            while (!Volatile.Read(ref stopping))
            {
                var beganAfter = Volatile.Read(ref paused);
                var answer = (await client.PostAsync("/api/v1/claims", """{"channel": "sms", "limit": 5}""")).RequireSuccess();
                var contacts = ((JsonArray)answer.Json["contacts"]!).Count;
                Interlocked.Add(ref tooLate, beganAfter ? contacts : 0);
                var gone = Interlocked.Add(ref handedOut, contacts);
                if (gone > 0)
                {
                    arrived.TrySetResult();
                }

                // However slowly the pause comes, it comes before everything has gone out.
                if (gone > Customers / 2)
                {
                    await pausing.Task;
                }
            }
        })).ToArray();

        await arrived.Task;
        (await client.PostAsync("/api/v1/campaigns/C-SMS/pause", "")).RequireSuccess();
        Volatile.Write(ref paused, value: true);
        pausing.SetResult();

        // The books of the moment of the answer: what leaves later would show as pending that became unconfirmed.
        var then = (await client.GetAsync("/api/v1/campaigns/C-SMS/figures")).RequireSuccess().Json;
        for (var number = 0; number < 20; number++)
        {
            (await client.PostAsync("/api/v1/claims", """{"channel": "sms", "limit": 5}""")).RequireSuccess();
        }

        Volatile.Write(ref stopping, value: true);
        await Task.WhenAll(senders);
        var after = (await client.GetAsync("/api/v1/campaigns/C-SMS/figures")).RequireSuccess().Json;
        Assert.Equal(0, tooLate);
        Assert.Equal((int)then["unconfirmed"]!, (int)after["unconfirmed"]!);
        Assert.Equal(handedOut, (int)after["unconfirmed"]!);
        Assert.True((int)after["pending"]! > 0, "Everything had gone out before the pause.");

        (await client.PostAsync("/api/v1/campaigns/C-SMS/resume", "")).RequireSuccess();
        var again = (await client.PostAsync("/api/v1/claims", """{"channel": "sms", "limit": 5}""")).RequireSuccess();
        Assert.NotEmpty((JsonArray)again.Json["contacts"]!);
    }
}
