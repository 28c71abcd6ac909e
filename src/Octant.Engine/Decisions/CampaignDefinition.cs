using Octant.Engine.Behaviour;
using Octant.Engine.Calendar;
using Octant.Engine.Policies;

namespace Octant.Engine.Decisions;

/// <summary>An offering a campaign may make, with what is known of its chances.</summary>
public sealed record CampaignOffer
{
    public required string Offering { get; init; }

    public string? Promotion { get; init; }

    /// <summary>Chance of acceptance when shown, 0 to 1.</summary>
    public double Propensity { get; init; } = 0.1;

    /// <summary>Minor units; null: the offering's.</summary>
    public long? Value { get; init; }
}

/// <summary>Which propensity a campaign's offers are ranked by.</summary>
public enum PropensitySource
{
    /// <summary>The number entered with each offer.</summary>
    Configured,

    /// <summary>The response model's, wherever it has enough evidence; until then the number entered.</summary>
    Model,
}

/// <summary>What one offering says in one channel. Null offering or channel: any.</summary>
public sealed record Treatment
{
    public string? Offering { get; init; }

    public string? Channel { get; init; }

    public string Variant { get; init; } = "";

    /// <summary>May hold <c>{attribute}</c> marks, filled at the edge when it is shown, never stored.</summary>
    public required string Text { get; init; }
}

/// <summary>Makes a campaign answer an event by itself, on its active channels.</summary>
/// <param name="Condition">An expression over <c>event</c> and <c>customer</c>; null: every such event.</param>
public sealed record CampaignTrigger(string EventType, string? Condition)
{
    /// <summary>
    /// An event type that must not come within <see cref="Within"/> after the event: the campaign answers when that time is
    /// over, and not at all when such an event came.
    /// </summary>
    public string? Absent { get; init; }

    /// <summary>An event type that must have come within <see cref="Within"/> before the event.</summary>
    public string? After { get; init; }

    /// <summary>Set with <see cref="Absent"/> or <see cref="After"/>, a minute to 90 days; null without.</summary>
    public TimeSpan? Within { get; init; }

    /// <summary>The moments of the other event type that must be kept for it; null when there is no other.</summary>
    internal BehaviourMeasure? Other => (Absent ?? After) is { } type ? BehaviourMeasure.Times(type, BehaviourMeasure.SequenceDepth) : null;

    /// <summary>What must not follow; null when the campaign answers the event at once.</summary>
    internal AbsencePattern? Absence => Absent is { } type && Within is { } within ? new AbsencePattern(EventType, type, within) : null;
}

/// <summary>Multiplies the score while the condition, which may use <c>context</c>, is true.</summary>
public sealed record ContextWeight(string When, double Weight);

public enum CampaignStatus
{
    Draft,
    Approved,
    Live,
    Paused,
    Ended,
}

/// <summary>A plan to make offers to an audience through channels in a period.</summary>
public sealed record CampaignDefinition
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The path of the organisation unit it belongs to; null for the whole organisation. Decisions do not look at it.</summary>
    public string? Organisation { get; init; }

    public CampaignStatus Status { get; init; } = CampaignStatus.Draft;

    /// <summary>Whom the campaign is for. Null: everybody.</summary>
    public string? Audience { get; init; }

    /// <summary>Who may have it by law and contract.</summary>
    public string? Eligibility { get; init; }

    /// <summary>Whether it makes sense now, in this context.</summary>
    public string? Applicability { get; init; }

    /// <summary>Whether it is good for this customer.</summary>
    public string? Suitability { get; init; }

    public required IReadOnlyList<CampaignOffer> Offers { get; init; }

    public PropensitySource PropensitySource { get; init; } = PropensitySource.Configured;

    public required IReadOnlyList<string> Channels { get; init; }

    /// <summary>Empty: every touchpoint of its channels.</summary>
    public IReadOnlyList<string> Touchpoints { get; init; } = [];

    public IReadOnlyList<Treatment> Treatments { get; init; } = [];

    public CampaignTrigger? Trigger { get; init; }

    /// <summary>Set: it goes to its audience whenever its time has come, and answers nothing else. Null: it speaks when it is asked or triggered.</summary>
    public CampaignSchedule? Schedule { get; init; }

    public IReadOnlyList<ContextWeight> ContextWeights { get; init; } = [];

    /// <summary>A planner's thumb on the scale; 1 changes nothing.</summary>
    public double Lever { get; init; } = 1;

    public Instant Start { get; init; } = Instant.MinValue;

    /// <summary>Exclusive.</summary>
    public Instant End { get; init; } = Instant.MaxValue;

    /// <summary>Share of customers, 0 to 1, who are deliberately not contacted, to measure the effect.</summary>
    public double HoldoutShare { get; init; }

    /// <summary>Class of message, for consent and caps.</summary>
    public string Class { get; init; } = ContactPolicy.MarketingClass;

    /// <summary>How long a recommendation may be shown.</summary>
    public TimeSpan Validity { get; init; } = TimeSpan.FromHours(24);

    /// <summary>What contacts may cost in all, in minor units; null for no limit.</summary>
    public long? Budget { get; init; }
}
