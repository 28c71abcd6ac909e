namespace Octant.Engine.Statistics;

/// <summary>
/// One part of a whole in two periods. A change is never an effect: without customers who were left alone in the second period,
/// nothing tells what would have happened anyway.
/// </summary>
/// <param name="ShareBefore">Of the whole, 0 to 1; not rounded.</param>
public readonly record struct PartChange(string Part, decimal Before, decimal After, decimal ShareBefore, decimal ShareAfter)
{
    /// <summary>After ÷ before − 1; null where there was nothing before.</summary>
    public decimal? Growth => Before > 0 ? (After / Before) - 1 : null;

    /// <summary>Of the unrounded shares; times a hundred these are percentage points.</summary>
    public decimal ShareDifference => ShareAfter - ShareBefore;
}

/// <summary>
/// Compares the parts of a whole, such as channels, in two periods. In decimal arithmetic, so that a figure that lies half way
/// between two roundings is rounded as it is on paper.
/// </summary>
public static class BeforeAndAfter
{
    /// <param name="parts">All of the whole; amounts of 0 or more. Parts of the same name are added up.</param>
    /// <returns>By name, in the order of first appearance.</returns>
    public static IReadOnlyList<PartChange> Compare(IEnumerable<(string Part, decimal Before, decimal After)> parts)
    {
        var order = new List<string>();
        var sums = new Dictionary<string, (decimal Before, decimal After)>(StringComparer.Ordinal);
        var (before, after) = (0m, 0m);
        foreach (var part in parts)
        {
            if (!sums.TryGetValue(part.Part, out var sum))
            {
                order.Add(part.Part);
            }

            sums[part.Part] = (sum.Before + part.Before, sum.After + part.After);
            (before, after) = (before + part.Before, after + part.After);
        }

        return [.. order.Select(name => new PartChange(name, sums[name].Before, sums[name].After, Share(sums[name].Before, before), Share(sums[name].After, after)))];
    }

    private static decimal Share(decimal part, decimal whole) => whole > 0 ? part / whole : 0;
}
