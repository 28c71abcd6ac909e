using System.Net;
using System.Text.Json.Nodes;
using Octant.Platform.Identity.Contracts;
using Octant.Platform.Tests.Decisions;

namespace Octant.Platform.Tests.Organisation;

/// <summary>Plans, reviews, allocations and evaluations: what is refused to another city, to whoever is bound, and without the scope.</summary>
public sealed class PlanningScopeTests(DecisionWorld world) : IClassFixture<DecisionWorld>, IAsyncLifetime
{
    private const string Here = "lanhai/linjiang";
    private const string There = "lanhai/yuntai";

    private ApiClient _city = null!;
    private ApiClient _clerk = null!;

    public async Task InitializeAsync()
    {
        await world.PutAsync("attributes/homeUnit", """{"kind":"category"}""");
        _city = await world.Host.ClientWithAsync([.. Scopes.All.Keys], Here);
        _clerk = await world.Host.ClientWithAsync([Scopes.CatalogRead]);
    }

    public Task DisposeAsync()
    {
        _city.Dispose();
        _clerk.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Another_citys_campaign_is_neither_planned_nor_looked_into_nor_moved()
    {
        var mine = await CampaignAsync(Here);
        var theirs = await CampaignAsync(There);
        foreach (var part in (string[])["", "/check", "/forecast", "/conflicts", "/figures", "/funnel", "/effect", "/reviews"])
        {
            Assert.Equal(HttpStatusCode.OK, (await _city.GetAsync($"/api/v1/campaigns/{mine}{part}")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await _city.GetAsync($"/api/v1/campaigns/{theirs}{part}")).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await _city.GetAsync($"/api/v1/campaigns/{theirs}/batch")).Status);
        foreach (var action in (string[])["submit", "launch", "pause", "resume", "end"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await _city.SendAsync(HttpMethod.Post, $"/api/v1/campaigns/{theirs}/{action}", null)).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await _city.PostAsync($"/api/v1/campaigns/{theirs}/reviews", """{"lane":"default","verdict":"approve"}""")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _city.PostAsync($"/api/v1/campaigns/{theirs}/comments", """{"text":"Seen."}""")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _city.PostAsync($"/api/v1/campaigns/{theirs}/clone", $$"""{"id":"{{world.Name("copy")}}","name":"A copy"}""")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _city.GetAsync($"/api/v1/campaign-plans/{theirs}")).Status);
        Assert.False((await _city.PutAsync($"/api/v1/campaign-plans/{theirs}", """{"objective":"Ours now."}""")).Status is HttpStatusCode.OK or HttpStatusCode.Created);

        // Nothing of it was half-done.
        Assert.Equal("draft", (string)(await world.GetAsync($"campaigns/{theirs}")).Json["status"]!);
        Assert.Empty((JsonArray)(await world.GetAsync($"campaigns/{theirs}/reviews")).Json["reviews"]!);
    }

    [Fact]
    public async Task What_concerns_the_whole_organisation_is_refused_to_whoever_is_bound_to_a_part()
    {
        foreach (var (method, path) in WholeOrganisation)
        {
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, (await _city.SendAsync(method, "/api/v1/" + path, "{}")).Status));
        }
    }

    [Fact]
    public async Task Without_its_scope_each_of_them_is_refused_before_anything_is_looked_at()
    {
        var campaign = await CampaignAsync(There);
        (HttpMethod, string)[] planning =
        [
            (HttpMethod.Get, $"campaigns/{campaign}"),
            (HttpMethod.Get, $"campaigns/{campaign}/forecast"),
            (HttpMethod.Get, $"campaigns/{campaign}/conflicts"),
            (HttpMethod.Get, $"campaigns/{campaign}/batch"),
            (HttpMethod.Get, $"campaign-plans/{campaign}"),
            (HttpMethod.Put, $"campaign-plans/{campaign}"),
            (HttpMethod.Get, "campaign-calendar?from=2026-03-01&to=2026-03-08"),
            (HttpMethod.Get, "lead-times"),
            (HttpMethod.Get, "open-reviews"),
            (HttpMethod.Post, $"campaigns/{campaign}/submit"),
            (HttpMethod.Post, $"campaigns/{campaign}/reviews"),
            (HttpMethod.Post, $"campaigns/{campaign}/clone"),
            (HttpMethod.Put, "review-lanes/finance"),
            (HttpMethod.Put, "lead-time-baseline"),
        ];
        foreach (var (method, path) in planning.Concat(WholeOrganisation))
        {
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, (await _clerk.SendAsync(method, "/api/v1/" + path, "{}")).Status));
        }
    }

    private static IEnumerable<(HttpMethod Method, string Path)> WholeOrganisation =>
    [
        (HttpMethod.Post, "allocations"),
        (HttpMethod.Get, "allocations/1"),
        (HttpMethod.Get, "allocations/1/contacts"),
        (HttpMethod.Post, "allocations/1/apply"),
        (HttpMethod.Delete, "allocations/1"),
        (HttpMethod.Post, "policy-evaluations"),
        (HttpMethod.Post, "claims"),
        (HttpMethod.Post, "receipts"),
        (HttpMethod.Post, "survey-claims"),
    ];

    private async Task<string> CampaignAsync(string organisation)
    {
        var stage = await world.StageAsync("planning");
        await world.PutAsync($"campaigns/{stage}", DecisionWorld.CampaignOn(stage, $$"""{"organisation":"{{organisation}}"}"""));
        return stage;
    }
}
