namespace Octant.Platform.Decisions.Contracts;

public enum SharedResourceKind
{
    /// <summary>Contacts of a channel on the day.</summary>
    Channel,

    /// <summary>Contacts of an outlet on the day.</summary>
    Outlet,

    /// <summary>Money of a campaign, in minor units.</summary>
    Budget,

    /// <summary>Pieces of an offering.</summary>
    Stock,
}

/// <param name="Id">Of the channel, outlet, campaign or offering.</param>
/// <param name="Given">To partitions, spent or not: what is left for others is the capacity less this.</param>
public sealed record SharedResourceUse(SharedResourceKind Kind, string Id, long Capacity, long Given);

/// <summary>Tells how much is left of what all partitions share.</summary>
public interface ISharedResourceUses
{
    /// <summary>Today's of channels and outlets; of budgets and stocks in all. Only what is limited and was drawn on.</summary>
    ValueTask<IReadOnlyList<SharedResourceUse>> ReadAsync(CancellationToken cancellation);
}
