using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Identity;

namespace Octant.Platform.Tests.Identity;

public sealed class KeyTests(RunningHost host) : IClassFixture<RunningHost>
{
    [Fact]
    public async Task A_key_is_shown_once_and_never_again()
    {
        using var client = host.Client();
        var created = await client.PostAsync("/api/v1/keys", """{"name":"web shop","scopes":["catalog:read"]}""");
        var secret = (string)created.Json["key"]!;

        Assert.Equal(HttpStatusCode.Created, created.Status);
        Assert.StartsWith("oct_", secret, StringComparison.Ordinal);
        Assert.True(secret.Length >= 47);
        Assert.DoesNotContain(secret, (await client.GetAsync("/api/v1/keys?limit=500")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, (await client.GetAsync("/api/v1/audit?limit=1000")).Body, StringComparison.Ordinal);
        var stored = await host.Application.Services.GetRequiredService<IDocumentStore>().ReadAllAsync(ApiKey.Kind, default);
        Assert.DoesNotContain(stored, document => document.Body.Contains(secret[4..], StringComparison.Ordinal));
        Assert.Contains(stored, document => document.Body.Contains(ApiKey.HashOf(secret), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_of_keys_shows_no_hash()
    {
        using var reader = await host.ClientWithAsync(["catalog:read"]);
        using var client = host.Client();

        Assert.DoesNotContain("hash", (await client.GetAsync("/api/v1/keys")).Body, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_key_works_in_both_headers()
    {
        using var client = host.Client();
        var secret = (string)(await client.PostAsync("/api/v1/keys", """{"name":"both","scopes":["catalog:read"]}""")).Json["key"]!;
        using var anonymous = host.Client(key: null);

        Assert.Equal(HttpStatusCode.OK, (await anonymous.GetAsync("/api/v1/offerings", ("X-Api-Key", secret))).Status);
        Assert.Equal(HttpStatusCode.OK, (await anonymous.GetAsync("/api/v1/offerings", ("Authorization", "Bearer " + secret))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await anonymous.GetAsync("/api/v1/offerings", ("Authorization", "Basic " + secret))).Status);
    }

    [Fact]
    public async Task A_withdrawn_key_is_refused_at_once()
    {
        using var client = host.Client();
        var created = await client.PostAsync("/api/v1/keys", """{"name":"short-lived","scopes":["catalog:read"]}""");
        using var other = host.Client((string)created.Json["key"]!);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/api/v1/offerings")).Status);

        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync("/api/v1/keys/" + (string)created.Json["id"]!)).Status);

        Assert.Equal(HttpStatusCode.Unauthorized, (await other.GetAsync("/api/v1/offerings")).Status);
    }

    [Fact]
    public async Task A_key_is_refused_from_its_expiry_on()
    {
        var own = new RunningHost();
        await own.InitializeAsync();
        using var client = own.Client();
        var created = await client.PostAsync("/api/v1/keys", """{"name":"till noon","scopes":["catalog:read"],"expiresAt":"2026-03-01T12:00:00Z"}""");
        using var other = own.Client((string)created.Json["key"]!);

        await client.PostAsync("/api/v1/clock", """{"now":"2026-03-01T11:59:59.999999Z"}""");
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/api/v1/offerings")).Status);
        await client.PostAsync("/api/v1/clock", """{"now":"2026-03-01T12:00:00Z"}""");
        Assert.Equal(HttpStatusCode.Unauthorized, (await other.GetAsync("/api/v1/offerings")).Status);
        await own.DisposeAsync();
    }

    [Fact]
    public async Task A_key_outlives_a_restart()
    {
        var own = new RunningHost();
        await own.InitializeAsync();
        using var client = own.Client();
        var secret = (string)(await client.PostAsync("/api/v1/keys", """{"name":"lasting","scopes":["catalog:read"]}""")).Json["key"]!;

        await own.StopAsync();
        await own.StartAsync();

        using var other = own.Client(secret);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/api/v1/offerings")).Status);
        await own.DisposeAsync();
    }

    [Fact]
    public async Task Nobody_gives_away_a_scope_they_lack()
    {
        using var administrator = await host.ClientWithAsync(["admin", "catalog:read"]);

        var answer = await administrator.PostAsync("/api/v1/keys", """{"name":"more","scopes":["catalog:write"]}""");

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Contains("catalog:write", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bound_administrator_makes_sees_and_withdraws_keys_of_their_own_part_only()
    {
        using var client = host.Client();
        var everywhere = (string)(await client.PostAsync("/api/v1/keys", """{"name":"everywhere","scopes":[]}""")).Json["id"]!;
        using var bound = await host.ClientWithAsync(["admin"], "north/harbour");

        Assert.Equal(HttpStatusCode.Forbidden, (await bound.PostAsync("/api/v1/keys", """{"name":"x","scopes":[],"organisation":"south"}""")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await bound.PostAsync("/api/v1/keys", """{"name":"x","scopes":[],"organisation":"north/harbourside"}""")).Status);
        var inherited = await bound.PostAsync("/api/v1/keys", """{"name":"x","scopes":[]}""");
        Assert.Equal("north/harbour", (string)inherited.Json["organisation"]!);
        var listed = (JsonArray)(await bound.GetAsync("/api/v1/keys")).Json["items"]!;
        Assert.NotEmpty(listed);
        Assert.All(listed, key => Assert.StartsWith("north/harbour", (string)key!["organisation"]!, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, (await bound.DeleteAsync("/api/v1/keys/" + everywhere)).Status);
    }

    [Theory]
    [InlineData("""{"name":"","scopes":[]}""", "name")]
    [InlineData("""{"scopes":[]}""", "name")]
    [InlineData("""{"name":"x"}""", "scopes")]
    [InlineData("""{"name":"x","scopes":["catalog:reed"]}""", "scopes[0]")]
    [InlineData("""{"name":"x","scopes":["admin","admin"]}""", "scopes[1]")]
    [InlineData("""{"name":"x","scopes":"admin"}""", "scopes")]
    [InlineData("""{"name":"x","scopes":[],"organisation":"a//b"}""", "organisation")]
    [InlineData("""{"name":"x","scopes":[],"expiresAt":"2026-02-01T00:00:00Z"}""", "expiresAt")]
    public async Task A_wrong_request_names_its_field(string body, string field)
    {
        using var client = host.Client();

        var answer = await client.PostAsync("/api/v1/keys", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal([field], answer.Fields);
    }
}
