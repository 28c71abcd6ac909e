using System.CommandLine;
using System.Globalization;
using Octant.Engine.Calendar;
using Octant.Platform.Decisions.Models;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Json;
using Octant.Server.Commands.Evidence;
using Octant.Server.Commands.Tables;

namespace Octant.Server.Commands;

/// <summary><c>octant models</c>: versions of the response model, learning, freezing, restoring, and what its propensities were worth.</summary>
internal static class ModelsCommand
{
    private const string Route = TrainModel.Route;

    private static readonly ServerOptions Server = new();

    private static readonly Option<bool> Json = new("--json") { Description = "Prints JSON for machines." };

    private static readonly Option<string?> From = new("--from") { Description = "The first moment of the report; otherwise 28 days before its end." };

    private static readonly Option<string?> To = new("--to") { Description = "The moment after the last; otherwise now." };

    private static readonly Argument<long> Version = new("VERSION") { Description = "A version that octant models list names." };

    public static Command Create() => new("models", "The response model: its versions, learning, and what its propensities were worth.")
    {
        Sub("list", "Lists the versions that are kept, oldest first.", ListAsync),
        Sub("show", "Shows what a version has learnt, per offering and channel.", ShowAsync, Version),
        Sub("train", "Learns from everything up to now and puts it in force.", (client, _, stop) => PostAsync(client, Route, stop)),
        Sub("restore", "Puts an earlier version in force again, bit for bit.", (client, parsed, stop) => PostAsync(client, $"{Route}/{Text(parsed.GetValue(Version))}/restore", stop), Version),
        Sub("freeze", "Stops learning until it is thawed.", (client, _, stop) => FreezeAsync(client, "freeze", stop)),
        Sub("thaw", "Lets learning go on from now.", (client, _, stop) => FreezeAsync(client, "thaw", stop)),
        Sub("report", "Sets recorded propensities against what came of them.", ReportAsync, null, From, To),
    };

