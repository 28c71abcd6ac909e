using System.CommandLine;
using System.Globalization;
using Octant.Platform.Insights.Comparisons;
using Octant.Server.Commands.Evidence;
using Octant.Server.Commands.Tables;
using Octant.Server.Commands.Tariffs;

namespace Octant.Server.Commands;

/// <summary><c>octant before-after</c>: shares and growth of the parts of a whole in two periods, which are no effect.</summary>
internal static class BeforeAfterCommand
{
    private static readonly ServerOptions Server = new();

    private static readonly Argument<FileInfo> Source = new("file") { Description = "A table with a header: one part of the whole, such as a channel, a row." };

    private static readonly Option<string> Part = new("--part") { Description = "The column with the name of the part.", Required = true };

    private static readonly Option<string?> Group = new("--group") { Description = "The column of its group; groups are added up as well." };

    private static readonly Option<string> Before = new("--before") { Description = "The first period: what its columns end in, as march in customers_march.", DefaultValueFactory = _ => "before" };

    private static readonly Option<string> After = new("--after") { Description = "The second period.", DefaultValueFactory = _ => "after" };

    private static readonly Option<string[]> Measure = new("--measure") { Description = "NAME=BEFORE,AFTER: the two columns of a measure, where their names do not tell. Can be repeated." };

    private static readonly Option<FileInfo?> Recommendations = new("--recommendations") { Description = "Also a table of what was recommended: the same part column, and --customers and --accepted." };

    private static readonly Option<string> Customers = new("--customers") { Description = "Its column with the customers something was recommended to.", DefaultValueFactory = _ => "customers" };

    private static readonly Option<string> Accepted = new("--accepted") { Description = "Its column with those who accepted.", DefaultValueFactory = _ => "accepted" };

    private static readonly Option<string?> Save = new("--save") { Description = "Keeps it on the server under this id, for screens and exports." };

    private static readonly Option<string?> Title = new("--name") { Description = "What it is called; otherwise the file's name." };

    private static readonly Option<bool> Csv = new("--csv") { Description = "The printed figures as a table for spreadsheets." };

    private static readonly Option<bool> Json = new("--json") { Description = "For machines." };

    public static Command Create()
    {
        var command = new Command("before-after", "Compares the parts of a whole in two periods; without a control group, so never as an effect.")
        {
            Source, Part, Group, Before, After, Measure, Recommendations, Customers, Accepted, Save, Title, Csv, Json,
        };
        Server.AddTo(command);
        command.SetCommand(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var part = parsed.GetRequiredValue(Part);
        var comparison = ComparisonTable.Read(
            parsed.GetRequiredValue(Source).FullName,
            part,
            parsed.GetValue(Group),
            [.. (parsed.GetValue(Measure) ?? []).Select(MeasureOf)],
            parsed.GetValue(Before)!,
            parsed.GetValue(After)!);
        comparison = comparison with
        {
            Id = parsed.GetValue(Save) ?? comparison.Id,
            Name = parsed.GetValue(Title) ?? comparison.Name,
            Recommendations = parsed.GetValue(Recommendations) is not { } file ? []
                : ComparisonTable.ReadRecommendations(file.FullName, part, parsed.GetValue(Customers)!, parsed.GetValue(Accepted)!),
        };
        if (ComparisonResource.Check(comparison) is { } problem)
        {
            throw PlanFile.Refusal(parsed.GetRequiredValue(Source).FullName, problem);
        }

        if (parsed.GetValue(Save) is { } id)
        {
            await using var server = await Server.OpenAsync(parsed, mayCreate: false, stop);
            await server.Client.PutAsync($"/comparisons/{Uri.EscapeDataString(id)}", comparison, stop);
        }

        Print(ComparisonFigures.Of(comparison), parsed);
        return ExitCode.Done;
    }

    private static void Print(ComparisonFigures figures, ParseResult parsed)
    {
        if (parsed.GetValue(Json))
        {
            Figures.PrintJson(figures);
        }
        else if (parsed.GetValue(Csv))
        {
            Console.Write(ExportComparison.Write(figures, acceptance: false));
        }
        else
        {
            Console.WriteLine(figures.Label);
            Console.WriteLine();
            foreach (var measure in figures.Rows.GroupBy(row => row.Measure))
            {
                PrintMeasure(measure.Key, [.. measure], figures);
            }

            AcceptanceCommand.Print(figures.Acceptance);
        }
    }

    private static void PrintMeasure(string name, IReadOnlyList<ComparedRow> rows, ComparisonFigures figures)
    {
        var table = new TextTable(name, "", figures.Before, figures.After, "share before", "share after", "points", "growth");
        foreach (var row in rows)
        {
            table.Add(
                row.Name,
                row.Level == ComparedLevel.Part ? row.Group ?? "" : row.Level.ToString().ToLowerInvariant(),
                row.Before.ToString("#,0.####", CultureInfo.InvariantCulture),
                row.After.ToString("#,0.####", CultureInfo.InvariantCulture),
                row.Published.ShareBefore,
                row.Published.ShareAfter,
                row.Published.Points,
                row.Published.Growth);
        }

        table.Print(null);
    }

    private static MeasureColumns MeasureOf(string text)
    {
        var (name, columns) = text.IndexOf('=', StringComparison.Ordinal) is var at and > 0 ? (text[..at], text[(at + 1)..].Split(',', StringSplitOptions.TrimEntries)) : ("", []);
        return columns is [{ Length: > 0 } before, { Length: > 0 } after]
            ? new MeasureColumns(name.Trim(), before, after)
            : throw new CommandFailedException($"--measure is '{text}'; expected NAME=BEFORE,AFTER with the names of two columns.", ExitCode.Usage);
    }
}
