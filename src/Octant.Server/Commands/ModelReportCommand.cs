using System.CommandLine;
using Octant.Engine.Statistics.Models;
using Octant.Platform.Foundation.Outcomes;
using Octant.Server.Commands.Evidence;
using Octant.Server.Commands.Tables;

namespace Octant.Server.Commands;

/// <summary><c>octant model-report</c>: how well a logistic model of the earlier rows of a file, and the response model beside it, foretell the later ones.</summary>
internal static class ModelReportCommand
{
    private const double Confidence = 0.95;

    private static readonly Argument<FileInfo> Source = new("file") { Description = "A table with a header, in the order of time: one contact a row." };

    private static readonly Option<string> Target = new("--target") { Description = "The column to foretell.", Required = true };

    private static readonly Option<string> Positive = new("--positive") { Description = "Its value that counts as a response.", Required = true };

    private static readonly Option<string[]> Exclude = new("--exclude") { Description = "A column the model may not see, such as one known only afterwards." };

    private static readonly Option<double> Split = new("--split") { Description = "Which share of the rows, the first ones, it learns from.", DefaultValueFactory = _ => 0.8 };

    private static readonly Option<bool> Json = new("--json") { Description = "For machines." };

    public static Command Create()
    {
        var command = new Command("model-report", "Fits a logistic model to the first rows of a file, lets the response model learn from them, and judges both on the others.")
        {
            Source, Target, Positive, Exclude, Split, Json,
        };
        command.SetCommand((parsed, _) => Task.FromResult(Run(parsed)));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var split = parsed.GetValue(Split);
        if (split is not (> 0 and < 1))
        {
            throw new CommandFailedException("--split is expected between 0 and 1.", ExitCode.Usage);
        }

        var (targetName, positive, excluded) = (parsed.GetRequiredValue(Target), parsed.GetRequiredValue(Positive), parsed.GetValue(Exclude) ?? []);
        using var table = TableFile.Open(parsed.GetRequiredValue(Source).FullName, targetName);
        var target = table.Column(targetName);
        string[] unseen = [targetName, .. excluded.Select(name => table.Column(name).Name)];
        var features = new TypedColumns(table.Columns.Except(unseen, StringComparer.Ordinal).Select(table.Column));
        var outcomes = new List<bool>();
        var values = new HashSet<string>(StringComparer.Ordinal);
        while (table.Read())
        {
            var value = table.RequiredText(target);
            values.Add(value);
            outcomes.Add(value == positive);
            features.Add(table);
        }

        RequirePositive(targetName, positive, values);
        var (columns, leftOut) = features.Finish();
        var trainingRows = (int)(split * outcomes.Count);
        var (report, refusal) = ModelReport.Build(columns, outcomes, trainingRows, Confidence);
        if (report is null)
        {
            throw new CommandFailedException(Explain(refusal!.Value));
        }

        var answer = new ModelAnswer(targetName, positive, excluded, leftOut, report, LearnerTrial.Run(columns, outcomes, trainingRows, Confidence));
        if (parsed.GetValue(Json))
        {
            Figures.PrintJson(answer);
        }
        else
        {
            ModelText.Print(answer);
        }

        return ExitCode.Done;
    }

    private static void RequirePositive(string target, string positive, HashSet<string> values)
    {
        if (!values.Contains(positive))
        {
            var nearest = NearestName.Of(positive, values);
            throw new CommandFailedException(
                $"{target} never is '{positive}'{(nearest is null ? "." : $"; did you mean '{nearest}'?")} Its values are {string.Join(", ", values.Order(StringComparer.Ordinal).Take(10))}{(values.Count > 10 ? ", …" : "")}.");
        }
    }

    private static string Explain(ModelRefusal refusal) => refusal switch
    {
        ModelRefusal.OneOutcomeOnly => "The first rows or the others hold responses only, or none: there is nothing to learn or to judge. Try another --split.",
        ModelRefusal.NothingToLearnFrom => "No column varies in the first rows: there is nothing to learn from.",
        _ => "The fit did not come to its optimum.",
    };
}
