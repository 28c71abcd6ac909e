using System.Globalization;
using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Insights.Figures;

/// <summary>What figures are told apart by.</summary>
public enum FigureDimension
{
    Unit,
    Person,
    Channel,
    Offering,
    Campaign,
    Day,
    Hour,
    Reason,
}

/// <summary>Which figures somebody asks for; checked.</summary>
/// <param name="Within">A unit of the caller's part; null for the whole organisation.</param>
/// <param name="To">The first day beyond.</param>
/// <param name="Only">Null where everything is asked for.</param>
public sealed record FiguresQuestion(FigureDimension By, string? Within, DateOnly From, DateOnly To, FiguresFilter Only)
{
    private const int MostDays = 800;
    private const int MostHourDays = 31;
    private const string DayForm = "yyyy-MM-dd";

    private static readonly string ByForm = string.Join(", ", Enum.GetNames<FigureDimension>().Select(name => name.ToLowerInvariant()));

    /// <summary>The counters it is answered from.</summary>
    public CounterFilter Filter => new(
        Only.Campaign, Only.Channel, Only.Offering, Within, Only.Staff, null, CalendarDay.Of(From).Number, CalendarDay.Of(To).Number - 1);

    /// <param name="today">In the platform's zone.</param>
    public static Result<FiguresQuestion> Of(string? by, string? within, string? from, string? to, FiguresFilter only, Caller caller, DateOnly today)
    {
        var fields = new FieldChecks();
        var dimension = FigureDimension.Unit;
        fields.Require(by is null || (Enum.TryParse(by, ignoreCase: true, out dimension) && Enum.IsDefined(dimension)), "by", ByForm, by);
        fields.RequireOrganisation(within, "within");
        var first = ReadDay(from, "from", today, fields);
        var beyond = ReadDay(to, "to", first.AddDays(1), fields);
        var most = dimension == FigureDimension.Hour ? MostHourDays : MostDays;
        fields.Require(fields.Any || (beyond > first && beyond.DayNumber - first.DayNumber <= most), "to", $"a date after from, at most {most} days later", to);
        if (dimension == FigureDimension.Hour)
        {
            fields.Require((only.Offering ?? only.Campaign ?? only.Staff) is null, "by", "another than hour where offering, campaign or staff is asked for: hours are counted by unit and channel", by);
        }

        if (fields.ToProblem() is { } invalid)
        {
            return invalid;
        }

        return within is not null && caller.Refuse(within) is { } refused
            ? refused
            : new FiguresQuestion(dimension, within ?? caller.Organisation, first, beyond, only);
    }

    private static DateOnly ReadDay(string? text, string field, DateOnly otherwise, FieldChecks fields)
    {
        if (text is null || DateOnly.TryParseExact(text, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out otherwise))
        {
            return otherwise;
        }

        fields.Add(field, "a date such as 2026-01-31", text);
        return otherwise;
    }
}

/// <param name="Staff">Staff number; empty for what no person took part in.</param>
public sealed record FiguresFilter(string? Channel = null, string? Offering = null, string? Campaign = null, string? Staff = null);
