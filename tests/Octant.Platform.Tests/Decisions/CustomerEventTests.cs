using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Octant.Platform.Tests.Decisions;

public sealed class CustomerEventTests(DecisionWorld world) : IClassFixture<DecisionWorld>, IAsyncLifetime
{
    private string _customer = "";

    public async Task InitializeAsync()
    {
        _customer = await world.CustomerAsync();
        await world.PutAsync("event-types/status", """{"role":"status","fields":[{"name":"status","kind":"category"},{"name":"since","kind":"number"}]}""");
        await world.PutAsync("event-types/unused", """{"fields":[]}""");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("application/cloudevents+json")]
    [InlineData("application/cloudevents+json; charset=utf-8")]
    [InlineData("application/json")]
    public async Task One_event_is_taken_once(string contentType)
    {
        var body = await EventAsync();

        Assert.Equal(Counts(accepted: 1), await SendAsync(body, contentType));
        Assert.Equal(Counts(duplicates: 1), await SendAsync(body, contentType));
    }

    [Theory]
    [InlineData("application/cloudevents-batch+json")]
    [InlineData("application/json")]
    public async Task A_batch_is_taken_event_by_event(string contentType)
    {
        var first = await EventAsync();
        var second = await EventAsync();

        Assert.Equal(Counts(accepted: 2, duplicates: 1), await SendAsync($"[{first},{second},{first}]", contentType));
    }

