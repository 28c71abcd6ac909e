using System.Net;
using System.Text.Json.Nodes;
using Octant.Platform.Tests.Identity;

namespace Octant.Platform.Tests.Organisation;

public sealed class OrganisationTests : IAsyncLifetime
{
    private readonly RunningHost _host = new();
    private ApiClient _client = null!;

    public async Task InitializeAsync()
    {
        await _host.InitializeAsync();
        _client = _host.Client();
        foreach (var (path, level) in ((string, string)[])
            [("lanhai", "province"), ("lanhai/linjiang", "city"), ("lanhai/linjiang/central", "county"), ("lanhai/linjiang/central/hall", "hall"), ("lanhai/yuntai", "city"), ("binhai", "province")])
        {
            Assert.Equal(HttpStatusCode.Created, (await PutUnitAsync(path, level)).Status);
        }
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Levels_are_delivered_and_can_be_added_between()
    {
        var levels = (await _client.GetAsync("/api/v1/organisation/levels")).Json["items"]!.AsArray();
        Assert.Equal(["city", "county", "hall", "headquarters", "province"], levels.Select(level => (string)level!["id"]!));

        await _client.PutAsync("/api/v1/organisation/levels/grid", """{"name":{"zh":"网格","en":"Grid"},"rank":45}""");

        Assert.Equal(HttpStatusCode.Created, (await PutUnitAsync("lanhai/linjiang/central/grid-7", "grid")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await _client.DeleteAsync("/api/v1/organisation/levels/grid")).Status);
    }

    [Fact]
    public async Task Everybody_sees_their_own_part_of_the_tree()
    {
        using var city = await _host.ClientWithAsync(["organisation:read"], "lanhai/linjiang");

        var all = (await _client.GetAsync("/api/v1/organisation/tree")).Json["units"]!.AsArray();
        var mine = (await city.GetAsync("/api/v1/organisation/tree")).Json["units"]!.AsArray();

        Assert.Equal(["binhai", "lanhai"], all.Select(unit => (string)unit!["code"]!));
        var only = Assert.Single(mine)!;
        Assert.Equal("lanhai/linjiang", (string)only["path"]!);
        Assert.Equal("lanhai", (string)only["parent"]!);
        Assert.Equal("hall", (string)only["children"]![0]!["children"]![0]!["level"]!);
        Assert.Equal(3, (int)(await city.GetAsync("/api/v1/organisation/units")).Json["total"]!);
        Assert.Equal(HttpStatusCode.NotFound, (await city.GetAsync("/api/v1/organisation/units/lanhai/yuntai")).Status);
        Assert.Equal(HttpStatusCode.OK, (await city.GetAsync("/api/v1/organisation/units/lanhai/linjiang/central")).Status);
    }

    [Theory]
    [InlineData("lanhai/nowhere/hall", "hall", "path")]
    [InlineData("lanhai/linjiang/other", "city", "level")]
    [InlineData("lanhai/linjiang/other", "province", "level")]
    [InlineData("lanhai/linjiang", "hall", "level")]
    [InlineData("lanhai/linjiang/other", "no-such", "level")]
    [InlineData("lanhai//x", "hall", "path")]
    public async Task A_unit_lies_below_an_existing_one_of_a_higher_level(string path, string level, string field)
    {
        var answer = await PutUnitAsync(path, level);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal([field], answer.Fields);
    }

    [Fact]
    public async Task A_level_does_not_pass_another_in_the_tree_as_it_is()
    {
        var answer = await _client.PutAsync("/api/v1/organisation/levels/county", """{"name":{"zh":"县","en":"County"},"rank":30}""");

        Assert.Equal(["rank"], answer.Fields);
    }

    [Fact]
    public async Task A_unit_stays_while_anything_belongs_to_it()
    {
        await _client.PutAsync("/api/v1/attributes/homeUnit", """{"kind":"category"}""");
        await _client.PutAsync("/api/v1/customers/at-home", """{"attributes":{"homeUnit":"lanhai/yuntai/east"}}""");

        Assert.Contains("lanhai/linjiang/central", (await DeleteAsync("lanhai/linjiang")).Body, StringComparison.Ordinal);
        Assert.Contains("1 customers", (await DeleteAsync("lanhai/yuntai")).Body, StringComparison.Ordinal);
        await People.AddAsync(_host, "400001", ["clerk"], "lanhai/linjiang/central/hall");
        Assert.Contains("operator '400001'", (await DeleteAsync("lanhai/linjiang/central/hall")).Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await DeleteAsync("binhai")).Status);
    }

