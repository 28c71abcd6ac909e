using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Policies;

namespace Octant.Engine.Partitions.Handlers;

/// <summary>Sending: claims tested a second time, receipts, and contacts that other systems made (4.6, 4.7).</summary>
internal static class ContactHandler
{
    public static Outcome Answer(Partition partition, ReportContact command)
    {
        var state = partition.State;
        if (state.Find(command.Key) is null)
        {
            return new CustomerUnknown();
        }

        if (state.Remembered.Contains(command.MessageId))
        {
            return new Duplicate();
        }

        if (command.At > state.Now + CustomerEventHandler.Ahead || command.At < state.Now - PartitionState.LedgerRetention)
        {
            return new Late();
        }

        var contact = new Contact
        {
            Id = new ContactId(partition.RowSequence, partition.RowIndex, 0),
            Source = command.Source,
            Campaign = command.Campaign,
            Offering = command.Offering,
            Cluster = command.Offering is { } offering ? ClusterOf(state, offering) : null,
            Class = command.Class,
            Channel = command.Channel,
            Outlet = command.Actor.Outlet,
            Staff = command.Actor.Staff,
            Organisation = command.Actor.Organisation ?? HomeUnitOf(state, command.Key),
            GrantedAt = command.At,
            CountsAt = command.At,
            ValidUntil = command.At,
            ResponseWindow = TimeSpan.Zero,
            State = ContactState.Sent,
            StateAt = command.At,
        };
        return new ContactReported(
            command.Key, command.MessageId, state.Now + PartitionState.LedgerRetention, [new ContactChange(command.Key, null, contact)]);
    }

    public static Outcome Answer(PartitionState state, ClaimContact command)
    {
        if (state.Find(command.Contact) is not var (customer, contact))
        {
            return new ContactUnknown();
        }

        if (contact.State != ContactState.Pending)
        {
            return new ContactNotClaimable(contact.State);
        }

        var strategy = state.Strategy ?? throw new InvalidOperationException($"Partition {state.Number} has no strategy.");
        var verdict = ClaimTest.Test(strategy, customer, contact, state.Now);
        switch (verdict.Kind)
        {
            case ClaimVerdictKind.Defer:
                return new ContactDeferred(verdict.Reason!, verdict.Until);
            case ClaimVerdictKind.Suppress:
                var suppressed = contact with
                {
                    State = ContactState.Suppressed,
                    Reason = verdict.Reason,
                    StateAt = state.Now,
                    Spends = [],
                };
                return new ContactSuppressed(
                    customer.Key, [ContactChange.Of(customer.Key, contact, suppressed)], contact.Spends);
            default:
                return Claim(state, strategy, customer, contact, verdict.CountsAt);
        }
    }

    /// <summary>The capacity of a day is used up on the day of sending: a contact reserved for another day changes over.</summary>
    private static Outcome Claim(PartitionState state, Strategy strategy, CustomerState customer, Contact contact, Instant countsAt)
    {
        var spends = SharedResources.NeededOn(strategy, contact, state.Now);
        var refunds = SharedResources.OtherDays(strategy, contact, state.Now);
        var missing = new List<ResourceSpend>();
        foreach (var spend in spends)
        {
            var balance = state.Balance(spend.Resource, spend.Period);
            if (balance.Units < spend.Units && balance.Exhausted)
            {
                return new ContactDeferred(
                    Reasons.CapacityExhausted, CalendarWindow.Containing(state.Now, CalendarUnit.Day, strategy.Zone).End);
            }

            if (balance.Units < spend.Units)
            {
                missing.Add(spend with { Units = spend.Units - balance.Units });
            }
        }

        if (missing.Count > 0)
        {
            return new SliceNeeded(missing);
        }

        var claimed = contact with
        {
            State = ContactState.Unconfirmed,
            StateAt = state.Now,
            CountsAt = countsAt,
            Spends = [.. contact.Spends.Where(spend => !refunds.Contains(spend)), .. spends],
        };
        return new ContactClaimed(customer.Key, [ContactChange.Of(customer.Key, contact, claimed)], spends, refunds);
    }

    public static Outcome Answer(PartitionState state, SettleContact command)
    {
        if (state.Find(command.Contact) is not var (customer, contact))
        {
            return new ContactUnknown();
        }

        // A receipt may overtake nothing but may come after the deadline: what the gateway says then still stands.
        var givenUp = contact.State == ContactState.Failed && string.Equals(contact.Reason, Reasons.NoReceipt, StringComparison.Ordinal);
        if (contact.State != ContactState.Unconfirmed && !givenUp)
        {
            return contact.State is ContactState.Sent or ContactState.Failed ? new Duplicate() : new ContactNotClaimable(contact.State);
        }

        var after = command.Sent
            ? contact with { State = ContactState.Sent, Reason = null, StateAt = state.Now }
            : contact with { State = ContactState.Failed, Reason = command.Reason ?? Reasons.Failed, StateAt = state.Now, Spends = [] };
        return new ContactSettled(
            customer.Key,
            [ContactChange.Of(customer.Key, contact, after)],
            command.Sent ? [] : contact.Spends);
    }

    private static string? HomeUnitOf(PartitionState state, long key) =>
        state.Find(key) is { } customer ? state.Strategy?.HomeUnitOf(customer) : null;

    private static string? ClusterOf(PartitionState state, string offering) =>
        state.Strategy is { } strategy && strategy.Catalog.TryGetOffering(offering, out var known) ? known.Definition.Cluster : null;
}
