using System.Diagnostics;
using System.Globalization;
using Octant.Bench.Generator;
using Octant.Testing;

namespace Octant.Bench.Measures;

/// <summary>
/// Generated customers through the product, on every store: the command <c>octant import</c> against a running server, the six
/// audiences over HTTP, each count compared with the generator's own, and recovery after kill −9 (figure R1).
/// </summary>
public sealed class CustomersIn : IMeasure
{
    private const int Runs = 9;

    /// <summary>PostgreSQL is given this part of the customers: one figure of its own is enough to compare the stores.</summary>
    private const int OtherStoreShare = 10;

    /// <summary>Starts differ by tenths of a second: where recovery is no longer than that it is not told from them.</summary>
    private static readonly TimeSpan LeastRecovery = TimeSpan.FromSeconds(0.5);

    public IReadOnlyList<string> Figures => ["import", "R1"];

    public string What => "octant import of generated customers, audiences over HTTP, recovery, on every store";

    public TimeSpan Estimate(BenchSize size) => TimeSpan.FromSeconds(15) + TimeSpan.FromSeconds(size.ImportCustomers / 8_000.0);

    public async Task RunAsync(BenchRun run)
    {
        using var cluster = await Databases.TryStartPostgresAsync();
        foreach (var database in Databases.Of(cluster))
        {
            await MeasureAsync(run, database, run.Size.ImportCustomers / (database.ConnectionString is null ? 1 : OtherStoreShare));
        }
    }

    private static async Task MeasureAsync(BenchRun run, Database database, int customers)
    {
        var folder = Directory.CreateTempSubdirectory("octant-bench-customers-").FullName;
        var settings = database.ConnectionString is { } connection ? new[] { ("Octant__Database", connection) } : [];
        var store = database.ConnectionString is null ? "" : ", " + database.Name;
        try
        {
            var file = Path.Combine(folder, "customers.csv");
            run.Say($"writing {customers:#,0} customers");
            await using (var stream = File.Create(file))
            {
                new CustomerFile(run.Customers).WriteImport(stream, 0, customers);
            }

            var data = Path.Combine(folder, "data");
            var first = await OctantProcess.StartAsync(data, settings);
            await first.DisposeAsync();
            var watch = Stopwatch.StartNew();
            await using (var server = await OctantProcess.StartAsync(data, settings))
            {
                var empty = watch.Elapsed;
                await ImportAsync(run, server, file, customers, store);
                if (database.ConnectionString is null)
                {
                    await CountAsync(run, server, customers);
                }

                await server.KillAsync();
                await RecoverAsync(run, data, settings, customers, store, empty);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <param name="empty">What a start takes without a customer.</param>
    private static async Task RecoverAsync(
        BenchRun run, string data, (string, string)[] settings, int customers, string store, TimeSpan empty)
    {
        run.Say("killed; starting again");
        var bytes = Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories).Sum(name => new FileInfo(name).Length);
        var watch = Stopwatch.StartNew();
        await using var server = await OctantProcess.StartAsync(data, settings);
        watch.Stop();
        var recovering = (watch.Elapsed - empty).TotalSeconds;
        run.Add($"R1 start{store}", string.Create(CultureInfo.InvariantCulture, $"process start to ready after kill −9 of {customers:#,0} customers"), watch.Elapsed.TotalSeconds, "s");
        if (recovering < LeastRecovery.TotalSeconds)
        {
            run.Say("too few customers to tell their recovery from a start without any");
            return;
        }

        run.Add(
            $"R1{store}",
            string.Create(CultureInfo.InvariantCulture, $"recovery after kill −9 of {customers:#,0} customers, beyond the {empty.TotalSeconds:0.0} s of an empty start"),
            customers / recovering,
            "customers/s");
        if (store.Length == 0)
        {
            run.Add("R1 bytes", "the data folder over the time of recovery, of the same", bytes / 1e6 / recovering, "MB/s");
        }
    }

    private static async Task ImportAsync(BenchRun run, OctantProcess server, string file, int customers, string store)
    {
        var empty = MemoryOf(server);
        run.Say("octant import");
        var watch = Stopwatch.StartNew();
        string[] arguments =
        [
            .. OctantProcess.Command.Skip(1), "import", file, "--id-column", "id", "--define", "infer",
            "--server", server.Address.ToString(), "--key", OctantProcess.AdministratorKey,
        ];
        using var import = Process.Start(new ProcessStartInfo(OctantProcess.Command[0], arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, error) = (import.StandardOutput.ReadToEndAsync(), import.StandardError.ReadToEndAsync());
        await import.WaitForExitAsync();
        var elapsed = watch.Elapsed;
        if (!(await output).StartsWith($"{customers} accepted ({customers} created, 0 updated, 0 unchanged), 0 rejected", StringComparison.Ordinal))
        {
            throw new DifferentAnswersException($"octant import of {customers} customers: {await output}{await error}");
        }

        var what = string.Create(CultureInfo.InvariantCulture, $"{customers:#,0} customers of 40 attributes, tags and offerings");
        run.Add($"import{store}", $"octant import of CSV, durable: {what}", customers / elapsed.TotalSeconds, "rows/s");
        run.Add($"import memory{store}", $"resident growth of the process per customer: {what}", (MemoryOf(server) - empty) / (double)customers, "bytes");
    }

    private static async Task CountAsync(BenchRun run, OctantProcess server, int customers)
    {
        using var client = new HttpClient { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Add("X-Api-Key", OctantProcess.AdministratorKey);
        foreach (var query in AudienceQuery.All)
        {
            var times = new List<double>();
            for (var i = 0; i < Runs; i++)
            {
                var condition = query.Shifted(i).Condition;
                var watch = Stopwatch.StartNew();
                using var answer = await client.PostAsJsonAsync("/api/v1/audiences/count", new { expression = OctantText.Expression(condition) });
                var counted = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Counted>();
                times.Add(watch.Elapsed.TotalMilliseconds);
                if (i == 0)
                {
                    BenchRun.RequireEqual(query.Name, counted!.Count, "the generator", Expected(run, condition, customers));
                }
            }

            run.Add(
                $"count {query.Name}",
                string.Create(CultureInfo.InvariantCulture, $"over HTTP, of {customers:#,0} customers as of the asking; median"),
                Timing.Median(times),
                "ms");
        }
    }

    /// <summary>The generator's own count.</summary>
    private static long Expected(BenchRun run, Condition condition, int customers)
    {
        var count = 0L;
        Parallel.For(
            0,
            customers,
            () => 0L,
            (row, _, sum) => condition.Holds(run.Customers.Customer(row)) == true ? sum + 1 : sum,
            sum => Interlocked.Add(ref count, sum));
        return count;
    }

    private static long MemoryOf(OctantProcess server)
    {
        using var process = Process.GetProcessById(server.Id);
        return process.WorkingSet64;
    }

    private sealed record Counted(long Count);
}
