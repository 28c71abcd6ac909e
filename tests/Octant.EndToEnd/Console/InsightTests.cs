using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Octant.EndToEnd.Server;

namespace Octant.EndToEnd.Console;

[Collection(ConsoleTests.Name)]
public sealed class InsightTests(ConsoleWorld world)
{
    private const string Redemptions =
        """
        channel,group,customers_march,transactions_march,points_march,customers_august,transactions_august,points_august
        联盟商家,physical,111,161,105400,9,13,13120
        社会渠道,physical,173,204,686140,79,93,295322
        自营渠道,physical,17442,19716,34166186,16985,19840,33637218
        短信营业厅,electronic,6159,8908,13675400,7055,17038,18642500
        网上营业厅,electronic,717,898,1189000,776,1862,1815596
        掌上营业厅,electronic,374,496,565400,381,944,616528
        自助终端,electronic,460,644,1165600,466,1350,1211760
        """;

    [Fact]
    public async Task Figures_lead_down_the_organisation_to_its_people_and_come_to_the_same_sum_as_their_export()
    {
        await using var visitor = await world.VisitAsync("zh");
        await visitor.SignInAsync();
        using var client = new ApiClient(world.Address);
        await OfferAtTheHallAsync(client);
        await visitor.GoToAsync("经营洞察", "Insight");
        var sum = visitor.Page.Locator("[data-sum=planned]");
        foreach (var unit in (string[])["澜海省", "临江市", "临江自助厅 Linjiang self-service hall"])
        {
            await visitor.Page.Locator("tbody button", new() { HasTextRegex = Exactly(unit) }).ClickAsync();
            await Assertions.Expect(visitor.Page.Locator("nav strong")).ToHaveTextAsync(unit);
        }

        await Assertions.Expect(visitor.Page.Locator("tr[data-row-key=CLERK-7]")).ToBeVisibleAsync();
        var figures = (await client.GetAsync("/api/v1/insights/figures?within=lanhai/linjiang/self-service")).RequireSuccess().Json["sum"]!;
        Assert.True((long)figures["planned"]! > 0);
        await Assertions.Expect(sum).ToHaveTextAsync(figures["planned"]!.ToString());
        var href = await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "导出 CSV" }).GetAttributeAsync("href");
        var table = await (await visitor.Page.Context.APIRequest.GetAsync(href!)).TextAsync();
        Assert.Contains("CLERK-7,", table, StringComparison.Ordinal);
        Assert.Contains($"sum,,,{figures["decisions"]},{figures["silent"]},{figures["planned"]},", table, StringComparison.Ordinal);
        await visitor.InspectAsync("insight");
    }

    [Fact]
    public async Task Figures_by_channel_fit_on_a_telephone()
    {
        await using var visitor = await world.VisitAsync("en", 390);
        await visitor.SignInAsync();
        await visitor.Page.GotoAsync("/insight?by=channel&from=2026-01-01&to=2027-12-31");
        await visitor.Page.Locator("dl").First.WaitForAsync();
        await visitor.InspectAsync("insight");
    }

    [Fact]
    public async Task Imported_tables_are_shown_in_the_digits_of_their_publication_without_being_called_an_effect()
    {
        await using var visitor = await world.VisitAsync("zh");
        await visitor.SignInAsync();
        await visitor.GoToAsync("前后对比", "Before and after");
        await visitor.Page.Locator("main .ant-btn-primary").First.ClickAsync();
        var files = visitor.Page.Locator("input[type=file]");
        await files.Nth(0).SetInputFilesAsync(new FilePayload { Name = "points.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(Redemptions) });
        await files.Nth(1).SetInputFilesAsync(new FilePayload { Name = "recommended.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes("channel,targeted,accepted\n短信营业厅,6539,1221\n") });
        await visitor.Field("名称", "Name").FillAsync("积分兑换");
        await visitor.Field("编号", "Id").FillAsync("redemption");
        await visitor.Button("保存", "Keep").ClickAsync();

        await Assertions.Expect(visitor.Heading).ToHaveTextAsync("积分兑换");
        await Assertions.Expect(visitor.Page.GetByText("没有对照组", new() { Exact = true })).ToBeVisibleAsync();
        await visitor.Page.GetByText("transactions", new() { Exact = true }).ClickAsync();
        var electronic = visitor.Page.Locator("tbody tr", new() { HasText = "electronic" });
        var table = await (await visitor.Page.Context.APIRequest.GetAsync("/api/v1/comparisons/redemption/export")).TextAsync();
        foreach (var printed in (string[])["35.28%", "51.52%", "+16.24"])
        {
            await Assertions.Expect(electronic).ToContainTextAsync(printed);
            Assert.Contains(printed, table.Split("\r\n").Single(line => line.StartsWith("transactions,group,electronic", StringComparison.Ordinal)), StringComparison.Ordinal);
        }

        await Assertions.Expect(visitor.Page.Locator("tbody tr", new() { HasText = "自营渠道" })).ToContainTextAsync("-15.32");
        await Assertions.Expect(visitor.Page.GetByText("18.67%").First).ToBeVisibleAsync();
        await visitor.InspectAsync("comparison");
    }

    [Fact]
    public async Task A_customer_is_found_by_number_shown_masked_and_every_decision_says_why()
    {
        await using var visitor = await world.VisitAsync("en");
        await visitor.SignInAsync();
        using var client = new ApiClient(world.Address);
        var phone = (string)(await client.GetAsync("/api/v1/customers/L0000042")).RequireSuccess().Json["texts"]!["phone"]!;
        (await client.PostAsync("/api/v1/decisions", """{"customerId":"L0000042","channel":"web","touchpoint":"web-home"}""")).RequireSuccess();
        await visitor.GoToAsync("客户", "Customer");

        await visitor.Field("", "Telephone number or customer id").FillAsync(phone);
        await visitor.Button("", "Show").ClickAsync();

        await Assertions.Expect(visitor.Heading).ToHaveTextAsync("L0000042");
        await Assertions.Expect(visitor.Page.GetByText($"{phone[..3]}****{phone[^4..]}")).ToBeVisibleAsync();
        await visitor.Page.Locator("li[data-kind=decision]").First.WaitForAsync();
        await visitor.InspectAsync("customer");
        await visitor.Button("", "Why this, why not that").First.ClickAsync();
        await Assertions.Expect(visitor.Page.Locator(".ant-drawer ul > li")).Not.ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_calendar_shows_on_which_day_a_channel_is_asked_for_too_much_and_by_whom()
    {
        using var client = new ApiClient(world.Address);
        const string Campaign = """{"name":"Spring call","offers":[{"offering":"plan-5g-129"}],"channels":["outbound"],"start":"2027-03-10T00:00:00Z","end":"2027-03-12T00:00:00Z"}""";
        (await client.SendAsync(HttpMethod.Put, "/api/v1/campaigns/spring-call", Campaign)).RequireSuccess();
        try
        {
            (await client.SendAsync(HttpMethod.Put, "/api/v1/campaign-plans/spring-call", """{"resources":[{"channel":"outbound","contactsPerDay":2500,"quotas":[]}]}""")).RequireSuccess();
            await using var visitor = await world.VisitAsync("en");
            await visitor.SignInAsync();
            await visitor.Page.GotoAsync("/calendar?month=2027-03");
            await visitor.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("11 Mar 2027: 2,500 asked of 2,000, 500 too many", RegexOptions.None, TimeSpan.FromSeconds(1)) }).WaitForAsync();
            await visitor.InspectAsync("calendar");

            await visitor.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("11 Mar 2027: 2,500", RegexOptions.None, TimeSpan.FromSeconds(1)) }).ClickAsync();

            await Assertions.Expect(visitor.Page.Locator(".ant-drawer").GetByRole(AriaRole.Link, new() { Name = "Spring call" })).ToBeVisibleAsync();
        }
        finally
        {
            (await client.SendAsync(HttpMethod.Delete, "/api/v1/campaigns/spring-call", null)).RequireSuccess();
        }
    }

    private static Regex Exactly(string text) => new($"^{Regex.Escape(text)}$", RegexOptions.None, TimeSpan.FromSeconds(1));

    /// <summary>The first customer to whom the hall has something to offer.</summary>
    private static async Task OfferAtTheHallAsync(ApiClient client)
    {
        for (var number = 700; number < 1000; number++)
        {
            var decided = (await client.PostAsync(
                "/api/v1/decisions",
                $$$"""{"customerId":"L{{{number:D7}}}","channel":"kiosk","touchpoint":"kiosk-screen","actor":{"staffId":"CLERK-7","outletId":"kiosk-linjiang"}}""")).RequireSuccess().Json;
            if (decided["recommendations"] is JsonArray and [_, ..])
            {
                return;
            }
        }

        Assert.Fail("Nobody was offered anything.");
    }
}
