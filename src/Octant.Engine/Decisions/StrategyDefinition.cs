using Octant.Engine.Behaviour;
using Octant.Engine.Calendar;
using Octant.Engine.Channels;
using Octant.Engine.Expressions;
using Octant.Engine.Learning;
using Octant.Engine.Offers;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;
using Octant.Engine.Profiles;

namespace Octant.Engine.Decisions;

/// <summary>
/// Everything a decision depends on besides the customer, as plain data: stored whole under its version before any
/// partition uses it, so that a decision of any retained period can be made again.
/// </summary>
public sealed record StrategyDefinition
{
    public required long Version { get; init; }

    /// <summary>Seed of every assignment and draw.</summary>
    public ulong Seed { get; init; }

    public IReadOnlyList<AttributeDefinition> Attributes { get; init; } = [];

    public IReadOnlyList<CustomerEventType> EventTypes { get; init; } = [];

    /// <summary>Fields a decision request's context may carry; others are dropped.</summary>
    public IReadOnlyList<FieldDefinition> ContextFields { get; init; } = [];

    /// <summary>Areas that <c>inArea</c> may name.</summary>
    public IReadOnlyList<AreaDefinition> Areas { get; init; } = [];

    /// <summary>What is kept of customers' behaviour, with the numbers given so far: those of the strategy before keep theirs.</summary>
    public IReadOnlyList<NumberedMeasure> Measures { get; init; } = [];

    public IReadOnlyList<Offering> Offerings { get; init; } = [];

    public IReadOnlyList<Promotion> Promotions { get; init; } = [];

    public IReadOnlyList<Channel> Channels { get; init; } = [];

    public IReadOnlyList<Outlet> Outlets { get; init; } = [];

    public IReadOnlyList<Touchpoint> Touchpoints { get; init; } = [];

    public IReadOnlyList<ContactPolicy> Policies { get; init; } = [];

    /// <summary>Live and paused ones; a paused one makes no offers but keeps what is pending.</summary>
    public IReadOnlyList<CampaignDefinition> Campaigns { get; init; } = [];

    /// <summary>What allocations gave campaigns of the shared channels, one for each campaign at most.</summary>
    public IReadOnlyList<Allotment> Allotments { get; init; } = [];

    public required IReadOnlyList<ZoneTable> Zones { get; init; }

    /// <summary>The platform's own zone: days of counters and capacity, and of customers without a zone of their own.</summary>
    public required string Zone { get; init; }

    /// <summary>Category attribute that names a customer's zone; null when all live in the platform's.</summary>
    public string? ZoneAttribute { get; init; }

    /// <summary>Share of customers, 0 to 1, to whom no marketing is ever offered.</summary>
    public double GlobalHoldoutShare { get; init; }

    /// <summary>Who counts as a high-value customer; null: nobody.</summary>
    public string? HighValue { get; init; }

    public LearningRules Learning { get; init; } = new();

    /// <summary>A claim this long after its due instant reserves anew.</summary>
    public TimeSpan ClaimWindow { get; init; } = TimeSpan.FromHours(1);
}
