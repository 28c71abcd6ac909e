using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Octant.Engine.Partitions.Formats;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Decisions.Strategies;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Decisions.Projections;

/// <summary>
/// Writes the views behind the journal, at most a moment behind. What it is handed in memory is a short cut only: whatever
/// is missing between its watermark and a row (after a start, a takeover or a full queue) it reads from the journal.
/// </summary>
/// <remarks>
/// It lets rows gather for a moment, because many written together cost a fraction of what they cost one by one: a counter is
/// written once, decisions that lie together in the journal are one row, and neighbours in an index share its pages. Whoever waits to read ends
/// the moment. While one moment is written the next gathers: rows that waited as they are would outlive the nursery with all their objects.
/// </remarks>
public sealed partial class Projector(
    IJournal journal, IProjectionStore store, StrategyArchive archive, CurrentStrategy strategy, ILogger<Projector> logger)
    : BackgroundService, ICommittedRows, IProjections
{
    private const int RowsInMemory = 20_000;

    // Together five seconds: entries by customer lie in no order, and the more of them come at once, the fewer pages are written.
    private const int Steps = 125;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(40);

    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Channel<CommittedRow> _rows = Channel.CreateBounded<CommittedRow>(
        new BoundedChannelOptions(RowsInMemory) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    private readonly long[] _committed = new long[PartitionOptions.PartitionCount];
    private readonly long[] _written = new long[PartitionOptions.PartitionCount];

    /// <summary>What is written or being written.</summary>
    private readonly long[] _handed = new long[PartitionOptions.PartitionCount];

    private TaskCompletionSource _progress = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _wanted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _writing = Task.CompletedTask;
    private RowProjection? _gathered;
    private RowProjection? _spare;

    public void Committed(CommittedRow row)
    {
        // In this order, so that whoever waits for what is committed finds it in the queue already.
        _rows.Writer.TryWrite(row);
        Volatile.Write(ref _committed[row.Partition], row.Sequence);
    }

    public async Task WaitAsync(int? partition, TimeSpan patience, CancellationToken cancellation)
    {
        var wanted = new long[PartitionOptions.PartitionCount];
        for (var i = 0; i < wanted.Length; i++)
        {
            wanted[i] = partition is null || partition == i ? Volatile.Read(ref _committed[i]) : 0;
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(patience);
        while (true)
        {
            var progress = Volatile.Read(ref _progress).Task;
            if (!Enumerable.Range(0, wanted.Length).Any(i => Volatile.Read(ref _written[i]) < wanted[i]))
            {
                return;
            }

            Volatile.Read(ref _wanted).TrySetResult();
            try
            {
                await progress.WaitAsync(timeout.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
            {
                throw new TimeoutException("The views are behind the journal.", late);
            }
        }
    }

    /// <summary>Before anybody is served: what an earlier run left unwritten.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Days are counted in the platform's zone, which the strategy knows; it comes into force again only after this.
        if (!strategy.IsPublished && await archive.ReadHeadAsync(cancellationToken).ConfigureAwait(false) is var (head, _))
        {
            strategy.Replace(await archive.ReadAsync(head.Version, cancellationToken).ConfigureAwait(false));
        }

        await ReadWatermarksAsync(cancellationToken).ConfigureAwait(false);
        for (var partition = 0; partition < _written.Length; partition++)
        {
            _committed[partition] = (await journal.ReadPositionAsync(partition, cancellationToken).ConfigureAwait(false)).Sequence;
        }

        await CatchUpAsync(cancellationToken).ConfigureAwait(false);
        await _writing.ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var uncertain = false;
        while (true)
        {
            try
            {
                if (uncertain)
                {
                    await ReadWatermarksAsync(stoppingToken).ConfigureAwait(false);
                    uncertain = false;
                }

                if (!await TryWriteNextAsync(stoppingToken).ConfigureAwait(false))
                {
                    await CatchUpAsync(stoppingToken).ConfigureAwait(false);
                }

                if (stoppingToken.IsCancellationRequested && !_rows.Reader.TryPeek(out _))
                {
                    await _writing.ConfigureAwait(false);
                    return;
                }
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                if (stoppingToken.IsCancellationRequested)
                {
                    return;
                }

                // The journal holds everything: wait and go on from the watermark, which the store knows best, since a write
                // whose answer was lost may have gone through.
                LogPaused(error);
                await _writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                _writing = Task.CompletedTask;
                _gathered = null;
                uncertain = true;
                await Task.Delay(Pause, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private async Task ReadWatermarksAsync(CancellationToken cancellation)
    {
        foreach (var (partition, sequence) in await store.ReadWatermarksAsync(cancellation).ConfigureAwait(false))
        {
            Volatile.Write(ref _written[partition], sequence);
        }

        Array.Copy(_written, _handed, _handed.Length);
        TellProgress();
    }

    /// <summary>False when nothing came for a moment, so that rows lost to a full queue are looked for.</summary>
    private async Task<bool> TryWriteNextAsync(CancellationToken stopping)
    {
        if (!_rows.Reader.TryPeek(out _))
        {
            using var idle = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            idle.CancelAfter(Idle);
            try
            {
                await _rows.Reader.WaitToReadAsync(idle.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }

        await GatherAsync(stopping).ConfigureAwait(false);
        await FlushAsync().ConfigureAwait(false);
        return true;
    }

    /// <summary>
    /// Takes in what comes for a moment, and until the moment before is written, or until somebody waits. What they wait for has been taken in when
    /// this returns.
    /// </summary>
    private async Task GatherAsync(CancellationToken stopping)
    {
        for (var step = 0; step < Steps || (!_writing.IsCompleted && _gathered is not { IsFull: true }); step++)
        {
            var isWanted = await IsWantedAsync(stopping).ConfigureAwait(false);
            for (var left = _rows.Reader.Count; left > 0 && _rows.Reader.TryRead(out var row); left--)
            {
                await AddAsync(row).ConfigureAwait(false);
            }

            if (isWanted)
            {
                return;
            }
        }
    }

    /// <summary>Returns after a step, or as soon as somebody waits for the views or nobody will any more.</summary>
    private async Task<bool> IsWantedAsync(CancellationToken stopping)
    {
        var wanted = Volatile.Read(ref _wanted).Task;
        await wanted.WaitAsync(Step, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!wanted.IsCompleted)
        {
            return stopping.IsCancellationRequested;
        }

        Volatile.Write(ref _wanted, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        return true;
    }

    private async Task CatchUpAsync(CancellationToken cancellation)
    {
        await _writing.ConfigureAwait(false);
        for (var partition = 0; partition < _written.Length; partition++)
        {
            var last = Volatile.Read(ref _committed[partition]);
            if (_handed[partition] < last)
            {
                await WriteFromJournalAsync(partition, last, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Turns it into views at once, which are much smaller; they are written later, together.</summary>
    private async Task AddAsync(CommittedRow row)
    {
        var projected = _gathered?.LastOf(row.Partition) ?? _handed[row.Partition];
        if (row.Sequence <= projected)
        {
            return;
        }

        if (row.Sequence > projected + 1)
        {
            await WriteFromJournalAsync(row.Partition, row.Sequence, CancellationToken.None).ConfigureAwait(false);
            return;
        }

        // Whoever moved the platform into another zone finds what happens from then on under its days and hours.
        if (RowProjection.StandsAlone(row) || _gathered is { IsFull: true } || (_gathered is not null && _gathered.Zone != strategy.Zone))
        {
            await FlushAsync().ConfigureAwait(false);
        }

        _gathered ??= Begin();
        _gathered.Add(row);
    }

    private async Task WriteFromJournalAsync(int partition, long last, CancellationToken cancellation)
    {
        await FlushAsync().ConfigureAwait(false);
        await foreach (var row in journal.ReadFromAsync(partition, _handed[partition] + 1, cancellation, last).ConfigureAwait(false))
        {
            await AddAsync(new CommittedRow(partition, row.Sequence, JournalFormat.Decode(row.Body).Entries, row.Body.Length)).ConfigureAwait(false);
        }

        await FlushAsync().ConfigureAwait(false);
    }

    /// <summary>One written before, if it counts in the same zone: its tables have the size they need.</summary>
    private RowProjection Begin()
    {
        var (spare, zone) = (Interlocked.Exchange(ref _spare, null), strategy.Zone);
        return spare?.Zone == zone ? spare : new RowProjection(zone, strategy.IsActive);
    }

    /// <summary>Begins to write what is gathered, when what was gathered before is written.</summary>
    private async Task FlushAsync()
    {
        await _writing.ConfigureAwait(false);
        if (_gathered is { } gathered)
        {
            _gathered = null;
            var batch = gathered.ToBatch();
            foreach (var (partition, sequence) in batch.Watermarks)
            {
                _handed[partition] = sequence;
            }

            _writing = WriteAsync(gathered, batch);
        }
    }

    private async Task WriteAsync(RowProjection gathered, ProjectionBatch batch)
    {
        await store.ApplyAsync(batch, CancellationToken.None).ConfigureAwait(false);
        foreach (var (partition, sequence) in batch.Watermarks)
        {
            Volatile.Write(ref _written[partition], sequence);
            if (Volatile.Read(ref _committed[partition]) < sequence)
            {
                Volatile.Write(ref _committed[partition], sequence);
            }
        }

        gathered.Clear();
        Volatile.Write(ref _spare, gathered);
        TellProgress();
    }

    private void TellProgress() =>
        Interlocked.Exchange(ref _progress, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    [LoggerMessage(Level = LogLevel.Error, Message = "The views could not be written; they go on from where they are.")]
    private partial void LogPaused(Exception error);
}
