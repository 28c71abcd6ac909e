using System.Diagnostics;
using System.Globalization;
using System.Text;
using Octant.Bench.Generator;
using Octant.Bench.Peers;
using Octant.Testing;

namespace Octant.Bench.Measures;

/// <summary>
/// Decisions over HTTP, each durable in the journal before it is answered, as a share of what bare Kestrel echoes in the same
/// run (figure D7). Client, echo and server share the machine's processors. The echo is measured before ours and after it, half a window
/// each, since the speed of a shared machine moves within a minute by more than either differs from itself.
/// </summary>
public sealed class DecisionsOverHttp(int rules, string? only) : IMeasure
{
    private const int Connections = 32;

    private static readonly TimeSpan WarmAgain = TimeSpan.FromSeconds(1);

    public DecisionsOverHttp()
        : this(10_000, null)
    {
    }

    public IReadOnlyList<string> Figures => ["D7"];

    public string What => string.Create(CultureInfo.InvariantCulture, $"decisions over HTTP at {rules:N0} rules beside an empty JSON echo, on every store");

    public TimeSpan Estimate(BenchSize size) => TimeSpan.FromSeconds(24) + (4 * (size.WarmUp + size.Window));

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
            byte[] Body(int number) => Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"requestId":"b-{{number}}","customerId":"{{OctantText.CustomerId(number % size.Customers)}}","channel":"{{GeneratedProvince.Channel}}","limit":1}"""));

            await using var peer = await Echo.StartAsync();
            Task<Load> EchoAsync(TimeSpan warmUp) => LoadClient.RunAsync(peer.Address, "/", "", Body, Connections, warmUp, size.Window / 2);

            Load before, ours;
            TimeSpan spent;
            await using (var server = await GeneratedProvince.StartAsync(folder, database, run, size.Customers, rules))
            {
                before = await EchoAsync(size.WarmUp);
                var untilWindow = ProcessorTimeAfterAsync(server.Id, size.WarmUp);
                ours = await LoadClient.RunAsync(server.Address, "/api/v1/decisions", OctantProcess.AdministratorKey, Body, Connections, size.WarmUp, size.Window);
                spent = (ProcessorTimeOf(server.Id) - await untilWindow) / (ours.PerSecond * size.Window.TotalSeconds);
            }

            var echo = Load.Of([before, await EchoAsync(WarmAgain)]);
            var store = database.ConnectionString is null ? "" : " " + database.Name;
            run.Add($"D7 processor time{store}", "of the server for a decision, over both processors", spent.TotalMicroseconds, "µs");
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
