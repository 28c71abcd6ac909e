using System.CommandLine;
using System.Globalization;
using Octant.Engine.Calendar;
using Octant.Platform.Decisions.Replays;
using Octant.Platform.Foundation.LongWork;

namespace Octant.Server.Commands;

/// <summary><c>octant replay</c>: makes every retained decision of a period again and compares it byte by byte.</summary>
internal static class ReplayCommand
{
    private const int MostShown = 10;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);

    private static readonly ServerOptions Server = new();

    private static readonly Option<Instant> From = InstantOption.Of("--from", "The first moment; otherwise everything that is retained.", Instant.MinValue);

    private static readonly Option<Instant> To = InstantOption.Of("--to", "The moment after the last; otherwise no end.", Instant.MaxValue);

    private static readonly Option<bool> Reference = new("--reference") { Description = "By the plain reference interpreter, instead of the fast evaluator." };

    public static Command Create()
    {
        var command = new Command("replay", "Makes recorded decisions again and compares them byte by byte.") { From, To, Reference };
        Server.AddTo(command);
        command.SetCommand(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var request = new ReplayRequest(parsed.GetValue(From), parsed.GetValue(To), parsed.GetValue(Reference));
        await using var server = await Server.OpenAsync(parsed, mayCreate: false, stop);
        var result = await ProgressDisplay.RunAsync("Replaying", progress => FollowAsync(server.Client, request, progress, stop));
        Print(result);
        return result switch
        {
            { State: not WorkState.Completed } => throw new CommandFailedException(result.Problem ?? "The replay was stopped."),
            { Different: 0, Altered: 0, Unreadable: 0, OtherEngineVersion: 0 } => ExitCode.Done,
            { Different: 0, Altered: 0, Unreadable: 0 } => ExitCode.OtherEngineVersion,
            _ => ExitCode.Failed,
        };
    }

    private static async Task<ReplayProgress> FollowAsync(OctantClient client, ReplayRequest request, IWorkProgress progress, CancellationToken stop)
    {
        var replay = await client.PostAsync<ReplayProgress>(StartReplay.Route, request, stop);
        var path = $"{StartReplay.Route}/{replay.Id}";
        try
        {
            while (replay.State == WorkState.Running)
            {
                progress.Report(replay.Replayed, replay.Total);
                await Task.Delay(Between, stop);
                replay = await client.GetAsync<ReplayProgress>(path, stop);
            }

            return replay;
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for it any more.
            await client.DeleteAsync(path, CancellationToken.None);
            throw;
        }
    }

    private static void Print(ReplayProgress result)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Replayed} decisions replayed: {result.Same} the same, {result.Different} different, {result.Altered} altered, {result.Unreadable} unreadable, {result.OtherEngineVersion} by another version of the engine"));
        foreach (var difference in result.Differences.Take(MostShown))
        {
            Console.WriteLine($"decision {difference.DecisionId} of {difference.At}: {Word(difference.Kind)}");
            foreach (var what in difference.What)
            {
                Console.WriteLine($"   {what}");
            }
        }

        if (result.Differences.Count > MostShown)
        {
            Console.WriteLine($"and {result.Replayed - result.Same - MostShown} more");
        }
    }

    private static string Word(ReplayDifferenceKind kind) => kind switch
    {
        ReplayDifferenceKind.Different => "different",
        ReplayDifferenceKind.Altered => "altered after it was written",
        ReplayDifferenceKind.Unreadable => "unreadable",
        _ => "decided by another version of the engine",
    };
}
