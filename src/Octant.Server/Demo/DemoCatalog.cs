using Octant.Engine.Offers;

namespace Octant.Server.Demo;

/// <summary>
/// Forty offerings of a fictional operator: main plans that upgrade into one another, packs that exclude one another,
/// broadband by area, devices that need somebody to hand them over, and schemes with contract terms. Prices in minor units.
/// </summary>
internal static class DemoCatalog
{
    private static readonly string[] FiveGDevices = ["xingtu-x5", "xingtu-x7", "baolan-9", "baolan-11", "mingyue-5g"];

    private static readonly (string Id, string Name, long Price, Tier Tier, string[] From)[] Plans =
    [
        ("plan-19", "轻享19 · Light 19", 1900, Tier.Ordinary, []),
        ("plan-39", "轻享39 · Light 39", 3900, Tier.Ordinary, ["plan-19"]),
        ("plan-59", "畅享59 · Easy 59", 5900, Tier.Bronze, ["plan-19", "plan-39"]),
        ("plan-89", "畅享89 · Easy 89", 8900, Tier.Bronze, ["plan-39", "plan-59"]),
        ("plan-5g-129", "5G澜享129 · 5G Wave 129", 12900, Tier.Silver, ["plan-59", "plan-89"]),
        ("plan-5g-169", "5G澜享169 · 5G Wave 169", 16900, Tier.Gold, ["plan-89", "plan-5g-129"]),
        ("plan-5g-239", "5G澜享239 · 5G Wave 239", 23900, Tier.Gold, ["plan-5g-129", "plan-5g-169"]),
        ("plan-student", "校园青葱29 · Campus 29", 2900, Tier.Ordinary, ["plan-19", "plan-39"]),
    ];

    public static IReadOnlyList<string> MainPlans { get; } = [.. Plans.Select(plan => plan.Id)];

    public static IReadOnlyList<Offering> Offerings { get; } =
    [
        .. Plans.Select(Plan),
        Pack("data-day-1", "日包1GB · Day pack 1 GB", 300, "internet-access"),
        Pack("data-week-5", "周包5GB · Week pack 5 GB", 1500, "internet-access"),
        Pack("data-10", "流量月包10GB · Monthly 10 GB", 2000, "internet-access", "data-30", "data-100") with { Tier = Tier.Bronze },
        Pack("data-30", "流量月包30GB · Monthly 30 GB", 4500, "internet-access", "data-10", "data-100") with { Tier = Tier.Silver },
        Pack("data-100", "流量月包100GB · Monthly 100 GB", 9000, "internet-access", "data-10", "data-30") with { Tier = Tier.Gold, Devices = FiveGDevices },
        Pack("data-night", "夜间流量包 · Night owl pack", 1000, "internet-access"),
        Pack("data-video", "视频定向包 · Video pack", 1900, "music-entertainment", "data-game") with { Tier = Tier.Bronze },
        Pack("data-game", "游戏加速包 · Game pack", 1900, "music-entertainment", "data-video") with { Tier = Tier.Bronze },
        Pack("roam-asia", "东亚漫游7天 · Roaming Asia 7 days", 9800, "travel") with { Tier = Tier.Silver },
        Pack("roam-world", "全球漫游7天 · Roaming World 7 days", 19800, "travel", "roam-asia") with { Tier = Tier.Gold },
        Pack("voice-100", "语音100分钟 · Voice 100", 1000, "local", "voice-500"),
        Pack("voice-500", "语音500分钟 · Voice 500", 3500, "local", "voice-100") with { Tier = Tier.Bronze },
        Pack("voice-family", "家庭畅聊 · Family talk", 1500, "local"),
        Broadband("broadband-300", "宽带300M · Broadband 300", 5000, Tier.Bronze, []) with { Excludes = ["broadband-500", "broadband-1000"] },
        Broadband("broadband-500", "宽带500M · Broadband 500", 8000, Tier.Silver, ["broadband-300"]) with { Areas = ["urban", "suburban"], Excludes = ["broadband-1000"] },
        Broadband("broadband-1000", "千兆宽带 · Broadband 1000", 12000, Tier.Gold, ["broadband-500"]) with { Areas = ["urban"] },
        Service("tv-box", "高清电视 · TV box", 2000, "music-entertainment") with { Requires = ["broadband-500"], Needs = Goods(digits: true) },
        Service("mesh", "全屋组网 · Whole-home Wi-Fi", 3000, "internet-access") with { Requires = ["broadband-1000"], Needs = Goods(digits: true) },
        Service("ringtone", "视频彩铃 · Video ring tone", 600, "voice-value-added"),
        Service("antispam", "骚扰拦截 · Spam call shield", 300, "status"),
        Service("missed-call", "来电提醒 · Missed call notice", 200, "status"),
        Service("cloud-50", "云盘50GB · Cloud 50 GB", 500, "basic-information"),
        Service("cloud-200", "云盘200GB · Cloud 200 GB", 1500, "basic-information") with { UpgradesFrom = ["cloud-50"], Tier = Tier.Bronze },
        Service("e-bill", "电子账单 · E-mail bill", 0, "billing") with
        {
            Value = 300,
            Needs = new ProductNeeds { Input = ProductInput.Text, Output = [ProductOutput.LongText], Authentication = AuthenticationLevel.B, CompanyPriority = 4 },
        },
        Service("screen-insurance", "碎屏保障 · Screen insurance", 1200, "status"),
        Service("lounge", "机场贵宾厅 · Airport lounge", 8000, "travel") with { Tier = Tier.Gold },
        Device("phone-5g-lite", "星图X5手机 · Xingtu X5", 129900, 9000),
        Device("phone-5g-pro", "宝蓝11手机 · Baolan 11", 399900, 20000) with { Stock = 5000 },
        Device("watch", "蓝牙手表 · Watch", 49900, 4000) with { Type = OfferingType.Accessory },
        Device("camera", "看家摄像头 · Home camera", 19900, 2500) with { Type = OfferingType.Accessory, Requires = ["broadband-300"] },
        App("app-music", "澜音音乐会员 · Music", 1000),
        App("app-read", "澜读阅读会员 · Reading", 800),
    ];

