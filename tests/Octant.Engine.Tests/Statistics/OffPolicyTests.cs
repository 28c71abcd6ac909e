using Octant.Engine.Statistics;
using Octant.Engine.Tests.Properties;

namespace Octant.Engine.Tests.Statistics;

public sealed class OffPolicyTests
{
    public static TheoryData<int> AllSeeds => Seeds.All;

    [Fact]
    public void A_log_by_hand_gives_the_values_by_hand()
    {
        // Policy ½, ½; weights 2, ⅔, ⅔, 2.
        LoggedChoice[] log = [new(0, 1, 0.25), new(1, 0, 0.75), new(1, 1, 0.75), new(0, 0, 0.25)];
        var report = OffPolicy.Evaluate(log, [0.5, 0.5], 0.95);

        Assert.Empty(report.Refusals);
        Assert.Equal((2 + (2.0 / 3)) / 4, report.InverseProbability!.Value.Value, 1e-15);
        Assert.Equal((2 + (2.0 / 3)) / (16.0 / 3), report.SelfNormalised!.Value.Value, 1e-15);
        Assert.Equal(16.0 / 3 * (16.0 / 3) / (4 + 4 + (4.0 / 9) + (4.0 / 9)), report.EffectiveSampleSize, 1e-14);
    }

    [Fact]
    public void Judging_the_logging_policy_itself_gives_its_own_mean()
    {
        var draws = new Draws(7);
        var log = Enumerable.Range(0, 1000).Select(_ => Draw(draws, [0.2, 0.3, 0.5], [0.1, 0.2, 0.3])).ToList();
        var report = OffPolicy.Evaluate(log, [0.2, 0.3, 0.5], 0.95);

        Assert.Equal(report.LoggedMean, report.InverseProbability!.Value.Value, 1e-14);
        Assert.Equal(report.LoggedMean, report.SelfNormalised!.Value.Value, 1e-14);
        Assert.Equal(1000, report.EffectiveSampleSize, 1e-9);
    }

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void The_intervals_hold_the_policys_true_value_as_often_as_they_say(int seed)
    {
        const int Trials = 400;
        double[] logging = [0.7, 0.2, 0.1];
        double[] policy = [0.2, 0.3, 0.5];
        double[] rewards = [0.1, 0.3, 0.5];
        var truth = (0.2 * 0.1) + (0.3 * 0.3) + (0.5 * 0.5);
        var draws = new Draws((ulong)seed);
        var (inverse, normalised, robust) = (0, 0, 0);
        for (var trial = 0; trial < Trials; trial++)
        {
            var log = Enumerable.Range(0, 1500).Select(_ => Draw(draws, logging, rewards)).ToList();
            var report = OffPolicy.Evaluate(log, policy, 0.95);
            inverse += report.InverseProbability!.Value.Interval.Contains(truth) ? 1 : 0;
            normalised += report.SelfNormalised!.Value.Interval.Contains(truth) ? 1 : 0;
            robust += report.DoublyRobust!.Value.Interval.Contains(truth) ? 1 : 0;
            Assert.True(report.DoublyRobust.Value.StandardError < report.InverseProbability.Value.StandardError);
        }

        Assert.True(
            inverse >= 0.89 * Trials && normalised >= 0.89 * Trials && robust >= 0.89 * Trials,
            $"of {Trials}: IPS {inverse}, SNIPS {normalised}, doubly robust {robust}; seed {seed}");
    }

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void A_policy_among_what_is_open_to_each_customer_gets_its_true_value(int seed)
    {
        // Half of the customers may have actions 0 and 1, the others 1 and 2; the policy takes all that are open alike.
        double[] rewards = [0.1, 0.3, 0.5];
        var truth = (((0.1 + 0.3) / 2) + ((0.3 + 0.5) / 2)) / 2;
        var draws = new Draws((ulong)seed);
        var log = new List<ContextualChoice>();
        for (var i = 0; i < 20_000; i++)
        {
            var low = i % 2;
            var first = draws.Chance(0.8);
            var action = first ? low : low + 1;
            log.Add(new ContextualChoice(
                action, draws.Chance(rewards[action]) ? 1 : 0, first ? 0.8 : 0.2, [new ActionProbability(low, 0.5), new ActionProbability(low + 1, 0.5)]));
        }

        var report = OffPolicy.Evaluate(log, 3, 0.9999);
        Assert.Empty(report.Refusals);
        Assert.True(report.InverseProbability!.Value.Interval.Contains(truth), $"{report.InverseProbability} misses {truth}; seed {seed}");
        Assert.True(report.DoublyRobust!.Value.Interval.Contains(truth), $"{report.DoublyRobust} misses {truth}; seed {seed}");
        Assert.True(Math.Abs(report.LoggedMean - truth) > 0.01);
    }

    [Fact]
    public void A_log_of_certain_choices_is_refused_even_for_the_policy_that_made_it()
    {
        var certain = Enumerable.Range(0, 100).Select(i => new LoggedChoice(i % 2, 1, 1)).ToList();
        AssertRefused(OffPolicyRefusal.NothingExplored, OffPolicy.Evaluate(certain, [0.5, 0.5], 0.95));
        AssertRefused(OffPolicyRefusal.NothingExplored, OffPolicy.Evaluate([.. certain.Where(choice => choice.Action == 0)], [1], 0.95));
    }

    [Fact]
    public void A_log_that_cannot_carry_the_answer_gets_none()
    {
        // One choice of a rare action outweighs a thousand others.
        var collapsed = Enumerable.Repeat(new LoggedChoice(0, 0, 0.999), 1000).Append(new LoggedChoice(1, 1, 0.0005)).ToList();
        AssertRefused(OffPolicyRefusal.EffectiveSampleTooSmall, OffPolicy.Evaluate(collapsed, [0, 1], 0.95));

        var oneSided = Enumerable.Repeat(new LoggedChoice(0, 1, 0.5), 100).ToList();
        var report = OffPolicy.Evaluate(oneSided, [0.5, 0.5], 0.95);
        AssertRefused(OffPolicyRefusal.ActionWithoutSupport, report);
        Assert.Equal([1], report.Unsupported);

        // Probabilities that belong to other actions: the weights average 5.
        var wrong = Enumerable.Range(0, 1000).Select(i => new LoggedChoice(i % 2, 1, 0.1)).ToList();
        AssertRefused(OffPolicyRefusal.ProbabilitiesDoNotFit, OffPolicy.Evaluate(wrong, [0.5, 0.5], 0.95));

        AssertRefused(OffPolicyRefusal.TooFewChoices, OffPolicy.Evaluate([new LoggedChoice(0, 1, 1)], [1], 0.95));
    }

    private static void AssertRefused(OffPolicyRefusal expected, OffPolicyReport report)
    {
        Assert.Contains(expected, report.Refusals);
        Assert.Null(report.InverseProbability);
        Assert.Null(report.SelfNormalised);
        Assert.Null(report.DoublyRobust);
    }

    private static LoggedChoice Draw(Draws draws, double[] logging, double[] rewards)
    {
        var (draw, action) = (draws.Unit(), 0);
        while (action < logging.Length - 1 && draw >= logging[action])
        {
            draw -= logging[action++];
        }

        return new LoggedChoice(action, draws.Chance(rewards[action]) ? 1 : 0, logging[action]);
    }
}
