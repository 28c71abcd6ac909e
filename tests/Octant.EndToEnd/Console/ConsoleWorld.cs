using Microsoft.Playwright;
using Octant.EndToEnd.CommandLine;
using Octant.EndToEnd.Server;

namespace Octant.EndToEnd.Console;

/// <summary>One small province, one server with the console, and one browser for all tests of the console.</summary>
public sealed class ConsoleWorld : IAsyncLifetime
{
    /// <summary>Of everybody in the province.</summary>
    public const string Password = "Lanhai-by-the-sea-7";

    private const string Chromium = "/usr/bin/chromium";

    private readonly DataFolder _folder = new();
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private OctantProcess? _server;

    public Uri Address => _server!.Address;

    public async Task InitializeAsync()
    {
        Assert.True(File.Exists(Chromium), $"{Chromium} is missing; eng/install-browser.sh installs it.");
        Assert.True(
            File.Exists(Path.Combine(Repository.ConsoleFiles, "index.html")), $"There is no console in {Repository.ConsoleFiles}; building Octant.Server makes it.");
        var data = _folder.File("data");
        var loaded = await OctantCommand.RunAsync("demo", "--data", data, "--customers", "2000", "--password", Password, "--only-load");
        Assert.True(loaded.ExitCode == 0, loaded.Error);
        _server = await OctantProcess.StartAsync(
            data,
            ("Octant__Console", Repository.ConsoleFiles));
        // A busy machine is slow; what is never there is still found out.
        Assertions.SetDefaultExpectTimeout(30_000);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium, Args = ["--no-sandbox"] });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _folder.Dispose();
    }

    /// <summary>A person with a browser of their own, at the sign-in page.</summary>
    /// <param name="language"><c>zh</c> or <c>en</c>, as their browser prefers.</param>
    /// <param name="width">In pixels: 1280 of a desk, 390 of a telephone.</param>
    /// <param name="address">Of another server than the one all share.</param>
    public async Task<Visitor> VisitAsync(string language = "en", int width = 1280, Uri? address = null)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = (address ?? Address).ToString(),
            Locale = language == "zh" ? "zh-CN" : "en-GB",
            // Where the province is: its day is theirs.
            TimezoneId = "Asia/Shanghai",
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ReducedMotion = ReducedMotion.Reduce,
        });
        var visitor = new Visitor(await context.NewPageAsync(), language, width);
        await visitor.Page.GotoAsync("/");
        return visitor;
    }
}

[CollectionDefinition(Name)]
public sealed class ConsoleTests : ICollectionFixture<ConsoleWorld>
{
    public const string Name = "The console";
}
