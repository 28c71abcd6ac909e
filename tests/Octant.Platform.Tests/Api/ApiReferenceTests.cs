using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Octant.Platform.Foundation.Http;

namespace Octant.Platform.Tests.Api;

public sealed class ApiReferenceTests(RunningHost host) : IClassFixture<RunningHost>
{
    [Fact]
    public async Task The_description_shows_every_route_with_its_scope_and_every_way_to_say_who_asks()
    {
        using var client = host.Client(key: null);
        var document = (await client.GetAsync("/openapi/v1.json")).Json;

        Assert.Equal("X-Api-Key", (string)document["components"]!["securitySchemes"]!["apiKey"]!["name"]!);
        Assert.Equal("bearer", (string)document["components"]!["securitySchemes"]!["bearer"]!["scheme"]!);
        Assert.Equal("octant-session", (string)document["components"]!["securitySchemes"]!["session"]!["name"]!);
        var routes = Endpoints().Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/v1/", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(routes);
        foreach (var route in routes)
        {
            var method = route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0].ToLowerInvariant();
            var operation = document["paths"]?[route.RoutePattern.RawText!.Replace("{**", "{", StringComparison.Ordinal)]?[method];
            Assert.True(operation is not null, $"{method} {route.RoutePattern.RawText} is not described");
            if (route.Metadata.GetMetadata<IAllowAnonymous>() is null)
            {
                var expected = route.Metadata.GetMetadata<OpenToAnyCaller>() is null ? "Needs the scope" : "Needs no scope";
                Assert.Contains(expected, (string)operation!["description"]!, StringComparison.Ordinal);
                Assert.Equal(3, ((JsonArray)operation["security"]!).Count);
            }

            Assert.False(string.IsNullOrWhiteSpace((string?)operation!["summary"]), $"{method} {route.RoutePattern.RawText} has no summary");
            foreach (var parameter in route.RoutePattern.Parameters)
            {
                Assert.Contains((JsonArray)operation["parameters"]!, given => (string)given!["name"]! == parameter.Name);
            }
        }
    }

    [Fact]
    public async Task Times_and_durations_are_described_in_their_own_form()
    {
        using var client = host.Client(key: null);
        var offering = (await client.GetAsync("/openapi/v1.json")).Json["components"]!["schemas"]!["Offering"]!["properties"]!;

        Assert.Contains("duration", offering["responseWindow"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("date-time", offering["validFrom"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_are_described_as_they_are_sent()
    {
        using var client = host.Client(key: null);
        var document = (await client.GetAsync("/openapi/v1.json")).Json;

        Assert.DoesNotContain((JsonObject)document["components"]!["schemas"]!, schema => schema.Key.StartsWith("ResultOf", StringComparison.Ordinal));
        Assert.EndsWith("/CountAnswer", SchemaOf("/api/v1/audiences/count", "post", "200"), StringComparison.Ordinal);
        Assert.EndsWith("/KeyCreated", SchemaOf("/api/v1/keys", "post", "201"), StringComparison.Ordinal);
        Assert.Null(document["paths"]!["/api/v1/keys/{id}"]!["delete"]!["responses"]!["204"]!["content"]);

        string SchemaOf(string path, string method, string status) =>
            (string)document["paths"]![path]![method]!["responses"]![status]!["content"]!["application/json"]!["schema"]!["$ref"]!;
    }

    [Fact]
    public async Task The_page_is_served_from_here_alone()
    {
        using var client = host.Client(key: null);

        Assert.Equal(new Uri("/docs/", UriKind.Relative), (await client.GetAsync("/")).Message.Headers.Location);
        var page = await client.GetAsync("/docs/index.html");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.DoesNotContain("https://", page.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/docs/swagger-ui-bundle.js")).Status);
    }

    [Fact]
    public async Task Health_is_live_and_ready()
    {
        using var client = host.Client(key: null);

        Assert.Equal("live", (string)(await client.GetAsync("/health/live")).Json["status"]!);
        var ready = await client.GetAsync("/health/ready");
        Assert.Equal("ready", (string)ready.Json["status"]!);
        Assert.Contains((JsonArray)ready.Json["checks"]!, check => (string)check! == "storage");
    }

    private IEnumerable<RouteEndpoint> Endpoints() =>
        host.Application.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Distinct();
}
