using System.Text.Json;
using Octant.Engine.Tariffs;
using Octant.Platform.Foundation.Json;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Catalog.Contracts;
using Octant.Server.Commands.Tables;

namespace Octant.Server.Commands.Tariffs;

/// <summary>How plans round where their file does not say it.</summary>
/// <param name="CallStep">Minutes each call is rounded up to; 0 for not at all.</param>
/// <param name="DataStep">Megabytes a month's data are rounded up to; 0 for not at all. Null: as the form of the file has it.</param>
internal sealed record PlanRounding(decimal CallStep, decimal? DataStep);

/// <summary>Octant's own form of plans: money in minor units of a currency with <paramref name="Digits"/> decimal digits.</summary>
public sealed record PlanList(string? Currency, int? Digits, IReadOnlyList<TariffPlan> Plans, IReadOnlyList<TariffAddOn>? AddOns)
{
    public const int UsualDigits = 2;
}

/// <summary>
/// Reads plans in any of three forms: a table (<c>plan_name, usd_monthly_pay, minutes_included, …</c>), a published list as
/// JSON (<c>telco, planName, data, talktime, sms, price, …</c>), and Octant's own JSON, which says everything.
/// </summary>
internal static class PlanFile
{
    public const decimal MegabytesPerGigabyte = 1024;

    public static PlanList Read(string path, string? addOns, PlanRounding rounding)
    {
        if (!string.Equals(Path.GetExtension(path), ".json", StringComparison.OrdinalIgnoreCase))
        {
            return addOns is null
                ? PlanTable.Read(path, rounding)
                : throw new CommandFailedException("--addons goes with plans as JSON; a table of plans has none.", ExitCode.Usage);
        }

        var utf8 = ReadBytes(path);
        if (IsArray(utf8))
        {
            return PublishedPlans.Read(path, utf8, addOns, addOns is null ? default : ReadBytes(addOns), rounding);
        }

        return addOns is not null
            ? throw new CommandFailedException("--addons goes with a published list; the object form of plans has its own member addOns.", ExitCode.Usage)
            : Checked(path, ReadJson<PlanList>(path, utf8));
    }

    public static T ReadJson<T>(string path, ReadOnlyMemory<byte> utf8)
        where T : notnull =>
        JsonReading.Read<T>(utf8).TryGet(out var value, out var problem) ? value : throw Refusal(path, problem);

    public static ReadOnlyMemory<byte> ReadBytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{path} cannot be read: {exception.Message}");
        }
    }

    public static CommandFailedException Refusal(string path, Problem problem) =>
        new($"{Path.GetFileName(path)}: {(problem.Errors.Count == 0 ? problem.Detail : string.Join("; ", problem.Errors.Select(error => $"{error.Field}: expected {error.Expected}{(error.Actual is null ? "" : $", found '{error.Actual}'")}")))}");

    private static PlanList Checked(string path, PlanList list)
    {
        var fields = new FieldChecks();
        fields.Require(list.Plans.Count > 0, "plans", "one plan at least");
        fields.RequireBetween(list.Digits ?? PlanList.UsualDigits, 0, 4, "digits");
        TariffChecks.Check(list.Plans, "plans", fields);
        TariffChecks.Check(list.AddOns ?? [], "addOns", fields);
        return fields.ToProblem() is { } problem ? throw Refusal(path, problem) : list;
    }

    private static bool IsArray(ReadOnlyMemory<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8.Span, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip });
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.StartArray;
        }
        catch (JsonException)
        {
            // Reading it as an object says where it is wrong.
            return false;
        }
    }
}

/// <summary>
/// Plans as a table: <c>plan_name</c>, and with a currency's code before the prices <c>usd_monthly_pay, usd_per_minute,
/// usd_per_message, usd_per_gb</c>; the allowances are <c>minutes_included, messages_included, mb_per_month_included</c>.
/// Optional are <c>call_step_minutes</c>, <c>data_step_mb</c> and <c>eligibility</c>. A blank allowance is without limit, a
/// blank overage price means that nothing can be used beyond it.
/// </summary>
internal static class PlanTable
{
    private const string FeeColumn = "_monthly_pay";
    private const int MinorPerMajor = 100;

    public static PlanList Read(string path, PlanRounding rounding)
    {
        using var table = TableFile.Open(path, "plan_name");
        var (name, currency) = (table.Column("plan_name"), CurrencyOf(table));
        var fee = table.Column(currency + FeeColumn);
        var (perMinute, perMessage, perGigabyte) = (table.Column(currency + "_per_minute"), table.Column(currency + "_per_message"), table.Column(currency + "_per_gb"));
        var (minutes, messages, megabytes) = (table.Column("minutes_included"), table.Column("messages_included"), table.Column("mb_per_month_included"));
        var (callStep, dataStep, eligibility) = (table.Find("call_step_minutes"), table.Find("data_step_mb"), table.Find("eligibility"));
        var plans = new List<TariffPlan>();
        while (table.Read())
        {
            var id = table.RequiredText(name);
            if (plans.Exists(plan => plan.Id == id))
            {
                throw table.Wrong(name, "each plan once");
            }

            plans.Add(new TariffPlan
            {
                Id = id,
                Name = id,
                MonthlyFee = Minor(table, fee),
                Voice = new ServiceTariff
                {
                    Included = Quantity(table, minutes) ?? 0,
                    Unlimited = Quantity(table, minutes) is null,
                    RecordStep = Optional(table, callStep) ?? rounding.CallStep,
                    OveragePrice = Price(table, perMinute),
                },
                Messages = new ServiceTariff
                {
                    Included = Quantity(table, messages) ?? 0,
                    Unlimited = Quantity(table, messages) is null,
                    OveragePrice = Price(table, perMessage),
                },
                Data = new ServiceTariff
                {
                    Included = Quantity(table, megabytes) ?? 0,
                    Unlimited = Quantity(table, megabytes) is null,
                    MonthStep = Optional(table, dataStep) ?? rounding.DataStep ?? PlanFile.MegabytesPerGigabyte,
                    OverageUnit = PlanFile.MegabytesPerGigabyte,
                    OveragePrice = Price(table, perGigabyte),
                },
                Eligibility = eligibility is { } column && table.Text(column) is { Length: > 0 } condition ? condition : null,
            });
        }

        return plans.Count > 0 ? new PlanList(currency.ToUpperInvariant(), null, plans, null) : throw new CommandFailedException($"{Path.GetFileName(path)} has no plans below its header.");
    }

    private static string CurrencyOf(TableFile table)
    {
        var column = table.Columns.FirstOrDefault(column => column.EndsWith(FeeColumn, StringComparison.Ordinal)) ?? table.Column("usd" + FeeColumn).Name;
        return column[..^FeeColumn.Length];
    }

    private static long Minor(TableFile table, TableColumn column)
    {
        var amount = table.RequiredDecimal(column) * MinorPerMajor;
        return amount >= 0 && amount == decimal.Floor(amount) && amount <= long.MaxValue / MinorPerMajor ? (long)amount : throw table.Wrong(column, "an amount of money of 0 or more with at most two decimals");
    }

    private static decimal? Price(TableFile table, TableColumn column) => Quantity(table, column) * MinorPerMajor;

    private static decimal? Quantity(TableFile table, TableColumn column) =>
        table.Decimal(column) is not { } value || value >= 0 ? table.Decimal(column) : throw table.Wrong(column, "0 or more, or nothing");

    private static decimal? Optional(TableFile table, TableColumn? column) => column is { } known ? Quantity(table, known) : null;
}
