using System.CommandLine;
using System.Globalization;
using Octant.Engine.Allocation;
using Octant.Server.Commands.Allocations;
using Octant.Server.Commands.Evidence;
using Octant.Server.Commands.Tables;

namespace Octant.Server.Commands;

/// <summary>
/// <c>octant allocate</c>: assigns customers to campaigns, offerings and channels for the greatest expected value under
/// capacities, budgets, caps and minimum volumes, and says how far from the best that can be. From files alone.
/// </summary>
internal static class AllocateCommand
{
    private static readonly Option<string> Problem = new("--problem") { Description = "The problem as JSON; docs/allocation.md has its form.", Required = true };

    private static readonly Option<string?> Out = new("--out") { Description = "Writes who is given what to this file: customer,campaign,offering,channel." };

    private static readonly Option<int> Passes = new("--passes") { Description = "Passes over all customers at most, to find the prices.", DefaultValueFactory = _ => new AllocationOptions().MostPasses };

    private static readonly Option<bool> Json = new("--json") { Description = "For machines." };

    public static Command Create()
    {
        var command = new Command("allocate", "Assigns customers × offerings × channels under capacities, budgets, caps and minimum volumes.") { Problem, Out, Passes, Json };
        command.SetCommand(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var options = new AllocationOptions { MostPasses = parsed.GetValue(Passes) };
        if (options.MostPasses < 1)
        {
            throw new CommandFailedException($"--passes is {options.MostPasses}; expected 1 or more.", ExitCode.Usage);
        }

        var file = AllocationFile.Read(parsed.GetRequiredValue(Problem));
        var allocation = await ProgressDisplay.RunAsync("Allocating", progress => Task.Run(
            () => Allocator.Allocate(
                file.Problem,
                file,
                options,
                (count, work) => Parallel.For(0, count, work),
                step => progress.Report(step.Done, step.Total > 0 ? step.Total : null),
                stop),
            stop));
        if (parsed.GetValue(Out) is { } path)
        {
            await WriteAsync(path, file, allocation, stop);
        }

        var answer = AllocationAnswer.Of(file, allocation);
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

    private static async Task WriteAsync(string path, AllocationFile file, Allocation allocation, CancellationToken stop)
    {
        try
        {
            await using var writer = new StreamWriter(path);
            await writer.WriteLineAsync("customer,campaign,offering,channel");
            for (var customer = 0; customer < file.Count; customer++)
            {
                foreach (var option in allocation.OptionsOf(customer))
                {
                    var (campaign, offering, channel) = file.Options[option];
                    await writer.WriteLineAsync(string.Join(',', ((string[])[file.Names[customer], campaign, offering, channel]).Select(Quoted)).AsMemory(), stop);
                }
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
