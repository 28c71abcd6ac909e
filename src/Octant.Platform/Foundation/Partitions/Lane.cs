using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Partitions;
using Octant.Engine.Partitions.Formats;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Foundation.Partitions;

/// <summary>
/// The one thread of some partitions: takes up to N waiting commands, applies them, closes and encodes a row per
/// partition, hands the rows to the journal and goes on. Answers are given by <see cref="Committer"/>, in the order of commands.
/// </summary>
internal sealed class Lane
{
    /// <summary>So many events close a row as well, so that nobody behind them waits long.</summary>
    private const int MostEvents = 4_096;

    private const int EventsPerProfile = 4;

    /// <summary>By number; only those of this lane.</summary>
    private readonly OwnedPartition[] _partitions = new OwnedPartition[PartitionOptions.PartitionCount];

    /// <summary>Those with a row being filled, in the order in which it was begun.</summary>
    private readonly List<OwnedPartition> _filling = [];

    /// <summary>Random once and counted on from there: random bytes come from the system, and batches by the thousand.</summary>
    private readonly byte[] _batchId = Guid.NewGuid().ToByteArray();
    private readonly DecisionScratch _scratch = new();
    private readonly RecordWriter _writer = new();
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<Work> _queue;
    private readonly Committer _committer;
    private readonly SliceSupply _slices;
    private readonly IClock _clock;
    private readonly int _batchSize;

    public Lane(PartitionOptions options, Committer committer, SliceSupply slices, IClock clock)
    {
        (_committer, _slices, _clock, _batchSize) = (committer, slices, clock, options.BatchSize);
        _queue = Channel.CreateBounded<Work>(new BoundedChannelOptions(options.QueueLength) { SingleReader = true });
    }

    public void Add(OwnedPartition partition)
    {
        partition.Partition.Scratch = _scratch;
        _partitions[partition.Number] = partition;
    }

    /// <summary>False when too much is waiting.</summary>
    public bool TrySubmit(Work work) => _queue.Writer.TryWrite(work);

    /// <summary>For work that has been accepted before and must not be refused now.</summary>
    public ValueTask SubmitAsync(Work work) => _queue.Writer.WriteAsync(work);

    public void Complete() => _queue.Writer.TryComplete();

    /// <summary>Completes when everything taken in has been handed to the journal.</summary>
    public Task Finished => _finished.Task;

    public async Task RunAsync()
    {
        var taken = new List<Work>(_batchSize);
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            var cost = 0;
            while (taken.Count < _batchSize && cost < MostEvents && _queue.Reader.TryRead(out var work))
            {
                taken.Add(work);
                cost += CostOf(work.Command);
            }

            await _committer.CommitAsync(Apply(taken)).ConfigureAwait(false);
            taken.Clear();
        }

