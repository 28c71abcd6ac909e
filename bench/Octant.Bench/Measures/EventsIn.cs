using System.Diagnostics;
using System.Globalization;
using System.Text;
using Octant.Bench.Peers;
using Octant.Testing;

namespace Octant.Bench.Measures;

/// <summary>Events: applied and durable in process beside PostgreSQL's COPY, and over HTTP, those a campaign waits for and those nobody uses.</summary>
public sealed class EventsIn : IMeasure
{
    private const int Connections = 8;
    private const int EventsPerBody = 500;

    public IReadOnlyList<string> Figures => ["I1", "I2"];

    public string What => "events in, in process and over HTTP";

    public TimeSpan Estimate(BenchSize size) => TimeSpan.FromSeconds(5 + (size.Customers / 4_000)) + (5 * (size.WarmUp + size.Window));

    public async Task RunAsync(BenchRun run)
    {
        var (inside, spent) = await InsideAsync(run);
        double? copy = null;
        using (var cluster = await Databases.TryStartPostgresAsync([.. PostgresCopy.Settings]))
        {
            if (cluster is not null)
            {
                copy = await PostgresCopy.MeasureAsync(cluster.ConnectionString, run.Size.Window);
            }
        }

        run.Add("I1", "events of batches of 1,000, in process, applied and durable; SQLite, full sync; peer: COPY, 4 connections", inside, copy, "events/s", Better.Higher);
        run.Add("I1 processor", "processor time of the same, senders and collector of garbage among it", spent, "µs an event");
        await OverHttpAsync(run);
    }

    /// <summary>In a process of its own, with the settings of the runtime that the server's project has.</summary>
    private static async Task<(double PerSecond, double Microseconds)> InsideAsync(BenchRun run)
    {
        var folder = Directory.CreateTempSubdirectory("octant-bench-").FullName;
        try
        {
            var start = new ProcessStartInfo(
                "dotnet",
                [
                    typeof(EventsInside).Assembly.Location, "events", folder,
                    (run.Size.Customers * 5).ToString(CultureInfo.InvariantCulture),
                    run.Size.WarmUp.TotalSeconds.ToString(CultureInfo.InvariantCulture), run.Size.Window.TotalSeconds.ToString(CultureInfo.InvariantCulture),
                ])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
            };
            start.Environment["DOTNET_GCRetainVM"] = "1";
            start.Environment["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0";
            start.Environment["DOTNET_HillClimbing_Disable"] = "1";
            start.Environment["DOTNET_TC_CallCountingDelayMs"] = "1";
            using var process = Process.Start(start)!;
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (NumberBehind(EventsInside.Result, output), NumberBehind(EventsInside.Spent, output));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double NumberBehind(string beginning, string output) =>
        double.Parse(output.Split('\n').Single(line => line.StartsWith(beginning, StringComparison.Ordinal))[beginning.Length..], CultureInfo.InvariantCulture);

    private static async Task OverHttpAsync(BenchRun run)
    {
        var folder = Directory.CreateTempSubdirectory("octant-bench-").FullName;
        try
        {
            await using var server = await OctantProcess.StartAsync(folder);
            using var client = ClientOf(server);
            await EventsSetUp.LaunchAsync(client);
            await ImportAsync(client, run.Size.Customers);
            var used = await SendAsync(server, run.Size, EventsSetUp.UsedType);
            run.Add("I2", $"events over HTTP in batches of {EventsPerBody}, asked by a campaign, applied and durable", used, "events/s");
            var unused = await SendAsync(server, run.Size, EventsSetUp.UnusedType);
            run.Add("I2 unused", "the same of a type that nothing uses", unused, "events/s");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    internal static HttpClient ClientOf(OctantProcess server)
    {
        var client = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(10) };
        client.DefaultRequestHeaders.Add("X-Api-Key", OctantProcess.AdministratorKey);
        return client;
    }

    internal static async Task ImportAsync(HttpClient client, int customers)
    {
        const int Lines = 100_000;
        for (var first = 0; first < customers; first += Lines)
        {
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Province.Csv(Math.Min(Lines, customers - first), first)));
            content.Headers.ContentType = new("text/csv");
            await EventsSetUp.RequireAsync(await client.PostAsync("/api/v1/customers/import?format=csv&idColumn=id&define=infer", content));
        }
    }

    internal static EventBodies BodiesOf(OctantProcess server, string type, int customers, int sender, int eventsPerBody = EventsPerBody) =>
        new(server.Address.Authority, OctantProcess.AdministratorKey, type, customers, eventsPerBody, sender);

    private static async Task<double> SendAsync(OctantProcess server, BenchSize size, string type)
    {
        var salt = string.Equals(type, EventsSetUp.UsedType, StringComparison.Ordinal) ? 0 : 1_000;
        var answers = await EventLoad.RunAsync(
            server.Address, number => BodiesOf(server, type, size.Customers, salt + number), Connections, size.WarmUp + size.Window);
        var from = answers.Min(answer => answer.Sent) + (long)(size.WarmUp.TotalSeconds * Stopwatch.Frequency);
        var counted = answers.Where(answer => answer.Done >= from).ToList();
        var seconds = (counted[^1].Done - from) / (double)Stopwatch.Frequency;
        var wanted = counted.Sum(answer => salt == 0 ? answer.Accepted : answer.Ignored);
        if (wanted != (counted.Count - counted.Count(answer => answer.Refused)) * EventsPerBody)
        {
            throw new DifferentAnswersException($"{counted.Count} requests came to {wanted} events.");
        }

        return wanted / seconds;
    }
}
