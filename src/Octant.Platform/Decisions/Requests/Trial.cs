using Octant.Engine.Decisions;
using Octant.Engine.Partitions;

namespace Octant.Platform.Decisions.Requests;

/// <summary>A decision that leaves no trace, made where the customer is.</summary>
internal sealed record Trial(Strategy Strategy, DecisionResult Result, Explanation? Explanation)
{
    /// <summary>Either a request is asked about, or an event that a campaign answers.</summary>
    public static Trial Of(Strategy strategy, PartitionState state, CustomerState customer, DecisionRequest? request, TriggeringEvent? trigger = null, bool explain = true)
    {
        var id = new DecisionId(state.Number, state.Sequence + 1, 0);
        var inputs = new DecisionInputs(id, state.Now, request, trigger, customer, new UnspentSlices(state)) { Observations = state.Observations, Model = state.Model };
        return new Trial(strategy, DecisionKernel.Decide(strategy, inputs).Result!, explain ? DecisionExplainer.Explain(strategy, inputs) : null);
    }
}
