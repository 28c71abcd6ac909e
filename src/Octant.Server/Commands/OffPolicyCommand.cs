using System.CommandLine;
using System.Globalization;
using Octant.Engine.Calendar;
using Octant.Engine.Statistics;
using Octant.Platform.Insights.PolicyEvaluations;
using Octant.Server.Commands.Evidence;
using Octant.Server.Commands.Tables;

namespace Octant.Server.Commands;

/// <summary>
/// <c>octant off-policy</c>: what another policy would have earned, from a log of choices with their probabilities, or with
/// <c>--from</c> and <c>--to</c> from the decisions of a server.
/// </summary>
internal static class OffPolicyCommand
{
    private const string Uniform = "uniform";

    private static readonly ServerOptions Server = new();

    private static readonly Argument<FileInfo?> Source = new("file") { Description = "A table with a header: one choice a row.", Arity = ArgumentArity.ZeroOrOne };

    private static readonly Option<string?> Action = new("--action") { Description = "The column that says what was chosen." };

    private static readonly Option<string?> Reward = new("--reward")
    {
        Description = "The column with what came of it, a number; of recorded decisions accepted, clicked or value, accepted if left out.",
    };

    private static readonly Option<string?> Probability = new("--probability") { Description = "The column with the probability this choice had then: above 0, at most 1." };

    private static readonly Option<DateTimeOffset?> From = new("--from") { Description = "Instead of a file: the server's decisions from this moment on." };

    private static readonly Option<DateTimeOffset?> To = new("--to") { Description = "With --from: before this moment." };

    private static readonly Option<string?> Channel = new("--channel") { Description = "With --from: decisions of this channel only." };

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
            Source, Action, Reward, Probability, From, To, Channel, Policy, Confidence, Json,
        };
        Server.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(From) is not null || result.GetResult(To) is not null)
            {
                if (result.GetResult(From) is null || result.GetResult(To) is null || result.GetResult(Source) is { Tokens.Count: > 0 })
                {
                    result.AddError("Give either a file, or --from and --to.");
                }
            }
            else if (result.GetResult(Source) is not { Tokens.Count: > 0 })
            {
                result.AddError("Give a file, or --from and --to for the decisions of a server.");
            }
            else
            {
                foreach (var option in ((Option[])[Action, Reward, Probability]).Where(option => result.GetResult(option) is null))
                {
                    result.AddError($"Option '{option.Name}' is required with a file.");
                }
            }
        });
        command.SetCommand((parsed, stop) => parsed.GetValue(From) is null ? Task.FromResult(Run(parsed)) : RunRecordedAsync(parsed, stop));
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
            : PolicyFile.Read(policyName, parsed.GetValue(Action)!, actions);
        var report = OffPolicy.Evaluate(log, policy, confidence);
        return Show(OffPolicyAnswer.Of(report, policyName, actions, confidence), parsed);
    }

    private static async Task<int> RunRecordedAsync(ParseResult parsed, CancellationToken stop)
    {
        var reward = PolicyReward.Accepted;
        if (parsed.GetValue(Reward) is { } word && !(Enum.TryParse(word, ignoreCase: true, out reward) && Enum.IsDefined(reward)))
        {
            throw new CommandFailedException($"--reward is '{word}'; of recorded decisions expected accepted, clicked or value.", ExitCode.Usage);
        }

        var policyName = parsed.GetRequiredValue(Policy);
        var request = new PolicyEvaluationRequest(
            Instant.From(parsed.GetValue(From)!.Value),
            Instant.From(parsed.GetValue(To)!.Value),
            parsed.GetValue(Channel),
            policyName == Uniform ? null : PolicyFile.ReadAll(policyName, "offering"),
            reward,
            parsed.GetValue(Confidence));
        await using var server = await Server.OpenAsync(parsed, mayCreate: false, stop);
        var recorded = await server.Client.PostAsync<PolicyEvaluation>("/policy-evaluations", request, stop);
        if (parsed.GetValue(Json))
        {
            Figures.PrintJson(recorded);
            return recorded.Evaluation.Usable ? ExitCode.Done : ExitCode.Failed;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{recorded.Decisions:N0} decisions: {recorded.Silent:N0} silent, {recorded.HeldOut:N0} of a holdout, {recorded.NothingToOffer:N0} in which the policy has nothing to offer."));
        return Show(recorded.Evaluation, parsed);
    }

    private static int Show(OffPolicyAnswer answer, ParseResult parsed)
    {
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
        using var table = TableFile.Open(parsed.GetValue(Source)!.FullName, parsed.GetValue(Action)!);
        var action = table.Column(parsed.GetValue(Action)!);
        var reward = table.Column(parsed.GetValue(Reward)!);
        var probability = table.Column(parsed.GetValue(Probability)!);
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
