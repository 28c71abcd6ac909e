namespace Octant.Engine.Statistics.Effects;

/// <summary>How an experiment is judged.</summary>
/// <param name="Confidence">Of every interval; 1 − confidence is the error of all verdicts together.</param>
/// <param name="Shares">Arm → planned share; null when nobody said.</param>
/// <param name="DifferBefore">Whether the arms differ in what was known before the assignment.</param>
/// <param name="Looks">
/// Which share of the planned customers was there at each look, this one the last; null for a single look at the end. The error of
/// all looks is kept by O'Brien and Fleming's boundary (<see cref="AlphaSpending"/>), divided among the comparisons.
/// </param>
/// <param name="AnyTime">
/// For a report that may be opened at any time, any number of times: intervals are confidence sequences
/// (<see cref="ConfidenceSequence"/>). Null for looks that are planned.
/// </param>
public sealed record EffectOptions(
    double Confidence = 0.95,
    IReadOnlyDictionary<string, double>? Shares = null,
    bool DifferBefore = false,
    IReadOnlyList<double>? Looks = null,
    AnyTimeErrors? AnyTime = null);

/// <summary>The standard errors at which confidence sequences are sharpest. To be chosen before anything is seen.</summary>
/// <param name="Response">Of a difference of rates.</param>
/// <param name="Revenue">Of a difference of revenue per customer.</param>
public sealed record AnyTimeErrors(double Response, double Revenue);

/// <summary>
/// Compares the arms of an experiment with its control group: every customer in the arm they were assigned to, whatever was then
/// done with them. An arm is called better or worse only if the arms were assigned by chance as far as can be checked, there are
/// enough customers, and the difference stands after correction for all comparisons (Holm).
/// </summary>
public static class EffectAnalysis
{
    /// <summary>Power at which the smallest rise to be found is stated.</summary>
    public const double StatedPower = 0.8;

    private const long FewestOfEach = 5;
    private const long FewestForMeans = 30;

    /// <param name="arms">Each with customers; the revenue of all or of none.</param>
    /// <param name="control">Which of the arms is the control group.</param>
    public static EffectReport Analyse(IReadOnlyList<ArmSample> arms, int control, EffectOptions options)
    {
        var (assignment, sampleRatio) = Judge(arms, options);
        var isExperiment = assignment is AssignmentEvidence.SizesAsPlanned or AssignmentEvidence.SizesEqual;
        var treated = Enumerable.Range(0, arms.Count).Where(arm => arm != control).Select(arm => arms[arm]).ToList();
        var pValues = treated.Select(arm => Response(arm, arms[control]).PValue)
            .Concat(treated.Where(arm => arm.Revenue is not null).Select(arm => Revenue(arm, arms[control]).PValue))
            .ToList();
        var adjusted = MultipleComparisons.Holm(pValues);
        var comparisons = treated.Select((arm, index) => new ArmComparison(
            arm.Name,
            CompareResponses(Response(arm, arms[control]), adjusted[index], pValues.Count, isExperiment, options),
            arm.Revenue is null ? null : CompareRevenue(Revenue(arm, arms[control]), adjusted[treated.Count + index], pValues.Count, isExperiment, options)));
        return new EffectReport(
            arms[control].Name,
            options.Confidence,
            assignment,
            sampleRatio,
            [.. arms.Select(arm => Describe(arm, options.Confidence))],
            [.. comparisons]);
    }

    /// <summary>
    /// Looks into parts of an experiment, for ideas: the false findings among all parts are kept at the permitted share
    /// (Benjamini and Hochberg), and a part with an arm missing is left to the caller.
    /// </summary>
    public static IReadOnlyList<EffectReport> AnalyseParts(
        IReadOnlyList<IReadOnlyList<ArmSample>> parts, string control, EffectReport whole, EffectOptions options)
    {
        options = options with { Looks = null, AnyTime = null };
        var reports = parts
            .Select(arms => Analyse(arms, arms.ToList().FindIndex(arm => arm.Name == control), options) with { Assignment = whole.Assignment })
            .ToList();
        var all = reports.SelectMany(report => report.Comparisons).SelectMany(Measures).ToList();
        var adjusted = MultipleComparisons.BenjaminiHochberg([.. all.Select(difference => difference.PValue)]);
        var next = 0;
        for (var part = 0; part < reports.Count; part++)
        {
            var comparisons = new List<ArmComparison>();
            foreach (var comparison in reports[part].Comparisons)
            {
                var response = Again(comparison.Response, adjusted[next++], whole.IsExperiment, options);
                var revenue = comparison.Revenue is { } measured ? Again(measured, adjusted[next++], whole.IsExperiment, options) : null;
                comparisons.Add(new ArmComparison(comparison.Arm, response, revenue));
            }

            reports[part] = reports[part] with { Comparisons = comparisons };
        }

        return reports;
    }

    /// <summary>One arm by itself.</summary>
    public static ArmFigures Describe(ArmSample arm, double confidence) => new(
        arm.Name, arm.Responses.Trials, arm.Responses.Successes, arm.Responses.Rate, arm.Responses.Wilson(confidence), arm.Revenue?.Sum, arm.Revenue?.Mean);

