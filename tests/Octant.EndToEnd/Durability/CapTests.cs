using System.Text.Json.Nodes;
using Octant.EndToEnd.Server;
using Xunit.Abstractions;

namespace Octant.EndToEnd.Durability;

/// <summary>Caps and capacity under concurrency, over HTTP: what is granted never exceeds them.</summary>
[Collection(nameof(Durability))]
public sealed class CapTests(ITestOutputHelper output)
{
    private const string OneADayFourAMonth =
        """[{"scope": "global", "limit": 1, "calendar": "day"}, {"scope": "global", "limit": 4, "calendar": "month"}]""";

    private const int Capacity = 10;
    private const int Requests = 100;
    private const int Partitions = 64;

    [Fact]
    public async Task A_thousand_simultaneous_requests_for_one_customer_get_one_contact_a_day_and_four_a_month()
    {
        using var folder = new DataFolder();
        await using var server = await OctantProcess.StartAsync(
            folder.Path, ("Octant__Clock", "manual"), ("Octant__ClockStart", "2026-03-02T02:00:00Z"), ("Octant__RequestsAtOnce", "2000"));
        using var client = new ApiClient(server.Address);
        await TestCampaigns.SetUpAsync(client, OneADayFourAMonth);
        await TestCampaigns.LaunchAsync(client, "C-WEB", "P-WEB", "web");
        await TestCampaigns.ImportAsync(client, ["K-1"]);
        var granted = await GrantTogetherAsync(client, 1_000, number => TestCampaigns.Decide($"today-{number}", "K-1", "web"));
        Assert.Single(granted);
        for (var day = 3; day <= 7; day++)
        {
            // Shown, so that it counts for ever: what nobody was shown would be free again when its validity ends.
            (await client.PostAsync("/api/v1/responses", $$"""{"recommendationId": "{{granted[^1]}}", "outcome": "shown"}""")).RequireSuccess();
            (await client.PostAsync("/api/v1/clock", $$"""{"now": "2026-03-0{{day}}T02:00:00Z"}""")).RequireSuccess();
            granted.AddRange(await GrantTogetherAsync(client, 50, number => TestCampaigns.Decide($"day-{day}-{number}", "K-1", "web")));
            Assert.Equal(Math.Min(day - 1, 4), granted.Count);
        }

        var figures = (await client.GetAsync("/api/v1/campaigns/C-WEB/figures")).RequireSuccess().Json;
        Assert.Equal(4, (int)figures["planned"]!);
        Assert.True((bool)figures["balanced"]!);
    }

    [Fact]
    public async Task A_capacity_of_ten_gives_exactly_ten_of_a_hundred_requests_one_after_another()
    {
        using var folder = new DataFolder();
        await using var server = await StartWithCapacityAsync(folder);
        using var client = new ApiClient(server.Address);
        var granted = 0;
        for (var number = 0; number < Requests; number++)
        {
            granted += Granted(await client.PostAsync("/api/v1/decisions", TestCampaigns.Decide($"one-{number}", $"K-{number}", "web"))).Count();
        }

        Assert.Equal(Capacity, granted);
    }

    [Fact]
    public async Task A_capacity_of_ten_gives_no_more_than_ten_of_a_hundred_requests_at_once()
    {
        using var folder = new DataFolder();
        await using var server = await StartWithCapacityAsync(folder);
        using var client = new ApiClient(server.Address);
        var granted = (await GrantTogetherAsync(client, Requests, number => TestCampaigns.Decide($"one-{number}", $"K-{number}", "web"))).Count;
        output.WriteLine($"{granted} of {Capacity} granted to {Requests} requests at once.");

        // While it is scarce a slice is one unit, so at most one per partition lies idle.
        Assert.InRange(granted, Math.Max(1, Capacity - Partitions), Capacity);
    }

    private static async Task<OctantProcess> StartWithCapacityAsync(DataFolder folder)
    {
        var server = await OctantProcess.StartAsync(folder.Path, ("Octant__Clock", "manual"), ("Octant__ClockStart", "2026-03-02T02:00:00Z"));
        using var client = new ApiClient(server.Address);
        await TestCampaigns.SetUpAsync(client, OneADayFourAMonth);
        await TestCampaigns.PutAsync(
            client, "channels/web", $$"""{"name": "Web", "family": "electronic", "direction": "passive", "dailyCapacity": {{Capacity}}}""");
        await TestCampaigns.LaunchAsync(client, "C-WEB", "P-WEB", "web");
        await TestCampaigns.ImportAsync(client, Enumerable.Range(0, Requests).Select(number => $"K-{number}"));
        return server;
    }

    /// <summary>The ids of what was granted.</summary>
    private static async Task<List<string>> GrantTogetherAsync(ApiClient client, int count, Func<int, string> body) =>
        [.. (await Task.WhenAll(Enumerable.Range(0, count).Select(number => client.PostAsync("/api/v1/decisions", body(number))))).SelectMany(Granted)];

    private static IEnumerable<string> Granted(Answer answer) =>
        ((JsonArray)answer.RequireSuccess().Json["recommendations"]!).Select(one => (string)one!["recommendationId"]!);
}
