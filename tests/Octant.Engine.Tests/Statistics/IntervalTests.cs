using Octant.Engine.Statistics;
using Octant.Engine.Tests.Properties;

namespace Octant.Engine.Tests.Statistics;

public sealed class IntervalTests
{
    public static TheoryData<int> AllSeeds => Seeds.All;

    // R. G. Newcombe, Statistics in Medicine 17 (1998) 857, table I, method 3.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Wilsons_interval_is_the_published_one(long successes, long trials, double low, double high)
    {
        var interval = new Proportion(successes, trials).Wilson(0.95);
        Assert.Equal(low, interval.Low, 4);
        Assert.Equal(high, interval.High, 4);
    }

    // R. G. Newcombe, Statistics in Medicine 17 (1998) 873, table II, method 10.
    [Theory]
    [InlineData(56, 70, 48, 80, 0.0524, 0.3339)]
    [InlineData(9, 10, 3, 10, 0.1705, 0.8090)]
    [InlineData(6, 7, 2, 7, 0.0582, 0.8062)]
    [InlineData(5, 56, 0, 29, -0.0381, 0.1926)]
    [InlineData(0, 10, 0, 20, -0.1611, 0.2775)]
    [InlineData(0, 10, 0, 10, -0.2775, 0.2775)]
    [InlineData(10, 10, 0, 20, 0.6791, 1)]
    [InlineData(10, 10, 0, 10, 0.6075, 1)]
    public void Newcombes_interval_is_the_published_one(long a, long m, long b, long n, double low, double high)
    {
        var interval = new ProportionDifference(new Proportion(a, m), new Proportion(b, n)).Newcombe(0.95);
        Assert.Equal(low, interval.Low, 4);
        Assert.Equal(high, interval.High, 4);
    }

    // A. R. Cushny and A. R. Peebles' sleep data as Student used them; R's t.test(extra ~ group, data = sleep).
    [Fact]
    public void Welchs_interval_is_the_one_of_the_sleep_data()
    {
        var difference = new MeanDifference(
            MomentsOf(0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0), MomentsOf(1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4));

        Assert.Equal(17.776, difference.Degrees, 3);
        Assert.Equal(-1.8608, difference.Value / difference.StandardError, 4);
        Assert.Equal(0.07939, difference.PValue, 5);
        Assert.Equal(-3.3654832, difference.Welch(0.95)!.Value.Low, 7);
        Assert.Equal(0.2054832, difference.Welch(0.95)!.Value.High, 7);
    }

    [Fact]
    public void The_pooled_test_is_Pearsons_chi_square()
    {
        // 56/70 against 48/80: χ² = n (ad − bc)² / (products of the margins).
        var chiSquare = 150.0 * ((56 * 32) - (14 * 48)) * ((56 * 32) - (14 * 48)) / (70.0 * 80 * 104 * 46);
        var difference = new ProportionDifference(new Proportion(56, 70), new Proportion(48, 80));

        Assert.Equal(ChiSquareDistribution.UpperTail(chiSquare, 1), difference.PValue, 1e-13);
        Assert.Equal(difference.PValue, Independence.PValue([[56, 48], [14, 32]])!.Value, 1e-13);
    }

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void Changing_sides_turns_every_interval_round(int seed)
    {
        var draws = new Draws((ulong)seed);
        for (var i = 0; i < 500; i++)
        {
            var (m, n) = (1 + (int)(draws.Unit() * 300), 1 + (int)(draws.Unit() * 300));
            var treated = new Proportion(draws.Binomial(m, draws.Unit()), m);
            var control = new Proportion(draws.Binomial(n, draws.Unit()), n);
            var (one, other) = (new ProportionDifference(treated, control), new ProportionDifference(control, treated));

            Assert.Equal(one.Wald(0.9).Low, -other.Wald(0.9).High, 1e-14);
            Assert.Equal(one.Newcombe(0.9).Low, -other.Newcombe(0.9).High, 1e-14);
            Assert.Equal(one.PValue, other.PValue, 1e-14);
            var wilson = treated.Wilson(0.9);
            var turned = new Proportion(m - treated.Successes, m).Wilson(0.9);
            Assert.Equal(wilson.Low, 1 - turned.High, 1e-14);
            Assert.InRange(treated.Rate, wilson.Low, wilson.High);
            Assert.InRange(one.Value, one.Newcombe(0.9).Low, one.Newcombe(0.9).High);
        }
    }

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void Intervals_hold_the_truth_as_often_as_they_say(int seed)
    {
        const int Trials = 4000;
        var draws = new Draws((ulong)seed);
        var (wilson, newcombe, welch) = (0, 0, 0);
        for (var i = 0; i < Trials; i++)
        {
            var treated = new Proportion(draws.Binomial(80, 0.15), 80);
            var control = new Proportion(draws.Binomial(60, 0.1), 60);
            wilson += treated.Wilson(0.95).Contains(0.15) ? 1 : 0;
            newcombe += new ProportionDifference(treated, control).Newcombe(0.95).Contains(0.05) ? 1 : 0;
            var (left, right) = (default(Moments), default(Moments));
            for (var j = 0; j < 12; j++)
            {
                left.Add(3 + (4 * draws.Normal()));
                right.Add(draws.Normal());
            }

            welch += new MeanDifference(left, right).Welch(0.95)!.Value.Contains(3) ? 1 : 0;
        }

        // Five standard errors of the simulation, and for the discrete ones the known waves of their coverage.
        Assert.True(wilson is > (int)(0.92 * Trials) and < (int)(0.98 * Trials), $"Wilson covers {wilson} of {Trials}; seed {seed}");
        Assert.True(newcombe is > (int)(0.93 * Trials) and < (int)(0.98 * Trials), $"Newcombe covers {newcombe} of {Trials}; seed {seed}");
        Assert.True(welch is > (int)(0.932 * Trials) and < (int)(0.968 * Trials), $"Welch covers {welch} of {Trials}; seed {seed}");
    }

