using Octant.Engine.Decisions;
using Octant.Engine.Calendar;
using Octant.Engine.Partitions;
using Octant.Engine.Partitions.Formats;

namespace Octant.Engine.Tests.Simulation;

/// <summary>A command on its way to a partition, with whoever waits for the answer; null outcome: not served here.</summary>
internal sealed record Delivery(int Partition, Command Command, Action<Outcome?> Answer)
{
    /// <summary>Nobody waits for the answer any more: a message does not wander about for a day.</summary>
    public Instant Expires { get; init; } = Instant.MaxValue;
}

/// <summary>
/// One process: some partitions in memory, applied ahead of the journal, committed in groups, answered only then. It can
/// crash anywhere and forgets everything but the journal.
/// </summary>
internal sealed class SimulatedNode(int number, World world)
{
    private readonly Dictionary<int, Owned> _owned = [];
    private readonly Queue<Delivery> _inbox = new();
    private readonly List<Pending> _rows = [];
    private readonly List<(Owned Owner, Action Tell, Action Refuse)> _answers = [];

    public TimeSpan Skew { get; set; }

    public IEnumerable<int> Partitions => _owned.Keys;

    private Random Random => world.Random;

    private Instant Now => world.Now + Skew;

    public void Deliver(Delivery delivery) => _inbox.Enqueue(delivery);

    public void Crash()
    {
        _owned.Clear();
        _inbox.Clear();
        _rows.Clear();
        _answers.Clear();
    }

    /// <summary>Recovers the partition and makes it its own; whoever had it does not hear of it.</summary>
    public void TakeOver(int partition)
    {
        if (_owned.ContainsKey(partition))
        {
            return;
        }

        var (recovered, before) = world.Journal.Recover(partition);
        world.Invariants.Recovered(recovered);
        var record = new JournalRecord(Strategy.EngineVersion, before + 1, NewBatch(), []);
        var sequence = recovered.State.Sequence + 1;
        world.Journal.Append([new SimulatedRow(partition, sequence, before + 1, record.BatchId, JournalFormat.Encode(record), number)]);
        recovered.Recover(sequence, record);
        if (recovered.State.StrategyVersion > 0)
        {
            recovered.State.Strategy = SimulatedStrategies.Version(recovered.State.StrategyVersion);
        }

        _owned[partition] = new Owned(recovered, before + 1);
    }

    /// <summary>Applies up to so many commands and closes their rows; nothing is durable yet and nobody is answered.</summary>
    public void Apply(int most)
    {
        var entries = new Dictionary<int, List<JournalEntry>>();
        for (var i = 0; i < most && _inbox.TryDequeue(out var delivery); i++)
        {
            if (!_owned.TryGetValue(delivery.Partition, out var owned) || delivery.Expires < world.Now)
            {
                delivery.Answer(null);
                continue;
            }

            var outcome = Execute(owned, delivery.Command, entries);
            if (outcome is SliceNeeded needed)
            {
                Supply(delivery, needed);
                continue;
            }

            while (owned.Partition.NextTriggered() is { } next)
            {
                if (Execute(owned, next, entries) is SliceNeeded missing)
                {
                    Supply(new Delivery(delivery.Partition, next, _ => { }), missing);
                    break;
                }
            }

            _answers.Add((owned, () => delivery.Answer(outcome), () => delivery.Answer(null)));
        }

        foreach (var (partition, list) in entries)
        {
            var owned = _owned[partition];
            owned.Partition.CloseRow();
            _rows.Add(new Pending(owned, owned.Partition.State.Sequence, list));
        }
    }

