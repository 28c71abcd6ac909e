using Octant.Engine.Offers;

namespace Octant.Engine.Channels;

/// <summary>The three families of channels of the trade.</summary>
public enum ChannelFamily
{
    OwnPhysical,
    Social,
    Electronic,
}

/// <summary>Who speaks first. Quiet hours and preferred channel bind active channels only.</summary>
public enum ChannelDirection
{
    /// <summary>The operator contacts the customer: SMS, MMS, e-mail, outbound call.</summary>
    Active,

    /// <summary>The customer is there already: web, kiosk, hotline, counter.</summary>
    Passive,
}

/// <summary>A time of day range on some days of the week, in local time; <see cref="To"/> is exclusive, and below From it runs past midnight.</summary>
/// <param name="Days">Empty means every day; the day is the one on which the range begins.</param>
public sealed record DailyHours(TimeOnly From, TimeOnly To, IReadOnlyList<DayOfWeek> Days);

/// <summary>A way to reach a customer. Money in minor units, degrees from 0 to 10.</summary>
public sealed record Channel
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public ChannelFamily Family { get; init; } = ChannelFamily.Electronic;

    public ChannelDirection Direction { get; init; } = ChannelDirection.Passive;

    /// <summary>When it is open; empty means always.</summary>
    public IReadOnlyList<DailyHours> Hours { get; init; } = [];

    /// <summary>Contacts per calendar day in the platform's zone; null for no limit.</summary>
    public long? DailyCapacity { get; init; }

    public long CostPerContact { get; init; }

    public long CostPerTransaction { get; init; }

    public ChannelAbilities Abilities { get; init; } = new();
}

/// <summary>The channel's half of customer, product, channel matching; an empty list means it has none of that.</summary>
public sealed record ChannelAbilities
{
    public IReadOnlyList<ProductInput> Input { get; init; } = [ProductInput.None];

    public IReadOnlyList<ProductOutput> Output { get; init; } = [ProductOutput.ShortText];

    public IReadOnlyList<ProductExperience> Experience { get; init; } = [ProductExperience.ShortText];

    /// <summary>The surest level it can establish.</summary>
    public AuthenticationLevel Authentication { get; init; } = AuthenticationLevel.B;

    public IReadOnlyList<SpecialNeed> SpecialNeeds { get; init; } = [];

    public int ServiceAbility { get; init; } = 5;

    public int CostAdvantage { get; init; } = 5;

    public int CarryingAbility { get; init; } = 5;

    public int Friendliness { get; init; } = 5;

    public int ValueDelivery { get; init; } = 5;

    public int Interactivity { get; init; } = 5;

    public int Freedom { get; init; } = 5;

    public int Reach { get; init; } = 5;
}

/// <summary>One place of a channel, with a code and an owner.</summary>
public sealed record Outlet
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Channel { get; init; }

    /// <summary>The organisation unit that answers for it, as a path from the top: <c>province/city/hall</c>.</summary>
    public required string Organisation { get; init; }

    /// <summary>Empty means the channel's hours.</summary>
    public IReadOnlyList<DailyHours> Hours { get; init; } = [];

    public long? DailyCapacity { get; init; }

    public long CostPerContact { get; init; }
}

/// <summary>A spot where an offer can appear.</summary>
public sealed record Touchpoint
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Channel { get; init; }

    /// <summary>How many offers it has room for.</summary>
    public int Slots { get; init; } = 1;

    /// <summary>Slots per tier; unused ones fall to the tier below. Null: all tiers compete for all slots.</summary>
    public TierQuota? Quota { get; init; }
}

public sealed record TierQuota(int Gold, int Silver, int Bronze, int Ordinary);
