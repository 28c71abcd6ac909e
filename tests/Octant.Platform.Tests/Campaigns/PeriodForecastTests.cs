using Octant.Engine.Calendar;
using Octant.Engine.Channels;
using Octant.Engine.Decisions;
using Octant.Engine.Offers;
using Octant.Engine.Policies;
using Octant.Platform.Campaigns.Planning;
using Octant.Platform.Decisions.Strategies;

namespace Octant.Platform.Tests.Campaigns;

/// <summary>How often a campaign goes out, and how often that can reach one customer.</summary>
public sealed class PeriodForecastTests
{
    private const int Contacted = 8;
    private const int Worth = 1_000;

    private static readonly Cap TwiceInSevenDays = new() { Limit = 2, Rolling = TimeSpan.FromDays(7) };
    private static readonly Cap OnceAWeek = new() { Limit = 1, Calendar = CalendarUnit.Week };

    public static TheoryData<CampaignRecurrence?, string, string?, string, int, string> Recurrences => new()
    {
        { null, "2026-03-02T02:00:00Z", null, "UTC", 1, "2026-03-02T02:00:00Z" },
        { new(RecurrenceUnit.Day, 1, At("2026-03-09T02:00:00Z")), "2026-03-02T02:00:00Z", null, "Asia/Shanghai", 7, "2026-03-08T02:00:00Z" },
        { new(RecurrenceUnit.Day, 3), "2026-03-02T02:00:00Z", "2026-03-08T02:00:01Z", "Asia/Shanghai", 3, "2026-03-08T02:00:00Z" },
        { new(RecurrenceUnit.Week, 2), "2026-03-02T03:00:00Z", "2026-04-01T00:00:00Z", "Asia/Shanghai", 3, "2026-03-30T03:00:00Z" },
        { new(RecurrenceUnit.Month), "2026-01-31T02:00:00Z", "2026-05-01T00:00:00Z", "Asia/Shanghai", 4, "2026-04-30T02:00:00Z" },

        // The clock is put forward in the night to 29 March: the third time is an hour sooner.
        { new(RecurrenceUnit.Day, 1, At("2026-03-30T00:30:00Z")), "2026-03-28T01:30:00Z", null, "Europe/Berlin", 2, "2026-03-29T01:30:00Z" },
        { new(RecurrenceUnit.Day, 1, At("2026-03-30T00:30:01Z")), "2026-03-28T01:30:00Z", null, "Europe/Berlin", 3, "2026-03-30T00:30:00Z" },

        // Up to the last year there is.
        { new(RecurrenceUnit.Month, 100, At("9999-12-31T00:00:00Z")), "2026-03-28T01:30:00Z", null, "Asia/Shanghai", 957, "9992-11-28T01:30:00Z" },
        { new(RecurrenceUnit.Day, 1, At("9999-12-31T00:00:00Z")), "2026-03-28T01:30:00Z", null, "UTC", DueTimes.Most, "2039-12-04T01:30:00Z" },
    };

    public static TheoryData<Cap, string[], int> Caps => new()
    {
        { TwiceInSevenDays, ["sms"], 4 },
        { new Cap { Scope = CapScope.Campaign, Limit = 3, Calendar = CalendarUnit.Month }, ["sms"], 3 },
        { OnceAWeek with { Scope = CapScope.Class, Subject = ContactPolicy.MarketingClass }, ["sms"], 2 },
        { OnceAWeek with { Scope = CapScope.Class, Subject = "other" }, ["sms"], 10 },
        { OnceAWeek with { Scope = CapScope.Offering }, ["sms"], 2 },
        { OnceAWeek with { Scope = CapScope.Cluster, Subject = "data" }, ["sms"], 2 },
        { OnceAWeek with { Scope = CapScope.Channel }, ["sms"], 2 },

        // Another channel has room of its own.
        { OnceAWeek with { Scope = CapScope.Channel }, ["sms", "email"], 10 },
        { OnceAWeek with { Channels = ["sms"] }, ["sms", "email"], 10 },
        { OnceAWeek with { Channels = ["sms", "email", "call"] }, ["sms", "email"], 2 },

        // What is put off on one channel and not on the other counts at two moments.
        { OnceAWeek, ["sms", "call"], 10 },
    };

