namespace Octant.Engine.Offers;

/// <summary>How much an offering matters, from what channel management says of it.</summary>
public static class Tiers
{
    /// <summary>Sum of three degrees from 0 to 10 from which an offering is gold: 8 each.</summary>
    public const int GoldFrom = 24;

    /// <summary>6 each.</summary>
    public const int SilverFrom = 18;

    /// <summary>3 each.</summary>
    public const int BronzeFrom = 9;

    /// <summary>The tier set by hand, else the one from importance.</summary>
    public static Tier Of(Offering offering) => offering.Tier ?? Of(offering.Needs);

    /// <summary>By revenue, company priority and customer attention, which weigh the same.</summary>
    public static Tier Of(ProductNeeds needs) => (needs.RevenueImportance + needs.CompanyPriority + needs.CustomerAttention) switch
    {
        >= GoldFrom => Tier.Gold,
        >= SilverFrom => Tier.Silver,
        >= BronzeFrom => Tier.Bronze,
        _ => Tier.Ordinary,
    };
}
