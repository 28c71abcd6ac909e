using Octant.Engine.Channels;
using Octant.Engine.Offers;

namespace Octant.Server.Demo;

/// <summary>Ten channels with what they are able to carry, and the spots where offers appear.</summary>
internal static class DemoChannels
{
    public const string Sms = "sms";
    public const string Mms = "mms";
    public const string Email = "email";
    public const string Outbound = "outbound";
    public const string Web = "web";
    public const string App = "app";
    public const string Kiosk = "kiosk";
    public const string Hotline = "hotline";
    public const string Hall = "hall";
    public const string Dealer = "dealer";

    private static readonly ProductExperience[] AllExperiences =
        [ProductExperience.SeveralWindows, ProductExperience.RichMediaOrLongText, ProductExperience.ShortText];

    private static readonly SpecialNeed[] AllNeeds =
        [SpecialNeed.HighOrSensitiveFee, SpecialNeed.HighInteraction, SpecialNeed.HighComplexity, SpecialNeed.BusinessCustomersOnly];

    public static IReadOnlyList<Channel> Channels { get; } =
    [
        Active(Sms, "短信 SMS", cost: 4, capacity: 60_000, new ChannelAbilities
        {
            Input = [ProductInput.None, ProductInput.Digits],
            Output = [ProductOutput.ShortText],
            Experience = [ProductExperience.ShortText],
            Authentication = AuthenticationLevel.B,
            ServiceAbility = 4, CostAdvantage = 9, CarryingAbility = 4, Friendliness = 5, ValueDelivery = 3, Interactivity = 2, Freedom = 9, Reach = 10,
        }),
        Active(Mms, "彩信 MMS", cost: 12, capacity: 20_000, new ChannelAbilities
        {
            Input = [ProductInput.None, ProductInput.Digits],
            Output = [ProductOutput.ShortText, ProductOutput.LongText],
            Experience = [ProductExperience.RichMediaOrLongText, ProductExperience.ShortText],
            Authentication = AuthenticationLevel.B,
            ServiceAbility = 4, CostAdvantage = 7, CarryingAbility = 5, Friendliness = 6, ValueDelivery = 5, Interactivity = 2, Freedom = 9, Reach = 7,
        }),
        Active(Email, "电子邮件 e-mail", cost: 2, capacity: 100_000, new ChannelAbilities
        {
            Input = [ProductInput.None],
            Output = [ProductOutput.ShortText, ProductOutput.LongText],
            Experience = [ProductExperience.RichMediaOrLongText, ProductExperience.ShortText],
            Authentication = AuthenticationLevel.A,
            ServiceAbility = 3, CostAdvantage = 10, CarryingAbility = 6, Friendliness = 5, ValueDelivery = 4, Interactivity = 2, Freedom = 10, Reach = 4,
        }),
        Active(Outbound, "外呼 outbound call", cost: 180, capacity: 2_000, new ChannelAbilities
        {
            Input = [ProductInput.None, ProductInput.Digits, ProductInput.Text],
            Output = [ProductOutput.ShortText, ProductOutput.GoodsByCourier],
            Experience = [ProductExperience.ShortText],
            Authentication = AuthenticationLevel.D,
            SpecialNeeds = AllNeeds,
            ServiceAbility = 8, CostAdvantage = 2, CarryingAbility = 7, Friendliness = 6, ValueDelivery = 8, Interactivity = 9, Freedom = 5, Reach = 7,
        }) with { Hours = [new DailyHours(new TimeOnly(9, 0), new TimeOnly(20, 0), [])] },
        Passive(Web, "网上营业厅 web", cost: 1, new ChannelAbilities
        {
            Input = [ProductInput.None, ProductInput.Digits, ProductInput.Text],
            Output = [ProductOutput.ShortText, ProductOutput.LongText, ProductOutput.GoodsByCourier],
            Experience = AllExperiences,
            Authentication = AuthenticationLevel.D,
            SpecialNeeds = [SpecialNeed.HighOrSensitiveFee, SpecialNeed.HighComplexity],
            ServiceAbility = 7, CostAdvantage = 9, CarryingAbility = 8, Friendliness = 7, ValueDelivery = 6, Interactivity = 6, Freedom = 9, Reach = 6,
        }),
        Passive(App, "手机营业厅 app", cost: 1, new ChannelAbilities
        {
            Input = [ProductInput.None, ProductInput.Digits, ProductInput.Text],
            Output = [ProductOutput.ShortText, ProductOutput.LongText, ProductOutput.GoodsByCourier],
            Experience = AllExperiences,
            Authentication = AuthenticationLevel.D,
            SpecialNeeds = [SpecialNeed.HighOrSensitiveFee],
            ServiceAbility = 7, CostAdvantage = 10, CarryingAbility = 7, Friendliness = 8, ValueDelivery = 6, Interactivity = 7, Freedom = 10, Reach = 7,
        }),
        Passive(Kiosk, "自助终端 kiosk", cost: 5, new ChannelAbilities
        {
            Input = [ProductInput.None, ProductInput.Digits],
            Output = [ProductOutput.ShortText],
            Experience = [ProductExperience.SeveralWindows, ProductExperience.ShortText],
            Authentication = AuthenticationLevel.C,
            ServiceAbility = 5, CostAdvantage = 7, CarryingAbility = 5, Friendliness = 5, ValueDelivery = 4, Interactivity = 4, Freedom = 3, Reach = 4,
        }),
        Passive(Hotline, "客服热线 hotline", cost: 90, new ChannelAbilities
        {
            Input = [ProductInput.None, ProductInput.Digits, ProductInput.Text],
            Output = [ProductOutput.ShortText, ProductOutput.GoodsByCourier],
            Experience = [ProductExperience.ShortText],
            Authentication = AuthenticationLevel.C,
            SpecialNeeds = [SpecialNeed.HighInteraction, SpecialNeed.HighOrSensitiveFee],
            ServiceAbility = 8, CostAdvantage = 4, CarryingAbility = 6, Friendliness = 8, ValueDelivery = 7, Interactivity = 9, Freedom = 8, Reach = 8,
        }),
        Passive(Hall, "营业厅 hall", cost: 150, Counter(AuthenticationLevel.E, cost: 2)) with
        {
            Family = ChannelFamily.OwnPhysical,
            DailyCapacity = 12_000,
            Hours = [new DailyHours(new TimeOnly(8, 0), new TimeOnly(20, 0), [])],
        },
        Passive(Dealer, "代理商 dealer", cost: 80, Counter(AuthenticationLevel.E, cost: 4)) with
        {
            Family = ChannelFamily.Social,
            DailyCapacity = 3_000,
            Hours = [new DailyHours(new TimeOnly(9, 0), new TimeOnly(20, 30), [])],
        },
    ];

