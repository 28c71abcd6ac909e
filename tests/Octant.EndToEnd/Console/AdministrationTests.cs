using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Octant.EndToEnd.Console;

/// <summary>People, organisation, keys and the audit trail, by an administrator; and what others are not shown.</summary>
[Collection(ConsoleTests.Name)]
public sealed class AdministrationTests(ConsoleWorld world)
{
    private const string Administrator = "1001";

    [Theory]
    [InlineData("zh", 1280)]
    [InlineData("en", 390)]
    public async Task Every_page_of_administration_can_be_read_by_everybody(string language, int width)
    {
        await using var visitor = await OpenAsync(language, width);
        foreach (var (path, chinese, english) in new[]
        {
            ("operators", "操作员", "Operators"),
            ("roles", "角色", "Roles"),
            ("organisation", "组织", "Organisation"),
            ("keys", "接口密钥", "API keys"),
            ("review-lanes", "审批通道", "Review lanes"),
            ("dictionary", "数据字典", "Dictionary"),
            ("models", "响应模型", "Response models"),
            ("settings", "设置", "Settings"),
            ("audit", "审计日志", "Audit trail"),
        })
        {
            await visitor.GoToAsync(chinese, english);
            await Assertions.Expect(visitor.Page.Locator("main [role='status'] .ant-skeleton")).ToHaveCountAsync(0);
            await visitor.InspectAsync(path);
        }
    }

