using System.Net;
using System.Text.Json.Nodes;

namespace Octant.Platform.Tests.Foundation;

public sealed class PagingTests(RunningHost host) : IClassFixture<RunningHost>
{
    [Fact]
    public async Task Pages_follow_each_other_in_order_of_id_without_gap_or_repetition()
    {
        using var client = host.Client();
        var ids = Enumerable.Range(0, 61).Select(number => $"page-{number:D3}").ToList();
        await Parallel.ForEachAsync(ids, async (id, _) => await client.PutAsync("/api/v1/channels/" + id, """{"name":"x"}"""));

        var seen = new List<string>();
        for (var offset = 0; offset < 70; offset += 20)
        {
            var page = await client.GetAsync($"/api/v1/channels?offset={offset}&limit=20");
            Assert.Equal(61, (long)page.Json["total"]!);
            Assert.Equal("61", page.Message.Headers.GetValues("X-Total-Count").Single());
            seen.AddRange(((JsonArray)page.Json["items"]!).Select(item => (string)item!["id"]!));
        }

        Assert.Equal(ids, seen);
        Assert.Equal(50, ((JsonArray)(await client.GetAsync("/api/v1/channels")).Json["items"]!).Count);
        Assert.Equal(61, ((JsonArray)(await client.GetAsync("/api/v1/channels?limit=500")).Json["items"]!).Count);
    }

    [Theory]
    [InlineData("offset=-1", "offset")]
    [InlineData("offset=x", "offset")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=501", "limit")]
    [InlineData("limit=1e2", "limit")]
    public async Task A_wrong_page_names_its_field(string query, string field)
    {
        using var client = host.Client();

        var answer = await client.GetAsync("/api/v1/offerings?" + query);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal([field], answer.Fields);
    }
}
