using Octant.Engine.Calendar;
using Octant.Engine.Expressions;
using Octant.Engine.Partitions;
using Octant.Engine.Profiles;

namespace Octant.Engine.Decisions;

/// <summary>When a campaign goes to its whole audience by itself, on its active channels.</summary>
/// <param name="At">The first time, or the only one.</param>
/// <param name="Recurrence">Null: once.</param>
public sealed record CampaignSchedule(Instant At, CampaignRecurrence? Recurrence = null);

/// <summary>What a recurrence counts in.</summary>
public enum RecurrenceUnit
{
    Day,
    Week,
    Month,
}

/// <summary>
/// A schedule that comes again at the same local time of the platform's zone: every so many days, weeks or months, in a shorter month on its last
/// day. It ends with the campaign.
/// </summary>
/// <param name="Until">No time from here on; null: up to the campaign's end.</param>
public sealed record CampaignRecurrence(RecurrenceUnit Unit, int Every = 1, Instant? Until = null);

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
