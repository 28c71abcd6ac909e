using Octant.Platform.Campaigns.Reviews;

namespace Octant.Server.Demo;

/// <summary>The lanes of the fictional province: five for the province, two shorter ways for city and grid.</summary>
internal static class DemoReviewLanes
{
    private static readonly LaneThresholds Large = new() { NewTariff = true, Budget = 50_000_00, Audience = 20_000 };

    public static IReadOnlyList<ReviewLane> All { get; } =
    [
        new()
        {
            Id = "tariff",
            Name = "市场部：产品与资费",
            EnglishName = "Market department: product and tariff",
            Role = "reviewer-product",
            Covers = [CampaignPart.Offers, CampaignPart.Audience, CampaignPart.Timing, CampaignPart.Experiment, CampaignPart.Purpose],
            Levels = ["headquarters", "province", "city"],
        },
        new()
        {
            Id = "wording",
            Name = "客服部：营销用语",
            EnglishName = "Customer service: wording",
            Role = "reviewer-wording",
            Covers = [CampaignPart.Wording],
            Within = TimeSpan.FromDays(1),
        },
        new()
        {
            Id = "technical",
            Name = "业务支撑：技术支持",
            EnglishName = "Business support: technical",
            Role = "reviewer-technical",
            Covers = [CampaignPart.Channels, CampaignPart.Audience, CampaignPart.Timing],
            Levels = ["headquarters", "province"],
        },
        new()
        {
            Id = "finance",
            Name = "财务部：预算",
            EnglishName = "Finance: budget",
            Role = "reviewer-finance",
            Covers = [CampaignPart.Budget],
            From = new LaneThresholds { Budget = 10_000_00 },
        },
        new()
        {
            Id = "board",
            Name = "省公司：审批",
            EnglishName = "Provincial board: decision",
            Role = "reviewer-board",
            Levels = ["headquarters", "province"],
            From = Large,
            After = ["tariff", "wording", "technical", "finance"],
            Within = TimeSpan.FromDays(3),
        },
    ];
}
