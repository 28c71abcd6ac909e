using System.Net;
using Octant.Platform.Identity.Contracts;
using Octant.Platform.Tests.Decisions;

namespace Octant.Platform.Tests.Organisation;

/// <summary>
/// What somebody bound to one city finds of another's: customers, audiences, target lists, decisions, campaigns, figures and the audit trail.
/// </summary>
public sealed class OrganisationScopeTests(DecisionWorld world) : IClassFixture<DecisionWorld>, IAsyncLifetime
{
    private const string Here = "lanhai/linjiang";
    private const string There = "lanhai/yuntai";

    private ApiClient _city = null!;

    public async Task InitializeAsync()
    {
        await world.PutAsync("attributes/homeUnit", """{"kind":"category"}""");
        await world.PutAsync("attributes/phone", """{"kind":"text"}""");
        _city = await world.Host.ClientWithAsync([.. Scopes.All.Keys.Where(scope => scope != Scopes.CustomersUnmask)], Here);
    }

    public Task DisposeAsync()
    {
        _city.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_customer_of_another_city_is_not_there()
    {
        var (mine, theirs) = (await CustomerAsync(Here + "/east"), await CustomerAsync(There));
        var nobodys = await world.CustomerAsync();

        Assert.Equal(HttpStatusCode.OK, (await _city.GetAsync($"/api/v1/customers/{mine}")).Status);
        foreach (var other in (string[])[theirs, nobodys])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await _city.GetAsync($"/api/v1/customers/{other}")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await _city.PutAsync($"/api/v1/customers/{other}/attributes", """{"homeUnit":"lanhai/linjiang"}""")).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await _city.PutAsync($"/api/v1/customers/{other}", """{"tags":["x"]}""")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await _city.PutAsync($"/api/v1/customers/{other}/products", "[]")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await _city.PutAsync($"/api/v1/customers/{other}/lists", """{"neverOffer":true}""")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await _city.PutAsync($"/api/v1/customers/{other}/consents/marketing", """{"state":"refused","source":"hall"}""")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await _city.DeleteAsync($"/api/v1/customers/{other}")).Status);
            Assert.Equal(
                HttpStatusCode.NotFound,
                (await _city.PostAsync("/api/v1/tariffs/advice", $$"""{"customerId":"{{other}}","months":[{"month":"2026-02","records":[]}]}""")).Status);
        }

        Assert.Equal(HttpStatusCode.OK, (await _city.PutAsync($"/api/v1/customers/{mine}", """{"tags":["x"]}""")).Status);
    }

    [Fact]
    public async Task Nobody_bound_takes_a_customer_in_or_out_or_makes_one_elsewhere()
    {
        var mine = await CustomerAsync(Here);

        Assert.Equal(HttpStatusCode.Forbidden, (await _city.PutAsync($"/api/v1/customers/{mine}/attributes", """{"homeUnit":"lanhai/yuntai"}""")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await _city.PutAsync($"/api/v1/customers/{mine}/attributes", """{"homeUnit":null}""")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await _city.PutAsync("/api/v1/customers/new-there", """{"attributes":{"homeUnit":"lanhai/yuntai"}}""")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await _city.PutAsync("/api/v1/customers/new-nowhere", "{}")).Status);
        Assert.Equal(HttpStatusCode.Created, (await _city.PutAsync("/api/v1/customers/new-here", """{"attributes":{"homeUnit":"lanhai/linjiang/east"}}""")).Status);
    }

    [Fact]
    public async Task Counts_charts_samples_and_overlaps_are_of_the_own_customers_only()
    {
        var tag = world.Name("scope");
        var mine = await CustomerAsync(Here + "/east", tag);
        await CustomerAsync(Here + "side", tag);
        await CustomerAsync(There, tag);
        await world.CustomerAsync($$"""{"tags":["{{tag}}"]}""");
        var expression = $"\\\"{tag}\\\" in customer.tags // mine";

        Assert.Equal(4, await CountAsync(world.Client, expression));
        Assert.Equal(1, await CountAsync(_city, expression));
        var total = (long)(await world.Client.PostAsync("/api/v1/audiences/count", """{"expression":"customer.homeUnit == 'lanhai/linjiang' || customer.homeUnit.startsWith('lanhai/linjiang/')"}""")).Json["count"]!;
        Assert.Equal(total, (long)(await _city.PostAsync("/api/v1/audiences/count", """{"expression":"false"}""")).Json["total"]!);
        var chart = (await _city.PostAsync("/api/v1/audiences/breakdown", $$"""{"expression":"{{expression}}","by":["homeUnit"]}""")).Json;
        Assert.Equal((1, total), ((long)chart["count"]!, (long)chart["total"]!));
        Assert.Equal("lanhai/linjiang/east", (string)Assert.Single(chart["groups"]!.AsArray())!["values"]![0]!);
        var sample = (await _city.PostAsync("/api/v1/audiences/sample", $$"""{"expression":"{{expression}}","size":10}""")).Json;
        Assert.Equal([mine], sample["customerIds"]!.AsArray().Select(id => (string)id!));
        var overlap = (await _city.PostAsync("/api/v1/audiences/overlap", $$"""{"audiences":[{"name":"a","expression":"{{expression}}"},{"name":"b","expression":"true"}]}""")).Json;
        Assert.Contains("\"count\":1", overlap["overlaps"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_with_an_expression_is_told_where_it_was_written()
    {
        var answer = await _city.PostAsync("/api/v1/audiences/count", """{"expression":"customer.homeUnitt == 'x'"}""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal((1, 10), ((int)answer.Json["errors"]![0]!["line"]!, (int)answer.Json["errors"]![0]!["column"]!));
    }

    [Fact]
    public async Task A_target_list_belongs_to_the_part_whose_customers_are_on_it()
    {
        var tag = world.Name("list");
        var mine = await CustomerAsync(Here, tag);
        await CustomerAsync(There, tag);
        var body = $$"""{"name":"x","expression":"\"{{tag}}\" in customer.tags"}""";
        await world.PutAsync($"target-lists/{tag}-all", body);

        Assert.Equal(1, (int)(await _city.PutAsync($"/api/v1/target-lists/{tag}-mine", body)).Json["count"]!);
        Assert.Equal([mine], (await _city.GetAsync($"/api/v1/target-lists/{tag}-mine/customers")).Json["items"]!.AsArray().Select(id => (string)id!));
        Assert.Equal(HttpStatusCode.NotFound, (await _city.GetAsync($"/api/v1/target-lists/{tag}-all")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _city.GetAsync($"/api/v1/target-lists/{tag}-all/customers")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _city.DeleteAsync($"/api/v1/target-lists/{tag}-all")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await _city.PutAsync($"/api/v1/target-lists/{tag}-all", body)).Status);
        Assert.DoesNotContain($"{tag}-all", (await _city.GetAsync("/api/v1/target-lists?limit=500")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decision_is_asked_read_and_explained_for_the_own_customers_only()
    {
        var stage = await world.StageAsync("scope");
        await world.LaunchAsync(stage);
        var (mine, theirs) = (await CustomerAsync(Here), await CustomerAsync(There));
        var (my, their) = ((string)(await world.DecideAsync(mine, stage))["decisionId"]!, (string)(await world.DecideAsync(theirs, stage))["decisionId"]!);

        Assert.Equal(HttpStatusCode.OK, (await _city.GetAsync($"/api/v1/decisions/{my}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _city.GetAsync($"/api/v1/decisions/{their}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _city.GetAsync($"/api/v1/decisions/{their}/explanation")).Status);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(mine)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(theirs)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(theirs, ""","dryRun":true""")).Status);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await _city.PostAsync("/api/v1/responses", $$"""{"recommendationId":"{{their}}-1","outcome":"clicked"}""")).Status);
        Assert.Equal(HttpStatusCode.OK, (await _city.PostAsync("/api/v1/responses", $$"""{"recommendationId":"{{my}}-1","outcome":"clicked"}""")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await ReportAsync(theirs)).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await ReportAsync(mine)).Status);

        Task<Answer> AskAsync(string customer, string members = "") =>
            _city.PostAsync("/api/v1/decisions", $$"""{"customerId":"{{customer}}","channel":"{{stage}}"{{members}}}""");

        async Task<Answer> ReportAsync(string customer) =>
            await _city.PostAsync("/api/v1/contacts", $$"""{"source":"x","id":"{{customer}}","customerId":"{{customer}}","channel":"{{stage}}","at":"{{await world.TimeAsync()}}"}""");
    }

    [Fact]
    public async Task Who_walks_into_an_own_outlet_is_served_and_nothing_more_is_told_of_them()
    {
        var stage = await world.StageAsync("walk-in");
        await world.LaunchAsync(stage);
        await world.PutAsync($"outlets/{stage}", $$"""{"name":"x","channel":"{{stage}}","organisation":"{{Here}}/hall"}""");
        var theirs = await CustomerAsync(There);
        var body = $$$"""{"customerId":"{{{theirs}}}","channel":"{{{stage}}}","actor":{"outletId":"{{{stage}}}"}""";

        Assert.Equal(HttpStatusCode.OK, (await _city.PostAsync("/api/v1/decisions", body + "}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _city.PostAsync("/api/v1/decisions", body + ""","explain":true}""")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _city.PostAsync("/api/v1/decisions", body + ""","dryRun":true}""")).Status);
    }

    [Fact]
    public async Task A_campaign_of_another_city_is_neither_seen_nor_touched()
    {
        var stage = await world.StageAsync("elsewhere");
        await world.LaunchAsync(stage, $$"""{"organisation":"{{There}}"}""");

        foreach (var path in (string[])["", "/check", "/reviews", "/figures", "/effect"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await _city.GetAsync($"/api/v1/campaigns/{stage}{path}")).Status);
        }

        foreach (var action in (string[])["submit", "launch", "pause", "resume", "end"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await _city.SendAsync(HttpMethod.Post, $"/api/v1/campaigns/{stage}/{action}", null)).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await _city.PostAsync($"/api/v1/campaigns/{stage}/reviews", """{"lane":"default","verdict":"approve"}""")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await _city.PutAsync($"/api/v1/campaigns/{stage}", DecisionWorld.CampaignOn(stage))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _city.DeleteAsync($"/api/v1/campaigns/{stage}")).Status);
        Assert.DoesNotContain($"\"{stage}\"", (await _city.GetAsync("/api/v1/campaigns?limit=500")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_campaign_from_above_is_read_once_it_is_in_force_and_never_touched()
    {
        var stage = await world.StageAsync("above");
        await world.PutAsync($"campaigns/{stage}", DecisionWorld.CampaignOn(stage, """{"organisation":"lanhai"}"""));
        Assert.Equal(HttpStatusCode.NotFound, (await _city.GetAsync($"/api/v1/campaigns/{stage}")).Status);

        await world.LaunchAsync(stage, """{"organisation":"lanhai"}""");
        var (mine, theirs) = (await CustomerAsync(Here), await CustomerAsync(There));
        await world.OfferAsync(mine, stage);
        await world.OfferAsync(theirs, stage);

        Assert.Equal(HttpStatusCode.OK, (await _city.GetAsync($"/api/v1/campaigns/{stage}")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await _city.SendAsync(HttpMethod.Post, $"/api/v1/campaigns/{stage}/pause", null)).Status);
        Assert.Equal(2, (await world.FiguresAsync(stage)).Planned);
        Assert.Equal(1, (long)(await _city.GetAsync($"/api/v1/campaigns/{stage}/figures")).Json["planned"]!);
        Assert.Equal(1, Customers(await _city.GetAsync($"/api/v1/campaigns/{stage}/effect")));
        Assert.Equal(2, Customers(await world.Client.GetAsync($"/api/v1/campaigns/{stage}/effect")));

        static long Customers(Answer effect) => effect.Json["arms"]!.AsArray().Sum(arm => (long)arm!["customers"]!);
    }

    [Fact]
    public async Task A_campaign_drafted_in_a_city_belongs_to_it_and_reaches_its_customers_only()
    {
        var stage = await world.StageAsync("city");
        await _city.PutAsync($"/api/v1/campaigns/{stage}", DecisionWorld.CampaignOn(stage));
        foreach (var (action, body) in ((string, string?)[])[("submit", null), ("reviews", """{"lane":"default","verdict":"approve"}"""), ("launch", null)])
        {
            var moved = await _city.SendAsync(HttpMethod.Post, $"/api/v1/campaigns/{stage}/{action}", body);
            Assert.True(moved.Status == HttpStatusCode.OK, moved.Body);
        }

        var (mine, theirs) = (await CustomerAsync(Here + "/east"), await CustomerAsync(There));

        Assert.Equal(Here, (string)(await _city.GetAsync($"/api/v1/campaigns/{stage}")).Json["organisation"]!);
        await world.OfferAsync(mine, stage);
        Assert.Equal("no-campaign-matches", await world.SilenceAsync(theirs, stage));
        Assert.Equal(1, (await world.FiguresAsync(stage)).Planned);
        Assert.Equal(1, (long)(await _city.GetAsync($"/api/v1/campaigns/{stage}/figures")).Json["planned"]!);
    }

    [Fact]
    public async Task An_explanation_names_no_campaign_of_another_city()
    {
        var (stage, other) = (await world.StageAsync("told"), world.Name("untold"));
        await world.LaunchAsync(stage);
        await world.LaunchAsync(stage, $$"""{"organisation":"{{There}}"}""", other);
        var mine = await CustomerAsync(Here);
        var body = $$"""{"customerId":"{{mine}}","channel":"{{stage}}","explain":true}""";

        Assert.Contains(other, (await world.Client.PostAsync("/api/v1/decisions", body)).Body, StringComparison.Ordinal);
        var told = await _city.PostAsync("/api/v1/decisions", body);
        Assert.Contains(stage, told.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(other, told.Body, StringComparison.Ordinal);
        var again = await _city.GetAsync($"/api/v1/decisions/{told.Json["decisionId"]}/explanation");
        Assert.DoesNotContain(other, again.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_concerns_everybody_is_changed_by_nobody_bound()
    {
        foreach (var (path, body) in ((string, string)[])
            [
                ("offerings/o-x", """{"name":"x"}"""),
                ("channels/c-x", """{"name":"x"}"""),
                ("attributes/a_x", """{"kind":"number"}"""),
                ("settings", "{}"),
                ("event-types/x", """{"fields":[]}"""),
                ("contact-policies/x", "{}"),
            ])
        {
            var refused = await _city.PutAsync("/api/v1/" + path, body);
            Assert.True(refused.Status == HttpStatusCode.Forbidden, $"{path}: {refused.Status} {refused.Body}");
            Assert.Contains(Here, refused.Body, StringComparison.Ordinal);
        }

        foreach (var (path, body) in ((string, string)[])
            [
                ("events", "{}"),
                ("claims", """{"channel":"x"}"""),
                ("receipts", """{"recommendationId":"x","result":"sent"}"""),
                ("replays", """{"from":"2026-01-01T00:00:00Z","to":"2026-02-01T00:00:00Z"}"""),
                ("customers/import?format=csv&idColumn=id", "id"),
            ])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await _city.PostAsync("/api/v1/" + path, body)).Status);
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await _city.GetAsync("/api/v1/strategy")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await _city.GetAsync("/api/v1/event-figures")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await _city.GetAsync("/api/v1/audit/verification")).Status);
    }

    [Fact]
    public async Task The_audit_trail_is_that_of_the_own_part()
    {
        var (mine, theirs) = (world.Name("drafted"), world.Name("drafted"));
        await world.PutAsync($"campaigns/{mine}", DecisionWorld.CampaignOn(await world.StageAsync("audited"), $$"""{"organisation":"{{Here}}/east"}"""));
        await world.PutAsync($"campaigns/{theirs}", DecisionWorld.CampaignOn(await world.StageAsync("audited"), $$"""{"organisation":"{{There}}"}"""));

        Assert.Equal(1, (int)(await _city.GetAsync($"/api/v1/audit?kind=campaign&id={mine}")).Json["total"]!);
        Assert.Equal(0, (int)(await _city.GetAsync($"/api/v1/audit?kind=campaign&id={theirs}")).Json["total"]!);
        Assert.Equal(HttpStatusCode.Forbidden, (await _city.GetAsync("/api/v1/audit?organisation=" + There)).Status);
        Assert.All(
            (await _city.GetAsync("/api/v1/audit?limit=1000")).Json["items"]!.AsArray(),
            entry => Assert.True(((string?)entry!["organisation"])?.StartsWith(Here, StringComparison.Ordinal), entry.ToJsonString()));
    }

    [Fact]
    public async Task A_full_number_is_shown_to_the_entitled_only_and_each_look_is_in_the_trail_even_when_wording_holds_it()
    {
        var stage = await world.StageAsync("number");
        await world.LaunchAsync(stage, """{"treatments":[{"text":"call {phone}"}]}""");
        var mine = await world.CustomerAsync($$$"""{"attributes":{"homeUnit":"{{{Here}}}","phone":"13812345678"}}""");
        using var entitled = await world.Host.ClientWithAsync(["customers:read", "customers:unmask", "audit:read"], Here);

        Assert.Equal("138****5678", (string)(await _city.GetAsync($"/api/v1/customers/{mine}")).Json["texts"]!["phone"]!);
        Assert.Equal("call 138****5678", (string)(await world.OfferAsync(mine, stage))["treatment"]!["text"]!);
        Assert.Equal("13812345678", (string)(await entitled.GetAsync($"/api/v1/customers/{mine}")).Json["texts"]!["phone"]!);

        var looks = (await entitled.GetAsync("/api/v1/audit?action=shown%20in%20full")).Json;
        Assert.True((int)looks["total"]! >= 1);
        Assert.Equal("phone", (string)looks["items"]![0]!["detail"]!);
    }

    [Fact]
    public async Task A_customer_is_found_by_number_within_ones_part_only_and_who_was_found_stands_in_the_trail()
    {
        var mine = await world.CustomerAsync($$$"""{"attributes":{"homeUnit":"{{{Here}}}","phone":"13900000001"}}""");
        var theirs = await world.CustomerAsync($$$"""{"attributes":{"homeUnit":"{{{There}}}","phone":"13900000001"}}""");

        Assert.Equal([mine], await FoundAsync(_city, "13900000001"));
        Assert.Equal([mine, theirs], (await FoundAsync(world.Client, " 13900000001 ")).Order(StringComparer.Ordinal));
        Assert.Empty(await FoundAsync(world.Client, "1390000000"));
        Assert.Equal(["phone"], (await _city.PostAsync("/api/v1/customers/search", """{"phone":" "}""")).Fields);
        Assert.Equal(1, (int)(await _city.GetAsync("/api/v1/audit?action=found%20by%20number")).Json["total"]!);

        static async Task<List<string>> FoundAsync(ApiClient client, string phone) =>
            [.. (await client.PostAsync("/api/v1/customers/search", $$"""{"phone":"{{phone}}"}""")).Json["customerIds"]!.AsArray().Select(id => (string)id!)];
    }

    [Fact]
    public async Task The_entitled_see_a_number_masked_until_they_ask_for_it()
    {
        var mine = await world.CustomerAsync($$$"""{"attributes":{"homeUnit":"{{{Here}}}","phone":"13912345678"}}""");
        using var entitled = await world.Host.ClientWithAsync(["customers:read", "customers:unmask", "audit:read"], Here);
        var looks = (int)(await entitled.GetAsync("/api/v1/audit?action=shown%20in%20full")).Json["total"]!;

        Assert.Equal("139****5678", (string)(await entitled.GetAsync($"/api/v1/customers/{mine}?masked=true")).Json["texts"]!["phone"]!);
        Assert.Equal(looks, (int)(await entitled.GetAsync("/api/v1/audit?action=shown%20in%20full")).Json["total"]!);
        Assert.Equal("13912345678", (string)(await entitled.GetAsync($"/api/v1/customers/{mine}")).Json["texts"]!["phone"]!);
        Assert.Equal(looks + 1, (int)(await entitled.GetAsync("/api/v1/audit?action=shown%20in%20full")).Json["total"]!);
    }

    private async Task<string> CustomerAsync(string home, string? tag = null) =>
        await world.CustomerAsync(tag is null
            ? $$$"""{"attributes":{"homeUnit":"{{{home}}}"}}"""
            : $$$"""{"attributes":{"homeUnit":"{{{home}}}"},"tags":["{{{tag}}}"]}""");

    private static async Task<long> CountAsync(ApiClient client, string expression) =>
        (long)(await client.PostAsync("/api/v1/audiences/count", $$"""{"expression":"{{expression}}"}""")).Json["count"]!;
}
