using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Policies;
using Octant.Platform.Campaigns.Planning;
using Octant.Platform.Campaigns.Surveys;
using Octant.Platform.Foundation.Languages;

namespace Octant.Server.Demo;

/// <summary>Seventeen campaigns, three of which answer events by themselves and one of which goes out every month.</summary>
internal static class DemoCampaigns
{
    private const int MonthsOfAdvice = 12;

    private static readonly string[] Passive =
        [DemoChannels.Web, DemoChannels.App, DemoChannels.Hotline, DemoChannels.Hall, DemoChannels.Dealer];

    private static readonly string[] Everywhere = [.. Passive, DemoChannels.Kiosk, DemoChannels.Sms, DemoChannels.Outbound];

    public static int Count => All.Count() + 1;

    /// <summary>What people agreed on about some of them.</summary>
    public static IReadOnlyList<CampaignPlan> Plans { get; } =
    [
        new()
        {
            Id = "more-data",
            Objective = "用量超出套餐的客户及时加油，并知道他们是否满意 · Room for who needs it, and to know whether they are content",
            Survey = new Survey
            {
                Question = new LocalizedName("您对这次流量包推荐满意吗？", "How satisfied are you with the data pack we suggested?"),
                AskedShare = 0.2,
                Delay = TimeSpan.FromHours(24),
            },
        },
        new()
        {
            Id = "usage-advice",
            Objective = "每月初为超量客户送上用量建议 · Advice at the start of each month for who used more than they have",
            Kind = CampaignKind.Batch,
        },
    ];

    /// <param name="today">They began on the first day of this year and last until its end; what goes out every month first does so next month.</param>
    public static IReadOnlyList<CampaignDefinition> For(DateOnly today)
    {
        var start = Midnight(new DateOnly(today.Year, 1, 1));
        var firstOut = new DateOnly(today.Year, today.Month, 1).AddMonths(1);
        return
        [
            .. All.Select(campaign => campaign with { Start = start, End = Midnight(new DateOnly(today.Year + 1, 1, 1)) }),
            EveryMonth with
            {
                Start = start,
                End = Midnight(firstOut.AddMonths(MonthsOfAdvice)),
                Schedule = new CampaignSchedule(Midnight(firstOut) + TimeSpan.FromHours(10), new CampaignRecurrence(RecurrenceUnit.Month)),
            },
        ];
    }

    private static CampaignDefinition EveryMonth => new()
    {
        Id = "usage-advice",
        Name = "每月用量建议 · Monthly usage advice",
        Audience = "customer.dataUsageGb > customer.dataAllowanceGb",
        Offers = [Offer("data-10", 0.08), Offer("data-30", 0.06)],
        Channels = [DemoChannels.Sms],
        Treatments = [new Treatment { Channel = DemoChannels.Sms, Text = "{name}您好，上月流量超出套餐，本月加油包更省，回复Y办理。You used more than your plan last month; a data pack costs less. Reply Y." }],
        HoldoutShare = 0.05,
    };

