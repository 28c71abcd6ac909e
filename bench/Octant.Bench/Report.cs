using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Octant.Bench;

/// <summary>The table for people and the same as JSON for machines.</summary>
public static class Report
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Print(IReadOnlyList<Figure> figures)
    {
        var table = new Table().AddColumns("figure", "what", "ours", "peer", "unit", "ratio");
        foreach (var figure in figures)
        {
            table.AddRow(
                Markup.Escape(figure.Name), Markup.Escape(figure.What), Number(figure.Ours), Number(figure.Peer), Markup.Escape(figure.Unit), Number(figure.Ratio));
        }

        AnsiConsole.Write(table);
    }

    public static async Task SaveAsync(IReadOnlyList<Figure> figures)
    {
        Directory.CreateDirectory("bench/out");
        await File.WriteAllTextAsync("bench/out/results.json", JsonSerializer.Serialize(figures, Form));
    }

    private static string Number(double? value) => value switch
    {
        null => "",
        >= 1_000 => value.Value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 10 => value.Value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.Value.ToString("0.00#", CultureInfo.InvariantCulture),
    };
}
