using Octant.Engine.Behaviour;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Expressions;
using Octant.Engine.Profiles;

namespace Octant.Engine.Partitions.Handlers;

/// <summary>
/// What the conditions of triggers see. One serves all events of a partition, one after another, because most of them come to
/// nothing and would leave an object behind each.
/// </summary>
internal sealed class TriggerScope : IExpressionScope
{
    private PartitionState _state = null!;
    private CustomerState _customer = null!;
    private IReadOnlyList<FieldValue> _fields = [];

    public Profile Profile => _customer.Profile;

    public Instant Now => _state.Now;

    public BehaviourReader Behaviour => new(_customer.Behaviour, _state.Observations, _state.Now);

    /// <summary>From here on it shows this customer and this event.</summary>
    public void Show(PartitionState state, CustomerState customer, IReadOnlyList<FieldValue> fields) =>
        (_state, _customer, _fields) = (state, customer, fields);

    public bool Owns(string offeringId) => _customer.Owns(offeringId);

    public bool Contacted(string campaignOrOfferingId, TimeSpan window) => _customer.Contacted(campaignOrOfferingId, window, _state.Now);

    public bool TryGetEventField(string name, out AttributeValue value)
    {
        for (var i = 0; i < _fields.Count; i++)
        {
            if (string.Equals(_fields[i].Name, name, StringComparison.Ordinal))
            {
                value = _fields[i].Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>Nobody asked, so there is no context.</summary>
    public bool TryGetContextField(string name, out AttributeValue value)
    {
        value = default;
        return false;
    }
}
