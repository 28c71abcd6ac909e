using System.CommandLine;
using Octant.Engine.Statistics;
using Octant.Engine.Statistics.Effects;
using Octant.Server.Commands.Evidence;

namespace Octant.Server.Commands;

/// <summary><c>octant effect</c>: what the treatments of an experiment did, from a file with one customer a row.</summary>
internal static class EffectCommand
{
    private static readonly Argument<FileInfo> Source = new("file") { Description = "A table with a header: one customer a row." };

    private static readonly Option<string> Arm = new("--arm") { Description = "The column that says which arm a customer was assigned to.", Required = true };

    private static readonly Option<string> Control = new("--control") { Description = "The value of that column for customers who were left alone.", Required = true };

    private static readonly Option<string> Outcome = new("--outcome") { Description = "The column that says whether the customer responded: 1 or 0, yes or no.", Required = true };

    private static readonly Option<string?> Positive = new("--positive") { Description = "The value of that column that counts as a response, where it is not 1, true or yes." };

    private static readonly Option<string?> Revenue = new("--revenue") { Description = "The column with the customer's revenue, 0 for none." };

    private static readonly Option<string?> By = new("--by") { Description = "Also by the values of this column." };

    private static readonly Option<string[]> Share = new("--share")
    {
        Description = "ARM=NUMBER, the planned share of an arm; once for each arm. Without it equal shares are expected.",
    };

    private static readonly Option<string[]> After = new("--after")
    {
        Description = "A column known only after the treatment, in which the arms may differ.",
    };

    private static readonly Option<double[]> Look = new("--look")
    {
        Description = "Which share of the planned customers was there at each look so far, this one last, such as --look 0.25 --look 0.5.",
    };

    private static readonly Option<double> Confidence = new("--confidence") { Description = "Of the intervals.", DefaultValueFactory = _ => 0.95 };

    private static readonly Option<bool> Json = new("--json") { Description = "For machines." };

    public static Command Create()
    {
        var command = new Command("effect", "Compares the arms of an experiment with its control group.")
        {
            Source, Arm, Control, Outcome, Positive, Revenue, By, Share, After, Look, Confidence, Json,
        };
        command.SetCommand((parsed, _) => Task.FromResult(Run(parsed)));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var columns = new EffectColumns(
            parsed.GetRequiredValue(Arm),
            parsed.GetRequiredValue(Control),
            parsed.GetRequiredValue(Outcome),
            parsed.GetValue(Positive),
            parsed.GetValue(Revenue),
            parsed.GetValue(By),
            parsed.GetValue(After) ?? []);
        var (confidence, looks) = (parsed.GetValue(Confidence), parsed.GetValue(Look) ?? []);
        Require(confidence is > 0.5 and < 1, "--confidence is expected between 0.5 and 1.");
        Require(
            looks.Length <= AlphaSpending.MostLooks && looks.Zip(looks.Prepend(0)).All(pair => pair.First - pair.Second >= AlphaSpending.SmallestStep && pair.First <= 1),
            "--look is expected to rise from look to look, above 0 and at most 1.");
        var table = EffectTable.Read(parsed.GetRequiredValue(Source).FullName, columns);
        var options = new EffectOptions(
            confidence,
            Shares(parsed.GetValue(Share) ?? [], table.Whole.Arms),
            Balance.IsBroken(table.Balance),
            looks.Length == 0 ? null : looks);
        var answer = Answer(table, columns, options);
        if (parsed.GetValue(Json))
        {
            Figures.PrintJson(answer);
        }
        else
        {
            EffectText.Print(answer);
        }

        return ExitCode.Done;
    }

    private static EffectAnswer Answer(EffectTable table, EffectColumns columns, EffectOptions options)
    {
        var whole = EffectAnalysis.Analyse(table.Whole.Samples(columns.Control), 0, options);
        var differing = table.Balance.Where(column => column.Differs).Select(column => column.Column).ToList();
        return new EffectAnswer(
            columns.Arm,
            columns.Outcome,
            columns.Revenue,
            columns.By,
            whole,
            differing,
            columns.By is null ? null : Parts(table, columns.Control, whole, options),
            EffectText.Notes(whole, differing, columns, options));
    }

    private static List<EffectPart> Parts(EffectTable table, string control, EffectReport whole, EffectOptions options)
    {
        var comparable = table.Parts.Where(part => part.Value.Arms.Contains(control) && part.Value.Arms.Count > 1).ToList();
        var reports = EffectAnalysis.AnalyseParts([.. comparable.Select(part => part.Value.Samples(control))], control, whole, options);
        var byValue = comparable.Zip(reports).ToDictionary(pair => pair.First.Key, pair => pair.Second, StringComparer.Ordinal);
        return [.. table.Parts.Select(part => new EffectPart(
            part.Key, byValue.GetValueOrDefault(part.Key), [.. table.Whole.Arms.Except(part.Value.Arms, StringComparer.Ordinal)]))];
    }

    private static Dictionary<string, double>? Shares(string[] texts, IReadOnlyCollection<string> arms)
    {
        if (texts.Length == 0)
        {
            return null;
        }

        var shares = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (name, share) in texts.Select(text => Figures.Pair("--share", text)))
        {
            Require(shares.TryAdd(name, share), $"--share names '{name}' twice.");
            if (!arms.Contains(name))
            {
                throw new CommandFailedException($"The arm '{name}' of --share is empty: no customer is in it. There are {string.Join(", ", arms)}.");
            }
        }

        var missing = arms.Where(arm => !shares.ContainsKey(arm)).ToList();
        Require(missing.Count == 0, $"--share is missing for {string.Join(", ", missing)}; give the share of every arm or of none.");
        return shares;
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new CommandFailedException(otherwise, ExitCode.Usage);
        }
    }
}
