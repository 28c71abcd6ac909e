using Octant.Bench.Generator;
using Octant.Engine.Expressions;
using Octant.Engine.Tests.Expressions;

namespace Octant.Engine.Tests.Generated;

/// <summary>The benchmark's data: its own answers are the ones written down, and its texts mean what its conditions mean.</summary>
public sealed class GeneratorTests
{
    [Theory]
    [InlineData(100)]
    [InlineData(1_000)]
    [InlineData(10_000)]
    public void Two_thousand_customers_hit_as_many_rules_as_is_written_down(int rules)
    {
        var customers = new CustomerTable().Customers(2_000);

        var hits = RuleTable.Make(rules).Sum(rule => customers.Count(rule.Matches));

        Assert.Equal(RuleTable.KnownHits[rules], hits);
    }

    [Fact]
    public void Another_seed_makes_other_customers_and_other_rules()
    {
        var (one, other) = (DataSeeds.Of(1), DataSeeds.Of(2));

        Assert.NotEqual(new CustomerTable(one.Customers).Customer(5).Numbers, new CustomerTable(other.Customers).Customer(5).Numbers);
        Assert.NotEqual(OctantText.Expression(RuleTable.Make(1, one.Rules)[0]), OctantText.Expression(RuleTable.Make(1, other.Rules)[0]));
    }

    [Theory]
    [InlineData(20261121, 7, 0)]
    [InlineData(3, 3, 0.2)]
    public void The_text_of_a_rule_means_what_its_condition_means_also_where_values_are_missing(ulong customerSeed, ulong ruleSeed, double missing)
    {
        var customers = new CustomerTable(customerSeed, missing).Customers(300);
        var states = customers.Select(StateOf).ToArray();
        var unknown = 0;
        foreach (var rule in RuleTable.Make(300, ruleSeed))
        {
            var compiled = Compile(OctantText.Expression(rule));
            for (var i = 0; i < customers.Length; i++)
            {
                var expected = rule.Condition.Holds(customers[i]);
                unknown += expected is null ? 1 : 0;
                Assert.True(expected == Truth(compiled, states[i]), $"rule {rule.Id}, row {i}: {OctantText.Expression(rule)}");
            }
        }

        Assert.Equal(missing > 0, unknown > 0);
    }

    [Fact]
    public void The_texts_of_the_audiences_mean_what_their_conditions_mean()
    {
        var customers = new CustomerTable().Customers(20_000);
        var states = customers.Select(StateOf).ToArray();
        foreach (var query in AudienceQuery.All)
        {
            var compiled = Compile(OctantText.Expression(query.Condition));

            var counted = states.Count(state => Truth(compiled, state) == true);

            Assert.Equal(customers.Count(customer => query.Condition.Holds(customer) == true), counted);
        }
    }

    [Fact]
    public void The_importable_file_says_the_same_of_a_customer_as_the_table()
    {
        var table = new CustomerTable(DataSeeds.Default.Customers, 0.3);
        using var file = new MemoryStream();
        new CustomerFile(table).WriteImport(file, first: 40, count: 3);
        var lines = System.Text.Encoding.UTF8.GetString(file.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, lines.Length);
        Assert.Equal(CustomerFile.ImportHeader, lines[0]);
        for (var i = 0; i < 3; i++)
        {
            var customer = table.Customer(40 + i);
            var cells = lines[i + 1].Split(',');
            Assert.Equal(OctantText.CustomerId(40 + i), cells[0]);
            Assert.Equal(customer.Numbers.Select(number => number == CustomerTable.Missing ? "" : $"{number}"), cells[1..21]);
            Assert.Equal(customer.Categories.Select(value => value == CustomerTable.Missing ? "" : Shape.Word(value)), cells[21..41]);
            Assert.Equal(string.Join(';', Enumerable.Range(0, Shape.Tags).Where(customer.HasTag).Select(Shape.TagName)), cells[41]);
            Assert.Equal(string.Join(';', customer.Offerings.Select(offering => Shape.OfferingName(offering))), cells[42]);
        }
    }

    private static CompiledExpression Compile(string text)
    {
        var compilation = ExpressionCompiler.Compile(text, new ExpressionSchema(OctantText.Dictionary));
        return compilation.Expression ?? throw new InvalidOperationException($"{text}: {compilation.Errors[0]}");
    }

    private static TestCustomer StateOf(GeneratedCustomer customer)
    {
        var state = new TestCustomer();
        OctantText.Fill(state.Profile, customer);
        state.Owned.UnionWith(customer.Offerings.Select(offering => Shape.OfferingName(offering)));
        return state;
    }

    private static bool? Truth(CompiledExpression expression, TestCustomer state) => expression.Evaluate(state) switch
    {
        Octant.Engine.Expressions.Truth.True => true,
        Octant.Engine.Expressions.Truth.False => false,
        _ => null,
    };
}
