using Octant.Engine.Decisions;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Decisions.Simulations;

/// <summary>
/// The customers whose recommendation changes, and why: one line each, in order of their first decision that changed, 10,000 at
/// most. Each look is in the audit trail.
/// </summary>
public static class ReadSimulationChanges
{
    public static async Task<Result<Page<ChangedRecommendation>>> HandleAsync(
        string id,
        PageRequest page,
        Caller caller,
        SimulationDesk desk,
        SimulationStorage storage,
        IProjectionStore store,
        ICustomerDirectory directory,
        CancellationToken cancellation)
    {
        if (await desk.FindAsync(caller, id, cancellation).ConfigureAwait(false) is null
            || await storage.FindAsync(id, cancellation).ConfigureAwait(false) is not { } stored)
        {
            return Problem.NotFound(StoredSimulation.Kind, id);
        }

        var changes = new List<ChangedRecommendation>();
        foreach (var change in await storage.ReadListAsync<ChangedRecommendation>(id, stored.Changes, page.Offset, page.Limit, cancellation).ConfigureAwait(false))
        {
            changes.Add(change with { CustomerId = await FindCustomerAsync(change.DecisionId, store, directory, cancellation).ConfigureAwait(false) });
        }

        await storage.AuditAsync(caller, "read", id, FormattableString.Invariant($"{changes.Count} customers")).ConfigureAwait(false);
        return new Page<ChangedRecommendation>(changes, stored.Changes);
    }

    private static async ValueTask<string?> FindCustomerAsync(
        string decisionId, IProjectionStore store, ICustomerDirectory directory, CancellationToken cancellation) =>
        DecisionId.TryParse(decisionId, out var decision)
        && await store.ReadDecisionAsync(decision.Partition, decision.Sequence, decision.Index, cancellation).ConfigureAwait(false) is { } row
        && directory.TryFindCustomer(row.CustomerKey, out var customerId)
            ? customerId
            : null;
}
