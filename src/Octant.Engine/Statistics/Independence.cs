namespace Octant.Engine.Statistics;

/// <summary>K. Pearson's chi-square test that two classifications have nothing to do with each other (Philosophical Magazine 50, 1900).</summary>
public static class Independence
{
    private const double SmallestExpected = 5;

    /// <param name="counts">Rows × columns. Rare rows are put together until the test's approximation holds.</param>
    /// <returns>Null where fewer than two rows or columns are left to compare.</returns>
    public static double? PValue(IReadOnlyList<long[]> counts)
    {
        if (counts.Count == 0)
        {
            return null;
        }

        var width = counts[0].Length;
        var totals = new long[width];
        foreach (var row in counts)
        {
            for (var column = 0; column < width; column++)
            {
                totals[column] += row[column];
            }
        }

        var all = totals.Sum();
        var smallestTotal = totals.Where(total => total > 0).DefaultIfEmpty(0).Min();
        var rows = Merge(counts, row => row.Sum() * (double)smallestTotal / Math.Max(1, all) >= SmallestExpected);
        var columns = totals.Count(total => total > 0);
        if (rows.Count < 2 || columns < 2)
        {
            return null;
        }

        var statistic = 0.0;
        foreach (var row in rows)
        {
            var rowTotal = row.Sum();
            for (var column = 0; column < width; column++)
            {
                var expected = (double)rowTotal * totals[column] / all;
                statistic += expected > 0 ? (row[column] - expected) * (row[column] - expected) / expected : 0;
            }
        }

        return ChiSquareDistribution.UpperTail(statistic, (rows.Count - 1) * (columns - 1));
    }

    private static List<long[]> Merge(IReadOnlyList<long[]> counts, Func<long[], bool> isLarge)
    {
        var rows = counts.Where(isLarge).ToList();
        var rest = new long[counts[0].Length];
        foreach (var row in counts.Where(row => !isLarge(row)))
        {
            for (var column = 0; column < rest.Length; column++)
            {
                rest[column] += row[column];
            }
        }

        if (isLarge(rest))
        {
            rows.Add(rest);
        }

        return rows;
    }
}
