namespace Octant.Engine.Offers;

/// <summary>What the customer must type to get the product.</summary>
public enum ProductInput
{
    None,
    Digits,
    Text,
}

/// <summary>What the customer receives.</summary>
public enum ProductOutput
{
    GoodsAtOnce,
    GoodsByCourier,
    LongText,
    ShortText,
}

/// <summary>What trying or using the product takes.</summary>
public enum ProductExperience
{
    SeveralWindows,
    RichMediaOrLongText,
    ShortText,
}

/// <summary>How sure the channel must be of who the customer is; each level includes those before it.</summary>
public enum AuthenticationLevel
{
    /// <summary>None.</summary>
    A,

    /// <summary>The number itself.</summary>
    B,

    /// <summary>The service password.</summary>
    C,

    /// <summary>A code by SMS.</summary>
    D,

    /// <summary>An identity document.</summary>
    E,
}

public enum SpecialNeed
{
    HighOrSensitiveFee,
    HighInteraction,
    HighComplexity,
    BusinessCustomersOnly,
}

/// <summary>The product's half of customer, product, channel matching. Degrees are from 0 (none) to 10 (most).</summary>
public sealed record ProductNeeds
{
    public ProductInput Input { get; init; } = ProductInput.None;

    /// <summary>All of these must be delivered.</summary>
    public IReadOnlyList<ProductOutput> Output { get; init; } = [];

    /// <summary>All of these must be shown.</summary>
    public IReadOnlyList<ProductExperience> Experience { get; init; } = [];

    public AuthenticationLevel Authentication { get; init; } = AuthenticationLevel.A;

    public IReadOnlyList<SpecialNeed> SpecialNeeds { get; init; } = [];

    public int FunctionalComplexity { get; init; }

    public int MarketExclusivity { get; init; }

    public int TrainingNeed { get; init; }

    public int RevenueImportance { get; init; }

    public int CompanyPriority { get; init; }

    public int CustomerAttention { get; init; }
}
