namespace Octant.Engine.Statistics;

/// <summary>
/// Count, mean and spread of values that come one by one (B. P. Welford, Technometrics 4, 1962): one pass, and no loss of
/// digits where the spread is small beside the mean.
/// </summary>
public struct Moments
{
    private double _squares;

    public long Count { get; private set; }

    public double Mean { get; private set; }

    public double Sum { get; private set; }

    /// <summary>Over n − 1; 0 for fewer than two values.</summary>
    public readonly double Variance => Count < 2 ? 0 : _squares / (Count - 1);

    public void Add(double value) => Add(value, 1);

    /// <summary>The same value so many times (Chan, Golub and LeVeque, The American Statistician 37, 1983).</summary>
    public void Add(double value, long times)
    {
        if (times == 0)
        {
            return;
        }

        Count += times;
        Sum += value * times;
        var distance = value - Mean;
        Mean += distance * times / Count;
        _squares += distance * (value - Mean) * times;
    }

    /// <summary>
    /// Where the mean lies: mean ± t · s / √n, t of n − 1 degrees of freedom ("Student", Biometrika 6, 1908). Null where no spread is known.
    /// </summary>
    public readonly Interval? Student(double confidence)
    {
        if (Count < 2 || Variance <= 0)
        {
            return null;
        }

        var half = StudentDistribution.Critical(confidence, Count - 1) * Math.Sqrt(Variance / Count);
        return new Interval(Mean - half, Mean + half);
    }
}

/// <summary>
/// The mean of one group minus that of another, whose spreads may differ (B. L. Welch, Biometrika 34, 1947; degrees of freedom
/// by Satterthwaite, 1946). Of a single value no spread is known, and nothing can be said.
/// </summary>
public readonly record struct MeanDifference(Moments Treated, Moments Control)
{
    public double Value => Treated.Mean - Control.Mean;

    public double StandardError => Math.Sqrt((Treated.Variance / Treated.Count) + (Control.Variance / Control.Count));

    /// <summary>(s₁²/n₁ + s₀²/n₀)² / ((s₁²/n₁)²/(n₁−1) + (s₀²/n₀)²/(n₀−1)).</summary>
    public double Degrees
    {
        get
        {
            var (treated, control) = (Treated.Variance / Treated.Count, Control.Variance / Control.Count);
            var sum = treated + control;
            return sum * sum / ((treated * treated / Math.Max(1, Treated.Count - 1)) + (control * control / Math.Max(1, Control.Count - 1)));
        }
    }

    /// <summary>Whether both groups show how far their values spread.</summary>
    public bool HasSpread => Treated.Count >= 2 && Control.Count >= 2 && StandardError > 0;

    /// <summary>Null where no spread is known.</summary>
    public Interval? Welch(double confidence)
    {
        if (!HasSpread)
        {
            return null;
        }

        var half = StudentDistribution.Critical(confidence, Degrees) * StandardError;
        return new Interval(Value - half, Value + half);
    }

    /// <summary>Two-sided, of "no difference"; 1 where no spread is known.</summary>
    public double PValue => HasSpread ? StudentDistribution.TwoSided(Value / StandardError, Degrees) : 1;
}
