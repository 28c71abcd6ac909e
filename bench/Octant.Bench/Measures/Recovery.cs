using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Octant.Testing;

namespace Octant.Bench.Measures;

/// <summary>A server that was killed after a million customers and some seconds of events, until it is ready again.</summary>
public sealed partial class Recovery : IMeasure
{
    private const int TimesCustomers = 10;

    public IReadOnlyList<string> Figures => ["R1"];

    public string What => "recovery after kill −9";

    public TimeSpan Estimate(BenchSize size) => TimeSpan.FromSeconds(20 + (size.Customers * TimesCustomers / 12_000)) + size.Window;

    public async Task RunAsync(BenchRun run)
    {
        var folder = Directory.CreateTempSubdirectory("octant-bench-").FullName;
        var customers = run.Size.Customers * TimesCustomers;
        try
        {
            // Stopped once, so that the customers lie in checkpoints as they do after a day; the events behind them are the journal's tail.
            await using (var server = await OctantProcess.StartAsync(folder))
            {
                using var client = EventsIn.ClientOf(server);
                await EventsSetUp.LaunchAsync(client);
                await EventsIn.ImportAsync(client, customers);
                await server.StopAsync();
            }

            long events;
            await using (var server = await OctantProcess.StartAsync(folder))
            {
                var answers = await EventLoad.RunAsync(
                    server.Address, number => EventsIn.BodiesOf(server, EventsSetUp.UsedType, customers, number), 8, run.Size.Window);
                events = answers.Sum(answer => (long)answer.Accepted);
                await server.KillAsync();
            }

            var bytes = new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
            var watch = Stopwatch.StartNew();
            await using (var server = await OctantProcess.StartAsync(folder))
            {
                var seconds = watch.Elapsed.TotalSeconds;
                var what = $"process start to ready, {customers:#,0} customers in checkpoints and {events:#,0} events behind them";
                run.Add("R1", what, customers / seconds, "customers/s");
                run.Add("R1 bytes", "the same, of all files in the data folder", bytes / seconds / 1e6, "MB/s");
                foreach (Match part in Part().Matches(server.Output))
                {
                    run.Add($"R1 {part.Groups["part"].Value}", "part of it", double.Parse(part.Groups["milliseconds"].Value, CultureInfo.InvariantCulture) / 1_000, "s");
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>As the server tells it: <c>Recovery: partitions took 812 ms.</c></summary>
    [GeneratedRegex("Recovery: (?<part>[a-z]+) took (?<milliseconds>[0-9]+) ms", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Part();
}
