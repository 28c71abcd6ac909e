using System.CommandLine;
using Octant.Bench;
using Octant.Bench.Peers;

// Measures ours beside the peers in one run on one machine, prints a table, and leaves it as JSON in bench/out/results.json.
var quick = new Option<bool>("--quick") { Description = "Under ten minutes in all on two cores; without it under sixty." };
var only = new Option<string?>("--only") { Description = "Only these figures, separated by commas: D1,A1." };
var seed = new Option<ulong?>("--seed") { Description = "Another number, other customers and rules." };
var port = new Argument<int>("port");
var echo = new Command("echo", "Serves the JSON echo that decisions over HTTP are compared with.") { port };
echo.SetAction(parsed => Echo.ServeAsync(parsed.GetRequiredValue(port)));
var folder = new Argument<string>("folder");
var customers = new Argument<int>("customers");
var warmUp = new Argument<double>("warm-up");
var seconds = new Argument<double>("seconds");
var events = new Command("events", "Takes events in without HTTP and tells how many a second; part of I1.") { folder, customers, warmUp, seconds };
events.SetAction(parsed => EventsInside.RunAsync(
    parsed.GetRequiredValue(folder),
    parsed.GetValue(customers),
    eventsPerBatch: 1_000,
    TimeSpan.FromSeconds(parsed.GetValue(warmUp)),
    TimeSpan.FromSeconds(parsed.GetValue(seconds))));
var root = new RootCommand("Measures Octant beside its peers.") { quick, only, seed, GenerateCommand.Create(), echo, events };
root.SetAction(parsed => Harness.RunAsync(
    Measurements.All,
    parsed.GetValue(quick) ? BenchSize.Quick : BenchSize.Full,
    parsed.GetValue(seed),
    parsed.GetValue(only)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
    "bench/out/results.json"));
return await root.Parse(args).InvokeAsync();
