using Microsoft.Playwright;
using Octant.EndToEnd.Server;

namespace Octant.EndToEnd.Console;

/// <summary>Every list on a telephone: whoever reads it moves it up and down, never sideways.</summary>
[Collection(ConsoleTests.Name)]
public sealed class ListTests(ConsoleWorld world)
{
    private static readonly string[] Lists =
    [
        "audiences",
        "campaigns",
        "channel-steerings",
        "channels",
        "consent?customer=L0000030",
        "contact-policies",
        "dictionary?part=areas",
        "dictionary?part=contextFields",
        "dictionary?part=eventSources",
        "dictionary?part=eventTypes",
        "keys",
        "matching?view=channel",
        "models",
        "offerings",
        "operators",
        "organisation",
        "outlets",
        "product-clusters",
        "promotions",
        "roles",
        "touchpoints",
    ];

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public async Task No_list_is_moved_sideways_on_a_telephone(string language)
    {
        await using var visitor = await OpenAsync(language);
        foreach (var path in Lists)
        {
            await visitor.Page.GotoAsync($"/{path}");
            await visitor.Page.Locator("main tbody tr").First.WaitForAsync();
            await Assertions.Expect(visitor.Page.Locator("main .ant-skeleton")).ToHaveCountAsync(0);
            await visitor.InspectAsync($"list-{path.Replace('?', '-')}");
        }
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public async Task A_list_says_below_the_name_what_it_has_no_column_for(string language)
    {
        await using var visitor = await OpenAsync(language);
        foreach (var (path, row, said) in (IEnumerable<(string, string, string)>)
                 [
                     ("offerings", "broadband-1000", "120.00"),
                     ("channels", "email", visitor.Say("每次接触成本", "Cost per contact")),
                     ("outlets", "dealer-beihe-east", "lanhai/beihe/beihe-east"),
                     ("promotions", "promo-5g-half", "plan-5g-129 · plan-5g-169"),
                 ])
        {
            await visitor.Page.GotoAsync($"/{path}?search={row}");
            await Assertions.Expect(visitor.Page.Locator($"tr[data-row-key='{row}'] .on-telephones")).ToContainTextAsync(said);
            await Assertions.Expect(visitor.Page.Locator($"tr[data-row-key='{row}'] .on-telephones")).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task A_history_with_its_changes_is_not_moved_sideways_on_a_telephone()
    {
        using (var client = new ApiClient(world.Address))
        {
            var outlet = (await client.GetAsync("/api/v1/outlets?limit=1")).RequireSuccess().Json["items"]![0]!;
            outlet["id"] = "narrow-hall";
            foreach (var name in (string[])["Narrow hall", "Wide hall"])
            {
                outlet["name"] = name;
                (await client.PutAsync("/api/v1/outlets/narrow-hall", outlet.ToJsonString())).RequireSuccess();
            }
        }

        await using var visitor = await OpenAsync("en");
        await visitor.Page.GotoAsync("/outlets/narrow-hall?tab=history");
        await visitor.Page.Locator("tr[data-row-key='2'] .ant-table-row-expand-icon").ClickAsync();
        await Assertions.Expect(visitor.Page.Locator(".ant-table-expanded-row")).ToContainTextAsync("Narrow hall");
        await visitor.InspectAsync("history");
    }

    private async Task<Visitor> OpenAsync(string language)
    {
        var visitor = await world.VisitAsync(language, Visitor.Telephone);
        await visitor.SignInAsync("1001");
        return visitor;
    }
}
