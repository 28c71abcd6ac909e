using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Replays;

/// <summary>Ends a replay early; what it found until then can still be read.</summary>
public static class StopReplay
{
    public static async Task<Result<ReplayProgress>> HandleAsync(string id, ReplayDesk desk) =>
        await desk.StopAsync(id).ConfigureAwait(false) && desk.TryFind(id, out var run) ? run.Progress : Problem.NotFound(ReadReplay.Kind, id);
}
