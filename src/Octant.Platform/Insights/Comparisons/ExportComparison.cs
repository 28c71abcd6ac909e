using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
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

        // The mark at the beginning is what spreadsheets know UTF-8 by.
        var text = Write(ComparisonFigures.Of(comparison), table == AcceptanceTable);
        return TypedResults.File(Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(text)).ToArray(), "text/csv; charset=utf-8", $"{id}-{table}.csv");
    }

    public static string Write(ComparisonFigures figures, bool acceptance)
    {
        var text = new StringBuilder();
        if (acceptance)
        {
            Line(text, "part", "customers", "accepted", "rate");
            foreach (var row in figures.Acceptance)
            {
                Line(text, row.Part, Number(row.Customers), Number(row.Accepted), row.Published);
            }

            return text.ToString();
        }

        Line(text, "measure", "level", "name", "group", figures.Before, figures.After, $"share {figures.Before}", $"share {figures.After}", "growth", "points", "note");
        foreach (var row in figures.Rows)
        {
            Line(
                text,
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

        return text.ToString();
    }

    private static void Line(StringBuilder text, params string[] cells) => text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");

    /// <summary>A name that begins like a formula is kept from being one.</summary>
    private static string Cell(string text)
    {
        var isFormula = text.Length > 0 && text[0] is '=' or '@' or '\t' || (text.Length > 0 && text[0] is '+' or '-' && !decimal.TryParse(text.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out _));
        var safe = isFormula ? "'" + text : text;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static string Number(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
