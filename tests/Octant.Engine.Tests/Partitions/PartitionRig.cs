using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Partitions;
using Octant.Engine.Partitions.Formats;
using Octant.Engine.Policies;
using Octant.Engine.Profiles;

namespace Octant.Engine.Tests.Partitions;

/// <summary>One partition with a journal in memory and a clock that is set by hand; one row per command.</summary>
internal sealed class PartitionRig
{
    public const long Customer = 42;

    private readonly Dictionary<long, Strategy> _strategies = [];
    private ulong _messages;

    public PartitionRig(StrategyDefinition? definition = null)
    {
        Partition = new Partition(3);
        Use(definition ?? TestStrategy.Definition);
        Do<ProfileChanged>(new ChangeProfile(Customer, [], null, null));
        Do<ConsentSet>(new SetConsent(Customer, new Consent(ContactPolicy.MarketingClass, ConsentState.Granted, "crm", Now)));
    }

    public Partition Partition { get; }

    public Instant Now { get; set; } = TestStrategy.Start;

    public Strategy Strategy => Partition.State.Strategy!;

    public List<byte[]> Rows { get; } = [];

    public CustomerState State => Partition.State.Find(Customer)!;

    public void Use(StrategyDefinition definition)
    {
        var strategy = TestStrategy.Compile(definition);
        _strategies[strategy.Version] = strategy;
        Do<StrategyChanged>(new ChangeStrategy(strategy.Version) { Strategy = strategy });
    }

    public T Do<T>(Command command)
        where T : Outcome => Assert.IsType<T>(Do(command));

    public Outcome Do(Command command)
    {
        var outcome = Partition.Execute(command, Now);
        if (outcome.ChangesState)
        {
            Partition.CloseRow();
            Rows.Add(JournalFormat.Encode(new JournalRecord(
                Strategy.EngineVersion, 1, Guid.Empty, [new JournalEntry(command, Partition.State.Now, outcome)])));
        }

        return outcome;
    }

    /// <summary>A decision for the customer, with a request id of its own.</summary>
    public DecisionMade Decide(string channel = "web", string? touchpoint = null) => Do<DecisionMade>(Request(channel, touchpoint));

    public Decide Request(string channel = "web", string? touchpoint = null) =>
        new(Customer, NextMessage(), 1, new DecisionRequest(channel, touchpoint, 0, [], Actor.None));

    public UInt128 NextMessage() => new(1, ++_messages);

    public RecordCustomerEvent Event(string type, params (string Name, string Value)[] fields) =>
        new(
            Customer,
            NextMessage(),
            type,
            Now,
            TimeSpan.FromHours(1),
            [.. fields.Select(field => new FieldValue(field.Name, AttributeValue.OfCategory(field.Value)))]);

    public RecordCustomerEvent TopUp(double amount) =>
        new(Customer, NextMessage(), "topup", Now, TimeSpan.FromHours(1), [new FieldValue("amount", AttributeValue.OfNumber(amount))]);

    public void GrantSlice(string resource, string period, long units, bool exhausted = false) =>
        Do<SliceGranted>(new GrantSlice(resource, period, units, exhausted, Now + TimeSpan.FromDays(10)));

    /// <summary>Lets time pass until nothing more happens.</summary>
    public void Pass(TimeSpan span)
    {
        Now += span;
        while (Do<TimePassed>(new PassTime()).ChangesState)
        {
        }
    }

    public Contact Contact(ContactId id) => Partition.State.Find(id)!.Value.Contact;

    /// <summary>The partition as the journal tells it.</summary>
    public Partition Recover()
    {
        var number = Partition.State.Number;
        var (recovered, slowly, forCheckpoint) = (new Partition(number), new Partition(number), new Partition(number, onlyRecovers: true));
        var reader = new RecordReader(new TextCache());
        for (var i = 0; i < Rows.Count; i++)
        {
            recovered.Recover(i + 1, Rows[i], reader);
            slowly.Recover(i + 1, JournalFormat.Decode(Rows[i]));
            forCheckpoint.Recover(i + 1, Rows[i], reader);
        }

        Assert.Equal(slowly.TakeCheckpoint(), recovered.TakeCheckpoint());
        Assert.Equal(slowly.TakeCheckpoint(), forCheckpoint.TakeCheckpoint());
        recovered.State.Strategy = _strategies[recovered.State.StrategyVersion];
        recovered.State.Now = Partition.State.Now;
        return recovered;
    }

    /// <summary>Executes the journalled commands once more and checks that every row comes out byte for byte.</summary>
    public void ExecuteAgain()
    {
        var again = new Partition(Partition.State.Number);
        foreach (var row in Rows)
        {
            var record = JournalFormat.Decode(row);
            var entries = new List<JournalEntry>();
            foreach (var entry in record.Entries)
            {
                var command = entry.Command is ChangeStrategy change ? change with { Strategy = _strategies[change.Version] } : entry.Command;
                entries.Add(new JournalEntry(entry.Command, entry.Now, again.Execute(command, entry.Now)));
            }

            again.CloseRow();
            Assert.Equal(row, JournalFormat.Encode(record with { Entries = entries }));
        }
    }

    /// <summary>Holds after every test: recovery, a checkpoint and executing again all arrive at the same bytes.</summary>
    public void Check()
    {
        var live = Partition.TakeCheckpoint();
        Assert.Equal(live, Recover().TakeCheckpoint());
        Assert.Equal(live, Partition.Load(live).TakeCheckpoint());
        Assert.Equal(live, Partition.Load(live, onlyRecovers: true).TakeCheckpoint());
        ExecuteAgain();
    }
}
