using Octant.Engine.Calendar;

namespace Octant.Engine.Policies;

/// <summary>Which recommendation of which decision: a contact's name inside its partition.</summary>
/// <param name="Sequence">The journal row of the decision.</param>
/// <param name="Index">The command within the row.</param>
/// <param name="Rank">1 for the first recommendation; ghosts come after the last.</param>
public readonly record struct ContactId(long Sequence, int Index, int Rank) : IComparable<ContactId>
{
    public int CompareTo(ContactId other)
    {
        var bySequence = Sequence.CompareTo(other.Sequence);
        if (bySequence != 0)
        {
            return bySequence;
        }

        var byIndex = Index.CompareTo(other.Index);
        return byIndex != 0 ? byIndex : Rank.CompareTo(other.Rank);
    }
}

/// <summary>Where a contact stands. planned = pending + sent + unconfirmed + suppressed + failed, always (4.7).</summary>
public enum ContactState
{
    /// <summary>Reserved, not yet shown or sent.</summary>
    Pending,

    /// <summary>Claimed by a sender, whose word is awaited. Never sent again by itself; keeps its cap.</summary>
    Unconfirmed,

    /// <summary>Put before the customer.</summary>
    Sent,

    /// <summary>Will not go out; the reason says why (expired among them). Does not count.</summary>
    Suppressed,

    /// <summary>The sender tried and could not. Does not count.</summary>
    Failed,

    /// <summary>A holdout's would-be contact: counted for its own campaign only.</summary>
    Ghost,
}

/// <summary>What came back; one bit each, because a customer can be shown, click and accept.</summary>
[Flags]
public enum Responses : byte
{
    None = 0,
    Shown = 1,
    Clicked = 2,
    Accepted = 4,
    Interested = 8,
    Rejected = 16,
    Ignored = 32,
}

/// <summary>
/// One entry of a customer's ledger: a reservation or a contact. Everything a cap can ask is in here, so that a decision
/// needs nothing else.
/// </summary>
public sealed record Contact
{
    public required ContactId Id { get; init; }

    /// <summary>The other system and its own id, for contacts made elsewhere; null for Octant's own.</summary>
    public string? Source { get; init; }

    /// <summary>Null for contacts by other systems that named none.</summary>
    public string? Campaign { get; init; }

    public string? Offering { get; init; }

    public string? Promotion { get; init; }

    public string? Cluster { get; init; }

    public required string Class { get; init; }

    public required string Channel { get; init; }

    public string? Outlet { get; init; }

    public string? Staff { get; init; }

    /// <summary>The organisation unit of the outlet, where none took part that of the customer, as a path; null where that is not known.</summary>
    public string? Organisation { get; init; }

    /// <summary>Treatment variant shown; empty when there is one wording only.</summary>
    public string Variant { get; init; } = "";

    public required Instant GrantedAt { get; init; }

    /// <summary>The instant at which it counts in every cap.</summary>
    public required Instant CountsAt { get; init; }

    public required Instant ValidUntil { get; init; }

    /// <summary>How long after confirmation silence becomes "ignored".</summary>
    public required TimeSpan ResponseWindow { get; init; }

    public required ContactState State { get; init; }

    /// <summary>Why it was suppressed or failed; kept when it was shown all the same.</summary>
    public string? Reason { get; init; }

    /// <summary>When it came into its state.</summary>
    public required Instant StateAt { get; init; }

    public Responses Responses { get; init; }

    /// <summary>When it was rejected, or noticed to be ignored; the start of cool-down and suppression.</summary>
    public Instant? TurnedDownAt { get; init; }

    /// <summary>What it used up, to be given back if it does not take place.</summary>
    public IReadOnlyList<ResourceSpend> Spends { get; init; } = [];

    /// <summary>It was shown after it had been released: it counts, and it is flagged.</summary>
    public bool ShownLate { get; init; }

    /// <summary>
    /// Whether caps count it (ghosts: for their own campaign only). One that was claimed and never heard of again may have
    /// reached the customer, so it goes on counting.
    /// </summary>
    public bool Counts =>
        State is ContactState.Pending or ContactState.Unconfirmed or ContactState.Sent or ContactState.Ghost
        || (State == ContactState.Failed && string.Equals(Reason, Reasons.NoReceipt, StringComparison.Ordinal));

    /// <summary>It was shown and nothing came back yet.</summary>
    public bool AwaitsResponse => ResponseWindow > TimeSpan.Zero && (Responses & ~Responses.Shown) == Responses.None;
}
