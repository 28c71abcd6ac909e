using System.Globalization;
using Octant.Engine.Expressions;
using Octant.Engine.Matching;
using Octant.Engine.Tests.Expressions;
using Octant.Engine.Tests.Properties;
using Xunit.Abstractions;

namespace Octant.Engine.Tests.Matching;

/// <summary>The index finds what the row gear and the interpreter find rule by rule, for generated rules and customers.</summary>
public sealed class IndexPropertyTests(ITestOutputHelper output)
{
    public static TheoryData<int> TheSeeds => Seeds.All;

    [Theory]
    [MemberData(nameof(TheSeeds))]
    public void The_index_finds_the_rules_that_are_true_and_no_others(int seed)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"OCTANT_SEED={seed}"));
        var random = new Random(seed);
        var hits = 0;
        foreach (var size in new[] { 1, 7, 60, 500, 2_000 })
        {
            var texts = new RuleTextGenerator(random);
            IndexedRule[] rules = [.. Enumerable.Range(0, size).Select(number => Rule(number, texts.Rule()))];
            hits += Compare(rules, random, customers: 60, $"seed {seed}, {size} rules");
        }

        Assert.InRange(hits, 1_000, int.MaxValue);
    }

    [Theory]
    [MemberData(nameof(TheSeeds))]
    public void So_it_does_for_any_expression_of_the_language(int seed)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"OCTANT_SEED={seed}"));
        var random = new Random(seed);
        var texts = new ExpressionGenerator(random, withEvent: true);
        var rules = new List<IndexedRule>();
        while (rules.Count < 800)
        {
            if (ExpressionCompiler.Compile(texts.Condition(), TestSchema.Full) is { Succeeded: true } first
                && ExpressionCompiler.Compile(texts.Condition(), TestSchema.Full) is { Succeeded: true } second)
            {
                rules.Add(new IndexedRule(IdOf(rules.Count), first.Expression, second.Expression));
                rules.Add(new IndexedRule(IdOf(rules.Count), first.Expression));
            }
        }

        Assert.InRange(Compare(rules, random, customers: 40, $"seed {seed}"), 1_000, int.MaxValue);
    }

    [Theory]
    [MemberData(nameof(TheSeeds))]
    public void A_changed_index_finds_what_one_built_afresh_finds(int seed)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"OCTANT_SEED={seed}"));
        var random = new Random(seed);
        var texts = new RuleTextGenerator(random);
        var customers = new CustomerGenerator(random);
        var asking = new IndexedCustomers();
        var rules = new SortedDictionary<string, IndexedRule>(StringComparer.Ordinal);
        for (var number = 0; number < 300; number++)
        {
            rules[IdOf(number)] = Rule(number, texts.Rule());
        }

        var index = RuleIndex<IndexedRule>.Of(rules.Values);
        for (var step = 0; step < 400; step++)
        {
            var many = random.Next(40) == 0 ? 200 : random.Next(1, 4);
            var removed = Enumerable.Range(0, many).Select(_ => IdOf(random.Next(500))).Distinct().ToList();
            IndexedRule[] added = [.. removed.Where(_ => random.Next(5) > 0).Select(id => new IndexedRule(id, TestSchema.Compiled(texts.Rule())))];
            removed.ForEach(id => rules.Remove(id));
            foreach (var rule in added)
            {
                rules[rule.Id] = rule;
            }

            index = index.With(removed, added);
            var customer = customers.Customer();
            var problem = string.Create(CultureInfo.InvariantCulture, $"seed {seed}, step {step}");
            var expected = IndexedCustomers.Expected(rules.Values, customer, problem);
            Assert.True(expected.SequenceEqual(asking.Found(index, customer)), problem);
            if (step % 20 == 0)
            {
                Assert.True(expected.SequenceEqual(asking.Found(RuleIndex<IndexedRule>.Of(rules.Values), customer)), problem);
            }
        }
    }

    private static int Compare(IReadOnlyList<IndexedRule> rules, Random random, int customers, string problem)
    {
        var index = RuleIndex<IndexedRule>.Of(rules);
        var generator = new CustomerGenerator(random);
        var asking = new IndexedCustomers();
        var hits = 0;
        for (var i = 0; i < customers; i++)
        {
            var customer = generator.Customer();
            var expected = IndexedCustomers.Expected(rules, customer, problem);
            var found = asking.Found(index, customer);
            var wrong = expected.Except(found).Concat(found.Except(expected)).FirstOrDefault();
            Assert.True(
                wrong is null && expected.SequenceEqual(found),
                $"{problem}, customer {i}: {(wrong is null ? "order" : rules.First(rule => rule.Id == wrong).Conditions[0].Text)}");
            hits += expected.Length;
        }

        return hits;
    }

    private static IndexedRule Rule(int number, string text) => new(IdOf(number), TestSchema.Compiled(text));

    private static string IdOf(int number) => string.Create(CultureInfo.InvariantCulture, $"R{number:D5}");
}
