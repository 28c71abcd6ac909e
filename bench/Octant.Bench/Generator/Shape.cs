namespace Octant.Bench.Generator;

/// <summary>What the customers of the benchmark look like: 20 numbers, 20 categories, 40 tags, 0 to 8 of 300 offerings.</summary>
public static class Shape
{
    public const int Numbers = 20;
    public const int Categories = 20;
    public const int Tags = 40;
    public const int Offerings = 300;
    public const int MostOwned = 8;

    /// <summary>Numbers of a column lie in 0 (included) to its limit (excluded). Columns with an odd index lean towards 0.</summary>
    public static ReadOnlySpan<int> NumberLimits =>
    [
        100, 100, 100, 100, 100,
        60_000, 60_000, 60_000, 60_000, 60_000, 60_000, 60_000, 60_000,
        1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000,
    ];

    /// <summary>How many different values a category has: 0 (the most frequent) to this (excluded).</summary>
    public static ReadOnlySpan<int> CategorySizes => [5, 6, 8, 10, 12, 16, 20, 24, 31, 32, 40, 50, 64, 80, 100, 120, 150, 200, 250, 300];

    /// <summary>Share of the customers who have the tag, 0.02 to 0.6.</summary>
    public static double TagShare(int tag) => 0.02 + (0.58 * (tag * 7 % Tags) / (Tags - 1.0));

    public static bool LeansToZero(int number) => (number & 1) == 1;

    public static string NumberName(int number) => NumberNames[number];

    public static string CategoryName(int category) => CategoryNames[category];

    public static string TagName(int tag) => TagNames[tag];

    public static string OfferingName(int offering) => OfferingNames[offering];

    /// <summary>A category's value as the product holds it. A word, so that an import infers a category and not a number.</summary>
    public static string Word(int value) => Words[value];

    private static readonly string[] NumberNames = Named("n", Numbers);
    private static readonly string[] CategoryNames = Named("c", Categories);
    private static readonly string[] TagNames = Named("t", Tags);
    private static readonly string[] OfferingNames = Named("P", Offerings);
    private static readonly string[] Words = Named("w", CategorySizes[^1]);

    private static string[] Named(string prefix, int count) =>
        [.. Enumerable.Range(0, count).Select(index => prefix + index.ToString(System.Globalization.CultureInfo.InvariantCulture))];
}
