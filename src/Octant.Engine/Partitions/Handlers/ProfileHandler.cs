using Octant.Engine.Offers;
using Octant.Engine.Policies;
using Octant.Engine.Profiles;

namespace Octant.Engine.Partitions.Handlers;

/// <summary>Facts about a customer: answers only what differs, so that the same import twice changes nothing.</summary>
internal static class ProfileHandler
{
    public static Outcome Answer(PartitionState state, ChangeProfile command)
    {
        var customer = state.Find(command.Key);
        var changes = Different(customer, command.Attributes);
        var tags = command.Tags is not null && !SameTags(customer, command.Tags) ? command.Tags : null;
        var owned = command.Offerings is not null ? Owned(customer, command.Offerings) : null;
        IReadOnlyList<Consent> consents = command.Consents.Count == 0 ? [] : command.Consents.Where(consent => IsNews(customer, consent)).ToList();
        return customer is not null && changes.Count == 0 && tags is null && owned is null && consents.Count == 0
            ? new Unchanged()
            : new ProfileChanged(command.Key, customer is null, changes, tags, owned) { Consents = consents };
    }

    /// <summary>What changes; the list itself where that is all of it, as for most new customers.</summary>
    private static IReadOnlyList<AttributeChange> Different(CustomerState? customer, IReadOnlyList<AttributeChange> said)
    {
        var different = 0;
        for (var i = 0; i < said.Count; i++)
        {
            different += IsDifferent(customer, said[i]) ? 1 : 0;
        }

        if (different == said.Count)
        {
            return said;
        }

        var changes = new AttributeChange[different];
        for (var i = said.Count - 1; different > 0; i--)
        {
            if (IsDifferent(customer, said[i]))
            {
                changes[--different] = said[i];
            }
        }

        return changes;
    }

    private static bool IsDifferent(CustomerState? customer, AttributeChange change) =>
        (customer is null ? null : customer.Profile.Value(change.AttributeId)) != change.Value;

    private static bool IsNews(CustomerState? customer, Consent said) =>
        (customer?.ConsentFor(said.Class) ?? ConsentState.Unknown) switch
        {
            ConsentState.Unknown => said.State != ConsentState.Unknown,
            ConsentState.Granted => said.State == ConsentState.Refused,
            _ => false,
        };

    public static Outcome Answer(PartitionState state, SetConsent command)
    {
        if (state.Find(command.Key) is not { } customer)
        {
            return new CustomerUnknown();
        }

        // What a customer said last holds, whichever system tells it last; of two words of one moment, the refusal.
        foreach (var known in customer.Consents)
        {
            if (string.Equals(known.Class, command.Consent.Class, StringComparison.Ordinal)
                && (known.At > command.Consent.At || (known.At == command.Consent.At && known.State >= command.Consent.State)))
            {
                return new Unchanged();
            }
        }

        return new ConsentSet(command.Key, command.Consent);
    }

    public static Outcome Answer(PartitionState state, SetOwned command) =>
        state.Find(command.Key) is not { } customer ? new CustomerUnknown()
        : customer.Owned.SequenceEqual(command.Owned) ? new Unchanged()
        : new OwnedSet(command.Key, command.Owned);

    public static Outcome Answer(PartitionState state, SetLists command)
    {
        if (state.Find(command.Key) is not { } customer)
        {
            return new CustomerUnknown();
        }

        var disturb = command.NeverDisturb ?? customer.NeverDisturb;
        var offer = command.NeverOffer ?? customer.NeverOffer;
        return disturb == customer.NeverDisturb && offer == customer.NeverOffer
            ? new Unchanged()
            : new ListsSet(command.Key, disturb, offer);
    }

    public static Outcome Answer(PartitionState state, EraseCustomer command)
    {
        if (state.Find(command.Key) is not { } customer)
        {
            return new CustomerUnknown();
        }

        var contacts = new List<ContactChange>();
        var refunds = new List<ResourceSpend>();
        foreach (var contact in customer.Ledger)
        {
            if (contact.State == ContactState.Pending)
            {
                var after = contact with { State = ContactState.Suppressed, Reason = Reasons.Erased, StateAt = state.Now, Spends = [] };
                contacts.Add(ContactChange.Of(customer.Key, contact, after));
                refunds.AddRange(contact.Spends);
            }
            else if (contact.State == ContactState.Unconfirmed)
            {
                // No receipt finds it any more, so the deadline is now; whether it was sent, nobody knows.
                var after = contact with { State = ContactState.Failed, Reason = Reasons.NoReceipt, StateAt = state.Now };
                contacts.Add(ContactChange.Of(customer.Key, contact, after));
            }
        }

        return new CustomerErased(command.Key, contacts, refunds);
    }

    private static bool SameTags(CustomerState? customer, IReadOnlyList<string> tags)
    {
        var wanted = tags.Distinct(StringComparer.Ordinal).ToList();
        return customer is not null
            && wanted.Count == customer.Profile.Tags.Length
            && wanted.TrueForAll(tag => customer.Profile.HasTag(Symbols.Of(tag)));
    }

    /// <summary>
    /// A plain list of products says what is owned: what it names stays as it is or becomes active, what it leaves out goes,
    /// except orders on their way, of which such a list knows nothing. Null when nothing changes.
    /// </summary>
    private static List<OwnedOffering>? Owned(CustomerState? customer, IReadOnlyList<string> offerings)
    {
        if (customer is null)
        {
            return offerings.Distinct(StringComparer.Ordinal)
                .Select(offering => new OwnedOffering(offering, OwnershipState.Active, null, null).Shared())
                .ToList();
        }

        IReadOnlyList<OwnedOffering> before = customer.Owned;
        var after = before
            .Where(owned => owned.State != OwnershipState.Active || offerings.Contains(owned.Offering, StringComparer.Ordinal))
            .ToList();
        foreach (var offering in offerings.Distinct(StringComparer.Ordinal))
        {
            var index = after.FindIndex(owned => string.Equals(owned.Offering, offering, StringComparison.Ordinal));
            if (index < 0)
            {
                after.Add(new OwnedOffering(offering, OwnershipState.Active, null, null));
            }
            else
            {
                after[index] = after[index] with { State = OwnershipState.Active };
            }
        }

        return before.SequenceEqual(after) ? null : after;
    }
}