    public static IReadOnlyList<Promotion> Promotions { get; } =
    [
        Scheme("promo-5g-half", "5G套餐半价12个月 · 5G at half price, 12 months", ["plan-5g-129", "plan-5g-169"], 6450, 12, "promo-loyal-24"),
        Scheme("promo-loyal-24", "老用户在网24个月 · Loyal 24 months", ["plan-89", "plan-5g-129"], 7900, 24, "promo-5g-half"),
        Scheme("promo-fibre-100", "宽带首年100元 · First year of broadband", ["broadband-300", "broadband-500"], 4000, 12),
        Scheme("promo-phone", "购机直降 · Phone at a lower price", ["phone-5g-lite", "phone-5g-pro"], 99900, 24, "promo-5g-half"),
        Scheme("promo-data-first", "流量包首月1折 · First month of data for a tenth", ["data-10", "data-30"], 450, 0),
        Scheme("promo-music-free", "音乐会员三个月免费 · Three months of music", ["app-music"], 0, 0),
    ];

    private static Offering Plan((string Id, string Name, long Price, Tier Tier, string[] From) plan) => new()
    {
        Id = plan.Id,
        Name = plan.Name,
        Type = OfferingType.MainPlan,
        Cluster = "local",
        Tier = plan.Tier,
        Price = plan.Price,
        Value = plan.Price / 2,
        Excludes = [.. Plans.Select(other => other.Id).Where(other => other != plan.Id)],
        UpgradesFrom = plan.From,
        Devices = plan.Id.Contains("5g", StringComparison.Ordinal) ? FiveGDevices : [],
        ResponseWindow = TimeSpan.FromDays(14),
        Needs = new ProductNeeds
        {
            Output = [ProductOutput.ShortText],
            Authentication = AuthenticationLevel.B,
            SpecialNeeds = plan.Price >= 20000 ? [SpecialNeed.HighOrSensitiveFee] : [],
            FunctionalComplexity = plan.Price >= 12000 ? 5 : 2,
            RevenueImportance = plan.Price >= 12000 ? 9 : 4,
        },
        Wording = Words(plan.Name, $"每月{plan.Price / 100}元", $"{plan.Price / 100} yuan a month"),
    };

