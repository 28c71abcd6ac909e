namespace Octant.Engine.Statistics;

/// <summary>
/// Whether the arms of an experiment have the sizes they were planned with. If not, customers were lost or added somewhere, and
/// no difference between the arms means anything (A. Fabijan and others, "Diagnosing sample ratio mismatch", KDD 2019).
/// </summary>
/// <param name="ChiSquare">Pearson's statistic of the sizes against the shares.</param>
/// <param name="PValue">Null where a planned size is below five customers and the statistic has no distribution.</param>
public readonly record struct SampleRatio(double ChiSquare, double? PValue)
{
    /// <summary>Below it the sizes are held to be wrong. Strict, because the check is made for every experiment and every look.</summary>
    public const double Threshold = 0.001;

    private const double SmallestExpected = 5;

    public bool IsMismatch => PValue < Threshold;

    /// <param name="shares">As many as sizes, above 0; they need not add up to 1.</param>
    public static SampleRatio Check(ReadOnlySpan<long> sizes, ReadOnlySpan<double> shares)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(shares.Length, sizes.Length);
        var (customers, whole) = (0L, 0.0);
        for (var i = 0; i < sizes.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shares[i]);
            customers += sizes[i];
            whole += shares[i];
        }

        var (statistic, smallest) = (0.0, double.PositiveInfinity);
        for (var i = 0; i < sizes.Length; i++)
        {
            var expected = customers * shares[i] / whole;
            smallest = Math.Min(smallest, expected);
            statistic += expected > 0 ? (sizes[i] - expected) * (sizes[i] - expected) / expected : 0;
        }

        return new SampleRatio(
            statistic, smallest >= SmallestExpected && sizes.Length > 1 ? ChiSquareDistribution.UpperTail(statistic, sizes.Length - 1) : null);
    }
}
