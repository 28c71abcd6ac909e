using System.Text.Json.Nodes;
using Octant.Platform.Identity.Contracts;
using Octant.Platform.Tests.Decisions;

namespace Octant.Platform.Tests.Campaigns;

/// <summary>What waits for whom, as a campaign goes from draft to end: each duty comes, goes when it is done, and is nobody's of another city.</summary>
public sealed class DutyTests : IAsyncLifetime
{
    private const string Here = "lanhai/linjiang";

    private static readonly string[] Kinds = ["reviews", "sentBack", "drafts", "ready", "ending"];

    private DecisionWorld _world = null!;
    private ApiClient _planner = null!;
    private ApiClient _reviewer = null!;
    private ApiClient _launcher = null!;
    private ApiClient _stranger = null!;

    public async Task InitializeAsync()
    {
        _world = await DecisionWorld.StartAsync("2026-03-02T08:00:00Z");
        await _world.PutAsync("attributes/homeUnit", """{"kind":"category"}""");
        foreach (var (path, level) in ((string, string)[])[("lanhai", "province"), (Here, "city"), ("lanhai/yuntai", "city")])
        {
            await _world.PutAsync($"organisation/units/{path}", $$$"""{"name":{"zh":"{{{path}}}","en":"{{{path}}}"},"level":"{{{level}}}"}""");
        }

        _planner = await _world.Host.ClientWithAsync([Scopes.CampaignsRead, Scopes.CampaignsWrite], Here);
        _reviewer = await _world.Host.ClientWithAsync([Scopes.CampaignsRead, Scopes.CampaignsReview], Here);
        _launcher = await _world.Host.ClientWithAsync([Scopes.CampaignsRead, Scopes.CampaignsLaunch], Here);
        _stranger = await _world.Host.ClientWithAsync([.. Scopes.All.Keys], "lanhai/yuntai");
    }

    public async Task DisposeAsync()
    {
        foreach (var client in (ApiClient[])[_planner, _reviewer, _launcher, _stranger])
        {
            client.Dispose();
        }

        await _world.DisposeAsync();
    }

    [Fact]
    public async Task Each_duty_comes_to_whom_it_concerns_goes_when_it_is_done_and_is_not_seen_in_another_city()
    {
        var stage = await _world.StageAsync("duty");
        var campaign = DecisionWorld.CampaignOn(stage, $$"""{"organisation":"{{Here}}","end":"{{await _world.TimeAsync(TimeSpan.FromDays(60))}}"}""");
        await DoAsync(_planner, HttpMethod.Put, $"campaigns/{stage}", campaign);
        await WaitsAsync(_planner, stage, "drafts");

        await DoAsync(_planner, HttpMethod.Post, $"campaigns/{stage}/submit");
        var review = (await WaitsAsync(_reviewer, stage, "reviews"))!;
        Assert.Equal(("default", false), ((string)review["lane"]!, (bool)review["isOverdue"]!));
        await WaitsAsync(_planner, stage, null);

        await _world.AdvanceToAsync((string)review["dueAt"]!);
        await _world.AdvanceByAsync(TimeSpan.FromMinutes(1));
        Assert.True((bool)(await WaitsAsync(_reviewer, stage, "reviews"))!["isOverdue"]!);

        await DoAsync(_reviewer, HttpMethod.Post, $"campaigns/{stage}/reviews", """{"lane":"default","verdict":"sendBack","comment":"Name the price."}""");
        Assert.Equal("Name the price.", (string)(await WaitsAsync(_planner, stage, "sentBack"))!["comment"]!);
        await WaitsAsync(_reviewer, stage, null);

        await DoAsync(_planner, HttpMethod.Put, $"campaigns/{stage}", DecisionWorld.Merged(campaign, """{"treatments":[{"text":"Take it for 9 yuan."}]}"""));
        await DoAsync(_planner, HttpMethod.Post, $"campaigns/{stage}/submit");
        await WaitsAsync(_planner, stage, null);
        await WaitsAsync(_reviewer, stage, "reviews");
        await DoAsync(_reviewer, HttpMethod.Post, $"campaigns/{stage}/reviews", """{"lane":"default","verdict":"approve"}""");
        await WaitsAsync(_launcher, stage, "ready");
        await WaitsAsync(_reviewer, stage, null);

        await DoAsync(_launcher, HttpMethod.Post, $"campaigns/{stage}/launch");
        await WaitsAsync(_launcher, stage, null);
        await _world.AdvanceToAsync("2026-04-26T08:00:00Z");
        await WaitsAsync(_launcher, stage, "ending");

        await DoAsync(_launcher, HttpMethod.Post, $"campaigns/{stage}/end");
        await WaitsAsync(_launcher, stage, null);
    }

    /// <summary>
    /// Waits, as duties are a moment old, until the campaign is found among these and no others, and answers it; the stranger is shown the
    /// same moment and finds it nowhere.
    /// </summary>
    private async Task<JsonNode?> WaitsAsync(ApiClient client, string campaign, string? kind)
    {
        for (var attempt = 0; ; attempt++)
        {
            var duties = (await client.GetAsync("/api/v1/duties")).Json;
            var found = Kinds.SelectMany(some => duties[some]!.AsArray().Where(duty => (string)duty!["campaignId"]! == campaign).Select(duty => (Kind: some, Duty: duty))).ToList();
            if (string.Join(' ', found.Select(duty => duty.Kind)) == (kind ?? ""))
            {
                var theirs = (await _stranger.GetAsync("/api/v1/duties")).Json;
                Assert.All(Kinds, some => Assert.DoesNotContain(theirs[some]!.AsArray(), duty => (string)duty!["campaignId"]! == campaign));
                return found.Count == 0 ? null : found[0].Duty;
            }

            Assert.True(attempt < 600, $"{kind}: {duties.ToJsonString()}");
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }

    private static async Task DoAsync(ApiClient client, HttpMethod method, string path, string? body = null)
    {
        var answer = await client.SendAsync(method, $"/api/v1/{path}", body);
        Assert.True((int)answer.Status < 300, $"{path}: {answer.Status} {answer.Body}");
    }
}
