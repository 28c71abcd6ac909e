using System.Text.Json.Nodes;
using Octant.Platform.Tests.Decisions;

namespace Octant.Platform.Tests.Campaigns;

/// <summary>Forecast, calendar and conflicts count a scheduled campaign as often as it goes out, and on the days on which it does.</summary>
public sealed class RecurringPlanTests
{
    private const string Start = "2026-01-01T00:00:00Z";

    [Fact]
    public async Task One_time_and_the_whole_period_are_told_apart_and_whoever_responds_counts_once()
    {
        await using var world = await WorldAsync();
        var stage = await world.StageAsync("again", "active", """{"costPerContact":10,"costPerTransaction":100}""");
        const string Members = """{"holdoutShare":0.25}""";

        var once = await ForecastAsync(world, stage, Members);
        var again = await ForecastAsync(world, stage, DecisionWorld.Merged(Scheduled("2026-03-02T02:00:00Z", """{"unit":"day","until":"2026-03-06T00:00:00Z"}"""), Members));

        foreach (var same in (string[])["audience", "heldOut", "responses", "cost", "revenue", "detectableRise", "holdoutForPower"])
        {
            Assert.Equal(once[same]?.ToJsonString(), again[same]?.ToJsonString());
        }

        Assert.Null(once["period"]);
        var period = again["period"]!;
        Assert.Equal((4, 4, 24), ((int)period["times"]!, (int)period["contactsPerCustomer"]!, (long)period["contacts"]!));
        Assert.Equal((3, 5.625), ((double)period["respondersLow"]!, (double)period["respondersHigh"]!));
        Assert.Equal((3000, 5625), ((double)period["revenueLow"]!, (double)period["revenueHigh"]!));
        Assert.Equal(240 + 562.5, (double)period["cost"]!);
    }

    [Fact]
    public async Task Customers_and_not_contacts_are_what_an_effect_rests_on()
    {
        await using var world = await WorldAsync();
        var stage = await world.StageAsync("again", "active");
        var members = $$"""{"holdoutShare":0.5,"offers":[{"offering":"{{stage}}","propensity":0.01}]}""";

        var once = await ForecastAsync(world, stage, members);
        var again = await ForecastAsync(world, stage, DecisionWorld.Merged(Scheduled("2026-03-02T02:00:00Z", """{"unit":"day","until":"2026-05-06T00:00:00Z"}"""), members));

        Assert.NotNull(once["detectableRise"]);
        Assert.Equal((double)once["detectableRise"]!, (double)again["detectableRise"]!);
    }

    [Fact]
    public async Task The_caps_in_force_bound_how_often_a_customer_is_contacted()
    {
        await using var world = await WorldAsync();
        await world.PutAsync("contact-policies/weekly", """{"name":"Twice a week","caps":[{"scope":"global","limit":2,"rolling":"P7D"}]}""");
        var stage = await world.StageAsync("again", "active");

        var period = await PeriodAsync(world, stage, Scheduled("2026-03-02T02:00:00Z", """{"unit":"day","until":"2026-03-12T00:00:00Z"}"""));

        Assert.Equal((10, 4, 32), ((int)period["times"]!, (int)period["contactsPerCustomer"]!, (long)period["contacts"]!));
        Assert.Equal((4, 7.5), ((double)period["respondersLow"]!, (double)period["respondersHigh"]!));
    }

    [Fact]
    public async Task What_was_not_launched_in_time_has_lost_the_hours_that_passed_but_for_the_latest()
    {
        await using var world = await WorldAsync();
        var stage = await world.StageAsync("again", "active");
        var members = Scheduled("2026-01-02T02:00:00Z", """{"unit":"day","until":"2026-01-12T00:00:00Z"}""");
        await world.LaunchAsync(stage, members, id: "in-force");
        Assert.Equal(10, (int)(await PeriodAsync(world, stage, members))["times"]!);

        await world.AdvanceToAsync("2026-01-05T12:00:00Z");

        var late = await PeriodAsync(world, stage, members);
        Assert.Equal((7, "2026-01-05T02:00:00Z"), ((int)late["times"]!, (string)late["first"]!));
        await world.MoveAsync("in-force", "pause");
        Assert.Equal(10, (int)(await world.GetAsync("campaigns/in-force/forecast")).Json["period"]!["times"]!);
        await world.MoveAsync("in-force", "end");
        Assert.Equal(10, (int)(await world.GetAsync("campaigns/in-force/forecast")).Json["period"]!["times"]!);
    }

    [Fact]
    public async Task An_hour_whose_contacts_would_come_too_late_is_none()
    {
        await using var world = await WorldAsync();
        await world.PutAsync("contact-policies/quiet", """{"name":"quiet","holidays":["2026-03-03"]}""");
        var stage = await world.StageAsync("again", "active");
        const string Recurrence = """{"unit":"day","until":"2026-03-05T00:00:00Z"}""";

        Assert.Equal(3, (int)(await PeriodAsync(world, stage, DecisionWorld.Merged(Scheduled("2026-03-02T02:00:00Z", Recurrence), """{"validity":"P1D"}""")))["times"]!);
        Assert.Equal(2, (int)(await PeriodAsync(world, stage, DecisionWorld.Merged(Scheduled("2026-03-02T02:00:00Z", Recurrence), """{"validity":"PT2H"}""")))["times"]!);
        var never = await PeriodAsync(world, stage, DecisionWorld.Merged(Scheduled("2026-03-03T02:00:00Z", "null"), """{"validity":"PT2H"}"""));
        Assert.Equal((0, 0), ((int)never["times"]!, (long)never["contacts"]!));
        Assert.Null(never["first"]);
    }

