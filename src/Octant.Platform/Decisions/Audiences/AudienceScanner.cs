using Microsoft.Extensions.Hosting;
using Octant.Engine.Audiences;
using Octant.Engine.Calendar;
using Octant.Engine.Partitions;
using Octant.Engine.Partitions.Formats;
using Octant.Engine.Profiles;
using Octant.Platform.Foundation.LongWork;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Decisions.Audiences;

/// <summary>
/// Answers questions about all customers, exact as of a stated instant, while customers change. One thread owns the columns
/// and applies what the partitions commit; questions are worked off on all cores over snapshots of it.
/// </summary>
/// <remarks>
/// An instant is cut like this. The scanner takes the time, and from then on holds back what bears a later one. It passes
/// through every partition: that answers when all that was taken in before is durable, and so is in the scanner's queue. Then
/// everything up to the instant has been applied and nothing after it; a snapshot is taken, what was held back is applied,
/// and the scanner goes on, however long the question takes. Questions that come meanwhile share the next cut.
/// Nobody who writes ever waits for a question: a changed part of the columns is copied where a snapshot still sees it.
/// </remarks>
public sealed class AudienceScanner(AudienceRows rows, RecoveredColumns recovered, IPartitions partitions, IClock clock) : IHostedService, IDisposable
{
    private const int QuestionsAtOnce = 2;

    private static readonly TimeSpan ForgetEvery = TimeSpan.FromDays(1);

    private readonly SemaphoreSlim _atOnce = new(QuestionsAtOnce, QuestionsAtOnce);
    private readonly Queue<(int Partition, JournalEntry Entry)> _heldBack = new();
    private readonly Dictionary<AudienceSnapshot, int> _holders = [];
    private List<SnapshotWanted> _waiting = [];
    private List<SnapshotWanted> _inCut = [];
    private CustomerColumns? _columns;
    private Instant? _cut;
    private Instant _latest = Instant.MinValue;
    private Instant _forgotten = Instant.MinValue;
    private Task _running = Task.CompletedTask;

    /// <summary>Every partition is in the columns by now; what they commit since waits in the queue.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _columns = recovered.Take();
        _running = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        rows.Complete();
        await _running.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _atOnce.Dispose();

    /// <summary>Asks all customers as they were at the instant that is handed over with them, which is not before the call.</summary>
    /// <param name="attributes">The dictionary the question was compiled against.</param>
    /// <param name="ask">Called on a thread of the pool; what it needs of the query it takes out before it returns.</param>
    /// <exception cref="PartitionUnavailableException">Not all partitions are served here, so no count would be true.</exception>
    public async Task<T> AskAsync<T>(AttributeDictionary attributes, Func<AudienceQuery, AudienceSnapshot, Instant, T> ask, CancellationToken cancellation)
    {
        await _atOnce.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            using var held = await HoldAsync(attributes).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            return await Task.Run(() => ask(new AudienceQuery(held.Snapshot, ParallelBlocks.Instance), held.Snapshot, held.AsOf), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _atOnce.Release();
        }
    }

    private async Task<HeldSnapshot> HoldAsync(AttributeDictionary attributes)
    {
        var wanted = new SnapshotWanted(attributes, new TaskCompletionSource<HeldSnapshot>(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!rows.Add(wanted))
        {
            throw new PartitionUnavailableException(0);
        }

        // Should the scanner itself fail, its failure is the answer.
        await (await Task.WhenAny(wanted.Answered.Task, _running).ConfigureAwait(false)).ConfigureAwait(false);
        wanted.Answered.TrySetException(new PartitionUnavailableException(0));
        return await wanted.Answered.Task.ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        rows.BeginScan();
        try
        {
            await foreach (var work in rows.Work.ReadAllAsync().ConfigureAwait(false))
            {
                Do(work);
            }
        }
        finally
        {
            rows.EndScan();
        }
    }

    private void Do(ScannerWork work)
    {
        switch (work)
        {
            case RowsToApply together:
                foreach (var row in together.Rows)
                {
                    Take(row);
                    rows.Taken();
                }

                break;
            case SnapshotWanted wanted:
                _waiting.Add(wanted);
                BeginCut();
                break;
            case CutPassed passed:
                EndCut(passed);
                BeginCut();
                break;
            case SnapshotDone done:
                GiveBack(done.Snapshot);
                break;
        }
    }

    private void Take(CommittedRow row)
    {
        for (var i = _columns!.Known(row); i < row.Entries.Count; i++)
        {
            var entry = row.Entries[i];
            if (entry.Now > _cut)
            {
                _heldBack.Enqueue((row.Partition, entry));
            }
            else
            {
                Apply(row.Partition, entry);
            }
        }
    }

    private void Apply(int partition, JournalEntry entry)
    {
        _latest = Instant.Max(_latest, entry.Now);
        _columns!.Apply(partition, entry.Outcome, entry.Now);
    }

    private void ApplyHeldBack()
    {
        while (_heldBack.TryDequeue(out var held))
        {
            Apply(held.Partition, held.Entry);
        }
    }

    private void BeginCut()
    {
        if (_cut is not null || _waiting.Count == 0)
        {
            return;
        }

        ForgetContacts();
        _cut = Instant.Max(clock.Now, _latest);
        (_inCut, _waiting) = (_waiting, []);
        _ = Task.Run(PassThroughAsync);
    }

    private async Task PassThroughAsync()
    {
        try
        {
            var moments = await Task.WhenAll(Enumerable.Range(0, PartitionOptions.PartitionCount).Select(
                partition => partitions.ReadAsync(partition, state => state.Now, CancellationToken.None).AsTask())).ConfigureAwait(false);
            rows.Add(new CutPassed(moments.Max(), null));
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            rows.Add(new CutPassed(Instant.MinValue, error));
        }
    }

    private void EndCut(CutPassed passed)
    {
        var asOf = _cut!.Value;
        if (passed.Latest > clock.Now)
        {
            // The clock went back, and partitions count on from where they were: what was answered before may bear a later time.
            ApplyHeldBack();
            asOf = Instant.Max(asOf, _latest);
        }

        if (passed.Error is not null)
        {
            _inCut.ForEach(wanted => wanted.Answered.TrySetException(passed.Error));
        }
        else
        {
            Answer(asOf);
        }

        _inCut = [];
        _cut = null;
        ApplyHeldBack();
    }

    private void Answer(Instant asOf)
    {
        var columns = _columns!.Columns;
        var longest = _inCut.MaxBy(wanted => wanted.Attributes.Count)!.Attributes;
        if (longest.Count > columns.Attributes.Count)
        {
            columns.Attributes = longest;
        }

        var snapshot = columns.TakeSnapshot();
        _holders.Add(snapshot, _inCut.Count);
        foreach (var wanted in _inCut)
        {
            if (!wanted.Answered.TrySetResult(new HeldSnapshot(snapshot, asOf, rows)))
            {
                GiveBack(snapshot);
            }
        }
    }

    private void GiveBack(AudienceSnapshot snapshot)
    {
        if (--_holders[snapshot] == 0)
        {
            _holders.Remove(snapshot);
            _columns!.Columns.Release(snapshot);
        }
    }

    private void ForgetContacts()
    {
        var now = clock.Now;
        if (now > _forgotten + ForgetEvery)
        {
            _forgotten = now;
            _columns!.Columns.ForgetContacts(now - PartitionState.LedgerRetention);
        }
    }
}
