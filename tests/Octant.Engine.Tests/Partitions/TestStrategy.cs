using Octant.Engine.Calendar;
using Octant.Engine.Channels;
using Octant.Engine.Decisions;
using Octant.Engine.Expressions;
using Octant.Engine.Offers;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;
using Octant.Engine.Profiles;

namespace Octant.Engine.Tests.Partitions;

/// <summary>A small province: a web page, an SMS gateway with quiet hours, three offerings, an event that triggers.</summary>
internal static class TestStrategy
{
    /// <summary>A Monday, 9 o'clock.</summary>
    public static readonly Instant Start = Instant.From(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));

    public static readonly ContactPolicy Policy = new()
    {
        Id = "all",
        Caps = [new Cap { Limit = 4, Calendar = CalendarUnit.Day }],
        CoolDowns = [new CoolDown(CapScope.Offering, TimeSpan.FromDays(30))],
        QuietHours = [new DailyHours(new TimeOnly(22, 0), new TimeOnly(7, 0), [])],
    };

    public static readonly Channel Web = new() { Id = "web", Name = "Web" };

    public static readonly Channel Sms = new() { Id = "sms", Name = "SMS", Direction = ChannelDirection.Active };

    public static StrategyDefinition Definition { get; } = new()
    {
        Version = 1,
        Seed = 7,
        Zones = [ZoneTable.Utc],
        Zone = "UTC",
        Attributes = [new AttributeDefinition(0, "arpu", AttributeKind.Number), new AttributeDefinition(1, "area", AttributeKind.Category)],
        EventTypes =
        [
            new CustomerEventType
            {
                Type = "order",
                Role = EventRole.Product,
                Fields = [new FieldDefinition("offering", AttributeKind.Category), new FieldDefinition("change", AttributeKind.Category)],
            },
            new CustomerEventType
            {
                Type = "complaint",
                Role = EventRole.Complaint,
                Fields = [new FieldDefinition("case", AttributeKind.Category), new FieldDefinition("change", AttributeKind.Category)],
            },
            new CustomerEventType { Type = "line", Role = EventRole.Status, Fields = [new FieldDefinition("status", AttributeKind.Category)] },
            new CustomerEventType { Type = "topup", Fields = [new FieldDefinition("amount", AttributeKind.Number)] },
            new CustomerEventType { Type = "idle" },
        ],
        Channels = [Web, Sms],
        Touchpoints = [new Touchpoint { Id = "home", Name = "Home page", Channel = "web", Slots = 2 }],
        Offerings =
        [
            new Offering { Id = "P-5G", Name = "5G", Value = 100, Excludes = ["P-4G"], ResponseWindow = TimeSpan.FromDays(3) },
            new Offering { Id = "P-TV", Name = "TV", Value = 50, ResponseWindow = TimeSpan.FromDays(3) },
            new Offering { Id = "P-DATA", Name = "Data", Value = 10, ResponseWindow = TimeSpan.FromDays(3) },
        ],
        Policies = [Policy],
        Campaigns =
        [
            Campaign("C-5G", "P-5G", "web", "sms"),
            Campaign("C-TV", "P-TV", "web"),
            Campaign("C-TOPUP", "P-DATA", "sms") with { Trigger = new CampaignTrigger("topup", "event.amount > 10.0") },
        ],
    };

    public static CampaignDefinition Campaign(string id, string offering, params string[] channels) => new()
    {
        Id = id,
        Name = id,
        Status = CampaignStatus.Live,
        Offers = [new CampaignOffer { Offering = offering }],
        Channels = channels,
        Validity = TimeSpan.FromHours(48),
    };

    public static Strategy Compile(StrategyDefinition definition)
    {
        var compilation = StrategyCompiler.Compile(definition);
        Assert.Empty(compilation.Errors);
        return compilation.Strategy!;
    }

    /// <summary>The definition with one campaign changed.</summary>
    public static StrategyDefinition With(this StrategyDefinition definition, string campaign, Func<CampaignDefinition, CampaignDefinition> change) =>
        definition with
        {
            Version = definition.Version + 1,
            Campaigns = [.. definition.Campaigns.Select(known => known.Id == campaign ? change(known) : known)],
        };
}
