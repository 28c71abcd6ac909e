namespace Octant.Engine.Statistics;

/// <summary>One logged choice.</summary>
/// <param name="Action">Which action was taken, as an index.</param>
/// <param name="Reward">What came of it.</param>
/// <param name="Probability">With which probability the logging policy took this action then; above 0, at most 1.</param>
public readonly record struct LoggedChoice(int Action, double Reward, double Probability);

/// <summary>How likely a policy takes an action.</summary>
public readonly record struct ActionProbability(int Action, double Probability);

/// <summary>One logged choice among actions that were open then, beside what the policy to be judged would have done there.</summary>
/// <param name="Policy">Adds up to 1; actions it does not name it never takes there.</param>
public readonly record struct ContextualChoice(int Action, double Reward, double Probability, IReadOnlyList<ActionProbability> Policy);

/// <summary>An estimate with its interval.</summary>
public readonly record struct Estimate(double Value, double StandardError, Interval Interval);

/// <summary>Why a log cannot say what another policy would have earned.</summary>
public enum OffPolicyRefusal
{
    /// <summary>There are fewer than two choices.</summary>
    TooFewChoices,

    /// <summary>Every choice was certain: of any other one nothing is known.</summary>
    NothingExplored,

    /// <summary>The policy takes actions that the log never shows.</summary>
    ActionWithoutSupport,

    /// <summary>A handful of choices carries all the weight.</summary>
    EffectiveSampleTooSmall,

    /// <summary>The weights do not average 1: the recorded probabilities are not those of the actions logged.</summary>
    ProbabilitiesDoNotFit,
}

/// <summary>What a policy would have earned, judged from the choices of another one. Estimates are null when it is refused.</summary>
/// <param name="EffectiveSampleSize">(Σw)² / Σw², L. Kish's: how many choices of the new policy itself the log is worth.</param>
/// <param name="MeanWeight">1 where the log is whole.</param>
/// <param name="LoggedMean">What the logging policy earned.</param>
/// <param name="Unsupported">Actions the policy takes and the log never shows.</param>
/// <param name="InverseProbability">Horvitz and Thompson: mean of w r.</param>
/// <param name="SelfNormalised">Σ w r / Σ w; a little biased, far steadier.</param>
/// <param name="DoublyRobust">The mean reward of each action, corrected by the weighted errors.</param>
public sealed record OffPolicyReport(
    int Choices,
    double EffectiveSampleSize,
    double MeanWeight,
    double LargestWeightShare,
    double LoggedMean,
    IReadOnlyList<int> Unsupported,
    IReadOnlyList<OffPolicyRefusal> Refusals,
    Estimate? InverseProbability,
    Estimate? SelfNormalised,
    Estimate? DoublyRobust);

/// <summary>
/// Evaluates a policy from a log of another one, whose choices were drawn with known probabilities: w = policy(action) / recorded
/// probability. IPS after D. G. Horvitz and D. J. Thompson (JASA 47, 1952), SNIPS after
/// A. Swaminathan and T. Joachims (NIPS 2015), doubly robust after M. Dudík, J. Langford and L. Li (ICML 2011), with rewards
/// predicted for each choice from the other folds so that no choice predicts itself. It refuses instead of showing a tidy number.
/// </summary>
public static class OffPolicy
{
    /// <summary>Below this share of the log the effective sample has collapsed.</summary>
    public const double SmallestShare = 0.01;

    /// <summary>Below this size it has, when weights and not a short log are the reason.</summary>
    public const double SmallestSize = 30;

    private const double LargestWeight = 1e150;
    private const double MildShare = 0.5;
    private const double MostDeviations = 5;
    private const int Folds = 5;

    /// <summary>A policy that does not look at the customer.</summary>
    /// <param name="policy">The probability of each action; adds up to 1.</param>
    public static OffPolicyReport Evaluate(IReadOnlyList<LoggedChoice> log, IReadOnlyList<double> policy, double confidence)
    {
        ActionProbability[] always = [.. policy.Select((probability, action) => new ActionProbability(action, probability))];
        return Evaluate([.. log.Select(choice => new ContextualChoice(choice.Action, choice.Reward, choice.Probability, always))], policy.Count, confidence);
    }

    /// <summary>A policy that may do something else in each situation.</summary>
    /// <param name="actions">How many actions there are.</param>
    public static OffPolicyReport Evaluate(IReadOnlyList<ContextualChoice> log, int actions, double confidence)
    {
        var weights = new double[log.Count];
        var (weight, reward) = (default(Moments), default(Moments));
        var (sum, squares, largest) = (0.0, 0.0, 0.0);
        var (seen, taken) = (new bool[actions], new bool[actions]);
        IReadOnlyList<ActionProbability>? last = null;
        var isExplored = false;
        for (var i = 0; i < log.Count; i++)
        {
            // Kept where its square is a number. A weight of that size makes the effective sample one choice, and is refused.
            weights[i] = Math.Min(LargestWeight, ProbabilityOf(log[i]) / log[i].Probability);
            isExplored |= log[i].Probability < 1;
            weight.Add(weights[i]);
            reward.Add(log[i].Reward);
            sum += weights[i];
            squares += weights[i] * weights[i];
            largest = Math.Max(largest, weights[i]);
            seen[log[i].Action] = true;
            if (!ReferenceEquals(last, log[i].Policy))
            {
                last = log[i].Policy;
                Note(last, taken);
            }
        }

        var effective = squares > 0 ? sum * sum / squares : 0;
        var unsupported = Enumerable.Range(0, actions).Where(action => taken[action] && !seen[action]).ToArray();
        var refusals = Refusals(weight, effective, unsupported, isExplored);
        var isUsable = refusals.Count == 0;
        var critical = NormalDistribution.Critical(confidence);
        return new OffPolicyReport(
            log.Count,
            effective,
            weight.Mean,
            sum > 0 ? largest / sum : 0,
            reward.Mean,
            unsupported,
            refusals,
            isUsable ? InverseProbability(log, weights, critical) : null,
            isUsable ? SelfNormalised(log, weights, sum, critical) : null,
            isUsable ? DoublyRobust(log, weights, actions, critical) : null);
    }

