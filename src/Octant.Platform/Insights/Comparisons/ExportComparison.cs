using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Insights.Comparisons;

/// <summary>The printed figures of a comparison as a table (RFC 4180) that spreadsheets open: the same digits as on the screen.</summary>
public static class ExportComparison
{
    private const string ChangesTable = "changes";
    private const string AcceptanceTable = "acceptance";

    /// <param name="table"><c>changes</c> or <c>acceptance</c>.</param>
    public static async Task<Result<FileContentHttpResult>> HandleAsync(
        string id, ComparisonResource comparisons, CancellationToken cancellation, string table = ChangesTable)
    {
        if (table is not (ChangesTable or AcceptanceTable))
        {
            return Problem.Invalid("table", $"{ChangesTable} or {AcceptanceTable}", table);
        }

        if (await comparisons.Reader.ReadAsync(id, cancellation) is not { Value: { } comparison })
        {
            return Problem.NotFound(comparisons.Kind, id);
        }

        return TableOf(ComparisonFigures.Of(comparison), table == AcceptanceTable).ToFile($"{id}-{table}.csv");
    }

    public static string Write(ComparisonFigures figures, bool acceptance) => TableOf(figures, acceptance).ToString();

    private static CsvTable TableOf(ComparisonFigures figures, bool acceptance)
    {
        var table = new CsvTable();
        if (acceptance)
        {
            table.Add("part", "customers", "accepted", "rate");
            foreach (var row in figures.Acceptance)
            {
                table.Add(row.Part, Number(row.Customers), Number(row.Accepted), row.Published);
            }

            return table;
        }

        table.Add("measure", "level", "name", "group", figures.Before, figures.After, $"share {figures.Before}", $"share {figures.After}", "growth", "points", "note");
        foreach (var row in figures.Rows)
        {
            table.Add(
                row.MeasureName,
                row.Level.ToString().ToLowerInvariant(),
                row.Name,
                row.Group ?? "",
                Number(row.Before),
                Number(row.After),
                row.Published.ShareBefore,
                row.Published.ShareAfter,
                row.Published.Growth,
                row.Published.Points,
                figures.Label);
        }

        return table;
    }

    private static string Number(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
