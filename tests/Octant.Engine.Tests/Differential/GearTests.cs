using System.Globalization;
using Octant.Engine.Audiences;
using Octant.Engine.Expressions;
using Octant.Engine.Tests.Expressions;
using Octant.Engine.Tests.Properties;
using Xunit.Abstractions;

namespace Octant.Engine.Tests.Differential;

/// <summary>The row gear, the column gear and the plain interpreter give one answer for every expression and customer.</summary>
public sealed class GearTests(ITestOutputHelper output)
{
    private const int Expressions = 8_000;
    private const int CustomersAtATime = 4;

    public static TheoryData<int> TheSeeds => Seeds.All;

    [Theory]
    [MemberData(nameof(TheSeeds))]
    public void Three_gears_agree_on_generated_expressions_and_customers(int seed)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"OCTANT_SEED={seed}"));
        var random = new Random(seed);
        var texts = new ExpressionGenerator(random, withEvent: false);
        var truths = new Dictionary<Truth, int>();
        var operators = new OperatorCount();
        var population = new Population(random);
        for (var i = 0; i < Expressions; i++)
        {
            if (i % 20 == 0)
            {
                population = new Population(random);
            }

            var expression = Next(texts, TestSchema.Audience, seed);
            operators.Add(expression.Tree);
            population.Check(expression, seed, truths);
        }

        Report(truths, operators);
        var pairs = truths.Values.Sum();
        Assert.True(pairs >= 10_000);
        foreach (var truth in new[] { Truth.True, Truth.False, Truth.Unknown })
        {
            Assert.True(truths[truth] * 5 >= pairs, $"seed {seed}: only {truths[truth]} of {pairs} are {truth}");
        }

        foreach (var name in OperatorCount.All)
        {
            Assert.True(operators.Counts.GetValueOrDefault(name) >= 100, $"seed {seed}: {name} came {operators.Counts.GetValueOrDefault(name)} times");
        }
    }

    [Theory]
    [MemberData(nameof(TheSeeds))]
    public void The_row_gear_and_the_interpreter_agree_where_there_is_an_event(int seed)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"OCTANT_SEED={seed}"));
        var random = new Random(seed);
        var texts = new ExpressionGenerator(random, withEvent: true);
        var customers = new CustomerGenerator(random);
        for (var i = 0; i < 1_500; i++)
        {
            var expression = Next(texts, TestSchema.Full, seed);
            for (var k = 0; k < 4; k++)
            {
                var customer = customers.Customer();
                var expected = Interpreter.TruthOf(Interpreter.Evaluate(expression.Tree, customer));
                Assert.True(expected == expression.Evaluate(customer), $"seed {seed}: {expression.Text}: interpreter {expected}, row {expression.Evaluate(customer)}");
            }
        }
    }

    /// <summary>The next one that compiles; only cost may keep one from it.</summary>
    private static CompiledExpression Next(ExpressionGenerator texts, ExpressionSchema schema, int seed)
    {
        for (var attempt = 0; attempt < 20; attempt++)
        {
            var text = texts.Condition();
            var compilation = ExpressionCompiler.Compile(text, schema);
            if (compilation.Succeeded)
            {
                return compilation.Expression;
            }

            Assert.True(compilation.Errors[0].Message.Contains("too costly", StringComparison.Ordinal), $"seed {seed}: {text}: {compilation.Errors[0]}");
        }

        throw new InvalidOperationException($"seed {seed}: twenty expressions in a row were too costly");
    }

    private void Report(Dictionary<Truth, int> truths, OperatorCount operators)
    {
        output.WriteLine(string.Join(", ", truths.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key} {pair.Value}")));
        output.WriteLine(string.Join(", ", operators.Counts.OrderBy(pair => pair.Value).Select(pair => $"{pair.Key} {pair.Value}")));
    }

    /// <summary>A few customers, as rows and as columns with gaps between them.</summary>
    private sealed class Population
    {
        private readonly Dictionary<long, TestCustomer> _customers = [];
        private readonly AudienceColumns _columns = new(TestSchema.Attributes);

        public Population(Random random)
        {
            _columns.ObservationsOf = key => _customers[key].Observations;
            var generator = new CustomerGenerator(random);
            for (var i = 0; i < CustomersAtATime * 2; i++)
            {
                Put(random.NextInt64(), generator.Customer());
            }

            foreach (var key in _customers.Keys.Order().Take(CustomersAtATime).ToList())
            {
                _customers.Remove(key);
                Assert.True(_columns.Remove(key));
            }

            // One changes whole, with slots free and taken around it.
            Put(_customers.Keys.First(), generator.Customer());
        }

        public void Check(CompiledExpression expression, int seed, Dictionary<Truth, int> truths)
        {
            var query = new AudienceQuery(_columns);
            var byColumn = new Dictionary<long, Truth>();
            foreach (var truth in Enum.GetValues<Truth>())
            {
                foreach (var key in query.Keys(expression, TestCustomer.DefaultNow, truth))
                {
                    Assert.True(byColumn.TryAdd(key, truth), $"seed {seed}: {expression.Text}: both {truth} and {byColumn[key]}");
                }
            }

            Assert.Equal(_customers.Count, byColumn.Count);
            foreach (var (key, customer) in _customers)
            {
                var value = Interpreter.Evaluate(expression.Tree, customer);
                var expected = Interpreter.TruthOf(value);
                var row = expression.Evaluate(customer);
                Assert.True(
                    expected == row && expected == byColumn[key],
                    $"seed {seed}: {expression.Text}: interpreter {value}, row {row}, column {byColumn[key]}");
                truths[expected] = truths.GetValueOrDefault(expected) + 1;
            }
        }

        private void Put(long key, TestCustomer customer)
        {
            if (_customers.TryGetValue(key, out var before))
            {
                foreach (var (campaign, offering, at) in before.Contacts)
                {
                    Assert.True(_columns.RemoveContact(key, campaign, offering, at));
                }
            }

            _customers[key] = customer;
            if (before is null && key % 2 == 0)
            {
                _columns.Enter(key, customer.Profile, [.. customer.Owned], customer.Cells.Copy());
            }
            else
            {
                _columns.Upsert(key, customer.Profile);
                _columns.SetOwned(key, customer.Owned);
                _columns.SetBehaviour(key, customer.Cells.Copy());
            }

            foreach (var (campaign, offering, at) in customer.Contacts)
            {
                _columns.AddContact(key, campaign, offering, at);
            }
        }
    }
}
