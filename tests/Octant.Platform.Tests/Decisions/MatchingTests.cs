using System.Text.Json.Nodes;

namespace Octant.Platform.Tests.Decisions;

public sealed class MatchingTests(RunningHost host) : IClassFixture<RunningHost>
{
    [Fact]
    public async Task The_matrix_names_the_property_that_fails()
    {
        await using var world = await DecisionWorld.StartAsync("2026-03-01T00:00:00Z");
        var client = world.Client;
        await client.PutAsync("/api/v1/offerings/e-mail-bill", """{"name":"E-mail bill","needs":{"input":"text"}}""");
        await client.PutAsync("/api/v1/offerings/roaming", """{"name":"Roaming","needs":{"input":"digits"}}""");
        await client.PutAsync("/api/v1/channels/kiosk", """{"name":"Kiosk","abilities":{"input":["digits"]}}""");
        await client.PutAsync(
            "/api/v1/channels/web",
            """{"name":"Web","abilities":{"input":["text"],"serviceAbility":8,"costAdvantage":8,"carryingAbility":8,"friendliness":8}}""");

        var matrix = await client.GetAsync("/api/v1/matching");

        Assert.Equal(4, (long)matrix.Json["total"]!);
        Assert.Equal(
            [
                ("e-mail-bill", "kiosk", "cannotCarry", "input: text"),
                ("e-mail-bill", "web", "preferred", null),
                ("roaming", "kiosk", "canCarry", null),
                ("roaming", "web", "preferred", null),
            ],
            CellsOf(matrix));
        Assert.Equal([("roaming", "kiosk", "canCarry", null)], CellsOf(await client.GetAsync("/api/v1/matching?offering=roaming&channel=kiosk")));
        Assert.Equal([("e-mail-bill", "web", "preferred", null)], CellsOf(await client.GetAsync("/api/v1/matching?offset=1&limit=1")));
    }

    [Fact]
    public async Task A_form_is_told_which_channels_would_carry_what_is_typed()
    {
        using var client = host.Client();
        await client.PutAsync("/api/v1/channels/preview-kiosk", """{"name":"Kiosk","abilities":{"input":["digits"]}}""");
        await client.PutAsync("/api/v1/offerings/preview-text", """{"name":"Text","needs":{"input":"text"}}""");

        var offering = (await client.PostAsync("/api/v1/matching/offerings/preview", """{"needs":{"input":"text","revenueImportance":9,"companyPriority":9,"customerAttention":6}}""")).Json;
        var channel = (await client.PostAsync("/api/v1/matching/channels/preview", """{"abilities":{"input":["digits"]}}""")).Json;

        Assert.Equal(("gold", 24), ((string)offering["tier"]!, (int)offering["importance"]!));
        Assert.Equal("input: text", (string)offering["cells"]!.AsArray().Single(cell => (string)cell!["channel"]! == "preview-kiosk")!["property"]!);
        Assert.Equal("cannotCarry", (string)channel["cells"]!.AsArray().Single(cell => (string)cell!["offering"]! == "preview-text")!["verdict"]!);
    }

    [Fact]
    public async Task Rows_of_the_matrix_are_found_by_words_cluster_and_tier()
    {
        using var client = host.Client();
        await client.PutAsync("/api/v1/offerings/row-a", """{"name":"Row Alpha","cluster":"billing","tier":"gold"}""");
        await client.PutAsync("/api/v1/offerings/row-b", """{"name":"Row Beta","cluster":"billing","needs":{"revenueImportance":9,"companyPriority":9}}""");

        Assert.Equal(["row-a", "row-b"], await RowsAsync("cluster=billing"));
        Assert.Equal(["row-b"], await RowsAsync("cluster=billing&tier=silver"));
        Assert.Equal(["row-a"], await RowsAsync("search=ROW%20alpha"));
        Assert.Equal(["tier"], (await client.GetAsync("/api/v1/matching/offerings?tier=2")).Fields);
        var row = (await client.GetAsync("/api/v1/matching/offerings?search=beta")).Json["items"]![0]!;
        Assert.Equal((false, 18), ((bool)row["tierIsSet"]!, (int)row["importance"]!));

        async Task<IEnumerable<string>> RowsAsync(string query) =>
            (await client.GetAsync($"/api/v1/matching/offerings?{query}")).Json["items"]!.AsArray().Select(item => (string)item!["offering"]!);
    }

