namespace Octant.Engine.Arbitration;

/// <summary>
/// The customers deliberately not contacted, of one campaign or of all marketing. Assignment is a hash of seed, purpose,
/// campaign and customer: for ever the same, and independent from campaign to campaign. A larger share keeps everybody
/// whom a smaller one held out.
/// </summary>
public readonly struct Holdout
{
    private readonly ulong _salt;
    private readonly double _share;

    private Holdout(ulong seed, string purpose, string campaign, double share)
    {
        _salt = StableHash.Combine(StableHash.Combine(StableHash.Mix(seed), StableHash.Of(purpose)), StableHash.Of(campaign));
        _share = share;
    }

    /// <param name="seed">The strategy's.</param>
    /// <param name="share">0 to 1.</param>
    public static Holdout OfCampaign(ulong seed, string campaign, double share) => new(seed, "campaign", campaign, share);

    /// <summary>Customers to whom no marketing is ever offered.</summary>
    /// <inheritdoc cref="OfCampaign"/>
    public static Holdout OfAllMarketing(ulong seed, double share) => new(seed, "global", "", share);

    public bool Holds(long customer) => _share > 0 && StableHash.ToUnit(StableHash.Combine(_salt, (ulong)customer)) < _share;
}
