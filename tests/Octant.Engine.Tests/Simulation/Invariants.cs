using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Partitions;
using Octant.Engine.Partitions.Formats;
using Octant.Engine.Policies;

namespace Octant.Engine.Tests.Simulation;

/// <summary>
/// What must hold at every moment, told from the journal alone. It keeps one uninterrupted partition per number, to which
/// every durable row is applied as it lands, and counts what the rows say.
/// </summary>
internal sealed class Invariants(int partitions)
{
    private readonly Partition[] _model = [.. Enumerable.Range(0, partitions).Select(number => new Partition(number))];
    private readonly long[] _epochs = new long[partitions];
    private readonly Instant[] _now = [.. Enumerable.Repeat(Instant.MinValue, partitions)];
    private readonly Dictionary<(int Partition, long Epoch), int> _writers = [];
    private readonly Dictionary<(int Partition, ContactId Contact), Contact> _contacts = [];
    private readonly Dictionary<string, Dictionary<ContactState, int>> _sums = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _planned = new(StringComparer.Ordinal);

    /// <summary>Everything that must happen once at most, by a name of its own.</summary>
    private readonly HashSet<string> _happened = new(StringComparer.Ordinal);

    public Dictionary<UInt128, DecisionId> Decisions { get; } = [];

    /// <summary>How often something worth testing came about, over the whole run.</summary>
    public Dictionary<string, int> Seen { get; } = new(StringComparer.Ordinal);

    public PartitionState State(int partition) => _model[partition].State;

    public bool Happened(string name) => _happened.Contains(name);

    /// <summary>A row has become durable.</summary>
    public void Appended(SimulatedRow row)
    {
        Assert.True(row.Epoch >= _epochs[row.Partition], "A row of a lower epoch follows one of a higher.");
        _epochs[row.Partition] = row.Epoch;
        if (!_writers.TryAdd((row.Partition, row.Epoch), row.Writer))
        {
            Assert.Equal(_writers[(row.Partition, row.Epoch)], row.Writer);
        }

        var record = JournalFormat.Decode(row.Body);
        foreach (var entry in record.Entries)
        {
            Assert.True(entry.Now >= _now[row.Partition], "Time went back.");
            _now[row.Partition] = entry.Now;
            Look(row.Partition, entry);
        }

        _model[row.Partition].Recover(row.Sequence, record);
        foreach (var key in record.Entries.Select(entry => entry.Outcome).OfType<ContactsOutcome>().SelectMany(outcome => outcome.Contacts).Select(change => change.Key).Distinct())
        {
            Caps(row.Partition, key);
        }

        foreach (var key in _model[row.Partition].State.Customers.Keys)
        {
            Behaviour.Check(_model[row.Partition].State, key);
        }
    }

    /// <summary>A partition brought back from checkpoint and journal is the one that was never interrupted.</summary>
    public void Recovered(Partition recovered)
    {
        Count("recoveries");
        Same(recovered);
    }

    /// <summary>A running partition, all of whose rows are durable, is what the journal says.</summary>
    public void Live(Partition live)
    {
        if (live.State.Sequence == _model[live.State.Number].State.Sequence)
        {
            Count("live comparisons");
            Same(live);
        }
    }

    public void AtTheEnd(SimulatedJournal journal, SimulatedSliceOwner slices, Clients clients)
    {
        for (var partition = 0; partition < partitions; partition++)
        {
            ExecuteAgain(partition, journal);
        }

        Capacity(slices, clients);
        Identity();
        Behaviour.AtTheEnd(_model.Select(partition => partition.State));
    }

    public void Count(string what) => Seen[what] = Seen.GetValueOrDefault(what) + 1;

    private void Same(Partition partition)
    {
        var model = _model[partition.State.Number];

        // Time also passes without leaving a trace in the journal.
        var (mine, theirs) = (model.State.Now, partition.State.Now);
        model.State.Now = partition.State.Now = Instant.Max(mine, theirs);
        var equal = model.TakeCheckpoint().AsSpan().SequenceEqual(partition.TakeCheckpoint());
        (model.State.Now, partition.State.Now) = (mine, theirs);
        Assert.True(equal, $"Partition {partition.State.Number} at row {partition.State.Sequence} differs from the uninterrupted one.");
    }

    private void Once(string name) => Assert.True(_happened.Add(name), $"Happened twice: {name}.");

    private void Look(int partition, JournalEntry entry)
    {
        Count(entry.Outcome.GetType().Name);
        Behaviour.Look(partition, entry);
        switch (entry.Outcome)
        {
            case CustomerEventRecorded o:
                Once($"event {o.MessageId}");
                break;
            case CustomerEventsRecorded o:
                foreach (var recorded in o.Recorded)
                {
                    Once($"event {recorded.MessageId}");
                }

                break;
            case DecisionMade o:
                Replay(o);
                if (o.MessageId is { } id)
                {
                    Once($"decision {id}");
                    Decisions[id] = o.Id;
                }

                break;
            case ResponseRecorded o:
                Once($"response {partition} {o.Contact} {o.Response}");
                break;
            case ContactReported o:
                Once($"report {o.MessageId}");
                break;
            case ContactClaimed o:
                Once($"claim {partition} {o.Contact.Id}");
                Assert.Equal(CampaignStatus.Live, SimulatedStrategies.Version(_strategy[partition]).Campaign(o.Contact.Campaign!)!.Definition.Status);
                break;
            case StrategyChanged o:
                _strategy[partition] = o.Version;
                break;
        }

        if (entry.Outcome is ContactsOutcome contacts)
        {
            foreach (var change in contacts.Contacts)
            {
                Move(partition, change);
            }
        }
    }

