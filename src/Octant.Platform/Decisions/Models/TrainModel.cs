using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Models;

/// <summary>Learns from everything up to now, at once, and publishes it.</summary>
public static class TrainModel
{
    public const string Route = "/models";

    public static async Task<Result<Created<ModelVersion>>> HandleAsync(Caller caller, ModelDesk desk, CancellationToken cancellation)
    {
        if (caller.Refuse(null) is { } refused)
        {
            return refused;
        }

        return (await desk.TrainAsync(caller, cancellation)).TryGet(out var model, out var problem)
            ? TypedResults.Created(PathOf(model), model)
            : problem;
    }

    internal static string PathOf(ModelVersion model) => FormattableString.Invariant($"{EndpointConventions.BasePath}{Route}/{model.Version}");
}
