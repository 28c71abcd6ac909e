using Octant.Engine.Behaviour;
using Octant.Engine.Calendar;
using Octant.Engine.Partitions;
using Octant.Engine.Profiles;

namespace Octant.Engine.Expressions;

/// <summary>A declared field of an event or of a decision's context. Its kind is never <see cref="AttributeKind.Text"/>.</summary>
public sealed record FieldDefinition(string Name, AttributeKind Kind);

/// <summary>
/// The names an expression may use. <see cref="Event"/> is null where there is no event, <see cref="Context"/> where there
/// is no decision: using them there is a compile error that says so.
/// </summary>
public sealed record ExpressionSchema(AttributeDictionary Attributes)
{
    public IReadOnlyList<FieldDefinition>? Event { get; init; }

    public IReadOnlyList<FieldDefinition>? Context { get; init; }

    /// <summary>What behaviour functions may ask about.</summary>
    public IReadOnlyList<CustomerEventType> EventTypes { get; init; } = [];

    /// <summary>What <c>inArea</c> may ask about.</summary>
    public IReadOnlyList<Area> Areas { get; init; } = [];
}

/// <summary>What an expression sees when it is evaluated for one customer.</summary>
public interface IExpressionScope
{
    Profile Profile { get; }

    Instant Now { get; }

    /// <summary>What the customer did over time, as far as it was observed.</summary>
    BehaviourReader Behaviour { get; }

    /// <summary>Pending and next-month changes count as owned.</summary>
    bool Owns(string offeringId);

    /// <summary>Whether a contact about this campaign or offering counts within (now − window, now]. Never unknown: the ledger is whole.</summary>
    bool Contacted(string campaignOrOfferingId, TimeSpan window);

    /// <summary>False when the event does not carry the field.</summary>
    bool TryGetEventField(string name, out AttributeValue value);

    /// <summary>False when the context does not carry the field.</summary>
    bool TryGetContextField(string name, out AttributeValue value);
}
