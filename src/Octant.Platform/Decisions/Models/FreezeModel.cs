using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Models;

/// <param name="Version">Of the model in force, which stays in force.</param>
public sealed record FreezeAnswer(bool Frozen, long Version);

/// <summary>Stops learning, and lets it go on.</summary>
public static class FreezeModel
{
    public static Task<Result<FreezeAnswer>> FreezeAsync(Caller caller, ModelDesk desk, CancellationToken cancellation) =>
        SetAsync(caller, desk, frozen: true, cancellation);

    public static Task<Result<FreezeAnswer>> ThawAsync(Caller caller, ModelDesk desk, CancellationToken cancellation) =>
        SetAsync(caller, desk, frozen: false, cancellation);

    private static async Task<Result<FreezeAnswer>> SetAsync(Caller caller, ModelDesk desk, bool frozen, CancellationToken cancellation)
    {
        if (caller.Refuse(null) is { } refused)
        {
            return refused;
        }

        return (await desk.FreezeAsync(caller, frozen, cancellation)).TryGet(out var head, out var problem)
            ? new FreezeAnswer(head.Frozen, head.Version)
            : problem;
    }
}
