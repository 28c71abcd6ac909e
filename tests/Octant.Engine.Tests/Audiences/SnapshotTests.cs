using Octant.Engine.Audiences;
using Octant.Engine.Profiles;
using Octant.Engine.Tests.Expressions;
using Octant.Engine.Tests.Properties;

namespace Octant.Engine.Tests.Audiences;

/// <summary>A snapshot stays as it was, whatever happens to the columns before it is given back.</summary>
public sealed class SnapshotTests
{
    private static readonly string[] Questions =
    [
        "customer.arpu >= 50 && customer.plan == \"4G\"",
        "customer.plan in [\"4G\", \"5\", \"true\"] && !customer.vip",
        "\"student\" in customer.tags || owns(\"P-1\")",
        "contacted(\"C-1\", duration(\"24h\"))",
        "!has(customer.arpu)",
        "customer.joined < now - duration(\"2400h\")",
        "true",
    ];

    public static TheoryData<int> TheSeeds => Seeds.All;

    [Theory]
    [MemberData(nameof(TheSeeds))]
    public void Several_snapshots_in_use_answer_as_at_their_moment(int seed)
    {
        var random = new Random(seed);
        var generator = new CustomerGenerator(random);
        var kinds = Enumerable.Range(0, 200).Select(_ => generator.Customer()).ToArray();
        var expressions = Questions.Select(text => TestSchema.Compiled(text, TestSchema.Audience)).ToArray();
        var columns = new AudienceColumns(TestSchema.Attributes);
        var population = new Dictionary<long, TestCustomer>();
        var kept = new List<(AudienceSnapshot Snapshot, long[] Counts, long Total)>();
        for (var round = 0; round < 60; round++)
        {
            for (var i = 0; i < 400; i++)
            {
                Step();
            }

            if (random.Next(3) > 0)
            {
                kept.Add((columns.TakeSnapshot(), Counts(), population.Count));
            }

            foreach (var (snapshot, counts, total) in kept)
            {
                var query = new AudienceQuery(snapshot, OneAfterAnother.Instance);
                Assert.Equal(total, snapshot.Count);
                Assert.Equal(counts, expressions.Select(expression => query.Count(expression, TestCustomer.DefaultNow)));
            }

            while (kept.Count > 0 && random.Next(3) == 0)
            {
                var at = random.Next(kept.Count);
                columns.Release(kept[at].Snapshot);
                kept.RemoveAt(at);
            }
        }

        var last = new AudienceQuery(columns);
        Assert.Equal(Counts(), expressions.Select(expression => last.Count(expression, TestCustomer.DefaultNow)));

        void Step()
        {
            var key = random.Next(3_000) * 7_919L;
            if (!population.TryGetValue(key, out var before))
            {
                Put(key, kinds[random.Next(kinds.Length)]);
            }
            else if (random.Next(4) == 0)
            {
                population.Remove(key);
                Assert.True(columns.Remove(key));
            }
            else
            {
                foreach (var (campaign, offering, at) in before.Contacts)
                {
                    Assert.True(columns.RemoveContact(key, campaign, offering, at));
                }

                Put(key, kinds[random.Next(kinds.Length)]);
            }
        }

        void Put(long key, TestCustomer customer)
        {
            population[key] = customer;
            columns.Upsert(key, customer.Profile);
            columns.SetOwned(key, customer.Owned);
            foreach (var (campaign, offering, at) in customer.Contacts)
            {
                columns.AddContact(key, campaign, offering, at);
            }
        }

        long[] Counts() => [.. expressions.Select(expression => (long)population.Values.Count(customer => expression.Evaluate(customer) == Engine.Expressions.Truth.True))];
    }

    [Fact]
    public void A_snapshot_keeps_the_keys_of_customers_who_left()
    {
        var columns = new AudienceColumns(TestSchema.Attributes);
        columns.Upsert(1, new TestCustomer().Profile);
        columns.Upsert(2, new TestCustomer().Profile);
        var snapshot = columns.TakeSnapshot();
        columns.Remove(1);
        columns.Upsert(3, new TestCustomer().Profile);

        var all = TestSchema.Compiled("true", TestSchema.Audience);
        Assert.Equal([1, 2], new AudienceQuery(snapshot, OneAfterAnother.Instance).Keys(all, TestCustomer.DefaultNow));
        Assert.Equal([3, 2], new AudienceQuery(columns).Keys(all, TestCustomer.DefaultNow));
        columns.Release(snapshot);
    }

