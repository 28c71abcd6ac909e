using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Models;

/// <summary>Goes back to what an earlier version knew.</summary>
public static class RestoreModel
{
    public static async Task<Result<Created<ModelVersion>>> HandleAsync(long version, Caller caller, ModelDesk desk, CancellationToken cancellation)
    {
        if (caller.Refuse(null) is { } refused)
        {
            return refused;
        }

        return (await desk.RestoreAsync(caller, version, cancellation)).TryGet(out var model, out var problem)
            ? TypedResults.Created(TrainModel.PathOf(model), model)
            : problem;
    }
}
