using Octant.Engine.Audiences;
using Octant.Engine.Behaviour;
using Octant.Engine.Calendar;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;
using Octant.Engine.Profiles;
using Octant.Platform.Foundation.Partitions;

namespace Octant.Platform.Decisions.Audiences;

/// <summary>
/// Columns kept in step with the partitions: taken over from their states once, then changed by their rows. Of a row whose
/// first part was in the state already, only the rest is applied.
/// </summary>
internal sealed class CustomerColumns(AttributeDictionary attributes)
{
    private readonly long[] _sequences = new long[PartitionOptions.PartitionCount];

    /// <summary>Of the row after, how many entries were in the state that was taken over.</summary>
    private readonly int[] _takenOver = new int[PartitionOptions.PartitionCount];

    private readonly ObservationTable[] _observations = [.. Enumerable.Repeat(ObservationTable.Empty, PartitionOptions.PartitionCount)];

    private string[] _names = [];

    public AudienceColumns Columns { get; } = new(attributes);

    /// <summary>Of a partition that is not served yet, so that nobody changes it meanwhile.</summary>
    public void TakeOver(PartitionState state)
    {
        _sequences[state.Number] = state.Sequence;
        _takenOver[state.Number] = state.OpenEntries;
        Keep(state.Number, state.Observations);
        foreach (var customer in state.Customers.Values)
        {
            // The partition goes on changing its own behaviour.
            Columns.Enter(customer.Key, customer.Profile, NamesOf(customer.Owned.AsSpan()), customer.Behaviour.Copy());
            foreach (var contact in customer.Ledger)
            {
                if (Counted(contact) is { } counted)
                {
                    Columns.AddContact(customer.Key, counted.First, counted.Second, counted.At);
                }
            }
        }
    }

    /// <summary>How many of a row's entries, the first, were in the state taken over; the others are news, once.</summary>
    public int Known(CommittedRow row)
    {
        if (row.Sequence <= _sequences[row.Partition])
        {
            return row.Entries.Count;
        }

        _sequences[row.Partition] = row.Sequence;
        var known = _takenOver[row.Partition];
        _takenOver[row.Partition] = 0;
        return known;
    }

    /// <summary>Makes one outcome true in the columns, too; in order of commitment within a partition.</summary>
    /// <param name="outcome">As the partition made it, and not read back from a journal.</param>
    public void Apply(int partition, Outcome outcome, Instant now)
    {
        switch (outcome)
        {
            case ProfileChanged changed:
                var isNew = changed.Created && !Columns.Contains(changed.Key);
                if (isNew)
                {
                    Columns.Upsert(changed.Key, new Profile());
                }

                Columns.Change(changed.Key, changed.Attributes, changed.Tags, isNew);
                SetOwned(changed.Key, changed.Owned, isNew);
                break;
            case OwnedSet set:
                SetOwned(set.Key, set.Owned);
                break;
            case CustomerEventRecorded recorded:
                Apply(recorded, now);
                break;
            case CustomerEventsRecorded events:
                foreach (var recorded in events.Recorded)
                {
                    Apply(recorded, now);
                }

                break;
            case StrategyChanged { Observations: { } after }:
                Observe(partition, after);
                break;
            case ResponseRecorded responded:
                SetOwned(responded.Key, responded.Owned);
                break;
        }

        if (outcome is ContactsOutcome contacts)
        {
            for (var i = 0; i < contacts.Contacts.Count; i++)
            {
                Apply(contacts.Contacts[i]);
            }
        }

        if (outcome is CustomerErased erased)
        {
            Columns.Remove(erased.Key);
        }
    }

    private void Apply(CustomerEventRecorded recorded, Instant now)
    {
        SetOwned(recorded.Key, recorded.Owned);
        if (recorded.Counted.Count > 0)
        {
            Columns.AddBehaviour(recorded.Key, recorded.Counted, recorded.At, now);
        }
    }

    private void Observe(int partition, ObservationTable after)
    {
        var before = _observations[partition];
        Keep(partition, after);
        if (!before.All.All(observation => after.Continues(observation.Number, before)))
        {
            Columns.KeepBehaviour(key => PartitionOptions.PartitionOf(key) == partition, number => after.Continues(number, before));
        }
    }

    /// <summary>Snapshots keep the tables they were taken with.</summary>
    private void Keep(int partition, ObservationTable table)
    {
        _observations[partition] = table;
        ObservationTable[] tables = [.. _observations];
        Columns.ObservationsOf = key => tables[PartitionOptions.PartitionOf(key)];
    }

    /// <returns>Until the next call.</returns>
    private ReadOnlySpan<string> NamesOf(ReadOnlySpan<Engine.Offers.OwnedOffering> owned)
    {
        if (_names.Length < owned.Length)
        {
            _names = new string[owned.Length];
        }

        for (var i = 0; i < owned.Length; i++)
        {
            _names[i] = owned[i].Offering;
        }

        return _names.AsSpan(0, owned.Length);
    }

    private void SetOwned(long key, IReadOnlyList<Engine.Offers.OwnedOffering>? owned, bool isNew = false)
    {
        if (owned is not null)
        {
            Columns.SetOwned(key, owned.Select(product => product.Offering).ToArray(), isNew);
        }
    }

    private void Apply(ContactChange change)
    {
        if (change.From is not null && change.Before is null)
        {
            throw new ArgumentException($"Contact {change.After.Id} does not say what it was before.", nameof(change));
        }

        var (before, after) = (Counted(change.Before), Counted(change.After));
        if (before == after)
        {
            // Most changes of a contact are of its state, which the columns do not hold.
            return;
        }

        if (before is { } removed)
        {
            Columns.RemoveContact(change.Key, removed.First, removed.Second, removed.At);
        }

        if (after is { } added)
        {
            Columns.AddContact(change.Key, added.First, added.Second, added.At);
        }
    }

    /// <summary>As <see cref="CustomerState.Contacted"/> sees it: ghosts and what does not count are not there.</summary>
    private static CountedContact? Counted(Contact? contact) =>
        contact is { Counts: true } and not { State: ContactState.Ghost } && (contact.Campaign ?? contact.Offering) is { } first
            ? new CountedContact(first, contact.Campaign is null || contact.Offering == first ? null : contact.Offering, contact.CountsAt)
            : null;

    /// <param name="First">Campaign, or offering where there is none.</param>
    /// <param name="Second">The offering, where there is one besides.</param>
    private readonly record struct CountedContact(string First, string? Second, Instant At);
}
