using Octant.Engine.Audiences;
using Octant.Engine.Calendar;
using Octant.Engine.Expressions;
using Octant.Engine.Profiles;
using Octant.Engine.Tests.Expressions;
using Octant.Engine.Tests.Properties;

namespace Octant.Engine.Tests.Audiences;

public sealed class ColumnTests
{
    private static long Bits(double value) => BitConverter.DoubleToInt64Bits(value);

    public static TheoryData<int> TheSeeds => Seeds.All;

    [Fact]
    public void Numbers_read_back_to_the_same_bits_whatever_comes_after_them()
    {
        double[] numbers = [0, 255, 256, -1, 70_000, 1e9, 0.5, 12.25, 49.99, -0.0, double.NaN, double.NegativeInfinity, 1e300, 0.1, 1.0 / 3, 4_294_967_296, double.Epsilon];
        var chunk = new NumberChunk(0);
        for (var i = 0; i < numbers.Length; i++)
        {
            chunk.Write(i * 1_000, Bits(numbers[i]));
            for (var k = 0; k <= i; k++)
            {
                Assert.Equal(Bits(numbers[k]), chunk.Read(k * 1_000));
            }
        }
    }

    [Fact]
    public void Whole_numbers_and_amounts_stay_narrow()
    {
        var ages = new NumberChunk(0);
        var amounts = new NumberChunk(0);
        for (var row = 0; row < BlockBits.Rows; row++)
        {
            ages.Write(row, Bits(row % 120));
            amounts.Write(row, Bits((row % 30_000) / 100.0));
        }

        // Every row has them, so no bit says so.
        Assert.Equal(BlockBits.Rows, ages.Bytes);
        Assert.Equal(BlockBits.Rows * 2, amounts.Bytes);
        ages.Clear(5);
        Assert.False(ages.Has(5));
        Assert.Equal(BlockBits.Rows + (BlockBits.Rows / 8), ages.Bytes);
    }

    [Fact]
    public void Dates_read_back_whatever_comes_after_them()
    {
        var day = Instant.MicrosecondsPerDay;
        long[] moments = [0, 20_000 * day, -3 * day, Instant.MinValue.Microseconds, 1_700_000_000_000_000, 1_700_000_000_000_001, -1, Instant.MaxValue.Microseconds];
        var chunk = new DateChunk(0);
        for (var i = 0; i < moments.Length; i++)
        {
            chunk.Write(i * 7_000, moments[i]);
            for (var k = 0; k <= i; k++)
            {
                Assert.Equal(moments[k], chunk.Read(k * 7_000));
            }
        }
    }

    [Theory]
    [MemberData(nameof(TheSeeds))]
    public void Ranges_over_every_width_are_exact_at_their_edges(int seed)
    {
        var random = new Random(seed);
        Func<double>[] kinds =
        [
            () => random.Next(200),
            () => random.Next(-3_000, 3_000),
            () => random.Next(-1_000_000, 1_000_000),
            () => random.Next(-5_000, 5_000) / 10.0,
            () => random.Next(-5_000_000, 5_000_000) / 100.0,
            () => (random.NextDouble() - 0.5) * 1e6,
        ];
        foreach (var kind in kinds)
        {
            var columns = new AudienceColumns(TestSchema.Attributes);
            var numbers = new double[3_000];
            for (var key = 0; key < numbers.Length; key++)
            {
                numbers[key] = kind();
                columns.Upsert(key, new TestCustomer().With(TestSchema.Attributes, "arpu", AttributeValue.OfNumber(numbers[key])).Profile);
            }

            foreach (var bound in numbers.Take(10).SelectMany(number => new[] { number, double.BitIncrement(number), double.BitDecrement(number), -number, number + 0.5 }))
            {
                var literal = ValueText.Of(bound);
                literal = literal.AsSpan().IndexOfAny(".e") < 0 ? $"{literal}.0" : literal;
                Check("<", number => number < bound);
                Check("<=", number => number <= bound);
                Check(">", number => number > bound);
                Check(">=", number => number >= bound);
                Check("==", number => number == bound);
                Check("!=", number => number != bound);

                void Check(string symbol, Func<double, bool> holds)
                {
                    var expression = TestSchema.Compiled($"customer.arpu {symbol} {literal}", TestSchema.Audience);
                    Assert.Equal(
                        numbers.LongCount(holds),
                        new AudienceQuery(columns).Count(expression, TestCustomer.DefaultNow));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(TheSeeds))]
    public void Many_blocks_with_comings_and_goings_agree_with_the_row_gear(int seed)
    {
        var random = new Random(seed);
        var generator = new CustomerGenerator(random);
        var kinds = Enumerable.Range(0, 400).Select(_ => generator.Customer()).ToArray();
        var columns = new AudienceColumns(TestSchema.Attributes);
        var population = new Dictionary<long, TestCustomer>();
        for (var i = 0; i < 150_000; i++)
        {
            var key = random.Next(160_000) * 7_919L;
            if (random.Next(8) == 0)
            {
                Assert.Equal(population.Remove(key), columns.Remove(key));
            }
            else if (!population.ContainsKey(key))
            {
                var customer = kinds[random.Next(kinds.Length)];
                population.Add(key, customer);
                columns.Upsert(key, customer.Profile);
                columns.SetOwned(key, customer.Owned);
                foreach (var (campaign, offering, at) in customer.Contacts)
                {
                    columns.AddContact(key, campaign, offering, at);
                }
            }
        }

        Assert.True(population.Count > BlockBits.Rows);
        Assert.Equal(population.Count, columns.Count);
        var query = new AudienceQuery(columns);
        foreach (var text in new[]
        {
            "customer.arpu >= 50 && customer.plan == \"4G\"",
            "customer.arpu in [10, 49.99, 120] || !(customer.tenure < 12)",
            "customer.plan in [\"4G\", \"5\", \"true\", \"\"] && !customer.vip",
            "customer.plan != \"4G\" && \"student\" in customer.tags && !owns(\"P-1\")",
            "customer.joined < now - duration(\"2400h\") && has(customer.city)",
            "contacted(\"C-1\", duration(\"24h\")) || customer.plan.startsWith(\"5\")",
            "!(customer.vip && customer.roaming) && customer.plan < customer.city",
            "customer.tags.exists(t, t == customer.plan)",
            "customer.tags.exists(t, t.startsWith(\"5\") || t == \"student\") || customer.tags.exists(t, int(t) == 5)",
            "customer.plan.contains(\"5\") == (customer.plan < \"M\")",
            "customer.arpu / customer.tenure > 2 ? customer.vip : customer.roaming",
        })
        {
            var expression = TestSchema.Compiled(text, TestSchema.Audience);
            var matches = kinds.Where(customer => expression.Evaluate(customer) == Truth.True).ToHashSet();
            var expected = population.Where(pair => matches.Contains(pair.Value)).Select(pair => pair.Key).Order().ToArray();
            Assert.NotEmpty(expected);
            Assert.Equal(expected, query.Keys(expression, TestCustomer.DefaultNow).Order());
            Assert.Equal(expected.Length, query.Count(expression, TestCustomer.DefaultNow));
        }
    }
}
