namespace Octant.Engine.Statistics;

/// <summary>Student's t distribution, with any positive number of degrees of freedom.</summary>
public static class StudentDistribution
{
    private const int MostSteps = 500;

    /// <summary>The probability of a value further from zero than <paramref name="t"/>, on either side (DLMF 8.17).</summary>
    public static double TwoSided(double t, double degrees)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(degrees);
        var square = t * t;
        return double.IsPositiveInfinity(square)
            ? 0
            : SpecialFunctions.RegularizedBeta(degrees / (degrees + square), square / (degrees + square), degrees / 2, 0.5);
    }

    /// <summary>The probability of a value of at most <paramref name="t"/>.</summary>
    public static double Cumulative(double t, double degrees)
    {
        var tail = TwoSided(t, degrees) / 2;
        return t > 0 ? 1 - tail : tail;
    }

    /// <summary>
    /// The half-width in standard errors of an interval of this confidence. Newton's method from the normal value, which lies
    /// below: the two-sided tail is convex, so the steps never pass the solution.
    /// </summary>
    public static double Critical(double confidence, double degrees)
    {
        var outside = 1 - confidence;
        var t = NormalDistribution.Critical(confidence);
        for (var i = 0; i < MostSteps; i++)
        {
            var square = t * t;
            var slope = 2 * SpecialFunctions.BetaPrefactor(degrees / (degrees + square), square / (degrees + square), degrees / 2, 0.5) / t;
            var step = (TwoSided(t, degrees) - outside) / slope;
            t += step;
            if (Math.Abs(step) <= 1e-15 * t)
            {
                break;
            }
        }

        return t;
    }
}
