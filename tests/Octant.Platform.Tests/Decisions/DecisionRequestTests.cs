using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Octant.Engine.Partitions;
using Octant.Platform.Decisions.Requests;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Partitions;

namespace Octant.Platform.Tests.Decisions;

public sealed class DecisionRequestTests(DecisionWorld world) : IClassFixture<DecisionWorld>
{
    [Fact]
    public async Task A_decision_answers_in_the_fields_of_the_contract()
    {
        var stage = await world.StageAsync("contract");
        var customer = await world.CustomerAsync();
        await world.LaunchAsync(stage, $$"""{"lever":2,"treatments":[{"text":"Take it."}],"validity":"PT2H","offers":[{"offering":"{{stage}}","propensity":0.25,"value":400}]}""");

        var decision = await world.DecideAsync(customer, stage);

        var item = Assert.Single((JsonArray)decision["recommendations"]!)!.AsObject();
        var id = (string)decision["decisionId"]!;
        Assert.Equal($"{id}-1", (string)item["recommendationId"]!);
        Assert.Equal((stage, stage, stage), ((string)item["campaignId"]!, (string)item["offeringId"]!, (string)item["channel"]!));
        Assert.Equal((1, 200.0, 0.25, 1.0), ((int)item["rank"]!, (double)item["score"]!, (double)item["propensity"]!, (double)item["probability"]!));
        Assert.Equal("Take it.", (string)item["treatment"]!["text"]!);
        Assert.Equal((await world.NowAsync()).AddHours(2), DateTimeOffset.Parse((string)item["validUntil"]!, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Null(decision["silence"]);
        Assert.Null(decision["explanation"]);

        var record = (await world.GetAsync($"decisions/{id}")).Json;
        Assert.Equal((id, customer, stage), ((string)record["decisionId"]!, (string)record["customerId"]!, (string)record["channel"]!));
        Assert.Equal(stage, (string)Assert.Single((JsonArray)record["recommendations"]!)!["offering"]!);
        Assert.Equal("recommended", (string)Assert.Single((JsonArray)record["ranked"]!)!["fate"]!);
        Assert.Equal(HttpStatusCode.NotFound, (await world.Client.GetAsync("/api/v1/decisions/0-999999-0")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await world.Client.GetAsync("/api/v1/decisions/64-1-0")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await world.Client.GetAsync("/api/v1/decisions/nonsense/explanation")).Status);
    }

    [Fact]
    public async Task A_request_id_answers_the_same_for_24_hours_refuses_another_body_and_is_then_forgotten()
    {
        var stage = await world.StageAsync("again");
        var customer = await world.CustomerAsync();
        await world.LaunchAsync(stage);
        var request = $$"""{"requestId":"{{stage}}"}""";

        var first = await world.AskAsync(customer, stage, request);
        Assert.Equal(first.Body, (await world.AskAsync(customer, stage, request)).Body);
        foreach (var other in new[] { """{"limit":1}""", """{"actor":{"staffId":"S-1"}}""", """{"actor":{"authentication":"c"}}""" })
        {
            var conflict = await world.AskAsync(customer, stage, DecisionWorld.Merged(request, other));
            Assert.True(conflict.Status == HttpStatusCode.Conflict, $"{other}: {conflict.Body}");
        }

        await world.AdvanceByAsync(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.Equal(first.Body, (await world.AskAsync(customer, stage, request)).Body);
        await world.AdvanceByAsync(TimeSpan.FromSeconds(1));
        Assert.NotEqual((string)first.Json["decisionId"]!, (string)(await world.DecideAsync(customer, stage, request))["decisionId"]!);
        Assert.Equal(2, (await world.FiguresAsync(stage)).Planned);
    }

    [Fact]
    public async Task A_request_id_is_refused_for_any_other_customer_also_after_a_restart()
    {
        await using var own = await DecisionWorld.StartAsync("2026-03-01T08:00:00Z");
        var stage = await own.StageAsync("once");
        var customer = await own.CustomerAsync();
        var request = """{"requestId":"only-once"}""";
        var first = await own.AskAsync(customer, stage, request);
        Assert.Equal(HttpStatusCode.OK, first.Status);
        var others = new List<string>();
        for (var i = 0; i < 8; i++)
        {
            // Eight others are of one partition with the first once in 64 to the eighth.
            others.Add(await own.CustomerAsync());
        }

        foreach (var other in others)
        {
            Assert.Equal(HttpStatusCode.Conflict, (await own.AskAsync(other, stage, request)).Status);
        }

        await own.RestartAsync();
        foreach (var other in others)
        {
            Assert.Equal(HttpStatusCode.Conflict, (await own.AskAsync(other, stage, request)).Status);
        }

        Assert.Equal(first.Body, (await own.AskAsync(customer, stage, request)).Body);
        await own.AdvanceByAsync(TimeSpan.FromHours(24));
        Assert.Equal(HttpStatusCode.OK, (await own.AskAsync(others[0], stage, request)).Status);
    }

    [Fact]
    public async Task A_dry_run_leaves_no_trace()
    {
        var stage = await world.StageAsync("dry", channel: """{"dailyCapacity":1}""");
        var customer = await world.CustomerAsync();
        await world.LaunchAsync(stage);
        await world.PutAsync($"contact-policies/{stage}", $$"""{"caps":[{"scope":"channel","subject":"{{stage}}","limit":1,"calendar":"month"}]}""");

        for (var i = 0; i < 3; i++)
        {
            var tried = await world.DecideAsync(customer, stage, $$"""{"dryRun":true,"explain":true,"requestId":"{{stage}}"}""");
            Assert.Null(tried["decisionId"]);
            Assert.Equal("", (string)Assert.Single((JsonArray)tried["recommendations"]!)!["recommendationId"]!);
            Assert.Equal("recommended", (string)DecisionWorld.FindingOn(stage, tried["explanation"]!)["stage"]!);
        }

        var view = (await world.GetAsync($"customers/{customer}")).Json;
        Assert.Empty((JsonArray)view["decisions"]!);
        Assert.Empty((JsonArray)view["contacts"]!);
        Assert.Equal(Figures.With(), await world.FiguresAsync(stage));

        Assert.Null(await world.SilenceAsync(customer, stage, $$"""{"requestId":"{{stage}}"}"""));
        Assert.Equal("cap", await world.SilenceAsync(customer, stage, """{"dryRun":true}"""));
        Assert.Equal(1, (await world.FiguresAsync(stage)).Planned);
    }

    [Fact]
    public async Task The_explanation_inline_is_the_one_asked_for_later()
    {
        var stage = await world.StageAsync("explained");
        await world.PutAsync("attributes/spend", """{"kind":"number"}""");
        var customer = await world.CustomerAsync("""{"attributes":{"spend":12}}""");
        await world.LaunchAsync(stage, """{"audience":"customer.spend >= 50.0"}""");

        var decision = await world.DecideAsync(customer, stage, """{"explain":true}""");
        await world.PutAsync($"customers/{customer}/attributes", """{"spend":99}""");
        var later = await world.GetAsync($"decisions/{decision["decisionId"]}/explanation");

        Assert.Equal(decision["explanation"]!.ToJsonString(), later.Json.ToJsonString());
        var finding = DecisionWorld.FindingOn(stage, later.Json);
        Assert.Equal(("audience", "condition-false"), ((string)finding["stage"]!, (string)finding["reason"]!));
        Assert.Single((JsonArray)finding["condition"]!["smallestChange"]!);
        Assert.Null(await world.SilenceAsync(customer, stage));
    }

    [Theory]
    [InlineData("""{"channel":"none-such"}""", "channel")]
    [InlineData("""{"touchpoint":"none-such"}""", "touchpoint")]
    [InlineData("""{"touchpoint":"elsewhere"}""", "touchpoint")]
    [InlineData("""{"limit":0}""", "limit")]
    [InlineData("""{"limit":51}""", "limit")]
    [InlineData("""{"limit":"two"}""", "limit")]
    [InlineData("""{"requestId":""}""", "requestId")]
    [InlineData("""{"context":{"mood":1}}""", "context.mood")]
    [InlineData("""{"context":"red"}""", "context")]
    [InlineData("""{"actor":{"outletId":"none-such"}}""", "actor.outletId")]
    [InlineData("""{"actor":{"staffId":"a b"}}""", "actor.staffId")]
    [InlineData("""{"actor":{"authentication":"z"}}""", "actor.authentication")]
    [InlineData("""{"customerId":null}""", "customerId")]
    [InlineData("""{"chanel":"web"}""", "chanel")]
    public async Task A_request_that_cannot_be_names_its_field(string members, string field)
    {
        var stage = await world.StageAsync("wrong");
        await world.PutAsync("context-fields/mood", """{"kind":"category"}""");
        await world.PutAsync("channels/other", """{"name":"Other"}""");
        await world.PutAsync("touchpoints/elsewhere", """{"name":"Elsewhere","channel":"other","slots":1}""");

        var answer = await world.AskAsync("nobody", stage, members);

        Assert.True(answer.Status == HttpStatusCode.BadRequest, $"{answer.Status} {answer.Body}");
        Assert.Equal([field], answer.Fields);
    }

    [Fact]
    public async Task Declared_context_counts_and_undeclared_context_is_dropped()
    {
        var stage = await world.StageAsync("context");
        var customer = await world.CustomerAsync();
        await world.PutAsync("context-fields/page", """{"kind":"category"}""");
        await world.LaunchAsync(stage, """{"applicability":"context.page == 'roaming'"}""");

        Assert.Equal("no-campaign-matches", await world.SilenceAsync(customer, stage, """{"context":{"undeclared":"roaming"}}"""));
        Assert.Equal("no-campaign-matches", await world.SilenceAsync(customer, stage, """{"context":{"page":"start"}}"""));
        var request = $$$"""{"requestId":"{{{stage}}}","context":{"page":"roaming","undeclared":1}}""";
        var first = await world.AskAsync(customer, stage, request);
        Assert.Single((JsonArray)first.Json["recommendations"]!);
        var same = await world.AskAsync(customer, stage, request.Replace("\"undeclared\":1", "\"undeclared\":{\"anything\":[]}", StringComparison.Ordinal));
        Assert.Equal(first.Body, same.Body);
        Assert.Equal(HttpStatusCode.Conflict, (await world.AskAsync(customer, stage, request.Replace("roaming", "start", StringComparison.Ordinal))).Status);
    }

    [Fact]
    public async Task An_outlet_outside_the_organisation_of_the_key_is_forbidden()
    {
        var stage = await world.StageAsync("outlet");
        var customer = await world.CustomerAsync();
        await world.LaunchAsync(stage);
        await world.PutAsync($"outlets/{stage}-inside", $$"""{"name":"Inside","channel":"{{stage}}","organisation":"lanhai/linjiang/hall"}""");
        await world.PutAsync($"outlets/{stage}-outside", $$"""{"name":"Outside","channel":"{{stage}}","organisation":"lanhai/other"}""");
        using var bound = await world.Host.ClientWithAsync(["decisions:write", "responses:write", "contacts:write"], "lanhai/linjiang");

        Task<Answer> AskAsync(string place) => bound.PostAsync(
            "/api/v1/decisions", $$$"""{"customerId":"{{{customer}}}","channel":"{{{stage}}}","actor":{"outletId":"{{{stage}}}-{{{place}}}"}}""");

        var inside = await AskAsync("inside");
        Assert.Equal(HttpStatusCode.OK, inside.Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync("outside")).Status);
        var recommendation = (string)inside.Json["recommendations"]![0]!["recommendationId"]!;
        var response = await bound.PostAsync(
            "/api/v1/responses", $$$"""{"recommendationId":"{{{recommendation}}}","outcome":"shown","actor":{"outletId":"{{{stage}}}-outside"}}""");
        Assert.Equal(HttpStatusCode.Forbidden, response.Status);
        Assert.Equal(1, (await world.FiguresAsync(stage)).Pending);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"dryRun":true}""")]
    public async Task A_customer_who_is_not_known_is_404(string members)
    {
        var stage = await world.StageAsync("nobody");

        Assert.Equal(HttpStatusCode.NotFound, (await world.AskAsync("nobody", stage, members)).Status);
    }

    [Fact]
    public async Task A_treatment_is_filled_from_attributes_and_texts_and_the_most_precise_one_speaks()
    {
        var stage = await world.StageAsync("treatment");
        await world.PutAsync("attributes/usage", """{"kind":"number"}""");
        await world.PutAsync("attributes/nickname", """{"kind":"text"}""");
        var customer = await world.CustomerAsync("""{"attributes":{"usage":12.5,"nickname":"Xiao Lan"}}""");
        var stranger = await world.CustomerAsync();
        await world.LaunchAsync(stage, $$"""
            {"treatments":[{"text":"anywhere"},{"channel":"{{stage}}","text":"here"},
             {"offering":"{{stage}}","text":"Dear {nickname}, {usage} GB {undeclared}a month"}]}
            """);

        Assert.Equal("Dear Xiao Lan, 12.5 GB a month", (string)(await world.OfferAsync(customer, stage))["treatment"]!["text"]!);
        Assert.Equal("Dear ,  GB a month", (string)(await world.OfferAsync(stranger, stage))["treatment"]!["text"]!);
        var stored = (await world.GetAsync($"customers/{customer}")).Json;
        Assert.DoesNotContain("Dear", stored.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[\"shortText\"]", """{"oneLine":"One line","brief":"Brief"}""", "One line")]
    [InlineData("[\"longText\"]", """{"oneLine":"One line","brief":"Brief"}""", "Brief")]
    [InlineData("[\"shortText\"]", """{"brief":"Brief"}""", "Brief")]
    [InlineData("[\"longText\"]", """{"oneLine":"One line"}""", "One line")]
    [InlineData("[\"shortText\"]", "{}", "Fine offer")]
    public async Task Without_a_treatment_the_standard_wording_that_fits_the_channel_speaks(string output, string wording, string expected)
    {
        var stage = await world.StageAsync(
            "wording", channel: $$$"""{"abilities":{"output":{{{output}}}}}""", offering: $$"""{"name":"Fine offer","wording":{{wording}}}""");
        var customer = await world.CustomerAsync();
        await world.LaunchAsync(stage);

        Assert.Equal(expected, (string)(await world.OfferAsync(customer, stage))["treatment"]!["text"]!);
    }

    [Fact]
    public async Task An_excluding_product_ordered_one_event_earlier_removes_the_offer_and_the_explanation_says_so()
    {
        var stage = await world.StageAsync("exclusion");
        var rival = await world.StageAsync("rival", offering: $$"""{"excludes":["{{stage}}"]}""");
        var customer = await world.CustomerAsync();
        await world.LaunchAsync(stage);
        await world.PutAsync(
            "event-types/product.changed", """{"role":"product","fields":[{"name":"offering","kind":"category"},{"name":"change","kind":"category"}]}""");
        Assert.Null(await world.SilenceAsync(customer, stage));

        await HappenedAsync("product.changed", customer, $$"""{"offering":"{{rival}}","change":"ordered"}""");
        var decision = await world.DecideAsync(customer, stage, """{"explain":true}""");

        Assert.Equal("excluded-by-owned", (string)decision["silence"]!);
        var finding = DecisionWorld.FindingOn(stage, decision["explanation"]!);
        Assert.Equal(
            ("productCheck", "excluded-by-owned", rival), ((string)finding["stage"]!, (string)finding["reason"]!, (string)finding["related"]!));
        await HappenedAsync("product.changed", customer, $$"""{"offering":"{{rival}}","change":"cancelled"}""");
        Assert.Null(await world.SilenceAsync(customer, stage));
        await HappenedAsync("product.changed", customer, $$"""{"offering":"{{stage}}","change":"ordered"}""");
        Assert.Equal("order-in-flight", await world.SilenceAsync(customer, stage));
        await HappenedAsync("product.changed", customer, $$"""{"offering":"{{stage}}","change":"activated"}""");
        Assert.Equal("already-owned", await world.SilenceAsync(customer, stage));
    }

    [Fact]
    public async Task While_a_complaint_is_open_or_the_line_suspended_there_is_silence()
    {
        var stage = await world.StageAsync("complaint");
        var customer = await world.CustomerAsync();
        await world.LaunchAsync(stage);
        await world.PutAsync("event-types/complaint", """{"role":"complaint","fields":[{"name":"case","kind":"category"},{"name":"change","kind":"category"}]}""");
        await world.PutAsync("event-types/line", """{"role":"status","fields":[{"name":"status","kind":"category"}]}""");

        await HappenedAsync("complaint", customer, """{"case":"K-1","change":"opened"}""");
        Assert.Equal("case-open", await world.SilenceAsync(customer, stage));
        await HappenedAsync("complaint", customer, """{"case":"K-2","change":"closed"}""");
        Assert.Equal("case-open", await world.SilenceAsync(customer, stage));
        await HappenedAsync("complaint", customer, """{"case":"K-1","change":"closed"}""");
        Assert.Null(await world.SilenceAsync(customer, stage));
        await HappenedAsync("line", customer, """{"status":"suspended"}""");
        Assert.Equal("customer-suspended", await world.SilenceAsync(customer, stage));
        await HappenedAsync("line", customer, """{"status":"active"}""");
        Assert.Null(await world.SilenceAsync(customer, stage));
    }

    [Fact]
    public async Task The_same_request_many_times_at_once_is_one_decision()
    {
        var stage = await world.StageAsync("crowd");
        var customer = await world.CustomerAsync();
        await world.LaunchAsync(stage);

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => world.AskAsync(customer, stage, $$"""{"requestId":"{{stage}}"}""")));

        Assert.Single(answers.Select(answer => answer.Body).Distinct());
        Assert.Equal(Figures.With(planned: 1, pending: 1), await world.FiguresAsync(stage));
    }

    [Fact]
    public async Task Slots_limit_and_quota_of_a_touchpoint_bound_what_is_recommended_in_order_of_score()
    {
        var stage = await world.StageAsync("slots");
        await world.PutAsync($"touchpoints/{stage}", $$"""{"name":"Screen","channel":"{{stage}}","slots":2}""");
        var customer = await world.CustomerAsync();
        var campaigns = new List<string>();
        foreach (var lever in new[] { 1, 3, 2 })
        {
            campaigns.Add(world.Name("slot"));
            await world.PutAsync($"offerings/{campaigns[^1]}", """{"name":"One of three","value":1000}""");
            await world.LaunchAsync(stage, $$"""{"lever":{{lever}},"offers":[{"offering":"{{campaigns[^1]}}","propensity":0.1}]}""", campaigns[^1]);
        }

        var two = await world.DecideAsync(customer, stage, $$"""{"touchpoint":"{{stage}}","explain":true}""");
        var one = await world.DecideAsync(customer, stage, $$"""{"touchpoint":"{{stage}}","limit":1}""");
        var three = await world.DecideAsync(customer, stage, """{"limit":3}""");

        Assert.Equal([(campaigns[1], 1), (campaigns[2], 2)], RanksOf(two));
        Assert.Equal([(campaigns[1], 1)], RanksOf(one));
        Assert.Equal([(campaigns[1], 1), (campaigns[2], 2), (campaigns[0], 3)], RanksOf(three));
        var finding = DecisionWorld.FindingOn(campaigns[0], two["explanation"]!);
        Assert.Equal(("arbitration", "no-slot", 0.5), ((string)finding["stage"]!, (string)finding["reason"]!, (double)finding["scoreRatio"]!));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Before_a_partition_has_a_strategy_it_answers_503(bool dryRun)
    {
        var stage = await world.StageAsync("early");
        var customer = await world.CustomerAsync();
        var services = world.Host.Application.Services;
        var desk = ActivatorUtilities.CreateInstance<DecisionDesk>(services) with
        {
            Partitions = new PartitionsWithoutStrategy(services.GetRequiredService<IPartitions>()),
        };
        var context = new DefaultHttpContext();
        context.Request.ContentType = "application/json";
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(
            $$"""{"customerId":"{{customer}}","channel":"{{stage}}","dryRun":{{(dryRun ? "true" : "false")}}}"""));
        var body = await Body<DecideRequest>.BindAsync(context, null!);

        var result = await DecideNow.HandleAsync(body!, new Caller("test", new HashSet<string>(StringComparer.Ordinal), null), desk, default);

        Assert.False(result.TryGet(out _, out var problem));
        Assert.Equal(ProblemKind.Unavailable, problem.Kind);
        Assert.NotNull(problem.RetryAfter);
    }

    private static IEnumerable<(string, int)> RanksOf(JsonNode decision) =>
        ((JsonArray)decision["recommendations"]!).Select(item => ((string)item!["campaignId"]!, (int)item["rank"]!));

    /// <summary>Partitions as they are between their start and their first strategy.</summary>
    private sealed class PartitionsWithoutStrategy(IPartitions partitions) : IPartitions
    {
        public long RememberedIds => partitions.RememberedIds;


        public ValueTask<Outcome> SubmitAsync(int partition, Command command, CancellationToken cancellation = default) =>
            new(new NotUsed());

        public ValueTask<T> ReadAsync<T>(int partition, Func<PartitionState, T> read, CancellationToken cancellation = default) =>
            WithoutAsync(partition, read, cancellation);

        public Task PassTimeAsync(CancellationToken cancellation = default) => partitions.PassTimeAsync(cancellation);

        private ValueTask<T> WithoutAsync<T>(int partition, Func<PartitionState, T> read, CancellationToken cancellation) => partitions.ReadAsync(
            partition,
            state =>
            {
                var strategy = state.Strategy;
                state.Strategy = null;
                try
                {
                    return read(state);
                }
                finally
                {
                    state.Strategy = strategy;
                }
            },
            cancellation);
    }

    private async Task HappenedAsync(string type, string customer, string data)
    {
        var answer = await world.PostAsync(
            "events",
            $$"""{"specversion":"1.0","id":"{{world.Name("e")}}","source":"crm","type":"{{type}}","subject":"{{customer}}","time":"{{await world.TimeAsync()}}","data":{{data}}}""");
        Assert.Equal(1, (int)answer.Json["accepted"]!);
    }
}