    private static IEnumerable<MeasuredDifference> Measures(ArmComparison comparison) =>
        comparison.Revenue is { } revenue ? [comparison.Response, revenue] : [comparison.Response];

    private static (AssignmentEvidence Evidence, double? PValue) Judge(IReadOnlyList<ArmSample> arms, EffectOptions options)
    {
        var sizes = arms.Select(arm => arm.Responses.Trials).ToArray();
        var shares = arms.Select(arm => options.Shares is { } given ? given[arm.Name] : 1.0).ToArray();
        var ratio = SampleRatio.Check(sizes, shares);
        var evidence = (options.Shares is not null, ratio.IsMismatch, options.DifferBefore) switch
        {
            (true, true, _) => AssignmentEvidence.SizesNotAsPlanned,
            (_, _, true) => AssignmentEvidence.ArmsDifferBefore,
            (true, false, _) => AssignmentEvidence.SizesAsPlanned,
            (false, true, _) => AssignmentEvidence.SharesUnknown,
            _ => AssignmentEvidence.SizesEqual,
        };
        return (evidence, ratio.PValue);
    }

    private static ProportionDifference Response(ArmSample arm, ArmSample control) => new(arm.Responses, control.Responses);

    private static MeanDifference Revenue(ArmSample arm, ArmSample control) => new(arm.Revenue!.Value, control.Revenue!.Value);

    /// <summary>How many standard errors make a finding; null for a single look. The error is divided among the comparisons.</summary>
    private static double? Boundary(EffectOptions options, int comparisons, double standardError, double? sharpestAt)
    {
        var alpha = (1 - options.Confidence) / comparisons;
        if (options.Looks is { Count: > 0 } looks)
        {
            return AlphaSpending.Boundaries(SpendingFunction.OBrienFleming, alpha, [.. looks])[^1];
        }

        return sharpestAt is { } sharpest && standardError > 0
            ? new ConfidenceSequence(alpha, sharpest).Radius(standardError) / standardError
            : null;
    }

    private static MeasuredDifference CompareResponses(
        ProportionDifference difference, double adjusted, int comparisons, bool isExperiment, EffectOptions options)
    {
        var boundary = Boundary(options, comparisons, difference.StandardError, options.AnyTime?.Response);
        var isEnough = IsEnough(difference.Treated) && IsEnough(difference.Control);
        return new MeasuredDifference(
            difference.Value,
            difference.StandardError,
            Repeated(difference.Value, difference.StandardError, boundary) ?? (isEnough ? difference.Wald(options.Confidence) : difference.Newcombe(options.Confidence)),
            boundary is null ? difference.Newcombe(options.Confidence) : null,
            difference.PValue,
            adjusted,
            Power.DetectableRise(
                difference.Control.Rate, difference.Treated.Trials, difference.Control.Trials, 1 - options.Confidence, StatedPower),
            Decide(difference.Value, difference.StandardError, adjusted, isEnough, isExperiment, options, boundary));
    }

    private static MeasuredDifference CompareRevenue(
        MeanDifference difference, double adjusted, int comparisons, bool isExperiment, EffectOptions options)
    {
        var boundary = Boundary(options, comparisons, difference.StandardError, options.AnyTime?.Revenue);
        var isEnough = difference.HasSpread && difference.Treated.Count >= FewestForMeans && difference.Control.Count >= FewestForMeans;
        return new MeasuredDifference(
            difference.Value,
            difference.StandardError,
            Repeated(difference.Value, difference.StandardError, boundary) ?? difference.Welch(options.Confidence),
            null,
            difference.PValue,
            adjusted,
            difference.HasSpread ? Power.DetectableDifference(difference.StandardError, 1 - options.Confidence, StatedPower) : null,
            Decide(difference.Value, difference.StandardError, adjusted, isEnough, isExperiment, options, boundary));
    }

    /// <summary>Valid at every look (C. Jennison and B. W. Turnbull, JRSS B 51, 1989).</summary>
    private static Interval? Repeated(double value, double standardError, double? boundary) =>
        boundary is { } errors && standardError > 0 ? new Interval(value - (errors * standardError), value + (errors * standardError)) : null;

    private static MeasuredDifference Again(MeasuredDifference difference, double adjusted, bool isExperiment, EffectOptions options)
    {
        var isEnough = difference.Verdict != EffectVerdict.TooFew;
        return difference with
        {
            AdjustedPValue = adjusted,
            Verdict = Decide(difference.Difference, difference.StandardError, adjusted, isEnough, isExperiment, options, null),
        };
    }

    private static EffectVerdict Decide(
        double value, double standardError, double adjusted, bool isEnough, bool isExperiment, EffectOptions options, double? boundary)
    {
        if (!isEnough || !isExperiment)
        {
            return isEnough ? EffectVerdict.NotAnEffect : EffectVerdict.TooFew;
        }

        var isFound = boundary is { } errors ? Math.Abs(value) > errors * standardError : adjusted < 1 - options.Confidence;
        return !isFound ? EffectVerdict.Undecided : value > 0 ? EffectVerdict.Better : EffectVerdict.Worse;
    }

    private static bool IsEnough(Proportion arm) => arm.Successes >= FewestOfEach && arm.Trials - arm.Successes >= FewestOfEach;
}
