using Octant.Engine.Behaviour;
using Octant.Engine.Calendar;
using Octant.Engine.Expressions;
using Octant.Engine.Partitions;

namespace Octant.Engine.Decisions;

/// <summary>A condition about a customer alone, asked outside of any decision, with the same answer as inside one.</summary>
public static class CustomerCondition
{
    /// <param name="observations">Since when the customer's behaviour is observed.</param>
    public static Truth Evaluate(CompiledExpression condition, Strategy strategy, CustomerState customer, Instant now, ObservationTable observations) =>
        condition.Evaluate(new DecisionScope(strategy, new DecisionInputs(default, now, null, null, customer, NoSlices.Instance) { Observations = observations }));

    private sealed class NoSlices : ISliceSource
    {
        public static readonly NoSlices Instance = new();

        public SliceBalance Balance(string resource, string period) => new(resource, period, 0, Exhausted: false);
    }
}
