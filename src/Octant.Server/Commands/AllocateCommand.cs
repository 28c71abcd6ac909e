using System.CommandLine;
using System.Globalization;
using System.Runtime.CompilerServices;
using Octant.Engine.Allocation;
using Octant.Platform.Decisions.Allocations;
using Octant.Server.Commands.Allocations;
using Octant.Server.Commands.Evidence;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.LongWork;
using Octant.Server.Commands.Tables;
using Octant.Server.Commands.Tariffs;

namespace Octant.Server.Commands;

/// <summary>
/// <c>octant allocate</c>: assigns customers to campaigns, offerings and channels for the greatest expected value under
/// capacities, budgets, caps and minimum volumes, and says how far from the best that can be. From files alone, or with
/// <c>--campaigns</c> for live campaigns and the customers of a server.
/// </summary>
internal static class AllocateCommand
{
    private const int PageSize = 500;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);

    private static readonly ServerOptions Server = new();

    private static readonly Option<string?> Problem = new("--problem") { Description = "The problem as JSON; docs/allocation.md has its form." };

    private static readonly Option<string?> Campaigns = new("--campaigns") { Description = "Instead: which live campaigns of a server compete, as JSON; docs/allocation.md has its form." };

    private static readonly Option<bool> Apply = new("--apply") { Description = "With --campaigns: gives each campaign its share of the channels on the day, which partitions then spend." };

    private static readonly Option<string?> Out = new("--out") { Description = "Writes who is given what to this file: customer,campaign,offering,channel." };

    private static readonly Option<int> Passes = new("--passes") { Description = "Passes over all customers at most, to find the prices.", DefaultValueFactory = _ => new AllocationOptions().MostPasses };

    private static readonly Option<bool> Json = new("--json") { Description = "For machines." };

    public static Command Create()
    {
        var command = new Command("allocate", "Assigns customers × offerings × channels under capacities, budgets, caps and minimum volumes.") { Problem, Campaigns, Apply, Out, Passes, Json };
        Server.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(Problem) is null == result.GetResult(Campaigns) is null)
            {
                result.AddError("Give either --problem or --campaigns.");
            }
        });
        command.SetCommand((parsed, stop) => parsed.GetValue(Campaigns) is { } campaigns ? RunLiveAsync(campaigns, parsed, stop) : RunAsync(parsed, stop));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var options = new AllocationOptions { MostPasses = parsed.GetValue(Passes) };
        if (options.MostPasses < 1)
        {
            throw new CommandFailedException($"--passes is {options.MostPasses}; expected 1 or more.", ExitCode.Usage);
        }

        var file = AllocationFile.Read(parsed.GetValue(Problem)!);
        var allocation = await ProgressDisplay.RunAsync("Allocating", progress => Task.Run(
            () => Allocator.Allocate(
                file.Problem,
                file,
                options,
                ParallelBlocks.Instance,
                step => progress.Report(step.Done, step.Total > 0 ? step.Total : null),
                stop),
            stop));
        if (parsed.GetValue(Out) is { } path)
        {
            await WriteAsync(path, Given(file, allocation), stop);
        }

        var answer = AllocationAnswer.Of(file.Count, file.Options, allocation);
        if (parsed.GetValue(Json))
        {
            Figures.PrintJson(answer);
        }
        else
        {
            Print(answer);
        }

        return ExitCode.Done;
    }

    private static async Task<int> RunLiveAsync(string campaigns, ParseResult parsed, CancellationToken stop)
    {
        var request = PlanFile.ReadJson<AllocateRequest>(campaigns, PlanFile.ReadBytes(campaigns));
        await using var server = await Server.OpenAsync(parsed, mayCreate: false, stop);
        var view = await ProgressDisplay.RunAsync("Allocating", progress => FollowAsync(server.Client, request, progress, stop));
        if (view.Result is not { } answer)
        {
            throw new CommandFailedException(view.Problem ?? "The allocation was stopped.");
        }

        if (parsed.GetValue(Out) is { } path)
        {
            await WriteAsync(path, GivenAsync(server.Client, view.Id, stop), stop);
        }

        if (parsed.GetValue(Apply))
        {
            await server.Client.PostAsync<AppliedAllocation>($"{StartAllocation.Route}/{view.Id}/apply", null, stop);
        }

        if (parsed.GetValue(Json))
        {
            Figures.PrintJson(view);
        }
        else
        {
            foreach (var (campaign, next) in view.LeftOut)
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"Left out: {campaign} does not go out on that day, {(next is { } day ? $"next on {day:yyyy-MM-dd}" : "nor later")}."));
            }

            Print(answer);
        }

        return ExitCode.Done;
    }

    private static async Task<AllocationView> FollowAsync(OctantClient client, AllocateRequest request, IWorkProgress progress, CancellationToken stop)
    {
        var view = await client.PostAsync<AllocationView>(StartAllocation.Route, request, stop);
        var path = $"{StartAllocation.Route}/{view.Id}";
        try
        {
            while (view.State == WorkState.Running)
            {
                progress.Report(view.Done, view.Total);
                await Task.Delay(Between, stop);
                view = await client.GetAsync<AllocationView>(path, stop);
            }

            return view;
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for it any more.
            await client.DeleteAsync(path, CancellationToken.None);
            throw;
        }
    }

    private static async IAsyncEnumerable<AssignedContact> GivenAsync(OctantClient client, string id, [EnumeratorCancellation] CancellationToken stop)
    {
        for (long offset = 0, total = 1; offset < total; offset += PageSize)
        {
            var page = await client.GetAsync<Page<AssignedContact>>($"{StartAllocation.Route}/{id}/contacts?offset={offset}&limit={PageSize}", stop);
            total = page.Total;
            foreach (var contact in page.Items)
            {
                yield return contact;
            }
        }
    }

    private static async IAsyncEnumerable<AssignedContact> Given(AllocationFile file, Allocation allocation)
    {
        await Task.CompletedTask;
        for (var customer = 0; customer < file.Count; customer++)
        {
            foreach (var option in allocation.OptionsOf(customer))
            {
                var (campaign, offering, channel) = file.Options[option];
                yield return new AssignedContact(file.Names[customer], campaign, offering, channel);
            }
        }
    }

    private static async Task WriteAsync(string path, IAsyncEnumerable<AssignedContact> given, CancellationToken stop)
    {
        try
        {
            await using var writer = new StreamWriter(path);
            await writer.WriteLineAsync("customer,campaign,offering,channel");
            await foreach (var (customer, campaign, offering, channel) in given.WithCancellation(stop))
            {
                await writer.WriteLineAsync(string.Join(',', ((string[])[customer, campaign, offering, channel]).Select(Quoted)).AsMemory(), stop);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{path} cannot be written: {exception.Message}");
        }
    }

    private static string Quoted(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static void Print(AllocationAnswer answer)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{answer.Contacts:N0} contacts for {answer.Customers:N0} customers: value {answer.Value:N2}, at most {answer.Bound:N2} is possible (gap {answer.Gap:P3}, {answer.Passes} passes)"));
        Console.WriteLine();
        var resources = new TextTable("resource", "capacity", "used", "left", "one more is worth");
        foreach (var resource in answer.Resources)
        {
            resources.Add(resource.Name, Number(resource.Capacity), Number(resource.Used), Number(resource.Capacity - resource.Used), Price(resource.Price));
        }

        resources.Print(null);
        var minimums = new TextTable("minimum volume", "contacts", "reached", "the last one cost", "");
        foreach (var minimum in answer.Minimums)
        {
            minimums.Add(minimum.Name, Number(minimum.Contacts), Number(minimum.Reached), Price(minimum.Price), minimum.Reached < minimum.Contacts ? "missed" : "");
        }

        minimums.Print(null);
        var volumes = new TextTable("campaign", "offering", "channel", "contacts");
        foreach (var volume in answer.Volumes)
        {
            volumes.Add(volume.Campaign, volume.Offering, volume.Channel, Number(volume.Contacts));
        }

        volumes.Print(null);
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Price(double value) => value.ToString("N4", CultureInfo.InvariantCulture);
}
