using System.CommandLine;
using Octant.Platform.Campaigns;
using Octant.Server.Commands.Evidence;
using Octant.Server.Commands.Tables;

namespace Octant.Server.Commands;

/// <summary><c>octant campaign-effect</c>: what a campaign of a server did against its holdout.</summary>
internal static class CampaignEffectCommand
{
    private const int MostShown = 40;

    private static readonly ServerOptions Server = new();

    private static readonly Argument<string> Campaign = new("campaign") { Description = "The campaign's id." };

    private static readonly Option<string?> By = new("--by") { Description = "Also by the values of this attribute of the customers." };

    private static readonly Option<bool> Json = new("--json") { Description = "For machines." };

    public static Command Create()
    {
        var command = new Command("campaign-effect", "Says what a campaign did against its holdout: response, revenue and cost, by offering, channel, day and segment.") { Campaign, By, Json };
        Server.AddTo(command);
        command.SetCommand(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        await using var server = await Server.OpenAsync(parsed, mayCreate: false, stop);
        var by = parsed.GetValue(By);
        var path = $"/campaigns/{Uri.EscapeDataString(parsed.GetRequiredValue(Campaign))}/effect{(by is null ? "" : $"?by={Uri.EscapeDataString(by)}")}";
        var effect = await server.Client.GetAsync<CampaignEffect>(path, stop);
        if (parsed.GetValue(Json))
        {
            Figures.PrintJson(effect);
        }
        else
        {
            Print(effect, by);
        }

        return ExitCode.Done;
    }

    private static void Print(CampaignEffect effect, string? by)
    {
        if (effect.Effect is { } whole)
        {
            EffectText.Print(whole, "response", "revenue");
        }
        else
        {
            EffectText.PrintArms(effect.Arms, null);
        }

        var totals = new TextTable("in all", "", "interval");
        totals.Add("cost", Figures.Count(effect.Cost), "");
        if (effect.BroughtIn is { } brought)
        {
            AddTotal("responses brought in", brought.Responses);
            AddTotal("revenue brought in", brought.Revenue);
            AddTotal("less cost", brought.Net);
        }

        totals.Print(null);
        PrintParts("offering", effect.ByOffering);
        PrintParts("channel", effect.ByChannel);
        PrintParts("day", effect.ByDay);
        PrintParts(by ?? "", effect.BySegment ?? []);
        foreach (var note in effect.Notes)
        {
            Console.WriteLine(note);
        }

        void AddTotal(string name, MeasuredTotal? total)
        {
            if (total is not null)
            {
                totals.Add(name, EffectText.Signed(total.Value), total.Interval is { } interval ? $"{EffectText.Signed(interval.Low)} to {EffectText.Signed(interval.High)}" : "–");
            }
        }
    }

    private static void PrintParts(string by, IReadOnlyList<CampaignEffectPart> parts)
    {
        var table = new TextTable(by, "customers", "responses", "cost", "difference", "interval", "verdict");
        foreach (var part in parts.Take(MostShown))
        {
            var response = part.Effect?.Comparisons[0].Response;
            table.Add(
                part.Value,
                Figures.Count(part.Arms.Sum(arm => arm.Customers)),
                Figures.Count(part.Arms.Sum(arm => arm.Responses)),
                Figures.Count(part.Cost),
                response is null ? "–" : Figures.Points(response.Difference),
                response?.Interval is { } interval ? Figures.Points(interval) : "–",
                response is null ? "no control group" : EffectText.Word(response.Verdict));
        }

        table.Print(null);
    }
}
