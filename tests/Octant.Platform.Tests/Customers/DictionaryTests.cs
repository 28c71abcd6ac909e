using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Octant.Platform.Customers.Contracts;

namespace Octant.Platform.Tests.Customers;

public sealed class DictionaryTests(RunningHost host) : IClassFixture<RunningHost>
{
    [Fact]
    public async Task The_kind_of_an_attribute_never_changes()
    {
        using var client = host.Client();

        Assert.Equal(HttpStatusCode.Created, (await client.PutAsync("/api/v1/attributes/arpu", """{"kind":"number"}""")).Status);
        Assert.Equal(HttpStatusCode.OK, (await client.PutAsync("/api/v1/attributes/arpu", """{"name":"arpu","kind":"number"}""")).Status);
        var changed = await client.PutAsync("/api/v1/attributes/arpu", """{"kind":"category"}""");
        Assert.Equal(HttpStatusCode.Conflict, changed.Status);
        Assert.Contains("number", changed.Body, StringComparison.Ordinal);
        Assert.Equal("number", (string)(await client.GetAsync("/api/v1/attributes/arpu")).Json["kind"]!);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/api/v1/attributes/none")).Status);
    }

    [Fact]
    public async Task Attributes_declared_at_the_same_time_all_get_an_id_and_leave_no_gap()
    {
        using var client = host.Client();
        var names = Enumerable.Range(0, 8).Select(number => $"simultaneous_{number}").ToList();

        var answers = await Task.WhenAll(names.Select(name => client.PutAsync("/api/v1/attributes/" + name, """{"kind":"flag"}""")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.Status));
        var dictionary = await host.Application.Services.GetRequiredService<ICustomerDictionary>().ReadAttributesAsync(default);
        Assert.Equal(Enumerable.Range(0, dictionary.Count), dictionary.All.Select(attribute => attribute.Id));
        Assert.All(names, name => Assert.True(dictionary.TryGet(name, out _)));
        var listed = (JsonArray)(await client.GetAsync("/api/v1/attributes?limit=500")).Json["items"]!;
        Assert.Equal(dictionary.Count, listed.Count);
    }

    [Theory]
    [InlineData("attributes/1st", """{"kind":"number"}""", "name")]
    [InlineData("attributes/tags", """{"kind":"number"}""", "name")]
    [InlineData("attributes/in", """{"kind":"number"}""", "name")]
    [InlineData("attributes/a.b", """{"kind":"number"}""", "name")]
    [InlineData("attributes/a", """{"kind":"number","name":"b"}""", "name")]
    [InlineData("attributes/a", """{"kind":"decimal"}""", "kind")]
    [InlineData("attributes/a", """{}""", "kind")]
    [InlineData("event-types/bill.query", """{"fields":[{"name":"a","kind":"text"}]}""", "fields[0].kind")]
    [InlineData("event-types/bill.query", """{"fields":[{"name":"a-b","kind":"number"}]}""", "fields[0].name")]
    [InlineData("event-types/bill.query", """{"fields":[{"name":"a","kind":"number"},{"name":"a","kind":"number"}]}""", "fields")]
    [InlineData("event-types/bill.query", """{"fields":[{"name":"offering","kind":"category"}],"role":"product"}""", "fields")]
    [InlineData("event-types/bill.query", """{"fields":[{"name":"status","kind":"number"}],"role":"status"}""", "fields")]
    [InlineData("event-types/bill.query", """{"type":"other"}""", "type")]
    [InlineData("event-sources/crm", """{"source":""}""", "source")]
    [InlineData("event-sources/crm", """{"source":"crm","lateness":"PT0S"}""", "lateness")]
    [InlineData("event-sources/crm", """{"source":"crm","lateness":"P8D"}""", "lateness")]
    [InlineData("context-fields/mood", """{"kind":"text"}""", "kind")]
    [InlineData("context-fields/a-b", """{"kind":"number"}""", "name")]
    public async Task What_cannot_be_names_its_field(string path, string body, string field)
    {
        using var client = host.Client();

        var answer = await client.PutAsync("/api/v1/" + path, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal([field], answer.Fields);
    }

    [Fact]
    public async Task One_source_is_declared_once()
    {
        using var client = host.Client();
        await client.PutAsync("/api/v1/event-sources/billing", """{"source":"https://billing.example"}""");

        Assert.Equal(HttpStatusCode.Conflict, (await client.PutAsync("/api/v1/event-sources/billing-2", """{"source":"https://billing.example"}""")).Status);
        Assert.Equal(
            HttpStatusCode.OK,
            (await client.PutAsync("/api/v1/event-sources/billing", """{"source":"https://billing.example","lateness":"PT2H"}""")).Status);
    }

    [Fact]
    public async Task A_source_is_an_hour_late_unless_it_says_otherwise()
    {
        using var client = host.Client();

        Assert.Equal("PT1H", (string)(await client.PutAsync("/api/v1/event-sources/plain", """{"source":"plain"}""")).Json["lateness"]!);
    }
}
