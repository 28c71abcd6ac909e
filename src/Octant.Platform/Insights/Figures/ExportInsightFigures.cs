using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Insights.Figures;

/// <summary>The same figures as a table for spreadsheets, all lines of it, with the sum as the last.</summary>
public static class ExportInsightFigures
{
    private const string Sum = "sum";

    /// <inheritdoc cref="ReadInsightFigures.HandleAsync"/>
    public static async Task<Result<FileContentHttpResult>> HandleAsync(
        Caller caller,
        FiguresReader reader,
        CancellationToken cancellation,
        string? by = null,
        string? within = null,
        string? from = null,
        string? to = null,
        string? channel = null,
        string? offering = null,
        string? campaign = null,
        string? staff = null)
    {
        if (!(await reader.ReadAsync(by, within, from, to, new FiguresFilter(channel, offering, campaign, staff), caller, cancellation)).TryGet(out var figures, out var problem))
        {
            return problem;
        }

        var table = new CsvTable();
        var dimension = figures.By.ToString().ToLowerInvariant();
        table.Add([dimension, "name", "名称", .. FigureDefinitions.All.Select(figure => figure.Id)]);
        foreach (var row in figures.Items)
        {
            table.Add([row.Key, row.Name?.En ?? "", row.Name?.Zh ?? "", .. Cells(row.Figures)]);
        }

        table.Add([Sum, "", "", .. Cells(figures.Sum)]);
        return table.ToFile(string.Create(CultureInfo.InvariantCulture, $"figures-by-{dimension}-{figures.From:yyyy-MM-dd}-to-{figures.To.AddDays(-1):yyyy-MM-dd}.csv"));
    }

    private static IEnumerable<string> Cells(FigureSet figures) =>
        FigureDefinitions.All.Select(figure => figure.Of(figures)?.ToString(CultureInfo.InvariantCulture) ?? "");
}