    [Theory]
    [MemberData(nameof(Recurrences))]
    public void Every_time_up_to_the_end_is_counted(CampaignRecurrence? recurrence, string at, string? end, string zone, int times, string last)
    {
        var period = Forecast(Campaign(at, recurrence) with { End = end is null ? Instant.MaxValue : At(end) }, zone: zone);

        Assert.Equal((times, At(at), At(last)), (period.Times, period.First, period.Last));
        Assert.Equal(times, period.ContactsPerCustomer);
    }

    [Theory]
    [MemberData(nameof(Caps))]
    public void A_customer_is_contacted_as_often_as_the_caps_that_bind_every_contact_leave_room_for(Cap cap, string[] channels, int most)
    {
        // Ten days from a Monday on.
        var period = Forecast(Campaign("2026-03-02T02:00:00Z", new(RecurrenceUnit.Day, 1, At("2026-03-12T00:00:00Z"))) with { Channels = channels }, cap);

        Assert.Equal((10, most, Contacted * most), (period.Times, period.ContactsPerCustomer, period.Contacts));
        Assert.Equal(Contacted * 0.5, period.RespondersLow);
        Assert.Equal(Contacted * (1 - Math.Pow(0.5, most)), period.RespondersHigh, 9);
        Assert.Equal((period.RespondersLow * Worth, period.RespondersHigh * Worth), (period.RevenueLow, period.RevenueHigh));
    }

    [Fact]
    public void No_cap_binds_a_service_message()
    {
        var daily = Campaign("2026-03-02T02:00:00Z", new(RecurrenceUnit.Day, 1, At("2026-03-12T00:00:00Z")));

        Assert.Equal(2, Forecast(daily, OnceAWeek).ContactsPerCustomer);
        Assert.Equal(10, Forecast(daily with { Class = ContactPolicy.ServiceClass }, OnceAWeek).ContactsPerCustomer);
    }

    [Fact]
    public void A_budget_ends_the_contacts_and_is_never_overspent_on_them()
    {
        var daily = Campaign("2026-03-02T02:00:00Z", new(RecurrenceUnit.Day, 1, At("2026-03-12T00:00:00Z")));
        var costs = new ChannelCosts(Cheapest: 10, Dearest: 50, DearestTransaction: 100);

        var open = Forecast(daily, costs: costs);
        var bound = Forecast(daily with { Budget = 205 }, costs: costs);

        Assert.Equal((80, (80 * 50) + (100 * open.RespondersHigh)), (open.Contacts, open.Cost));
        Assert.Equal((20, 205 + (100 * bound.RespondersHigh)), (bound.Contacts, bound.Cost));
        Assert.Equal(2, Forecast(daily with { Budget = 20 }, costs: costs).RespondersHigh);
    }

    private static PeriodForecast Forecast(CampaignDefinition campaign, Cap? cap = null, string zone = "UTC", ChannelCosts? costs = null)
    {
        var times = new DueTimes(
            cap is null ? [] : [new ContactPolicy { Id = "policy", Caps = [cap] }],
            [Active("sms"), Active("email"), Active("call") with { Hours = [new DailyHours(new TimeOnly(9, 0), new TimeOnly(18, 0), [])] }],
            ZoneTables.Find(zone)!,
            At("2026-01-01T00:00:00Z"));
        Offering[] offerings = [new Offering { Id = "data-10", Name = "10 GB", Cluster = "data" }];
        return PeriodForecast.Of(campaign, times, offerings, costs ?? new ChannelCosts(0, 0, 0), Contacted, 0.5, Worth);
    }

    private static Channel Active(string id) => new() { Id = id, Name = id, Direction = ChannelDirection.Active };

    private static CampaignDefinition Campaign(string at, CampaignRecurrence? recurrence) => new()
    {
        Id = "again",
        Name = "Again",
        Offers = [new CampaignOffer { Offering = "data-10" }],
        Channels = ["sms"],
        Schedule = new CampaignSchedule(At(at), recurrence),
    };

    private static Instant At(string text) => Instant.From(DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
}
