using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Time;
using Octant.Platform.Foundation.Units;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Identity;

/// <summary>A key to be made.</summary>
/// <param name="Name">For people: what it is for.</param>
/// <param name="Scopes">What it may do; a caller can give only what it has itself.</param>
/// <param name="Organisation">The unit it is bound to, such as <c>province/city</c>; null for the whole organisation.</param>
/// <param name="ExpiresAt">From then on it is refused; null for never.</param>
public sealed record KeyRequest(string Name, IReadOnlyList<string> Scopes, string? Organisation, Instant? ExpiresAt);

/// <summary>A new key. The secret is shown this once and kept nowhere.</summary>
public sealed record KeyCreated(
    string Id, string Key, string Name, IReadOnlyList<string> Scopes, string? Organisation, Instant CreatedAt, Instant? ExpiresAt);

public static class CreateKey
{
    public static async Task<Result<Created<KeyCreated>>> HandleAsync(
        Body<KeyRequest> body, Caller caller, KeyStorage storage, IOrganisationUnits units, IClock clock, CancellationToken cancellation)
    {
        var request = body.Value;
        if (Check(request, clock.Now) is { } invalid)
        {
            return invalid;
        }

        if (FindExcess(request, caller) is { } refused)
        {
            return refused;
        }

        if (request.Organisation is { } path && !await units.AllowsAsync(path, cancellation))
        {
            return Problem.Invalid("organisation", "the path of a unit of the organisation", path);
        }

        var secret = ApiKey.NewSecret();
        var key = new ApiKey
        {
            Id = ApiKey.NewId(),
            Name = request.Name,
            Scopes = request.Scopes,
            Organisation = request.Organisation ?? caller.Organisation,
            CreatedAt = clock.Now,
            ExpiresAt = request.ExpiresAt,
            Hash = ApiKey.HashOf(secret),
        };
        return await storage.AddAsync(caller, key, cancellation) is { } problem
            ? problem
            : TypedResults.Created(
                $"{EndpointConventions.BasePath}/keys/{key.Id}",
                new KeyCreated(key.Id, secret, key.Name, key.Scopes, key.Organisation, key.CreatedAt, key.ExpiresAt));
    }

    private static Problem? Check(KeyRequest request, Instant now)
    {
        var fields = new FieldChecks();
        fields.RequireText(request.Name, "name");
        fields.RequireScopes(request.Scopes, "scopes");
        fields.RequireOrganisation(request.Organisation, "organisation");
        fields.Require(request.ExpiresAt is null || request.ExpiresAt > now, "expiresAt", "a time to come", request.ExpiresAt);
        return fields.ToProblem();
    }

    /// <summary>Nobody can hand out more than they have.</summary>
    private static Problem? FindExcess(KeyRequest request, Caller caller) =>
        request.Scopes.FirstOrDefault(scope => !caller.Scopes.Contains(scope)) is { } excess
            ? Problem.Forbidden($"You lack the scope '{excess}' and cannot give it away.")
            : request.Organisation is { } organisation ? caller.Refuse(organisation) : null;
}
