using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Octant.Bench;

/// <summary>The table for people and the same as JSON for machines.</summary>
public static class Report
{
    private const int NarrowestTable = 160;

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Print(IReadOnlyList<Figure> figures)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var name in new[] { "figure", "ours", "peer", "unit", "ratio", "must", "target" })
        {
            table.AddColumn(name, column => column.NoWrap().Alignment = name is "figure" or "unit" ? Justify.Left : Justify.Right);
        }

        table.AddColumn("what");
        foreach (var figure in figures)
        {
            var goal = Goal.Of(figure.Name);
            table.AddRow(
                Markup.Escape(figure.Name),
                Number(figure.Ours),
                Number(figure.Peer),
                Markup.Escape(figure.Unit),
                Number(figure.Ratio),
                Marked(figure.Must, goal?.Meets(figure, figure.Must)),
                Marked(figure.Target, goal?.Meets(figure, figure.Target)),
                Markup.Escape(figure.What));
        }

        // Where the output is no terminal its width is unknown and taken for 80, which would break every line.
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, NarrowestTable);
        AnsiConsole.Write(table);
    }

    public static string Json(IReadOnlyList<Figure> figures) => JsonSerializer.Serialize(figures, Form);

    public static async Task SaveAsync(IReadOnlyList<Figure> figures, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        await File.WriteAllTextAsync(path, Json(figures));
    }

    /// <summary>As people read it: no more digits than were measured.</summary>
    public static string Number(double? value) => value switch
    {
        null => "",
        >= 1_000 => value.Value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 10 => value.Value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.Value.ToString("0.00#", CultureInfo.InvariantCulture),
    };

    private static string Marked(double? bound, bool? met) =>
        bound is not { } limit ? "" : limit.ToString("#,0.###", CultureInfo.InvariantCulture) + met switch { true => " [green]✓[/]", false => " [red]✗[/]", null => "" };
}
