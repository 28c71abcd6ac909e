namespace Octant.Engine.Statistics;

/// <summary>How the permitted error is spread over the looks at an experiment.</summary>
public enum SpendingFunction
{
    /// <summary>Hardly anything early, so that the last look is almost as sharp as a single one: 2 − 2Φ(z_{α/2} / √t).</summary>
    OBrienFleming,

    /// <summary>Evenly, so that an early finding is as likely as a late one: α ln(1 + (e − 1) t).</summary>
    Pocock,
}

/// <summary>
/// Looks at an experiment while it runs, planned in number but not in time, with the error of all together kept at alpha
/// (K. K. G. Lan and D. L. DeMets, "Discrete sequential boundaries for clinical trials", Biometrika 70, 1983).
/// <para>
/// The standardised difference seen at looks with information fractions t₁ &lt; t₂ &lt; … ≤ 1 behaves like Brownian motion at those
/// times divided by √t. At each look the boundary is put where the chance to cross it now, not having crossed before, is what the
/// spending function gives this look. That chance is integrated over the density of the motion that has not crossed (P. Armitage,
/// C. K. McPherson and B. C. Rowe, JRSS A 132, 1969), by Simpson's rule.
/// </para>
/// </summary>
public static class AlphaSpending
{
    public const int MostLooks = 50;

    /// <summary>Two looks closer than this share of the information are one.</summary>
    public const double SmallestStep = 0.001;

    private const double E = 2.718281828459045235360287;
    private const double Furthest = 8.5;
    private const double PointsPerDeviation = 16;

    /// <summary>How much of a one-sided error may be used up to this information fraction.</summary>
    public static double Spent(SpendingFunction function, double alpha, double fraction)
    {
        if (fraction <= 0 || fraction >= 1)
        {
            return fraction <= 0 ? 0 : alpha;
        }

        return function == SpendingFunction.Pocock
            ? alpha * ElementaryFunctions.Log(1 + ((E - 1) * fraction))
            : 2 * NormalDistribution.UpperTail(NormalDistribution.UpperQuantile(alpha / 2) / Math.Sqrt(fraction));
    }

    /// <summary>
    /// How far from zero, in standard errors, the difference must be at each look to be a finding: two-sided, half of
    /// <paramref name="alpha"/> on each side.
    /// </summary>
    /// <param name="fractions">Rising, above 0, at most 1: how much of the planned information is there at each look.</param>
    public static double[] Boundaries(SpendingFunction function, double alpha, ReadOnlySpan<double> fractions)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fractions.Length, MostLooks);
        var (before, spent) = (0.0, 0.0);
        foreach (var fraction in fractions)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(fraction - before, SmallestStep, nameof(fractions));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(fraction, 1, nameof(fractions));
            before = fraction;
        }

        before = 0;
        var boundaries = new double[fractions.Length];
        Density? density = null;
        for (var look = 0; look < fractions.Length; look++)
        {
            var fraction = fractions[look];
            var cumulative = Spent(function, alpha / 2, fraction);
            var deviation = Math.Sqrt(fraction - before);
            var edge = Edge(density, deviation, Math.Sqrt(fraction), cumulative - spent);
            boundaries[look] = edge / Math.Sqrt(fraction);
            if (look + 1 < fractions.Length)
            {
                density = Continue(density, edge, deviation, Math.Sqrt(fractions[look + 1] - fraction));
            }

            (before, spent) = (fraction, cumulative);
        }

        return boundaries;
    }

    /// <summary>Where the motion is, not having crossed: values at evenly spaced points with Simpson's weights already applied.</summary>
    private sealed record Density(double[] Points, double[] Weights);

    private static double Edge(Density? density, double deviation, double root, double chance)
    {
        var (low, high) = (0.0, Furthest * root);
        if (Crossing(density, high, deviation) > chance)
        {
            return high;
        }

        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            if (Crossing(density, middle, deviation) > chance)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return high;
    }

    /// <summary>The chance to be above the edge now.</summary>
    private static double Crossing(Density? density, double edge, double deviation)
    {
        if (density is null)
        {
            return NormalDistribution.UpperTail(edge / deviation);
        }

        var sum = 0.0;
        for (var i = 0; i < density.Points.Length; i++)
        {
            sum += density.Weights[i] * NormalDistribution.UpperTail((edge - density.Points[i]) / deviation);
        }

        return sum;
    }

    /// <summary>The density inside ±edge after this step, on points fine enough for it and for the next one.</summary>
    private static Density Continue(Density? density, double edge, double deviation, double next)
    {
        var half = (int)Math.Ceiling(edge * PointsPerDeviation / Math.Min(deviation, next));
        var step = edge / half;
        var points = new double[(2 * half) + 1];
        var weights = new double[points.Length];
        for (var i = 0; i < points.Length; i++)
        {
            points[i] = (i - half) * step;
            var simpson = i == 0 || i == points.Length - 1 ? 1 : i % 2 == 1 ? 4 : 2;
            weights[i] = simpson * step / 3 * At(density, points[i], deviation);
        }

        return new Density(points, weights);
    }

    private static double At(Density? density, double point, double deviation)
    {
        if (density is null)
        {
            return NormalDistribution.Density(point / deviation) / deviation;
        }

        var sum = 0.0;
        for (var i = 0; i < density.Points.Length; i++)
        {
            var distance = (point - density.Points[i]) / deviation;
            if (Math.Abs(distance) < Furthest)
            {
                sum += density.Weights[i] * NormalDistribution.Density(distance);
            }
        }

        return sum / deviation;
    }
}
