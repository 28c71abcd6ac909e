using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Partitions;

namespace Octant.Platform.Decisions;

/// <summary>Ready when every partition is served here.</summary>
public sealed class PartitionReadiness(PartitionHost host) : IReadinessCheck
{
    public string Name => "partitions";

    public ValueTask<string?> FindFaultAsync(CancellationToken cancellation) =>
        new(host.IsServing ? null : "not all are served by this node");
}
