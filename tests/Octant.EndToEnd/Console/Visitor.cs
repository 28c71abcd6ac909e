using System.Text.Json;
using Microsoft.Playwright;

namespace Octant.EndToEnd.Console;

/// <summary>Somebody before the console, in one language and on one width of screen.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private static readonly Lazy<string> Axe = new(() => File.ReadAllText(Path.Combine(Repository.ConsoleSource, "node_modules", "axe-core", "axe.min.js")));

    /// <summary>The width of its screen, in pixels.</summary>
    public const int Telephone = 390;

    /// <summary>Tables that reach over the screen's or their own edge, but for those of two dimensions, which a region of their own moves under their heads.</summary>
    private const string TooWide =
        """
        () => [...document.querySelectorAll('main table')]
          .filter(table => !table.closest('[class*="_scroll_"], [class*="_matrix_"]'))
          .filter(table => table.getBoundingClientRect().right > innerWidth + 0.5 || table.parentElement.scrollWidth > table.parentElement.clientWidth)
          .map(table => table.innerText)
        """;

    private readonly List<string> _errors = [];

    public Visitor(IPage page, string language, int width)
    {
        (Page, Language, Width) = (page, language, width);
        page.PageError += (_, error) => _errors.Add(error);
        page.Console += (_, message) =>
        {
            // What the server refuses is on the page; the browser repeats it here.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                _errors.Add(message.Text);
            }
        };
    }

    public IPage Page { get; }

    public string Language { get; }

    public int Width { get; }

    public ILocator Heading => Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 });

    /// <summary>The words of this visitor's language.</summary>
    public string Say(string chinese, string english) => Language == "zh" ? chinese : english;

    public ILocator Button(string chinese, string english) =>
        Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = Say(chinese, english), Exact = true });

    public ILocator Link(string chinese, string english) =>
        Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = Say(chinese, english), Exact = true });

    /// <summary>The button of the question whether one is sure.</summary>
    public ILocator Confirm(string chinese, string english) =>
        Page.Locator(".ant-popconfirm").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = Say(chinese, english), Exact = true });

    public ILocator Field(string chinese, string english) => Page.GetByLabel(Say(chinese, english), new PageGetByLabelOptions { Exact = true });

    /// <param name="staffNumber">One of the demonstration's: 1002 plans in the whole province.</param>
    public async Task SignInAsync(string staffNumber = "1002", string password = ConsoleWorld.Password)
    {
        await TrySignInAsync(staffNumber, password);
        await Page.Locator("main#content h1").WaitForAsync();
    }

    public async Task TrySignInAsync(string staffNumber, string password)
    {
        await Field("工号", "Staff number").FillAsync(staffNumber);
        await Field("密码", "Password").FillAsync(password);
        await Button("登录", "Sign in").ClickAsync();
    }

    /// <summary>By the navigation; on a telephone through its menu.</summary>
    public async Task GoToAsync(string chinese, string english)
    {
        if (Width <= 900)
        {
            await Button("打开菜单", "Open the menu").ClickAsync();
        }

        await Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = Say(chinese, english), Exact = true }).ClickAsync();
        await Assertions.Expect(Heading).ToHaveTextAsync(Say(chinese, english));
    }

    /// <summary>
    /// Takes the picture <c>name-language-width.png</c>, and holds what every page keeps: no violation of axe, nothing wider than the
    /// screen, on a telephone not even a table that could be moved sideways, its language and name said, no error in the browser's log.
    /// </summary>
    public async Task InspectAsync(string name)
    {
        await Page.EvaluateAsync("() => document.fonts.ready");
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Repository.Screenshots, $"{name}-{Language}-{Width}.png"), FullPage = true });
        await Page.EvaluateAsync(Axe.Value);
        var found = await Page.EvaluateAsync<JsonElement>(
            """
            async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }))
              .violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(' ')} ${node.failureSummary}`))
            """);
        Assert.Empty(found.EnumerateArray().Select(violation => violation.GetString()));
        Assert.True(await Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), $"{name} is wider than {Width} pixels");
        if (Width <= Telephone)
        {
            Assert.Empty(await Page.EvaluateAsync<string[]>(TooWide));
        }

        Assert.Equal(Say("zh-CN", "en"), await Page.EvaluateAsync<string>("() => document.documentElement.lang"));
        Assert.EndsWith(" · Octant", await Page.TitleAsync(), StringComparison.Ordinal);
        Assert.Empty(_errors);
    }

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();
}
