using System.Net;
using System.Text.Json.Nodes;

namespace Octant.Platform.Tests.Identity;

public sealed class AuditTests(RunningHost host) : IClassFixture<RunningHost>
{
    [Fact]
    public async Task Every_change_leaves_who_what_and_which()
    {
        using var client = await host.ClientWithAsync(["catalog:write", "audit:read"]);
        await client.PutAsync("/api/v1/offerings/A-1", """{"name":"one"}""");
        await client.PutAsync("/api/v1/offerings/A-1", """{"name":"two"}""");
        await client.DeleteAsync("/api/v1/offerings/A-1");

        var entries = await OfAsync(client, "A-1");

        Assert.Equal(["deleted", "replaced", "created"], entries.Select(entry => (string)entry["action"]!));
        Assert.All(entries, entry => Assert.StartsWith("key/", (string)entry["actor"]!, StringComparison.Ordinal));
        Assert.All(entries, entry => Assert.Equal("offering", (string)entry["kind"]!));
    }

    [Fact]
    public async Task A_refused_change_leaves_nothing()
    {
        using var client = host.Client();
        await client.PutAsync("/api/v1/offerings/A-2", """{"name":"","price":-1}""");

        Assert.Empty(await OfAsync(client, "A-2"));
    }

    [Theory]
    [InlineData("from=yesterday", "from")]
    [InlineData("to=2026-01-01", "to")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    public async Task A_wrong_question_names_its_field(string query, string field)
    {
        using var client = host.Client();

        var answer = await client.GetAsync("/api/v1/audit?" + query);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal([field], answer.Fields);
    }

    private static async Task<IReadOnlyList<JsonNode>> OfAsync(ApiClient client, string id) =>
        [.. ((JsonArray)(await client.GetAsync("/api/v1/audit?limit=1000")).Json["items"]!).Select(entry => entry!).Where(entry => (string)entry["id"]! == id)];
}
