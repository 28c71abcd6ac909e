using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;
using Octant.EndToEnd.Server;
using Xunit.Abstractions;

namespace Octant.EndToEnd.Console;

/// <summary>The loop from test to proof in the browser: what its screens say is what the API says, of campaigns that have something to say.</summary>
[Collection(ConsoleTests.Name)]
public sealed class LoopTests(ConsoleWorld world, ITestOutputHelper output)
{
    private const string Proof = "proof";
    private const string Tried = "tried";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_live_campaign_shows_its_share_of_scarce_capacity_its_contacts_as_they_happen_and_its_effect_as_the_API_has_it()
    {
        using var client = new ApiClient(world.Address);
        await LaunchAsync(client, Proof, "\"holdoutShare\":0.5");
        try
        {
            await using var visitor = await world.VisitAsync();
            await visitor.SignInAsync("1001");
            await AllocatesAsync(visitor, client);
            await OfferAsync(client, Proof, first: 1, count: 60);
            await ShowsLiveFiguresAsync(visitor, client);
            await ShowsEffectAsync(visitor, client);
        }
        finally
        {
            (await client.PostAsync($"/api/v1/campaigns/{Proof}/end", "")).RequireSuccess();
        }
    }

    [Fact]
    public async Task A_persona_kept_as_a_test_turns_red_when_the_campaign_changes_and_a_simulation_says_what_the_API_says()
    {
        using var client = new ApiClient(world.Address);
        (await client.PutAsync($"/api/v1/campaigns/{Tried}", Campaign(Tried, "\"audience\":\"customer.arpu >= 50.0\""))).RequireSuccess();
        await OfferAsync(client, null, first: 1_001, count: 60);
        await using var visitor = await world.VisitAsync();
        await visitor.SignInAsync();
        await visitor.Page.GotoAsync($"/campaigns/{Tried}?stage=test");
        await visitor.Button("", "Add a persona").ClickAsync();
        await visitor.Field("", "Name").FillAsync("Spends 60");
        await visitor.Button("", "Add an attribute").ClickAsync();
        await visitor.Field("", "Attribute").ClickAsync();
        await visitor.Field("", "Attribute").FillAsync("arpu");
        await visitor.Page.Locator(".ant-select-item-option", new() { HasText = "arpu" }).First.ClickAsync();
        await visitor.Field("", "Value").FillAsync("60");
        await visitor.Button("", "Keep").ClickAsync();
        var persona = visitor.Page.Locator("tr[data-row-key='Spends 60']");
        await Assertions.Expect(persona).ToContainTextAsync("As expected");

        (await client.PutAsync($"/api/v1/campaigns/{Tried}", Campaign(Tried, "\"audience\":\"customer.arpu >= 80.0\""))).RequireSuccess();
        await visitor.Page.ReloadAsync();
        await Assertions.Expect(persona).ToContainTextAsync("Otherwise");
        await persona.GetByRole(AriaRole.Button, new() { Name = "Expand row" }).ClickAsync();
        await Assertions.Expect(visitor.Page.GetByText("customer.arpu >= 80.0").First).ToBeVisibleAsync();

        await visitor.Button("", "Simulate").ClickAsync();
        await Assertions.Expect(visitor.Page.GetByText("Completed").First).ToBeVisibleAsync(new() { Timeout = 120_000 });
        var simulations = (await client.GetAsync("/api/v1/simulations?limit=50")).RequireSuccess().Json["items"]!.AsArray();
        var simulation = simulations.First(known => known!["campaigns"]!.AsArray().Any(id => (string)id! == Tried))!;
        var result = (await client.GetAsync($"/api/v1/simulations/{simulation["id"]}")).RequireSuccess().Json["result"]!;
        var own = result["campaigns"]!.AsArray().Single(campaign => (string)campaign!["campaign"]! == Tried)!;
        Assert.True((long)own["simulated"]!["offers"]! > 0, own.ToJsonString());
        await Assertions.Expect(visitor.Page.Locator("[data-figure=offersMade]")).ToHaveTextAsync(Number((double)own["simulated"]!["offers"]!));
        await Assertions.Expect(visitor.Page.Locator($"tr[data-row-key={Tried}]")).ToContainTextAsync(Number((double)own["difference"]!));
        await visitor.InspectAsync("campaign-tried");
        (await client.DeleteAsync($"/api/v1/campaigns/{Tried}")).RequireSuccess();
    }

