using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Decisions.Capacity;

/// <summary>
/// The one owner of shared resources (4.8): gives partitions slices out of what is left, large ones while there is plenty and
/// single units when it gets scarce, so that never too much is out and little lies idle.
/// </summary>
/// <remarks>
/// A grant is durable before the partition learns of it. A crash in between loses the units of one slice until the period
/// ends: less is used than there is, never more.
/// </remarks>
public sealed class SliceOwner(IDocumentStore documents) : ISliceOwner
{
    /// <summary>A slice is this part of what is left, so that 64 partitions together hold a quarter at most.</summary>
    private const int Parts = PartitionOptions.PartitionCount * 4;

    private static readonly TimeSpan Term = TimeSpan.FromMinutes(10);

    /// <summary>How long "nothing left" is believed, since unspent slices come back.</summary>
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1);

    public async ValueTask<GrantSlice> GrantAsync(Strategy strategy, ResourceSpend need, Instant now, CancellationToken cancellation)
    {
        if (SharedResources.CapacityOf(strategy, need.Resource) is not { } capacity)
        {
            return new GrantSlice(need.Resource, need.Period, need.Units, Exhausted: false, now + Term);
        }

        var left = capacity - await GrantedAsync(need, cancellation).ConfigureAwait(false);
        var wanted = Math.Max(need.Units, left / Parts);
        var granted = await documents.GrantAsync(need.Resource, need.Period, capacity, wanted, cancellation).ConfigureAwait(false);
        return granted >= need.Units
            ? new GrantSlice(need.Resource, need.Period, granted, Exhausted: false, now + Term)
            : new GrantSlice(need.Resource, need.Period, granted, Exhausted: true, now + AskAgain);
    }

    public async ValueTask ReturnAsync(IReadOnlyList<ResourceSpend> unspent, CancellationToken cancellation)
    {
        foreach (var slice in unspent)
        {
            await documents.ReturnAsync(slice.Resource, slice.Period, slice.Units, cancellation).ConfigureAwait(false);
        }
    }

    private async ValueTask<long> GrantedAsync(ResourceSpend need, CancellationToken cancellation)
    {
        foreach (var balance in await documents.ReadBalancesAsync(cancellation).ConfigureAwait(false))
        {
            if (string.Equals(balance.Resource, need.Resource, StringComparison.Ordinal) && string.Equals(balance.Period, need.Period, StringComparison.Ordinal))
            {
                return balance.Granted;
            }
        }

        return 0;
    }
}