    [Theory]
    [InlineData("""{"unit":"day","every":2,"until":"2026-03-08T00:00:00Z"}""", "2026-03-02T02:00:00Z", "{}", "UTC", "2 4 6")]
    [InlineData("""{"unit":"week"}""", "2026-03-02T02:00:00Z", """{"end":"2026-03-20T00:00:00Z"}""", "UTC", "2 9 16")]
    [InlineData("""{"unit":"month"}""", "2026-01-31T02:00:00Z", """{"end":"2026-09-01T00:00:00Z"}""", "UTC", "31")]
    [InlineData("null", "2026-03-05T02:00:00Z", "{}", "UTC", "5")]
    [InlineData("""{"unit":"week"}""", "2026-03-02T17:00:00Z", """{"end":"2026-03-20T00:00:00Z"}""", "Asia/Shanghai", "3 10 17")]
    [InlineData("""{"unit":"day","until":"2026-03-31T00:00:00Z"}""", "2026-03-27T23:30:00Z", "{}", "Europe/Berlin", "28 29 30 31")]
    public async Task The_calendar_asks_for_a_channel_on_the_days_on_which_a_campaign_goes_out(string recurrence, string at, string members, string zone, string days)
    {
        await using var world = await DecisionWorld.StartAsync(Start, $$"""{"zone":"{{zone}}"}""");
        var stage = await AskingAsync(world, DecisionWorld.Merged(Scheduled(at, recurrence), members));

        Assert.Equal(days, await DaysAsync(world, stage));
    }

    [Fact]
    public async Task The_calendar_waits_for_the_end_of_quiet_hours_and_for_the_channel_to_open()
    {
        await using var world = await WorldAsync();
        await world.PutAsync("contact-policies/quiet", """{"name":"quiet","quietHours":[{"from":"21:00","to":"08:00","days":[]}]}""");
        var weekly = Scheduled("2026-03-02T22:00:00Z", """{"unit":"week","until":"2026-03-20T00:00:00Z"}""");

        var always = await AskingAsync(world, weekly);
        var fridays = await AskingAsync(world, DecisionWorld.Merged(weekly, """{"validity":"P5D"}"""), """{"hours":[{"from":"09:00","to":"12:00","days":["friday"]}]}""");
        var tooLate = await AskingAsync(world, DecisionWorld.Merged(weekly, """{"validity":"PT8H"}"""));

        Assert.Equal("3 10 17", await DaysAsync(world, always));
        Assert.Equal("6 13 20", await DaysAsync(world, fridays));
        Assert.Equal("", await DaysAsync(world, tooLate));
    }

    [Fact]
    public async Task A_paused_campaign_keeps_its_days_an_ended_one_has_none_and_one_without_a_schedule_has_all()
    {
        await using var world = await WorldAsync();
        var stage = await AskingAsync(world, Scheduled("2026-03-02T02:00:00Z", """{"unit":"week","until":"2026-03-20T00:00:00Z"}"""), isLaunched: true);
        var unscheduled = await AskingAsync(world, """{"start":"2026-03-02T00:00:00Z","end":"2026-03-05T00:00:00Z"}""");

        await world.MoveAsync(stage, "pause");
        Assert.Equal("2 9 16", await DaysAsync(world, stage));
        var calendar = (await CalendarAsync(world))["campaigns"]!;
        Assert.Equal(["2026-03-02", "2026-03-09", "2026-03-16"], DaysOf(stage).Select(day => (string)day!));
        Assert.Equal("week", (string)Of(stage)["schedule"]!["recurrence"]!["unit"]!);
        Assert.Null(Of(unscheduled)["days"]);
        Assert.Null(Of(unscheduled)["next"]);
        Assert.Equal("2026-03-02", (string)Of(stage)["next"]!);

        await world.MoveAsync(stage, "end");
        Assert.Equal("", await DaysAsync(world, stage));
        Assert.Equal("2 3 4", await DaysAsync(world, unscheduled));

        JsonNode Of(string campaign) => ((JsonArray)calendar).Single(one => (string)one!["campaignId"]! == campaign)!;
        JsonArray DaysOf(string campaign) => (JsonArray)Of(campaign)["days"]!;
    }

