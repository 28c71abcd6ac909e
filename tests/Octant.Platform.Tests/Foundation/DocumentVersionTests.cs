using System.Net;
using System.Text.Json.Nodes;

namespace Octant.Platform.Tests.Foundation;

/// <summary>What people edit again and again can be read as it was, and found by its words.</summary>
public sealed class DocumentVersionTests(RunningHost host) : IClassFixture<RunningHost>
{
    [Fact]
    public async Task Every_change_leaves_a_version_with_who_and_when_the_newest_first()
    {
        using var client = host.Client();
        await client.PutAsync("/api/v1/offerings/versioned", """{"name":"First","price":100}""");
        using var editor = await host.ClientWithAsync(["catalog:write", "catalog:read"]);
        await editor.PutAsync("/api/v1/offerings/versioned", """{"name":"Second","price":200}""");
        await editor.PutAsync("/api/v1/offerings/versioned", """{"name":"Second","price":200}""");

        var page = (await editor.GetAsync("/api/v1/offerings/versioned/versions")).Json;

        Assert.Equal(2, (int)page["total"]!);
        Assert.Equal([(2, "Second", 200), (1, "First", 100)], page["items"]!.AsArray().Select(item => ((int)item!["version"]!, (string)item["value"]!["name"]!, (int)item["value"]!["price"]!)));
        Assert.NotEqual((string)page["items"]![0]!["by"]!, (string)page["items"]![1]!["by"]!);
        Assert.StartsWith("key/", (string)page["items"]![0]!["by"]!, StringComparison.Ordinal);
        Assert.All(page["items"]!.AsArray(), item => Assert.StartsWith("2026-", (string)item!["at"]!, StringComparison.Ordinal));
        Assert.Equal(1, (int)(await editor.GetAsync("/api/v1/offerings/versioned/versions?offset=1&limit=1")).Json["items"]![0]!["version"]!);
    }

    [Fact]
    public async Task A_refused_change_leaves_no_version_and_a_deleted_document_begins_anew()
    {
        using var client = host.Client();
        var first = await client.PutAsync("/api/v1/channels/short-lived", """{"name":"First"}""");
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PutAsync("/api/v1/channels/short-lived", """{"name":" "}""")).Status);
        Assert.Equal(HttpStatusCode.OK, (await client.PutAsync("/api/v1/channels/short-lived", """{"name":"Second"}""", ("If-Match", first.Tag!))).Status);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await client.PutAsync("/api/v1/channels/short-lived", """{"name":"Lost"}""", ("If-Match", first.Tag!))).Status);
        Assert.Equal(["Second", "First"], await NamesAsync(client, "channels/short-lived"));

        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync("/api/v1/channels/short-lived")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/api/v1/channels/short-lived/versions")).Status);
        await client.PutAsync("/api/v1/channels/short-lived", """{"name":"Again"}""");

        Assert.Equal(["Again"], await NamesAsync(client, "channels/short-lived"));
    }

    [Fact]
    public async Task What_the_platform_delivered_is_the_version_before_the_first_change()
    {
        using var client = host.Client();
        await client.PutAsync("/api/v1/product-clusters/travel", """{"name":{"zh":"旅行","en":"Journeys"},"dimension":"need"}""");

        var versions = (await client.GetAsync("/api/v1/product-clusters/travel/versions")).Json["items"]!.AsArray();

        Assert.Equal(["Journeys", "Travel"], versions.Select(item => (string)item!["value"]!["name"]!["en"]!));
        Assert.Null(versions[1]!["by"]);
    }

    [Fact]
    public async Task Versions_of_another_part_of_the_organisation_are_not_found()
    {
        using var client = host.Client();
        foreach (var (path, level) in (IEnumerable<(string, string)>)[("north", "province"), ("south", "province")])
        {
            await client.PutAsync($"/api/v1/organisation/units/{path}", $$"""{"name":{"zh":"{{path}}","en":"{{path}}"},"level":"{{level}}" }""");
        }

        await client.PutAsync("/api/v1/channels/counter", """{"name":"Counter"}""");
        await client.PutAsync("/api/v1/outlets/north-hall", """{"name":"North hall","channel":"counter","organisation":"north"}""");
        using var south = await host.ClientWithAsync(["channels:read"], "south");

        Assert.Equal(HttpStatusCode.NotFound, (await south.GetAsync("/api/v1/outlets/north-hall/versions")).Status);
        Assert.Empty((await south.GetAsync("/api/v1/outlets?search=north")).Json["items"]!.AsArray());
        Assert.Single((await client.GetAsync("/api/v1/outlets?search=north")).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task A_list_is_searched_by_every_word_in_ids_and_names_whatever_the_case()
    {
        using var client = host.Client();
        await client.PutAsync("/api/v1/promotions/none-yet", """{"name":"x","offerings":["missing"]}""");
        foreach (var (id, name) in (IEnumerable<(string, string)>)[("flow-1", "Night Owl pack 夜间"), ("flow-2", "Night shift"), ("flow-3", "Day pack")])
        {
            await client.PutAsync($"/api/v1/offerings/{id}", $$"""{"name":"{{name}}"}""");
        }

        Assert.Equal(["flow-1"], await FoundAsync(client, "night PACK"));
        Assert.Equal(["flow-1"], await FoundAsync(client, "夜间"));
        Assert.Equal(["flow-1", "flow-2", "flow-3"], await FoundAsync(client, "FLOW-"));
        Assert.Empty(await FoundAsync(client, "night nobody"));
        Assert.Equal(3, (int)(await client.GetAsync("/api/v1/offerings?search=flow-&limit=1&offset=1")).Json["total"]!);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync($"/api/v1/offerings?search={new string('x', 201)}")).Status);
    }

    private static async Task<IEnumerable<string>> NamesAsync(ApiClient client, string path) =>
        (await client.GetAsync($"/api/v1/{path}/versions")).Json["items"]!.AsArray().Select(item => (string)item!["value"]!["name"]!);

    private static async Task<IEnumerable<string>> FoundAsync(ApiClient client, string words) =>
        ((JsonArray)(await client.GetAsync($"/api/v1/offerings?search={Uri.EscapeDataString(words)}")).Json["items"]!).Select(item => (string)item!["id"]!);
}
