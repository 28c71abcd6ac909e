using Octant.Bench.Measures;

namespace Octant.Bench;

/// <summary>Every measure there is, in the order of the table.</summary>
public static class Measurements
{
    public static IReadOnlyList<IMeasure> All { get; } =
    [
        new RuleMatching(),
        new RuleEngines(),
        new KernelDecisions(),
        new DecisionsOverHttp(),
        new StrategyChanges(),
        new AudienceQueries(),
        new AudienceScale(),
        new CustomerMemory(),
        new CustomersIn(),
        new EventsIn(),
        new EventToContact(),
        new Overload(),
        new ConsoleLoad(),
        new Allocation(),
        new Simulation(),
    ];
}
