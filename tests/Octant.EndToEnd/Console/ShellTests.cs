using Microsoft.Playwright;

namespace Octant.EndToEnd.Console;

[Collection(ConsoleTests.Name)]
public sealed class ShellTests(ConsoleWorld world)
{
    [Theory]
    [InlineData("zh", 1280)]
    [InlineData("en", 1280)]
    [InlineData("zh", 390)]
    public async Task The_sign_in_page_is_accessible_in_both_languages_and_on_a_telephone(string language, int width)
    {
        await using var visitor = await world.VisitAsync(language, width);

        await Assertions.Expect(visitor.Heading).ToHaveTextAsync(visitor.Say("登录", "Sign in"));
        await visitor.InspectAsync("sign-in");
    }

    [Fact]
    public async Task A_wrong_key_is_refused_in_words_and_opens_nothing()
    {
        await using var visitor = await world.VisitAsync();
        await visitor.Button("", "Sign in with an access key").ClickAsync();
        await visitor.Field("", "Access key").FillAsync("guessed");
        await visitor.Button("", "Sign in").ClickAsync();

        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This access key is not valid");
        await Assertions.Expect(visitor.Page.Locator("nav")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_language_changes_at_once_and_is_remembered()
    {
        await using var visitor = await world.VisitAsync("zh");
        await visitor.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "English" }).ClickAsync();
        await Assertions.Expect(visitor.Heading).ToHaveTextAsync("Sign in");
        await Assertions.Expect(visitor.Page.Locator("html")).ToHaveAttributeAsync("lang", "en");

        await visitor.Page.ReloadAsync();

        await Assertions.Expect(visitor.Heading).ToHaveTextAsync("Sign in");
    }

    [Fact]
    public async Task Everything_is_reached_by_keyboard_alone()
    {
        await using var visitor = await world.VisitAsync();
        await visitor.SignInWithKeyAsync();
        await visitor.Page.ReloadAsync();
        await visitor.SignInWithKeyAsync();
        var page = visitor.Page;
        await page.EvaluateAsync("() => { document.activeElement.blur(); window.getSelection().removeAllRanges(); }");
        await page.Locator("body").PressAsync("Tab");

        var skip = page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Skip to the content" });
        await Assertions.Expect(skip).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Locator("nav a").First).ToBeFocusedAsync();
        await skip.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("#content$", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task An_address_that_leads_nowhere_says_so_within_the_console()
    {
        await using var visitor = await world.VisitAsync();
        await visitor.Page.GotoAsync("/no/such/page");
        await visitor.Button("", "Sign in with an access key").ClickAsync();
        await visitor.Field("", "Access key").FillAsync(OctantProcess.AdministratorKey);
        await visitor.Button("", "Sign in").ClickAsync();

        await Assertions.Expect(visitor.Page.GetByText("There is no such page")).ToBeVisibleAsync();
        await Assertions.Expect(visitor.Page.Locator("nav a").First).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("zh", 1280)]
    [InlineData("en", 1280)]
    [InlineData("en", 390)]
    public async Task Campaigns_are_listed_and_found_by_name(string language, int width)
    {
        await using var visitor = await world.VisitAsync(language, width);
        await visitor.SignInWithKeyAsync();
        await visitor.GoToAsync("营销活动", "Campaigns");
        var rows = visitor.Page.Locator("tbody tr.ant-table-row");
        await Assertions.Expect(rows).ToHaveCountAsync(16);
        await visitor.InspectAsync("campaigns");

        await visitor.Field("按名称或编号查找", "Find by name or id").FillAsync("bill-shock");

        await Assertions.Expect(rows).ToHaveCountAsync(1);
    }
}