    [Fact]
    public async Task The_same_event_many_times_at_once_is_taken_once()
    {
        var body = await EventAsync();

        var counts = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => SendAsync(body)));

        Assert.Equal(1, counts.Count(count => count == Counts(accepted: 1)));
        Assert.Equal(29, counts.Count(count => count == Counts(duplicates: 1)));
    }

    [Fact]
    public async Task An_event_in_binary_form_is_the_same_event()
    {
        var time = await world.TimeAsync(TimeSpan.Zero);
        var id = world.Name("event");
        Task<Answer> SendBinaryAsync(string body, params (string, string)[] more) => world.Client.SendAsync(
            HttpMethod.Post,
            "/api/v1/events",
            body,
            [
                ("Content-Type", "application/json"), ("ce-specversion", "1.0"), ("ce-id", id), ("ce-source", "crm"), ("ce-type", "status"),
                ("ce-time", time), ("ce-subject", Uri.EscapeDataString(_customer)), .. more,
            ]);

        Assert.Equal(Counts(accepted: 1), CountsOf(await SendBinaryAsync("""{"status":"active","since":1}""")));
        Assert.Equal(Counts(duplicates: 1), CountsOf(await SendBinaryAsync("""{"status":"active"}""", ("ce-traceparent", "00-1"))));
        Assert.Equal(
            Counts(duplicates: 1),
            await SendAsync($$$"""{"specversion":"1.0","id":"{{{id}}}","source":"crm","type":"status","subject":"{{{_customer}}}","time":"{{{time}}}"}"""));
        var wrong = await SendBinaryAsync("""{"since":"long"}""");
        Assert.Equal((HttpStatusCode.BadRequest, "data.since"), (wrong.Status, wrong.Fields.Single()));
        Assert.Equal(HttpStatusCode.BadRequest, (await SendBinaryAsync("{")).Status);
    }

    [Fact]
    public async Task Events_are_counted_by_type_and_fate()
    {
        var type = world.Name("counted");
        await world.PutAsync($"event-types/{type}", """{"fields":[]}""");
        await SendAsync($"[{await EventAsync(type: type)},{await EventAsync(type: type)},{await EventAsync(type: "nobody-declared-this")}]");

        var items = (JsonArray)(await world.GetAsync("event-figures")).Json["items"]!;
        Assert.Equal(2, (long)items.Single(item => (string?)item!["type"] == type)!["ignored"]!);
        Assert.True((long)items[^1]!["ignored"]! >= 1);
        Assert.Null((string?)items[^1]!["type"]);
    }

    [Fact]
    public async Task From_the_moment_a_launch_is_answered_no_event_of_its_type_is_ignored()
    {
        var stage = await world.StageAsync("wanted", "active");
        await world.PutAsync($"event-types/{stage}", """{"fields":[]}""");
        Assert.Equal(Counts(ignored: 1), await SendAsync(await EventAsync(type: stage)));
        await world.LaunchAsync(stage, $$$"""{"trigger":{"eventType":"{{{stage}}}"}}""");
        Assert.Equal(Counts(accepted: 1), await SendAsync(await EventAsync(type: stage)));
        await world.MoveAsync(stage, "end");
        Assert.Equal(Counts(ignored: 1), await SendAsync(await EventAsync(type: stage)));
    }

    [Fact]
    public async Task Another_content_type_is_415() =>
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await PostAsync(await EventAsync(), "text/plain")).Status);

    [Fact]
    public async Task The_same_id_of_another_source_is_another_event()
    {
        var body = await EventAsync();

        Assert.Equal(Counts(accepted: 1), await SendAsync(body));
        Assert.Equal(Counts(accepted: 1), await SendAsync(body.Replace("\"crm\"", "\"billing\"", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(-3600, true)]
    [InlineData(-3601, false)]
    [InlineData(300, true)]
    [InlineData(301, false)]
    public async Task An_event_older_than_an_hour_or_five_minutes_ahead_is_late(int seconds, bool taken)
    {
        var body = await EventAsync(fromNow: TimeSpan.FromSeconds(seconds));

        Assert.Equal(taken ? Counts(accepted: 1) : Counts(late: 1), await SendAsync(body));
        Assert.Equal(taken ? Counts(duplicates: 1) : Counts(late: 1), await SendAsync(body));
    }

    [Fact]
    public async Task A_source_declares_how_late_it_may_be()
    {
        await world.PutAsync("event-sources/slow", """{"source":"slow","lateness":"PT5H"}""");

        Assert.Equal(Counts(accepted: 1), await SendAsync(await EventAsync(fromNow: TimeSpan.FromHours(-5), source: "slow")));
        Assert.Equal(Counts(late: 1), await SendAsync(await EventAsync(fromNow: -TimeSpan.FromSeconds(5 * 3600 + 1), source: "slow")));
        Assert.Equal(Counts(late: 1), await SendAsync(await EventAsync(fromNow: TimeSpan.FromHours(-5))));
    }

    [Theory]
    [InlineData("unused")]
    [InlineData("nobody-declared-this")]
    public async Task What_nothing_in_force_uses_is_ignored(string type) =>
        Assert.Equal(Counts(ignored: 1), await SendAsync(await EventAsync(type: type)));

    [Theory]
    [InlineData("specversion", "\"0.3\"", "specversion")]
    [InlineData("specversion", null, "specversion")]
    [InlineData("id", "\"\"", "id")]
    [InlineData("id", null, "id")]
    [InlineData("source", null, "source")]
    [InlineData("type", null, "type")]
    [InlineData("subject", null, "subject")]
    [InlineData("subject", "\"stranger\"", "subject")]
    [InlineData("time", "\"yesterday\"", "time")]
    [InlineData("time", null, "time")]
    [InlineData("data", """{"since":"long"}""", "data.since")]
    [InlineData("data", "[1]", "data")]
    public async Task A_malformed_event_names_its_field(string member, string? value, string field)
    {
        var body = JsonNode.Parse(await EventAsync())!.AsObject();
        body.Remove(member);
        if (value is not null)
        {
            body[member] = JsonNode.Parse(value);
        }

        var answer = await PostAsync(body.ToJsonString(), "application/cloudevents+json");

        Assert.True(answer.Status == HttpStatusCode.BadRequest, $"{answer.Status} {answer.Body}");
        Assert.Equal([field], answer.Fields);
    }

    [Fact]
    public async Task Malformed_ones_of_a_batch_are_named_by_place_and_field_and_the_good_ones_stand()
    {
        var good = await EventAsync();
        var wrongData = (await EventAsync()).Replace("\"since\":1", "\"since\":\"long\"", StringComparison.Ordinal);
        var stranger = (await EventAsync()).Replace(_customer, "stranger", StringComparison.Ordinal);
        var wrongTime = DecisionWorld.Merged(await EventAsync(), """{"time":"yesterday"}""");
        var last = await EventAsync();

        var answer = await PostAsync($"[{good},{wrongData},{stranger},7,{wrongTime},{last}]", "application/cloudevents-batch+json");

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        Assert.Equal(Counts(accepted: 2, rejected: 4), CountsOf(answer));
        var rejects = ((JsonArray)answer.Json["rejects"]!).Select(reject => ((int)reject!["index"]!, (string)reject["field"]!)).Order().ToList();
        Assert.Equal([1, 2, 3, 4], rejects.Select(reject => reject.Item1));
        Assert.Equal(["data.since", "subject", "time"], rejects.Where(reject => reject.Item1 != 3).Select(reject => reject.Item2));
        Assert.Equal(Counts(duplicates: 2), await SendAsync($"[{good},{last}]"));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("7")]
    public async Task A_body_that_is_no_event_is_400(string body) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(body, "application/json")).Status);

    [Fact]
    public async Task Extension_attributes_are_left_aside() =>
        Assert.Equal(Counts(accepted: 1), await SendAsync(DecisionWorld.Merged(await EventAsync(), """{"traceparent":"00-1","dataschema":"x","datacontenttype":"application/json"}""")));

    [Fact]
    public async Task A_field_nobody_declared_is_dropped_before_anything_is_stored()
    {
        await using var own = await DecisionWorld.StartAsync("2026-03-01T08:00:00Z");
        var stage = await own.StageAsync("stored", "active");
        await own.PutAsync("event-types/usage", """{"fields":[{"name":"place","kind":"category"}]}""");
        await own.LaunchAsync(stage, """{"trigger":{"eventType":"usage","condition":"event.place == 'declared-place'"}}""");
        var customer = await own.CustomerAsync();
        await own.PostAsync(
            "events",
            $$$"""
            {"specversion":"1.0","id":"1","source":"crm","type":"usage","subject":"{{{customer}}}","time":"2026-03-01T08:00:00Z",
             "data":{"place":"declared-place","note":"undeclared-note"}}
            """);
        Assert.Equal(1, (await own.FiguresAsync(stage)).Planned);
        await own.Host.StopAsync();

        var stored = Directory.GetFiles(own.Host.Folder, "*", SearchOption.AllDirectories)
            .Select(file => Encoding.Latin1.GetString(File.ReadAllBytes(file)))
            .ToList();

        Assert.Contains(stored, text => text.Contains("declared-place", StringComparison.Ordinal));
        Assert.DoesNotContain(stored, text => text.Contains("undeclared-note", StringComparison.Ordinal));
        await own.Host.StartAsync();
    }

    private static string Counts(int accepted = 0, int duplicates = 0, int late = 0, int ignored = 0, int rejected = 0) =>
        $"accepted {accepted}, duplicates {duplicates}, late {late}, ignored {ignored}, rejected {rejected}";

    private static string CountsOf(Answer answer) => Counts(
        (int)answer.Json["accepted"]!,
        (int)answer.Json["duplicates"]!,
        (int)answer.Json["late"]!,
        (int)answer.Json["ignored"]!,
        (int)answer.Json["rejected"]!);

    private Task<Answer> PostAsync(string body, string contentType) =>
        world.Client.SendAsync(HttpMethod.Post, "/api/v1/events", body, ("Content-Type", contentType));

    private async Task<string> SendAsync(string body, string contentType = "application/json")
    {
        var answer = await PostAsync(body, contentType);
        Assert.True(answer.Status == HttpStatusCode.Accepted, $"{answer.Status} {answer.Body}");
        return CountsOf(answer);
    }

    private async Task<string> EventAsync(TimeSpan fromNow = default, string type = "status", string source = "crm") =>
        $$$"""
        {"specversion":"1.0","id":"{{{world.Name("event")}}}","source":"{{{source}}}","type":"{{{type}}}","subject":"{{{_customer}}}","time":"{{{await world.TimeAsync(fromNow)}}}","data":{"status":"active","since":1}}
        """;
}
