using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Octant.EndToEnd.CommandLine;
using Octant.EndToEnd.Server;

namespace Octant.EndToEnd.Console;

/// <summary>Runs when pictures are asked for: <c>OCTANT_PICTURES</c> names the folder they go to.</summary>
public sealed class PicturesFactAttribute : FactAttribute
{
    public const string Variable = "OCTANT_PICTURES";

    public PicturesFactAttribute()
    {
        if (string.IsNullOrEmpty(Folder))
        {
            Skip = $"Makes the pictures of the documentation; ./build.sh pictures does, or {Variable} with a folder.";
        }
    }

    public static string? Folder => Environment.GetEnvironmentVariable(Variable);
}

/// <summary>The pictures of the documentation, of the real screens over the demonstration province after a morning's work.</summary>
public sealed class PictureTests : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";
    private const int Customers = 20_000;
    private const int Visits = 600;

    private readonly DataFolder _folder = new();
    private OctantProcess _server = null!;
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    public async Task InitializeAsync()
    {
        if (PicturesFactAttribute.Folder is null)
        {
            return;
        }

        var data = _folder.File("data");
        var loaded = await OctantCommand.RunAsync(
            "demo", "--data", data, "--customers", Customers.ToString(CultureInfo.InvariantCulture), "--password", ConsoleWorld.Password, "--only-load");
        Assert.True(loaded.ExitCode == 0, loaded.Error);
        _server = await OctantProcess.StartAsync(data, ("Octant__Console", Repository.ConsoleFiles));
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium, Args = ["--no-sandbox"] });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
            _playwright.Dispose();
            await _server.DisposeAsync();
        }

        _folder.Dispose();
    }

    [PicturesFact]
    public async Task Every_screen_of_the_tour_is_pictured()
    {
        await WorkAsync();
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = _server.Address.ToString(),
            Locale = "en-GB",
            ViewportSize = new ViewportSize { Width = 1280, Height = 800 },
            ReducedMotion = ReducedMotion.Reduce,
        });
        await using var visitor = new Visitor(await context.NewPageAsync(), "en", 1280);
        await visitor.Page.GotoAsync("/");
        await visitor.SignInAsync("1001");

        await PictureAsync(visitor, "board", "/board");
        await PictureAsync(visitor, "campaign", "/campaigns/more-data?stage=execution");
        await PlanAsync();
        await PictureAsync(visitor, "planner", "/campaigns/summer-data/edit");
        await PictureAsync(visitor, "matching", "/matching");
        await PictureAsync(visitor, "insight", "/insight");
        await PictureAsync(visitor, "roles", "/roles");
        await PictureAsync(visitor, "review-lanes", "/review-lanes");
        await visitor.Page.GotoAsync("/audiences");
        await visitor.Page.Locator(".cm-content").FillAsync("customer.fiveG && !owns(\"plan-5g-129\") && customer.dataUsageGb >= 15");
        await Assertions.Expect(visitor.Page.Locator(".rule")).ToHaveCountAsync(3);
        await PictureAsync(visitor, "audience", null);
    }

    /// <summary>Customers visit, are offered things and answer, always the same ones in the same way.</summary>
    private async Task WorkAsync()
    {
        using var client = new ApiClient(_server.Address);
        await Parallel.ForAsync(1, Visits, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (number, _) =>
        {
            var channel = number % 3 == 0 ? "app" : "web";
            var decided = (await client.PostAsync("/api/v1/decisions", $$"""{"customerId":"L{{number:D7}}","channel":"{{channel}}"}""")).RequireSuccess().Json;
            if (((JsonArray)decided["recommendations"]!).FirstOrDefault() is { } first)
            {
                foreach (var outcome in (number % 7) switch { 0 => ["shown", "accepted"], 1 or 2 => ["shown", "clicked"], 3 => ["shown", "rejected"], _ => (string[])["shown"] })
                {
                    (await client.PostAsync("/api/v1/responses", $$"""{"recommendationId":"{{first["recommendationId"]}}","outcome":"{{outcome}}"}""")).RequireSuccess();
                }
            }
        });
    }

    /// <summary>A campaign under way to its review.</summary>
    private async Task PlanAsync()
    {
        using var client = new ApiClient(_server.Address);
        var today = DateTime.UtcNow.Date;
        (await client.PutAsync(
            "/api/v1/campaigns/summer-data",
            $$"""
            {
              "name": "Room for heavy users", "organisation": "lanhai", "audience": "customer.fiveG && customer.dataUsageGb >= 15.0", "channels": ["app", "sms"],
              "offers": [{ "offering": "data-30", "propensity": 0.1, "promotion": "promo-data-first" }], "holdoutShare": 0.1, "budget": 500000,
              "treatments": [{ "channel": "sms", "text": "{name}, 30 GB more for the month, the first at half price: reply Y." }],
              "start": "{{today.AddDays(7):yyyy-MM-dd}}T00:00:00Z", "end": "{{today.AddDays(37):yyyy-MM-dd}}T00:00:00Z"
            }
            """)).RequireSuccess();
        (await client.PutAsync(
            "/api/v1/campaign-plans/summer-data",
            """
            {
              "objective": "Give heavy users room", "level": "province", "owner": "1002", "kind": "inbound", "success": { "outcome": "accepted", "share": 0.05 },
              "resources": [{ "channel": "sms", "contactsPerDay": 2000, "quotas": [] }]
            }
            """)).RequireSuccess();
    }

    /// <param name="path">Null: as the page is.</param>
    private static async Task PictureAsync(Visitor visitor, string name, string? path)
    {
        if (path is not null)
        {
            await visitor.Page.GotoAsync(path);
        }

        await Assertions.Expect(visitor.Heading).ToBeVisibleAsync();
        await Assertions.Expect(visitor.Page.Locator("main .ant-skeleton")).ToHaveCountAsync(0);
        await visitor.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await visitor.Page.EvaluateAsync("() => document.fonts.ready");
        Directory.CreateDirectory(PicturesFactAttribute.Folder!);
        await visitor.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(PicturesFactAttribute.Folder!, $"{name}.png") });
    }
}