    [Fact]
    public async Task Prospects_of_an_offering_have_another_of_its_cluster_or_behave_as_if_they_had()
    {
        using var client = host.Client();
        await client.PutAsync("/api/v1/attributes/roamingDays", """{"kind":"number"}""");
        await client.PutAsync("/api/v1/product-clusters/journeys", """{"name":{"zh":"旅程","en":"Journeys"},"dimension":"need","behaviour":"customer.roamingDays > 3"}""");
        foreach (var id in (string[])["lounge", "roam-7"])
        {
            await client.PutAsync($"/api/v1/offerings/{id}", $$"""{"name":"{{id}}","cluster":"journeys"}""");
        }

        await client.PutAsync("/api/v1/channels/dear-way", """{"name":"Dear","costPerContact":900}""");
        foreach (var (id, body) in (IEnumerable<(string, string)>)
                 [("has-other", """{"products":["roam-7"]}"""), ("has-it", """{"products":["lounge","roam-7"]}"""), ("behaves", """{"attributes":{"roamingDays":9}}"""), ("neither", """{"attributes":{"roamingDays":1}}""")])
        {
            await client.PutAsync($"/api/v1/customers/prospect-{id}", body);
        }

        var found = (await client.GetAsync("/api/v1/matching/offerings/lounge/prospects")).Json;
        Assert.Equal((2, 1, 1, "need"), ((int)found["count"]!, (int)found["owners"]!, (int)found["byBehaviour"]!, (string)found["dimension"]!));
        Assert.Equal(("roam-7", 1), ((string)found["sources"]![0]!["offering"]!, (int)found["sources"]![0]!["count"]!));
        var counted = await client.PostAsync("/api/v1/audiences/count", new JsonObject { ["expression"] = (string)found["expression"]! }.ToJsonString());
        Assert.Equal(2, (int)counted.Json["count"]!);

        var one = (await client.GetAsync("/api/v1/matching/customers/prospect-behaves")).Json;
        var cluster = Assert.Single(one["clusters"]!.AsArray())!;
        Assert.True((bool)cluster["byBehaviour"]!);
        Assert.Equal(["lounge", "roam-7"], cluster["prospects"]!.AsArray().Select(prospect => (string)prospect!["offering"]!));
        Assert.All(cluster["prospects"]!.AsArray(), prospect => Assert.Equal("cost", (string)prospect!["by"]!));
        Assert.Equal(["lounge"], (await client.GetAsync("/api/v1/matching/customers/prospect-has-other")).Json["clusters"]![0]!["prospects"]!.AsArray().Select(prospect => (string)prospect!["offering"]!));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await client.GetAsync("/api/v1/matching/offerings/no-such/prospects")).Status);
    }

    [Fact]
    public async Task Ten_clusters_in_three_dimensions_are_there_from_the_start()
    {
        await using var fresh = await DecisionWorld.StartAsync("2026-03-01T00:00:00Z");
        var clusters = (await fresh.GetAsync("product-clusters")).Json["items"]!.AsArray();

        Assert.Equal([("access", 4), ("need", 3), ("service", 3)], clusters.GroupBy(cluster => (string)cluster!["dimension"]!).Select(group => (group.Key, group.Count())).Order());
        var wrong = await fresh.Client.PutAsync("/api/v1/product-clusters/travel", """{"name":{"zh":"旅行","en":"Travel"},"behaviour":"customer.nobodyKnows > 1"}""");
        Assert.Equal(["behaviour"], wrong.Fields);
    }

    private static IEnumerable<(string, string, string, string?)> CellsOf(Answer answer) =>
        ((JsonArray)answer.Json["items"]!).Select(cell =>
            ((string)cell!["offering"]!, (string)cell["channel"]!, (string)cell["verdict"]!, (string?)cell["property"]));
}