    private static List<OffPolicyRefusal> Refusals(Moments weight, double effective, int[] unsupported, bool isExplored)
    {
        var refusals = new List<OffPolicyRefusal>();
        if (weight.Count < 2)
        {
            refusals.Add(OffPolicyRefusal.TooFewChoices);
        }

        if (!isExplored)
        {
            refusals.Add(OffPolicyRefusal.NothingExplored);
        }

        if (unsupported.Length > 0)
        {
            refusals.Add(OffPolicyRefusal.ActionWithoutSupport);
        }

        if (effective < SmallestShare * weight.Count || (effective < SmallestSize && effective < MildShare * weight.Count))
        {
            refusals.Add(OffPolicyRefusal.EffectiveSampleTooSmall);
        }
        else if (isExplored && unsupported.Length == 0 && Math.Abs(weight.Mean - 1) > MostDeviations * Math.Sqrt(weight.Variance / weight.Count) + 1e-6)
        {
            // Their expectation is 1 under the logging policy. Only where they are steady enough to be held against it.
            refusals.Add(OffPolicyRefusal.ProbabilitiesDoNotFit);
        }

        return refusals;
    }

    private static Estimate InverseProbability(IReadOnlyList<ContextualChoice> log, double[] weights, double critical)
    {
        var sum = 0.0;
        var terms = default(Moments);
        for (var i = 0; i < log.Count; i++)
        {
            sum += weights[i] * log[i].Reward;
            terms.Add(weights[i] * log[i].Reward);
        }

        return Around(sum / log.Count, Math.Sqrt(terms.Variance / log.Count), critical);
    }

    /// <summary>A ratio of two sums; its error by the delta method: √(Σ w² (r − v)²) / Σ w.</summary>
    private static Estimate SelfNormalised(IReadOnlyList<ContextualChoice> log, double[] weights, double weightSum, double critical)
    {
        var sum = 0.0;
        for (var i = 0; i < log.Count; i++)
        {
            sum += weights[i] * log[i].Reward;
        }

        var value = sum / weightSum;
        var squares = 0.0;
        for (var i = 0; i < log.Count; i++)
        {
            var error = weights[i] * (log[i].Reward - value);
            squares += error * error;
        }

        return Around(value, Math.Sqrt(squares) / weightSum, critical);
    }

    private static Estimate DoublyRobust(IReadOnlyList<ContextualChoice> log, double[] weights, int actions, double critical)
    {
        var means = new double[Folds][];
        for (var fold = 0; fold < Folds; fold++)
        {
            means[fold] = MeansOutside(log, actions, fold);
        }

        var terms = default(Moments);
        var expected = new double[Folds];
        IReadOnlyList<ActionProbability>? last = null;
        for (var i = 0; i < log.Count; i++)
        {
            if (!ReferenceEquals(last, log[i].Policy))
            {
                last = log[i].Policy;
                for (var fold = 0; fold < Folds; fold++)
                {
                    expected[fold] = Expected(last, means[fold]);
                }
            }

            terms.Add(expected[i % Folds] + (weights[i] * (log[i].Reward - means[i % Folds][log[i].Action])));
        }

        return Around(terms.Mean, Math.Sqrt(terms.Variance / log.Count), critical);
    }

    private static double Expected(IReadOnlyList<ActionProbability> policy, double[] means)
    {
        var sum = 0.0;
        foreach (var (action, probability) in policy)
        {
            sum += probability * means[action];
        }

        return sum;
    }

    private static double ProbabilityOf(in ContextualChoice choice)
    {
        // A policy over all actions has each in its own place.
        var policy = choice.Policy;
        if (choice.Action < policy.Count && policy[choice.Action].Action == choice.Action)
        {
            return policy[choice.Action].Probability;
        }

        foreach (var (action, probability) in policy)
        {
            if (action == choice.Action)
            {
                return probability;
            }
        }

        return 0;
    }

    private static void Note(IReadOnlyList<ActionProbability> policy, bool[] taken)
    {
        foreach (var (action, probability) in policy)
        {
            taken[action] |= probability > 0;
        }
    }

    /// <summary>The mean reward of each action outside a fold; one choice's worth of the overall mean stands in where there are few.</summary>
    private static double[] MeansOutside(IReadOnlyList<ContextualChoice> log, int actions, int fold)
    {
        var (sums, counts) = (new double[actions], new double[actions]);
        var (all, count) = (0.0, 0);
        for (var i = 0; i < log.Count; i++)
        {
            if (i % Folds != fold)
            {
                sums[log[i].Action] += log[i].Reward;
                counts[log[i].Action]++;
                all += log[i].Reward;
                count++;
            }
        }

        var overall = count > 0 ? all / count : 0;
        var means = new double[actions];
        for (var action = 0; action < actions; action++)
        {
            means[action] = (sums[action] + overall) / (counts[action] + 1);
        }

        return means;
    }

    private static Estimate Around(double value, double error, double critical) =>
        new(value, error, new Interval(value - (critical * error), value + (critical * error)));
}
