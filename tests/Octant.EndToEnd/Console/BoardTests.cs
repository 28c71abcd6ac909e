using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Octant.EndToEnd.Server;

namespace Octant.EndToEnd.Console;

[Collection(ConsoleTests.Name)]
public sealed class BoardTests(ConsoleWorld world)
{
    [Theory]
    [InlineData("zh", 1280)]
    [InlineData("en", 390)]
    public async Task The_board_is_the_first_page_and_shows_by_itself_what_has_just_happened(string language, int width)
    {
        await using var visitor = await world.VisitAsync(language, width);
        await visitor.SignInAsync();
        await Assertions.Expect(visitor.Heading).ToHaveTextAsync(visitor.Say("工作台", "Board"));
        using var client = new ApiClient(world.Address);
        var before = (long)(await client.GetAsync("/api/v1/insights/figures")).RequireSuccess().Json["sum"]!["accepted"]!;

        await AcceptAsync(client, language == "zh" ? 1 : 400);
        var after = (long)(await client.GetAsync("/api/v1/insights/figures")).RequireSuccess().Json["sum"]!["accepted"]!;

        Assert.Equal(before + 1, after);
        await Assertions.Expect(visitor.Page.Locator("[data-figure=accepted]")).ToHaveTextAsync(after.ToString("N0", System.Globalization.CultureInfo.InvariantCulture), new() { Timeout = 30_000 });
        await visitor.InspectAsync("board");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = visitor.Say("“成功”的统计口径", "How “Accepted” is counted") }).First.FocusAsync();
        await Assertions.Expect(visitor.Page.Locator(".ant-popover").GetByText(visitor.Say("每条只计一次", "once for each"))).ToBeVisibleAsync();
    }

    /// <summary>The first customer from this one on to whom the web page offers something takes it.</summary>
    private static async Task AcceptAsync(ApiClient client, int from)
    {
        for (var number = from; number < from + 300; number++)
        {
            var decided = (await client.PostAsync("/api/v1/decisions", $$"""{"customerId":"L{{number:D7}}","channel":"web","touchpoint":"web-home"}""")).RequireSuccess().Json;
            if (decided["recommendations"] is JsonArray and [{ } first, ..])
            {
                (await client.PostAsync("/api/v1/responses", $$"""{"recommendationId":"{{first["recommendationId"]}}","outcome":"accepted"}""")).RequireSuccess();
                return;
            }
        }

        Assert.Fail("Nobody was offered anything.");
    }
}