        _finished.SetResult();
    }

    private Batch Apply(List<Work> taken)
    {
        var answers = new List<Answer>(taken.Count);
        foreach (var work in taken)
        {
            var partition = _partitions[work.Partition];
            if (partition.Lost)
            {
                answers.Add(new Answer(work, partition, null, new PartitionUnavailableException(work.Partition)));
                continue;
            }

            if (TryApply(work, partition, out var answer))
            {
                answers.Add(answer.Value);
            }
        }

        return new Batch(CloseRows(), answers);
    }

    private PendingRow[] CloseRows()
    {
        if (_filling.Count == 0)
        {
            return [];
        }

        var batchId = NextBatchId();
        var rows = new PendingRow[_filling.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            var partition = _filling[i];
            var entries = partition.TakeRow();
            partition.Partition.CloseRow();
            rows[i] = new PendingRow(partition, entries, Encode(partition, entries, batchId));
        }

        _filling.Clear();
        return rows;
    }

    private Guid NextBatchId()
    {
        var counted = _batchId.AsSpan(8);
        BinaryPrimitives.WriteInt64LittleEndian(counted, BinaryPrimitives.ReadInt64LittleEndian(counted) + 1);
        return new Guid(_batchId);
    }

    /// <summary>Here and not where rows are written, so that the next are encoded while the last are on their way to the disk.</summary>
    private JournalRow Encode(OwnedPartition partition, List<JournalEntry> entries, Guid batchId)
    {
        var record = new JournalRecord(Strategy.EngineVersion, partition.Epoch, batchId, entries);
        var now = entries is [.., var last] ? last.Now : Instant.MinValue;
        return new JournalRow(
            partition.Number, partition.Partition.State.Sequence, partition.Epoch, batchId, now, JournalFormat.Encode(record, _writer));
    }

    /// <summary>False when the work goes round once more, to wait for a slice.</summary>
    private bool TryApply(Work work, OwnedPartition partition, [NotNullWhen(true)] out Answer? answer)
    {
        try
        {
            if (work.Read is { } read)
            {
                answer = Read(work, partition, read);
                return true;
            }

            var outcome = work.Command is ChangeProfiles several ? ExecuteAll(partition, several) : Execute(partition, work.Command!);
            if (outcome is SliceNeeded needed)
            {
                answer = null;
                partition.WaitsForSlice |= work.Command is DecideTriggered;
                _slices.Supply(this, partition.Partition.State.Strategy!, needed, work);
                return false;
            }

            DecideTriggered(partition);
            answer = new Answer(work, partition, outcome, null);
            return true;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // An assertion failed: what the state is now, nobody knows. It must not be journalled; a restart recovers it.
            partition.Lost = true;
            _filling.Remove(partition);
            _committer.Failed(partition.Number, error);
            answer = new Answer(work, partition, null, error);
            return true;
        }
    }

    /// <summary>A read changes nothing: when it fails, it fails alone.</summary>
    private static Answer Read(Work work, OwnedPartition partition, Func<PartitionState, object?> read)
    {
        try
        {
            return new Answer(work, partition, read(partition.Partition.State), null);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return new Answer(work, partition, null, error);
        }
    }

    /// <summary>Events that call for a decision get it in the same row wherever no slice is missing.</summary>
    private void DecideTriggered(OwnedPartition partition)
    {
        while (!partition.WaitsForSlice && partition.Partition.NextTriggered() is { } next)
        {
            if (Execute(partition, next) is SliceNeeded needed)
            {
                partition.WaitsForSlice = true;
                var again = new Work(partition.Number, next, null, null);
                _slices.Supply(this, partition.Partition.State.Strategy!, needed, again);
            }
        }
    }

    /// <summary>In events; a change of a profile is as much work as several.</summary>
    private static int CostOf(Command? command) => command switch
    {
        RecordCustomerEvents several => several.Events.Count,
        ChangeProfiles several => several.Changes.Count * EventsPerProfile,
        _ => 0,
    };

    private ProfilesAnswered ExecuteAll(OwnedPartition partition, ChangeProfiles several)
    {
        var outcomes = new Outcome[several.Changes.Count];
        for (var i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] = Execute(partition, several.Changes[i]);
        }

        return new ProfilesAnswered(outcomes);
    }

    private Outcome Execute(OwnedPartition partition, Command command)
    {
        if (command is DecideTriggered)
        {
            partition.WaitsForSlice = false;
        }

        var outcome = partition.Partition.Execute(command, _clock.Now);
        if (outcome.ChangesState && partition.Add(new JournalEntry(command, partition.Partition.State.Now, outcome)))
        {
            _filling.Add(partition);
        }

        return outcome;
    }
}

/// <summary>What to tell once everything before is durable.</summary>
internal readonly record struct Answer(Work Work, OwnedPartition Owner, object? Value, Exception? Error);

/// <summary>A row that is applied and not yet durable.</summary>
internal sealed record PendingRow(OwnedPartition Owner, IReadOnlyList<JournalEntry> Entries, JournalRow Encoded);

/// <summary>What a lane has done at once. Runs when all of it is durable: tells the answers, in the order of commands.</summary>
internal sealed class Batch(IReadOnlyList<PendingRow> rows, List<Answer> answers) : IThreadPoolWorkItem
{
    public IReadOnlyList<PendingRow> Rows => rows;

    public void Execute()
    {
        foreach (var answer in answers)
        {
            Tell(answer);
        }
    }

    /// <summary>
    /// A lost partition answers nobody, not even reads and repetitions, which may rest on what did not become durable.
    /// </summary>
    private static void Tell(Answer answer)
    {
        if (answer.Error is { } error)
        {
            answer.Work.Fail(error);
        }
        else if (answer.Owner.Lost)
        {
            answer.Work.Fail(new PartitionUnavailableException(answer.Owner.Number));
        }
        else
        {
            answer.Work.Succeed(answer.Value);
        }
    }
}

/// <summary>A partition this node serves.</summary>
internal sealed class OwnedPartition(Partition partition, long epoch)
{
    private volatile bool _lost;
    private List<JournalEntry>? _row;

    public int Number { get; } = partition.State.Number;

    public Partition Partition { get; } = partition;

    public long Epoch { get; } = epoch;

    /// <summary>Somebody else owns it, or its state cannot be trusted: nothing more is applied or written here.</summary>
    public bool Lost
    {
        get => _lost;
        set => _lost = value;
    }

    /// <summary>An event's decision is on its way round; no other is begun before it.</summary>
    public bool WaitsForSlice { get; set; }

    /// <summary>Adds to the row being filled; true where that begins one.</summary>
    public bool Add(JournalEntry entry)
    {
        var begins = _row is null;
        (_row ??= []).Add(entry);
        return begins;
    }

    /// <summary>The row as far as it was filled; the next entry begins another.</summary>
    public List<JournalEntry> TakeRow()
    {
        var row = _row ?? [];
        _row = null;
        return row;
    }
}
