using Microsoft.Playwright;

namespace Octant.EndToEnd.Console;

[Collection(ConsoleTests.Name)]
public sealed class CampaignTests(ConsoleWorld world)
{
    [Fact]
    public async Task Who_may_only_look_is_offered_no_action()
    {
        await using var visitor = await world.VisitAsync();
        await visitor.SignInAsync("1012");
        await visitor.Page.GotoAsync("/campaigns/go-5g");
        await Assertions.Expect(visitor.Heading).ToContainTextAsync("5G");

        await Assertions.Expect(visitor.Button("", "Pause")).ToHaveCountAsync(0);
    }
}
