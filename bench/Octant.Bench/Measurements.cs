using Octant.Bench.Measures;

namespace Octant.Bench;

/// <summary>Every measure there is, in the order of the table.</summary>
public static class Measurements
{
    public static IReadOnlyList<IMeasure> All { get; } =
    [
        new RuleEngines(),
        new AudienceQueries(),
        new CustomersIn(),
        new EngineDecisions(),
        new ProfileMemory(),
        new DecisionsOverHttp(),
        new EventsIn(),
        new EventToContact(),
        new Overload(),
        new ServerRun(),
    ];
}
