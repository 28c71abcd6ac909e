namespace Octant.Engine.Statistics;

/// <summary>Where a quantity lies, at a stated confidence.</summary>
public readonly record struct Interval(double Low, double High)
{
    public bool Contains(double value) => Low <= value && value <= High;
}

/// <summary>How many of how many.</summary>
/// <param name="Successes">From 0 to <paramref name="Trials"/>.</param>
/// <param name="Trials">At least 1.</param>
public readonly record struct Proportion(long Successes, long Trials)
{
    public double Rate => (double)Successes / Trials;

    /// <summary>
    /// E. B. Wilson's score interval (JASA 22, 1927): (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n). It keeps its coverage
    /// for small numbers and rates near 0 or 1, where ± z standard errors does not.
    /// </summary>
    public Interval Wilson(double confidence)
    {
        double n = Trials;
        var z = NormalDistribution.Critical(confidence);
        var centre = Rate + (z * z / (2 * n));
        var half = z * Math.Sqrt((Rate * (1 - Rate) / n) + (z * z / (4 * n * n)));
        var scale = 1 + (z * z / n);
        return new Interval(
            Successes == 0 ? 0 : Math.Max(0, (centre - half) / scale),
            Successes == Trials ? 1 : Math.Min(1, (centre + half) / scale));
    }
}

/// <summary>The rate of one group minus that of another, both drawn independently.</summary>
public readonly record struct ProportionDifference(Proportion Treated, Proportion Control)
{
    public double Value => Treated.Rate - Control.Rate;

    /// <summary>√(p₁(1−p₁)/n₁ + p₀(1−p₀)/n₀), not pooled.</summary>
    public double StandardError =>
        Math.Sqrt((Treated.Rate * (1 - Treated.Rate) / Treated.Trials) + (Control.Rate * (1 - Control.Rate) / Control.Trials));

    /// <summary>The difference ± z standard errors, not pooled (A. Wald). For large groups.</summary>
    public Interval Wald(double confidence)
    {
        var half = NormalDistribution.Critical(confidence) * StandardError;
        return new Interval(Value - half, Value + half);
    }

    /// <summary>R. G. Newcombe's hybrid score interval (Statistics in Medicine 17, 1998, method 10), put together from two of Wilson's.</summary>
    public Interval Newcombe(double confidence)
    {
        var (treated, control) = (Treated.Wilson(confidence), Control.Wilson(confidence));
        return new Interval(
            Value - Distance(Treated.Rate - treated.Low, control.High - Control.Rate),
            Value + Distance(treated.High - Treated.Rate, Control.Rate - control.Low));
    }

    /// <summary>
    /// The two-sided p-value of "no difference" by the pooled z-test, the same as K. Pearson's chi-square without correction
    /// (Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, 3rd ed., 3.1). 1 where nobody or everybody succeeded.
    /// </summary>
    public double PValue
    {
        get
        {
            var pooled = (double)(Treated.Successes + Control.Successes) / (Treated.Trials + Control.Trials);
            var variance = pooled * (1 - pooled) * ((1.0 / Treated.Trials) + (1.0 / Control.Trials));
            return variance > 0 ? NormalDistribution.TwoSided(Value / Math.Sqrt(variance)) : 1;
        }
    }

    private static double Distance(double a, double b) => Math.Sqrt((a * a) + (b * b));
}
