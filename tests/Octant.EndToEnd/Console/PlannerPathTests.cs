using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Octant.EndToEnd.Server;

namespace Octant.EndToEnd.Console;

/// <summary>What a planner who has never seen the console does to have a campaign live, and what becomes of it, with people of different roles.</summary>
[Collection(ConsoleTests.Name)]
public sealed class PlannerPathTests(ConsoleWorld world)
{
    private const int MostSteps = 40;

    [Theory]
    [InlineData("zh", "学生流量季")]
    [InlineData("en", "More data in autumn")]
    public async Task A_planner_has_a_campaign_live_within_forty_clicks_and_fields(string language, string name)
    {
        await using var visitor = await world.VisitAsync(language);
        var hand = new Hand(visitor);
        await hand.FillAsync(visitor.Field("工号", "Staff number"), "1002");
        await hand.FillAsync(visitor.Field("密码", "Password"), ConsoleWorld.Password);
        await hand.ClickAsync(visitor.Button("登录", "Sign in"));
        await hand.ClickAsync(visitor.Link("营销活动", "Campaigns"));
        await hand.ClickAsync(visitor.Link("新建营销活动", "New campaign"));
        await hand.FillAsync(visitor.Field("活动名称", "Name"), name);
        await hand.FillAsync(visitor.Field("目标", "Objective"), visitor.Say("让用满流量的客户用得安心", "Give heavy users room"));
        await hand.FillAsync(visitor.Field("占接触的比例", "Share of contacts"), "4");
        await hand.ChooseAsync(visitor.Field("产品", "Offering"), "Monthly 10 GB");
        await hand.ClickAsync(visitor.Page.Locator("input[type=checkbox][value=app]"));
        await hand.ClickAsync(visitor.Page.Locator("input[type=checkbox][value=sms]"));
        await hand.ClickAsync(visitor.Button("添加条件", "Add a condition").First);
        await hand.ChooseAsync(visitor.Field("条件项", "What"), "dataUsageGb");
        await hand.FillAsync(visitor.Field("值", "Value"), "10");
        await hand.ClickAsync(visitor.Button("写自己的用语", "Write your own"));
        await hand.FillAsync(visitor.Field("用语 1", "Wording 1"), visitor.Say("{name}您好，流量月包10GB，20元，回复Y办理。", "{name}, 10 GB more for 20 yuan: reply Y."));
        await hand.FillAsync(visitor.Field("预算（元）", "Budget"), "5000");
        await Assertions.Expect(visitor.Page.GetByText(visitor.Say("预计收入（元）", "Expected revenue"))).ToBeVisibleAsync();
        await Assertions.Expect(visitor.Page.GetByText(visitor.Say("1 条短信", "1 segment"))).ToBeVisibleAsync();
        await visitor.InspectAsync("campaign-new");
        await hand.ClickAsync(visitor.Button("保存并提交审批", "Save and submit").First);
        await Assertions.Expect(visitor.Heading).ToHaveTextAsync(name);
        await Assertions.Expect(visitor.Button("通过", "Approve")).ToHaveCountAsync(0);
        await visitor.InspectAsync("campaign-submitted");
        var address = new Uri(visitor.Page.Url).AbsolutePath;

        foreach (var reviewer in (string[])["1003", "1004", "1005"])
        {
            await ApproveAsync(language, reviewer, name);
        }

        await visitor.Page.ReloadAsync();
        await hand.ClickAsync(visitor.Button("上线", "Launch"));
        await hand.ClickAsync(visitor.Confirm("上线", "Launch"));
        await Assertions.Expect(visitor.Page.GetByText(visitor.Say("执行中", "Live"), new PageGetByTextOptions { Exact = true })).ToBeVisibleAsync();
        Assert.InRange(hand.Steps, 1, MostSteps);

        await ContactAsync(address.Split('/')[^1]);
        await Assertions.Expect(visitor.Page.GetByTestId("planned")).Not.ToHaveTextAsync("0", new LocatorAssertionsToHaveTextOptions { Timeout = 30_000 });
        await visitor.InspectAsync("campaign-live");
        await EndAsync(visitor);
    }

