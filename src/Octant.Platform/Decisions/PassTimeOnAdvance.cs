using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Decisions;

/// <summary>The clock of a rehearsal was advanced: what fell due happens before the advance is answered.</summary>
public sealed class PassTimeOnAdvance(IPartitions partitions) : ISubscriber<ClockAdvanced>
{
    public ValueTask HandleAsync(ClockAdvanced message, CancellationToken cancellation) => new(partitions.PassTimeAsync(cancellation));
}
