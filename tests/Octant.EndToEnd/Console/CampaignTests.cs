using Microsoft.Playwright;

namespace Octant.EndToEnd.Console;

[Collection(ConsoleTests.Name)]
public sealed class CampaignTests(ConsoleWorld world)
{
    [Theory]
    [InlineData("zh", 1280)]
    [InlineData("en", 390)]
    public async Task Every_stage_of_a_campaign_is_shown_and_accessible(string language, int width)
    {
        await using var visitor = await world.VisitAsync(language, width);
        await visitor.SignInAsync();
        await visitor.GoToAsync("营销活动", "Campaigns");
        await visitor.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "5G升级" }).First.ClickAsync();
        foreach (var (name, chinese, english, shows) in new[]
        {
            ("plan", "策划", "Plan", visitor.Say("预计收入", "Expected revenue")),
            ("resources", "资源", "Resources", visitor.Say("每日容量", "Contacts a day")),
            ("review", "审批", "Review", visitor.Say("通过", "Approved")),
            ("test", "测试", "Test", visitor.Say("全部条件与引用都有效，可以上线", "Every condition and reference holds")),
            ("execution", "执行", "Execution", visitor.Say("还没有接触", "No contacts yet")),
            ("evaluation", "评估", "Evaluation", visitor.Say("从客户群到办理", "From the audience to the accepted offer")),
        })
        {
            await visitor.Page.GotoAsync($"/campaigns/go-5g?stage={name}");
            await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Selected = true })).ToContainTextAsync(visitor.Say(chinese, english));
            await Assertions.Expect(visitor.Page.GetByText(shows).First).ToBeVisibleAsync();
            await visitor.InspectAsync($"campaign-{name}");
        }
    }

    [Fact]
    public async Task A_campaign_is_paused_and_resumed_by_who_may()
    {
        await using var visitor = await world.VisitAsync();
        await visitor.SignInAsync();
        await visitor.Page.GotoAsync("/campaigns/campus");
        await visitor.Button("", "Pause").First.ClickAsync();
        await visitor.Page.Locator(".ant-popconfirm").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Pause" }).ClickAsync();
        await Assertions.Expect(visitor.Page.GetByText("Paused").First).ToBeVisibleAsync();

        await visitor.Button("", "Resume").ClickAsync();

        await Assertions.Expect(visitor.Page.GetByText("Live", new PageGetByTextOptions { Exact = true }).First).ToBeVisibleAsync();
    }

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
