using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Octant.Engine.Partitions;
using Octant.Engine.Partitions.Formats;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Foundation.Partitions;

/// <summary>
/// Runs the partitions: recovers and takes them over at start, spreads them over lanes, lets time pass, makes checkpoints,
/// and drains what was accepted when it stops.
/// </summary>
public sealed partial class PartitionHost : IPartitions, IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    /// <summary>After a checkpoint as many times its own length is left to others: however fast rows come, few of them go into checkpoints.</summary>
    private const int CheckpointRest = 10;

    /// <summary>As what keeps one checkpoint from being made most often keeps the next.</summary>
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(2);

    /// <summary>A writer that has grown beyond is not kept: the next checkpoint is long in coming.</summary>
    private const int MostBytesKept = 8 << 20;

    private static readonly TimeSpan DrainPause = TimeSpan.FromMilliseconds(5);

    private readonly IJournal _journal;
    private readonly IClock _clock;
    private readonly ISliceOwner _sliceOwner;
    private readonly ILogger<PartitionHost> _logger;
    private readonly PartitionRecovery _recovery;
    private readonly Committer _committer;
    private readonly IRecoveredPartitions[] _successors;
    private readonly CheckpointRegister _checkpoints;
    private readonly Lane[] _lanes;
    private readonly OwnedPartition[] _owned = new OwnedPartition[PartitionOptions.PartitionCount];
    private readonly UnansweredWork _unanswered = new();
    private readonly CancellationTokenSource _stopping = new();
    private RecordWriter _checkpointWriter = new();
    private Task _background = Task.CompletedTask;
    private Task _work = Task.CompletedTask;
    private volatile bool _serving;

    public PartitionHost(
        IJournal journal,
        IStrategyArchive strategies,
        IModelArchive models,
        ISliceOwner slices,
        IClock clock,
        PartitionOptions options,
        IEnumerable<ICommittedRows> observers,
        IEnumerable<IRecoveredPartitions> successors,
        ILogger<PartitionHost> logger)
    {
        (_journal, _clock, _sliceOwner, _logger) = (journal, clock, slices, logger);
        _recovery = new PartitionRecovery(journal, strategies, models);
        _successors = [.. successors];
        _checkpoints = new CheckpointRegister(options.LeastBytesForCheckpoint, clock);
        _committer = new Committer(journal, [.. observers, _checkpoints], options, logger);
        var supply = new SliceSupply(slices, clock, logger);
        _lanes = [.. Enumerable.Range(0, options.Lanes).Select(_ => new Lane(options, _committer, supply, clock))];
    }

    /// <summary>Every partition is recovered and served here.</summary>
    public bool IsServing => _serving && Array.TrueForAll(_owned, partition => !partition.Lost);

    public long RememberedIds => _serving ? _owned.Sum(partition => (long)partition.Partition.State.Remembered.Count) : 0;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        await Parallel.ForAsync(0, _owned.Length, cancellationToken, RecoverAsync).ConfigureAwait(false);
        var customers = 0L;
        foreach (var partition in _owned)
        {
            _lanes[partition.Number % _lanes.Length].Add(partition);
            customers += partition.Partition.State.Customers.Count;
        }

        _work = Task.WhenAll([Task.Run(_committer.RunAsync, CancellationToken.None), .. _lanes.Select(lane => Task.Run(lane.RunAsync, CancellationToken.None))]);
        _serving = true;
        _background = Task.WhenAll(Task.Run(KeepTimeAsync, CancellationToken.None), Task.Run(KeepCheckpointsAsync, CancellationToken.None));
        LogRecovered(_owned.Length, customers, watch.ElapsedMilliseconds);
        LogPart("partitions", watch.ElapsedMilliseconds);
        LogPart("checkpoints", (long)_recovery.Spent.Checkpoints.TotalMilliseconds);
        LogPart("journal", (long)_recovery.Spent.Journal.TotalMilliseconds);
    }

    public ValueTask<Outcome> SubmitAsync(int partition, Command command, CancellationToken cancellation = default)
    {
        var work = Enqueue(partition, command, null);
        return cancellation.CanBeCanceled ? WaitAsync(work, cancellation) : work.Outcome;

        static async ValueTask<Outcome> WaitAsync(Work work, CancellationToken cancellation) =>
            await work.Outcome.AsTask().WaitAsync(cancellation).ConfigureAwait(false);
    }

    public async ValueTask<T> ReadAsync<T>(int partition, Func<PartitionState, T> read, CancellationToken cancellation = default) =>
        (T)(await Enqueue(partition, null, state => read(state)).Answer.AsTask().WaitAsync(cancellation).ConfigureAwait(false))!;

    public async Task PassTimeAsync(CancellationToken cancellation = default)
    {
        for (var number = 0; number < _owned.Length; number++)
        {
            while (!_owned[number].Lost && await PassTimeAsync(number, cancellation).ConfigureAwait(false))
            {
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>Stops taking in, finishes what was taken in, and leaves checkpoints so that the next start is quick.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (!_serving)
        {
            return;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        await _background.ConfigureAwait(false);
        _serving = false;

        // What was accepted may go round for slices, so the lanes stay open until everybody has an answer.
        while (_unanswered.Count > 0)
        {
            await Task.Delay(DrainPause, cancellationToken).ConfigureAwait(false);
        }

        foreach (var lane in _lanes)
        {
            lane.Complete();
        }

        // Lanes first, so that the committer gets all they have.
        _ = Task.WhenAll(_lanes.Select(lane => lane.Finished)).ContinueWith(_ => _committer.Complete(), TaskScheduler.Default);
        await _work.WaitAsync(cancellationToken).ConfigureAwait(false);
        foreach (var partition in _owned.Where(partition => !partition.Lost))
        {
            await SaveCheckpointAsync(partition.Partition, partition.Epoch, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        _stopping.Dispose();
    }

    private Work Enqueue(int partition, Command? command, Func<PartitionState, object?>? read)
    {
        var work = Admit(partition, command, read);
        if (!work.IsAnswered && !_lanes[partition % _lanes.Length].TrySubmit(work))
        {
            work.Fail(new OverloadException());
        }

        return work;
    }

    /// <summary>Work that is counted, and answered at once when nobody is there to do it.</summary>
    private Work Admit(int partition, Command? command, Func<PartitionState, object?>? read)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(partition);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(partition, PartitionOptions.PartitionCount);
        var work = new Work(partition, command, read, _unanswered);

        // Counted before the look at _serving: a stop that sees nobody unanswered lets nobody in any more.
        _unanswered.Enter();
        if (!_serving || _owned[partition].Lost)
        {
            work.Fail(new PartitionUnavailableException(partition));
        }

        return work;
    }

    /// <summary>True when there may be more to do at once.</summary>
    private async Task<bool> PassTimeAsync(int number, CancellationToken cancellation)
    {
        // Waits its turn where others are refused: under load, too, time must pass.
        var work = Admit(number, new PassTime(), null);
        if (!work.IsAnswered)
        {
            await _lanes[number % _lanes.Length].SubmitAsync(work).ConfigureAwait(false);
        }

        var passed = (TimePassed)await work.Outcome.AsTask().WaitAsync(cancellation).ConfigureAwait(false);
        var returned = passed.Returned.Where(slice => slice.Units > 0).ToList();
        if (returned.Count > 0)
        {
            try
            {
                await _sliceOwner.ReturnAsync(returned, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                // Rather too few than too many: units that do not reach their owner stay out of use.
                LogNotReturned(error, returned.Count);
            }
        }

        return passed.ChangesState;
    }

    private async Task KeepTimeAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await PassTimeAsync(_stopping.Token).ConfigureAwait(false);
                await Task.Delay(Tick, _stopping.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                // A partition was lost meanwhile: time passes for the others at the next tick.
                LogTimeStopped(error.GetType().Name);
                await Task.Delay(Tick).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// A checkpoint is made from the journal, not from the running partition: the partition is recovered beside itself as far
    /// as the journal goes, which costs the running one nothing and tries recovery all day long.
    /// </summary>
    private async Task KeepCheckpointsAsync()
    {
        try
        {
            while (true)
            {
                foreach (var number in _checkpoints.Due())
                {
                    var begun = Stopwatch.GetTimestamp();
                    await TryMakeCheckpointAsync(number).ConfigureAwait(false);
                    await Task.Delay(Stopwatch.GetElapsedTime(begun) * CheckpointRest, _stopping.Token).ConfigureAwait(false);
                }

                await Task.Delay(Tick, _stopping.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
        }
    }

    private async Task TryMakeCheckpointAsync(int number)
    {
        try
        {
            var recovered = await _recovery.RecoverAsync(number, forCheckpoint: true, _stopping.Token).ConfigureAwait(false);
            await SaveCheckpointAsync(recovered.Partition, recovered.Epoch, _stopping.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OutOfMemoryException && !(error is OperationCanceledException && _stopping.IsCancellationRequested))
        {
            // The journal is whole without it; the next round tries again.
            LogNoCheckpoint(error, number);
            await Task.Delay(AfterFailure, _stopping.Token).ConfigureAwait(false);
        }
    }

    private async ValueTask RecoverAsync(int number, CancellationToken cancellation)
    {
        var (owned, bytes) = await _recovery.TakeOverAsync(number, _clock.Now, cancellation).ConfigureAwait(false);
        _checkpoints.Recovered(number, bytes);
        foreach (var successor in _successors)
        {
            await successor.TakeOverAsync(owned.Partition.State, cancellation).ConfigureAwait(false);
        }

        _owned[number] = owned;
    }

    /// <summary>One at a time.</summary>
    private async ValueTask SaveCheckpointAsync(Partition partition, long epoch, CancellationToken cancellation)
    {
        var body = partition.TakeCheckpoint(_checkpointWriter);
        if (body.Length > MostBytesKept)
        {
            _checkpointWriter = new RecordWriter();
        }

        var checkpoint = new Checkpoint(partition.State.Number, partition.State.Sequence, epoch, _clock.Now, body);
        await _journal.SaveCheckpointAsync(checkpoint, cancellation).ConfigureAwait(false);
        _checkpoints.Saved(checkpoint);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Partitions} partitions with {Customers} customers recovered in {Milliseconds} ms.")]
    private partial void LogRecovered(int partitions, long customers, long milliseconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "Recovery: {Part} took {Milliseconds} ms.")]
    private partial void LogPart(string part, long milliseconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Time could not pass in every partition ({Error}).")]
    private partial void LogTimeStopped(string error);

    [LoggerMessage(Level = LogLevel.Error, Message = "Unspent units of {Slices} slices could not be given back.")]
    private partial void LogNotReturned(Exception error, int slices);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A checkpoint of partition {Partition} could not be made.")]
    private partial void LogNoCheckpoint(Exception error, int partition);
}
