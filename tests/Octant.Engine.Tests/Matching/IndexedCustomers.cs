using Octant.Engine.Expressions;
using Octant.Engine.Matching;
using Octant.Engine.Profiles;
using Octant.Engine.Tests.Expressions;

namespace Octant.Engine.Tests.Matching;

/// <summary>Asks an index about a customer, and each rule by itself.</summary>
internal sealed class IndexedCustomers
{
    private readonly MatchScratch _scratch = new();
    private readonly List<RulePlace<IndexedRule>> _matches = [];

    public string[] Found(RuleIndex<IndexedRule> index, TestCustomer customer)
    {
        _matches.Clear();
        _scratch.ClearOwned();
        foreach (var offering in customer.Owned)
        {
            _scratch.AddOwned(Symbols.Of(offering));
        }

        index.Match(customer, _scratch, _matches);
        return [.. _matches.Select(place => place.Rule.Id)];
    }

    /// <summary>By the row gear, one after another; each judged by the interpreter as well.</summary>
    public static string[] Expected(IEnumerable<IndexedRule> rules, TestCustomer customer, string problem) =>
        [.. rules.OrderBy(rule => rule.Id, StringComparer.Ordinal).Where(rule => rule.Conditions.All(condition => Holds(condition, customer, problem))).Select(rule => rule.Id)];

    private static bool Holds(CompiledExpression condition, TestCustomer customer, string problem)
    {
        var row = condition.Evaluate(customer);
        var interpreted = Interpreter.TruthOf(Interpreter.Evaluate(condition.Tree, customer));
        Assert.True(row == interpreted, $"{problem}: {condition.Text}: row {row}, interpreter {interpreted}");
        return row == Truth.True;
    }
}
