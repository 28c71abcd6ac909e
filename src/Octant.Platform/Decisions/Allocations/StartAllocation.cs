using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Allocations;

/// <summary>Begins to assign customers to competing campaigns.</summary>
public static class StartAllocation
{
    public const string Route = "/allocations";

    internal static async Task<Result<Accepted<AllocationView>>> HandleAsync(Body<AllocateRequest> body, AllocationDesk desk, CancellationToken cancellation) =>
        (await desk.StartAsync(body.Value, cancellation).ConfigureAwait(false)).TryGet(out var view, out var problem)
            ? TypedResults.Accepted($"{EndpointConventions.BasePath}{Route}/{view.Id}", view)
            : problem;
}