    private static IEnumerable<CampaignDefinition> All =>
    [
        new()
        {
            Id = "go-5g",
            Name = "5G升级 · Move to 5G",
            Audience = "customer.fiveG && customer.dataUsageGb >= 15",
            Eligibility = "!owns(\"plan-5g-129\") && !owns(\"plan-5g-169\") && !owns(\"plan-5g-239\")",
            Suitability = "customer.arpu >= 50",
            Offers = [Offer("plan-5g-129", 0.09, "promo-5g-half"), Offer("plan-5g-129", 0.06), Offer("plan-5g-169", 0.03)],
            Channels = Everywhere,
            Treatments = [new Treatment { Channel = DemoChannels.Sms, Text = "{name}您好，您的手机已支持5G，首年半价，回复Y办理。5G at half price for a year; reply Y." }],
            HoldoutShare = 0.05,
        },
        new()
        {
            Id = "wave-up",
            Name = "5G高档升级 · Higher 5G plan",
            Audience = "owns(\"plan-5g-129\") || owns(\"plan-5g-169\")",
            Suitability = "customer.dataUsageGb > customer.dataAllowanceGb * 0.9",
            Offers = [Offer("plan-5g-169", 0.05), Offer("plan-5g-239", 0.03)],
            Channels = Passive,
            HoldoutShare = 0.05,
        },
        new()
        {
            Id = "step-up",
            Name = "入门升档 · First step up",
            Audience = "customer.arpu >= 25 && customer.arpu < 80",
            Eligibility = "owns(\"plan-19\") || owns(\"plan-39\") || owns(\"plan-59\")",
            Suitability = "customer.dataUsageGb > customer.dataAllowanceGb",
            Offers = [Offer("plan-39", 0.10), Offer("plan-59", 0.08), Offer("plan-89", 0.05)],
            Channels = Everywhere,
            HoldoutShare = 0.05,
        },
        new()
        {
            Id = "more-data",
            Name = "流量包 · More data",
            Audience = "customer.dataUsageGb > customer.dataAllowanceGb * 0.8",
            Offers = [Offer("data-10", 0.12, "promo-data-first"), Offer("data-30", 0.10, "promo-data-first"), Offer("data-100", 0.04)],
            Channels = Everywhere,
            ContextWeights = [new ContextWeight("context.intent == \"data\"", 2.5)],
            HoldoutShare = 0.05,
        },
        new()
        {
            Id = "data-gone",
            Name = "流量用尽提醒 · Data used up",
            Trigger = new CampaignTrigger("data.exhausted", "event.daysLeft >= 3.0"),
            Offers = [Offer("data-week-5", 0.25), Offer("data-10", 0.20), Offer("data-day-1", 0.30)],
            Channels = [DemoChannels.Sms],
            Treatments = [new Treatment { Channel = DemoChannels.Sms, Text = "{name}您好，您的流量已用尽，回复Y立即加油。Your data is used up; reply Y for more." }],
            HoldoutShare = 0.10,
            Validity = TimeSpan.FromHours(12),
        },
        new()
        {
            Id = "bill-shock",
            Name = "账单偏高关怀 · A high bill",
            Trigger = new CampaignTrigger("bill.query", "event.amount > 150.0"),
            Suitability = "customer.dataUsageGb > customer.dataAllowanceGb",
            Offers = [Offer("data-30", 0.15), Offer("voice-500", 0.10)],
            Channels = [DemoChannels.Sms, DemoChannels.Email],
            HoldoutShare = 0.10,
        },
        new()
        {
            Id = "welcome-abroad",
            Name = "漫游到访 · Welcome abroad",
            Trigger = new CampaignTrigger("roaming.entered", null),
            Offers = [Offer("roam-asia", 0.20), Offer("roam-world", 0.10)],
            Channels = [DemoChannels.Sms],
            Eligibility = "event.region == \"asia\" || customer.arpu >= 100",
            Validity = TimeSpan.FromHours(6),
        },
        new()
        {
            Id = "traveller",
            Name = "出行套装 · For travellers",
            Audience = "customer.roamingDays >= 3 || \"traveller\" in customer.tags",
            Offers = [Offer("roam-asia", 0.08), Offer("roam-world", 0.04), Offer("lounge", 0.02)],
            Channels = Passive,
            HoldoutShare = 0.05,
        },
        new()
        {
            Id = "fibre-first",
            Name = "宽带新装 · First broadband",
            Audience = "!owns(\"broadband-300\") && !owns(\"broadband-500\") && !owns(\"broadband-1000\")",
            Suitability = "customer.tenureMonths >= 6 && customer.ageBand != \"18-24\"",
            Offers = [Offer("broadband-300", 0.04, "promo-fibre-100")],
            Channels = [.. Passive, DemoChannels.Outbound],
            HoldoutShare = 0.05,
            Budget = 2_000_000,
        },
        new()
        {
            Id = "fibre-faster",
            Name = "宽带提速 · Faster broadband",
            Audience = "owns(\"broadband-300\") || owns(\"broadband-500\")",
            Offers = [Offer("broadband-500", 0.07), Offer("broadband-1000", 0.05), Offer("tv-box", 0.06), Offer("camera", 0.03)],
            Channels = Passive,
            HoldoutShare = 0.05,
        },
        new()
        {
            Id = "stay-with-us",
            Name = "合约到期挽留 · Contract ends",
            Audience = "customer.contractEnd <= now + duration(\"1440h\") && customer.churnRisk >= 0.3",
            Offers = [Offer("plan-89", 0.12, "promo-loyal-24"), Offer("plan-5g-129", 0.10, "promo-loyal-24")],
            Channels = Everywhere,
            Lever = 1.5,
            HoldoutShare = 0.10,
        },
        new()
        {
            Id = "evening-fun",
            Name = "影音娱乐 · Evening fun",
            Audience = "\"video_fan\" in customer.tags || \"gamer\" in customer.tags || customer.nightDataShare >= 0.4",
            Offers = [Offer("data-video", 0.10), Offer("data-game", 0.08), Offer("data-night", 0.12), Offer("app-music", 0.15, "promo-music-free")],
            Channels = [DemoChannels.Web, DemoChannels.App, DemoChannels.Sms, DemoChannels.Mms],
            HoldoutShare = 0.05,
        },
        new()
        {
            Id = "new-phone",
            Name = "换机季 · A new phone",
            Audience = "!customer.fiveG && customer.arpu >= 60 && customer.tenureMonths >= 12",
            Offers = [Offer("phone-5g-lite", 0.02, "promo-phone"), Offer("phone-5g-pro", 0.008, "promo-phone"), Offer("watch", 0.01)],
            Channels = [DemoChannels.Web, DemoChannels.Hall, DemoChannels.Dealer, DemoChannels.Outbound],
            HoldoutShare = 0.05,
        },
        new()
        {
            Id = "campus",
            Name = "校园季 · Campus",
            Audience = "\"student\" in customer.tags && customer.ageBand == \"18-24\"",
            Offers = [Offer("plan-student", 0.20), Offer("app-read", 0.08)],
            Channels = [DemoChannels.Web, DemoChannels.App, DemoChannels.Hall],
            HoldoutShare = 0.05,
        },
        new()
        {
            Id = "small-helpers",
            Name = "实用小业务 · Small helpers",
            Offers =
            [
                Offer("antispam", 0.10), Offer("missed-call", 0.08), Offer("ringtone", 0.05), Offer("cloud-50", 0.06), Offer("cloud-200", 0.05),
                Offer("screen-insurance", 0.03), Offer("voice-100", 0.06), Offer("voice-500", 0.03), Offer("voice-family", 0.04),
            ],
            Channels = [.. Passive, DemoChannels.Kiosk],
        },
        new()
        {
            Id = "paperless",
            Name = "电子账单 · Paperless bill",
            Class = ContactPolicy.ServiceClass,
            Offers = [Offer("e-bill", 0.30)],
            Channels = [DemoChannels.Web, DemoChannels.App, DemoChannels.Kiosk, DemoChannels.Hall],
            Treatments = [new Treatment { Channel = DemoChannels.Web, Text = "电子账单免费送达邮箱。Your bill by e-mail, free of charge." }],
        },
    ];

    /// <summary>In the province.</summary>
    private static Instant Midnight(DateOnly day) => Instant.From(new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.FromHours(8)));

    private static CampaignOffer Offer(string offering, double propensity, string? promotion = null) =>
        new() { Offering = offering, Propensity = propensity, Promotion = promotion };
}
