using System.Diagnostics;

namespace Octant.Bench;

/// <summary>What one thread came to that did the same thing over and over.</summary>
/// <param name="P50">Microseconds.</param>
/// <param name="P99">Microseconds.</param>
public sealed record Speed(int Count, double PerSecond, double P50, double P99);

/// <summary>Measures work on one thread.</summary>
public static class Timing
{
    private const int MostKept = 4_000_000;

    /// <summary>
    /// Runs <paramref name="step"/> with 0, 1, 2, … for half the window, so that all of it is compiled as it stays, then for the
    /// window. Every step is timed on its own for the percentiles; reading the clock costs some 25 ns a step.
    /// </summary>
    public static Speed Measure(Action<int> step, TimeSpan window)
    {
        var number = 0;
        for (var warm = Stopwatch.StartNew(); warm.Elapsed < window / 2; number++)
        {
            step(number);
        }

        var ticks = new List<long>(MostKept);
        var start = Stopwatch.GetTimestamp();
        var end = start + (long)(window.TotalSeconds * Stopwatch.Frequency);
        var last = start;
        var count = 0;
        for (; last < end; count++)
        {
            step(number++);
            var now = Stopwatch.GetTimestamp();
            if (ticks.Count < MostKept)
            {
                ticks.Add(now - last);
            }

            last = now;
        }

        ticks.Sort();
        return new Speed(count, count / Stopwatch.GetElapsedTime(start, last).TotalSeconds, Microseconds(0.50), Microseconds(0.99));

        double Microseconds(double share) => ticks[Math.Min(ticks.Count - 1, (int)(ticks.Count * share))] * 1e6 / Stopwatch.Frequency;
    }

    /// <summary>The value in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0
            ? throw new ArgumentException("There is no median of nothing.", nameof(values))
            : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The mean of ratios.</summary>
    public static double GeometricMean(IReadOnlyCollection<double> values) => Math.Exp(values.Sum(Math.Log) / values.Count);
}
