using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Profiles;
using Octant.Platform.Customers.Contracts;

namespace Octant.Platform.Insights.CustomerEvents;

/// <summary>What came in about a customer.</summary>
/// <param name="CompleteFrom">
/// From here on everything is listed that a rule in force used; of what came before, that which set a decision off. Null: nothing came in.
/// </param>
/// <param name="Items">The latest first, 50 at most.</param>
public sealed record CustomerEventList(string CustomerId, Instant? CompleteFrom, IReadOnlyList<CustomerEventView> Items);

/// <summary>One event, as it came in.</summary>
/// <param name="At">When it happened.</param>
/// <param name="Fields">By name: a number, true or false, a word, or an RFC 3339 time. Telephone numbers are masked.</param>
/// <param name="DecisionId">The decision it set off; null where there was none.</param>
public sealed record CustomerEventView(string Type, Instant At, IReadOnlyDictionary<string, object> Fields, string? DecisionId)
{
    internal static CustomerEventView Of(string type, Instant at, IReadOnlyList<FieldValue> fields, string? decisionId, ICustomerTexts texts)
    {
        var shown = new SortedDictionary<string, object>(StringComparer.Ordinal);
        foreach (var (name, value) in fields)
        {
            shown[name] = value.Kind switch
            {
                AttributeKind.Number => value.Number,
                AttributeKind.Flag => value.Flag,
                AttributeKind.Date => value.Date,
                _ => texts.ShowField(name, value.Category),
            };
        }

        return new CustomerEventView(type, at, shown, decisionId);
    }

    /// <summary>Whether both tell of the same event.</summary>
    internal bool IsSameAs(CustomerEventView other) =>
        At == other.At && Type == other.Type && Fields.Count == other.Fields.Count && Fields.All(field => other.Fields.TryGetValue(field.Key, out var value) && value.Equals(field.Value));
}
