using Octant.Engine.Partitions;
using Octant.Engine.Policies;

namespace Octant.Engine.Decisions.Simulations;

/// <summary>
/// The ledgers of the simulated world, customer by customer, kept as what differs from the record: contacts that were made and
/// would not have been, and contacts that would have been made and were not. A customer whose decisions come out as recorded
/// costs nothing, and their ledger is the recorded one, to the byte.
/// </summary>
/// <remarks>
/// What a contact that never was became is nowhere recorded. It is taken to be handed over like the recorded contact of the
/// same decision whose place it takes: sent, expired or failed as that was; where there was none, put before the customer when it
/// counts. No response to it is assumed, so it fills caps and starts no cool-down. Contacts of before the period and of other
/// systems, and those both worlds made, are as recorded.
/// </remarks>
internal sealed class SimulatedLedgers
{
    private readonly Dictionary<long, Difference> _differences = [];

    /// <summary>Contacts kept because they differ, of all customers.</summary>
    public long Kept { get; private set; }

    /// <summary>Puts the simulated ledger in place of the recorded one.</summary>
    /// <returns>The recorded one; null when they are the same.</returns>
    public Contact[]? Apply(CustomerState customer)
    {
        if (!_differences.TryGetValue(customer.Key, out var difference))
        {
            return null;
        }

        var recorded = customer.Ledger.AsSpan().ToArray();
        var simulated = new List<Contact>(recorded.Length + difference.Made.Count);
        foreach (var contact in recorded)
        {
            if (contact.Source is not null || !difference.Unmade.Contains(contact.Id))
            {
                simulated.Add(contact);
            }
        }

        foreach (var made in difference.Made)
        {
            simulated.Add(made.HandedOver(recorded));
        }

        simulated.Sort(static (left, right) => left.GrantedAt != right.GrantedAt ? left.GrantedAt.CompareTo(right.GrantedAt) : left.Id.CompareTo(right.Id));
        customer.Ledger.Clear();
        customer.Ledger.AddRange(simulated);
        return recorded;
    }

    /// <summary>Notes what one decision granted in either world.</summary>
    public void Record(DecisionInputs inputs, DecisionResult recorded, DecisionResult simulated)
    {
        if (ReferenceEquals(recorded, simulated))
        {
            return;
        }

        var unmade = Without(recorded.Recommendations, simulated.Recommendations);
        var unmadeGhosts = Without(recorded.Ghosts, simulated.Ghosts);
        var made = Without(simulated.Recommendations, recorded.Recommendations);
        var madeGhosts = Without(simulated.Ghosts, recorded.Ghosts);
        if (unmade.Count + unmadeGhosts.Count + made.Count + madeGhosts.Count == 0)
        {
            return;
        }

        if (!_differences.TryGetValue(inputs.Customer.Key, out var difference))
        {
            _differences[inputs.Customer.Key] = difference = new Difference();
        }

        foreach (var item in unmade.Concat(unmadeGhosts))
        {
            difference.Unmade.Add(IdOf(inputs, item.Rank));
        }

        foreach (var item in made)
        {
            difference.Made.Add(new CounterfactualContact(Grant(inputs, item, ContactState.Pending), PlaceTaken(inputs, item, recorded.Recommendations)));
        }

        foreach (var item in madeGhosts)
        {
            difference.Made.Add(new CounterfactualContact(Grant(inputs, item, ContactState.Ghost), null));
        }

        Kept += unmade.Count + unmadeGhosts.Count + made.Count + madeGhosts.Count;
    }

    /// <summary>Whether two recommendations of one decision are the same contact, whatever their rank and score.</summary>
    public static bool AreSameContact(Recommendation left, Recommendation right) =>
        string.Equals(left.Campaign, right.Campaign, StringComparison.Ordinal)
        && string.Equals(left.Offering, right.Offering, StringComparison.Ordinal)
        && string.Equals(left.Promotion, right.Promotion, StringComparison.Ordinal)
        && string.Equals(left.Channel, right.Channel, StringComparison.Ordinal)
        && string.Equals(left.Class, right.Class, StringComparison.Ordinal)
        && left.CountsAt == right.CountsAt
        && left.ValidUntil == right.ValidUntil;

    private static List<Recommendation> Without(IReadOnlyList<Recommendation> items, IReadOnlyList<Recommendation> others)
    {
        var left = new List<Recommendation>();
        foreach (var item in items)
        {
            if (!others.Any(other => AreSameContact(item, other)))
            {
                left.Add(item);
            }
        }

        return left;
    }

    private static ContactId IdOf(DecisionInputs inputs, int rank) => new(inputs.Id.Sequence, inputs.Id.Index, rank);

    /// <summary>The recorded contact of the same channel and rank, else of the same channel.</summary>
    private static ContactId? PlaceTaken(DecisionInputs inputs, Recommendation item, IReadOnlyList<Recommendation> recorded)
    {
        var onChannel = recorded.Where(other => string.Equals(other.Channel, item.Channel, StringComparison.Ordinal)).ToList();
        var taken = onChannel.Find(other => other.Rank == item.Rank) ?? onChannel.FirstOrDefault();
        return taken is null ? null : IdOf(inputs, taken.Rank);
    }

    internal static Contact Grant(DecisionInputs inputs, Recommendation item, ContactState state) => new()
    {
        Id = IdOf(inputs, item.Rank),
        Campaign = item.Campaign,
        Offering = item.Offering,
        Promotion = item.Promotion,
        Cluster = item.Cluster,
        Class = item.Class,
        Channel = item.Channel,
        Outlet = inputs.Request?.Actor.Outlet,
        Variant = item.Variant,
        GrantedAt = inputs.Now,
        CountsAt = item.CountsAt,
        ValidUntil = item.ValidUntil,
        ResponseWindow = item.ResponseWindow,
        State = state,
        StateAt = inputs.Now,
    };

    private sealed class Difference
    {
        public HashSet<ContactId> Unmade { get; } = [];

        public List<CounterfactualContact> Made { get; } = [];
    }

    /// <param name="Granted">As it was reserved.</param>
    /// <param name="PlaceTaken">The recorded contact it is handed over like; null where there was none.</param>
    private sealed record CounterfactualContact(Contact Granted, ContactId? PlaceTaken)
    {
        public Contact HandedOver(ReadOnlySpan<Contact> recorded)
        {
            if (Granted.State == ContactState.Ghost)
            {
                return Granted;
            }

            foreach (var contact in recorded)
            {
                if (contact.Id == PlaceTaken && contact.Source is null)
                {
                    return Granted with { State = contact.State, Reason = contact.Reason, StateAt = contact.StateAt };
                }
            }

            return Granted with { State = ContactState.Sent, StateAt = Granted.CountsAt };
        }
    }
}
