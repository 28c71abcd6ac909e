using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Octant.EndToEnd.Server;

namespace Octant.EndToEnd.Console;

/// <summary>Customer, product and channel as a picture, and customers led to cheaper channels.</summary>
[Collection(ConsoleTests.Name)]
public sealed class MatchingTests(ConsoleWorld world)
{
    [Theory]
    [InlineData("en", 1280)]
    [InlineData("zh", 390)]
    public async Task The_matrix_is_read_by_keyboard_and_says_why_a_kiosk_cannot_carry_the_e_mail_bill(string language, int width)
    {
        await using var visitor = await world.VisitAsync(language, width);
        await visitor.SignInAsync("1008");
        await visitor.GoToAsync("匹配", "Matching");
        var kiosk = CellOf(visitor, "kiosk");
        await Assertions.Expect(visitor.Page.Locator("tr[data-offering]")).ToHaveCountAsync(25);
        await visitor.InspectAsync("matching");

        await visitor.Field("按产品名称或编号查找", "Find offerings by name or id").FillAsync("e-bill");
        await Assertions.Expect(visitor.Page.Locator("tr[data-offering]")).ToHaveCountAsync(1);
        await Assertions.Expect(kiosk).ToHaveAttributeAsync("data-verdict", "cannotCarry");
        await Assertions.Expect(CellOf(visitor, "web")).ToHaveAttributeAsync("data-verdict", "preferred");
        await Assertions.Expect(CellOf(visitor, "web")).ToHaveCSSAsync("background-color", "rgb(198, 42, 47)");

        await CellOf(visitor, "app").FocusAsync();
        await visitor.Page.Keyboard.PressAsync("End");
        await visitor.Page.Keyboard.PressAsync("Home");
        for (var i = 0; i < 10 && !await kiosk.EvaluateAsync<bool>("cell => cell === document.activeElement"); i++)
        {
            await visitor.Page.Keyboard.PressAsync("ArrowRight");
        }

        await Assertions.Expect(kiosk).ToBeFocusedAsync();
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Tooltip).Filter(new LocatorFilterOptions { HasText = "kiosk" })).ToContainTextAsync(visitor.Say("缺少：输入 = 文字", "Lacks Input: text"));
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync(visitor.Say("产品需要", "The product needs"));
        await visitor.InspectAsync("matching-sheet");
    }

    [Fact]
    public async Task Channel_management_sees_what_channels_carry_and_the_front_line_whom_to_offer_what()
    {
        await using var visitor = await world.VisitAsync();
        await visitor.SignInAsync("1010");
        await visitor.Page.GotoAsync("/matching?view=channel");
        await Assertions.Expect(visitor.Page.Locator("tr[data-row-key='kiosk'] [role=img]")).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex("Cannot carry [1-9]", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        await visitor.InspectAsync("matching-channels");

        await visitor.Page.GotoAsync("/matching?view=customer");
        await visitor.Field("", "Customer id").FillAsync("L0000019");
        await visitor.Button("", "Look up").ClickAsync();
        await Assertions.Expect(visitor.Page.GetByTestId("customer-match")).ToContainTextAsync("Answers offers by");
        await visitor.Field("", "Choose an offering").ClickAsync();
        await visitor.Page.Keyboard.TypeAsync("roam-world");
        await visitor.Page.Locator(".ant-select-item-option", new PageLocatorOptions { HasText = "roam-world" }).ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("main")).ToContainTextAsync("prospects");
        using var client = new ApiClient(world.Address);
        var found = (await client.GetAsync("/api/v1/matching/offerings/roam-world/prospects")).RequireSuccess().Json;
        await Assertions.Expect(visitor.Page.Locator("main")).ToContainTextAsync(((long)found["count"]!).ToString("N0", CultureInfo.InvariantCulture));
        await visitor.InspectAsync("matching-customers");
    }

    [Fact]
    public async Task Customers_of_a_dear_channel_are_extracted_split_and_followed_up_on_one_page()
    {
        using var client = new ApiClient(world.Address);
        foreach (var attribute in (string[])["steerHall", "steerSms", "steerHallAfter", "steerSmsAfter"])
        {
            (await client.PutAsync($"/api/v1/attributes/{attribute}", """{"kind":"number"}""")).RequireSuccess();
        }

        var csv = new StringBuilder("id,homeUnit,steerHall,steerSms,steerHallAfter,steerSmsAfter\n");
        for (var i = 0; i < 20; i++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"steer-{i},lanhai,2,{(i < 8 ? 1 : 0)},{(i < 2 ? 0 : 2)},{(i < 2 ? 3 : 0)}\n");
        }

        (await client.PostAsync("/api/v1/customers/import?format=csv&idColumn=id", csv.ToString(), "text/csv")).RequireSuccess();
        var body = new JsonObject
        {
            ["name"] = "Bills away from the counter",
            ["service"] = "e-bill",
            ["before"] = "March",
            ["after"] = "August",
            ["channels"] = new JsonArray(
                new JsonObject { ["channel"] = "hall", ["role"] = "dear", ["before"] = "steerHall", ["after"] = "steerHallAfter" },
                new JsonObject { ["channel"] = "sms", ["role"] = "cheap", ["before"] = "steerSms", ["after"] = "steerSmsAfter" }),
        };
        (await client.PutAsync("/api/v1/channel-steerings/bills", body.ToJsonString())).RequireSuccess();

        await using var visitor = await world.VisitAsync();
        await visitor.SignInAsync("1010");
        await visitor.GoToAsync("渠道分流", "Channel steering");
        await visitor.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Bills away from the counter" }).ClickAsync();
        await visitor.Button("", "Extract customers").ClickAsync();

        await Assertions.Expect(visitor.Button("", "Extract again")).ToBeVisibleAsync();
        await Assertions.Expect(visitor.Page.Locator("tr[data-row-key='bills.sms']").First).ToContainTextAsync("8");
        await Assertions.Expect(visitor.Page.Locator("tr[data-row-key='bills.none']")).ToContainTextAsync("12");
        var main = visitor.Page.Locator("main");
        await Assertions.Expect(main).ToContainTextAsync("25.00%");
        await Assertions.Expect(main).ToContainTextAsync("No control group");

        // Two followers with three transactions each, at 0.10 instead of 3.00.
        await Assertions.Expect(main).ToContainTextAsync("17.40");
        await visitor.InspectAsync("steering");
        var list = (await client.GetAsync("/api/v1/target-lists/bills.sms")).RequireSuccess().Json;
        Assert.Equal(8, (int)list["count"]!);
        await visitor.Page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = "Settings" }).ClickAsync();
        await Assertions.Expect(visitor.Field("", "Basic service")).ToBeVisibleAsync();
        await visitor.InspectAsync("steering-settings");
    }

    [Theory]
    [InlineData("en", 1280)]
    [InlineData("en", 390)]
    [InlineData("zh", 390)]
    public async Task The_steerings_of_the_province_are_there_to_be_read(string language, int width)
    {
        using var client = new ApiClient(world.Address);
        var figures = (await client.GetAsync("/api/v1/channel-steerings/bill-service/figures")).RequireSuccess().Json;
        await using var visitor = await world.VisitAsync(language, width);
        await visitor.SignInAsync("1001");
        await visitor.GoToAsync("渠道分流", "Channel steering");
        var led = visitor.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { NameRegex = new System.Text.RegularExpressions.Regex("Bill service off the counter", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)) });
        await led.WaitForAsync();
        await visitor.InspectAsync("steerings");

        await led.ClickAsync();
        var app = visitor.Page.Locator("tr[data-row-key='bill-service.app']");
        await Assertions.Expect(app).ToHaveCountAsync(2);
        await Assertions.Expect(app.First).ToContainTextAsync(((long)figures["groups"]![0]!["count"]!).ToString("N0", CultureInfo.InvariantCulture));
        await Assertions.Expect(app.Last).ToContainTextAsync(((long)figures["groups"]![0]!["followed"]!).ToString("N0", CultureInfo.InvariantCulture));
        await Assertions.Expect(visitor.Page.Locator("tr[data-row-key='all']")).ToContainTextAsync((string)figures["acceptance"]!.AsArray()[^1]!["published"]!);
        await visitor.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = visitor.Say("起草活动", "Draft a campaign") }).First.WaitForAsync();
        await visitor.InspectAsync("steering-led");
        await visitor.Page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = visitor.Say("方案设置", "Settings") }).ClickAsync();
        await visitor.Field("基础服务", "Basic service").WaitForAsync();
        await visitor.InspectAsync("steering-led-settings");

        await visitor.Page.GotoAsync("/channel-steerings/call-notices");
        await Assertions.Expect(visitor.Page.Locator("main")).ToContainTextAsync(visitor.Say("还没有之后的时期", "No period after yet"));
        await visitor.InspectAsync("steering-planned");
    }

    [Fact]
    public async Task Consent_is_looked_up_and_changed_and_holds_at_once()
    {
        await using var visitor = await world.VisitAsync();
        await visitor.SignInAsync("1001");
        await visitor.GoToAsync("客户授权", "Consent");
        await visitor.Field("", "Customer id").FillAsync("L0000020");
        await visitor.Button("", "Look up").ClickAsync();
        await visitor.Button("", "Change Marketing").ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Radio, new PageGetByRoleOptions { Name = "Refused" }).ClickAsync();
        await visitor.Field("", "Where").FillAsync("hall");
        await visitor.Page.Keyboard.PressAsync("Tab");
        await visitor.Button("", "Save").ClickAsync();

        await Assertions.Expect(visitor.Page.Locator("tr[data-row-key='marketing']")).ToContainTextAsync("Refused");
        using var client = new ApiClient(world.Address);
        var consents = (await client.GetAsync("/api/v1/customers/L0000020")).RequireSuccess().Json["consents"]!.AsArray();
        Assert.Contains(consents, consent => (string)consent!["class"]! == "marketing" && (string)consent["state"]! == "refused" && (string)consent["source"]! == "hall");
        await visitor.InspectAsync("consent");
    }

    private static ILocator CellOf(Visitor visitor, string channel) => visitor.Page.Locator($"tr[data-offering='e-bill'] button[data-channel='{channel}']");
}
