using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Tests.Identity;

/// <summary>Walks over every route the host has, so that a route added later is tested without a word here.</summary>
public sealed class RouteAccessTests(RunningHost host) : IClassFixture<RunningHost>
{
    /// <summary>The only routes that answer without a key. Adding one is a decision, made here.</summary>
    private static readonly string[] Anonymous =
    [
        "GET /",
        "GET /api/v1/session/callback",
        "GET /api/v1/session/identity-provider",
        "GET /api/v1/session/methods",
        "GET /health/live",
        "GET /health/ready",
        "GET /openapi/{documentName}.json",
        "POST /api/v1/session",
    ];

    /// <summary>The only routes that need no scope: they speak of nobody but the caller. Adding one is a decision, made here.</summary>
    private static readonly string[] WithoutScope =
    [
        "DELETE /api/v1/session",
        "GET /api/v1/session",
        "PUT /api/v1/session/password",
        "PUT /api/v1/session/preferences",
    ];

    /// <summary>Routes that do not ask who asks because their answer is the same in every part of the organisation. Adding one is a decision, made here.</summary>
    private static readonly string[] SameEverywhere =
    [
        "GET /api/v1/attributes",
        "GET /api/v1/attributes/{name}",
        "GET /api/v1/clock",
        "GET /api/v1/matching",
        "GET /api/v1/matching/offerings",
        "POST /api/v1/matching/channels/preview",
        "POST /api/v1/matching/offerings/preview",
    ];

    private IReadOnlyList<(string Method, RouteEndpoint Endpoint)> Routes =>
    [
        .. host.Application.Services.GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Distinct()
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
                .Select(method => (method, endpoint))),
    ];

    [Fact]
    public void Exactly_the_listed_routes_are_open_to_everybody()
    {
        var open = Routes.Where(route => route.Endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(NameOf);

        Assert.Equal(Anonymous, open.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Exactly_the_listed_routes_are_open_to_whoever_is_known()
    {
        var open = Routes.Where(route => route.Endpoint.Metadata.GetMetadata<OpenToAnyCaller>() is not null).Select(NameOf);

        Assert.Equal(WithoutScope, open.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_other_route_names_a_known_scope()
    {
        var wrong = Scoped()
            .Where(route => route.Endpoint.Metadata.GetMetadata<RequiredScope>() is not { } needed || !Scopes.All.ContainsKey(needed.Scope))
            .Select(NameOf);

        Assert.Empty(wrong);
    }

    /// <summary>A route that takes the caller can look at their unit; one of documents does; any other is for whoever is not bound.</summary>
    [Fact]
    public void Every_scoped_route_knows_whose_part_of_the_organisation_it_speaks_of()
    {
        var blind = Scoped()
            .Where(route => route.Endpoint.Metadata.GetMetadata<WholeOrganisation>() is null
                && route.Endpoint.Metadata.GetMetadata<MethodInfo>() is { } handler
                && handler.DeclaringType?.DeclaringType != typeof(DocumentRoutes)
                && handler.GetParameters().All(parameter => parameter.ParameterType != typeof(Caller)))
            .Select(NameOf)
            .Where(name => name.Contains(EndpointConventions.BasePath, StringComparison.Ordinal));

        Assert.Equal(SameEverywhere, blind.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Without_a_key_every_other_route_answers_401()
    {
        using var client = host.Client(key: null);
        foreach (var route in Protected())
        {
            var answer = await AskAsync(client, route);

            Assert.True(answer.Status == HttpStatusCode.Unauthorized, $"{NameOf(route)} answered {answer.Status}");
            Assert.Equal("application/problem+json", answer.MediaType);
            Assert.Equal("Bearer", answer.Message.Headers.WwwAuthenticate.Single().Scheme);
            Assert.Contains(route.Endpoint.Metadata.GetMetadata<RequiredScope>()?.Scope ?? "Sign in", (string)answer.Json["detail"]!, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task With_a_key_of_no_scope_every_scoped_route_answers_403_and_names_the_scope()
    {
        using var client = await host.ClientWithAsync([]);
        foreach (var route in Scoped())
        {
            var answer = await AskAsync(client, route);

            Assert.True(answer.Status == HttpStatusCode.Forbidden, $"{NameOf(route)} answered {answer.Status}");
            Assert.Equal("application/problem+json", answer.MediaType);
            Assert.Contains(ScopeOf(route), (string)answer.Json["detail"]!, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task With_a_key_of_every_other_scope_a_route_still_answers_403()
    {
        foreach (var byScope in Scoped().GroupBy(ScopeOf))
        {
            using var client = await host.ClientWithAsync([.. Scopes.All.Keys.Where(scope => scope != byScope.Key)]);

            Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(client, byScope.First())).Status);
        }
    }

    [Fact]
    public async Task With_an_unknown_key_the_answer_is_401()
    {
        using var client = host.Client("oct_unknown");

        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(client, Protected().First())).Status);
    }

    private static string NameOf((string Method, RouteEndpoint Endpoint) route) => $"{route.Method} {route.Endpoint.RoutePattern.RawText}";

    private static string ScopeOf((string Method, RouteEndpoint Endpoint) route) => route.Endpoint.Metadata.GetMetadata<RequiredScope>()!.Scope;

    private static async Task<Answer> AskAsync(ApiClient client, (string Method, RouteEndpoint Endpoint) route)
    {
        var path = route.Endpoint.RoutePattern.RawText!;
        foreach (var parameter in route.Endpoint.RoutePattern.Parameters)
        {
            path = System.Text.RegularExpressions.Regex.Replace(path, @"\{\**" + parameter.Name + @"[^}]*\}", "1", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
        }

        var media = route.Endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes[0];
        return route.Method == "GET"
            ? await client.GetAsync(path)
            : await client.SendAsync(new HttpMethod(route.Method), path, "{}", ("Content-Type", media ?? "application/json"));
    }

    private IEnumerable<(string Method, RouteEndpoint Endpoint)> Scoped() => Protected().Where(route => !WithoutScope.Contains(NameOf(route)));

    private IEnumerable<(string Method, RouteEndpoint Endpoint)> Protected() => Routes.Where(route => !Anonymous.Contains(NameOf(route)));
}
