using Octant.Engine.Audiences;
using Octant.Engine.Behaviour;
using Octant.Engine.Calendar;
using Octant.Engine.Partitions;
using Octant.Engine.Partitions.Formats;
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

    /// <summary>Contacts that count, by what names them, with the instant under which the columns hold them.</summary>
    private readonly Dictionary<(int Partition, ContactId Id), CountedContact> _contacts = [];

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
                SetContact(state.Number, customer.Key, contact);
            }
        }
    }

    /// <summary>The entries of a row that were not in the state taken over; each is news once.</summary>
    public IEnumerable<JournalEntry> News(CommittedRow row)
    {
        if (row.Sequence <= _sequences[row.Partition])
        {
            return [];
        }

        _sequences[row.Partition] = row.Sequence;
        var known = _takenOver[row.Partition];
        _takenOver[row.Partition] = 0;
        return row.Entries.Skip(known);
    }

    /// <summary>Contacts that no window reaches any more need no memory.</summary>
    public void ForgetContacts(Instant upTo)
    {
        Columns.ForgetContacts(upTo);
        foreach (var (id, contact) in _contacts)
        {
            if (contact.CountsAt <= upTo)
            {
                _contacts.Remove(id);
            }
        }
    }

    /// <summary>Makes one outcome true in the columns, too; in order of commitment within a partition.</summary>
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
            foreach (var change in contacts.Contacts)
            {
                SetContact(partition, change.Key, change.After);
            }
        }

        if (outcome is CustomerErased erased)
        {
            Forget(partition, erased.Key);
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

    private void Forget(int partition, long key)
    {
        foreach (var (id, contact) in _contacts)
        {
            if (id.Partition == partition && contact.Key == key)
            {
                _contacts.Remove(id);
            }
        }

        Columns.Remove(key);
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

    /// <summary>As <see cref="CustomerState.Contacted"/> sees it: ghosts and what does not count are not there.</summary>
    private void SetContact(int partition, long key, Contact contact)
    {
        CountedContact? counted = contact.State != ContactState.Ghost && contact.Counts && (contact.Campaign ?? contact.Offering) is { } first
            ? new CountedContact(key, first, contact.Campaign is null || contact.Offering == first ? null : contact.Offering, contact.CountsAt)
            : null;
        if (_contacts.TryGetValue((partition, contact.Id), out var before))
        {
            if (before == counted)
            {
                // Most changes of a contact are of its state, which the columns do not hold.
                return;
            }

            _contacts.Remove((partition, contact.Id));
            Columns.RemoveContact(key, before.First, before.Second, before.CountsAt);
        }

        if (counted is { } added && Columns.AddContact(key, added.First, added.Second, added.CountsAt))
        {
            _contacts.Add((partition, contact.Id), added);
        }
    }

    /// <param name="First">Campaign, or offering where there is none.</param>
    /// <param name="Second">The offering, where there is one besides.</param>
    private readonly record struct CountedContact(long Key, string First, string? Second, Instant CountsAt);
}
