using System.Text.Json.Nodes;

namespace Octant.Platform.Tests.Decisions;

/// <summary>Consent, quiet hours, caps, holdouts and shared resources, as a touchpoint meets them.</summary>
public sealed class ContactPolicyDecisionTests(DecisionWorld world) : IClassFixture<DecisionWorld>
{
    [Theory]
    [InlineData("passive", "marketing", null, "{}", null)]
    [InlineData("active", "marketing", null, "{}", "consent-unknown")]
    [InlineData("passive", "marketing", "granted", "{}", null)]
    [InlineData("active", "marketing", "granted", "{}", null)]
    [InlineData("passive", "marketing", "refused", "{}", "consent-refused")]
    [InlineData("active", "marketing", "refused", "{}", "consent-refused")]
    [InlineData("active", "service", null, "{}", null)]
    [InlineData("active", "service", "refused", "{}", "consent-refused")]
    [InlineData("passive", "service", "refused", "{}", "consent-refused")]
    [InlineData("active", "marketing", "granted", """{"neverDisturb":true}""", "never-disturb")]
    [InlineData("passive", "marketing", "granted", """{"neverDisturb":true}""", null)]
    [InlineData("active", "service", null, """{"neverDisturb":true}""", null)]
    [InlineData("passive", "marketing", "granted", """{"neverOffer":true}""", "never-offer")]
    [InlineData("active", "service", null, """{"neverOffer":true}""", null)]
    public async Task Consent_and_lists_decide_who_is_addressed_where(string direction, string messageClass, string? consent, string lists, string? silence)
    {
        var stage = await world.StageAsync("consent", direction);
        await world.LaunchAsync(stage, $$"""{"class":"{{messageClass}}"}""");
        var customer = await world.CustomerAsync(agrees: false);
        if (consent is not null)
        {
            await world.ConsentAsync(customer, consent, messageClass);
        }

        if (lists != "{}")
        {
            await world.PutAsync($"customers/{customer}/lists", lists);
        }

        Assert.Equal(silence, await world.SilenceAsync(customer, stage));
    }

    [Fact]
    public async Task Quiet_hours_and_holidays_bind_active_channels_and_spare_service()
    {
        await using var own = await DecisionWorld.StartAsync("2026-05-04T12:59:59Z", """{"zone":"Asia/Shanghai","holidays":["2026-05-06"]}""");
        var active = await own.StageAsync("active", "active");
        var passive = await own.StageAsync("passive");
        var customer = await own.CustomerAsync();
        await own.LaunchAsync(active);
        await own.LaunchAsync(passive);
        await own.PutAsync("contact-policies/night", """{"quietHours":[{"from":"21:00","to":"09:00","days":[]}]}""");

        Assert.Null(await own.SilenceAsync(customer, active));
        await own.AdvanceToAsync("2026-05-04T13:00:00Z");
        var decision = await own.DecideAsync(customer, active, """{"explain":true}""");
        Assert.Equal("quiet-hours", (string)decision["silence"]!);
        var finding = DecisionWorld.FindingOn(active, decision["explanation"]!);
        Assert.Equal(("night", "2026-05-05T01:00:00Z"), ((string)finding["related"]!, (string)finding["freesAt"]!));
        Assert.Null(await own.SilenceAsync(customer, passive));
        await own.AdvanceToAsync("2026-05-05T00:59:59Z");
        Assert.Equal("quiet-hours", await own.SilenceAsync(customer, active));
        await own.AdvanceToAsync("2026-05-05T01:00:00Z");
        Assert.Null(await own.SilenceAsync(customer, active));
        await own.AdvanceToAsync("2026-05-06T02:00:00Z");
        Assert.Equal("holiday", await own.SilenceAsync(customer, active));
        Assert.Null(await own.SilenceAsync(customer, passive));

        var service = await own.StageAsync("service", "active");
        await own.LaunchAsync(service, """{"class":"service"}""");
        Assert.Null(await own.SilenceAsync(customer, service));
    }

