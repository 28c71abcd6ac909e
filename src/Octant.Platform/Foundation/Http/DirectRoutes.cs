using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Octant.Platform.Foundation.Http;

/// <summary>
/// The route is asked so often that finding it among all others would show. It takes JSON, its address has no parameters, and its body no
/// limit but the server's, for the general routing sees to these.
/// </summary>
public sealed record DirectRoute;

/// <summary>
/// Takes JSON for exactly the address of a <see cref="DirectRoute"/> there at once. What is only nearly so, in address, method or content
/// type, is left to the general routing, which also knows how to refuse.
/// </summary>
public static class DirectRoutes
{
    private const string Json = "application/json";

    /// <param name="check">What stands before every route.</param>
    public static void UseDirectRoutes(this WebApplication application, Func<HttpContext, RequestDelegate, Task> check)
    {
        // Looked for at the first request: all routes are there by then.
        DirectAddress[]? addresses = null;
        application.Use(next => context =>
        {
            addresses ??= [.. application.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).SelectMany(AddressesOf)];
            if (Find(addresses, context.Request) is not { RequestDelegate: { } answer } endpoint)
            {
                return next(context);
            }

            context.SetEndpoint(endpoint);
            return check(context, answer);
        });
    }

    private static IEnumerable<DirectAddress> AddressesOf(Endpoint endpoint) =>
        endpoint is RouteEndpoint { RoutePattern.RawText: { } path } route && route.Metadata.GetMetadata<DirectRoute>() is not null
            ? route.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods.Select(method => new DirectAddress(method, path, route))
            : [];

    private static RouteEndpoint? Find(DirectAddress[] addresses, HttpRequest request)
    {
        foreach (var address in addresses)
        {
            if (request.Path.Value == address.Path && request.Method == address.Method && request.ContentType == Json)
            {
                return address.Endpoint;
            }
        }

        return null;
    }

    private sealed record DirectAddress(string Method, string Path, RouteEndpoint Endpoint);
}