    private static async Task AllocatesAsync(Visitor visitor, ApiClient client)
    {
        await visitor.Page.GotoAsync($"/campaigns/{Proof}?stage=resources");
        await visitor.Field("", "This one at most").FillAsync("25");
        await visitor.Button("", "Allocate").ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("[data-figure=gap]")).ToBeVisibleAsync(new() { Timeout = 120_000 });
        var id = new Uri(visitor.Page.Url).Query.Split('&', '?').Single(part => part.StartsWith("allocation=", StringComparison.Ordinal))["allocation=".Length..];
        var result = (await client.GetAsync($"/api/v1/allocations/{id}")).RequireSuccess().Json["result"]!;
        var own = result["volumes"]!.AsArray().Where(volume => (string)volume!["campaign"]! == Proof).Sum(volume => (long)volume!["contacts"]!);
        Assert.Equal(25, own);
        await Assertions.Expect(visitor.Page.Locator("[data-figure=given]")).ToHaveTextAsync(Number((double)result["contacts"]!));
        await Assertions.Expect(visitor.Page.Locator("[data-figure=bound]")).ToHaveTextAsync(Money((double)result["bound"]!));
        await Assertions.Expect(visitor.Page.Locator($"tr[data-row-key='{Proof} antispam web']")).ToContainTextAsync("25");
        await visitor.InspectAsync("campaign-allocation");
    }

    /// <summary>Five seconds are promised; how long it took is said, and only what never comes fails on a busy machine.</summary>
    private async Task ShowsLiveFiguresAsync(Visitor visitor, ApiClient client)
    {
        await visitor.Page.GotoAsync($"/campaigns/{Proof}?stage=execution");
        var before = (long)(await client.GetAsync($"/api/v1/campaigns/{Proof}/figures")).RequireSuccess().Json["planned"]!;
        var planned = visitor.Page.GetByTestId("planned");
        await Assertions.Expect(planned).ToHaveTextAsync(Number(before));

        await OfferAsync(client, Proof, first: 501, count: 1);
        var watch = Stopwatch.StartNew();
        await Assertions.Expect(planned).ToHaveTextAsync(Number(before + 1), new() { Timeout = (float)Patience.TotalMilliseconds });
        output.WriteLine($"A contact stood on the campaign's page {watch.Elapsed.TotalSeconds:0.0} s after it was made.");
    }

    private static async Task ShowsEffectAsync(Visitor visitor, ApiClient client)
    {
        await visitor.Page.GotoAsync($"/effect?campaign={Proof}&by=channel");
        var effect = (await client.GetAsync($"/api/v1/campaigns/{Proof}/effect?by=homeUnit")).RequireSuccess().Json;
        var response = effect["effect"]!["comparisons"]![0]!["response"]!;
        await Assertions.Expect(visitor.Page.Locator("[data-figure=uplift]")).ToHaveTextAsync($"{Points((double)response["difference"]!)} points");
        await Assertions.Expect(visitor.Page.Locator("[data-figure=moreResponses]")).ToHaveTextAsync(Number((double)effect["broughtIn"]!["responses"]!["value"]!));
        await Assertions.Expect(visitor.Page.Locator("[data-figure=cost]")).ToHaveTextAsync(Money((double)effect["cost"]!));
        var web = visitor.Page.Locator("tr[data-row-key=web]");
        foreach (var arm in effect["byChannel"]!.AsArray().Single(part => (string)part!["value"]! == "web")!["arms"]!.AsArray())
        {
            await Assertions.Expect(web).ToContainTextAsync($"({Number((double)arm!["responses"]!)} / {Number((double)arm["customers"]!)})");
        }

        await visitor.InspectAsync("effect-with-data");
        await visitor.Page.GotoAsync($"/effect?campaign={Proof}&by=homeUnit");
        await Assertions.Expect(visitor.Page.Locator("tbody tr.ant-table-row")).ToHaveCountAsync(Math.Min(20, effect["bySegment"]!.AsArray().Count));
    }

    /// <summary>Customers come to the web page until so many were offered something; every second of them takes it.</summary>
    /// <param name="campaign">Whose offers are counted; null for any.</param>
    private static async Task OfferAsync(ApiClient client, string? campaign, int first, int count)
    {
        var made = 0;
        for (var number = first; made < count && number < first + 500; number++)
        {
            var decided = (await client.PostAsync("/api/v1/decisions", $$"""{"customerId":"L{{number:D7}}","channel":"web","touchpoint":"web-home"}""")).RequireSuccess().Json;
            if (decided["recommendations"]!.AsArray().FirstOrDefault(known => campaign is null || (string)known!["campaignId"]! == campaign) is { } offer)
            {
                made++;
                if (made % 2 == 0)
                {
                    (await client.PostAsync("/api/v1/responses", $$"""{"recommendationId":"{{offer["recommendationId"]}}","outcome":"accepted"}""")).RequireSuccess();
                }
            }
        }

        Assert.Equal(count, made);
    }

    /// <summary>It comes first wherever it may be offered.</summary>
    private static string Campaign(string name, string members) =>
        $$"""
        {
          "name": "{{name}}", "organisation": "lanhai", "offers": [{ "offering": "antispam", "propensity": 0.1 }], "channels": ["web"],
          "lever": 1000, "start": "2026-01-01T00:00:00Z", "end": "2099-01-01T00:00:00Z", {{members}}
        }
        """;

    /// <summary>Through every lane that is called for.</summary>
    private static async Task LaunchAsync(ApiClient client, string id, string members)
    {
        (await client.PutAsync($"/api/v1/campaigns/{id}", Campaign(id, members))).RequireSuccess();
        (await client.PostAsync($"/api/v1/campaigns/{id}/submit", "")).RequireSuccess();
        while ((string)(await client.GetAsync($"/api/v1/campaigns/{id}")).RequireSuccess().Json["status"]! == "draft")
        {
            var lanes = (await client.GetAsync($"/api/v1/campaigns/{id}/reviews")).RequireSuccess().Json["lanes"]!.AsArray();
            var open = lanes.First(lane => (string)lane!["status"]! == "open")!;
            (await client.PostAsync($"/api/v1/campaigns/{id}/reviews", $$"""{"lane":"{{open["lane"]}}","verdict":"approve"}""")).RequireSuccess();
        }

        (await client.PostAsync($"/api/v1/campaigns/{id}/launch", "")).RequireSuccess();
    }

    private static string Number(double value) => Math.Round(value, MidpointRounding.AwayFromZero).ToString("N0", CultureInfo.InvariantCulture);

    // As a browser rounds: by the digits that are written, halves away from zero, and not by the bits, which lie a little to one side of a half.
    private static string Money(double minorUnits) => ((decimal)(minorUnits / 100)).ToString("N2", CultureInfo.InvariantCulture);

    private static string Points(double share) => (share > 0 ? "+" : "") + ((decimal)(100 * share)).ToString("#,##0.##", CultureInfo.InvariantCulture);
}
