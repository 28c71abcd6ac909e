using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Partitions.Formats;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Decisions.Requests;

/// <summary>One decision as it was recorded: what was asked, what was ranked, what was answered, by what.</summary>
/// <param name="CustomerId">Null when the customer was erased since.</param>
/// <param name="Trigger">The event type, for a decision nobody asked for.</param>
/// <param name="ModelVersion">Of the response model in force; 0 for none.</param>
/// <param name="Ghosts">Would-be winners held back to measure the effect.</param>
public sealed record DecisionRecord(
    string DecisionId,
    string? CustomerId,
    Instant At,
    string Channel,
    string? Touchpoint,
    string? Trigger,
    long StrategyVersion,
    long ModelVersion,
    int EngineVersion,
    IReadOnlyList<Recommendation> Recommendations,
    IReadOnlyList<Recommendation> Ghosts,
    IReadOnlyList<RankedOffer> Ranked,
    string? Silence);

public static class ReadDecision
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<Result<DecisionRecord>> HandleAsync(string id, Caller caller, DecisionDesk desk, CancellationToken cancellation)
    {
        if (!(await FindAsync(id, caller, desk, cancellation).ConfigureAwait(false)).TryGet(out var row, out var problem))
        {
            return problem;
        }

        var result = DecisionFormat.DecodeResult(row.Result);
        desk.Directory.TryFindCustomer(row.CustomerKey, out var customerId);
        return new DecisionRecord(
            id,
            customerId,
            row.At,
            row.Channel,
            row.Touchpoint,
            row.Trigger,
            row.StrategyVersion,
            DecisionFormat.ModelVersionOf(row.Inputs),
            row.EngineVersion,
            result.Recommendations,
            result.Ghosts,
            result.Ranked,
            result.Silence);
    }

    /// <summary>The record, once it has been written, of a customer whom the caller may see.</summary>
    internal static async ValueTask<Result<DecisionRow>> FindAsync(string id, Caller caller, DecisionDesk desk, CancellationToken cancellation)
    {
        if (!DecisionId.TryParse(id, out var decision) || decision.Partition >= Foundation.Partitions.PartitionOptions.PartitionCount)
        {
            return Problem.NotFound("decision", id);
        }

        await desk.Projections.WaitAsync(decision.Partition, Patience, cancellation).ConfigureAwait(false);
        var row = await desk.Store.ReadDecisionAsync(decision.Partition, decision.Sequence, decision.Index, cancellation).ConfigureAwait(false);
        return row is not null && await desk.Scope.CoversAsync(caller, row.CustomerKey, cancellation).ConfigureAwait(false) ? row : Problem.NotFound("decision", id);
    }
}
