namespace Octant.Engine.Statistics;

/// <summary>
/// What an experiment of a given size can see, and which size is needed to see something: two-sided tests of two groups. For
/// proportions J. L. Fleiss (Statistical Methods for Rates and Proportions, 3rd ed., ch. 4), with the variance pooled under "no
/// difference"; the chance of a finding in the wrong direction is left out, as there.
/// </summary>
public static class Power
{
    /// <summary>The chance that the difference between two rates is found.</summary>
    public static double OfProportions(double treatedRate, double controlRate, double treated, double control, double alpha)
    {
        var pooled = ((treated * treatedRate) + (control * controlRate)) / (treated + control);
        var under = Math.Sqrt(pooled * (1 - pooled) * ((1 / treated) + (1 / control)));
        var apart = Math.Sqrt((treatedRate * (1 - treatedRate) / treated) + (controlRate * (1 - controlRate) / control));
        var gap = Math.Abs(treatedRate - controlRate) - (NormalDistribution.UpperQuantile(alpha / 2) * under);
        return apart > 0 ? NormalDistribution.Cumulative(gap / apart) : gap > 0 ? 1 : 0;
    }

    /// <summary>How many customers the control group needs for this power; not rounded.</summary>
    /// <param name="ratio">Treated customers for each of the control group.</param>
    public static double SizeForProportions(double treatedRate, double controlRate, double alpha, double power, double ratio = 1)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(treatedRate, controlRate);
        var pooled = ((ratio * treatedRate) + controlRate) / (ratio + 1);
        var under = Math.Sqrt(pooled * (1 - pooled) * (1 + (1 / ratio)));
        var apart = Math.Sqrt((treatedRate * (1 - treatedRate) / ratio) + (controlRate * (1 - controlRate)));
        var sum = (NormalDistribution.UpperQuantile(alpha / 2) * under) + (NormalDistribution.UpperQuantile(1 - power) * apart);
        var difference = treatedRate - controlRate;
        return sum * sum / (difference * difference);
    }

    /// <summary>The smallest rise over the control group's rate that is found with this power; null when even certain success would be missed.</summary>
    public static double? DetectableRise(double controlRate, double treated, double control, double alpha, double power)
    {
        if (OfProportions(1, controlRate, treated, control, alpha) < power)
        {
            return null;
        }

        var (low, high) = (controlRate, 1.0);
        for (var i = 0; i < 100; i++)
        {
            var middle = low + ((high - low) / 2);
            if (OfProportions(middle, controlRate, treated, control, alpha) < power)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return high - controlRate;
    }

    /// <summary>The smallest difference of two means that is found with this power: (z_{α/2} + z_{1−power}) standard errors.</summary>
    public static double DetectableDifference(double standardError, double alpha, double power) =>
        (NormalDistribution.UpperQuantile(alpha / 2) + NormalDistribution.UpperQuantile(1 - power)) * standardError;
}
