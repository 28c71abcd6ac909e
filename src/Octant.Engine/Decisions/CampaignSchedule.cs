using Octant.Engine.Calendar;
using Octant.Engine.Expressions;
using Octant.Engine.Partitions;
using Octant.Engine.Profiles;

namespace Octant.Engine.Decisions;

/// <summary>When a campaign goes to its whole audience by itself, on its active channels.</summary>
public sealed record CampaignSchedule(Instant At);

/// <summary>
/// A scheduled campaign's hour has come for a customer: an event of the platform's own. A batch so passes the same tests, is
/// recorded, replayed and counted like everything that happens to a customer, and each customer's turn counts once.
/// </summary>
public static class CampaignDue
{
    /// <summary>Nobody else declares it or sends it.</summary>
    public const string EventType = "campaign.due";

    private const string Campaign = "campaign";

    public static CustomerEventType Declaration { get; } = new() { Type = EventType, Fields = [new FieldDefinition(Campaign, AttributeKind.Category)] };

    /// <summary>The campaign as it decides: it answers its own hour, and nothing else.</summary>
    public static CampaignDefinition Answering(CampaignDefinition campaign) =>
        campaign.Schedule is null ? campaign : campaign with { Trigger = new CampaignTrigger(EventType, $"event.{Campaign} == \"{campaign.Id}\"") };

    /// <summary>Whether the campaign, as it decides, goes out by schedule.</summary>
    public static bool IsAnsweredBy(CampaignDefinition campaign) => string.Equals(campaign.Trigger?.EventType, EventType, StringComparison.Ordinal);

    public static TriggeringEvent Of(string campaign, Instant at) => new(EventType, at, FieldsOf(campaign));

    public static IReadOnlyList<FieldValue> FieldsOf(string campaign) => [new FieldValue(Campaign, AttributeValue.OfCategory(campaign))];
}
