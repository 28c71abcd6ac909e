using System.Globalization;
using Octant.Engine.Statistics;

namespace Octant.Platform.Insights.Comparisons;

/// <summary>Whether a row is of one part, of the parts of a group together, or of the whole.</summary>
public enum ComparedLevel
{
    Part,
    Group,
    Whole,
}

/// <summary>What a comparison comes to. It is never an effect.</summary>
/// <param name="HasControlGroup">Always false: nobody was left alone, so nothing tells what would have happened anyway.</param>
/// <param name="Label">What must stand beside the figures wherever they are shown.</param>
/// <param name="Rows">Measure by measure: the parts, the groups, the whole.</param>
/// <param name="Acceptance">By part and in all; empty where nothing was recommended.</param>
public sealed record ComparisonFigures(
    string Id,
    string Name,
    string Before,
    string After,
    string? Source,
    bool HasControlGroup,
    string Label,
    IReadOnlyList<ComparedRow> Rows,
    IReadOnlyList<AcceptanceRow> Acceptance)
{
    public const string NoControlGroup = "No control group: a change between two periods, not an effect.";

    /// <summary>The row of <see cref="Acceptance"/> that adds up the others.</summary>
    public const string All = "all";

    private const double Confidence = 0.95;

    public static ComparisonFigures Of(Comparison comparison) => new(
        comparison.Id,
        comparison.Name,
        comparison.Before,
        comparison.After,
        comparison.Source,
        HasControlGroup: false,
        NoControlGroup,
        [.. comparison.Measures.SelectMany((measure, index) => RowsOf(comparison, measure, index))],
        AcceptanceOf(comparison.Recommendations));

    /// <summary>Success rates with their intervals; a last row adds up the others.</summary>
    public static IReadOnlyList<AcceptanceRow> AcceptanceOf(IReadOnlyList<Recommended> recommended) =>
        recommended.Count == 0 ? [] :
        [
            .. recommended.Select(part => AcceptanceRow.Of(part, Confidence)),
            AcceptanceRow.Of(new Recommended(All, recommended.Sum(part => part.Customers), recommended.Sum(part => part.Accepted)), Confidence),
        ];

    private static IEnumerable<ComparedRow> RowsOf(Comparison comparison, ComparedMeasure measure, int index)
    {
        foreach (var (part, change) in comparison.Parts.Zip(BeforeAndAfter.Compare(comparison.Parts.Select(part => (part.Name, part.Before[index], part.After[index])))))
        {
            yield return ComparedRow.Of(measure, ComparedLevel.Part, part.Group, change);
        }

        if (comparison.Parts.Any(part => part.Group is not null))
        {
            foreach (var change in BeforeAndAfter.Compare(comparison.Parts.Select(part => (part.Group ?? "", part.Before[index], part.After[index]))).Where(change => change.Part.Length > 0))
            {
                yield return ComparedRow.Of(measure, ComparedLevel.Group, null, change);
            }
        }

        yield return ComparedRow.Of(
            measure, ComparedLevel.Whole, null, BeforeAndAfter.Compare(comparison.Parts.Select(part => (All, part.Before[index], part.After[index]))).Single());
    }
}

/// <summary>One measure of one part, group or whole.</summary>
/// <param name="ShareBefore">Of the whole, 0 to 1; not rounded.</param>
/// <param name="Growth">After ÷ before − 1; null where there was nothing before.</param>
/// <param name="ShareDifference">Of the unrounded shares.</param>
/// <param name="Published">The same figures as they are printed.</param>
public sealed record ComparedRow(
    string Measure,
    string MeasureName,
    ComparedLevel Level,
    string Name,
    string? Group,
    decimal Before,
    decimal After,
    decimal ShareBefore,
    decimal ShareAfter,
    decimal? Growth,
    decimal ShareDifference,
    PrintedChange Published)
{
    internal static ComparedRow Of(ComparedMeasure measure, ComparedLevel level, string? group, PartChange change) => new(
        measure.Id,
        measure.Name,
        level,
        change.Part,
        group,
        change.Before,
        change.After,
        change.ShareBefore,
        change.ShareAfter,
        change.Growth,
        change.ShareDifference,
        new PrintedChange(
            Printed.Percent(change.ShareBefore),
            Printed.Percent(change.ShareAfter),
            change.Growth is { } growth ? Printed.Signed(growth) + "%" : "–",
            Printed.Signed(change.ShareDifference)));
}

/// <param name="Growth">Signed percent, or a dash where there was nothing before.</param>
/// <param name="Points">Signed percentage points of the unrounded shares.</param>
public sealed record PrintedChange(string ShareBefore, string ShareAfter, string Growth, string Points);

/// <param name="Rate">Null where nothing was recommended to anybody.</param>
/// <param name="Interval">Wilson's, of the rate; null where there is none.</param>
/// <param name="Published">The rate as it is printed, in percent.</param>
public sealed record AcceptanceRow(string Part, long Customers, long Accepted, double? Rate, Interval? Interval, string Published)
{
    internal static AcceptanceRow Of(Recommended part, double confidence)
    {
        if (part.Customers == 0)
        {
            return new AcceptanceRow(part.Part, 0, 0, null, null, "–");
        }

        var proportion = new Proportion(part.Accepted, part.Customers);
        return new AcceptanceRow(
            part.Part, part.Customers, part.Accepted, proportion.Rate, proportion.Wilson(confidence), Printed.Percent((decimal)part.Accepted / part.Customers));
    }
}

/// <summary>Percentages to two decimals, halves away from zero, as tables print them.</summary>
internal static class Printed
{
    public static string Percent(decimal share) => Rounded(share).ToString("0.00", CultureInfo.InvariantCulture) + "%";

    public static string Signed(decimal share) => Rounded(share).ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);

    private static decimal Rounded(decimal share) => decimal.Round(100 * share, 2, MidpointRounding.AwayFromZero);
}
