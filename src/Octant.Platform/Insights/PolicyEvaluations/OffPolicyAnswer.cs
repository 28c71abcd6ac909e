using System.Globalization;
using Octant.Engine.Statistics;

namespace Octant.Platform.Insights.PolicyEvaluations;

/// <summary>
/// What a policy would have earned, or why the log cannot say; also what <c>octant off-policy --json</c> prints, with the schema
/// docs/schemas/off-policy.json.
/// </summary>
/// <param name="Usable">Whether the log can carry an answer; if not, there are no estimates.</param>
/// <param name="Refusals">Why not, as codes.</param>
/// <param name="Reasons">The same in words, and what else must be said.</param>
public sealed record OffPolicyAnswer(
    string Policy,
    int Choices,
    int Actions,
    double EffectiveSampleSize,
    double MeanWeight,
    double LargestWeightShare,
    double LoggedMean,
    double Confidence,
    bool Usable,
    IReadOnlyList<OffPolicyRefusal> Refusals,
    IReadOnlyList<string> Reasons,
    Estimate? Ips,
    Estimate? Snips,
    Estimate? DoublyRobust)
{
    private const double ThinShare = 0.1;

    /// <param name="actions">Name → index.</param>
    public static OffPolicyAnswer Of(OffPolicyReport report, string policy, IReadOnlyDictionary<string, int> actions, double confidence)
    {
        var reasons = report.Refusals.Select(refusal => Explain(refusal, report, actions)).ToList();
        if (reasons.Count == 0 && report.EffectiveSampleSize < ThinShare * report.Choices)
        {
            reasons.Add($"The log is worth only {Round(report.EffectiveSampleSize)} of its {report.Choices} choices for this policy: mind the intervals, not the values.");
        }

        if (report.SelfNormalised is { StandardError: 0 })
        {
            reasons.Add("Every reward is the same: an interval without width says that nothing varied, not that the value is certain.");
        }

        return new OffPolicyAnswer(
            policy,
            report.Choices,
            actions.Count,
            report.EffectiveSampleSize,
            report.MeanWeight,
            report.LargestWeightShare,
            report.LoggedMean,
            confidence,
            report.Refusals.Count == 0,
            report.Refusals,
            reasons,
            report.InverseProbability,
            report.SelfNormalised,
            report.DoublyRobust);
    }

    private static string Explain(OffPolicyRefusal refusal, OffPolicyReport report, IReadOnlyDictionary<string, int> actions) => refusal switch
    {
        OffPolicyRefusal.TooFewChoices => "There are fewer than two choices.",
        OffPolicyRefusal.NothingExplored => "Every recorded probability is 1: each choice was certain, and what another one would have earned was never tried.",
        OffPolicyRefusal.ActionWithoutSupport =>
            $"The policy takes actions that the log never shows: {string.Join(", ", report.Unsupported.Select(index => actions.First(action => action.Value == index).Key))}.",
        OffPolicyRefusal.EffectiveSampleTooSmall =>
            $"The effective sample has collapsed: the {report.Choices} choices are worth {Round(report.EffectiveSampleSize)} of this policy's own.",
        _ => $"The weights average {Round(report.MeanWeight)} and not 1: the recorded probabilities are not those with which these actions were chosen.",
    };

    private static string Round(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
