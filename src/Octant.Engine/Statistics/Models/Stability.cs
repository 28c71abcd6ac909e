namespace Octant.Engine.Statistics.Models;

/// <summary>
/// How far a distribution has moved: the population stability index Σ (q − p) ln(q / p) over bands (N. Siddiqi, Credit Risk
/// Scorecards, 2006), which is J. Jeffreys' divergence. By the trade's rule below 0.1 it is stable, above 0.25 it has shifted.
/// </summary>
public static class Stability
{
    public const double Shifted = 0.25;
    public const double Stable = 0.1;

    private const int Bands = 10;

    /// <summary>Numbers in bands that each hold a tenth of the earlier ones; unknown ones in a band of their own.</summary>
    public static double OfNumbers(ReadOnlySpan<double> earlier, ReadOnlySpan<double> later)
    {
        var known = new List<double>();
        foreach (var value in earlier)
        {
            if (!double.IsNaN(value))
            {
                known.Add(value);
            }
        }

        known.Sort();
        var edges = new List<double>();
        for (var band = 1; band < Bands && known.Count > 0; band++)
        {
            var edge = known[known.Count * band / Bands];
            if (edges.Count == 0 || edge > edges[^1])
            {
                edges.Add(edge);
            }
        }

        return OfCounts(Count(earlier, edges), Count(later, edges));
    }

    /// <summary>Codes of a category; −1, unknown, is one of them.</summary>
    public static double OfCodes(ReadOnlySpan<int> earlier, ReadOnlySpan<int> later, int levels)
    {
        var (before, after) = (new long[levels + 1], new long[levels + 1]);
        foreach (var code in earlier)
        {
            before[code + 1]++;
        }

        foreach (var code in later)
        {
            after[code + 1]++;
        }

        return OfCounts(before, after);
    }

    /// <summary>Half a customer is added to each band, so that an empty one is far away but not infinitely.</summary>
    private static double OfCounts(long[] earlier, long[] later)
    {
        var (before, after) = (earlier.Sum() + (earlier.Length / 2.0), later.Sum() + (later.Length / 2.0));
        var index = 0.0;
        for (var band = 0; band < earlier.Length; band++)
        {
            var (p, q) = ((earlier[band] + 0.5) / before, (later[band] + 0.5) / after);
            index += (q - p) * ElementaryFunctions.Log(q / p);
        }

        return index;
    }

    private static long[] Count(ReadOnlySpan<double> values, List<double> edges)
    {
        var counts = new long[edges.Count + 2];
        foreach (var value in values)
        {
            var found = double.IsNaN(value) ? -1 : edges.BinarySearch(value);
            counts[double.IsNaN(value) ? ^1 : found >= 0 ? found + 1 : ~found]++;
        }

        return counts;
    }
}