    [Fact]
    public async Task A_unit_moves_with_what_is_below_it_and_what_belongs_to_it()
    {
        await _client.PutAsync("/api/v1/channels/hall", """{"name":"hall"}""");
        await _client.PutAsync("/api/v1/outlets/o-1", """{"name":"x","channel":"hall","organisation":"lanhai/linjiang/central/hall"}""");
        using var clerk = await People.SignInNewAsync(_host, "400002", ["clerk"], "lanhai/linjiang/central/hall");
        using var key = await _host.ClientWithAsync(["channels:read"], "lanhai/linjiang/central");

        var moved = await _client.PostAsync("/api/v1/organisation/moves", """{"from":"lanhai/linjiang/central","to":"lanhai/yuntai/central"}""");

        Assert.Equal((2, 3), ((int)moved.Json["units"]!, (int)moved.Json["members"]!));
        Assert.Equal("lanhai/yuntai/central/hall", (string)(await clerk.GetAsync("/api/v1/session")).Json["organisation"]!["path"]!);
        Assert.Equal("lanhai/yuntai/central/hall", (string)(await key.GetAsync("/api/v1/outlets/o-1")).Json["organisation"]!);
        Assert.Equal(HttpStatusCode.NotFound, (await _client.GetAsync("/api/v1/organisation/units/lanhai/linjiang/central")).Status);
        Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync("/api/v1/organisation/units/lanhai/yuntai/central/hall")).Status);
    }

    [Fact]
    public async Task Customers_do_not_move_so_their_new_home_is_imported_first_and_the_rest_moves_into_it()
    {
        await _client.PutAsync("/api/v1/attributes/homeUnit", """{"kind":"category"}""");
        await _client.PutAsync("/api/v1/customers/moves", """{"attributes":{"homeUnit":"lanhai/linjiang/central"}}""");
        const string move = """{"from":"lanhai/linjiang/central","to":"lanhai/yuntai/central"}""";

        Assert.Equal(HttpStatusCode.Conflict, (await _client.PostAsync("/api/v1/organisation/moves", move)).Status);
        await PutUnitAsync("lanhai/yuntai/central", "county");
        await _client.PutAsync("/api/v1/customers/moves/attributes", """{"homeUnit":"lanhai/yuntai/central"}""");

        Assert.Equal(HttpStatusCode.OK, (await _client.PostAsync("/api/v1/organisation/moves", move)).Status);
        Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync("/api/v1/organisation/units/lanhai/yuntai/central/hall")).Status);
    }

    [Theory]
    [InlineData("lanhai/nowhere", "lanhai/x", HttpStatusCode.BadRequest)]
    [InlineData("lanhai/linjiang", "lanhai/linjiang/central/x", HttpStatusCode.BadRequest)]
    [InlineData("lanhai/linjiang", "lanhai/yuntai/linjiang", HttpStatusCode.BadRequest)]
    [InlineData("lanhai/linjiang", "binhai/linjiang", HttpStatusCode.OK)]
    public async Task A_move_keeps_the_levels_in_order(string from, string to, HttpStatusCode status)
    {
        var answer = await _client.PostAsync("/api/v1/organisation/moves", new JsonObject { ["from"] = from, ["to"] = to }.ToJsonString());

        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task Whoever_is_bound_arranges_what_is_below_their_unit_only()
    {
        using var city = await _host.ClientWithAsync(["organisation:read", "organisation:write"], "lanhai/linjiang");
        const string body = """{"name":{"zh":"新","en":"New"},"level":"county"}""";

        Assert.Equal(HttpStatusCode.Created, (await city.PutAsync("/api/v1/organisation/units/lanhai/linjiang/new", body)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await city.PutAsync("/api/v1/organisation/units/lanhai/yuntai/new", body)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await city.PutAsync("/api/v1/organisation/units/lanhai/linjiang", """{"name":{"zh":"新","en":"New"},"level":"city"}""")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await city.PutAsync("/api/v1/organisation/levels/county", """{"name":{"zh":"新","en":"New"},"rank":40}""")).Status);
        Assert.Equal(
            HttpStatusCode.Forbidden, (await city.PostAsync("/api/v1/organisation/moves", """{"from":"lanhai/linjiang/central","to":"lanhai/yuntai/c"}""")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await city.PostAsync("/api/v1/organisation/moves", """{"from":"lanhai/yuntai","to":"lanhai/linjiang/y"}""")).Status);
    }

    [Fact]
    public async Task Where_units_are_kept_nothing_belongs_to_one_that_is_not_there()
    {
        var answer = await _client.PutAsync("/api/v1/operators/400003", """{"name":"x","roles":[],"organisation":"lanhai/nowhere"}""");

        Assert.Equal(["organisation"], answer.Fields);
    }

    [Fact]
    public async Task Whoever_is_bound_to_the_only_unit_at_the_top_is_bound_to_nothing()
    {
        using var province = await People.SignInNewAsync(_host, "400004", ["product-developer"], "lanhai");
        Assert.Equal(HttpStatusCode.Forbidden, (await province.PutAsync("/api/v1/offerings/o-1", """{"name":"x"}""")).Status);

        await DeleteAsync("binhai");

        Assert.Equal(HttpStatusCode.Created, (await province.PutAsync("/api/v1/offerings/o-1", """{"name":"x"}""")).Status);
        var session = (await province.GetAsync("/api/v1/session")).Json;
        Assert.Equal("lanhai", (string)session["organisation"]!["path"]!);
        Assert.Equal("lanhai 名", (string)session["organisation"]!["units"]![0]!["name"]!["zh"]!);
        Assert.True((bool)session["entitlements"]!["wholeOrganisation"]!);
    }

    private Task<Answer> PutUnitAsync(string path, string level) =>
        _client.PutAsync(
            "/api/v1/organisation/units/" + path,
            new JsonObject { ["name"] = new JsonObject { ["zh"] = path + " 名", ["en"] = path }, ["level"] = level }.ToJsonString());

    private Task<Answer> DeleteAsync(string path) => _client.DeleteAsync("/api/v1/organisation/units/" + path);
}
