using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Simulations;

/// <summary>Ends a simulation early; what it found until then can still be read.</summary>
public static class StopSimulation
{
    public static async Task<Result<SimulationProgress>> HandleAsync(string id, Caller caller, SimulationDesk desk, CancellationToken cancellation)
    {
        if (await desk.FindAsync(caller, id, cancellation).ConfigureAwait(false) is null)
        {
            return Problem.NotFound(StoredSimulation.Kind, id);
        }

        await desk.StopAsync(caller, id).ConfigureAwait(false);
        return await ReadSimulation.HandleAsync(id, caller, desk, cancellation).ConfigureAwait(false);
    }
}