    [Fact]
    public async Task Somebody_new_signs_in_once_with_the_password_shown_and_is_kept_out_when_suspended()
    {
        await using var administrator = await OpenAsync();
        var page = administrator.Page;
        await administrator.GoToAsync("操作员", "Operators");
        await administrator.Button("", "New operator").ClickAsync();
        var drawer = page.Locator(".ant-drawer");
        await drawer.GetByLabel("Staff number").FillAsync("5001");
        await drawer.GetByLabel("Name", new LocatorGetByLabelOptions { Exact = true }).FillAsync("Ms Tao");
        await ChooseAsync(administrator, "Roles", "Clerk");
        await page.Keyboard.PressAsync("Escape");
        await ChooseAsync(administrator, "Organisation", "Lanhai › Linjiang");
        await administrator.Button("", "Save").ClickAsync();

        await administrator.Button("", "Give it").ClickAsync();
        var shown = page.Locator(".ant-modal .ant-typography");
        await Assertions.Expect(shown).ToHaveTextAsync(new Regex("^\\S{4}(?:-\\S{4}){3}$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        var password = await shown.InnerTextAsync();
        await administrator.InspectAsync("operator-password");
        await administrator.Button("", "Done").ClickAsync();

        await using var clerk = await world.VisitAsync();
        await clerk.TrySignInAsync("5001", password.Trim());
        await Assertions.Expect(clerk.Heading).ToHaveTextAsync("First choose a password of your own");

        var row = page.Locator("tr[data-row-key='5001']");
        await row.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Suspend" }).ClickAsync();
        await page.Locator(".ant-popconfirm").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Suspend" }).ClickAsync();
        await Assertions.Expect(row).ToContainTextAsync("Suspended");

        await clerk.Page.ReloadAsync();
        await Assertions.Expect(clerk.Heading).ToHaveTextAsync("Sign in");
        await clerk.TrySignInAsync("5001", password.Trim());
        await Assertions.Expect(clerk.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();

        await administrator.GoToAsync("审计日志", "Audit trail");
        await administrator.Field("", "Which").FillAsync("5001");
        await administrator.Button("", "Search").ClickAsync();
        await Assertions.Expect(page.Locator("tbody")).ToContainTextAsync("password set");
        await administrator.Button("", "Verify the whole trail").ClickAsync();
        await Assertions.Expect(page.GetByText("All is as it was written")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_key_is_shown_once_answers_the_API_and_is_refused_when_it_is_withdrawn()
    {
        await using var visitor = await OpenAsync();
        var page = visitor.Page;
        await visitor.GoToAsync("接口密钥", "API keys");
        await visitor.Button("", "New key").ClickAsync();
        await visitor.Field("", "What it is for").FillAsync("Message gateway");
        await page.GetByText("See channels and outlets").ClickAsync();
        await visitor.Button("", "Save").ClickAsync();
        var shown = page.Locator(".ant-modal .ant-typography");
        await Assertions.Expect(shown).Not.ToBeEmptyAsync();
        var key = (await shown.InnerTextAsync()).Trim();
        await visitor.Button("", "I have kept it").ClickAsync();

        using var client = new HttpClient { BaseAddress = world.Address };
        client.DefaultRequestHeaders.Add("Authorization", $"Bearer {key}");
        using var before = await client.GetAsync("/api/v1/channels");
        Assert.Equal(System.Net.HttpStatusCode.OK, before.StatusCode);

        var row = page.Locator("tbody tr", new PageLocatorOptions { HasText = "Message gateway" });
        await row.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Withdraw" }).ClickAsync();
        await page.Locator(".ant-popconfirm").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Withdraw" }).ClickAsync();
        await Assertions.Expect(row).ToHaveCountAsync(0);
        using var after = await client.GetAsync("/api/v1/channels");
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Fact]
    public async Task A_unit_is_added_and_moved_with_what_is_told_before()
    {
        await using var visitor = await OpenAsync();
        var page = visitor.Page;
        await visitor.GoToAsync("组织", "Organisation");
        await visitor.Button("", "More for Yuntai").ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new PageGetByRoleOptions { Name = "Add below" }).ClickAsync();
        await visitor.Field("", "Code").FillAsync("harbour");
        await visitor.Field("", "Name in Chinese").FillAsync("港区");
        await visitor.Field("", "Name in English").FillAsync("Harbour");
        await visitor.Button("", "Save").ClickAsync();
        await Assertions.Expect(page.Locator(".ant-drawer")).ToHaveCountAsync(0);
        await visitor.Field("", "Find").FillAsync("harbour");
        await Assertions.Expect(page.Locator("tr[data-row-key='lanhai/yuntai/harbour']")).ToBeVisibleAsync();

        await visitor.Button("", "More for Harbour").ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new PageGetByRoleOptions { Name = "Move" }).ClickAsync();
        await ChooseAsync(visitor, "Below which unit", "Lanhai › Linjiang");
        await Assertions.Expect(page.GetByText("Its new path: lanhai/linjiang/harbour")).ToBeVisibleAsync();
        await visitor.Button("", "Move").ClickAsync();

        await Assertions.Expect(page.Locator("tr[data-row-key='lanhai/linjiang/harbour']")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Who_may_not_administer_is_offered_nothing_of_it_and_refused_by_address()
    {
        await using var visitor = await world.VisitAsync();
        await visitor.SignInAsync("4002");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Operators", Exact = true })).ToHaveCountAsync(0);

        await visitor.Page.GotoAsync("/operators");

        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Not permitted");
    }

    private static async Task ChooseAsync(Visitor visitor, string field, string option)
    {
        // What may be left empty says so behind its name.
        await visitor.Page.GetByRole(AriaRole.Combobox, new PageGetByRoleOptions { NameRegex = new Regex($"^{Regex.Escape(field)}", RegexOptions.None, TimeSpan.FromSeconds(1)) }).FillAsync(option);
        await visitor.Page.Locator(".ant-select-item-option", new PageLocatorOptions { HasTextRegex = new Regex($"^{Regex.Escape(option)}$", RegexOptions.None, TimeSpan.FromSeconds(1)) })
            .Last.ClickAsync();
    }

    private async Task<Visitor> OpenAsync(string language = "en", int width = 1280)
    {
        var visitor = await world.VisitAsync(language, width);
        await visitor.SignInAsync(Administrator);
        return visitor;
    }
}
