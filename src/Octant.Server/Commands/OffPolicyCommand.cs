using System.CommandLine;
using Octant.Engine.Statistics;
using Octant.Server.Commands.Evidence;
using Octant.Server.Commands.Tables;

namespace Octant.Server.Commands;

/// <summary><c>octant off-policy</c>: what another policy would have earned, from a log of choices with their probabilities.</summary>
internal static class OffPolicyCommand
{
    private const string Uniform = "uniform";

    private static readonly Argument<FileInfo> Source = new("file") { Description = "A table with a header: one choice a row." };

    private static readonly Option<string> Action = new("--action") { Description = "The column that says what was chosen.", Required = true };

    private static readonly Option<string> Reward = new("--reward") { Description = "The column with what came of it, a number.", Required = true };

    private static readonly Option<string> Probability = new("--probability")
    {
        Description = "The column with the probability this choice had then: above 0, at most 1.",
        Required = true,
    };

    private static readonly Option<string> Policy = new("--policy")
    {
        Description = "The policy to judge: uniform, over the actions of the log, or a file with the columns action and probability, or JSON.",
        Required = true,
    };

    private static readonly Option<double> Confidence = new("--confidence") { Description = "Of the intervals.", DefaultValueFactory = _ => 0.95 };

    private static readonly Option<bool> Json = new("--json") { Description = "For machines." };

    public static Command Create()
    {
        var command = new Command("off-policy", "Says what another policy would have earned, from a log of choices, or that the log cannot say.")
        {
            Source, Action, Reward, Probability, Policy, Confidence, Json,
        };
        command.SetCommand((parsed, _) => Task.FromResult(Run(parsed)));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var confidence = parsed.GetValue(Confidence);
        if (confidence is not (> 0.5 and < 1))
        {
            throw new CommandFailedException("--confidence is expected between 0.5 and 1.", ExitCode.Usage);
        }

        var actions = new Dictionary<string, int>(StringComparer.Ordinal);
        var log = ReadLog(parsed, actions);
        var policyName = parsed.GetRequiredValue(Policy);
        var policy = policyName == Uniform
            ? [.. Enumerable.Repeat(1.0 / actions.Count, actions.Count)]
            : PolicyFile.Read(policyName, parsed.GetRequiredValue(Action), actions);
        var report = OffPolicy.Evaluate(log, policy, confidence);
        var answer = OffPolicyAnswer.Of(report, policyName, actions, confidence);
        if (parsed.GetValue(Json))
        {
            Figures.PrintJson(answer);
        }
        else
        {
            Print(answer);
        }

        return answer.Usable ? ExitCode.Done : ExitCode.Failed;
    }

    private static List<LoggedChoice> ReadLog(ParseResult parsed, Dictionary<string, int> actions)
    {
        using var table = TableFile.Open(parsed.GetRequiredValue(Source).FullName, parsed.GetRequiredValue(Action));
        var action = table.Column(parsed.GetRequiredValue(Action));
        var reward = table.Column(parsed.GetRequiredValue(Reward));
        var probability = table.Column(parsed.GetRequiredValue(Probability));
        var log = new List<LoggedChoice>();
        while (table.Read())
        {
            var name = table.RequiredText(action);
            if (!actions.TryGetValue(name, out var index))
            {
                actions.Add(name, index = actions.Count);
            }

            var chance = table.RequiredNumber(probability);
            log.Add(chance is > 0 and <= 1
                ? new LoggedChoice(index, table.RequiredNumber(reward), chance)
                : throw table.Wrong(probability, "a probability above 0 and at most 1"));
        }

        return log.Count > 0 ? log : throw new CommandFailedException("There are no choices below the header.");
    }

    private static void Print(OffPolicyAnswer answer)
    {
        var log = new TextTable("choices", "actions", "effective sample", "share", "mean weight", "largest weight", "logged mean");
        log.Add(
            Figures.Count(answer.Choices),
            Figures.Count(answer.Actions),
            Figures.Amount(answer.EffectiveSampleSize),
            Figures.Percent(answer.EffectiveSampleSize / answer.Choices),
            Figures.Number(answer.MeanWeight),
            Figures.Percent(answer.LargestWeightShare),
            Figures.Number(answer.LoggedMean));
        log.Print(null);
        if (!answer.Usable)
        {
            Console.WriteLine($"UNUSABLE: this log cannot say what {answer.Policy} would have earned.");
            foreach (var reason in answer.Reasons)
            {
                Console.WriteLine($"  {reason}");
            }

            return;
        }

        var table = new TextTable("estimate", "value", "standard error", $"interval {Figures.Percent(answer.Confidence)}");
        foreach (var (name, estimate) in ((string, Estimate)[])
            [("IPS", answer.Ips!.Value), ("SNIPS", answer.Snips!.Value), ("doubly robust", answer.DoublyRobust!.Value)])
        {
            table.Add(
                name,
                Figures.Number(estimate.Value),
                Figures.Number(estimate.StandardError),
                $"{Figures.Number(estimate.Interval.Low)} to {Figures.Number(estimate.Interval.High)}");
        }

        table.Print($"What {answer.Policy} would have earned per choice");
        foreach (var reason in answer.Reasons)
        {
            Console.WriteLine(reason);
        }
    }
}