    [Fact]
    public async Task A_campaign_sent_back_is_mended_and_only_the_lane_it_touches_looks_again()
    {
        const string Id = "sent-back";
        using (var client = new ApiClient(world.Address))
        {
            await client.PutAsync($"/api/v1/campaigns/{Id}", Draft("A better offer", "lanhai", "Take it!"));
            await client.PutAsync($"/api/v1/campaign-plans/{Id}", """{"owner":"1002"}""");
            (await client.PostAsync($"/api/v1/campaigns/{Id}/submit", "")).RequireSuccess();
            foreach (var lane in (string[])["tariff", "technical"])
            {
                (await client.PostAsync($"/api/v1/campaigns/{Id}/reviews", $$"""{"lane":"{{lane}}","verdict":"approve"}""")).RequireSuccess();
            }
        }

        await using var wording = await world.VisitAsync("en", 390);
        await wording.SignInAsync("1004");
        await wording.GoToAsync("审批", "Reviews");
        await wording.InspectAsync("reviews");
        await wording.Link("", "A better offer").ClickAsync();
        await wording.Button("", "Send back").ClickAsync();
        await Assertions.Expect(wording.Page.GetByText("Say what is to be changed")).ToBeVisibleAsync();
        await wording.Field("", "Comment").First.FillAsync("Name the price.");
        await wording.Button("", "Send back").ClickAsync();
        await Assertions.Expect(wording.Page.GetByText("It was sent back", new PageGetByTextOptions { Exact = true })).ToBeVisibleAsync();

        await using var planner = await world.VisitAsync("en", 390);
        await planner.SignInAsync();
        await planner.Page.GotoAsync($"/campaigns/{Id}?stage=review");
        await Assertions.Expect(planner.Page.GetByText("Name the price.")).ToBeVisibleAsync();
        await planner.Field("", "Comment").FillAsync("It is named now.");
        await planner.Button("", "Say it").ClickAsync();
        await Assertions.Expect(planner.Page.GetByText("It is named now.")).ToBeVisibleAsync();
        await planner.Link("", "Edit").ClickAsync();
        await planner.Field("", "Wording 1").FillAsync("10 GB for 20 yuan.");
        await planner.Page.GetByRole(AriaRole.Switch, new PageGetByRoleOptions { Name = "Ask customers after a contact" }).ClickAsync();
        await Assertions.Expect(planner.Field("", "Question in English")).Not.ToBeEmptyAsync();
        await planner.InspectAsync("campaign-edit");
        await planner.Button("", "Save and submit").First.ClickAsync();
        await Assertions.Expect(planner.Heading).ToHaveTextAsync("A better offer");

        await wording.Page.GotoAsync($"/campaigns/{Id}?stage=review");
        await Assertions.Expect(wording.Page.Locator("del").First).ToHaveTextAsync("Take it!");
        await Assertions.Expect(wording.Page.Locator("ins").First).ToHaveTextAsync("10 GB for 20 yuan.");
        await wording.InspectAsync("review-changes");
        await wording.Button("", "Hand over").ClickAsync();
        await wording.Field("", "Staff number of a colleague").FillAsync("1003");
        await wording.Button("", "Hand it over").ClickAsync();
        await Assertions.Expect(wording.Page.GetByText("handed to 1003")).ToBeVisibleAsync();

        await ApproveAsync("en", "1003", "A better offer");
        await planner.Page.ReloadAsync();
        await Assertions.Expect(planner.Button("", "Launch")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_is_wrong_with_a_draft_stands_at_its_field_and_what_was_typed_stays()
    {
        await using var visitor = await world.VisitAsync("en");
        await visitor.SignInAsync();
        await visitor.Page.GotoAsync("/campaigns/new");
        await visitor.Button("", "Save as a draft").First.ClickAsync();
        await Assertions.Expect(visitor.Page.GetByText("Choose one at least")).ToBeVisibleAsync();
        await Assertions.Expect(visitor.Field("", "Name")).ToBeFocusedAsync();

        await visitor.Field("", "Name").FillAsync("A copy of go-5g");
        await new Hand(visitor).ChooseAsync(visitor.Field("", "Offering"), "Monthly 10 GB");
        await visitor.Page.Locator("input[type=checkbox][value=app]").ClickAsync();
        await visitor.Page.GetByText("Id, owner, level and precedence").ClickAsync();
        await visitor.Field("", "Campaign id").FillAsync("go-5g");
        await visitor.Button("", "Save as a draft").First.ClickAsync();

        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("Not possible in the present state");
        await Assertions.Expect(visitor.Field("", "Name")).ToHaveValueAsync("A copy of go-5g");
    }

    internal static string Draft(string name, string organisation, string text) =>
        $$"""
        {
          "name": "{{name}}", "organisation": "{{organisation}}", "audience": "customer.arpu >= 60.0", "offers": [{ "offering": "data-10", "propensity": 0.1 }],
          "channels": ["app", "sms"], "treatments": [{ "text": "{{text}}" }], "budget": 100000, "holdoutShare": 0.05,
          "start": "2026-01-01T00:00:00Z", "end": "2099-01-01T00:00:00Z"
        }
        """;

    /// <summary>A reviewer finds it among what waits for them, and approves.</summary>
    private async Task ApproveAsync(string language, string staffNumber, string name)
    {
        await using var reviewer = await world.VisitAsync(language);
        await reviewer.SignInAsync(staffNumber);
        await reviewer.GoToAsync("审批", "Reviews");
        await reviewer.Link(name, name).ClickAsync();

        // Until it is answered the button is called otherwise, as if it were gone already. Reading the reviews has the same address.
        await reviewer.Page.RunAndWaitForResponseAsync(
            () => reviewer.Button("通过", "Approve").ClickAsync(),
            answer => answer.Request.Method == "POST" && answer.Url.EndsWith("/reviews", StringComparison.Ordinal) && answer.Ok);
        await Assertions.Expect(reviewer.Button("通过", "Approve")).ToHaveCountAsync(0);
    }

    /// <summary>Customers open the app until the campaign has contacted one.</summary>
    private async Task ContactAsync(string campaign)
    {
        using var client = new ApiClient(world.Address);
        for (var customer = 1; customer <= 200; customer++)
        {
            var answer = (await client.PostAsync("/api/v1/decisions", $$"""{"customerId":"L{{customer:D7}}","channel":"app","limit":20}""")).RequireSuccess().Json;
            if (answer["recommendations"]!.AsArray().Any(item => (string)item!["campaignId"]! == campaign))
            {
                return;
            }
        }

        Assert.Fail("Nobody of two hundred customers was offered it.");
    }

    /// <summary>So that what it does is not in the way of others.</summary>
    private static async Task EndAsync(Visitor visitor)
    {
        await visitor.Button("结束", "End").ClickAsync();
        await visitor.Confirm("结束", "End").ClickAsync();
        await Assertions.Expect(visitor.Page.GetByText(visitor.Say("已结束", "Ended"), new PageGetByTextOptions { Exact = true })).ToBeVisibleAsync();
    }

    /// <summary>Counts what a person does: each click, and each field filled in.</summary>
    private sealed class Hand(Visitor visitor)
    {
        public int Steps { get; private set; }

        public Task ClickAsync(ILocator place)
        {
            Steps++;
            return place.ClickAsync();
        }

        public Task FillAsync(ILocator field, string text)
        {
            Steps++;
            return field.FillAsync(text);
        }

        /// <summary>Opens a list, types what is looked for and takes it: three steps.</summary>
        public async Task ChooseAsync(ILocator list, string name)
        {
            Steps += 3;
            await list.ClickAsync();
            await list.FillAsync(name);
            await visitor.Page.Locator(".ant-select-item-option", new PageLocatorOptions { HasTextRegex = new Regex(Regex.Escape(name), RegexOptions.None, TimeSpan.FromSeconds(1)) }).First.ClickAsync();
        }
    }
}
