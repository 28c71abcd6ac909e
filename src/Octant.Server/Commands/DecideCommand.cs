using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using Octant.Engine.Decisions;
using Octant.Engine.Expressions;
using Octant.Platform.Customers;
using Octant.Platform.Decisions.Requests;

namespace Octant.Server.Commands;

/// <summary><c>octant decide</c>: what now for this customer here?</summary>
internal static partial class DecideCommand
{
    private static readonly ServerOptions Server = new();

    private static readonly Argument<string> Customer = new("customer") { Description = "The operator's identifier of the customer." };

    private static readonly Option<string> Channel = new("--channel") { Description = "Where the customer is, or is to be reached.", Required = true };

    private static readonly Option<string?> Touchpoint = new("--touchpoint") { Description = "A touchpoint of the channel; its slots are filled." };

    private static readonly Option<int?> Limit = new("--limit") { Description = "At most so many recommendations." };

    private static readonly Option<bool> Explain = new("--explain") { Description = "Tells of every campaign what became of it, and why." };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Tries it out: nothing is reserved or recorded." };

    public static Command Create()
    {
        var command = new Command("decide", "Asks for a decision for one customer.") { Customer, Channel, Touchpoint, Limit, Explain, DryRun };
        Server.AddTo(command);
        command.SetCommand(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        await using var server = await Server.OpenAsync(parsed, mayCreate: false, stop);
        var request = new DecideRequest(
            null,
            parsed.GetRequiredValue(Customer),
            parsed.GetRequiredValue(Channel),
            parsed.GetValue(Touchpoint),
            parsed.GetValue(Limit),
            null,
            null,
            parsed.GetValue(DryRun),
            parsed.GetValue(Explain));
        Print(await server.Client.PostAsync<DecisionAnswer>("/decisions", request, stop));
        return ExitCode.Done;
    }

    private static void Print(DecisionAnswer answer)
    {
        Console.WriteLine(answer.DecisionId is { } id ? $"decision {id}" : "dry run, nothing is recorded");
        foreach (var item in answer.Recommendations)
        {
            var promotion = item.PromotionId is null ? "" : $" with {item.PromotionId}";
            Console.WriteLine($"{item.Rank}. {item.OfferingId}{promotion}, campaign {item.CampaignId}");
            Console.WriteLine($"   \"{WithoutNumbers(item.Treatment.Text)}\"");
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"   score {item.Score:0.##}, propensity {item.Propensity:0.###}, probability {item.Probability:0.###}, until {item.ValidUntil}"));
        }

        if (answer.Silence is { } silence)
        {
            Console.WriteLine($"silence: {silence}");
        }

        if (answer.Explanation is { } explanation)
        {
            Console.WriteLine();
            foreach (var campaign in explanation.Campaigns.OrderByDescending(campaign => campaign.Stage).ThenBy(campaign => campaign.Campaign, StringComparer.Ordinal))
            {
                Print(campaign);
            }
        }
    }

    private static void Print(CampaignExplanation campaign)
    {
        var reason = campaign.Reason is null ? "" : $": {campaign.Reason}";
        var related = campaign.Related is null ? "" : $" ({campaign.Related})";
        var free = campaign.FreesAt is { } at ? $", until {at}" : "";
        var offer = campaign.Offering is null ? "" : $" {campaign.Offering}";
        Console.WriteLine($"{campaign.Campaign}{offer}: {Word(campaign.Stage)}{reason}{related}{free}");
        if (campaign.Cap is { } cap)
        {
            Console.WriteLine($"   {cap.Count} of {cap.Limit} contacts made, by the policy {cap.Policy}");
        }

        if (campaign.ScoreRatio is { } ratio)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"   {ratio:P0} of the score of the last slot"));
        }

        foreach (var clause in campaign.Condition?.SmallestChange ?? [])
        {
            Print(clause);
        }
    }

    private static void Print(FailingClause clause)
    {
        var distance = clause.Distance is { } far ? string.Create(CultureInfo.InvariantCulture, $", {far:0.##} away") : "";
        Console.WriteLine($"   needs {clause.Text}; it is {WithoutNumbers(clause.Value)}{distance}");
    }

    private static string Word(Stage stage)
    {
        var name = stage.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    /// <summary>A terminal is no place for a telephone number: longer runs of digits are masked.</summary>
    private static string WithoutNumbers(string text) => LongNumber().Replace(text, match => PhoneNumbers.Mask(match.Value));

    [GeneratedRegex("[0-9]{7,}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex LongNumber();
}
