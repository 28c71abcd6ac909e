using Microsoft.Playwright;
using Octant.EndToEnd.Server;

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
            ("execution", "执行", "Execution", visitor.Say("计划", "Planned")),
            ("evaluation", "评估", "Evaluation", visitor.Say("从客户群到办理", "From the audience to the accepted offer")),
        })
        {
            await visitor.Page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = visitor.Say(chinese, english), Exact = true }).ClickAsync();
            await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Selected = true })).ToContainTextAsync(visitor.Say(chinese, english));
            await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Tabpanel).GetByText(shows).First).ToBeVisibleAsync();
            await visitor.InspectAsync($"campaign-{name}");
        }
    }

    [Fact]
    public async Task The_stages_are_reached_by_arrow_keys()
    {
        await using var visitor = await world.VisitAsync();
        await visitor.SignInAsync();
        await visitor.Page.GotoAsync("/campaigns/go-5g?stage=plan");
        await visitor.Page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = "Plan", Exact = true }).FocusAsync();

        await visitor.Page.Keyboard.PressAsync("ArrowLeft");

        var last = visitor.Page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = "Evaluation", Exact = true });
        await Assertions.Expect(last).ToBeFocusedAsync();
        await Assertions.Expect(last).ToHaveAttributeAsync("aria-selected", "true");
    }

    [Fact]
    public async Task A_campaign_is_paused_and_resumed_by_who_may()
    {
        await using var visitor = await world.VisitAsync();
        await visitor.SignInAsync();
        await visitor.Page.GotoAsync("/campaigns/campus");
        await visitor.Button("", "Pause").ClickAsync();
        await visitor.Confirm("", "Pause").ClickAsync();
        await Assertions.Expect(visitor.Page.GetByText("Paused", new PageGetByTextOptions { Exact = true })).ToBeVisibleAsync();

        await visitor.Button("", "Resume").ClickAsync();

        await Assertions.Expect(visitor.Page.GetByText("Live", new PageGetByTextOptions { Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Who_may_only_look_is_offered_no_action()
    {
        await using var visitor = await world.VisitAsync();
        await visitor.SignInAsync("1012");
        await visitor.Page.GotoAsync("/campaigns/go-5g");
        await Assertions.Expect(visitor.Heading).ToContainTextAsync("5G");

        foreach (var action in (string[])["Pause", "End", "Edit", "Copy to a new campaign"])
        {
            await Assertions.Expect(visitor.Button("", action)).ToHaveCountAsync(0);
        }
    }

    [Theory]
    [InlineData("en", 1280)]
    [InlineData("zh", 390)]
    public async Task Where_there_is_no_plan_whoever_may_is_led_to_make_one(string language, int width)
    {
        var id = $"unplanned-{language}";
        using var client = new ApiClient(world.Address);
        (await client.PutAsync($"/api/v1/campaigns/{id}", """{"name":"Unplanned","offers":[{"offering":"data-10"}],"channels":["web"]}""")).RequireSuccess();
        await using (var manager = await world.VisitAsync(language, width))
        {
            await manager.SignInAsync("1012");
            await manager.Page.GotoAsync($"/campaigns/{id}?stage=plan");
            await Assertions.Expect(manager.Page.GetByText(manager.Say("还没有策划", "No plan yet"))).ToBeVisibleAsync();
            await Assertions.Expect(manager.Link("填写策划", "Write the plan")).ToHaveCountAsync(0);
        }

        await using var planner = await world.VisitAsync(language, width);
        await planner.SignInAsync();
        await planner.Page.GotoAsync($"/campaigns/{id}?stage=plan");
        await Assertions.Expect(planner.Page.GetByText(planner.Say("还没有策划", "No plan yet"))).ToBeVisibleAsync();
        await Assertions.Expect(planner.Page.GetByRole(AriaRole.Tabpanel)).Not.ToContainTextAsync(planner.Say("优先级50", "Precedence50"));
        await planner.InspectAsync("campaign-no-plan");
        await planner.Link("填写策划", "Write the plan").FocusAsync();
        await planner.Page.Keyboard.PressAsync("Enter");
        await planner.Page.WaitForURLAsync($"**/campaigns/{id}/edit");
        (await client.SendAsync(HttpMethod.Delete, $"/api/v1/campaigns/{id}", null)).RequireSuccess();
    }

    [Fact]
    public async Task What_customers_answer_after_a_contact_stands_in_the_evaluation_and_on_their_time_line()
    {
        const string Id = "asked-after";
        using var client = new ApiClient(world.Address);
        await LaunchAskedAsync(client, Id);
        var customer = await AnswerAsync(client, Id, [5, 4, 4, 2, 5]);

        await using var visitor = await world.VisitAsync("en", 390);
        await visitor.SignInAsync();
        await visitor.Page.GotoAsync($"/campaigns/{Id}?stage=evaluation");
        var satisfaction = visitor.Page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = "Customer satisfaction" });
        await Assertions.Expect(satisfaction).ToContainTextAsync("Were you content?");
        await Assertions.Expect(satisfaction.Locator(".ant-statistic", new LocatorLocatorOptions { HasText = "Mean score" })).ToContainTextAsync("4");
        await Assertions.Expect(satisfaction.Locator("tbody")).ToContainTextAsync("95%: ");
        await satisfaction.GetByText("Unit", new LocatorGetByTextOptions { Exact = true }).ClickAsync();
        await Assertions.Expect(satisfaction.Locator("tbody")).ToContainTextAsync("lanhai/");
        await visitor.InspectAsync("campaign-satisfaction");

        await visitor.Page.GotoAsync($"/customers/{customer}");
        await Assertions.Expect(visitor.Page.Locator("li[data-kind=survey]")).ToContainTextAsync("Satisfaction 5 of 5");
        (await client.PostAsync($"/api/v1/campaigns/{Id}/end", "")).RequireSuccess();
    }

    [Fact]
    public async Task A_planner_of_one_city_is_refused_the_campaign_of_another_by_address_and_by_API()
    {
        const string Id = "of-yuntai";
        const string Name = "A secret of Yuntai";
        using (var client = new ApiClient(world.Address))
        {
            (await client.PutAsync($"/api/v1/campaigns/{Id}", PlannerPathTests.Draft(Name, "lanhai/yuntai", "Hush."))).RequireSuccess();
        }

        await using var visitor = await world.VisitAsync();
        await visitor.SignInAsync("2001");
        await visitor.GoToAsync("", "Campaigns");
        await Assertions.Expect(visitor.Page.Locator("tbody tr.ant-table-row").First).ToBeVisibleAsync();
        await Assertions.Expect(visitor.Page.GetByText(Name)).ToHaveCountAsync(0);
        foreach (var address in (string[])[$"/campaigns/{Id}", $"/campaigns/{Id}?stage=execution", $"/campaigns/{Id}/edit"])
        {
            await visitor.Page.GotoAsync(address);
            await Assertions.Expect(visitor.Page.GetByText("You cannot see this campaign")).ToBeVisibleAsync();
            await Assertions.Expect(visitor.Page.GetByText(Name)).ToHaveCountAsync(0);
        }

        await visitor.InspectAsync("campaign-out-of-sight");
        foreach (var (method, path) in new[]
        {
            ("GET", ""), ("GET", "/figures"), ("GET", "/reviews"), ("GET", "/forecast"), ("GET", "/effect"), ("POST", "/submit"), ("POST", "/launch"), ("DELETE", ""),
        })
        {
            var status = await visitor.Page.EvaluateAsync<int>(
                "async ([method, path]) => (await fetch(path, { method, headers: { 'X-Octant-Request': 'console' } })).status", new[] { method, $"/api/v1/campaigns/{Id}{path}" });
            Assert.True(status is 403 or 404, $"{method} {path} answered {status}");
        }
    }

    private static async Task LaunchAskedAsync(ApiClient client, string id)
    {
        (await client.PutAsync($"/api/v1/campaigns/{id}", PlannerPathTests.Draft("Asked after", "lanhai", "10 GB for 20 yuan."))).RequireSuccess();
        (await client.PutAsync($"/api/v1/campaign-plans/{id}", """{"survey":{"question":{"zh":"满意吗？","en":"Were you content?"}}}""")).RequireSuccess();
        (await client.PostAsync($"/api/v1/campaigns/{id}/submit", "")).RequireSuccess();
        foreach (var lane in (string[])["tariff", "wording", "technical"])
        {
            (await client.PostAsync($"/api/v1/campaigns/{id}/reviews", $$"""{"lane":"{{lane}}","verdict":"approve"}""")).RequireSuccess();
        }

        (await client.PostAsync($"/api/v1/campaigns/{id}/launch", "")).RequireSuccess();
    }

    /// <summary>Customers open the app until so many were offered it, and say how it was; answers the last of them.</summary>
    private static async Task<string> AnswerAsync(ApiClient client, string campaign, int[] scores)
    {
        var answered = 0;
        for (var number = 300; number < 900; number++)
        {
            var customer = $"L{number:D7}";
            var decision = (await client.PostAsync("/api/v1/decisions", $$"""{"customerId":"{{customer}}","channel":"app","limit":20}""")).RequireSuccess().Json;
            if (decision["recommendations"]!.AsArray().FirstOrDefault(item => (string)item!["campaignId"]! == campaign) is not { } offer)
            {
                continue;
            }

            (await client.PostAsync("/api/v1/responses", $$"""{"recommendationId":"{{offer["recommendationId"]}}","outcome":"shown"}""")).RequireSuccess();
            (await client.PostAsync("/api/v1/survey-answers", $$"""{"recommendationId":"{{offer["recommendationId"]}}","score":{{scores[answered++]}}}""")).RequireSuccess();
            if (answered == scores.Length)
            {
                return customer;
            }
        }

        throw new InvalidOperationException("Too few customers were offered it.");
    }
}
