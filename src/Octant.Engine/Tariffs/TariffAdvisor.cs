using Octant.Engine.Expressions;

namespace Octant.Engine.Tariffs;

/// <summary>A plan, and whether the customer may take it: only when <see cref="Truth.True"/>.</summary>
/// <param name="Reason">Why not, where something else than the plan's own condition stands against it.</param>
public sealed record PlanCandidate(TariffPlan Plan, Truth MayTake, string? Reason = null);

/// <summary>What all months cost under one plan, in minor units.</summary>
/// <param name="Bills">In order of month.</param>
/// <param name="Spare">The part of the allowances that stays unused, 0 to 1: the mean over months and over the services that have one; 1 for an unlimited one.</param>
public sealed record PlanOption(TariffPlan Plan, IReadOnlyList<TariffBill> Bills, decimal Spare)
{
    public long Total { get; } = Bills.Aggregate(0L, (sum, bill) => checked(sum + bill.Total));

    /// <summary>In some month the plan does not carry the usage at any price; its total is then no price.</summary>
    public bool FallsShort => Bills.Any(bill => bill.FallsShort);

    /// <summary>In every month all that was used is in the monthly fee.</summary>
    public bool IsCovered => Bills.All(bill => bill.IsCovered);
}

/// <summary>By what the first of several plans of one price was chosen.</summary>
public enum TieRule
{
    /// <summary>It is the customer's own: nobody changes for nothing.</summary>
    CurrentPlan,

    /// <summary>Its monthly fee is lower: the customer pays less where less is used.</summary>
    LowerFee,

    /// <summary>Less of its allowances stays unused.</summary>
    LessSpare,

    /// <summary>Nothing else distinguishes them; the identifier does, so that the answer is always the same.</summary>
    PlanId,
}

/// <summary>Several plans cost the same.</summary>
/// <param name="Plans">The others, in the order in which they would have followed.</param>
/// <param name="Rule">What put the chosen one before the first of them.</param>
public sealed record PlanTie(IReadOnlyList<string> Plans, TieRule Rule);

/// <summary>A plan chosen, and the tie it won if there was one.</summary>
public sealed record PlanChoice(PlanOption Option, PlanTie? Tie);

/// <summary>What a customer should know about plans.</summary>
/// <param name="Current">The plan the customer is on, whether it can still be taken or not; null when it is not known.</param>
/// <param name="Options">Every plan that may be taken, and the current one: those that carry the usage first, then by total, then as ties are decided.</param>
/// <param name="Refused">Plans that may not be taken, or of which it is not known, in the order given. They have no price here.</param>
/// <param name="Cheapest">The lowest total, overage included, of the plans that may be taken and do not fall short.</param>
/// <param name="Nearest">The lowest total of those of them that cover every month without overage: the plan that fits without falling short.</param>
/// <param name="Saving">Minor units over all months by changing to the cheapest; 0 when the current plan is it, null without a current price.</param>
public sealed record TariffAdvice(
    PlanOption? Current,
    IReadOnlyList<PlanOption> Options,
    IReadOnlyList<PlanCandidate> Refused,
    PlanChoice? Cheapest,
    PlanChoice? Nearest,
    long? Saving);

/// <summary>
/// Which plan suits what a customer used. Eligibility comes before price: a plan that the customer may not take is not priced,
/// and one of which that is unknown neither.
/// </summary>
public static class TariffAdvisor
{
    /// <param name="usage">Metered with the record steps of the candidates.</param>
    /// <param name="currentPlan">The id of one of the candidates; null or another when it is not known.</param>
    public static TariffAdvice Advise(CustomerUsage usage, IReadOnlyList<PlanCandidate> candidates, string? currentPlan = null)
    {
        PlanOption? current = null;
        var mayTake = new List<PlanOption>();
        var refused = new List<PlanCandidate>();
        foreach (var candidate in candidates)
        {
            var isCurrent = candidate.Plan.Id == currentPlan;
            if (candidate.MayTake != Truth.True)
            {
                refused.Add(candidate);
            }

            if (isCurrent || candidate.MayTake == Truth.True)
            {
                var option = Price(candidate.Plan, usage);
                current = isCurrent ? option : current;
                mayTake.Add(option);
            }
        }

        mayTake.Sort((left, right) => Compare(left, right, currentPlan));
        var cheapest = Choose(mayTake.Where(option => !option.FallsShort), currentPlan);
        return new TariffAdvice(
            current,
            mayTake,
            refused,
            cheapest,
            Choose(mayTake.Where(option => option.IsCovered), currentPlan),
            current is { FallsShort: false } && cheapest is not null ? current.Total - cheapest.Option.Total : null);
    }

    /// <summary>Bills every month under one plan.</summary>
    public static PlanOption Price(TariffPlan plan, CustomerUsage usage)
    {
        var bills = usage.Months.Select(month => TariffBill.Of(plan, month)).ToArray();
        return new PlanOption(plan, bills, Spare(plan, bills));
    }

    private static PlanChoice? Choose(IEnumerable<PlanOption> inOrder, string? currentPlan)
    {
        PlanOption? chosen = null;
        var equal = new List<PlanOption>();
        foreach (var option in inOrder)
        {
            if (chosen is null)
            {
                chosen = option;
            }
            else if (option.Total == chosen.Total)
            {
                equal.Add(option);
            }
        }

        return chosen is null ? null
            : equal.Count == 0 ? new PlanChoice(chosen, null)
            : new PlanChoice(chosen, new PlanTie([.. equal.Select(option => option.Plan.Id)], Rule(chosen, equal[0], currentPlan)));
    }

    private static TieRule Rule(PlanOption chosen, PlanOption next, string? currentPlan) =>
        chosen.Plan.Id == currentPlan ? TieRule.CurrentPlan
        : chosen.Plan.MonthlyFee != next.Plan.MonthlyFee ? TieRule.LowerFee
        : chosen.Spare != next.Spare ? TieRule.LessSpare
        : TieRule.PlanId;

    private static int Compare(PlanOption left, PlanOption right, string? currentPlan)
    {
        var order = left.FallsShort.CompareTo(right.FallsShort);
        order = order != 0 ? order : left.Total.CompareTo(right.Total);
        order = order != 0 ? order : (right.Plan.Id == currentPlan).CompareTo(left.Plan.Id == currentPlan);
        order = order != 0 ? order : left.Plan.MonthlyFee.CompareTo(right.Plan.MonthlyFee);
        order = order != 0 ? order : left.Spare.CompareTo(right.Spare);
        return order != 0 ? order : string.CompareOrdinal(left.Plan.Id, right.Plan.Id);
    }

    private static decimal Spare(TariffPlan plan, TariffBill[] bills)
    {
        var (sum, count) = (0m, 0);
        foreach (var bill in bills)
        {
            foreach (var line in bill.Lines)
            {
                var allowance = plan.Of(line.Service).Limit;
                if (allowance is not 0)
                {
                    sum += allowance is { } limit ? (limit - line.Included) / limit : 1;
                    count++;
                }
            }
        }

        return count == 0 ? 0 : sum / count;
    }
}
