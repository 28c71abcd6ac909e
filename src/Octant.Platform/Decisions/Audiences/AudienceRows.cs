using System.Threading.Channels;
using Octant.Engine.Audiences;
using Octant.Engine.Calendar;
using Octant.Engine.Profiles;
using Octant.Platform.Foundation.Partitions;

namespace Octant.Platform.Decisions.Audiences;

/// <summary>What the scanner's thread does next.</summary>
internal abstract record ScannerWork;

internal sealed record RowsToApply(IReadOnlyList<CommittedRow> Rows) : ScannerWork;

/// <summary>Somebody wants to see all customers as they are now.</summary>
/// <param name="Attributes">The dictionary the question was compiled against.</param>
internal sealed record SnapshotWanted(AttributeDictionary Attributes, TaskCompletionSource<HeldSnapshot> Answered) : ScannerWork;

/// <summary>Every partition has made durable what it took in up to the instant of the cut, or one could not say so.</summary>
/// <param name="Latest">The latest moment any partition has seen.</param>
internal sealed record CutPassed(Instant Latest, Exception? Error) : ScannerWork;

internal sealed record SnapshotDone(AudienceSnapshot Snapshot) : ScannerWork;

/// <summary>All customers as they were at an instant, until it is disposed.</summary>
internal sealed class HeldSnapshot(AudienceSnapshot snapshot, Instant asOf, AudienceRows rows) : IDisposable
{
    public AudienceSnapshot Snapshot => snapshot;

    public Instant AsOf => asOf;

    public void Dispose() => rows.Add(new SnapshotDone(snapshot));
}

/// <summary>
/// The scanner's queue, in order of commitment. It never refuses: a row that was missed would make every count wrong. Where the scanner
/// falls behind, the journal waits for it instead, so that what waits here is bounded and whoever sends too much is refused at the
/// door.
/// </summary>
public sealed class AudienceRows : ICommittedRows
{
    private const int MostRows = 8_192;

    /// <summary>So many rows are handed over at once. Until somebody asks nobody needs them applied, and the scanner is not woken for each.</summary>
    private const int RowsTogether = 64;

    private readonly Channel<ScannerWork> _work = Channel.CreateUnbounded<ScannerWork>(new UnboundedChannelOptions { SingleReader = true });

    internal ChannelReader<ScannerWork> Work => _work.Reader;

    private readonly Lock _gate = new();
    private List<CommittedRow> _together = [];
    private TaskCompletionSource? _room;
    private int _rows;
    private volatile bool _scanned;

    public void Committed(CommittedRow row)
    {
        Interlocked.Increment(ref _rows);
        lock (_gate)
        {
            _together.Add(row);
            if (_together.Count == RowsTogether)
            {
                HandOver();
            }
        }
    }

    public async ValueTask RoomAsync()
    {
        while (_scanned && Volatile.Read(ref _rows) > MostRows)
        {
            var room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Interlocked.Exchange(ref _room, room)?.TrySetResult();

            // Between the first look and this one the scanner may have caught up, or ended, without anybody to tell.
            if (!_scanned || Volatile.Read(ref _rows) <= MostRows)
            {
                return;
            }

            await room.Task.ConfigureAwait(false);
        }
    }

    /// <summary>The scanner takes rows from here on; before, nobody waits for it.</summary>
    internal void BeginScan() => _scanned = true;

    /// <summary>It takes no more, whatever ended it.</summary>
    internal void EndScan()
    {
        _scanned = false;
        Interlocked.Exchange(ref _room, null)?.TrySetResult();
    }

    /// <summary>A row has been taken out and applied, or laid by.</summary>
    internal void Taken()
    {
        if (Interlocked.Decrement(ref _rows) == MostRows / 2)
        {
            Volatile.Read(ref _room)?.TrySetResult();
        }
    }

    /// <summary>Behind all rows committed before. False when the scanner has stopped.</summary>
    internal bool Add(ScannerWork work)
    {
        lock (_gate)
        {
            HandOver();
            return _work.Writer.TryWrite(work);
        }
    }

    internal void Complete() => _work.Writer.TryComplete();

    private void HandOver()
    {
        if (_together.Count > 0)
        {
            _work.Writer.TryWrite(new RowsToApply(_together));
            _together = new List<CommittedRow>(RowsTogether);
        }
    }
}
