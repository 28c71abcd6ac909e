namespace Octant.Engine.Statistics;

/// <summary>
/// Intervals that may be looked at after every customer and still miss the truth, ever, with at most the permitted error: for
/// reports that anybody opens at any time. The price is an interval half again as wide as one for a single look.
/// <para>
/// The normal mixture of H. Robbins (Annals of Mathematical Statistics 41, 1970) over the information V = 1 / standard error²:
/// ± √(2 (Vρ² + 1) / (V²ρ²) · ln(√(Vρ² + 1) / α)), valid for estimates that are sums over many customers (I. Waudby-Smith and
/// others, "Time-uniform central limit theory and asymptotic confidence sequences", Annals of Statistics 52, 2024).
/// </para>
/// </summary>
/// <param name="alpha">The permitted error of all looks together.</param>
/// <param name="sharpestAt">The standard error at which the interval is to be sharpest: that of the planned size.</param>
public readonly struct ConfidenceSequence(double alpha, double sharpestAt)
{
    /// <summary>ρ² of the paper: √((−2 ln α + ln(−2 ln α) + 1) / V*).</summary>
    private readonly double _mixture = Mixture(alpha) * sharpestAt * sharpestAt;

    /// <summary>Half the interval's width at this standard error.</summary>
    public double Radius(double standardError)
    {
        var information = 1 / (standardError * standardError);
        var scaled = (information * _mixture) + 1;
        return Math.Sqrt(2 * scaled / (information * information * _mixture) * ElementaryFunctions.Log(Math.Sqrt(scaled) / alpha));
    }

    private static double Mixture(double alpha)
    {
        var twice = -2 * ElementaryFunctions.Log(alpha);
        return twice + ElementaryFunctions.Log(twice) + 1;
    }
}
