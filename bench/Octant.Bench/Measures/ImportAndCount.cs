using System.Diagnostics;
using System.Globalization;
using Octant.Bench.Generator;
using Octant.Testing;

namespace Octant.Bench.Measures;

/// <summary>
/// Generated customers through the product: the file, the command <c>octant import</c> against a running server, then the six
/// audiences over HTTP, each count compared with the generator's own.
/// </summary>
public sealed class ImportAndCount : IMeasure
{
    private const int Runs = 9;

    public IReadOnlyList<string> Figures => ["import"];

    public string What => "octant import of generated customers, and the audiences over HTTP";

    public TimeSpan Estimate(BenchSize size) => TimeSpan.FromSeconds(15) + TimeSpan.FromSeconds(size.ImportCustomers / 15_000.0);

    public async Task RunAsync(BenchRun run)
    {
        var folder = Directory.CreateTempSubdirectory("octant-bench-import-").FullName;
        try
        {
            var file = Path.Combine(folder, "customers.csv");
            run.Say($"writing {run.Size.ImportCustomers:#,0} customers");
            await using (var stream = File.Create(file))
            {
                new CustomerFile(run.Customers).WriteImport(stream, 0, run.Size.ImportCustomers);
            }

            await using var server = await OctantProcess.StartAsync(Path.Combine(folder, "data"));
            await ImportAsync(run, server, file);
            await CountAsync(run, server);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task ImportAsync(BenchRun run, OctantProcess server, string file)
    {
        var customers = run.Size.ImportCustomers;
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
        run.Add("import", $"octant import of CSV, durable: {what}", customers / elapsed.TotalSeconds, "rows/s");
        run.Add("import memory", $"resident growth of the process per customer: {what}", (MemoryOf(server) - empty) / (double)customers, "bytes");
    }

    private static async Task CountAsync(BenchRun run, OctantProcess server)
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
                    BenchRun.RequireEqual(query.Name, counted!.Count, "the generator", Expected(run, condition));
                }
            }

            run.Add(
                $"count {query.Name}",
                string.Create(CultureInfo.InvariantCulture, $"over HTTP, of {run.Size.ImportCustomers:#,0} customers as of the asking; median"),
                Timing.Median(times),
                "ms");
        }
    }

    /// <summary>The generator's own count.</summary>
    private static long Expected(BenchRun run, Condition condition)
    {
        var count = 0L;
        Parallel.For(
            0,
            run.Size.ImportCustomers,
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
