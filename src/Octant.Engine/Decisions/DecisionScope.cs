using Octant.Engine.Behaviour;
using Octant.Engine.Calendar;
using Octant.Engine.Expressions;
using Octant.Engine.Profiles;

namespace Octant.Engine.Decisions;

/// <summary>What expressions see during one decision.</summary>
internal sealed class DecisionScope(Strategy strategy, DecisionInputs inputs) : IExpressionScope
{
    private readonly ObservationTable _observations = inputs.Observations.For(strategy.Behaviour);

    public Profile Profile => inputs.Customer.Profile;

    public Instant Now => inputs.Now;

    public BehaviourReader Behaviour => new(inputs.Customer.Behaviour, _observations, inputs.Now);

    public bool Owns(string offeringId) => inputs.Customer.Owns(offeringId);

    public bool Contacted(string campaignOrOfferingId, TimeSpan window) =>
        inputs.Customer.Contacted(campaignOrOfferingId, window, inputs.Now);

    public bool TryGetEventField(string name, out AttributeValue value) => TryGet(inputs.Trigger?.Fields, name, out value);

    public bool TryGetContextField(string name, out AttributeValue value) => TryGet(inputs.Request?.Context, name, out value);

    private static bool TryGet(IReadOnlyList<FieldValue>? fields, string name, out AttributeValue value)
    {
        for (var i = 0; i < fields?.Count; i++)
        {
            if (string.Equals(fields[i].Name, name, StringComparison.Ordinal))
            {
                value = fields[i].Value;
                return true;
            }
        }

        value = default;
        return false;
    }
}