    private static Offering Pack(string id, string name, long price, string cluster, params string[] excludes) => new()
    {
        Id = id,
        Name = name,
        Cluster = cluster,
        Price = price,
        Excludes = excludes,
        ResponseWindow = TimeSpan.FromDays(3),
        Needs = new ProductNeeds { Input = ProductInput.Digits, Output = [ProductOutput.ShortText], Authentication = AuthenticationLevel.B, RevenueImportance = 5 },
        Wording = Words(name, $"{price / 100}元", $"{price / 100} yuan"),
    };

    private static Offering Broadband(string id, string name, long price, Tier tier, string[] from) => new()
    {
        Id = id,
        Name = name,
        Type = OfferingType.Service,
        Cluster = "internet-access",
        Tier = tier,
        Price = price,
        UpgradesFrom = from,
        ResponseWindow = TimeSpan.FromDays(14),
        Needs = new ProductNeeds
        {
            Input = ProductInput.Text,
            Output = [ProductOutput.ShortText],
            Authentication = AuthenticationLevel.C,
            FunctionalComplexity = 6,
            TrainingNeed = 3,
            RevenueImportance = 8,
        },
        Wording = Words(name, $"每月{price / 100}元，免费安装", $"{price / 100} yuan a month, installed for free"),
    };

    private static Offering Service(string id, string name, long price, string cluster) => new()
    {
        Id = id,
        Name = name,
        Type = OfferingType.Service,
        Cluster = cluster,
        Price = price,
        Needs = new ProductNeeds { Output = [ProductOutput.ShortText], Authentication = AuthenticationLevel.B, CustomerAttention = 4 },
        Wording = Words(name, $"每月{price / 100}元", $"{price / 100} yuan a month"),
    };

    private static Offering Device(string id, string name, long price, long value) => new()
    {
        Id = id,
        Name = name,
        Type = OfferingType.Device,
        Cluster = "business-office",
        Tier = Tier.Silver,
        Price = price,
        Value = value,
        ResponseWindow = TimeSpan.FromDays(14),
        Needs = Goods(digits: false) with { SpecialNeeds = [SpecialNeed.HighOrSensitiveFee], Experience = [ProductExperience.RichMediaOrLongText] },
        Wording = Words(name, $"{price / 100}元", $"{price / 100} yuan"),
    };

    private static Offering App(string id, string name, long price) => new()
    {
        Id = id,
        Name = name,
        Type = OfferingType.App,
        Cluster = "music-entertainment",
        Price = price,
        Needs = new ProductNeeds { Output = [ProductOutput.ShortText], Authentication = AuthenticationLevel.B, CustomerAttention = 6 },
        Wording = Words(name, $"每月{price / 100}元", $"{price / 100} yuan a month"),
    };

    private static ProductNeeds Goods(bool digits) => new()
    {
        Input = digits ? ProductInput.Digits : ProductInput.None,
        Output = [ProductOutput.GoodsByCourier],
        Authentication = AuthenticationLevel.C,
        FunctionalComplexity = 4,
        RevenueImportance = 6,
    };

    private static Promotion Scheme(string id, string name, string[] offerings, long price, int months, params string[] excludes) => new()
    {
        Id = id,
        Name = name,
        Offerings = offerings,
        Price = price,
        LockInMonths = months,
        Excludes = excludes,
    };

    private static StandardWording Words(string name, string chinese, string english) => new()
    {
        TariffNote = $"{name}：{chinese}。",
        Brief = $"{name}，{chinese}，即办即用。{english}, ready at once.",
        OneLine = $"{name}：{chinese} ({english})",
        HowToOrder = "回复Y办理。Reply Y to order.",
    };
}