    private static Command Sub(
        string name, string description, Func<OctantClient, ParseResult, CancellationToken, Task<object>> run, Argument? argument = null, params Option[] options)
    {
        var command = new Command(name, description) { Json };
        if (argument is not null)
        {
            command.Add(argument);
        }

        foreach (var option in options)
        {
            command.Add(option);
        }

        Server.AddTo(command);
        command.SetCommand(async (parsed, stop) =>
        {
            await using var server = await Server.OpenAsync(parsed, mayCreate: false, stop);
            var answer = await run(server.Client, parsed, stop);
            if (parsed.GetValue(Json))
            {
                Figures.PrintJson(answer);
            }
            else
            {
                Print(answer);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<object> ListAsync(OctantClient client, ParseResult parsed, CancellationToken stop) =>
        await client.GetAsync<Page<ModelVersion>>($"{Route}?limit={PageRequest.MostAtOnce}", stop);

    private static async Task<object> ShowAsync(OctantClient client, ParseResult parsed, CancellationToken stop) =>
        await client.GetAsync<ModelView>($"{Route}/{Text(parsed.GetValue(Version))}", stop);

    private static async Task<object> PostAsync(OctantClient client, string path, CancellationToken stop) =>
        await client.PostAsync<ModelVersion>(path, null, stop);

    private static async Task<object> FreezeAsync(OctantClient client, string action, CancellationToken stop) =>
        await client.PostAsync<FreezeAnswer>($"{Route}/{action}", null, stop);

    private static async Task<object> ReportAsync(OctantClient client, ParseResult parsed, CancellationToken stop)
    {
        var period = string.Join('&', new[] { Moment("from", parsed.GetValue(From)), Moment("to", parsed.GetValue(To)) }.OfType<string>());
        return await client.GetAsync<ModelReportAnswer>($"{Route}/report{(period.Length > 0 ? "?" + period : "")}", stop);
    }

    private static string? Moment(string name, string? text) => text switch
    {
        null => null,
        _ when InstantConverter.TryParse(text, out _) => $"{name}={Uri.EscapeDataString(text)}",
        _ => throw new CommandFailedException($"--{name} is '{text}'; expected {JsonShape.Describe(typeof(Instant))}.", ExitCode.Usage),
    };

    private static void Print(object answer)
    {
        switch (answer)
        {
            case Page<ModelVersion> page:
                var versions = new TextTable("version", "published", "outcomes", "accepted", "restored from", "knowledge");
                foreach (var version in page.Items)
                {
                    versions.Add(
                        Text(version.Version), version.PublishedAt.ToString(), Figures.Count(version.Outcomes), Figures.Count(version.Accepted), version.RestoredFrom is { } from ? Text(from) : "", version.Fingerprint);
                }

                versions.Print(page.Total == 0 ? null : "Response models, oldest first");
                Console.WriteLine(page.Total == 0 ? "There is no response model yet." : $"{Text(page.Total)} versions are kept.");
                break;
            case ModelView view:
                var segments = new TextTable("offering", "cluster", "channel", "outcomes", "accepted", "rate");
                foreach (var segment in view.Segments)
                {
                    segments.Add(
                        segment.Offering, segment.Cluster, segment.Channel, Figures.Count(segment.Outcomes), Figures.Count(segment.Accepted), Figures.Percent((double)segment.Accepted / segment.Outcomes));
                }

                segments.Print($"Response model {Text(view.Version)} of {view.PublishedAt}");
                break;
            case ModelVersion version:
                Console.WriteLine($"Response model {Text(version.Version)} is in force: {Figures.Count(version.Outcomes)} outcomes, {Figures.Count(version.Accepted)} accepted, knowledge {version.Fingerprint}.");
                break;
            case FreezeAnswer freeze:
                Console.WriteLine(freeze.Frozen ? $"Learning is frozen; response model {Text(freeze.Version)} stays in force." : "Learning goes on from now.");
                break;
            case ModelReportAnswer report:
                PrintReport(report);
                break;
        }
    }

    private static void PrintReport(ModelReportAnswer report)
    {
        Console.WriteLine($"{report.From} to {report.To}: {Figures.Count(report.Recommendations)} recommendations, of {Figures.Count(report.Unsettled)} of them it is not known what came.");
        var table = new TextTable("offering", "channel", "propensity", "outcomes", "predicted", "observed", "AUC", "top tenth's lift", "slope", "score shift");
        foreach (var segment in report.Whole.Concat(report.Segments))
        {
            var found = segment.Report;
            table.Add(
                segment.Offering ?? "(all)",
                segment.Channel ?? "(all)",
                segment.Source.ToString().ToLowerInvariant(),
                Figures.Count(found.Outcomes),
                Figures.Percent(found.Predicted),
                Figures.Percent(found.Observed),
                Optional(found.Ranking?.Area),
                found.Happened > 0 && found.Lift.Count > 0 ? Figures.Number(found.Lift[0].Lift) : "–",
                Optional(found.Calibration.Slope),
                Figures.Number(found.Drift[^1].ScoreShift));
        }

        table.Print(null);
        foreach (var segment in report.Whole)
        {
            PrintDrift(segment);
        }
    }

    private static void PrintDrift(SegmentReport segment)
    {
        var drift = new TextTable("stretch", "outcomes", "predicted", "observed", "AUC", "score shift");
        for (var i = 0; i < segment.Report.Drift.Count; i++)
        {
            var stretch = segment.Report.Drift[i];
            drift.Add(
                Figures.Count(i + 1), Figures.Count(stretch.Outcomes), Figures.Percent(stretch.Predicted), Figures.Percent(stretch.Observed), Optional(stretch.Area), Figures.Number(stretch.ScoreShift));
        }

        drift.Print($"Over time, {segment.Source.ToString().ToLowerInvariant()}");
    }

    private static string Optional(double? value) => value is { } number ? Figures.Number(number) : "–";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
