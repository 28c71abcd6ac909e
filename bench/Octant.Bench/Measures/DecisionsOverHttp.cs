using System.Diagnostics;
using System.Globalization;
using Octant.Bench.Peers;
using Octant.Testing;

namespace Octant.Bench.Measures;

/// <summary>
/// Decisions over HTTP, each durable in the journal before it is answered, as a share of what bare Kestrel echoes in the same
/// run (figure D7). Client, echo and server share the machine's processors, whose speed moves within seconds by more than either differs
/// from itself. So both are measured in short turns, ours stopped as a whole while it is the echo's: what it has put off it does in its own.
/// </summary>
public sealed class DecisionsOverHttp(int rules, string? only) : IMeasure
{
    private const int Connections = 32;

    private const int Turns = 16;

    /// <summary>Of a turn, before what is counted.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(0.25);

    public DecisionsOverHttp()
        : this(10_000, null)
    {
    }

    public IReadOnlyList<string> Figures => ["D7"];

    public string What => string.Create(CultureInfo.InvariantCulture, $"decisions over HTTP at {rules:N0} rules beside an empty JSON echo, on every store");

    public TimeSpan Estimate(BenchSize size) => TimeSpan.FromSeconds(22) + (4 * (size.WarmUp + (2 * size.Window) + (Turns * Settling)));

    public async Task RunAsync(BenchRun run)
    {
        using var cluster = await Databases.TryStartPostgresAsync();
        foreach (var database in Databases.Of(cluster).Where(database => only is null || database.Name == only))
        {
            await MeasureAsync(database, run);
        }
    }

    private async Task MeasureAsync(Database database, BenchRun run)
    {
        var size = run.Size;
        var folder = Directory.CreateTempSubdirectory("octant-bench-").FullName;
        try
        {
            var requests = new DecisionRequests(size.Customers);
            await using var peer = await Echo.StartAsync();
            await using var server = await GeneratedProvince.StartAsync(folder, database, run, size.Customers, rules);
            var window = 2 * size.Window / Turns;
            Task<Load> EchoAsync(TimeSpan warmUp) => LoadClient.RunAsync(peer.Address, "/", "", _ => requests.Next(), Connections, warmUp, window);
            Task<Load> OursAsync(TimeSpan warmUp) =>
                LoadClient.RunAsync(server.Address, "/api/v1/decisions", OctantProcess.AdministratorKey, _ => requests.Next(), Connections, warmUp, window);

            await EchoAsync(size.WarmUp);
            await OursAsync(size.WarmUp);
            List<Load> ourTurns = [], echoTurns = [];
            var spent = TimeSpan.Zero;
            for (var turn = 0; turn < Turns; turn++)
            {
                server.Pause();
                echoTurns.Add(await EchoAsync(Settling));
                server.Continue();
                var untilCounted = ProcessorTimeAfterAsync(server.Id, Settling);
                ourTurns.Add(await OursAsync(Settling));
                spent += ProcessorTimeOf(server.Id) - await untilCounted;
            }

            var (ours, echo) = (Load.Of(ourTurns), Load.Of(echoTurns));
            var store = database.ConnectionString is null ? "" : " " + database.Name;
            run.Add($"D7 processor time{store}", "of the server for a decision, over both processors", spent.TotalMicroseconds / ours.Latencies.Count, "µs");
            run.Add(
                $"D7{store}",
                string.Create(CultureInfo.InvariantCulture, $"journalled durably: {rules:N0} rules, {size.Customers:N0} customers, {Connections} connections; peer: empty JSON echo"),
                ours.PerSecond,
                echo.PerSecond,
                "requests/s",
                Better.Higher);
            run.Add($"D7 p50{store}", "latency of the same", ours.Percentile(0.50), echo.Percentile(0.50), "ms", Better.Lower);
            run.Add($"D7 p99{store}", "latency of the same", ours.Percentile(0.99), echo.Percentile(0.99), "ms", Better.Lower);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<TimeSpan> ProcessorTimeAfterAsync(int process, TimeSpan wait)
    {
        await Task.Delay(wait);
        return ProcessorTimeOf(process);
    }

    private static TimeSpan ProcessorTimeOf(int process)
    {
        using var server = Process.GetProcessById(process);
        return server.TotalProcessorTime;
    }
}
