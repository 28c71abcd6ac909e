namespace Octant.Engine.Statistics.Effects;

/// <summary>The customers of one arm.</summary>
/// <param name="Responses">Who responded, of all who were assigned, contacted or not.</param>
/// <param name="Revenue">Of every customer, zero for those who bought nothing; null when there is none to compare.</param>
public sealed record ArmSample(string Name, Proportion Responses, Moments? Revenue = null);

/// <summary>What may be said of an arm beside the control group.</summary>
public enum EffectVerdict
{
    /// <summary>More than the control group, beyond chance.</summary>
    Better,

    /// <summary>Less than the control group, beyond chance.</summary>
    Worse,

    /// <summary>No more than chance explains; what could have been found stands beside it.</summary>
    Undecided,

    /// <summary>Too few customers or responses for any statement.</summary>
    TooFew,

    /// <summary>The arms were not assigned by chance: a difference between groups, not an effect.</summary>
    NotAnEffect,
}

/// <summary>What speaks for the arms having been assigned by chance. Without it no difference is called an effect.</summary>
public enum AssignmentEvidence
{
    /// <summary>The sizes are those of the planned shares.</summary>
    SizesAsPlanned,

    /// <summary>No shares were given; the sizes are equal, as in most experiments.</summary>
    SizesEqual,

    /// <summary>No shares were given, and the sizes are not equal: nothing can be checked.</summary>
    SharesUnknown,

    /// <summary>The sizes are not those of the planned shares: customers were lost or added on the way.</summary>
    SizesNotAsPlanned,

    /// <summary>The arms differ in what was known before: they were chosen, not drawn.</summary>
    ArmsDifferBefore,
}

/// <summary>One measure of one arm beside the control group.</summary>
/// <param name="Interval">
/// Wald's for shares of customers, Newcombe's where they are too few for it, Welch's for means; where the experiment is looked at more
/// than once, the repeated one. Null for means whose spread is not known.
/// </param>
/// <param name="ScoreInterval">Newcombe's; null for means.</param>
/// <param name="AdjustedPValue">Raised for the number of comparisons made.</param>
/// <param name="Detectable">The smallest rise that would be found with a power of 80%; null where none would.</param>
public sealed record MeasuredDifference(
    double Difference,
    double StandardError,
    Interval? Interval,
    Interval? ScoreInterval,
    double PValue,
    double AdjustedPValue,
    double? Detectable,
    EffectVerdict Verdict);

/// <summary>One arm beside the control group.</summary>
public sealed record ArmComparison(string Arm, MeasuredDifference Response, MeasuredDifference? Revenue);

/// <summary>One arm by itself.</summary>
/// <param name="RateInterval">Wilson's.</param>
/// <param name="Revenue">Of all its customers.</param>
public sealed record ArmFigures(
    string Arm, long Customers, long Responses, double Rate, Interval RateInterval, double? Revenue, double? RevenuePerCustomer);

/// <summary>An experiment's arms beside its control group.</summary>
/// <param name="SampleRatioPValue">Null where the sizes could not be checked.</param>
public sealed record EffectReport(
    string Control,
    double Confidence,
    AssignmentEvidence Assignment,
    double? SampleRatioPValue,
    IReadOnlyList<ArmFigures> Arms,
    IReadOnlyList<ArmComparison> Comparisons)
{
    /// <summary>Whether a difference in it may be called an effect.</summary>
    public bool IsExperiment => Assignment is AssignmentEvidence.SizesAsPlanned or AssignmentEvidence.SizesEqual;
}
