using System.Globalization;
using Octant.Engine.Tariffs;
using Octant.Platform.Insights.Tariffs;
using Octant.Server.Commands.Tables;

namespace Octant.Server.Commands.Tariffs;

/// <summary>The answers of <c>octant tariff</c> for people. Money in whole currency.</summary>
internal sealed class TariffTables(string? currency, int digits)
{
    private const int MostShown = 20;

    private readonly decimal _minorPerMajor = (decimal)Math.Pow(10, digits);

    public void Print(TariffUsersAnswer answer, bool withBills)
    {
        var summary = new TextTable("plan", "users", "user-months", "revenue", "cheaper elsewhere", "saving there", "users better off", "their saving");
        foreach (var plan in answer.Plans)
        {
            summary.Add(plan.Plan, Count(plan.Users), Count(plan.UserMonths), Money(plan.Revenue), Count(plan.CheaperMonths), Money(plan.SavingOfCheaperMonths), Count(plan.UsersBetterOff), Money(plan.SavingOfUsersBetterOff));
        }

        summary.Print(currency is null ? null : $"Amounts in {currency}; a month counts when there is any record in it.");
        if (withBills)
        {
            PrintBills(answer.Users[0]);
            return;
        }

        var best = answer.Users.Where(user => user.Advice.Saving > 0).OrderByDescending(user => user.Advice.Saving).ToList();
        var users = new TextTable("user", "plan", "months", "pays", "cheapest", "would pay", "saving", "nearest that covers");
        foreach (var user in best.Take(MostShown))
        {
            var advice = user.Advice;
            var current = advice.Options.First(option => option.Plan == advice.CurrentPlan);
            users.Add(user.User, advice.CurrentPlan!, Count(current.Bills.Count), Money(current.Total), advice.Cheapest!.Plan, Money(advice.Cheapest.Total), Money(advice.Saving), advice.Nearest?.Plan ?? "none");
        }

        users.Print($"Who saves most by changing{(best.Count > MostShown ? string.Create(CultureInfo.InvariantCulture, $" ({MostShown} of {best.Count}; --json has all, --user ID the bills of one)") : "")}:");
    }

    public void Print(TariffNeedAnswer answer)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{answer.Covering} of {answer.Plans} plans cover the need; {answer.CoveringOpen} of them are open to this customer."));
        var advice = answer.Advice;
        if (advice.Cheapest is not { } cheapest)
        {
            Console.WriteLine("No plan that this customer may take covers it.");
        }
        else
        {
            Console.WriteLine($"Cheapest: {cheapest.Name}, {Money(cheapest.Total)} a month{Tie(cheapest)}");
        }

        var table = new TextTable("plan", "a month", "unused", "notes");
        foreach (var option in advice.Options.Where(option => option.Total is not null).Take(MostShown))
        {
            table.Add(option.Name, Money(option.Total), option.Spare.ToString("P0", CultureInfo.InvariantCulture), string.Join("; ", option.Notes ?? []));
        }

        table.Print(null);
        if (advice.Refused.Count > 0)
        {
            var refused = new TextTable("not open to this customer", "why", "condition");
            foreach (var plan in advice.Refused)
            {
                refused.Add(plan.Name, plan.Reason, plan.Condition ?? "");
            }

            refused.Print(null);
        }
    }

    private void PrintBills(UserAdvice user)
    {
        foreach (var option in user.Advice.Options)
        {
            var table = new TextTable("month", "service", "used", "billed", "included", "shared", "over", "amount");
            foreach (var bill in option.Bills)
            {
                table.Add(bill.Month, "monthly fee", "", "", "", "", "", Money(bill.MonthlyFee));
                foreach (var line in bill.Lines)
                {
                    table.Add(
                        "", Word(line.Service), Quantity(line.Used), Quantity(line.Billed), Quantity(line.Included), Quantity(line.FromShared), Quantity(line.Over), line.FallsShort ? "falls short" : Money(line.Amount));
                }

                table.Add("", "total", "", "", "", "", "", Money(bill.Total));
            }

            table.Print($"{option.Plan}{(option.Plan == user.Advice.CurrentPlan ? " (current)" : "")}: {Money(option.Total)}");
        }

        if (user.Advice.Cheapest is { } cheapest)
        {
            Console.WriteLine($"Cheapest: {cheapest.Plan}, {Money(cheapest.Total)}; saving {Money(user.Advice.Saving)}{Tie(cheapest)}");
        }

        Console.WriteLine(user.Advice.Nearest is { } nearest
            ? $"Nearest that covers every month without overage: {nearest.Plan}, {Money(nearest.Total)}{Tie(nearest)}"
            : "No plan covers every month without overage.");
    }

    private static string Tie(PlanChoiceAnswer choice) => choice.ChosenBy is not { } rule ? "."
        : $"; the same price as {string.Join(", ", choice.TiedWith!)}, before which it comes because "
            + rule switch
            {
                TieRule.CurrentPlan => "it is the current plan.",
                TieRule.LowerFee => "its monthly fee is lower.",
                TieRule.LessSpare => "less of it stays unused.",
                _ => "of the order of their names.",
            };

    private static string Word(UsageService service) => service switch
    {
        UsageService.Voice => "minutes",
        UsageService.Messages => "messages",
        _ => "megabytes",
    };

    private static string Count(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Quantity(decimal value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);

    private string Money(long? minor) => minor is { } amount ? (amount / _minorPerMajor).ToString("N" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : "–";
}
