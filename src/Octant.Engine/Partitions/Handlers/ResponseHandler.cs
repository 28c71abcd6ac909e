using Octant.Engine.Offers;
using Octant.Engine.Policies;

namespace Octant.Engine.Partitions.Handlers;

/// <summary>What customers did with a recommendation; once per recommendation and kind of response.</summary>
internal static class ResponseHandler
{
    public static Outcome Answer(PartitionState state, RecordResponse command)
    {
        if (state.Find(command.Contact) is not var (customer, contact) || contact.State == ContactState.Ghost)
        {
            return new ContactUnknown();
        }

        if ((contact.Responses & command.Response) != Responses.None)
        {
            return new Duplicate();
        }

        // Whoever answers has seen it, so every response confirms. What had been released counts anew, from now.
        var late = !contact.Counts || (contact.State == ContactState.Pending && state.Now >= contact.ValidUntil);
        var confirms = contact.State != ContactState.Sent;
        var turnedDown = command.Response is Responses.Rejected or Responses.Ignored;
        var after = contact with
        {
            State = ContactState.Sent,
            StateAt = confirms ? state.Now : contact.StateAt,
            CountsAt = late ? state.Now : contact.CountsAt,
            Reason = late ? contact.Reason : null,
            Responses = contact.Responses | command.Response,
            TurnedDownAt = turnedDown ? state.Now : contact.TurnedDownAt,
            ShownLate = contact.ShownLate || late,
            Spends = turnedDown ? contact.Spends.Where(spend => !IsStock(spend)).ToList() : contact.Spends,
        };
        return new ResponseRecorded(
            customer.Key,
            contact.Id,
            command.Response,
            command.Reason,
            state.Now,
            command.Actor,
            command.Response == Responses.Accepted ? OwnedAfter(state, customer, contact) : null,
            [ContactChange.Of(customer.Key, contact, after)],
            turnedDown ? contact.Spends.Where(IsStock).ToList() : []);
    }

    /// <summary>Stock turned down can be offered to somebody else; a contact made cannot be unmade.</summary>
    internal static bool IsStock(ResourceSpend spend) => spend.Resource.StartsWith("stock/", StringComparison.Ordinal);

    private static List<OwnedOffering>? OwnedAfter(PartitionState state, CustomerState customer, Contact contact)
    {
        if (contact.Offering is not { } offering || customer.Owns(offering))
        {
            return null;
        }

        var months = contact.Promotion is { } promotion ? LockInMonths(state, promotion) : 0;
        Calendar.Instant? lockedUntil = months > 0
            ? Calendar.Instant.From(state.Now.ToDateTimeOffset().AddMonths(months))
            : null;
        return [.. customer.Owned, new OwnedOffering(offering, OwnershipState.Pending, contact.Promotion, lockedUntil)];
    }

    private static int LockInMonths(PartitionState state, string promotion) =>
        state.Strategy is { } strategy && strategy.Catalog.TryGetPromotion(promotion, out var known) ? known.Definition.LockInMonths : 0;
}
