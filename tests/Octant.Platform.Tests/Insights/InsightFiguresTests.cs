using System.Net;
using System.Text.Json.Nodes;
using Octant.Platform.Identity.Contracts;
using Octant.Platform.Tests.Decisions;

namespace Octant.Platform.Tests.Insights;

/// <summary>
/// A province with two cities. In Linjiang a hall makes two offers and one is taken; in Yuntai two go out by message and one customer is
/// left in peace; one customer belongs nowhere.
/// </summary>
public sealed class InsightFiguresTests : IAsyncLifetime
{
    private const string Hall = "lanhai/linjiang/hall";

    private static readonly string[] Dimensions = ["unit", "person", "channel", "offering", "campaign", "day", "reason"];

    private DecisionWorld _world = null!;
    private string _message = "";
    private string _counter = "";

    public async Task InitializeAsync()
    {
        _world = await DecisionWorld.StartAsync("2026-03-01T08:00:00Z", """{"zone":"Asia/Shanghai"}""");
        await _world.PutAsync("attributes/homeUnit", """{"kind":"category"}""");
        foreach (var (path, level) in ((string, string)[])[("lanhai", "province"), ("lanhai/linjiang", "city"), ("lanhai/yuntai", "city"), (Hall, "hall")])
        {
            await _world.PutAsync($"organisation/units/{path}", $$$"""{"name":{"zh":"{{{path}}}","en":"{{{path}}}"},"level":"{{{level}}}"}""");
        }

        _message = await _world.StageAsync("message", "active", """{"costPerContact":5}""");
        _counter = await _world.StageAsync("counter", channel: """{"costPerContact":200,"costPerTransaction":300}""", offering: """{"value":7000}""");
        await _world.PutAsync("outlets/hall-1", $$"""{"name":"hall","channel":"{{_counter}}","organisation":"{{Hall}}"}""");
        await _world.LaunchAsync(_message);
        await _world.LaunchAsync(_counter);

        const string AtTheHall = """{"actor":{"staffId":"S7","outletId":"hall-1"}}""";
        var taken = await _world.OfferAsync(await CustomerAsync("lanhai/linjiang"), _counter, AtTheHall);
        await _world.OfferAsync(await CustomerAsync("lanhai/yuntai"), _counter, AtTheHall);
        await _world.RespondAsync(taken, "accepted");
        await _world.RespondAsync(await _world.OfferAsync(await CustomerAsync("lanhai/yuntai"), _message), "rejected");
        await _world.OfferAsync(await CustomerAsync("lanhai/yuntai"), _message);
        Assert.Equal("consent-refused", await _world.SilenceAsync(await RefusingAsync("lanhai/yuntai"), _message));
        await _world.OfferAsync(await _world.CustomerAsync(), _message);
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Every_way_of_telling_apart_comes_to_the_same_sum_and_each_thing_is_counted_once()
    {
        var sum = (await FiguresAsync("")).Json["sum"]!;
        Assert.Equal((6, 1, 5, 2, 1, 1, 1), (Of(sum, "decisions"), Of(sum, "silent"), Of(sum, "planned"), Of(sum, "sent"), Of(sum, "accepted"), Of(sum, "rejected"), Of(sum, "orders")));
        Assert.Equal((200 + 300 + 5, 7000), (Of(sum, "cost"), Of(sum, "revenue")));
        foreach (var by in Dimensions)
        {
            var figures = (await FiguresAsync($"?by={by}")).Json;
            Assert.Equal(sum.ToJsonString(), figures["sum"]!.ToJsonString());
            Assert.Equal(sum.ToJsonString(), Added(figures).ToJsonString());
        }
    }

    [Fact]
    public async Task Each_level_of_the_organisation_is_the_sum_of_those_below_down_to_the_person()
    {
        var top = (await FiguresAsync("?by=unit")).Json;
        Assert.Equal(["lanhai", ""], Keys(top));
        Assert.True((bool)Row(top, "lanhai")["hasParts"]!);
        foreach (var (unit, parent) in ((string, string)[])[("lanhai", ""), ("lanhai/linjiang", "&within=lanhai")])
        {
            var above = (await FiguresAsync($"?by=unit{parent}")).Json;
            var below = (await FiguresAsync($"?by=unit&within={unit}")).Json;
            Assert.Equal(Row(above, unit)["figures"]!.ToJsonString(), below["sum"]!.ToJsonString());
            Assert.Equal(below["sum"]!.ToJsonString(), Added(below).ToJsonString());
        }

        var hall = (await FiguresAsync($"?by=person&within={Hall}")).Json;
        Assert.Equal(["S7"], Keys(hall));
        Assert.Equal((2, 1), (Of(Row(hall, "S7")["figures"]!, "planned"), Of(Row(hall, "S7")["figures"]!, "accepted")));
        Assert.Equal(["hall", "city"], (await FiguresAsync($"?within={Hall}")).Json["path"]!.AsArray().Select(step => (string)step!["level"]!).Reverse().Take(2));
    }

    [Fact]
    public async Task Silence_has_its_reason_and_a_day_is_the_platforms_own()
    {
        var reasons = (await FiguresAsync("?by=reason&within=lanhai/yuntai")).Json;
        Assert.Equal(1, Of(Row(reasons, "consent-refused")["figures"]!, "silent"));
        Assert.Equal(["2026-03-01"], Keys((await FiguresAsync("?by=day&from=2026-01-01&to=2026-12-31")).Json));

        var hours = (await FiguresAsync("?by=hour&within=lanhai")).Json;
        Assert.Equal(["2026-03-01T16"], Keys(hours));
        Assert.Null(hours["sum"]!["revenue"]);

        await _world.AdvanceToAsync("2026-03-01T16:00:00Z");
        Assert.Equal(0, Of((await FiguresAsync("")).Json["sum"]!, "decisions"));
        Assert.Equal(6, Of((await FiguresAsync("?from=2026-03-01")).Json["sum"]!, "decisions"));
    }

    [Fact]
    public async Task What_happens_after_the_platform_moved_to_another_zone_counts_in_its_hours_though_nobody_read_in_between()
    {
        await _world.OfferAsync(await _world.CustomerAsync(), _message);

        // Time enough for the offer to be taken into the views, and too little for them to be written.
        await Task.Delay(TimeSpan.FromMilliseconds(300));
        await _world.PutAsync("settings", """{"zone":"Asia/Tokyo"}""");
        await _world.OfferAsync(await _world.CustomerAsync(), _message);

        Assert.Contains("2026-03-01T17", Keys((await FiguresAsync("?by=hour")).Json));
    }

    [Fact]
    public async Task Lines_come_in_pages_and_filters_narrow_the_sum_too()
    {
        var page = (await FiguresAsync("?by=channel&offset=1&limit=1")).Json;
        Assert.Equal((1, 2L), (Keys(page).Count, (long)page["total"]!));
        Assert.Equal(5, Of(page["sum"]!, "planned"));
        Assert.Equal(3, Of((await FiguresAsync($"?channel={_message}")).Json["sum"]!, "planned"));
        Assert.Equal(2, Of((await FiguresAsync($"?campaign={_counter}&staff=S7&offering={_counter}")).Json["sum"]!, "planned"));
    }

    [Fact]
    public async Task Whoever_is_bound_to_a_city_sees_and_exports_its_figures_only()
    {
        using var city = await _world.Host.ClientWithAsync([Scopes.CampaignsRead], "lanhai/yuntai");
        var own = (await city.GetAsync("/api/v1/insights/figures?by=channel")).Json;
        Assert.Equal((2, 1), (Of(own["sum"]!, "planned"), Of(own["sum"]!, "silent")));
        Assert.Equal(own["sum"]!.ToJsonString(), (await FiguresAsync("?within=lanhai/yuntai")).Json["sum"]!.ToJsonString());
        foreach (var other in (string[])["lanhai", "lanhai/linjiang", "lanhai/yuntai-east"])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await city.GetAsync($"/api/v1/insights/figures?within={other}")).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await city.GetAsync($"/api/v1/insights/figures/export?within={other}")).Status);
        }

        var table = (await city.GetAsync("/api/v1/insights/figures/export?by=channel")).Body.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, table.Length);
        Assert.StartsWith("sum,,,3,1,2,", table[^1], StringComparison.Ordinal);
        Assert.Equal(1, (await BoardAsync(city, board => Of(board["today"]!, "planned") == 2))["silence"]!.AsArray().Sum(reason => (long)reason!["silent"]!));
    }

    [Fact]
    public async Task The_board_shows_today_by_channel_campaign_and_person()
    {
        var board = await BoardAsync(_world.Client, shown => Of(shown["today"]!, "planned") == 5);

        Assert.Equal((await FiguresAsync("")).Json["sum"]!.ToJsonString(), board["today"]!.ToJsonString());
        Assert.Equal([_counter, _message], board["channels"]!.AsArray().Select(row => (string)row!["key"]!).Order(StringComparer.Ordinal));
        Assert.Equal((1, 2, 1), ((int)board["frontLine"]!["people"]!, (int)board["frontLine"]!["opportunities"]!, (int)board["frontLine"]!["successes"]!));
        Assert.Equal(1, Of(board["hours"]!.AsArray()[16]!["today"]!, "orders"));
        Assert.Equal(["consent-refused"], board["silence"]!.AsArray().Select(reason => (string)reason!["reason"]!));
    }

    [Fact]
    public async Task Figures_made_again_from_the_journal_are_the_same()
    {
        var before = new List<string>();
        foreach (var by in Dimensions.Append("hour"))
        {
            before.Add((await FiguresAsync($"?by={by}")).Body);
        }

        await _world.Host.StopAsync();
        foreach (var file in Directory.GetFiles(_world.Host.Folder, "projections.db*"))
        {
            File.Delete(file);
        }

        await _world.RestartAsync();

        foreach (var (by, expected) in Dimensions.Append("hour").Zip(before))
        {
            Assert.Equal(expected, (await FiguresAsync($"?by={by}")).Body);
        }
    }

    [Theory]
    [InlineData("?by=moon", "by")]
    [InlineData("?from=yesterday", "from")]
    [InlineData("?from=2026-03-02&to=2026-03-01", "to")]
    [InlineData("?by=hour&from=2026-01-01&to=2026-03-01", "to")]
    [InlineData("?by=hour&campaign=c", "by")]
    [InlineData("?within=a//b", "within")]
    public async Task What_is_asked_wrongly_is_named(string query, string field) =>
        Assert.Equal([field], (await _world.Client.GetAsync($"/api/v1/insights/figures{query}")).Fields);

    [Fact]
    public async Task Every_figure_says_how_it_is_counted_in_both_languages()
    {
        var shown = (await FiguresAsync("")).Json["sum"]!.AsObject().Select(pair => pair.Key);
        var figures = (await _world.GetAsync("insights/definitions")).Json["figures"]!.AsArray();

        Assert.Equal(shown, figures.Select(figure => (string)figure!["id"]!));
        Assert.All(figures, figure => Assert.All((string[])["name", "definition"], text => Assert.False(string.IsNullOrWhiteSpace((string?)figure![text]!["zh"]) || string.IsNullOrWhiteSpace((string?)figure[text]!["en"]))));
    }

    private Task<Answer> FiguresAsync(string query) => _world.GetAsync($"insights/figures{query}");

    /// <summary>The board is a moment old at most, so what happened just now is waited for.</summary>
    private static async Task<JsonNode> BoardAsync(ApiClient client, Func<JsonNode, bool> shows)
    {
        for (var attempt = 0; ; attempt++)
        {
            var board = (await client.GetAsync("/api/v1/board")).Json;
            if (shows(board))
            {
                return board;
            }

            Assert.True(attempt < 300, board.ToJsonString());
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }

    private Task<string> CustomerAsync(string home) => _world.CustomerAsync($$$"""{"attributes":{"homeUnit":"{{{home}}}"}}""");

    private async Task<string> RefusingAsync(string home)
    {
        var customer = await _world.CustomerAsync($$$"""{"attributes":{"homeUnit":"{{{home}}}"}}""", agrees: false);
        await _world.ConsentAsync(customer, "refused");
        return customer;
    }

    private static long Of(JsonNode figures, string name) => (long)figures[name]!;

    private static List<string> Keys(JsonNode figures) => [.. figures["items"]!.AsArray().Select(row => (string)row!["key"]!)];

    private static JsonNode Row(JsonNode figures, string key) => figures["items"]!.AsArray().Single(row => (string)row!["key"]! == key)!;

    /// <summary>All lines together.</summary>
    private static JsonObject Added(JsonNode figures)
    {
        var sum = new JsonObject();
        foreach (var name in figures["sum"]!.AsObject().Select(pair => pair.Key))
        {
            sum[name] = figures["items"]!.AsArray().Sum(row => Of(row!["figures"]!, name));
        }

        return sum;
    }
}
