using System.Net;
using System.Text.Json.Nodes;
using Octant.Platform.Identity.Contracts;
using Octant.Platform.Tests.Decisions;

namespace Octant.Platform.Tests.Customers;

/// <summary>Lists that were made elsewhere, and conditions that are kept under a name.</summary>
public sealed class UploadedListTests(DecisionWorld world) : IClassFixture<DecisionWorld>
{
    [Fact]
    public async Task A_list_by_customer_id_counts_who_it_matched_and_campaigns_ask_for_it()
    {
        var (first, second, third) = (await world.CustomerAsync(), await world.CustomerAsync(), await world.CustomerAsync());
        var id = world.Name("list");

        var made = await UploadAsync(world.Client, id, $"customerId,note\n{first},x\n\n\"{second}\",y\n{first},again\nnobody,z\n");

        Assert.Equal((4, 2, 1, 1), ((int)made["lines"]!, (int)made["matched"]!, (int)made["repeated"]!, (int)made["rejected"]!));
        Assert.Equal((6, "unknown"), ((int)made["rejects"]![0]!["line"]!, (string)made["rejects"]![0]!["reason"]!));
        var condition = (string)made["condition"]!;
        Assert.Equal(2, await CountAsync(condition));
        var stage = await world.StageAsync("listed");
        await world.LaunchAsync(stage, new JsonObject { ["audience"] = condition }.ToJsonString());
        await world.OfferAsync(first, stage);
        Assert.Equal("no-campaign-matches", await world.SilenceAsync(third, stage));

        // Its next version: one stays, one leaves, one comes.
        var next = await UploadAsync(world.Client, id, $"{second}\n{third}");
        Assert.Equal(2, (int)next["list"]!["version"]!);
        Assert.Equal("no-campaign-matches", await world.SilenceAsync(first, stage));
        await world.OfferAsync(third, stage);
        var members = (JsonArray)(await world.GetAsync($"target-lists/{id}/customers")).Json["items"]!;
        Assert.Equal(new[] { second, third }.Order(), members.Select(member => (string)member!).Order());

        Assert.Equal(HttpStatusCode.NoContent, (await world.Client.DeleteAsync($"/api/v1/target-lists/{id}")).Status);
        Assert.Equal(0, await CountAsync(condition));
    }

    [Fact]
    public async Task Telephone_numbers_are_matched_without_what_stands_between_digits_and_not_where_two_have_one()
    {
        await world.PutAsync("attributes/phone", """{"kind":"text"}""");
        var only = await CustomerWithAsync("13900001111");
        await CustomerWithAsync("13900002222");
        await CustomerWithAsync("139-0000-2222");

        var made = await UploadAsync(world.Client, world.Name("list"), "手机号\n139 0000 1111\n13900002222\n13900003333", "phoneNumber");

        Assert.Equal((3, 1, 2), ((int)made["lines"]!, (int)made["matched"]!, (int)made["rejected"]!));
        Assert.Equal(["ambiguous", "unknown"], ((JsonArray)made["rejects"]!).Select(reject => (string)reject!["reason"]!));
        Assert.DoesNotContain("1390000", made.ToJsonString(), StringComparison.Ordinal);
        var members = (JsonArray)(await world.GetAsync($"target-lists/{(string)made["list"]!["id"]!}/customers")).Json["items"]!;
        Assert.Equal(only, (string)Assert.Single(members)!);
    }

    [Fact]
    public async Task Whoever_is_bound_puts_nobody_of_another_part_on_a_list_and_an_empty_file_is_refused()
    {
        await world.PutAsync("attributes/homeUnit", """{"kind":"category"}""");
        var theirs = await world.CustomerAsync("""{"attributes":{"homeUnit":"lanhai/yuntai"}}""");
        using var city = await world.Host.ClientWithAsync([.. Scopes.All.Keys], "lanhai/linjiang");

        Assert.Equal(0, (int)(await UploadAsync(city, world.Name("list"), theirs))["matched"]!);
        Assert.Equal(HttpStatusCode.BadRequest, (await PutAsync(world.Client, world.Name("list"), "\n \n", "customerId")).Status);
        using var clerk = await world.Host.ClientWithAsync([Scopes.AudiencesRead]);
        Assert.Equal(HttpStatusCode.Forbidden, (await PutAsync(clerk, world.Name("list"), theirs, "customerId")).Status);
    }

    [Fact]
    public async Task A_saved_audience_keeps_its_versions_and_belongs_to_its_unit()
    {
        await world.PutAsync("attributes/arpu", """{"kind":"number"}""");
        var id = world.Name("saved");
        await world.PutAsync($"saved-audiences/{id}", """{"name":"Heavy","expression":"customer.arpu >= 80.0"}""");
        await world.PutAsync($"saved-audiences/{id}", """{"name":"Heavy","expression":"customer.arpu >= 90.0"}""");
        var again = await world.PutAsync($"saved-audiences/{id}", """{"name":"Heavy","expression":"customer.arpu >= 90.0"}""");

        Assert.Equal(2, (int)again.Json["version"]!);
        var versions = (JsonArray)(await world.GetAsync($"saved-audiences/{id}/versions")).Json["items"]!;
        Assert.Equal(["customer.arpu >= 90.0", "customer.arpu >= 80.0"], versions.Select(version => (string)version!["expression"]!));
        Assert.Equal([2, 1], versions.Select(version => (int)version!["version"]!));
        Assert.Contains("expression", (await world.Client.PutAsync($"/api/v1/saved-audiences/{id}", """{"name":"Heavy","expression":"customer.arpuu > 1"}""")).Fields);
        using var city = await world.Host.ClientWithAsync([.. Scopes.All.Keys], "lanhai/linjiang");
        Assert.Equal(HttpStatusCode.NotFound, (await city.GetAsync($"/api/v1/saved-audiences/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await city.GetAsync($"/api/v1/saved-audiences/{id}/versions")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await city.PutAsync($"/api/v1/saved-audiences/{id}", """{"name":"Ours","expression":"true"}""")).Status);
    }

    private Task<string> CustomerWithAsync(string phone) =>
        world.CustomerAsync(new JsonObject { ["attributes"] = new JsonObject { ["phone"] = phone } }.ToJsonString());

    private async Task<long> CountAsync(string expression) =>
        (long)(await world.PostAsync("audiences/count", new JsonObject { ["expression"] = expression }.ToJsonString())).Json["count"]!;

    private static async Task<JsonNode> UploadAsync(ApiClient client, string id, string file, string by = "customerId")
    {
        var answer = await PutAsync(client, id, file, by);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return answer.Json;
    }

    private static Task<Answer> PutAsync(ApiClient client, string id, string file, string by) =>
        client.SendAsync(HttpMethod.Put, $"/api/v1/target-lists/{id}/upload?name=Spring&by={by}", file, ("Content-Type", "text/csv"));
}
