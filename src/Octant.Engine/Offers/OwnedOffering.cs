using System.Collections.Concurrent;
using Octant.Engine.Calendar;
using Octant.Engine.Profiles;

namespace Octant.Engine.Offers;

/// <summary>How far ownership has come. All of these count as owned.</summary>
public enum OwnershipState
{
    Active,

    /// <summary>Accepted or ordered, takes effect later (next month).</summary>
    Pending,

    /// <summary>An order for it is being carried out.</summary>
    InFlight,
}

/// <summary>An offering a customer has or is about to have.</summary>
/// <param name="Promotion">The promotion it was taken under, if any.</param>
/// <param name="LockedUntil">End of the contract term.</param>
public sealed record OwnedOffering(string Offering, OwnershipState State, string? Promotion, Instant? LockedUntil)
{
    private static readonly ConcurrentDictionary<string, OwnedOffering> PlainOnes = new(StringComparer.Ordinal);

    /// <summary>The offering as a symbol.</summary>
    internal int Symbol { get; } = Symbols.Of(Offering);

    /// <summary>Active and nothing else, as most are: one that all customers share.</summary>
    public static OwnedOffering Plain(string offering) =>
        PlainOnes.GetOrAdd(offering, static offering => new OwnedOffering(offering, OwnershipState.Active, null, null));

    /// <summary>An equal one that all customers share where it is <see cref="Plain"/>.</summary>
    public OwnedOffering Shared() =>
        State == OwnershipState.Active && Promotion is null && LockedUntil is null ? PlainOnes.GetOrAdd(Offering, static (_, plain) => plain, this) : this;
}
