using System.Net;
using System.Text.Json.Nodes;
using Octant.Platform.Identity.Contracts;
using Octant.Platform.Tests.Decisions;

namespace Octant.Platform.Tests.Insights;

/// <summary>What came in about a customer, read back.</summary>
public sealed class CustomerEventListTests : IAsyncLifetime
{
    private DecisionWorld _world = null!;

    public async Task InitializeAsync()
    {
        _world = await DecisionWorld.StartAsync("2026-03-02T01:00:00Z");
        await _world.PutAsync("attributes/homeUnit", """{"kind":"category"}""");
        await _world.PutAsync(
            "event-types/bill.viewed",
            """{"fields":[{"name":"amount","kind":"number"},{"name":"callee","kind":"category"},{"name":"page","kind":"category"},{"name":"again","kind":"flag"}]}""");
        await _world.PutAsync("event-types/unused", """{"fields":[]}""");
        var stage = await _world.StageAsync("bill", "active");
        await _world.LaunchAsync(stage, """{"trigger":{"eventType":"bill.viewed","condition":"event.amount > 100.0"}}""");
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task Events_come_back_with_their_fields_and_the_decision_they_set_off_and_numbers_masked()
    {
        var customer = await _world.CustomerAsync();
        var other = await _world.CustomerAsync();
        await SendAsync(customer, "bill.viewed", """{"amount":20,"callee":"13812345678","page":"summary","again":true,"undeclared":1}""");
        await SendAsync(other, "bill.viewed", """{"amount":30}""");
        await _world.PostAsync("events", $"[{await EventAsync(customer, "bill.viewed", """{"amount":40}""")},{await EventAsync(customer, "bill.viewed", """{"amount":41}""")}]");
        await SendAsync(customer, "unused", "{}");
        await _world.AdvanceByAsync(TimeSpan.FromMinutes(1));
        await SendAsync(customer, "bill.viewed", """{"amount":150,"page":"detail"}""");

        var list = await ListAsync(customer);
        var items = (JsonArray)list["items"]!;
        Assert.Equal(4, items.Count);
        Assert.NotNull(list["completeFrom"]);
        Assert.Equal(("bill.viewed", 150.0, "detail"), ((string)items[0]!["type"]!, (double)items[0]!["fields"]!["amount"]!, (string)items[0]!["fields"]!["page"]!));
        var decision = (string)items[0]!["decisionId"]!;
        Assert.Equal(decision, (string)(await _world.GetAsync($"customers/{customer}")).Json["decisions"]![0]!["decisionId"]!);
        var first = Assert.Single(items, item => (double)item!["fields"]!["amount"]! == 20)!;
        Assert.Equal("""{"again":true,"amount":20,"callee":"138****5678","page":"summary"}""", first["fields"]!.ToJsonString());
        Assert.Null(first["decisionId"]);

        await _world.RestartAsync();
        Assert.Equal(items.ToJsonString(), (await ListAsync(customer))["items"]!.ToJsonString());
    }

    [Fact]
    public async Task The_latest_come_first_and_no_more_than_fifty()
    {
        var customer = await _world.CustomerAsync();
        for (var i = 0; i < 60; i++)
        {
            await _world.AdvanceByAsync(TimeSpan.FromSeconds(1));
            await SendAsync(customer, "bill.viewed", $$"""{"amount":{{i}}}""");
        }

        var amounts = ((JsonArray)(await ListAsync(customer))["items"]!).Select(item => (int)(double)item!["fields"]!["amount"]!);
        Assert.Equal(Enumerable.Range(10, 50).Reverse(), amounts);
    }

    [Fact]
    public async Task They_are_shown_to_whoever_may_see_the_customer_and_to_nobody_once_the_customer_is_erased()
    {
        var customer = await _world.CustomerAsync("""{"attributes":{"homeUnit":"lanhai/yuntai"}}""");
        await SendAsync(customer, "bill.viewed", """{"amount":20}""");
        using var city = await _world.Host.ClientWithAsync([Scopes.CustomersRead], "lanhai/linjiang");
        using var clerk = await _world.Host.ClientWithAsync([Scopes.CatalogRead]);

        Assert.Equal(HttpStatusCode.NotFound, (await city.GetAsync($"/api/v1/customers/{customer}/events")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.GetAsync($"/api/v1/customers/{customer}/events")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await _world.Client.DeleteAsync($"/api/v1/customers/{customer}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _world.Client.GetAsync($"/api/v1/customers/{customer}/events")).Status);

        // Whoever comes by that id is somebody else.
        await _world.PutAsync($"customers/{customer}", "{}");
        Assert.Empty((JsonArray)(await ListAsync(customer))["items"]!);
    }

    private async Task<JsonNode> ListAsync(string customer) => (await _world.GetAsync($"customers/{customer}/events")).Json;

    private async Task SendAsync(string customer, string type, string data) => await _world.PostAsync("events", await EventAsync(customer, type, data));

    private async Task<string> EventAsync(string customer, string type, string data) =>
        $$"""{"specversion":"1.0","id":"{{_world.Name("event")}}","source":"/tests","type":"{{type}}","subject":"{{customer}}","time":"{{await _world.TimeAsync()}}","data":{{data}} }""";
}
