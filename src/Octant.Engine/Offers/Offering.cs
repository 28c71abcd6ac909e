using Octant.Engine.Calendar;
using Octant.Engine.Tariffs;

namespace Octant.Engine.Offers;

public enum OfferingType
{
    MainPlan,
    AddOn,
    Service,
    Device,
    Accessory,
    App,
}

/// <summary>Life-cycle states of TMF620. Only an active offering is offered; a retired one can still be owned.</summary>
public enum OfferingStatus
{
    InDesign,
    Active,
    Suspended,
    Retired,
}

/// <summary>How much an offering matters. Touchpoints give each tier a quota of slots.</summary>
public enum Tier
{
    Gold,
    Silver,
    Bronze,
    Ordinary,
}

/// <summary>What is sold (TMF620 product offering). Money in minor units of the settlement currency.</summary>
public sealed record Offering
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public OfferingType Type { get; init; } = OfferingType.AddOn;

    public OfferingStatus Status { get; init; } = OfferingStatus.Active;

    /// <summary>First moment it can be offered; null for always.</summary>
    public Instant? ValidFrom { get; init; }

    /// <summary>First moment it can no longer be offered; null for never.</summary>
    public Instant? ValidTo { get; init; }

    /// <summary>Product cluster: offerings that serve the same purpose.</summary>
    public string? Cluster { get; init; }

    /// <summary>Null: from <see cref="Needs"/>' importance.</summary>
    public Tier? Tier { get; init; }

    public long Price { get; init; }

    /// <summary>What an acceptance is worth, in minor units: arbitration multiplies it. Null: the price.</summary>
    public long? Value { get; init; }

    /// <summary>What a customer who has taken it brings in; null: the value, once. Effects are measured in it, arbitration is not moved by it.</summary>
    public RevenueRule? Revenue { get; init; }

    /// <summary>Cannot be owned together with any of these; holds both ways whoever says it.</summary>
    public IReadOnlyList<string> Excludes { get; init; } = [];

    /// <summary>All of these must be owned.</summary>
    public IReadOnlyList<string> Requires { get; init; } = [];

    /// <summary>Upgrade path: where not empty, one of these must be owned, and is replaced.</summary>
    public IReadOnlyList<string> UpgradesFrom { get; init; } = [];

    /// <summary>Where not empty, the customer's attribute <c>device</c> must be one of these.</summary>
    public IReadOnlyList<string> Devices { get; init; } = [];

    /// <summary>Where not empty, the customer's attribute <c>area</c> must be one of these.</summary>
    public IReadOnlyList<string> Areas { get; init; } = [];

    /// <summary>Units for sale in all; null for no limit.</summary>
    public long? Stock { get; init; }

    /// <summary>A confirmed contact without response for this long counts as ignored.</summary>
    public TimeSpan ResponseWindow { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Of a main plan: what usage costs beyond the price, which is the monthly fee. Null: it cannot be billed here.</summary>
    public TariffTerms? Tariff { get; init; }

    public ProductNeeds Needs { get; init; } = new();

    public StandardWording Wording { get; init; } = new();
}

/// <summary>What a customer who has taken an offering brings in, in minor units: <paramref name="Once"/> + <paramref name="Monthly"/> × <paramref name="Months"/>.</summary>
/// <param name="Once">When it is taken.</param>
/// <param name="Monthly">Each month.</param>
/// <param name="Months">For so many months, 0 to 120.</param>
public sealed record RevenueRule(long Once, long Monthly = 0, int Months = 0)
{
    public const int MostMonths = 120;

    public long Whole => Once + (Monthly * Months);
}

/// <summary>The approved texts that treatments and scripts come from.</summary>
public sealed record StandardWording
{
    public string? TariffNote { get; init; }

    public string? Detailed { get; init; }

    public string? Brief { get; init; }

    public string? OneLine { get; init; }

    public string? HowToOrder { get; init; }
}

/// <summary>A coded, priced scheme on offerings with contract terms (TMF671).</summary>
public sealed record Promotion
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<string> Offerings { get; init; }

    public long Price { get; init; }

    public Instant? ValidFrom { get; init; }

    public Instant? ValidTo { get; init; }

    /// <summary>A customer under one of these cannot take this one; holds both ways.</summary>
    public IReadOnlyList<string> Excludes { get; init; } = [];

    /// <summary>Contract term: until it has passed, main plans cannot be changed and no other locking promotion taken.</summary>
    public int LockInMonths { get; init; }
}
