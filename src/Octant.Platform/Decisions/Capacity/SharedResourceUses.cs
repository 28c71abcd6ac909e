using Octant.Engine.Decisions;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Decisions.Strategies;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Decisions.Capacity;

/// <summary>Reads the balances of shared resources against the capacities in force. Allotments are left out: they are there to be used up.</summary>
internal sealed class SharedResourceUses(IDocumentStore documents, CurrentStrategy current, IClock clock) : ISharedResourceUses
{
    public async ValueTask<IReadOnlyList<SharedResourceUse>> ReadAsync(CancellationToken cancellation)
    {
        if (!current.IsPublished)
        {
            return [];
        }

        var strategy = current.Value;
        var today = SharedResources.DayOf(strategy, clock.Now);
        var uses = new List<SharedResourceUse>();
        foreach (var balance in await documents.ReadBalancesAsync(cancellation))
        {
            if ((balance.Period.Length == 0 || balance.Period == today)
                && KindOf(balance.Resource) is { } kind
                && SharedResources.CapacityOf(strategy, balance.Resource) is { } capacity)
            {
                uses.Add(new SharedResourceUse(kind, balance.Resource[(balance.Resource.IndexOf('/', StringComparison.Ordinal) + 1)..], capacity, balance.Granted));
            }
        }

        return uses;
    }

    private static SharedResourceKind? KindOf(string resource) => resource[..resource.IndexOf('/', StringComparison.Ordinal)] switch
    {
        "channel" => SharedResourceKind.Channel,
        "outlet" => SharedResourceKind.Outlet,
        "budget" => SharedResourceKind.Budget,
        "stock" => SharedResourceKind.Stock,
        _ => null,
    };
}
