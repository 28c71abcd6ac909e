using System.Globalization;
using Xunit.Abstractions;

namespace Octant.Engine.Tests.Simulation;

/// <summary>
/// Many worlds, each drawn from a seed. <c>OCTANT_SIMULATION_RUNS</c> says how many, <c>OCTANT_SEED</c> runs one alone.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int FirstSeed = 1;
    private const int DefaultRuns = 200;

    [Fact]
    public void Whatever_crashes_is_lost_repeated_or_late_the_promises_hold()
    {
        var seen = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var seed in Seeds())
        {
            var world = new World(seed);
            try
            {
                world.Run();
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"Simulation with OCTANT_SEED={seed} failed: {error.Message}", error);
            }

            foreach (var (what, count) in world.Invariants.Seen)
            {
                seen[what] = seen.GetValueOrDefault(what) + count;
            }
        }

        foreach (var (what, count) in seen)
        {
            output.WriteLine($"{what}: {count}");
        }

        // A world in which nothing happens proves nothing.
        string[] expected =
        [
            "CustomerEventRecorded", "DecisionMade", "ResponseRecorded", "ContactReported", "ContactClaimed", "ContactSettled",
            "ContactSuppressed", "TimePassed", "SliceGranted", "StrategyChanged", "CustomerErased", "recoveries", "live comparisons", "answers",
            "timers fired", "timers cancelled", "timers lapsed", "counts compared", "measures dropped",
        ];
        if (Environment.GetEnvironmentVariable("OCTANT_SEED") is null)
        {
            Assert.All(expected, what => Assert.True(seen.GetValueOrDefault(what) > 0, $"Nowhere did it come to {what}."));
        }
    }

    private static IEnumerable<int> Seeds()
    {
        if (Number("OCTANT_SEED") is { } seed)
        {
            return [seed];
        }

        return Enumerable.Range(FirstSeed, Number("OCTANT_SIMULATION_RUNS") ?? DefaultRuns);
    }

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
