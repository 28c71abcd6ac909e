using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Octant.EndToEnd.Server;

namespace Octant.EndToEnd.Console;

/// <summary>Offerings and channels by hand: entered, judged as they are typed, tried on a customer, saved beside others, and as they were.</summary>
[Collection(ConsoleTests.Name)]
public sealed class CatalogueTests(ConsoleWorld world)
{
    private const string ProductDeveloper = "1008";
    private const string ChannelManagement = "1010";

    [Theory]
    [InlineData("en", 1280)]
    [InlineData("zh", 390)]
    public async Task A_product_developer_enters_the_e_mail_bill_and_sees_at_once_that_a_kiosk_cannot_take_the_text(string language, int width)
    {
        var id = $"mail-bill-{language}";
        await using var visitor = await world.VisitAsync(language, width);
        await visitor.SignInAsync(ProductDeveloper);
        await visitor.GoToAsync("产品", "Offerings");
        await visitor.InspectAsync("offerings");
        await visitor.Button("新建产品", "New offering").ClickAsync();
        await visitor.Field("编号", "Id").FillAsync(id);
        await visitor.Field("名称", "Name").FillAsync("E-mail bill");
        await ChooseAsync(visitor, "客户需输入", "What customers type", "文字", "text");
        await visitor.Field("一句话", "One line").FillAsync("账单发到您的邮箱");

        var kiosk = visitor.Page.Locator("[data-channel='kiosk']");
        await Assertions.Expect(kiosk).ToContainTextAsync(visitor.Say("不能承载", "Cannot carry"));
        await Assertions.Expect(kiosk).ToContainTextAsync(visitor.Say("缺少：输入 = 文字", "Lacks Input: text"));
        var preferred = visitor.Page.Locator("[data-channel='web'] [class*=preferred]");
        await Assertions.Expect(preferred).ToContainTextAsync(visitor.Say("首选", "Preferred"));
        await Assertions.Expect(preferred).ToHaveCSSAsync("color", "rgb(198, 42, 47)");
        await Assertions.Expect(visitor.Page.GetByTestId("sms-length")).ToContainTextAsync("UCS-2");
        await visitor.InspectAsync("offering");

        await visitor.Button("保存", "Save").ClickAsync();
        await Assertions.Expect(visitor.Heading).ToHaveTextAsync("E-mail bill");
        using var client = new ApiClient(world.Address);
        var stored = (await client.GetAsync($"/api/v1/offerings/{id}")).RequireSuccess().Json;
        Assert.Equal(("text", "inDesign"), ((string)stored["needs"]!["input"]!, (string)stored["status"]!));
    }

