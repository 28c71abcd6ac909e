using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Partitions.Formats;
using Octant.Engine.Partitions.Handlers;

namespace Octant.Engine.Partitions;

/// <summary>
/// One share of the customers as a deterministic, single-threaded state machine:
/// <c>(state, command, now) → (state', outcome)</c>. The shell owns the thread, the journal and the clock.
/// </summary>
/// <remarks>
/// Executing is deciding, then applying. Deciding only reads the state; applying is <see cref="PartitionState.Apply"/>, the
/// same for live work and for recovery. The shell answers nobody before the row that holds the outcome is durable. If that
/// fails, this object is ahead of the journal and must be thrown away and recovered.
/// </remarks>
/// <param name="onlyRecovers">It is recovered to be written out as a checkpoint and takes no commands, which makes it lighter.</param>
public sealed class Partition(int number, bool onlyRecovers = false)
{
    private static readonly TimeSpan LeastTerm = TimeSpan.FromSeconds(1);

    public PartitionState State { get; private init; } = new(number, onlyRecovers);

    /// <summary>Name of the row being filled: the one after the last.</summary>
    internal long RowSequence => State.Sequence + 1;

    /// <summary>Room for the decision being made. Partitions of one thread may share one, so that it stays near the processor.</summary>
    public DecisionScratch Scratch { internal get; set; } = new();

    /// <summary>Number, within that row, of the outcome being decided.</summary>
    internal int RowIndex => State.OpenEntries;

    private readonly TriggerScope _triggers = new();

    /// <summary>Decides and applies one command. Whether it must be journalled, the outcome says.</summary>
    /// <exception cref="InvalidOperationException">This partition only recovers.</exception>
    public Outcome Execute(Command command, Instant now)
    {
        if (State.OnlyRecovers)
        {
            throw new InvalidOperationException($"Partition {State.Number} is recovered here for a checkpoint and takes no commands.");
        }

        State.Now = Instant.Max(State.Now, now);
        var outcome = command switch
        {
            RecordCustomerEvent c => Take(c),
            RecordCustomerEvents c => Take(c),
            _ => Answer(command),
        };
        if (outcome.ChangesState)
        {
            if (command is not (RecordCustomerEvent or RecordCustomerEvents))
            {
                State.Apply(outcome);
            }

            State.OpenEntries++;
        }

        return outcome;
    }

    /// <summary>The next decision that an event of before calls for; null when there is none. Execute it like any command.</summary>
    public DecideTriggered? NextTriggered() =>
        State.Waiting is [var waiting, ..] ? new DecideTriggered(waiting.Key, waiting.MessageId) : null;

    /// <summary>The row being filled is complete: the next outcome opens another.</summary>
    public void CloseRow()
    {
        if (State.OpenEntries > 0)
        {
            State.Sequence++;
            State.OpenEntries = 0;
        }
    }

    /// <summary>
    /// Applies one row of the journal: outcomes only, nothing is decided again. The strategy itself is supplied by the shell
    /// when all rows are in (<see cref="PartitionState.Strategy"/>), because no outcome needs it.
    /// </summary>
    public void Recover(long sequence, JournalRecord record)
    {
        RequireNext(sequence);
        foreach (var entry in record.Entries)
        {
            State.Now = entry.Now;
            State.Apply(entry.Outcome);
        }

        State.Sequence = sequence;
    }

    /// <summary>As <see cref="Recover(long, JournalRecord)"/>, from the bytes of the row and without making what no state needs.</summary>
    /// <param name="reader">Of many rows, of one partition after another.</param>
    /// <exception cref="RecordFormatException">The bytes are not a journal row of a form this engine reads; the partition is of no use then.</exception>
    public void Recover(long sequence, ReadOnlyMemory<byte> row, RecordReader reader)
    {
        RequireNext(sequence);
        JournalFormat.Replay(row, reader, State);
        State.Sequence = sequence;
    }

    /// <summary>The whole state as bytes; equal states give equal bytes.</summary>
    public byte[] TakeCheckpoint() => TakeCheckpoint(new RecordWriter());

    /// <inheritdoc cref="TakeCheckpoint()"/>
    /// <param name="writer">Is emptied first; keeping one saves growing a new one for every checkpoint.</param>
    public byte[] TakeCheckpoint(RecordWriter writer) => CheckpointFormat.Encode(State, writer);

