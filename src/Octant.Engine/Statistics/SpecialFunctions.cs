namespace Octant.Engine.Statistics;

/// <summary>
/// The gamma and beta functions behind the distributions. Prefactors are formed from Stirling's error and Loader's deviance
/// instead of differences of large logarithms, so that they hold thirteen digits for any sample size (C. Loader, "Fast and
/// accurate computation of binomial probabilities", 2000).
/// </summary>
internal static class SpecialFunctions
{
    private const double HalfLogTwoPi = 0.918938533204672741780329736406;
    private const double TwoPi = 6.283185307179586476925286766559;
    private const double StirlingFrom = 10;
    private const double Precision = 1e-16;
    private const double Tiny = 1e-300;
    private const int MostTerms = 200_000;

    /// <summary>ln Γ(z) for z &gt; 0: Stirling's series (DLMF 5.11.1), reached by the recurrence where z is small.</summary>
    public static double LogGamma(double z)
    {
        var product = 1.0;
        while (z < StirlingFrom)
        {
            product *= z;
            z += 1;
        }

        return (((z - 0.5) * ElementaryFunctions.Log(z)) - z) + HalfLogTwoPi + StirlingSeries(z) - ElementaryFunctions.Log(product);
    }

    /// <summary>The lower regularised incomplete beta function I_x(a, b).</summary>
    /// <param name="y">1 − x, given by the caller so that neither of the two loses digits.</param>
    public static double RegularizedBeta(double x, double y, double a, double b)
    {
        if (x <= 0 || y <= 0)
        {
            return x <= 0 ? 0 : 1;
        }

        return x < (a + 1) / (a + b + 2)
            ? BetaPrefactor(x, y, a, b) / BetaFraction(x, y, a, b)
            : 1 - (BetaPrefactor(x, y, a, b) / BetaFraction(y, x, b, a));
    }

    /// <summary>x^a y^b / B(a, b) with y = 1 − x.</summary>
    public static double BetaPrefactor(double x, double y, double a, double b)
    {
        var n = a + b;
        var exponent = StirlingError(n) - StirlingError(a) - StirlingError(b) - Deviance(a, n * x) - Deviance(b, n * y);
        return Math.Sqrt(a / TwoPi * (b / n)) * ElementaryFunctions.Exp(exponent);
    }

    /// <summary>The upper regularised incomplete gamma function Q(a, x): a series below a + 1 (DLMF 8.7.1), a fraction above (8.9.2).</summary>
    public static double UpperGamma(double a, double x)
    {
        if (x <= 0)
        {
            return 1;
        }

        var prefactor = Math.Sqrt(a / TwoPi) * ElementaryFunctions.Exp(-StirlingError(a) - Deviance(a, x));
        if (x < a + 1)
        {
            var term = 1 / a;
            var sum = term;
            for (var n = 1; n < MostTerms && term > sum * Precision; n++)
            {
                term *= x / (a + n);
                sum += term;
            }

            return 1 - (prefactor * sum);
        }

        var b = x + 1 - a;
        var c = 1 / Tiny;
        var d = 1 / b;
        var h = d;
        for (var i = 1; i < MostTerms; i++)
        {
            var numerator = -i * (i - a);
            b += 2;
            d = 1 / NotZero((numerator * d) + b);
            c = NotZero(b + (numerator / c));
            var change = d * c;
            h *= change;
            if (Math.Abs(change - 1) < Precision)
            {
                break;
            }
        }

        return prefactor * h;
    }

    /// <summary>
    /// The continued fraction of A. R. DiDonato and A. H. Morris (ACM Transactions on Mathematical Software 18, 1992, 9), by
    /// Lentz's method. It takes y as well, which 1 − x could not replace where x is near 1.
    /// </summary>
    private static double BetaFraction(double x, double y, double a, double b)
    {
        var h = Denominator(0);
        var (c, d) = (h, 0.0);
        for (var m = 1; m < MostTerms; m++)
        {
            var odd = a + (2 * m) - 1;
            var numerator = (a + m - 1) * (a + b + m - 1) * m * (b - m) * x * x / (odd * odd);
            var denominator = Denominator(m);
            d = 1 / NotZero(denominator + (numerator * d));
            c = NotZero(denominator + (numerator / c));
            var change = d * c;
            h *= change;
            if (Math.Abs(change - 1) < Precision)
            {
                break;
            }
        }

        return h;

        double Denominator(int m) =>
            m + (m == 0 ? 0 : m * (b - m) * x / (a + (2 * m) - 1)) + ((a + m) * ((a * y) - (b * x) + 1 + (m * (2 - x))) / (a + (2 * m) + 1));
    }

    /// <summary>ln Γ(z) − ((z − ½) ln z − z + ½ ln 2π).</summary>
    private static double StirlingError(double z) =>
        z >= StirlingFrom ? StirlingSeries(z) : LogGamma(z) - (((z - 0.5) * ElementaryFunctions.Log(z)) - z + HalfLogTwoPi);

    /// <summary>B₂ₖ / (2k (2k − 1) z^(2k−1)), the coefficients below from the last to the first.</summary>
    private static double StirlingSeries(double z)
    {
        var w = 1 / (z * z);
        var sum = 0.0;
        foreach (var coefficient in StirlingCoefficients)
        {
            sum = (sum * w) + coefficient;
        }

        return sum / z;
    }

    private static ReadOnlySpan<double> StirlingCoefficients =>
        [-3617.0 / 122_400, 1.0 / 156, -691.0 / 360_360, 1.0 / 1188, -1.0 / 1680, 1.0 / 1260, -1.0 / 360, 1.0 / 12];

    /// <summary>a ln(a / m) + m − a, without cancellation where a is near m.</summary>
    private static double Deviance(double a, double m)
    {
        if (Math.Abs(a - m) >= 0.1 * (a + m))
        {
            return (a * ElementaryFunctions.Log(a / m)) + m - a;
        }

        var v = (a - m) / (a + m);
        var sum = (a - m) * v;
        var term = 2 * a * v;
        v *= v;
        for (var j = 1; j < 1000; j++)
        {
            term *= v;
            var next = sum + (term / ((2 * j) + 1));
            if (next == sum)
            {
                break;
            }

            sum = next;
        }

        return sum;
    }

    private static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;
}