    public static IReadOnlyList<Touchpoint> Touchpoints { get; } =
    [
        new() { Id = "web-home", Name = "网厅首页 web home page", Channel = Web, Slots = 4, Quota = new TierQuota(1, 1, 1, 1) },
        new() { Id = "web-account", Name = "我的账户 web account page", Channel = Web, Slots = 2 },
        new() { Id = "app-banner", Name = "应用首页横幅 app banner", Channel = App, Slots = 3, Quota = new TierQuota(1, 1, 0, 0) },
        new() { Id = "app-bill", Name = "应用账单页 app bill page", Channel = App, Slots = 1 },
        new() { Id = "kiosk-screen", Name = "终端屏幕 kiosk screen", Channel = Kiosk, Slots = 2 },
        new() { Id = "hotline-agent", Name = "坐席界面 agent screen", Channel = Hotline, Slots = 2, Quota = new TierQuota(1, 1, 0, 0) },
        new() { Id = "hall-counter", Name = "柜台屏幕 counter screen", Channel = Hall, Slots = 3, Quota = new TierQuota(1, 1, 0, 1) },
        new() { Id = "dealer-tablet", Name = "代理商平板 dealer tablet", Channel = Dealer, Slots = 2 },
    ];

    private static Channel Active(string id, string name, long cost, long capacity, ChannelAbilities abilities) =>
        new() { Id = id, Name = name, Direction = ChannelDirection.Active, CostPerContact = cost, CostPerTransaction = 10, DailyCapacity = capacity, Abilities = abilities };

    private static Channel Passive(string id, string name, long cost, ChannelAbilities abilities) =>
        new() { Id = id, Name = name, Direction = ChannelDirection.Passive, CostPerContact = cost, CostPerTransaction = cost * 2, Abilities = abilities };

    private static ChannelAbilities Counter(AuthenticationLevel authentication, int cost) => new()
    {
        Input = [ProductInput.None, ProductInput.Digits, ProductInput.Text],
        Output = [ProductOutput.GoodsAtOnce, ProductOutput.GoodsByCourier, ProductOutput.LongText, ProductOutput.ShortText],
        Experience = AllExperiences,
        Authentication = authentication,
        SpecialNeeds = AllNeeds,
        ServiceAbility = 9,
        CostAdvantage = cost,
        CarryingAbility = 9,
        Friendliness = 8,
        ValueDelivery = 9,
        Interactivity = 10,
        Freedom = 2,
        Reach = 5,
    };
}
