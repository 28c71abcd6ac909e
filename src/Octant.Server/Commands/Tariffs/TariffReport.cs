using Octant.Engine.Tariffs;
using Octant.Platform.Insights.Tariffs;

namespace Octant.Server.Commands.Tariffs;

/// <summary>What the subscribers of one plan pay, and what they could.</summary>
/// <param name="Plan">The plan they are on.</param>
/// <param name="UserMonths">Months with any record.</param>
/// <param name="Revenue">Minor units: the bills of those months under their own plan.</param>
/// <param name="CheaperMonths">Months, each by itself, in which another plan that may be taken costs less.</param>
/// <param name="SavingOfCheaperMonths">Minor units: the cheapest plan of each of those months beside their own.</param>
/// <param name="UsersBetterOff">Users for whom one other plan costs less over all their months.</param>
/// <param name="SavingOfUsersBetterOff">Minor units, over all their months.</param>
public sealed record PlanSummary(
    string Plan, int Users, int UserMonths, long Revenue, int CheaperMonths, long SavingOfCheaperMonths, int UsersBetterOff, long SavingOfUsersBetterOff)
{
    public static PlanSummary Of(string plan, IReadOnlyList<TariffAdvice> advices)
    {
        var (months, revenue, cheaper, saving) = (0, 0L, 0, 0L);
        foreach (var advice in advices.Where(advice => advice.Current is { FallsShort: false }))
        {
            for (var month = 0; month < advice.Current!.Bills.Count; month++)
            {
                var own = advice.Current.Bills[month].Total;
                var best = advice.Options.Select(option => option.Bills[month]).Where(bill => !bill.FallsShort).Min(bill => bill.Total);
                months++;
                revenue += own;
                cheaper += best < own ? 1 : 0;
                saving += own - best;
            }
        }

        var betterOff = advices.Where(advice => advice.Saving > 0).ToList();
        return new PlanSummary(plan, advices.Count, months, revenue, cheaper, saving, betterOff.Count, betterOff.Sum(advice => advice.Saving!.Value));
    }
}

/// <summary>One user's advice.</summary>
public sealed record UserAdvice(string User, TariffAnswer Advice);

/// <summary>The answer of <c>octant tariff --users</c>. Money in minor units of a currency with so many decimal digits.</summary>
public sealed record TariffUsersAnswer(string? Currency, int Digits, IReadOnlyList<PlanSummary> Plans, IReadOnlyList<UserAdvice> Users);

/// <summary>The answer of <c>octant tariff --need</c>.</summary>
/// <param name="Covering">Plans whose allowances cover the need, whoever may take them.</param>
/// <param name="CoveringOpen">Of those the ones that this customer may take.</param>
public sealed record TariffNeedAnswer(string? Currency, int Digits, int Plans, int Covering, int CoveringOpen, TariffAnswer Advice);
