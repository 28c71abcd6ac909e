using System.Threading.Channels;
using Octant.Engine.Audiences;
using Octant.Engine.Calendar;
using Octant.Engine.Profiles;
using Octant.Platform.Foundation.Partitions;

namespace Octant.Platform.Decisions.Audiences;

/// <summary>What the scanner's thread does next.</summary>
internal abstract record ScannerWork;

internal sealed record RowToApply(CommittedRow Row) : ScannerWork;

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

/// <summary>The scanner's queue, in order of commitment. It never refuses: a row that was missed would make every count wrong.</summary>
public sealed class AudienceRows : ICommittedRows
{
    private readonly Channel<ScannerWork> _work = Channel.CreateUnbounded<ScannerWork>(new UnboundedChannelOptions { SingleReader = true });

    internal ChannelReader<ScannerWork> Work => _work.Reader;

    public void Committed(CommittedRow row) => Add(new RowToApply(row));

    /// <summary>False when the scanner has stopped.</summary>
    internal bool Add(ScannerWork work) => _work.Writer.TryWrite(work);

    internal void Complete() => _work.Writer.TryComplete();
}
