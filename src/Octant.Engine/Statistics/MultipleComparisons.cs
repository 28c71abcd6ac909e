namespace Octant.Engine.Statistics;

/// <summary>p-values of several questions asked at once, raised so that each may still be compared with the one threshold.</summary>
public static class MultipleComparisons
{
    /// <summary>
    /// S. Holm (Scandinavian Journal of Statistics 6, 1979): the chance of even one false finding among all stays below the
    /// threshold, whatever the dependence between them.
    /// </summary>
    /// <returns>In the order given.</returns>
    public static double[] Holm(IReadOnlyList<double> pValues)
    {
        var order = Ascending(pValues);
        var adjusted = new double[pValues.Count];
        var highest = 0.0;
        for (var i = 0; i < order.Length; i++)
        {
            highest = Math.Max(highest, Math.Min(1, pValues[order[i]] * (order.Length - i)));
            adjusted[order[i]] = highest;
        }

        return adjusted;
    }

    /// <summary>
    /// Y. Benjamini and Y. Hochberg (JRSS B 57, 1995): the expected share of false findings among the findings stays below the
    /// threshold, for independent or positively dependent questions. For looking around, not for proof.
    /// </summary>
    /// <returns>In the order given.</returns>
    public static double[] BenjaminiHochberg(IReadOnlyList<double> pValues)
    {
        var order = Ascending(pValues);
        var adjusted = new double[pValues.Count];
        var lowest = 1.0;
        for (var i = order.Length - 1; i >= 0; i--)
        {
            lowest = Math.Min(lowest, pValues[order[i]] * order.Length / (i + 1));
            adjusted[order[i]] = lowest;
        }

        return adjusted;
    }

    private static int[] Ascending(IReadOnlyList<double> pValues) => [.. Enumerable.Range(0, pValues.Count).OrderBy(index => pValues[index])];
}