    [Theory]
    [MemberData(nameof(TheSeeds))]
    public void Conditions_over_full_and_gappy_blocks_agree_with_a_plain_look_at_every_customer(int seed)
    {
        // Enough rows for every kernel: dense and sparse masks, bitmaps and lists, codes of one byte and of two, missing or not.
        var random = new Random(seed);
        var columns = new AudienceColumns(TestSchema.Attributes);
        var rows = new (double? Arpu, int? Plan, int Tag, int Offering)[BlockBits.Rows + 5_000];
        for (var key = 0; key < rows.Length; key++)
        {
            // The first block has no gaps, so that what is missing there is missing for nobody.
            var gap = key >= BlockBits.Rows;
            rows[key] = (gap && random.Next(20) == 0 ? null : random.Next(60_000), gap && random.Next(20) == 0 ? null : (int)(Math.Pow(random.NextDouble(), 2) * 300), random.Next(40), (int)(Math.Pow(random.NextDouble(), 3) * 100));
            var profile = new Profile();
            Set("arpu", rows[key].Arpu is { } arpu ? AttributeValue.OfNumber(arpu) : null);
            Set("plan", rows[key].Plan is { } plan ? AttributeValue.OfCategory($"w{plan}") : null);
            profile.SetTags([Symbols.Of($"tag{rows[key].Tag / 8}"), Symbols.Of($"rare{rows[key].Tag}")]);
            columns.Upsert(key, profile);
            columns.SetOwned(key, [$"P-{rows[key].Offering}"], isNew: true);

            void Set(string name, AttributeValue? value)
            {
                if (value is { } present)
                {
                    profile.Set(TestSchema.Attributes.All.Single(attribute => attribute.Name == name).Id, present);
                }
            }
        }

        for (var i = 0; i < 60; i++)
        {
            var (low, high) = (random.Next(60_000), random.Next(60_000));
            var words = Enumerable.Range(0, random.Next(1, 40)).Select(_ => random.Next(300)).ToHashSet();
            var (tag, rare, offering) = (random.Next(5), random.Next(40), random.Next(100));
            (string Text, Func<(double? Arpu, int? Plan, int Tag, int Offering), bool?> Holds)[] parts =
            [
                ($"customer.arpu >= {low}.0 && customer.arpu < {high}.0", row => row.Arpu is { } arpu ? arpu >= low && arpu < high : null),
                ($"customer.plan in [{string.Join(", ", words.Select(word => $"\"w{word}\""))}]", row => row.Plan is { } plan ? words.Contains(plan) : null),
                ($"\"tag{tag}\" in customer.tags", row => row.Tag / 8 == tag),
                ($"\"rare{rare}\" in customer.tags", row => row.Tag == rare),
                ($"(owns(\"P-{offering}\") || owns(\"P-3\") || owns(\"P-nobody\"))", row => row.Offering == offering || row.Offering == 3),
                ($"owns(\"P-{offering}\")", row => row.Offering == offering),
            ];
            var chosen = parts.OrderBy(_ => random.Next()).Take(random.Next(1, 5)).Select(part => random.Next(3) == 0
                ? ($"!({part.Text})", row => !part.Holds(row))
                : part).ToArray();
            var isAll = random.Next(2) == 0;
            var text = string.Join(isAll ? " && " : " || ", chosen.Select(part => $"({part.Item1})"));
            var expression = TestSchema.Compiled(text, TestSchema.Audience);
            var query = new AudienceQuery(columns);
            var expected = rows.Count(row => isAll
                ? Array.TrueForAll(chosen, part => part.Item2(row) == true)
                : Array.Exists(chosen, part => part.Item2(row) == true));
            var expectedFalse = rows.Count(row => isAll
                ? Array.Exists(chosen, part => part.Item2(row) == false)
                : Array.TrueForAll(chosen, part => part.Item2(row) == false));
            Assert.True(expected == query.Count(expression, TestCustomer.DefaultNow), $"seed {seed}: {text}: expected {expected}");
            Assert.Equal(expectedFalse, query.Count(expression, TestCustomer.DefaultNow, Engine.Expressions.Truth.False));
            Assert.Equal(
                rows.Length - expected - expectedFalse,
                query.Count(expression, TestCustomer.DefaultNow, Engine.Expressions.Truth.Unknown));
        }
    }

    [Fact]
    public void A_row_set_is_the_same_set_as_list_and_as_bitmap()
    {
        var random = new Random(7);
        var set = new RowSet(0);
        var model = new SortedSet<int>();
        foreach (var size in new[] { 500, 8_000, 3_500, 200, 0 })
        {
            while (model.Count != size)
            {
                var row = random.Next(BlockBits.Rows);
                if (model.Count < size && model.Add(row))
                {
                    set.Add(row);
                }
                else if (model.Count > size)
                {
                    row = model.GetViewBetween(row, BlockBits.Rows).DefaultIfEmpty(model.Min).First();
                    model.Remove(row);
                    set.Remove(row);
                }
            }

            var mask = Enumerable.Range(0, BlockBits.Words).Select(_ => (ulong)random.NextInt64()).ToArray();
            var expected = new ulong[BlockBits.Words];
            foreach (var row in model)
            {
                BlockBits.Set(expected, row);
            }

            Assert.Equal(model.Count, set.Count);
            var within = mask.ToArray();
            set.Within(within, within);
            Assert.Equal(mask.Zip(expected, (x, y) => x & y), within);
            var outside = mask.ToArray();
            set.Outside(outside, outside);
            Assert.Equal(mask.Zip(expected, (x, y) => x & ~y), outside);
            var both = mask.ToArray();
            set.AddTo(both);
            Assert.Equal(mask.Zip(expected, (x, y) => x | y), both);
            Assert.All(model.Take(50), row => Assert.True(set.Contains(row)));
        }
    }
}
