using Octant.Engine.Decisions;
using Octant.Engine.Partitions;

namespace Octant.Platform.Decisions.Requests;

/// <summary>A trial takes no slices; it sees enough of whatever is not known to be used up.</summary>
internal sealed class UnspentSlices(PartitionState state) : ISliceSource
{
    public SliceBalance Balance(string resource, string period)
    {
        var balance = state.Balance(resource, period);
        return balance.Exhausted ? balance : balance with { Units = long.MaxValue };
    }
}
