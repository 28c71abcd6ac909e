using Octant.Engine.Channels;
using Octant.Engine.Expressions;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;
using Octant.Engine.Profiles;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Decisions.Contracts;

namespace Octant.Server.Demo;

/// <summary>What is known of customers and events, and how often they may be spoken to.</summary>
internal static class DemoDictionary
{
    public const string Phone = "phone";
    public const string Name = "name";

    public static IReadOnlyList<(string Name, AttributeKind Kind)> Attributes { get; } =
    [
        ("arpu", AttributeKind.Number),
        ("balance", AttributeKind.Number),
        ("dataUsageGb", AttributeKind.Number),
        ("dataAllowanceGb", AttributeKind.Number),
        ("nightDataShare", AttributeKind.Number),
        ("voiceMinutes", AttributeKind.Number),
        ("tenureMonths", AttributeKind.Number),
        ("roamingDays", AttributeKind.Number),
        ("complaintsLastYear", AttributeKind.Number),
        ("churnRisk", AttributeKind.Number),
        .. DemoSteerings.Attributes.Select(name => (name, AttributeKind.Number)),
        ("ageBand", AttributeKind.Category),
        ("city", AttributeKind.Category),
        ("county", AttributeKind.Category),
        (HomeUnit.Attribute, AttributeKind.Category),
        ("area", AttributeKind.Category),
        ("brand", AttributeKind.Category),
        ("device", AttributeKind.Category),
        ("paymentType", AttributeKind.Category),
        ("preferredChannel", AttributeKind.Category),
        ("fiveG", AttributeKind.Flag),
        ("autoPay", AttributeKind.Flag),
        ("contractEnd", AttributeKind.Date),
        ("joinedOn", AttributeKind.Date),
        (Name, AttributeKind.Text),
        (Phone, AttributeKind.Text),
    ];

    public static IReadOnlyList<CustomerEventType> EventTypes { get; } =
    [
        new() { Type = "bill.query", Fields = [new FieldDefinition("amount", AttributeKind.Number), new FieldDefinition("month", AttributeKind.Category)] },
        new() { Type = "data.exhausted", Fields = [new FieldDefinition("usedGb", AttributeKind.Number), new FieldDefinition("daysLeft", AttributeKind.Number)] },
        new() { Type = "roaming.entered", Fields = [new FieldDefinition("region", AttributeKind.Category)] },
        new()
        {
            Type = "order.product",
            Role = EventRole.Product,
            Fields = [new FieldDefinition("offering", AttributeKind.Category), new FieldDefinition("change", AttributeKind.Category)],
        },
        new()
        {
            Type = "complaint",
            Role = EventRole.Complaint,
            Fields = [new FieldDefinition("case", AttributeKind.Category), new FieldDefinition("change", AttributeKind.Category)],
        },
        new() { Type = "line.status", Role = EventRole.Status, Fields = [new FieldDefinition("status", AttributeKind.Category)] },
    ];

    public static IReadOnlyList<(string Id, string Source, TimeSpan Lateness)> EventSources { get; } =
    [
        ("billing", "https://billing.lanhai.example", TimeSpan.FromHours(6)),
        ("network", "https://network.lanhai.example", TimeSpan.FromMinutes(30)),
        ("crm", "https://crm.lanhai.example", TimeSpan.FromHours(2)),
    ];

    public static IReadOnlyList<FieldDefinition> ContextFields { get; } =
    [
        new("page", AttributeKind.Category),
        new("intent", AttributeKind.Category),
        new("waitingMinutes", AttributeKind.Number),
    ];

    public static PlatformSettings Settings { get; } = new()
    {
        Zone = "Asia/Shanghai",
        GlobalHoldoutShare = 0.02,
        HighValue = "customer.arpu >= 120",
        PhoneAttribute = Phone,
    };

    public static IReadOnlyList<ContactPolicy> Policies { get; } =
    [
        new()
        {
            Id = "frequency",
            Name = "频次上限 · How often",
            Caps =
            [
                new Cap { Limit = 30, Calendar = CalendarUnit.Month },
                new Cap { Limit = 8, Calendar = CalendarUnit.Day },
                new Cap { Scope = CapScope.Campaign, Limit = 3, Rolling = TimeSpan.FromDays(7) },
                new Cap { Scope = CapScope.Class, Subject = ContactPolicy.MarketingClass, Limit = 4, Calendar = CalendarUnit.Month, Channels = ActiveChannels },
                new Cap { Scope = CapScope.Class, Subject = ContactPolicy.MarketingClass, Limit = 1, Calendar = CalendarUnit.Day, Channels = ActiveChannels },
                new Cap { Scope = CapScope.Channel, Subject = DemoChannels.Outbound, Limit = 1, Rolling = TimeSpan.FromDays(30) },
            ],
        },
        new()
        {
            Id = "respect",
            Name = "拒绝与忽略 · After a no",
            CoolDowns = [new CoolDown(CapScope.Offering, TimeSpan.FromDays(30)), new CoolDown(CapScope.Campaign, TimeSpan.FromDays(14))],
            IgnoreSuppressions = [new IgnoreSuppression(CapScope.Campaign, 3, TimeSpan.FromDays(60))],
        },
        new()
        {
            Id = "quiet",
            Name = "静默时段 · Quiet hours",
            QuietHours = [new DailyHours(new TimeOnly(21, 0), new TimeOnly(8, 30), [])],
            Holidays = [new DateOnly(2027, 2, 6), new DateOnly(2027, 2, 7)],
        },
    ];

    private static string[] ActiveChannels => [DemoChannels.Sms, DemoChannels.Mms, DemoChannels.Email, DemoChannels.Outbound];
}
