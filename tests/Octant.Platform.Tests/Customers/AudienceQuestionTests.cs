using System.Net;
using System.Text.Json.Nodes;

namespace Octant.Platform.Tests.Customers;

/// <summary>Charts, samples, overlaps and target lists of audiences.</summary>
public sealed class AudienceQuestionTests(CustomerHost host) : IClassFixture<CustomerHost>, IAsyncLifetime
{
    public async Task InitializeAsync()
    {
        var lines = Enumerable.Range(0, 300).Select(number =>
            $"q{number},{number},{(number % 3 == 0 ? "gold" : "plain")},{(number % 2 == 0 ? "even" : "odd")},2026-0{(number % 6) + 1}-11,{(number % 10 == 0 ? "" : "7")}\n");
        await host.ImportWellAsync("id,q_spend,q_class,tags,q_joined,q_note\n" + string.Concat(lines), "format=csv&idColumn=id&define=infer");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task One_call_breaks_down_by_several_attributes_combined_and_each_by_itself()
    {
        var answer = await PostAsync("breakdown", """
            {"expression":"customer.q_spend < 200","by":["q_class","q_note"],"each":["q_class","q_spend","q_joined","q_note"]}
            """);

        Assert.Equal(200, (long)answer["count"]!);
        Assert.True((long)answer["total"]! >= 300);
        Assert.Equal(200, answer["groups"]!.AsArray().Sum(group => (long)group!["count"]!));
        var charts = answer["charts"]!.AsArray();
        Assert.Equal(["q_class", "q_spend", "q_joined", "q_note"], charts.Select(chart => (string)chart!["attribute"]!));
        Assert.All(charts, chart => Assert.Equal(200, chart!["bars"]!.AsArray().Sum(bar => (long)bar!["count"]!) + (long)chart["missing"]! + (long)chart["rest"]!));
        Assert.Equal("plain", (string)charts[0]!["bars"]![0]!["from"]!);
        Assert.Equal((0.0, 199.0), ((double)charts[1]!["least"]!, (double)charts[1]!["greatest"]!));
        Assert.Equal("2026-01-11T00:00:00Z", (string)charts[2]!["least"]!);
        Assert.Equal(20, (long)charts[3]!["missing"]!);
    }

    [Fact]
    public async Task A_sample_is_of_the_audience_and_repeatable_and_on_the_audit_trail()
    {
        const string body = """{"expression":"\"even\" in customer.tags","size":25,"seed":7}""";
        var first = await PostAsync("sample", body);
        var ids = first["customerIds"]!.AsArray().Select(id => (string)id!).ToArray();

        Assert.Equal(150, (long)first["count"]!);
        Assert.Equal(25, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.All(ids, id => Assert.Equal(0, int.Parse(id.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture) % 2));
        Assert.Equal(ids, (await PostAsync("sample", body))["customerIds"]!.AsArray().Select(id => (string)id!));
        var audit = await host.Administrator.GetAsync("/api/v1/audit");
        Assert.Contains(audit.Json["items"]?.AsArray() ?? audit.Json.AsArray(), entry => (string?)entry!["action"] == "sampled");
    }

    [Fact]
    public async Task Any_two_audiences_overlap_exactly()
    {
        var answer = await PostAsync("overlap", """
            {"audiences":[
                {"name":"even","expression":"\"even\" in customer.tags"},
                {"name":"gold","expression":"customer.q_class == \"gold\""},
                {"name":"high","expression":"customer.q_spend >= 240"}]}
            """);

        Assert.Equal([150L, 100L, 60L], answer["audiences"]!.AsArray().Select(audience => (long)audience!["count"]!));
        Assert.Equal(
            [("even", "gold", 50L), ("even", "high", 30L), ("gold", "high", 20L)],
            answer["overlaps"]!.AsArray().Select(pair => ((string)pair!["left"]!, (string)pair["right"]!, (long)pair["count"]!)));
    }

    [Theory]
    [InlineData("sample", """{"expression":"true","size":0}""", "size")]
    [InlineData("sample", """{"expression":"customer.q_spent > 1"}""", "expression")]
    [InlineData("overlap", """{"audiences":[{"name":"a","expression":"true"}]}""", "audiences")]
    [InlineData("overlap", """{"audiences":[{"name":"a","expression":"true"},{"name":"a","expression":"true"}]}""", "audiences[1].name")]
    [InlineData("overlap", """{"audiences":[{"name":"a","expression":"true"},{"name":"b","expression":"customer.q_spent > 1"}]}""", "audiences[1].expression")]
    public async Task What_cannot_be_asked_names_its_field(string question, string body, string field)
    {
        var answer = await host.Administrator.PostAsync($"/api/v1/audiences/{question}", body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(field, answer.Fields);
    }

    [Fact]
    public async Task A_target_list_keeps_its_members_until_it_is_made_anew_and_forgets_the_erased()
    {
        await host.ImportWellAsync("id,l_wave\nl1,1\nl2,1\nl3,1\nl4,2\n", "format=csv&idColumn=id&define=infer");
        var first = await PutAsync("wave", "customer.l_wave == 1.0");
        Assert.Equal((1, 3), ((long)first["version"]!, (long)first["count"]!));
        Assert.NotNull((string?)first["asOf"]);

        await host.Administrator.PutAsync("/api/v1/customers/l1/attributes", """{"l_wave":2}""");
        Assert.Equal(["l1", "l2", "l3"], (await MembersAsync("wave")).Order(StringComparer.Ordinal));

        await host.Administrator.DeleteAsync("/api/v1/customers/l2");
        Assert.Equal(["l1", "l3"], (await MembersAsync("wave")).Order(StringComparer.Ordinal));
        var header = (await host.Administrator.GetAsync("/api/v1/target-lists/wave")).Json;
        Assert.Equal(2, (long)header["count"]!);

        var second = await PutAsync("wave", "customer.l_wave == 2.0");
        Assert.Equal((2, 2), ((long)second["version"]!, (long)second["count"]!));
        Assert.Equal(["l1", "l4"], (await MembersAsync("wave")).Order(StringComparer.Ordinal));
        Assert.Single(await MembersAsync("wave", "?offset=1&limit=1"));

        Assert.Contains((await host.Administrator.GetAsync("/api/v1/target-lists")).Json["items"]!.AsArray(), list => (string?)list!["id"] == "wave");
        Assert.Equal(HttpStatusCode.NoContent, (await host.Administrator.DeleteAsync("/api/v1/target-lists/wave")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Administrator.GetAsync("/api/v1/target-lists/wave")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Administrator.GetAsync("/api/v1/target-lists/wave/customers")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Administrator.DeleteAsync("/api/v1/target-lists/wave")).Status);
    }

    [Fact]
    public async Task A_long_target_list_is_read_page_by_page_across_its_parts()
    {
        var lines = string.Concat(Enumerable.Range(0, 40_000).Select(number => $"long{number},1\n"));
        await host.ImportWellAsync("id,long_list\n" + lines, "format=csv&idColumn=id&define=infer");
        Assert.Equal(40_000, (long)(await PutAsync("long", "customer.long_list == 1.0"))["count"]!);

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var offset = 16_000; offset < 17_000; offset += 250)
        {
            var page = await MembersAsync("long", $"?offset={offset}&limit=250");
            Assert.Equal(250, page.Count);
            Assert.All(page, id => Assert.True(seen.Add(id)));
        }

        Assert.Equal(100, (await MembersAsync("long", "?offset=39900&limit=500")).Count);
    }

    private async Task<JsonNode> PostAsync(string question, string body)
    {
        var answer = await host.Administrator.PostAsync($"/api/v1/audiences/{question}", body);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return answer.Json;
    }

    private async Task<JsonNode> PutAsync(string id, string expression)
    {
        var body = new JsonObject { ["name"] = "A list", ["expression"] = expression };
        var answer = await host.Administrator.PutAsync($"/api/v1/target-lists/{id}", body.ToJsonString());
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return answer.Json;
    }

    private async Task<IReadOnlyList<string>> MembersAsync(string id, string query = "")
    {
        var answer = await host.Administrator.GetAsync($"/api/v1/target-lists/{id}/customers{query}");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return [.. answer.Json["items"]!.AsArray().Select(member => (string)member!)];
    }
}
