using Octant.Engine.Decisions;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Requests;

/// <summary>Why this, why not that: made from the record by deciding again, so it is about what was, not what is.</summary>
public static class ExplainDecision
{
    public static async Task<Result<Explanation>> HandleAsync(string id, Caller caller, DecisionDesk desk, CancellationToken cancellation)
    {
        if (!(await ReadDecision.FindAsync(id, caller, desk, cancellation).ConfigureAwait(false)).TryGet(out var row, out var problem))
        {
            return problem;
        }

        var strategy = await desk.Archive.ReadAsync(row.StrategyVersion, cancellation).ConfigureAwait(false);
        try
        {
            var inputs = await desk.InputsAsync(row.Inputs, cancellation).ConfigureAwait(false);
            return ExplanationScope.For(caller, strategy, DecisionExplainer.Explain(strategy, inputs));
        }
        catch (ModelMissingException missing)
        {
            return Problem.Conflict(missing.Message);
        }
    }
}
