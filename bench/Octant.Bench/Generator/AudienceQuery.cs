namespace Octant.Bench.Generator;

/// <summary>One of the six audiences of the benchmark, from a single range to a dozen mixed predicates.</summary>
/// <param name="KnownCount">The right answer for 10 M customers of the default seed.</param>
public sealed record AudienceQuery(string Name, Condition Condition, int KnownCount)
{
    public static IReadOnlyList<AudienceQuery> All { get; } =
    [
        new("Q1", new NumberBetween(13, 100_000, 400_000), 2_724_360),
        new("Q2", new AllOf(new TagPresent(3), new TagPresent(7), new Not(new TagPresent(11))), 219_931),
        new("Q3", new AllOf(new TagPresent(2), new NumberBetween(0, 20, 60), new CategoryIn(5, [1, 2, 5])), 215_842),
        new(
            "Q4",
            new AllOf(
                new TagPresent(4),
                new Not(new TagPresent(9)),
                new OwnsAny([17]),
                new CategoryIn(3, [1, 2, 5]),
                new CategoryIn(12, [3, 5, 8, 9, 12, 15, 20, 30, 40, 50]),
                new NumberBetween(1, 1, 60),
                new NumberBetween(6, 5_000, 60_000),
                new NumberBetween(14, null, 500_000)),
            1_163),
        new(
            "Q5",
            new AnyOf(
                new AllOf(new TagPresent(1), new NumberBetween(2, 50, 100), new CategoryIn(7, [0, 1, 2, 3])),
                new AllOf(new TagPresent(5), new Not(new TagPresent(6)), new NumberBetween(15, null, 200_000)),
                new AllOf(new OwnsAny([3, 40, 77]), new CategoryIn(10, [0, 2, 4, 6, 8]))),
            3_365_213),
        new(
            "Q6",
            new AllOf(
                new TagPresent(13),
                new OwnsAny([1, 2, 5, 9, 20]),
                new Not(new OwnsAny([0, 4, 6])),
                new CategoryIn(9, [.. Enumerable.Range(0, 11)]),
                new CategoryIn(16, [.. Enumerable.Range(0, 21)]),
                new AnyOf(new TagPresent(20), new TagPresent(21), new CategoryIn(19, [0, 1, 2, 3, 4])),
                new NumberBetween(4, 10, 90),
                new NumberBetween(8, 1_000, 50_000),
                new NumberBetween(16, 100_000, 900_000),
                new CategoryIn(2, [0, 1, 2, 3])),
            15_833),
    ];

    /// <summary>
    /// The same query with every upper bound of a range moved down by this much: another literal for every run, so that
    /// nobody answers from what was kept of the run before. Equal shifts have equal answers.
    /// </summary>
    public AudienceQuery Shifted(int by) => by == 0 ? this : this with { Condition = Shift(Condition, by), KnownCount = -1 };

    private static Condition Shift(Condition condition, int by) => condition switch
    {
        NumberBetween between => between with { Below = between.Below - by },
        Not not => new Not(Shift(not.Inner, by)),
        AllOf all => new AllOf([.. all.Parts.Select(part => Shift(part, by))]),
        AnyOf any => new AnyOf([.. any.Parts.Select(part => Shift(part, by))]),
        _ => condition,
    };
}
