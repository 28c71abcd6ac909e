using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Policies;

namespace Octant.Engine.Partitions;

/// <summary>The contacts a decision puts into its customer's ledger: what it recommends, and after that its ghosts.</summary>
internal static class Reservation
{
    public static ContactChange[] Of(long key, DecisionId id, DecisionResult result, Actor actor, Instant now)
    {
        var (given, ghosts) = (result.Recommendations, result.Ghosts);
        var contacts = given.Count + ghosts.Count == 0 ? [] : new ContactChange[given.Count + ghosts.Count];
        for (var i = 0; i < contacts.Length; i++)
        {
            contacts[i] = new ContactChange(key, null, i < given.Count
                ? Of(id, given[i], actor, ContactState.Pending, now)
                : Of(id, ghosts[i - given.Count], actor, ContactState.Ghost, now));
        }

        return contacts;
    }

    /// <summary>Whether these are they.</summary>
    public static bool Is(IReadOnlyList<ContactChange> contacts, long key, DecisionId id, DecisionResult result, Actor actor, Instant now)
    {
        var (given, ghosts) = (result.Recommendations, result.Ghosts);
        if (contacts.Count != given.Count + ghosts.Count)
        {
            return false;
        }

        for (var i = 0; i < contacts.Count; i++)
        {
            var (of, from, after) = contacts[i];
            if (of != key || from is not null || !(i < given.Count
                ? Is(after, id, given[i], actor, ContactState.Pending, now)
                : Is(after, id, ghosts[i - given.Count], actor, ContactState.Ghost, now)))
            {
                return false;
            }
        }

        return true;
    }

    private static Contact Of(DecisionId id, Recommendation recommendation, Actor actor, ContactState state, Instant now) => new()
    {
        Id = new ContactId(id.Sequence, id.Index, recommendation.Rank),
        Campaign = recommendation.Campaign,
        Offering = recommendation.Offering,
        Promotion = recommendation.Promotion,
        Cluster = recommendation.Cluster,
        Class = recommendation.Class,
        Channel = recommendation.Channel,
        Outlet = actor.Outlet,
        Staff = actor.Staff,
        Organisation = actor.Organisation,
        Variant = recommendation.Variant,
        GrantedAt = now,
        CountsAt = recommendation.CountsAt,
        ValidUntil = recommendation.ValidUntil,
        ResponseWindow = recommendation.ResponseWindow,
        State = state,
        StateAt = now,
        Spends = state == ContactState.Pending ? recommendation.Spends : [],
    };

    /// <summary>Field by field, without making it. Each text of one made above is the recommendation's own, so none is compared by its characters.</summary>
    private static bool Is(Contact contact, DecisionId id, Recommendation recommendation, Actor actor, ContactState state, Instant now) =>
        contact.Id == new ContactId(id.Sequence, id.Index, recommendation.Rank)
        && contact.State == state
        && contact.GrantedAt == now
        && contact.StateAt == now
        && contact.CountsAt == recommendation.CountsAt
        && contact.ValidUntil == recommendation.ValidUntil
        && contact.ResponseWindow == recommendation.ResponseWindow
        && contact.Responses == Responses.None
        && contact.TurnedDownAt is null
        && !contact.ShownLate
        && contact.Source is null
        && contact.Reason is null
        && string.Equals(contact.Campaign, recommendation.Campaign, StringComparison.Ordinal)
        && string.Equals(contact.Offering, recommendation.Offering, StringComparison.Ordinal)
        && string.Equals(contact.Promotion, recommendation.Promotion, StringComparison.Ordinal)
        && string.Equals(contact.Cluster, recommendation.Cluster, StringComparison.Ordinal)
        && string.Equals(contact.Class, recommendation.Class, StringComparison.Ordinal)
        && string.Equals(contact.Channel, recommendation.Channel, StringComparison.Ordinal)
        && string.Equals(contact.Variant, recommendation.Variant, StringComparison.Ordinal)
        && string.Equals(contact.Outlet, actor.Outlet, StringComparison.Ordinal)
        && string.Equals(contact.Staff, actor.Staff, StringComparison.Ordinal)
        && string.Equals(contact.Organisation, actor.Organisation, StringComparison.Ordinal)
        && (state == ContactState.Pending ? AreSame(contact.Spends, recommendation.Spends) : contact.Spends.Count == 0);

    private static bool AreSame(IReadOnlyList<ResourceSpend> spends, IReadOnlyList<ResourceSpend> others) =>
        ReferenceEquals(spends, others) || spends.SequenceEqual(others);
}