    [Fact]
    public async Task Quiet_hours_are_those_of_the_customers_own_zone()
    {
        await using var own = await DecisionWorld.StartAsync("2026-05-04T14:00:00Z");
        await own.PutAsync("attributes/home", """{"kind":"category"}""");
        await own.PutAsync("settings", """{"zone":"Asia/Shanghai","zoneAttribute":"home","zones":["Europe/Berlin"]}""");
        await own.PutAsync("contact-policies/night", """{"quietHours":[{"from":"21:00","to":"09:00","days":[]}]}""");
        var stage = await own.StageAsync("zones", "active");
        await own.LaunchAsync(stage);

        Assert.Null(await own.SilenceAsync(await own.CustomerAsync("""{"attributes":{"home":"Europe/Berlin"}}"""), stage));
        Assert.Equal("quiet-hours", await own.SilenceAsync(await own.CustomerAsync("""{"attributes":{"home":"Mars/Base"}}"""), stage));
        Assert.Equal("quiet-hours", await own.SilenceAsync(await own.CustomerAsync(), stage));
    }

    /// <param name="zone">Of the customers.</param>
    /// <param name="unit">Of the cap of one contact.</param>
    /// <param name="start">Within the first window.</param>
    /// <param name="edges">The ends of the first windows; the next begins there.</param>
    [Theory]
    [InlineData("Asia/Shanghai", "day", "2026-03-31T15:30:00Z", "2026-03-31T16:00:00Z", "2026-04-01T16:00:00Z")]
    [InlineData("Asia/Shanghai", "month", "2026-03-31T15:30:00Z", "2026-03-31T16:00:00Z", "2026-04-30T16:00:00Z")]
    [InlineData("Europe/Berlin", "day", "2026-03-28T22:30:00Z", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z")]
    [InlineData("Europe/Berlin", "day", "2026-10-24T21:30:00Z", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z")]
    [InlineData("Europe/Berlin", "month", "2026-03-01T00:30:00Z", "2026-03-31T22:00:00Z", "2026-04-30T22:00:00Z")]
    public async Task A_calendar_cap_frees_where_the_day_or_month_of_the_zone_ends(string zone, string unit, string start, params string[] edges)
    {
        await using var own = await DecisionWorld.StartAsync(start, $$"""{"zone":"{{zone}}"}""");
        var stage = await own.StageAsync("cap");
        var customer = await own.CustomerAsync();
        await own.LaunchAsync(stage, """{"validity":"P60D"}""");
        await own.PutAsync("contact-policies/caps", $$"""{"caps":[{"scope":"global","limit":1,"calendar":"{{unit}}"}]}""");

        Assert.Null(await own.SilenceAsync(customer, stage));
        foreach (var edge in edges)
        {
            var before = DateTimeOffset.Parse(edge, System.Globalization.CultureInfo.InvariantCulture).AddMicroseconds(-1).UtcDateTime;
            await own.AdvanceToAsync(before.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture));
            var decision = await own.DecideAsync(customer, stage, """{"explain":true}""");
            Assert.Equal("cap", (string?)decision["silence"]);
            var finding = DecisionWorld.FindingOn(stage, decision["explanation"]!);
            Assert.Equal(("caps", edge), ((string)finding["cap"]!["policy"]!, (string)finding["freesAt"]!));
            Assert.Equal((1, 1, unit), ((int)finding["cap"]!["count"]!, (int)finding["cap"]!["limit"]!, (string)finding["cap"]!["calendar"]!));

            await own.AdvanceToAsync(edge);
            Assert.Null(await own.SilenceAsync(customer, stage));
        }
    }

    [Fact]
    public async Task A_cap_of_n_permits_n_whatever_is_asked_at_once()
    {
        var stage = await world.StageAsync("at-once");
        var customer = await world.CustomerAsync();
        await world.LaunchAsync(stage);
        await world.PutAsync($"contact-policies/{stage}", $$"""{"caps":[{"scope":"channel","subject":"{{stage}}","limit":3,"rolling":"PT24H"}]}""");

        var silences = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => world.SilenceAsync(customer, stage)));

        Assert.Equal(3, silences.Count(silence => silence is null));
        Assert.Equal(47, silences.Count(silence => silence == "cap"));
        Assert.Equal(Figures.With(planned: 3, pending: 3), await world.FiguresAsync(stage));
    }

    [Fact]
    public async Task A_campaign_holdout_leaves_ghosts_and_the_slot_to_the_next_candidate()
    {
        var stage = await world.StageAsync("holdout");
        var second = await world.StageAsync("second");
        await world.LaunchAsync(stage, """{"holdoutShare":0.5,"lever":10}""");
        await world.LaunchAsync(stage, $$"""{"offers":[{"offering":"{{second}}","propensity":0.1}]}""", id: second);
        var given = 0;
        for (var i = 0; i < 30; i++)
        {
            var customer = await world.CustomerAsync();
            var campaigns = new[] { (string)(await world.OfferAsync(customer, stage))["campaignId"]!, (string)(await world.OfferAsync(customer, stage))["campaignId"]! };
            Assert.Single(campaigns.Distinct());
            given += campaigns[0] == stage ? 1 : 0;
        }

        Assert.InRange(given, 1, 29);
        Assert.Equal(Figures.With(planned: 2 * given, pending: 2 * given, ghosts: 2 * (30 - given)), await world.FiguresAsync(stage));
        Assert.Equal(Figures.With(planned: 2 * (30 - given), pending: 2 * (30 - given)), await world.FiguresAsync(second));
    }

    [Fact]
    public async Task A_global_holdout_is_silence_with_ghosts_and_spares_service()
    {
        await using var own = await DecisionWorld.StartAsync("2026-03-01T08:00:00Z", """{"globalHoldoutShare":1}""");
        var stage = await own.StageAsync("marketing");
        var service = await own.StageAsync("service");
        await own.LaunchAsync(stage);
        await own.LaunchAsync(service, """{"class":"service"}""");
        var customer = await own.CustomerAsync();

        Assert.Equal("global-holdout", await own.SilenceAsync(customer, stage));
        Assert.Null(await own.SilenceAsync(customer, service));
        Assert.Equal(Figures.With(ghosts: 1), await own.FiguresAsync(stage));
    }

    [Fact]
    public async Task A_capacity_of_10_gives_exactly_10_of_100_requests_and_10_again_the_day_after()
    {
        await using var own = await DecisionWorld.StartAsync("2026-03-01T08:00:00Z");
        var stage = await own.StageAsync("capacity", channel: """{"dailyCapacity":10}""");
        await own.LaunchAsync(stage);
        var customers = new List<string>();
        for (var i = 0; i < 100; i++)
        {
            customers.Add(await own.CustomerAsync(agrees: false));
        }

        Assert.Equal(10, await OffersAsync(own, customers, stage, "capacity-exhausted"));
        await own.AdvanceToAsync("2026-03-01T23:59:59Z");
        Assert.Equal(0, await OffersAsync(own, customers[..20], stage, "capacity-exhausted"));
        await own.AdvanceToAsync("2026-03-02T00:00:00Z");
        Assert.Equal(10, await OffersAsync(own, customers[..20], stage, "capacity-exhausted"));
    }

    [Fact]
    public async Task A_budget_is_never_overspent()
    {
        var stage = await world.StageAsync("budget", channel: """{"costPerContact":150}""");
        await world.LaunchAsync(stage, """{"budget":1000}""");

        Assert.Equal(6, await OffersAsync(world, await CustomersAsync(20), stage, "capacity-exhausted"));
    }

    [Fact]
    public async Task Stock_is_never_oversold_and_comes_back_when_turned_down()
    {
        var stage = await world.StageAsync("stock", offering: """{"stock":3}""");
        await world.LaunchAsync(stage, """{"validity":"P5D"}""");
        var customers = await CustomersAsync(10);
        var offers = new List<JsonNode>();
        foreach (var customer in customers)
        {
            offers.AddRange(((JsonArray)(await world.DecideAsync(customer, stage))["recommendations"]!).OfType<JsonNode>());
        }

        Assert.Equal(3, offers.Count);
        await world.RespondAsync(offers[0], "rejected");
        await world.AdvanceByAsync(TimeSpan.FromMinutes(11));
        Assert.Equal(1, await OffersAsync(world, await CustomersAsync(10), stage, "capacity-exhausted"));
    }

    private async Task<List<string>> CustomersAsync(int count)
    {
        var customers = new List<string>();
        for (var i = 0; i < count; i++)
        {
            customers.Add(await world.CustomerAsync(agrees: false));
        }

        return customers;
    }

    private static async Task<int> OffersAsync(DecisionWorld world, IEnumerable<string> customers, string stage, string otherwise)
    {
        var offers = 0;
        foreach (var customer in customers)
        {
            var silence = await world.SilenceAsync(customer, stage);
            Assert.True(silence is null || silence == otherwise, silence);
            offers += silence is null ? 1 : 0;
        }

        return offers;
    }
}
