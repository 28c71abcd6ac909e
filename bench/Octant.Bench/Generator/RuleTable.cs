namespace Octant.Bench.Generator;

/// <summary>A generated rule: clauses that must all hold; one of them may be an <see cref="AnyOf"/> of two.</summary>
/// <param name="Priority">0 to 999.</param>
public sealed record GeneratedRule(int Id, int Priority, IReadOnlyList<Condition> Clauses)
{
    public Condition Condition { get; } = new AllOf(Clauses);

    public bool Matches(GeneratedCustomer customer) => Condition.Holds(customer) == true;
}

/// <summary>
/// Rules of 4 to 8 clauses: 40 % ranges that admit 5 to 45 % of the customers, 30 % sets of categories (a tenth negated),
/// 20 % tags and 10 % offerings (a quarter negated); a fifth of the rules hold an OR. The first 100 of 10,000 are the 100.
/// </summary>
public static class RuleTable
{
    /// <summary>The right answers for the default seeds without missing values: hits of the first 2,000 customers, by number of rules.</summary>
    public static IReadOnlyDictionary<int, int> KnownHits { get; } = new Dictionary<int, int> { [100] = 387, [1_000] = 4_541, [10_000] = 40_536 };

    public static GeneratedRule[] Make(int count, ulong seed)
    {
        var draws = new Draws(seed);
        var rules = new GeneratedRule[count];
        for (var id = 0; id < count; id++)
        {
            var clauses = new Condition[4 + draws.Below(5)];
            var hasChoice = draws.Below(5) == 0;
            var choiceAt = draws.Below(clauses.Length);
            for (var i = 0; i < clauses.Length; i++)
            {
                clauses[i] = hasChoice && i == choiceAt ? new AnyOf(Clause(draws), Clause(draws)) : Clause(draws);
            }

            rules[id] = new GeneratedRule(id, draws.Below(1_000), clauses);
        }

        return rules;
    }

    /// <summary>The rules of the default seeds.</summary>
    public static GeneratedRule[] Make(int count) => Make(count, DataSeeds.Default.Rules);

    private static Condition Clause(Draws draws) => draws.Below(100) switch
    {
        < 40 => Range(draws),
        < 70 => Categories(draws),
        < 90 => Negated(new TagPresent(draws.Below(Shape.Tags)), draws, oneIn: 4),
        _ => Offerings(draws),
    };

    private static NumberBetween Range(Draws draws)
    {
        var number = draws.Below(Shape.Numbers);
        var limit = Shape.NumberLimits[number];
        var width = 0.05 + (0.4 * (draws.Below(1_000) / 1_000.0));
        var start = (1 - width) * (draws.Below(200) / 200.0);
        return draws.Below(3) switch
        {
            0 => new NumberBetween(number, 0, (int)(Quantile(width) * limit)),
            1 => new NumberBetween(number, (int)(Quantile(1 - width) * limit), limit),
            _ => new NumberBetween(number, (int)(Quantile(start) * limit), Math.Min((int)(Quantile(start + width) * limit), limit)),
        };

        // Bounds lie on quantiles, so that the width is the share of customers let through.
        double Quantile(double share) => Shape.LeansToZero(number) ? share * share * share : share;
    }

    private static Condition Categories(Draws draws)
    {
        var category = draws.Below(Shape.Categories);
        var size = Shape.CategorySizes[category];
        var values = new SortedSet<int>();
        for (var wanted = 1 + draws.Below(Math.Min(12, Math.Max(1, size / 2))); wanted > 0; wanted--)
        {
            values.Add(draws.Below(size));
        }

        return Negated(new CategoryIn(category, [.. values]), draws, oneIn: 10);
    }

    private static Condition Offerings(Draws draws)
    {
        var offerings = new SortedSet<int>();
        for (var wanted = 1 + draws.Below(6); wanted > 0; wanted--)
        {
            var draw = draws.Below(10_000) / 10_000.0;
            offerings.Add((int)(draw * draw * Shape.Offerings));
        }

        return Negated(new OwnsAny([.. offerings]), draws, oneIn: 4);
    }

    private static Condition Negated(Condition condition, Draws draws, int oneIn) => draws.Below(oneIn) == 0 ? new Not(condition) : condition;

    /// <summary>A chain of draws.</summary>
    private sealed class Draws(ulong seed)
    {
        private ulong _last = Seeded.Mix(seed * 77777);

        public int Below(int limit)
        {
            _last = Seeded.Mix(_last);
            return (int)(_last % (ulong)limit);
        }
    }
}
