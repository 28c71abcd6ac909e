using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Foundation.Http;

/// <summary>The scope a route needs.</summary>
public sealed record RequiredScope(string Scope);

/// <summary>The route is open to whoever is known, whatever their scopes: it speaks of nobody but themselves.</summary>
public sealed record OpenToAnyCaller;

/// <summary>The route does, or tells of, what concerns the whole organisation: whoever is bound to a part of it is refused.</summary>
public sealed record WholeOrganisation;

/// <summary>
/// Lets a request through to its route only when somebody known with the route's scope asks. A route that names neither a
/// scope nor <see cref="OpenToAnyCaller"/> nor <c>AllowAnonymous</c> lets nobody through.
/// </summary>
public static class Access
{
    private static readonly Problem KeyNeeded = new(ProblemKind.Unauthenticated, "Sign in, or show a key in X-Api-Key or as a bearer token.");

    public static T RequireScope<T>(this T endpoint, string scope)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(new RequiredScope(scope));

    public static T RequireAnyCaller<T>(this T endpoint)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(new OpenToAnyCaller());

    public static T RequireWholeOrganisation<T>(this T endpoint)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(new WholeOrganisation());

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

        var finding = FindAsync(context, sources);
        return finding.IsCompletedSuccessfully
            ? PassAsync(context, next, endpoint, finding.Result)
            : FindAndPassAsync(context, next, endpoint, finding);
    }

    private static async Task FindAndPassAsync(HttpContext context, RequestDelegate next, RouteEndpoint endpoint, ValueTask<Result<Caller>> finding) =>
        await PassAsync(context, next, endpoint, await finding);

    private static Task PassAsync(HttpContext context, RequestDelegate next, RouteEndpoint endpoint, Result<Caller> found)
    {
        var needed = endpoint.Metadata.GetMetadata<RequiredScope>()?.Scope;
        if (!found.TryGet(out var caller, out var problem))
        {
            return new ProblemResponse(Explain(problem, needed, context)).ExecuteAsync(context);
        }

        if (endpoint.Metadata.GetMetadata<OpenToAnyCaller>() is null && Refuse(caller, needed, endpoint) is { } refused)
        {
            return new ProblemResponse(refused).ExecuteAsync(context);
        }

        context.Features.Set(caller);
        return next(context);
    }

    private static Problem? Refuse(Caller caller, string? needed, RouteEndpoint endpoint) =>
        caller.MustChangePassword ? Problem.Forbidden($"The password must be changed first, by PUT {EndpointConventions.BasePath}/session/password.")
        : needed is null || !caller.Has(needed) ? Problem.Forbidden($"The scope '{needed}' is needed.")
        : endpoint.Metadata.GetMetadata<WholeOrganisation>() is not null ? caller.Refuse(null)
        : null;

    private static Problem Explain(Problem problem, string? needed, HttpContext context)
    {
        if (problem.Kind != ProblemKind.Unauthenticated)
        {
            return problem;
        }

        context.Response.Headers.WWWAuthenticate = "Bearer realm=\"octant\"";
        return needed is null ? problem : problem with { Detail = $"{problem.Detail} The scope '{needed}' is needed." };
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