    [Fact]
    public async Task An_offering_is_tried_on_a_customer_before_it_is_saved()
    {
        await using var visitor = await world.VisitAsync();
        await visitor.SignInAsync(ProductDeveloper);
        await visitor.Page.GotoAsync("/offerings/new");
        await visitor.Field("", "Id").FillAsync("never-saved");
        await visitor.Field("", "Name").FillAsync("Never saved");
        await visitor.Field("", "One line").FillAsync("Only tried");
        await visitor.Page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = "Try before going live" }).ClickAsync();
        await visitor.Field("", "Customer id").FillAsync("L0000019");
        await ChooseAsync(visitor, "", "Channel", "", "营业厅 hall");
        await visitor.Button("", "Try").ClickAsync();

        var trial = visitor.Page.GetByTestId("trial");
        await Assertions.Expect(trial).ToContainTextAsync("With this draft");
        await Assertions.Expect(trial).ToContainTextAsync("No live campaign makes this offering");
        await visitor.InspectAsync("trial");
        using var client = new ApiClient(world.Address);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await client.GetAsync("/api/v1/offerings/never-saved")).Status);
    }

    [Fact]
    public async Task A_lost_update_is_explained_and_both_changes_are_kept_and_what_was_can_be_brought_back()
    {
        using var client = new ApiClient(world.Address);
        var kiosk = (await client.GetAsync("/api/v1/channels/kiosk")).RequireSuccess().Json;
        kiosk["id"] = "booth";
        kiosk["name"] = "Booth";
        (await client.PutAsync("/api/v1/channels/booth", kiosk.ToJsonString())).RequireSuccess();
        await using var visitor = await world.VisitAsync();
        await visitor.SignInAsync(ChannelManagement);
        await visitor.Page.GotoAsync("/channels/booth");
        await visitor.Field("", "Name").FillAsync("My booth");
        await visitor.Field("", "Reach").FillAsync("9");

        var theirs = JsonNode.Parse(kiosk.ToJsonString())!;
        theirs["name"] = "Their booth";
        theirs["costPerContact"] = 77;
        (await client.PutAsync("/api/v1/channels/booth", theirs.ToJsonString())).RequireSuccess();
        await visitor.Button("", "Save").ClickAsync();

        var dialog = visitor.Page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(dialog).ToContainTextAsync("nothing is lost");
        await Assertions.Expect(dialog).ToContainTextAsync("Their booth");
        await Assertions.Expect(dialog).ToContainTextAsync("Cost per contact");
        await visitor.InspectAsync("conflict");
        await dialog.GetByText(new Regex("^Mine: ", RegexOptions.None, TimeSpan.FromSeconds(1))).ClickAsync();
        await visitor.Button("", "Save both").ClickAsync();
        await Assertions.Expect(visitor.Heading).ToHaveTextAsync("My booth");
        var merged = (await client.GetAsync("/api/v1/channels/booth")).RequireSuccess().Json;
        Assert.Equal(("My booth", 9, 77), ((string)merged["name"]!, (int)merged["abilities"]!["reach"]!, (int)merged["costPerContact"]!));

        await visitor.Page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = "History" }).ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("tr[data-row-key='3']")).ToContainTextAsync(ChannelManagement);
        await visitor.Page.Locator("tr[data-row-key='3'] .ant-table-row-expand-icon").ClickAsync();
        await Assertions.Expect(visitor.Page.Locator(".ant-table-expanded-row")).ToContainTextAsync("Their booth");
        await visitor.InspectAsync("history");
        await visitor.Page.Locator("tr[data-row-key='1']").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Bring back" }).ClickAsync();
        await Assertions.Expect(visitor.Field("", "Name")).ToHaveValueAsync("Booth");
        await visitor.Button("", "Save").ClickAsync();
        await Assertions.Expect(visitor.Heading).ToHaveTextAsync("Booth");
    }

    [Fact]
    public async Task What_the_server_finds_wrong_stands_at_its_field_and_who_may_only_look_changes_nothing()
    {
        await using var visitor = await world.VisitAsync();
        await visitor.SignInAsync(ChannelManagement);
        await visitor.Page.GotoAsync("/touchpoints/web-home");
        await visitor.Field("", "Slots").FillAsync("3");
        await visitor.Button("", "Save").ClickAsync();
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("no more than the 3 slots in all");

        await visitor.Page.GotoAsync("/offerings/data-10");
        await Assertions.Expect(visitor.Heading).ToContainTextAsync("Monthly 10 GB");
        await Assertions.Expect(visitor.Button("", "Save")).ToHaveCountAsync(0);
        await Assertions.Expect(visitor.Field("", "Name")).ToBeDisabledAsync();
    }

    [Fact]
    public async Task Every_list_is_searched_and_every_form_opens_in_order()
    {
        await using var visitor = await world.VisitAsync();
        await visitor.SignInAsync("1001");
        foreach (var (path, words, id) in (IEnumerable<(string, string, string)>)
                 [("promotions", "half price", "promo-5g-half"), ("outlets", "linjiang hall", ""), ("touchpoints", "agent", "hotline-agent"), ("contact-policies", "frequency", "frequency")])
        {
            await visitor.Page.GotoAsync($"/{path}");
            var rows = visitor.Page.Locator("tbody tr.ant-table-row");
            await rows.First.WaitForAsync();
            await visitor.Field("", "Find by id or name").FillAsync(words);
            await visitor.Page.WaitForURLAsync(new Regex("search=", RegexOptions.None, TimeSpan.FromSeconds(1)));
            await rows.First.GetByRole(AriaRole.Link).ClickAsync();
            await visitor.Button("", "Save").WaitForAsync();
            Assert.Contains(id, visitor.Page.Url, StringComparison.Ordinal);
            await visitor.InspectAsync(path);
        }
    }

    private static async Task ChooseAsync(Visitor visitor, string chinese, string english, string chineseOption, string englishOption)
    {
        await visitor.Field(chinese, english).ClickAsync();
        await visitor.Page.Locator(".ant-select-item-option", new PageLocatorOptions { HasTextRegex = new Regex($"^{Regex.Escape(visitor.Say(chineseOption, englishOption))}$", RegexOptions.None, TimeSpan.FromSeconds(1)) })
            .Filter(new LocatorFilterOptions { Visible = true }).ClickAsync();
    }
}
