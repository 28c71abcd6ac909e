using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Foundation.Http;

/// <summary>The scope a route needs.</summary>
public sealed record RequiredScope(string Scope);

/// <summary>
/// Lets a request through to its route only when somebody known with the route's scope asks. A route that names neither a
/// scope nor <c>AllowAnonymous</c> lets nobody through.
/// </summary>
public static class Access
{
    private static readonly Problem KeyNeeded = new(ProblemKind.Unauthenticated, "A key is needed, in X-Api-Key or as a bearer token.");

    public static T RequireScope<T>(this T endpoint, string scope)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(new RequiredScope(scope));

    /// <summary>Who asks. Only behind a route that needs a scope.</summary>
    public static Caller GetCaller(this HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("The route is open to everybody; nobody is known to ask.");

    /// <param name="sources">Asked in this order.</param>
    public static Task CheckAsync(HttpContext context, RequestDelegate next, ICallerSource[] sources)
    {
        // Only routes of ours are RouteEndpoints: 404, 405 and 415 are not, and tell nothing that a key would protect.
        if (context.GetEndpoint() is not RouteEndpoint endpoint || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            return next(context);
        }

        var needed = endpoint.Metadata.GetMetadata<RequiredScope>()?.Scope;
        var finding = FindAsync(context, sources);
        return finding.IsCompletedSuccessfully
            ? PassAsync(context, next, needed, finding.Result)
            : FindAndPassAsync(context, next, needed, finding);
    }

    private static async Task FindAndPassAsync(HttpContext context, RequestDelegate next, string? needed, ValueTask<Result<Caller>> finding) =>
        await PassAsync(context, next, needed, await finding);

    private static Task PassAsync(HttpContext context, RequestDelegate next, string? needed, Result<Caller> found)
    {
        if (!found.TryGet(out var caller, out var problem))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"octant\"";
            return new ProblemResponse(needed is null ? problem : problem with { Detail = $"{problem.Detail} The scope '{needed}' is needed." })
                .ExecuteAsync(context);
        }

        if (needed is null || !caller.Scopes.Contains(needed))
        {
            return new ProblemResponse(Problem.Forbidden($"This key lacks the scope '{needed}'.")).ExecuteAsync(context);
        }

        context.Features.Set(caller);
        return next(context);
    }

    private static async ValueTask<Result<Caller>> FindAsync(HttpContext context, ICallerSource[] sources)
    {
        foreach (var source in sources)
        {
            if (await source.FindAsync(context) is { } found)
            {
                return found;
            }
        }

        return KeyNeeded;
    }
}
