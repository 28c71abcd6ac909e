using Octant.Engine.Policies;

namespace Octant.Engine.Partitions.Handlers;

/// <summary>
/// What happens by itself: reservations expire, claims nobody reported on are given up, silence becomes "ignored", message
/// ids are forgotten, slices end. At most <see cref="Limit"/> things at a time; the shell calls again while something happens.
/// </summary>
internal static class TimeHandler
{
    public const int Limit = 1_000;

    public static TimePassed Answer(PartitionState state)
    {
        var contacts = new List<ContactChange>();
        var refunds = new List<ResourceSpend>();
        var moved = new HashSet<ContactId>();
        while (contacts.Count < Limit && state.TryTakeTimer(out _, out var id))
        {
            if (state.Find(id) is var (customer, contact) && After(state, contact) is { } after && moved.Add(id))
            {
                contacts.Add(new ContactChange(customer.Key, contact.State, after));
                refunds.AddRange(contact.Spends.Except(after.Spends));
            }
        }

        var forgotten = new List<UInt128>();
        while (forgotten.Count < Limit && state.TryTakeForgetting(out var id))
        {
            if (state.Messages.TryGetValue(id, out var memory) && memory.Until <= state.Now)
            {
                forgotten.Add(id);
            }
        }

        var returned = new List<ResourceSpend>();
        foreach (var ((resource, period), slice) in state.Slices)
        {
            if (slice.Until <= state.Now)
            {
                returned.Add(new ResourceSpend(resource, period, slice.Units));
            }
        }

        // In an order that does not depend on how the slices came.
        returned.Sort((left, right) =>
            string.CompareOrdinal(left.Resource, right.Resource) is var order && order != 0
                ? order
                : string.CompareOrdinal(left.Period, right.Period));
        return new TimePassed(contacts, forgotten, returned, refunds);
    }

    /// <summary>The contact as time has made it; null when it is not due, because its timer is an old one.</summary>
    private static Contact? After(PartitionState state, Contact contact)
    {
        var now = state.Now;
        return contact.State switch
        {
            ContactState.Pending when contact.ValidUntil <= now =>
                contact with { State = ContactState.Suppressed, Reason = Reasons.Expired, StateAt = now, Spends = [] },
            ContactState.Unconfirmed when contact.StateAt + PartitionState.ReceiptDeadline <= now =>
                contact with { State = ContactState.Failed, Reason = Reasons.NoReceipt, StateAt = now },
            ContactState.Sent when contact.AwaitsResponse && contact.StateAt + contact.ResponseWindow <= now =>
                contact with
                {
                    Responses = contact.Responses | Responses.Ignored,
                    TurnedDownAt = now,
                    Spends = contact.Spends.Where(spend => !ResponseHandler.IsStock(spend)).ToList(),
                },
            _ => null,
        };
    }
}
