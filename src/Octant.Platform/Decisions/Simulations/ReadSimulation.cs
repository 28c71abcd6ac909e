using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Simulations;

/// <summary>How far a simulation has come, and what it found.</summary>
public static class ReadSimulation
{
    public static async Task<Result<SimulationProgress>> HandleAsync(string id, Caller caller, SimulationDesk desk, CancellationToken cancellation) =>
        await desk.FindAsync(caller, id, cancellation).ConfigureAwait(false) is { } progress ? progress : Problem.NotFound(StoredSimulation.Kind, id);

    public static async Task<Result<Page<SimulationProgress>>> ListAsync(PageRequest page, Caller caller, SimulationDesk desk, CancellationToken cancellation)
    {
        var all = await desk.ReadAllAsync(caller, cancellation).ConfigureAwait(false);
        return new Page<SimulationProgress>([.. all.Skip(page.Offset).Take(page.Limit)], all.Count);
    }
}
