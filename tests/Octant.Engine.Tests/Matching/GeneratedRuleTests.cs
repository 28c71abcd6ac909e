using System.Globalization;
using Octant.Bench.Generator;
using Octant.Engine.Behaviour;
using Octant.Engine.Calendar;
using Octant.Engine.Expressions;
using Octant.Engine.Matching;
using Octant.Engine.Partitions;
using Octant.Engine.Profiles;

namespace Octant.Engine.Tests.Matching;

/// <summary>The rules and customers of the benchmark: known numbers of hits, and every hit the one of the linear evaluation.</summary>
public sealed class GeneratedRuleTests
{
    private const int Customers = 2_000;

    [Theory]
    [InlineData(100)]
    [InlineData(1_000)]
    [InlineData(10_000)]
    public void Two_thousand_customers_hit_as_many_rules_as_is_known(int rules)
    {
        var (index, _) = IndexOf(RuleTable.Make(rules));
        var search = new Search(index);
        Assert.Equal(RuleTable.KnownHits[rules], new CustomerTable().Customers(Customers).Sum(customer => search.Matches(OctantText.State(customer)).Count));
    }

    /// <summary>OCTANT_SEED chooses other rules and customers; a tenth of the values is missing.</summary>
    [Fact]
    public void Another_seed_gives_the_hits_of_the_linear_evaluation_and_of_the_generator_itself()
    {
        var seed = ulong.TryParse(Environment.GetEnvironmentVariable("OCTANT_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : 20_260_517;
        var generated = RuleTable.Make(1_500, seed);
        var (index, rules) = IndexOf(generated);
        var search = new Search(index);
        var hits = 0;
        foreach (var customer in new CustomerTable(seed, missingShare: 0.1).Customers(200))
        {
            var state = OctantText.State(customer);
            var found = search.Matches(state).Select(place => place.Rule.Id).ToArray();
            var linear = rules.Where(rule => rule.Conditions[0].Evaluate(new Scope(state)) == Truth.True).Select(rule => rule.Id);
            Assert.True(linear.SequenceEqual(found), $"seed {seed}, customer {customer.Row}");
            Assert.True(generated.Where(rule => rule.Matches(customer)).Select(rule => IdOf(rule.Id)).SequenceEqual(found), $"seed {seed}, customer {customer.Row}");
            hits += found.Length;
        }

        Assert.InRange(hits, 100, int.MaxValue);
    }

    [Fact]
    public void A_search_allocates_nothing_however_many_rules_there_are()
    {
        var customers = new CustomerTable().Customers(10).Select(OctantText.State).ToArray();
        foreach (var count in new[] { 100, 10_000 })
        {
            var search = new Search(IndexOf(RuleTable.Make(count)).Index);
            var scopes = customers.Select(customer => new Scope(customer)).ToArray();
            var bytes = Allocations.Least(() =>
            {
                for (var i = 0; i < customers.Length; i++)
                {
                    search.Matches(customers[i], scopes[i]);
                }
            });
            Assert.Equal(0, bytes);
        }
    }

    private static (RuleIndex<IndexedRule> Index, IndexedRule[] Rules) IndexOf(IEnumerable<GeneratedRule> generated)
    {
        var schema = new ExpressionSchema(OctantText.Dictionary);
        IndexedRule[] rules = [.. generated.Select(rule => new IndexedRule(IdOf(rule.Id), ExpressionCompiler.Compile(OctantText.Expression(rule), schema).Expression!))];
        return (RuleIndex<IndexedRule>.Of(rules), rules);
    }

    private static string IdOf(int rule) => string.Create(CultureInfo.InvariantCulture, $"R{rule:D5}");

    private sealed class Search(RuleIndex<IndexedRule> index)
    {
        private readonly MatchScratch _scratch = new();
        private readonly List<RulePlace<IndexedRule>> _matches = [];

        public List<RulePlace<IndexedRule>> Matches(CustomerState customer) => Matches(customer, new Scope(customer));

        public List<RulePlace<IndexedRule>> Matches(CustomerState customer, Scope scope)
        {
            _matches.Clear();
            _scratch.ClearOwned();
            foreach (var owned in customer.Owned)
            {
                _scratch.AddOwned(Symbols.Of(owned.Offering));
            }

            index.Match(scope, _scratch, _matches);
            return _matches;
        }
    }

    private sealed class Scope(CustomerState customer) : IExpressionScope
    {
        public Profile Profile => customer.Profile;

        public Instant Now => default;

        public BehaviourReader Behaviour => new(default, ObservationTable.Empty, Now);

        public bool Owns(string offeringId) => customer.Owns(offeringId);

        public bool Contacted(string campaignOrOfferingId, TimeSpan window) => false;

        public bool TryGetEventField(string name, out AttributeValue value)
        {
            value = default;
            return false;
        }

        public bool TryGetContextField(string name, out AttributeValue value) => TryGetEventField(name, out value);
    }
}
