using System.CommandLine;
using Octant.Platform.Insights.Comparisons;
using Octant.Server.Commands.Evidence;
using Octant.Server.Commands.Tables;

namespace Octant.Server.Commands;

/// <summary>What <c>octant acceptance --json</c> prints.</summary>
/// <param name="Rows">By part; the last row adds up the others.</param>
public sealed record AcceptanceAnswer(bool HasControlGroup, string Label, IReadOnlyList<AcceptanceRow> Rows);

/// <summary><c>octant acceptance</c>: of the customers something was recommended to, how many accepted.</summary>
internal static class AcceptanceCommand
{
    private static readonly Argument<FileInfo> Source = new("file") { Description = "A table with a header: one part, such as a channel, a row." };

    private static readonly Option<string> Part = new("--part") { Description = "The column with the name of the part.", Required = true };

    private static readonly Option<string> Customers = new("--customers") { Description = "The column with the customers something was recommended to.", Required = true };

    private static readonly Option<string> Accepted = new("--accepted") { Description = "The column with those who accepted.", Required = true };

    private static readonly Option<bool> Json = new("--json") { Description = "For machines." };

    public static Command Create()
    {
        var command = new Command("acceptance", "Success rates of recommendations by part and in all, with intervals.") { Source, Part, Customers, Accepted, Json };
        command.SetCommand((parsed, _) => Task.FromResult(Run(parsed)));
        return command;
    }

    public static void Print(IReadOnlyList<AcceptanceRow> rows)
    {
        var table = new TextTable("recommended", "customers", "accepted", "rate", "interval (Wilson)");
        foreach (var row in rows)
        {
            table.Add(
                row.Part,
                Figures.Count(row.Customers),
                Figures.Count(row.Accepted),
                row.Published,
                row.Interval is { } interval ? $"{Figures.Percent(interval.Low)} to {Figures.Percent(interval.High)}" : "–");
        }

        table.Print(null);
    }

    private static int Run(ParseResult parsed)
    {
        var answer = new AcceptanceAnswer(
            HasControlGroup: false,
            "No control group: what these customers would have done without it is not known.",
            ComparisonFigures.AcceptanceOf(ComparisonTable.ReadRecommendations(
                parsed.GetRequiredValue(Source).FullName, parsed.GetRequiredValue(Part), parsed.GetRequiredValue(Customers), parsed.GetRequiredValue(Accepted))));
        if (parsed.GetValue(Json))
        {
            Figures.PrintJson(answer);
        }
        else
        {
            Print(answer.Rows);
            Console.WriteLine(answer.Label);
        }

        return ExitCode.Done;
    }
}