    [Fact]
    public void Sizes_far_from_the_planned_shares_are_a_mismatch_and_near_ones_are_not()
    {
        Assert.False(SampleRatio.Check([10_586, 10_778, 10_636], [1, 1, 1]).IsMismatch);
        Assert.True(SampleRatio.Check([5_000, 5_400], [0.5, 0.5]).IsMismatch);
        Assert.False(SampleRatio.Check([9_010, 990], [0.9, 0.1]).IsMismatch);
        Assert.Null(SampleRatio.Check([3, 2], [1, 1]).PValue);

        // 821,588 against 815,482: the example of Fabijan and others, p = 1.8e-6.
        Assert.Equal(1.8e-6, SampleRatio.Check([821_588, 815_482], [1, 1]).PValue!.Value, 0.05e-6);
    }

    // The examples of R's power.prop.test.
    [Fact]
    public void Power_and_size_are_those_of_the_textbook()
    {
        Assert.Equal(76.7, Power.SizeForProportions(0.75, 0.5, 0.05, 0.9), 1);
        Assert.Equal(0.740, Power.OfProportions(0.75, 0.5, 50, 50, 0.05), 3);
        Assert.Equal(0.8026, 0.5 + Power.DetectableRise(0.5, 50, 50, 0.05, 0.9)!.Value, 4);
        Assert.Null(Power.DetectableRise(0.9, 3, 3, 0.05, 0.8));
        var size = Power.SizeForProportions(0.2, 0.15, 0.05, 0.8, ratio: 3);
        Assert.Equal(0.8, Power.OfProportions(0.2, 0.15, 3 * size, size, 0.05), 1e-12);
    }

    // Adjusted by hand; the second is the example of Benjamini and Hochberg (1995), table 1, where four are found at 0.05.
    [Fact]
    public void Several_questions_at_once_raise_the_p_values()
    {
        Assert.Equal([0.03, 0.06, 0.06, 0.02], MultipleComparisons.Holm([0.01, 0.04, 0.03, 0.005]), (left, right) => Math.Abs(left - right) < 1e-15);
        Assert.Equal([0.02, 0.04, 0.04, 0.02], MultipleComparisons.BenjaminiHochberg([0.01, 0.04, 0.03, 0.005]), (left, right) => Math.Abs(left - right) < 1e-15);

        double[] published =
            [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0];
        Assert.Equal(4, MultipleComparisons.BenjaminiHochberg(published).Count(p => p <= 0.05));
        Assert.Equal(3, MultipleComparisons.Holm(published).Count(p => p <= 0.05));
    }

    // Student's own example, the sleep gained by ten patients: t.test of R answers 0.7001142 and 2.459886.
    [Fact]
    public void A_mean_lies_where_Student_said()
    {
        var sleep = MomentsOf(1.2, 2.4, 1.3, 1.3, 0, 1.0, 1.8, 0.8, 4.6, 1.4);

        Assert.Equal(1.58, sleep.Mean, 1e-12);
        Assert.Equal(0.7001142, sleep.Student(0.95)!.Value.Low, 1e-6);
        Assert.Equal(2.4598858, sleep.Student(0.95)!.Value.High, 1e-6);
        Assert.Null(MomentsOf(3).Student(0.95));
        Assert.Null(MomentsOf(3, 3, 3).Student(0.95));
    }

    [Fact]
    public void A_value_that_comes_so_many_times_is_added_at_once()
    {
        var (single, together) = (MomentsOf(5, 5, 5, 2, 4, 4, 1), default(Moments));
        foreach (var (value, times) in new[] { (5, 3), (2, 1), (4, 2), (9, 0), (1, 1) })
        {
            together.Add(value, times);
        }

        Assert.Equal((single.Count, single.Sum), (together.Count, together.Sum));
        Assert.Equal(single.Mean, together.Mean, 1e-14);
        Assert.Equal(single.Variance, together.Variance, 1e-14);
    }

    private static Moments MomentsOf(params double[] values)
    {
        var moments = default(Moments);
        foreach (var value in values)
        {
            moments.Add(value);
        }

        return moments;
    }
}
