using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Octant.Server.Demo;

namespace Octant.Server.Commands;

/// <summary><c>octant demo</c>: a fictional province, loaded into a data folder over the same HTTP interface as everything, and served.</summary>
internal static class DemoCommand
{
    private const string KeyVariable = "OCTANT_KEY";
    private const int MostCustomers = 60_000_000;
    private const string PasswordVariable = "OCTANT_DEMO_PASSWORD";

    private static readonly Option<string> Data = new("--data") { Description = "The data folder.", DefaultValueFactory = _ => "data" };

    private static readonly Option<string?> Database = new("--database") { Description = "PostgreSQL instead: postgres://user:password@host:port/name" };

    private static readonly Option<string> Urls = new("--urls") { Description = "Where it listens.", DefaultValueFactory = _ => ServerOptions.DefaultServer };

    private static readonly Option<string?> Key = new("--key") { Description = $"The administrator's key; otherwise {KeyVariable}, otherwise one is made and printed." };

    private static readonly Option<int> Customers = new("--customers") { Description = "How many customers.", DefaultValueFactory = _ => 100_000 };

    private static readonly Option<ulong> Seed = new("--seed") { Description = "The same seed makes the same province.", DefaultValueFactory = _ => 42 };

    private static readonly Option<string?> Password = new("--password")
    {
        Description = $"What everybody signs in with; otherwise {PasswordVariable}, otherwise one is made and printed. Set anew at every start.",
    };

    private static readonly Option<bool> OnlyLoad = new("--only-load") { Description = "Ends when the province is loaded." };

    public static Command Create()
    {
        Customers.Validators.Add(result =>
        {
            // What is no number is the parser's to say.
            if (result.Tokens is [var token]
                && int.TryParse(token.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var customers)
                && customers is < 1 or > MostCustomers)
            {
                result.AddError(FormattableString.Invariant($"--customers: expected a number from 1 to {MostCustomers}."));
            }
        });
        var command = new Command("demo", "Loads a fictional province and serves it.") { Data, Database, Urls, Key, Customers, Seed, Password, OnlyLoad };
        command.SetCommand(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var onlyLoad = parsed.GetValue(OnlyLoad);
        var server = new LocalServer(
            parsed.GetValue(Data),
            parsed.GetValue(Database),
            Urls: onlyLoad ? null : parsed.GetValue(Urls),
            Key: parsed.GetValue(Key) ?? Environment.GetEnvironmentVariable(KeyVariable) ?? "demo-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12)));
        await using var connection = await ServerConnection.StartAsync(server, stop);
        await LoadAsync(parsed, connection.Client, stop);
        await LoadOperatorsAsync(parsed, connection.Client, stop);
        var how = onlyLoad ? HowOffline(server) : $"--server {connection.Client.Address.ToString().TrimEnd('/')} --key {connection.Key}";
        await DemoTour.PrintAsync(connection.Client, parsed.GetValue(Customers), how, stop);
        if (onlyLoad)
        {
            return ExitCode.Done;
        }

        Console.WriteLine();
        Console.WriteLine($"Serving {connection.Client.Address} with the key {connection.Key}; the reference of the interface is at {connection.Client.Address}docs/. Ctrl-C stops.");
        await WaitUntilStoppedAsync(connection.Application!, stop);
        return ExitCode.Done;
    }

    private static async Task LoadOperatorsAsync(ParseResult parsed, OctantClient client, CancellationToken stop)
    {
        var password = parsed.GetValue(Password) ?? Environment.GetEnvironmentVariable(PasswordVariable)
            ?? "Lanhai-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        var loader = new DemoLoader(client, parsed.GetValue(Customers), parsed.GetValue(Seed), DateOnly.FromDateTime(DateTime.UtcNow));
        await ShowAsync($"{DemoPeople.Operators.Count} operators", progress => loader.LoadOperatorsAsync(password, progress, stop));
        Console.WriteLine();
        Console.WriteLine($"Everybody signs in with the password {password}, by staff number:");
        foreach (var found in DemoPeople.Operators)
        {
            Console.WriteLine($"  {found.StaffNumber}  {found.Roles[0],-20} {found.Organisation ?? "the whole organisation"}");
        }
    }

    /// <summary>Only waits: the connection stops its server when it is disposed.</summary>
    private static async Task WaitUntilStoppedAsync(WebApplication application, CancellationToken stop)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var asked = stop.Register(() => stopped.TrySetResult());
        await using var stopping = application.Lifetime.ApplicationStopping.Register(() => stopped.TrySetResult());
        await stopped.Task;
    }

    private static async Task LoadAsync(ParseResult parsed, OctantClient client, CancellationToken stop)
    {
        var customers = parsed.GetValue(Customers);
        var loader = new DemoLoader(client, customers, parsed.GetValue(Seed), DateOnly.FromDateTime(DateTime.UtcNow));
        if (await loader.IsLoadedAsync(stop))
        {
            Console.WriteLine("The province is there already.");
            return;
        }

        var began = System.Diagnostics.Stopwatch.StartNew();
        await ShowAsync("Catalogue, channels, policies", progress => loader.LoadSettingsAsync(progress, stop));
        await ShowAsync(string.Create(CultureInfo.InvariantCulture, $"{customers:N0} customers"), progress => loader.LoadCustomersAsync(progress, stop));
        await ShowAsync("Channel steering", progress => loader.LoadSteeringsAsync(progress, stop));
        await ShowAsync("Campaigns", progress => loader.LaunchAsync(progress, stop));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"The province of Lanhai, made up from seed {parsed.GetValue(Seed)}: {customers} customers, {DemoCatalog.Offerings.Count} offerings, {DemoChannels.Channels.Count} channels, {Province.Outlets.Count} outlets, {DemoCampaigns.Count} campaigns, in {began.Elapsed.TotalSeconds:F1} s."));
    }

    private static Task ShowAsync(string title, Func<IWorkProgress, Task> work) =>
        ProgressDisplay.RunAsync(title, async progress =>
        {
            await work(progress);
            return true;
        });

    private static string HowOffline(LocalServer server) =>
        server.Database is null ? $"--data {server.Data}" : $"--database {server.Database}";
}
