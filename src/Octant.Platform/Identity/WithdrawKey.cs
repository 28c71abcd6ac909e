using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Identity;

/// <summary>Makes a key invalid, from the answer on.</summary>
public static class WithdrawKey
{
    public static async Task<Result<NoContent>> HandleAsync(string id, Caller caller, KeyStorage storage, CancellationToken cancellation)
    {
        if (await storage.Keys.ReadAsync(id, cancellation) is not { Value: var key } || !IsWithin(key, caller))
        {
            return Problem.NotFound(ApiKey.Kind, id);
        }

        return await storage.DeleteAsync(caller, key, cancellation) is { } problem ? problem : TypedResults.NoContent();
    }

    /// <summary>A key of the whole organisation lies within nobody's part of it.</summary>
    public static bool IsWithin(ApiKey key, Caller caller) =>
        caller.Organisation is null || (key.Organisation is { } organisation && caller.Permits(organisation));
}
