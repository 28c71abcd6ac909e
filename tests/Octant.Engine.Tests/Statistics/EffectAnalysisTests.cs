using Octant.Engine.Statistics;
using Octant.Engine.Statistics.Effects;
using Octant.Engine.Tests.Properties;

namespace Octant.Engine.Tests.Statistics;

public sealed class EffectAnalysisTests
{
    public static TheoryData<int> AllSeeds => Seeds.All;

    [Fact]
    public void A_clear_difference_between_equal_arms_is_an_effect()
    {
        var report = EffectAnalysis.Analyse([Arm("none", 100, 1000), Arm("sms", 150, 1010)], 0, new EffectOptions());

        Assert.Equal(AssignmentEvidence.SizesEqual, report.Assignment);
        var response = Assert.Single(report.Comparisons).Response;
        Assert.Equal(EffectVerdict.Better, response.Verdict);
        Assert.Equal((150 / 1010.0) - 0.1, response.Difference, 1e-15);
    }

    [Fact]
    public void Without_chance_behind_the_arms_no_difference_is_an_effect()
    {
        ArmSample[] unequal = [Arm("none", 100, 1000), Arm("sms", 1500, 9000)];
        AssertNone(AssignmentEvidence.SharesUnknown, EffectAnalysis.Analyse(unequal, 0, new EffectOptions()));
        AssertNone(AssignmentEvidence.SizesNotAsPlanned, EffectAnalysis.Analyse(unequal, 0, new EffectOptions(Shares: Shares(0.2, 0.8))));
        AssertNone(AssignmentEvidence.ArmsDifferBefore, EffectAnalysis.Analyse(unequal, 0, new EffectOptions(Shares: Shares(0.1, 0.9), DifferBefore: true)));

        var planned = EffectAnalysis.Analyse(unequal, 0, new EffectOptions(Shares: Shares(0.1, 0.9)));
        Assert.Equal(AssignmentEvidence.SizesAsPlanned, planned.Assignment);
        Assert.Equal(EffectVerdict.Better, planned.Comparisons[0].Response.Verdict);
    }

    [Fact]
    public void A_handful_of_responses_decides_nothing()
    {
        var report = EffectAnalysis.Analyse([Arm("none", 0, 1000), Arm("sms", 40, 1000)], 0, new EffectOptions());
        Assert.Equal(EffectVerdict.TooFew, report.Comparisons[0].Response.Verdict);
    }

    [Fact]
    public void An_early_look_asks_for_more_than_a_single_one()
    {
        ArmSample[] arms = [Arm("none", 100, 1000), Arm("sms", 135, 1000)];
        Assert.Equal(EffectVerdict.Better, EffectAnalysis.Analyse(arms, 0, new EffectOptions()).Comparisons[0].Response.Verdict);

        var early = EffectAnalysis.Analyse(arms, 0, new EffectOptions(Looks: [0.25, 0.5])).Comparisons[0].Response;
        Assert.Equal(EffectVerdict.Undecided, early.Verdict);
        Assert.True(early.Interval!.Value.Contains(0));
    }

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void A_report_that_is_opened_every_day_errs_no_more_than_permitted(int seed)
    {
        const int Trials = 300;
        var draws = new Draws((ulong)seed);
        var (found, naive) = (0, 0);
        for (var trial = 0; trial < Trials; trial++)
        {
            var (none, sms, isFound, isNaive) = (0L, 0L, false, false);
            for (var day = 1; day <= 60; day++)
            {
                none += draws.Binomial(40, 0.2);
                sms += draws.Binomial(40, 0.2);
                ArmSample[] arms = [Arm("none", none, 40 * day), Arm("sms", sms, 40 * day)];
                isFound |= IsFound(EffectAnalysis.Analyse(arms, 0, new EffectOptions(AnyTime: new AnyTimeErrors(0.01, 1))).Comparisons[0]);
                isNaive |= IsFound(EffectAnalysis.Analyse(arms, 0, new EffectOptions()).Comparisons[0]);
            }

            found += isFound ? 1 : 0;
            naive += isNaive ? 1 : 0;
        }

        Assert.True(found <= 0.08 * Trials, $"{found} of {Trials} null campaigns were a finding on some day; seed {seed}");
        Assert.True(naive > 0.12 * Trials, $"Read daily without correction only {naive} of {Trials} were; seed {seed}");
    }

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void Where_nothing_differs_arms_measures_and_parts_together_err_no_more_than_permitted(int seed)
    {
        const int Trials = 1500;
        var draws = new Draws((ulong)seed);
        var (whole, parts) = (0, 0);
        for (var trial = 0; trial < Trials; trial++)
        {
            ArmSample[] Draw() => [Null(draws, "none"), Null(draws, "sms"), Null(draws, "push")];
            var report = EffectAnalysis.Analyse(Draw(), 0, new EffectOptions());
            whole += report.Comparisons.Any(IsFound) ? 1 : 0;
            var found = EffectAnalysis.AnalyseParts([Draw(), Draw(), Draw()], "none", report, new EffectOptions());
            parts += found.SelectMany(part => part.Comparisons).Any(IsFound) ? 1 : 0;
        }

        Assert.True(whole <= 0.08 * Trials, $"{whole} of {Trials} null experiments had a finding; seed {seed}");
        Assert.True(parts <= 0.08 * Trials, $"{parts} of {Trials} null experiments had a finding in a part; seed {seed}");
    }

    private static bool IsFound(ArmComparison comparison) =>
        comparison.Response.Verdict is EffectVerdict.Better or EffectVerdict.Worse
        || comparison.Revenue?.Verdict is EffectVerdict.Better or EffectVerdict.Worse;

    private static void AssertNone(AssignmentEvidence assignment, EffectReport report)
    {
        Assert.Equal(assignment, report.Assignment);
        Assert.False(report.IsExperiment);
        Assert.All(report.Comparisons, comparison => Assert.Equal(EffectVerdict.NotAnEffect, comparison.Response.Verdict));
    }

    private static Dictionary<string, double> Shares(double none, double sms) => new(StringComparer.Ordinal) { ["none"] = none, ["sms"] = sms };

    private static ArmSample Arm(string name, long responses, long customers) => new(name, new Proportion(responses, customers));

    private static ArmSample Null(Draws draws, string name)
    {
        var revenue = default(Moments);
        var responses = 0;
        for (var i = 0; i < 100; i++)
        {
            var responded = draws.Chance(0.3);
            responses += responded ? 1 : 0;
            revenue.Add(responded ? 10 + draws.Normal() : 0);
        }

        return new ArmSample(name, new Proportion(responses, 100), revenue);
    }
}
