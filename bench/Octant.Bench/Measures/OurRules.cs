using System.Globalization;
using Octant.Bench.Generator;
using Octant.Engine.Behaviour;
using Octant.Engine.Calendar;
using Octant.Engine.Expressions;
using Octant.Engine.Matching;
using Octant.Engine.Profiles;

namespace Octant.Bench.Measures;

/// <summary>Generated rules and customers in Octant: which rules a customer hits, by the rule index.</summary>
internal sealed class OurRules
{
    private readonly RuleIndex<IndexedRule> _index;
    private readonly MatchScratch _scratch = new();
    private readonly List<RulePlace<IndexedRule>> _matches = [];
    private readonly Scope[] _customers;

    public OurRules(IReadOnlyList<GeneratedRule> rules, IReadOnlyList<GeneratedCustomer> customers)
    {
        var schema = new ExpressionSchema(OctantText.Dictionary);
        _index = RuleIndex<IndexedRule>.Of(rules.Select(rule =>
            new IndexedRule(rule.Id.ToString("D8", CultureInfo.InvariantCulture), ExpressionCompiler.Compile(OctantText.Expression(rule), schema).Expression!)));
        _customers = [.. customers.Select(customer => new Scope(customer))];
    }

    /// <summary>Bytes of the index.</summary>
    public long Size => _index.Size;

    /// <summary>Finds the rules the customer hits and returns how many there are.</summary>
    public int Match(int customer)
    {
        var scope = _customers[customer];
        _matches.Clear();
        _scratch.ClearOwned();
        foreach (var offering in scope.Owned)
        {
            _scratch.AddOwned(offering);
        }

        _index.Match(scope, _scratch, _matches);
        return _matches.Count;
    }

    /// <summary>Writes the ids of the rules the customer hits, ascending, and returns how many there are.</summary>
    /// <param name="hits">Room for all rules.</param>
    public int Match(int customer, Span<int> hits)
    {
        var count = Match(customer);
        for (var i = 0; i < count; i++)
        {
            hits[i] = int.Parse(_matches[i].Rule.Id, CultureInfo.InvariantCulture);
        }

        return count;
    }

    private sealed class Scope : IExpressionScope
    {
        private readonly HashSet<string> _names;

        public Scope(GeneratedCustomer customer)
        {
            OctantText.Fill(Profile, customer);
            _names = [.. customer.Offerings.Select(offering => Shape.OfferingName(offering))];
            Owned = [.. _names.Select(Symbols.Of)];
        }

        public Profile Profile { get; } = new();

        public int[] Owned { get; }

        public Instant Now => default;

        public BehaviourReader Behaviour => new(default, ObservationTable.Empty, Now);

        public bool Owns(string offeringId) => _names.Contains(offeringId);

        public bool Contacted(string campaignOrOfferingId, TimeSpan window) => false;

        public bool TryGetEventField(string name, out AttributeValue value)
        {
            value = default;
            return false;
        }

        public bool TryGetContextField(string name, out AttributeValue value) => TryGetEventField(name, out value);
    }
}
