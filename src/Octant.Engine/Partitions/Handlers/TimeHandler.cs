using Octant.Engine.Behaviour;
using Octant.Engine.Calendar;
using Octant.Engine.Policies;

namespace Octant.Engine.Partitions.Handlers;

/// <summary>
/// What happens by itself: reservations expire, claims nobody reported on are given up, silence becomes "ignored", message
/// ids are forgotten, slices end, and what did not follow an event in time calls for a decision. At most <see cref="Limit"/> things at a time; the shell calls again while something happens.
/// </summary>
internal static class TimeHandler
{
    public const int Limit = 1_000;

    public static TimePassed Answer(PartitionState state)
    {
        var contacts = new List<ContactChange>();
        var refunds = new List<ResourceSpend>();
        var moved = new HashSet<ContactId>();
        while (contacts.Count < Limit && state.TryTakeDue(out var customer, out var contact))
        {
            if (moved.Add(contact.Id))
            {
                var after = After(contact, state.Now);
                contacts.Add(ContactChange.Of(customer.Key, contact, after));
                refunds.AddRange(contact.Spends.Except(after.Spends));
            }
        }

        var forgotten = state.Requests.EndedBy(state.Now).Take(Limit).ToList();
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
        var fired = new List<TimerName>();
        var lapsed = new List<TimerName>();
        while (fired.Count + lapsed.Count < Limit && state.TryTakeDue(out var timer))
        {
            (CustomerEventHandler.IsAnswered(state, timer) ? fired : lapsed).Add(timer.Name);
        }

        return new TimePassed(contacts, forgotten, returned, refunds)
        {
            ForgottenUpTo = state.Remembered.AnyEndsBy(state.Now) ? state.Now : null,
            Fired = fired,
            Lapsed = lapsed,
        };
    }

    /// <summary>A contact that is due, as time has made it.</summary>
    private static Contact After(Contact contact, Instant now) => contact.State switch
    {
        ContactState.Pending => contact with { State = ContactState.Suppressed, Reason = Reasons.Expired, StateAt = now, Spends = [] },
        ContactState.Unconfirmed => contact with { State = ContactState.Failed, Reason = Reasons.NoReceipt, StateAt = now },
        _ => contact with
        {
            Responses = contact.Responses | Responses.Ignored,
            TurnedDownAt = now,
            Spends = contact.Spends.Where(spend => !ResponseHandler.IsStock(spend)).ToList(),
        },
    };
}