    /// <summary>Makes all that waits durable in one append, whatever goes wrong with it, and answers. May end in a crash.</summary>
    public void Commit()
    {
        var batch = NewBatch();
        var rows = _rows.Select(row => (row.Owner, Row: Encode(row, batch))).ToList();
        while (rows.Count > 0)
        {
            switch (world.Fault())
            {
                case Fault.CrashBefore:
                    Crash();
                    return;
                case Fault.CrashBeforeButItLandsLater:
                    world.LandLater([.. rows.Select(pair => pair.Row)]);
                    Crash();
                    return;
                case Fault.ErrorBefore:
                    break;
                case Fault.ErrorButItLandsLater:
                    world.LandLater([.. rows.Select(pair => pair.Row)]);
                    break;
                case Fault.CrashAfter:
                    TryAppend(rows);
                    Crash();
                    return;
                case Fault.LostReply:
                    TryAppend(rows);
                    break;
                default:
                    if (TryAppend(rows))
                    {
                        Answer();
                        return;
                    }

                    break;
            }

            // The reply is an error or lost: reading settles it.
            foreach (var (owner, row) in rows)
            {
                if (world.Journal.Read(row.Partition, row.Sequence) is { } found)
                {
                    if (found.BatchId == batch)
                    {
                        Answer();
                        return;
                    }

                    owner.Lost = true;
                }
            }

            rows.RemoveAll(pair => pair.Owner.Lost);
        }

        Answer();
    }

    /// <summary>A checkpoint of a partition that goes on, where nothing of it waits for the journal.</summary>
    public void Checkpoint(int partition)
    {
        if (_rows.Count == 0 && _owned.TryGetValue(partition, out var owned))
        {
            world.Journal.SaveCheckpoint(partition, owned.Partition.State.Sequence, owned.Epoch, owned.Partition.TakeCheckpoint());
        }
    }

    private Outcome Execute(Owned owned, Command command, Dictionary<int, List<JournalEntry>> entries)
    {
        var outcome = owned.Partition.Execute(command, Now);
        if (outcome.ChangesState)
        {
            if (!entries.TryGetValue(owned.Partition.State.Number, out var list))
            {
                entries[owned.Partition.State.Number] = list = [];
            }

            list.Add(new JournalEntry(command, owned.Partition.State.Now, outcome));
        }

        return outcome;
    }

    private void Supply(Delivery delivery, SliceNeeded needed)
    {
        foreach (var need in needed.Needs)
        {
            var grant = world.Slices.Grant(need, Now);

            // The owner's word is durable, but on the way to the partition it can be lost for good.
            if (Random.Next(30) != 0)
            {
                _inbox.Enqueue(new Delivery(delivery.Partition, grant, _ => { }));
            }
        }

        _inbox.Enqueue(delivery);
    }

    private bool TryAppend(List<(Owned Owner, SimulatedRow Row)> rows)
    {
        try
        {
            world.Journal.Append([.. rows.Select(pair => pair.Row)]);
            return true;
        }
        catch (FenceException)
        {
            return false;
        }
    }

    private void Answer()
    {
        var answers = _answers.ToList();
        var kept = _rows.Select(row => row.Owner).Where(owner => !owner.Lost).Distinct().ToList();
        _rows.Clear();
        _answers.Clear();
        foreach (var (number, owned) in _owned.ToList())
        {
            if (owned.Lost)
            {
                _owned.Remove(number);
            }
        }

        foreach (var owner in kept)
        {
            world.Invariants.Live(owner.Partition);
        }

        foreach (var (owner, tell, refuse) in answers)
        {
            (owner.Lost ? refuse : tell)();
        }
    }

    private SimulatedRow Encode(Pending row, Guid batch)
    {
        var body = JournalFormat.Encode(new JournalRecord(Strategy.EngineVersion, row.Owner.Epoch, batch, row.Entries));
        return new SimulatedRow(row.Owner.Partition.State.Number, row.Sequence, row.Owner.Epoch, batch, body, number);
    }

    private Guid NewBatch()
    {
        var bytes = new byte[16];
        Random.NextBytes(bytes);
        return new Guid(bytes);
    }

    private sealed class Owned(Partition partition, long epoch)
    {
        public Partition Partition { get; } = partition;

        public long Epoch { get; } = epoch;

        public bool Lost { get; set; }
    }

    private sealed record Pending(Owned Owner, long Sequence, List<JournalEntry> Entries);
}
