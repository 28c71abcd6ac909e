using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
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
    public static T RequireScope<T>(this T endpoint, string scope)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(new RequiredScope(scope));

    /// <summary>Who asks. Only behind a route that needs a scope.</summary>
    public static Caller GetCaller(this HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("The route is open to everybody; nobody is known to ask.");

    public static async Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        // Only routes of ours are RouteEndpoints: 404, 405 and 415 are not, and tell nothing that a key would protect.
        if (context.GetEndpoint() is not RouteEndpoint endpoint || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            await next(context);
            return;
        }

        var needed = endpoint.Metadata.GetMetadata<RequiredScope>()?.Scope;
        var found = await FindAsync(context);
        if (!found.TryGet(out var caller, out var problem))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"octant\"";
            await new ProblemResponse(needed is null ? problem : problem with { Detail = $"{problem.Detail} The scope '{needed}' is needed." })
                .ExecuteAsync(context);
            return;
        }

        if (needed is null || !caller.Scopes.Contains(needed))
        {
            await new ProblemResponse(Problem.Forbidden($"This key lacks the scope '{needed}'.")).ExecuteAsync(context);
            return;
        }

        context.Features.Set(caller);
        await next(context);
    }

    private static async ValueTask<Result<Caller>> FindAsync(HttpContext context)
    {
        foreach (var source in context.RequestServices.GetServices<ICallerSource>())
        {
            if (await source.FindAsync(context) is { } found)
            {
                return found;
            }
        }

        return new Problem(ProblemKind.Unauthenticated, "A key is needed, in X-Api-Key or as a bearer token.");
    }
}
