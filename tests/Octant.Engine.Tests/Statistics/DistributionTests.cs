using Octant.Engine.Statistics;

namespace Octant.Engine.Tests.Statistics;

/// <summary>Against published tables, and against the platform's own functions where they exist.</summary>
public sealed class DistributionTests
{
    [Fact]
    public void Exponential_and_logarithm_agree_with_the_platform_to_fourteen_digits()
    {
        for (var x = -700.0; x < 700; x += 0.37)
        {
            AssertClose(Math.Exp(x), ElementaryFunctions.Exp(x), 1e-15);
        }

        for (var x = 1e-300; x < 1e300; x *= 1.7)
        {
            Assert.Equal(Math.Log(x), ElementaryFunctions.Log(x), 1e-14 * Math.Max(1, Math.Abs(Math.Log(x))));
        }

        for (var x = 0.5; x < 2; x += 0.00037)
        {
            AssertClose(Math.Log(x), ElementaryFunctions.Log(x), 1e-14);
        }
    }

    [Fact]
    public void The_ends_of_exponential_and_logarithm_are_those_of_the_standard()
    {
        Assert.Equal(double.PositiveInfinity, ElementaryFunctions.Exp(710));
        Assert.Equal(0, ElementaryFunctions.Exp(-746));
        Assert.Equal(Math.Exp(-740), ElementaryFunctions.Exp(-740));
        Assert.Equal(1, ElementaryFunctions.Exp(0));
        Assert.True(double.IsNaN(ElementaryFunctions.Exp(double.NaN)));
        Assert.Equal(double.NegativeInfinity, ElementaryFunctions.Log(0));
        Assert.True(double.IsNaN(ElementaryFunctions.Log(-1)));
        Assert.Equal(double.PositiveInfinity, ElementaryFunctions.Log(double.PositiveInfinity));
        AssertClose(Math.Log(5e-324), ElementaryFunctions.Log(5e-324), 1e-15);
        AssertClose(1e-20, ElementaryFunctions.LogOnePlus(1e-20), 1e-15);
        Assert.Equal(1 - ElementaryFunctions.Logistic(3), ElementaryFunctions.Logistic(-3), 1e-15);
        Assert.Equal(0, ElementaryFunctions.Logistic(-1000));
    }

    // Abramowitz and Stegun, table 26.1 and 26.2.
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.158655253931457)]
    [InlineData(1.96, 0.0249978951482204)]
    [InlineData(2, 0.0227501319481792)]
    [InlineData(3, 0.00134989803163009)]
    [InlineData(5, 2.86651571879194e-07)]
    [InlineData(6, 9.86587645037698e-10)]
    [InlineData(10, 7.61985302416053e-24)]
    public void The_normal_tail_is_that_of_the_tables(double x, double tail)
    {
        AssertClose(tail, NormalDistribution.UpperTail(x), 2e-14);
        Assert.Equal(1 - tail, NormalDistribution.Cumulative(x), 1e-15);
        Assert.Equal(tail, NormalDistribution.Cumulative(-x), 1e-15);
    }

    [Theory]
    [InlineData(0.975, 1.959963984540054)]
    [InlineData(0.95, 1.644853626951473)]
    [InlineData(0.995, 2.575829303548901)]
    [InlineData(0.9995, 3.290526731491926)]
    [InlineData(0.5, 0)]
    public void The_normal_quantile_is_that_of_the_tables(double probability, double quantile)
    {
        Assert.Equal(quantile, NormalDistribution.Quantile(probability), 2e-15);
        Assert.Equal(-quantile, NormalDistribution.UpperQuantile(probability), 2e-15);
    }

    [Fact]
    public void The_normal_quantile_undoes_the_distribution()
    {
        for (var probability = 1e-12; probability < 0.5; probability *= 1.3)
        {
            AssertClose(probability, NormalDistribution.Cumulative(NormalDistribution.Quantile(probability)), 1e-13);
        }
    }

    // Percentage points of Student's t: Biometrika Tables, table 12.
    [Theory]
    [InlineData(0.95, 1, 12.706204736432095)]
    [InlineData(0.95, 2, 4.302652729911275)]
    [InlineData(0.95, 10, 2.2281388519649385)]
    [InlineData(0.99, 5, 4.032142983557536)]
    [InlineData(0.95, 30, 2.0422724563012373)]
    [InlineData(0.95, 1e9, 1.9599639869)]
    public void Students_quantile_is_that_of_the_tables(double confidence, double degrees, double critical)
    {
        AssertClose(critical, StudentDistribution.Critical(confidence, degrees), 1e-10);
        Assert.Equal(1 - confidence, StudentDistribution.TwoSided(StudentDistribution.Critical(confidence, degrees), degrees), 1e-13);
    }

    [Fact]
    public void Student_with_one_and_two_degrees_has_a_closed_form()
    {
        for (var t = -20.0; t < 20; t += 0.37)
        {
            Assert.Equal(0.5 + (Math.Atan(t) / Math.PI), StudentDistribution.Cumulative(t, 1), 1e-14);
            Assert.Equal(0.5 + (t / (2 * Math.Sqrt(2 + (t * t)))), StudentDistribution.Cumulative(t, 2), 1e-14);
        }
    }

    // Abramowitz and Stegun, table 26.8.
    [Theory]
    [InlineData(1, 3.841458820694124, 0.05)]
    [InlineData(2, 5.991464547107979, 0.05)]
    [InlineData(10, 18.307038053275146, 0.05)]
    [InlineData(10, 2.558212, 0.99)]
    [InlineData(100, 124.3421, 0.05)]
    public void Chi_square_is_that_of_the_tables(double degrees, double x, double tail) =>
        Assert.Equal(tail, ChiSquareDistribution.UpperTail(x, degrees), 1e-7);

    [Fact]
    public void Chi_square_with_two_degrees_is_exponential()
    {
        for (var x = 0.1; x < 200; x *= 1.3)
        {
            AssertClose(Math.Exp(-x / 2), ChiSquareDistribution.UpperTail(x, 2), x < 6 ? 2e-14 : 1e-13);
        }
    }

    private static void AssertClose(double expected, double actual, double relative) =>
        Assert.Equal(expected, actual, relative * Math.Abs(expected));
}
