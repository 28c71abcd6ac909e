using Octant.Bench;
using Octant.Bench.Measures;

// Measures ours beside the peer in one run on one machine, prints a table, and leaves it as JSON in bench/out/results.json.
if (args is ["echo", var url])
{
    await Echo.RunAsync(url);
    return 0;
}

var size = args.Contains("--quick") ? BenchSize.Quick : BenchSize.Full;
var figures = new List<Figure>();
EngineDecisions.Measure(size, figures);
ProfileMemory.Measure(size, figures);
using (var cluster = await Databases.TryStartPostgresAsync())
{
    foreach (var database in Databases.Of(cluster))
    {
        await ServerRun.MeasureAsync(database, size, figures);
    }
}

Report.Print(figures);
await Report.SaveAsync(figures);
return 0;