    [Theory]
    [InlineData("2026-01-01", "2026-03-02")]
    [InlineData("2026-03-02", "2026-03-02")]
    [InlineData("2026-03-03", "2026-03-09")]
    [InlineData("2026-03-17", null)]
    public async Task The_calendar_says_when_a_campaign_goes_out_next_also_beyond_the_days_it_shows(string day, string? next)
    {
        await using var world = await WorldAsync();
        var stage = await AskingAsync(world, Scheduled("2026-03-02T02:00:00Z", """{"unit":"week","until":"2026-03-20T00:00:00Z"}"""), isLaunched: true);

        var calendar = (await world.GetAsync($"campaign-calendar?from={day}&to={DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture).AddDays(1):yyyy-MM-dd}")).Json;
        Assert.Equal(next, (string?)calendar["campaigns"]!.AsArray().Single(campaign => (string)campaign!["campaignId"]! == stage)!["next"]);
    }

    [Fact]
    public async Task A_draft_whose_hour_has_passed_has_the_day_it_would_be_launched_on()
    {
        await using var world = await WorldAsync();
        var weekly = Scheduled("2026-03-02T02:00:00Z", """{"unit":"week","until":"2026-03-20T00:00:00Z"}""");
        var draft = await AskingAsync(world, weekly);
        var launched = await AskingAsync(world, weekly, isLaunched: true);

        await world.AdvanceToAsync("2026-03-12T12:00:00Z");

        Assert.Equal("12 16", await DaysAsync(world, draft));
        Assert.Equal("2 9 16", await DaysAsync(world, launched));
    }

    [Fact]
    public async Task A_conflict_counts_the_days_on_which_both_may_contact()
    {
        await using var world = await WorldAsync();
        var stage = await world.StageAsync("again", "active");
        const string Period = """{"start":"2026-03-01T00:00:00Z","end":"2026-03-29T00:00:00Z"}""";
        await PutAsync("mondays", Scheduled("2026-03-02T02:00:00Z", """{"unit":"week"}"""));
        await PutAsync("every-third-day", Scheduled("2026-03-01T12:00:00Z", """{"unit":"day","every":3}"""));
        await PutAsync("tuesdays", Scheduled("2026-03-03T02:00:00Z", """{"unit":"week"}"""));
        await PutAsync("always", "{}");
        await PutAsync("always-too", "{}");

        // Of 1, 4, 7, 10, 13, 16, 19, 22, 25 and 28 March only the 16th is a Monday.
        Assert.Equal("always 4, always-too 4, every-third-day 1, tuesdays 0", await ConflictsAsync("mondays"));
        Assert.Equal("always-too 28, every-third-day 10, mondays 4, tuesdays 4", await ConflictsAsync("always"));

        Task PutAsync(string id, string members) => world.PutAsync($"campaigns/{id}", DecisionWorld.CampaignOn(stage, DecisionWorld.Merged(Period, members)));
        async Task<string> ConflictsAsync(string id) =>
            string.Join(", ", ((JsonArray)(await world.GetAsync($"campaigns/{id}/conflicts")).Json["items"]!).Select(item => $"{item!["campaignId"]} {item["days"]}"));
    }

    private static string Scheduled(string at, string recurrence) =>
        $$"""{"schedule":{"at":"{{at}}","recurrence":{{recurrence}} } }""";

    /// <summary>With eight customers.</summary>
    private static async Task<DecisionWorld> WorldAsync()
    {
        var world = await DecisionWorld.StartAsync(Start);
        for (var i = 0; i < 8; i++)
        {
            await world.CustomerAsync();
        }

        return world;
    }

    /// <summary>Of which every second responds, unless it says otherwise.</summary>
    private static async Task<JsonNode> ForecastAsync(DecisionWorld world, string stage, string members)
    {
        await world.PutAsync(
            $"campaigns/{stage}", DecisionWorld.CampaignOn(stage, DecisionWorld.Merged($$"""{"offers":[{"offering":"{{stage}}","propensity":0.5}]}""", members)));
        return (await world.GetAsync($"campaigns/{stage}/forecast")).Json;
    }

    private static async Task<JsonNode> PeriodAsync(DecisionWorld world, string stage, string members) => (await ForecastAsync(world, stage, members))["period"]!;

    /// <summary>A campaign that asks for ten contacts a day.</summary>
    private static async Task<string> AskingAsync(DecisionWorld world, string members, string channel = "{}", bool isLaunched = false)
    {
        var stage = await world.StageAsync("asking", "active", channel);
        await world.PutAsync($"campaigns/{stage}", DecisionWorld.CampaignOn(stage, members));
        await world.PutAsync($"campaign-plans/{stage}", $$"""{"resources":[{"channel":"{{stage}}","contactsPerDay":10,"quotas":[]}]}""");
        if (isLaunched)
        {
            await world.LaunchAsync(stage, members);
        }

        return stage;
    }

    private static async Task<JsonNode> CalendarAsync(DecisionWorld world) => (await world.GetAsync("campaign-calendar?from=2026-03-01&to=2026-04-01")).Json;

    /// <summary>Days of March on which its channel is asked for.</summary>
    private static async Task<string> DaysAsync(DecisionWorld world, string stage) =>
        string.Join(' ', ((JsonArray)(await CalendarAsync(world))["days"]!).Where(day => (string)day!["channel"]! == stage).Select(day => int.Parse(((string)day!["day"]!)[^2..], System.Globalization.CultureInfo.InvariantCulture)));
}
