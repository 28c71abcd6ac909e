namespace Octant.Engine.Statistics;

/// <summary>The chi-square distribution.</summary>
public static class ChiSquareDistribution
{
    /// <summary>The probability of a value above <paramref name="x"/> (DLMF 8.2): the p-value of a chi-square test.</summary>
    public static double UpperTail(double x, double degrees)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(degrees);
        return SpecialFunctions.UpperGamma(degrees / 2, x / 2);
    }
}
