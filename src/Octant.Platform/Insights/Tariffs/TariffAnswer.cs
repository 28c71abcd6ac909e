using Octant.Engine.Expressions;
using Octant.Engine.Tariffs;

namespace Octant.Platform.Insights.Tariffs;

/// <summary>Which plan suits what a customer used. Money in minor units.</summary>
/// <param name="CurrentPlan">Null when it is not known.</param>
/// <param name="Cheapest">The lowest total, overage included; null when no plan that may be taken carries the usage.</param>
/// <param name="Nearest">The lowest total of the plans that cover every month without overage; null when none does.</param>
/// <param name="Saving">Over all months, by changing to the cheapest; null without a current price.</param>
/// <param name="Options">Every plan that may be taken, and the current one, the best first.</param>
/// <param name="Refused">Plans that may not be taken; they have no price here.</param>
public sealed record TariffAnswer(
    string? CurrentPlan,
    PlanChoiceAnswer? Cheapest,
    PlanChoiceAnswer? Nearest,
    long? Saving,
    IReadOnlyList<PlanOptionAnswer> Options,
    IReadOnlyList<RefusedPlanAnswer> Refused)
{
    public static TariffAnswer Of(TariffAdvice advice) => new(
        advice.Current?.Plan.Id,
        PlanChoiceAnswer.Of(advice.Cheapest),
        PlanChoiceAnswer.Of(advice.Nearest),
        advice.Saving,
        [.. advice.Options.Select(PlanOptionAnswer.Of)],
        [.. advice.Refused.Select(RefusedPlanAnswer.Of)]);
}

/// <param name="TiedWith">Plans of the same total; null when there are none.</param>
/// <param name="ChosenBy">What put it before the first of them.</param>
public sealed record PlanChoiceAnswer(string Plan, string Name, long Total, IReadOnlyList<string>? TiedWith, TieRule? ChosenBy)
{
    public static PlanChoiceAnswer? Of(PlanChoice? choice) =>
        choice is null ? null : new PlanChoiceAnswer(choice.Option.Plan.Id, choice.Option.Plan.Name, choice.Option.Total, choice.Tie?.Plans, choice.Tie?.Rule);
}

/// <param name="Total">Null where the plan does not carry the usage at any price.</param>
/// <param name="Covered">Every month fits into the monthly fee.</param>
/// <param name="Spare">The part of the allowances that stays unused, 0 to 1, to four digits.</param>
public sealed record PlanOptionAnswer(
    string Plan, string Name, long? Total, bool Covered, decimal Spare, IReadOnlyList<BillAnswer> Bills, IReadOnlyList<string>? Notes)
{
    private const int SpareDigits = 4;

    public static PlanOptionAnswer Of(PlanOption option) => new(
        option.Plan.Id,
        option.Plan.Name,
        option.FallsShort ? null : option.Total,
        option.IsCovered,
        decimal.Round(option.Spare, SpareDigits),
        [.. option.Bills.Select(BillAnswer.Of)],
        option.Plan.Notes.Count > 0 ? option.Plan.Notes : null);
}

/// <param name="Month">Such as <c>2018-12</c>.</param>
/// <param name="Total">Null where the plan does not carry the month's usage at any price.</param>
public sealed record BillAnswer(string Month, long MonthlyFee, long? Total, IReadOnlyList<BillLine> Lines)
{
    public static BillAnswer Of(TariffBill bill) => new(bill.Month.ToString(), bill.MonthlyFee, bill.FallsShort ? null : bill.Total, bill.Lines);
}

/// <param name="Reason"><c>not-eligible</c>, <c>eligibility-unknown</c>, <c>eligibility-error</c>, or a reason of the product check.</param>
/// <param name="Condition">The plan's own condition.</param>
public sealed record RefusedPlanAnswer(string Plan, string Name, string Reason, string? Condition)
{
    public static RefusedPlanAnswer Of(PlanCandidate candidate) => new(
        candidate.Plan.Id,
        candidate.Plan.Name,
        candidate.Reason ?? candidate.MayTake switch
        {
            Truth.Unknown => "eligibility-unknown",
            Truth.Error => "eligibility-error",
            _ => "not-eligible",
        },
        candidate.Plan.Eligibility);
}
