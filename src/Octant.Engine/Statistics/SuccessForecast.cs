namespace Octant.Engine.Statistics;

/// <summary>
/// How many of many independent trials succeed when each has its own chance: the Poisson binomial distribution, kept as its first
/// three cumulants, so that trials are added one by one and forgotten.
/// </summary>
/// <remarks>
/// The interval is of the count itself, given the chances: what chance alone would do. It says nothing of how good the chances
/// are. Quantiles are by the normal approximation with A. Yu. Volkova's correction for skewness (Theory of Probability and its
/// Applications 40, 1996): P(S ≤ k) ≈ G((k + ½ − μ)/σ), G(x) = Φ(x) + γ(1 − x²)φ(x)/6.
/// </remarks>
public struct SuccessForecast
{
    /// <summary>Beyond so many standard deviations the correction is no approximation any more.</summary>
    private const double Reach = 8;

    private double _variance;
    private double _third;

    public long Trials { get; private set; }

    public double Mean { get; private set; }

    /// <param name="chance">0 to 1.</param>
    public void Add(double chance)
    {
        var variance = chance * (1 - chance);
        Trials++;
        Mean += chance;
        _variance += variance;
        _third += variance * (1 - (2 * chance));
    }

    /// <summary>The trials of both.</summary>
    public void Add(SuccessForecast other)
    {
        Trials += other.Trials;
        Mean += other.Mean;
        _variance += other._variance;
        _third += other._third;
    }

    /// <summary>From the first count that is not too improbable to the last.</summary>
    public readonly Interval Interval(double confidence)
    {
        var tail = (1 - confidence) / 2;
        return _variance > 0 ? new Interval(Quantile(tail), Quantile(1 - tail)) : new Interval(Mean, Mean);
    }

    /// <summary>
    /// How many more successes <paramref name="gained"/> has than <paramref name="lost"/>, of independent trials: normal, with
    /// the sum of both variances.
    /// </summary>
    public static Interval Difference(SuccessForecast gained, SuccessForecast lost, double confidence)
    {
        var half = NormalDistribution.Critical(confidence) * Math.Sqrt(gained._variance + lost._variance);
        var mean = gained.Mean - lost.Mean;
        return new Interval(mean - half, mean + half);
    }

    /// <summary>The smallest count that is reached or stayed below with this probability.</summary>
    private readonly double Quantile(double probability)
    {
        var deviation = Math.Sqrt(_variance);
        var low = (long)Math.Max(0, Mean - (Reach * deviation) - 1);
        var high = (long)Math.Min(Trials, Mean + (Reach * deviation) + 1);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = Cumulative(middle, deviation) >= probability ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private readonly double Cumulative(long count, double deviation)
    {
        var x = (count + 0.5 - Mean) / deviation;
        var skewness = _third / (deviation * deviation * deviation);
        return NormalDistribution.Cumulative(x) + (skewness * (1 - (x * x)) * NormalDistribution.Density(x) / 6);
    }
}
