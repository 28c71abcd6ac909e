using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Simulations;

/// <summary>The load of channels hour by hour, by channel and then in order of time; hours without a contact in either world are left out.</summary>
public static class ReadSimulationLoad
{
    public static async Task<Result<Page<ChannelLoad>>> HandleAsync(
        string id, PageRequest page, Caller caller, SimulationDesk desk, SimulationStorage storage, CancellationToken cancellation)
    {
        if (await desk.FindAsync(caller, id, cancellation).ConfigureAwait(false) is null
            || await storage.FindAsync(id, cancellation).ConfigureAwait(false) is not { } stored)
        {
            return Problem.NotFound(StoredSimulation.Kind, id);
        }

        var load = await storage.ReadListAsync<ChannelLoad>(id, stored.Loads, page.Offset, page.Limit, cancellation).ConfigureAwait(false);
        return new Page<ChannelLoad>(load, stored.Loads);
    }
}
