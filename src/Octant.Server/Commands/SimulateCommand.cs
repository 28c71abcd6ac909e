using System.CommandLine;
using System.Globalization;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions.Simulations;
using Octant.Platform.Decisions.Simulations;
using Octant.Platform.Foundation.Http;
using Octant.Server.Commands.Evidence;
using Octant.Server.Commands.Simulations;

namespace Octant.Server.Commands;

/// <summary><c>octant simulate</c>: decides the recorded decisions of a period again by a draft and holds one world against the other.</summary>
internal static class SimulateCommand
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);

    private static readonly ServerOptions Server = new();

    private static readonly Option<Instant> From = InstantOption.Of("--from", "The first moment; otherwise everything that is retained.", Instant.MinValue);

    private static readonly Option<Instant> To = InstantOption.Of("--to", "The moment after the last; otherwise no end.", Instant.MaxValue);

    private static readonly Option<string> Campaigns = new("--campaigns") { Description = "The draft as JSON; docs/simulation.md has its form.", Required = true };

    private static readonly Option<bool> Alone = new("--alone") { Description = "The draft's campaigns are the only ones, whatever the file says of others." };

    private static readonly Option<int> Changes = new("--changes")
    {
        Description = "So many customers whose recommendation changes, with the reason.",
        DefaultValueFactory = _ => 10,
    };

    private static readonly Option<bool> Json = new("--json") { Description = "For machines." };

    public static Command Create()
    {
        var command = new Command("simulate", "Decides recorded decisions again by a draft: who would have been offered what, and what it would come to.") { From, To, Campaigns, Alone, Changes, Json };
        Server.AddTo(command);
        command.SetCommand(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var most = parsed.GetValue(Changes);
        if (most is < 0 or > PageRequest.MostAtOnce)
        {
            throw new CommandFailedException($"--changes is {most}; expected 0 to {PageRequest.MostAtOnce}.", ExitCode.Usage);
        }

        var file = CampaignsFile.Read(parsed.GetRequiredValue(Campaigns));
        var request = new SimulationRequest(
            parsed.GetValue(From), parsed.GetValue(To), file.Campaigns, parsed.GetValue(Alone) ? OtherCampaigns.LeaveOut : file.Others);
        await using var server = await Server.OpenAsync(parsed, mayCreate: false, stop);
        var answer = await ProgressDisplay.RunAsync("Simulating", progress => FollowAsync(server.Client, request, most, progress, stop));
        if (parsed.GetValue(Json))
        {
            Figures.PrintJson(answer);
        }
        else if (answer.Simulation.Result is { } result)
        {
            SimulationText.Print(answer.Simulation, result, answer.Changes);
        }

        return answer.Simulation.State == SimulationState.Completed
            ? ExitCode.Done
            : throw new CommandFailedException(answer.Simulation.Problem ?? "The simulation was stopped.");
    }

    private static async Task<SimulationAnswer> FollowAsync(OctantClient client, SimulationRequest request, int most, IWorkProgress progress, CancellationToken stop)
    {
        var simulation = await client.PostAsync<SimulationProgress>(StartSimulation.Route, request, stop);
        var path = $"{StartSimulation.Route}/{simulation.Id}";
        try
        {
            while (simulation.State is SimulationState.Waiting or SimulationState.Running)
            {
                progress.Report(simulation.Simulated, simulation.Total);
                await Task.Delay(Between, stop);
                simulation = await client.GetAsync<SimulationProgress>(path, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for it any more.
            await client.DeleteAsync(path, CancellationToken.None);
            throw;
        }

        var changes = most == 0
            ? new Page<ChangedRecommendation>([], 0)
            : await client.GetAsync<Page<ChangedRecommendation>>(string.Create(CultureInfo.InvariantCulture, $"{path}/changes?limit={most}"), stop);
        return new SimulationAnswer(simulation, await ReadAllAsync<ChannelLoad>(client, path + "/load", stop), changes.Items);
    }

    private static async Task<IReadOnlyList<T>> ReadAllAsync<T>(OctantClient client, string path, CancellationToken stop)
    {
        var items = new List<T>();
        Page<T> page;
        do
        {
            page = await client.GetAsync<Page<T>>(string.Create(CultureInfo.InvariantCulture, $"{path}?offset={items.Count}&limit={PageRequest.MostAtOnce}"), stop);
            items.AddRange(page.Items);
        }
        while (page.Items.Count > 0 && items.Count < page.Total);

        return items;
    }
}
