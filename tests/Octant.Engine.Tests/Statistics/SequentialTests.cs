using Octant.Engine.Statistics;
using Octant.Engine.Tests.Properties;

namespace Octant.Engine.Tests.Statistics;

public sealed class SequentialTests
{
    private static readonly double[] Fifths = [0.2, 0.4, 0.6, 0.8, 1];

    public static TheoryData<int> AllSeeds => Seeds.All;

    // D. M. Reboussin, D. L. DeMets, K. Kim and K. K. G. Lan, Controlled Clinical Trials 21 (2000) 190: five looks, 0.05 two-sided.
    // Their last digit is that of a coarser integration: the second boundary is 3.35701.
    [Fact]
    public void Boundaries_of_five_looks_are_the_published_ones()
    {
        AssertClose([4.8769, 3.3569, 2.6803, 2.2898, 2.0310], AlphaSpending.Boundaries(SpendingFunction.OBrienFleming, 0.05, Fifths));
        AssertClose([2.4380, 2.4268, 2.4101, 2.3966, 2.3859], AlphaSpending.Boundaries(SpendingFunction.Pocock, 0.05, Fifths));
    }

    [Fact]
    public void A_single_look_is_the_ordinary_test()
    {
        Assert.Equal(1.959964, AlphaSpending.Boundaries(SpendingFunction.OBrienFleming, 0.05, [1])[0], 6);
        Assert.Equal(0, AlphaSpending.Spent(SpendingFunction.Pocock, 0.05, 0));
        Assert.Equal(0.05, AlphaSpending.Spent(SpendingFunction.Pocock, 0.05, 1));
    }

    [Fact]
    public void Looks_that_do_not_rise_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => AlphaSpending.Boundaries(SpendingFunction.Pocock, 0.05, [0.5, 0.5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => AlphaSpending.Boundaries(SpendingFunction.Pocock, 0.05, [0.5, 1.5]));
    }

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void Uneven_looks_err_together_as_often_as_permitted_and_naive_ones_far_more(int seed)
    {
        const int Trials = 20_000;
        double[] fractions = [0.1, 0.15, 0.5, 0.7, 1];
        var draws = new Draws((ulong)seed);
        var boundaries = AlphaSpending.Boundaries(SpendingFunction.Pocock, 0.05, fractions);
        var (found, naive) = (0, 0);
        for (var trial = 0; trial < Trials; trial++)
        {
            var (motion, before, isFound, isNaive) = (0.0, 0.0, false, false);
            for (var look = 0; look < fractions.Length; look++)
            {
                motion += Math.Sqrt(fractions[look] - before) * draws.Normal();
                before = fractions[look];
                var standardised = Math.Abs(motion) / Math.Sqrt(before);
                isFound |= standardised > boundaries[look];
                isNaive |= standardised > 1.96;
            }

            found += isFound ? 1 : 0;
            naive += isNaive ? 1 : 0;
        }

        // 0.05 ± five standard errors of the simulation.
        Assert.True(found is > 845 and < 1155, $"{found} of {Trials} null experiments were findings; seed {seed}");
        Assert.True(naive > 2000, $"Looking five times without correction finds something in {naive} of {Trials}; seed {seed}");
    }

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void A_confidence_sequence_is_left_at_any_of_two_thousand_looks_no_more_often_than_permitted(int seed)
    {
        const int Trials = 2000;
        var draws = new Draws((ulong)seed);
        var sequence = new ConfidenceSequence(0.05, 1 / Math.Sqrt(1000));
        var (left, naive) = (0, 0);
        for (var trial = 0; trial < Trials; trial++)
        {
            var (sum, isLeft, isNaive) = (0.0, false, false);
            for (var n = 1; n <= 2000; n++)
            {
                sum += draws.Normal();
                if (n < 20)
                {
                    continue;
                }

                var error = 1 / Math.Sqrt(n);
                isLeft |= Math.Abs(sum / n) > sequence.Radius(error);
                isNaive |= Math.Abs(sum / n) > 1.96 * error;
            }

            left += isLeft ? 1 : 0;
            naive += isNaive ? 1 : 0;
        }

        Assert.True(left <= 0.05 * Trials, $"{left} of {Trials} sequences were left; seed {seed}");
        Assert.True(naive > 0.3 * Trials, $"{naive} of {Trials} were left by the ordinary interval; seed {seed}");
    }

    [Fact]
    public void A_confidence_sequence_is_sharpest_where_it_was_told()
    {
        var at = new ConfidenceSequence(0.05, 0.01).Radius(0.01);
        Assert.InRange(at / 0.01, 2.5, 3.2);
        Assert.True(at < new ConfidenceSequence(0.05, 0.001).Radius(0.01));
        Assert.True(at < new ConfidenceSequence(0.05, 0.1).Radius(0.01));
    }

    private static void AssertClose(double[] expected, double[] actual)
    {
        for (var look = 0; look < expected.Length; look++)
        {
            Assert.Equal(expected[look], actual[look], 1.5e-4);
        }
    }
}
