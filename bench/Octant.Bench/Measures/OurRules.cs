using Octant.Bench.Generator;
using Octant.Engine.Behaviour;
using Octant.Engine.Calendar;
using Octant.Engine.Expressions;
using Octant.Engine.Profiles;

namespace Octant.Bench.Measures;

/// <summary>Generated rules and customers in Octant: which rules a customer hits.</summary>
internal sealed class OurRules
{
    private readonly CompiledExpression[] _rules;
    private readonly int[] _ids;
    private readonly Scope[] _customers;

    public OurRules(IReadOnlyList<GeneratedRule> rules, IReadOnlyList<GeneratedCustomer> customers)
    {
        var schema = new ExpressionSchema(OctantText.Dictionary);
        _rules = [.. rules.Select(rule => ExpressionCompiler.Compile(OctantText.Expression(rule), schema).Expression!)];
        _ids = [.. rules.Select(rule => rule.Id)];
        _customers = [.. customers.Select(customer => new Scope(customer))];
    }

    /// <summary>Writes the ids of the rules the customer hits, ascending, and returns how many there are.</summary>
    /// <param name="hits">Room for all rules.</param>
    public int Match(int customer, Span<int> hits)
    {
        var count = 0;
        for (var i = 0; i < _rules.Length; i++)
        {
            if (_rules[i].Evaluate(_customers[customer]) == Truth.True)
            {
                hits[count++] = _ids[i];
            }
        }

        return count;
    }

    private sealed class Scope : IExpressionScope
    {
        private readonly HashSet<string> _owned;

        public Scope(GeneratedCustomer customer)
        {
            OctantText.Fill(Profile, customer);
            _owned = [.. customer.Offerings.Select(offering => Shape.OfferingName(offering))];
        }

        public Profile Profile { get; } = new();

        public Instant Now => default;

        public BehaviourReader Behaviour => new(default, ObservationTable.Empty, Now);

        public bool Owns(string offeringId) => _owned.Contains(offeringId);

        public bool Contacted(string campaignOrOfferingId, TimeSpan window) => false;

        public bool TryGetEventField(string name, out AttributeValue value)
        {
            value = default;
            return false;
        }

        public bool TryGetContextField(string name, out AttributeValue value) => TryGetEventField(name, out value);
    }
}
