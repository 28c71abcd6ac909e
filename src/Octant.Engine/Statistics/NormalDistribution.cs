namespace Octant.Engine.Statistics;

/// <summary>The standard normal distribution.</summary>
public static class NormalDistribution
{
    private const double InverseSquareRootOfTwoPi = 0.398942280401432677939946059934;
    private const double TailFrom = 2;

    public static double Density(double x) => InverseSquareRootOfTwoPi * ElementaryFunctions.Exp(-0.5 * x * x);

    /// <summary>The probability of a value of at most <paramref name="x"/>.</summary>
    public static double Cumulative(double x) => UpperTail(-x);

    /// <summary>
    /// The probability of a value above <paramref name="x"/>: near the middle the series of G. Marsaglia ("Evaluating the
    /// normal distribution", 2004), in the tail Laplace's continued fraction (Abramowitz and Stegun 26.2.14).
    /// </summary>
    public static double UpperTail(double x)
    {
        if (double.IsNaN(x))
        {
            return x;
        }

        if (x <= -TailFrom)
        {
            return 1 - UpperTail(-x);
        }

        if (x < TailFrom)
        {
            var square = x * x;
            var (sum, term) = (x, x);
            for (var odd = 3.0; Math.Abs(term) > Math.Abs(sum) * 1e-17; odd += 2)
            {
                term *= square / odd;
                sum += term;
            }

            return 0.5 - (Density(x) * sum);
        }

        if (x > 40)
        {
            return 0;
        }

        var fraction = x;
        for (var n = 12 + (int)(400 / (x * x)); n > 0; n--)
        {
            fraction = x + (n / fraction);
        }

        return Density(x) / fraction;
    }

    /// <summary>The probability of a value further from zero than <paramref name="x"/>, on either side.</summary>
    public static double TwoSided(double x) => Math.Min(1, 2 * UpperTail(Math.Abs(x)));

    /// <summary>
    /// The value that is exceeded with probability 1 − <paramref name="probability"/>, to sixteen digits (M. J. Wichura,
    /// algorithm AS 241, Applied Statistics 37, 1988).
    /// </summary>
    public static double Quantile(double probability)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(probability);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(probability, 1);
        var q = probability - 0.5;
        return Math.Abs(q) <= 0.425
            ? q * Ratio(0.180625 - (q * q), CentreNumerator, CentreDenominator)
            : q < 0 ? -Tail(probability) : Tail(1 - probability);
    }

    /// <summary>The value that is exceeded with this probability, exact also where it is tiny.</summary>
    public static double UpperQuantile(double probability) => -Quantile(probability);

    /// <summary>The half-width in standard errors of an interval of this confidence: 1.96 for 0.95.</summary>
    public static double Critical(double confidence) => UpperQuantile((1 - confidence) / 2);

    private static double Tail(double tail)
    {
        var r = Math.Sqrt(-ElementaryFunctions.Log(tail));
        return r <= 5 ? Ratio(r - 1.6, MiddleNumerator, MiddleDenominator) : Ratio(r - 5, FarNumerator, FarDenominator);
    }

    /// <param name="numerator">Coefficients, the highest power first.</param>
    private static double Ratio(double r, ReadOnlySpan<double> numerator, ReadOnlySpan<double> denominator)
    {
        var (above, below) = (numerator[0], denominator[0]);
        for (var i = 1; i < numerator.Length; i++)
        {
            above = (above * r) + numerator[i];
            below = (below * r) + denominator[i];
        }

        return above / below;
    }

    private static ReadOnlySpan<double> CentreNumerator =>
    [
        2.5090809287301226727e+3, 3.3430575583588128105e+4, 6.7265770927008700853e+4, 4.5921953931549871457e+4,
        1.3731693765509461125e+4, 1.9715909503065514427e+3, 1.3314166789178437745e+2, 3.3871328727963666080e+0,
    ];

    private static ReadOnlySpan<double> CentreDenominator =>
    [
        5.2264952788528545610e+3, 2.8729085735721942674e+4, 3.9307895800092710610e+4, 2.1213794301586595867e+4,
        5.3941960214247511077e+3, 6.8718700749205790830e+2, 4.2313330701600911252e+1, 1,
    ];

    private static ReadOnlySpan<double> MiddleNumerator =>
    [
        7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258e+0,
        3.64784832476320460504e+0, 5.76949722146069140550e+0, 4.63033784615654529590e+0, 1.42343711074968357734e+0,
    ];

    private static ReadOnlySpan<double> MiddleDenominator =>
    [
        1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
        6.89767334985100004550e-1, 1.67638483018380384940e+0, 2.05319162663775882187e+0, 1,
    ];

    private static ReadOnlySpan<double> FarNumerator =>
    [
        2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
        2.96560571828504891230e-1, 1.78482653991729133580e+0, 5.46378491116411436990e+0, 6.65790464350110377720e+0,
    ];

    private static ReadOnlySpan<double> FarDenominator =>
    [
        2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
        1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1,
    ];
}