    /// <exception cref="RecordFormatException">The bytes are not a checkpoint of a form this engine reads.</exception>
    /// <param name="onlyRecovers">As for a new one.</param>
    public static Partition Load(ReadOnlyMemory<byte> checkpoint, bool onlyRecovers = false)
    {
        var state = CheckpointFormat.Decode(checkpoint, onlyRecovers);
        return new Partition(state.Number, onlyRecovers) { State = state };
    }

    private StrategyChanged StrategyChange(Strategy strategy, long version)
    {
        var observations = State.Observations.After(strategy.Behaviour.Measures, State.Now);
        return new StrategyChanged(version)
        {
            Strategy = strategy,
            Observations = ReferenceEquals(observations, State.Observations) ? null : observations,
        };
    }

    /// <summary>
    /// An event is applied in two steps, because whether it calls for a decision is seen from the customer as it has left
    /// them; the outcome holds both, and recovery applies both at once.
    /// </summary>
    private Outcome Take(RecordCustomerEvent command)
    {
        var answer = CustomerEventHandler.Answer(State, command, out var use);
        if (answer is not CustomerEventRecorded recorded)
        {
            return answer;
        }

        State.Apply(recorded);
        if (CustomerEventHandler.TriggerOf(State, command, use, _triggers) is not { } trigger)
        {
            return recorded;
        }

        recorded = recorded with { Trigger = trigger };
        State.Await(recorded);
        return recorded;
    }

    private CustomerEventsRecorded Take(RecordCustomerEvents command)
    {
        var recorded = new List<CustomerEventRecorded>(command.Events.Count);
        var fates = new EventFate[command.Events.Count];
        for (var i = 0; i < fates.Length; i++)
        {
            var outcome = Take(command.Events[i]);
            fates[i] = FateOf(outcome);
            if (fates[i] == EventFate.Recorded)
            {
                recorded.Add((CustomerEventRecorded)outcome);
            }
        }

        return new CustomerEventsRecorded(recorded) { Fates = fates };
    }

    /// <summary>What an outcome of <see cref="RecordCustomerEvent"/> says of the event.</summary>
    public static EventFate FateOf(Outcome outcome) => outcome switch
    {
        CustomerEventRecorded => EventFate.Recorded,
        Duplicate => EventFate.Duplicate,
        Late => EventFate.Late,
        NotUsed => EventFate.NotUsed,
        CustomerUnknown => EventFate.CustomerUnknown,
        _ => throw new ArgumentException($"{outcome.GetType().Name} is no answer to an event.", nameof(outcome)),
    };

    private Outcome Answer(Command command) => command switch
    {
        ChangeProfile c => ProfileHandler.Answer(State, c),
        SetConsent c => ProfileHandler.Answer(State, c),
        SetOwned c => ProfileHandler.Answer(State, c),
        SetLists c => ProfileHandler.Answer(State, c),
        EraseCustomer c => ProfileHandler.Answer(State, c),
        Decide c => DecisionHandler.Answer(this, c),
        DecideTriggered c => DecisionHandler.Answer(this, c),
        RecordResponse c => ResponseHandler.Answer(State, c),
        ReportContact c => ContactHandler.Answer(this, c),
        ClaimContact c => ContactHandler.Answer(State, c),
        SettleContact c => ContactHandler.Answer(State, c),
        ChangeStrategy c => c.Version <= State.StrategyVersion
            ? new Unchanged()
            : StrategyChange(c.Strategy ?? throw new ArgumentException("A strategy must come compiled.", nameof(command)), c.Version),
        ChangeModel c => c.Version <= State.ModelVersion
            ? new Unchanged()
            : new ModelChanged(c.Version) { Model = c.Model ?? throw new ArgumentException("A model must come with its command.", nameof(command)) },

        // However long the grant was under way, and whatever the owner's clock says: what was waiting for it finds it.
        GrantSlice c => new SliceGranted(c.Resource, c.Period, c.Units, c.Exhausted, Instant.Max(c.Until, State.Now + LeastTerm)),
        PassTime => TimeHandler.Answer(State),
        _ => throw new ArgumentException($"{command.GetType().Name} is not a command of a partition.", nameof(command)),
    };

    private void RequireNext(long sequence)
    {
        if (sequence != RowSequence)
        {
            throw new InvalidOperationException($"Partition {State.Number}: row {sequence} does not follow row {State.Sequence}.");
        }
    }
}
