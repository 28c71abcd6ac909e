using System.Threading.Channels;
using Octant.Platform.Foundation.Partitions;

namespace Octant.Platform.Decisions.Audiences;

/// <summary>What the scanner's thread does next: a committed row to apply, or a question to answer.</summary>
internal abstract record ScannerWork;

internal sealed record RowToApply(CommittedRow Row) : ScannerWork;

internal sealed record QuestionToAnswer(Action Answer) : ScannerWork;

/// <summary>The scanner's queue, in order of commitment. It never refuses: a row that was missed would make every count wrong.</summary>
public sealed class AudienceRows : ICommittedRows
{
    private readonly Channel<ScannerWork> _work = Channel.CreateUnbounded<ScannerWork>(new UnboundedChannelOptions { SingleReader = true });

    internal ChannelReader<ScannerWork> Work => _work.Reader;

    public void Committed(CommittedRow row) => _work.Writer.TryWrite(new RowToApply(row));

    internal bool Ask(Action answer) => _work.Writer.TryWrite(new QuestionToAnswer(answer));

    internal void Complete() => _work.Writer.TryComplete();
}