    private readonly Dictionary<int, long> _strategy = [];
    private BehaviourInvariants? _behaviour;

    private BehaviourInvariants Behaviour => _behaviour ??= new BehaviourInvariants(Count);

    /// <summary>A decision made again from its record comes out to the same bytes.</summary>
    private static void Replay(DecisionMade made)
    {
        var answer = DecisionKernel.Decide(SimulatedStrategies.Version(made.StrategyVersion), DecisionFormat.DecodeInputs(made.Inputs));
        Assert.Equal(made.Encoded, DecisionFormat.Encode(answer.Result!, made.Inputs));
    }

    /// <summary>The sums of 4.7, from contact changes only: what leaves one sum must have been in it.</summary>
    private void Move(int partition, ContactChange change)
    {
        var name = (partition, change.After.Id);
        Assert.Equal(_contacts.TryGetValue(name, out var before) ? before.State : null, change.From);
        _contacts[name] = change.After;
        if (change.After.Campaign is not { } campaign || change.After.State == ContactState.Ghost)
        {
            return;
        }

        if (!_sums.TryGetValue(campaign, out var sums))
        {
            _sums[campaign] = sums = [];
        }

        if (change.From is { } from)
        {
            sums[from]--;
        }
        else
        {
            _planned[campaign] = _planned.GetValueOrDefault(campaign) + 1;
        }

        sums[change.After.State] = sums.GetValueOrDefault(change.After.State) + 1;
        Assert.All(sums.Values, sum => Assert.True(sum >= 0));
        Assert.Equal(_planned[campaign], sums.Values.Sum());
    }

    /// <summary>
    /// Told by an eye of its own: whatever may reach or have reached the customer is taken as sent. What was shown after its
    /// release, or by other systems, was not granted here.
    /// </summary>
    private void Caps(int partition, long key)
    {
        if (_model[partition].State.Find(key) is not { } customer)
        {
            return;
        }

        var granted = customer.Ledger
            .Where(contact => contact.Source is null && !contact.ShownLate && MayBeSeen(contact))
            .Select(contact => contact with { State = ContactState.Sent })
            .ToList();
        Assert.Null(CapLedger.FirstViolation(SimulatedStrategies.Policies, granted, ZoneTable.Utc));
    }

    private static bool MayBeSeen(Contact contact) =>
        contact.State is ContactState.Pending or ContactState.Unconfirmed or ContactState.Sent
        || (contact.State == ContactState.Failed && contact.Reason == Reasons.NoReceipt);

    /// <summary>The journalled commands, executed again from the start, come to the same outcomes, byte for byte.</summary>
    private static void ExecuteAgain(int number, SimulatedJournal journal)
    {
        var again = new Partition(number);
        foreach (var row in journal.Rows(number))
        {
            var record = JournalFormat.Decode(row.Body);
            if (record.Entries.Count == 0)
            {
                again.Recover(row.Sequence, record);
                continue;
            }

            var entries = new List<JournalEntry>();
            foreach (var entry in record.Entries)
            {
                var command = entry.Command is ChangeStrategy change
                    ? change with { Strategy = SimulatedStrategies.Version(change.Version) }
                    : entry.Command;
                entries.Add(new JournalEntry(entry.Command, entry.Now, again.Execute(command, entry.Now)));
            }

            again.CloseRow();
            Assert.Equal(row.Body, JournalFormat.Encode(record with { Entries = entries }));
        }
    }

    private void Capacity(SimulatedSliceOwner slices, Clients clients)
    {
        var held = new Dictionary<(string Resource, string Period), long>();
        void Add(string resource, string period, long units) => held[(resource, period)] = held.GetValueOrDefault((resource, period)) + units;

        foreach (var spend in _contacts.Values.SelectMany(contact => contact.Spends))
        {
            Add(spend.Resource, spend.Period, spend.Units);
        }

        foreach (var ((resource, period), slice) in _model.SelectMany(partition => partition.State.Slices))
        {
            Assert.True(slice.Units >= 0);
            Add(resource, period, slice.Units);
        }

        foreach (var (key, units) in held)
        {
            Assert.True(units <= slices.Granted.GetValueOrDefault(key), $"{key}: {units} units held, {slices.Granted.GetValueOrDefault(key)} granted.");
            Assert.True(units <= SimulatedStrategies.Capacity(key.Resource), $"{key}: {units} units held, more than there are.");
        }

        Assert.All(clients.SentPerDay, pair => Assert.True(pair.Value <= SimulatedStrategies.SmsPerDay, $"{pair.Value} messages on day {pair.Key}."));
    }

    private void Identity()
    {
        foreach (var ((partition, id), contact) in _contacts)
        {
            if (_model[partition].State.Find(id) is { } found)
            {
                Assert.Equal(contact.State, found.Contact.State);
            }
            else
            {
                // Erased: nothing may be left open.
                Assert.False(contact.State is ContactState.Pending or ContactState.Unconfirmed);
            }
        }
    }
}
