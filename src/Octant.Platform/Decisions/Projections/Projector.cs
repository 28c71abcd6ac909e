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
/// written once, a block of decision records is long, and neighbours in an index share its pages. Whoever waits to read ends
/// the moment.
/// </remarks>
public sealed partial class Projector(
    IJournal journal, IProjectionStore store, StrategyArchive archive, CurrentStrategy strategy, ILogger<Projector> logger)
    : BackgroundService, ICommittedRows, IProjections
{
    private const int RowsPerBatch = 8_000;
    private const int RowsInMemory = 20_000;

    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(800);
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Channel<CommittedRow> _rows = Channel.CreateBounded<CommittedRow>(
        new BoundedChannelOptions(RowsInMemory) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    private readonly long[] _committed = new long[PartitionOptions.PartitionCount];
    private readonly long[] _written = new long[PartitionOptions.PartitionCount];
    private TaskCompletionSource _progress = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _gathered;
    private TaskCompletionSource _wanted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Committed(CommittedRow row)
    {
        // In this order, so that whoever waits for what is committed finds it in the queue already.
        _rows.Writer.TryWrite(row);
        Volatile.Write(ref _committed[row.Partition], row.Sequence);
        if (Interlocked.Increment(ref _gathered) == RowsPerBatch)
        {
            Volatile.Read(ref _wanted).TrySetResult();
        }
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
        var batch = new List<CommittedRow>(_rows.Reader.Count);
        while (batch.Count < RowsPerBatch && _rows.Reader.TryRead(out var row))
        {
            batch.Add(row);
        }

        await WriteAsync(batch).ConfigureAwait(false);
        return true;
    }

    /// <summary>Returns after a moment, or as soon as somebody waits or a batch is full. What they wait for is in the queue when this returns.</summary>
    private async Task GatherAsync(CancellationToken stopping)
    {
        try
        {
            await Volatile.Read(ref _wanted).Task.WaitAsync(Gathering, stopping).ConfigureAwait(false);
        }
        catch (Exception ended) when (ended is TimeoutException or OperationCanceledException)
        {
            // Nobody waits: then this was long enough.
        }

        Volatile.Write(ref _wanted, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        Volatile.Write(ref _gathered, 0);
    }

    private async Task CatchUpAsync(CancellationToken cancellation)
    {
        for (var partition = 0; partition < _written.Length; partition++)
        {
            var last = Volatile.Read(ref _committed[partition]);
            if (_written[partition] < last)
            {
                await WriteFromJournalAsync(partition, last, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task WriteAsync(List<CommittedRow> rows)
    {
        var next = new Dictionary<int, long>();
        var ready = new List<CommittedRow>(rows.Count);
        foreach (var row in rows)
        {
            var written = next.TryGetValue(row.Partition, out var sequence) ? sequence : _written[row.Partition];
            if (row.Sequence <= written)
            {
                continue;
            }

            if (row.Sequence > written + 1)
            {
                await FlushAsync(ready).ConfigureAwait(false);
                next.Clear();
                await WriteFromJournalAsync(row.Partition, row.Sequence, CancellationToken.None).ConfigureAwait(false);
                continue;
            }

            ready.Add(row);
            next[row.Partition] = row.Sequence;
        }

        await FlushAsync(ready).ConfigureAwait(false);
    }

    private async Task WriteFromJournalAsync(int partition, long last, CancellationToken cancellation)
    {
        var rows = new List<CommittedRow>();
        await foreach (var row in journal.ReadFromAsync(partition, _written[partition] + 1, cancellation).ConfigureAwait(false))
        {
            if (row.Sequence > last)
            {
                break;
            }

            rows.Add(new CommittedRow(partition, row.Sequence, JournalFormat.Decode(row.Body).Entries));
            if (rows.Count == RowsPerBatch)
            {
                await FlushAsync(rows).ConfigureAwait(false);
            }
        }

        await FlushAsync(rows).ConfigureAwait(false);
    }

    private async Task FlushAsync(List<CommittedRow> rows)
    {
        var zone = strategy.Zone;
        var projection = new RowProjection(zone);
        foreach (var row in rows)
        {
            if (RowProjection.StandsAlone(row) && !projection.IsEmpty)
            {
                await ApplyAsync(projection.ToBatch()).ConfigureAwait(false);
                projection = new RowProjection(zone);
            }

            projection.Add(row);
        }

        if (!projection.IsEmpty)
        {
            await ApplyAsync(projection.ToBatch()).ConfigureAwait(false);
        }

        rows.Clear();
    }

    private async Task ApplyAsync(ProjectionBatch batch)
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

        Interlocked.Exchange(ref _progress, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The views could not be written; they go on from where they are.")]
    private partial void LogPaused(Exception error);
}
