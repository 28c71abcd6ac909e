using System.Net;
using System.Text.Json.Nodes;

namespace Octant.Platform.Tests.Decisions;

public sealed class ResponseTests(DecisionWorld world) : IClassFixture<DecisionWorld>
{
    [Fact]
    public async Task A_response_counts_once_per_outcome_and_shown_confirms()
    {
        var stage = await world.StageAsync("shown");
        await world.LaunchAsync(stage);
        var offer = await world.OfferAsync(await world.CustomerAsync(), stage);
        Assert.Equal(Figures.With(planned: 1, pending: 1), await world.FiguresAsync(stage));

        Assert.True((bool)(await world.RespondAsync(offer, "shown"))["recorded"]!);
        Assert.False((bool)(await world.RespondAsync(offer, "shown"))["recorded"]!);
        Assert.Equal(Figures.With(planned: 1, sent: 1, responses: "shown=1"), await world.FiguresAsync(stage));
        Assert.True((bool)(await world.RespondAsync(offer, "clicked"))["recorded"]!);
        Assert.True((bool)(await world.RespondAsync(offer, "interested"))["recorded"]!);

        Assert.Equal(Figures.With(planned: 1, sent: 1, responses: "clicked=1 interested=1 shown=1"), await world.FiguresAsync(stage));
    }

    [Fact]
    public async Task The_same_response_many_times_at_once_counts_once()
    {
        var stage = await world.StageAsync("crowd");
        await world.LaunchAsync(stage);
        var offer = await world.OfferAsync(await world.CustomerAsync(), stage);

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => world.RespondAsync(offer, "accepted")));

        Assert.Single(answers, answer => (bool)answer["recorded"]!);
        Assert.Equal(Figures.With(planned: 1, sent: 1, responses: "accepted=1"), await world.FiguresAsync(stage));
    }

    [Fact]
    public async Task Shown_after_its_validity_is_flagged_and_counts_in_the_caps_all_the_same()
    {
        var stage = await world.StageAsync("late");
        await world.LaunchAsync(stage, """{"validity":"PT1H"}""");
        await world.PutAsync($"contact-policies/{stage}", $$"""{"caps":[{"scope":"channel","subject":"{{stage}}","limit":1,"rolling":"P30D"}]}""");
        var customer = await world.CustomerAsync();
        var offer = await world.OfferAsync(customer, stage);
        Assert.Equal("cap", await world.SilenceAsync(customer, stage));
        await world.AdvanceByAsync(TimeSpan.FromHours(1));
        Assert.Equal(Figures.With(planned: 1, suppressed: "expired=1"), await world.FiguresAsync(stage));
        Assert.Null(await world.SilenceAsync(customer, stage, """{"dryRun":true}"""));

        var answer = await world.RespondAsync(offer, "shown");

        Assert.Equal((true, true), ((bool)answer["recorded"]!, (bool)answer["shownLate"]!));
        Assert.Equal(Figures.With(planned: 1, sent: 1, responses: "shown=1"), await world.FiguresAsync(stage));
        Assert.Equal("cap", await world.SilenceAsync(customer, stage));
    }

    [Fact]
    public async Task Rejected_is_followed_by_a_cool_down()
    {
        var stage = await world.StageAsync("rejected");
        await world.LaunchAsync(stage);
        await world.PutAsync($"contact-policies/{stage}", """{"coolDowns":[{"scope":"offering","length":"P2D"}]}""");
        var customer = await world.CustomerAsync();
        var offer = await world.OfferAsync(customer, stage);
        var frees = await world.TimeAsync(TimeSpan.FromDays(2));

        await world.RespondAsync(offer, "rejected");

        var decision = await world.DecideAsync(customer, stage, """{"explain":true}""");
        Assert.Equal("cool-down", (string)decision["silence"]!);
        var finding = DecisionWorld.FindingOn(stage, decision["explanation"]!);
        Assert.Equal(stage, (string)finding["related"]!);
        Assert.Equal(
            DateTimeOffset.Parse(frees, System.Globalization.CultureInfo.InvariantCulture),
            DateTimeOffset.Parse((string)finding["freesAt"]!, System.Globalization.CultureInfo.InvariantCulture));
        await world.AdvanceByAsync(TimeSpan.FromDays(2) - TimeSpan.FromSeconds(1));
        Assert.Equal("cool-down", await world.SilenceAsync(customer, stage));
        await world.AdvanceByAsync(TimeSpan.FromSeconds(1));
        Assert.Null(await world.SilenceAsync(customer, stage));
        Assert.Equal("rejected=1", (await world.FiguresAsync(stage)).Responses);
    }

    [Fact]
    public async Task Ignored_often_enough_is_followed_by_suppression()
    {
        var stage = await world.StageAsync("ignored", offering: """{"responseWindow":"PT1H"}""");
        await world.LaunchAsync(stage);
        await world.PutAsync($"contact-policies/{stage}", """{"ignoreSuppressions":[{"scope":"campaign","count":2,"length":"P10D"}]}""");
        var customer = await world.CustomerAsync();

        for (var times = 1; times <= 2; times++)
        {
            await world.RespondAsync(await world.OfferAsync(customer, stage), "shown");
            await world.AdvanceByAsync(TimeSpan.FromHours(1));
            Assert.Equal($"ignored={times} shown={times}", (await world.FiguresAsync(stage)).Responses);
        }

        Assert.Equal("ignore-suppression", await world.SilenceAsync(customer, stage));
        Assert.Null(await world.SilenceAsync(await world.CustomerAsync(), stage));
        await world.AdvanceByAsync(TimeSpan.FromDays(10));
        Assert.Null(await world.SilenceAsync(customer, stage));
    }

    [Fact]
    public async Task A_response_within_the_window_is_no_silence()
    {
        var stage = await world.StageAsync("answered", offering: """{"responseWindow":"PT1H"}""");
        await world.LaunchAsync(stage);
        var offer = await world.OfferAsync(await world.CustomerAsync(), stage);
        await world.RespondAsync(offer, "shown");
        await world.RespondAsync(offer, "clicked");
        await world.AdvanceByAsync(TimeSpan.FromHours(2));

        Assert.Equal("clicked=1 shown=1", (await world.FiguresAsync(stage)).Responses);
    }

    [Fact]
    public async Task Accepted_makes_the_product_pending_and_not_offered_again()
    {
        var stage = await world.StageAsync("accepted");
        await world.PutAsync($"promotions/{stage}", $$"""{"name":"Half price","offerings":["{{stage}}"],"lockInMonths":12}""");
        await world.LaunchAsync(stage, $$"""{"offers":[{"offering":"{{stage}}","promotion":"{{stage}}","propensity":0.1}]}""");
        var customer = await world.CustomerAsync();

        await world.RespondAsync(await world.OfferAsync(customer, stage), "accepted");

        var product = Assert.Single((JsonArray)(await world.GetAsync($"customers/{customer}")).Json["products"]!)!;
        Assert.Equal((stage, "pending", stage), ((string)product["offering"]!, (string)product["state"]!, (string)product["promotion"]!));
        Assert.NotNull(product["lockedUntil"]);
        var decision = await world.DecideAsync(customer, stage, """{"explain":true}""");
        Assert.Equal("already-pending", (string)decision["silence"]!);
        Assert.Equal("productCheck", (string)DecisionWorld.FindingOn(stage, decision["explanation"]!)["stage"]!);
        Assert.Equal(Figures.With(planned: 1, sent: 1, responses: "accepted=1"), await world.FiguresAsync(stage));
    }

    [Fact]
    public async Task A_response_to_nothing_is_refused()
    {
        var stage = await world.StageAsync("refused");
        await world.LaunchAsync(stage);
        var id = (string)(await world.OfferAsync(await world.CustomerAsync(), stage))["recommendationId"]!;

        foreach (var (body, field) in new[]
        {
            ("""{"recommendationId":"nonsense","outcome":"shown"}""", "recommendationId"),
            ("""{"recommendationId":"64-1-0-1","outcome":"shown"}""", "recommendationId"),
            ($$"""{"recommendationId":"{{id}}","decisionId":"1-1-1","outcome":"shown"}""", "decisionId"),
            ($$"""{"recommendationId":"{{id}}","outcome":"seen"}""", "outcome"),
            ($$"""{"recommendationId":"{{id}}","outcome":"rejected","reason":"too expensive for me"}""", "reason"),
        })
        {
            var answer = await world.Client.PostAsync("/api/v1/responses", body);
            Assert.True(answer.Status == HttpStatusCode.BadRequest, $"{body}: {answer.Status}");
            Assert.Equal([field], answer.Fields);
        }

        var unknown = await world.Client.PostAsync("/api/v1/responses", """{"recommendationId":"0-999999-0-1","outcome":"shown"}""");
        Assert.Equal(HttpStatusCode.NotFound, unknown.Status);
        Assert.Equal(Figures.With(planned: 1, pending: 1), await world.FiguresAsync(stage));
    }

    [Fact]
    public async Task A_contact_made_elsewhere_counts_in_the_caps_once()
    {
        var stage = await world.StageAsync("elsewhere");
        await world.LaunchAsync(stage);
        await world.PutAsync($"contact-policies/{stage}", $$"""{"caps":[{"scope":"channel","subject":"{{stage}}","limit":2,"rolling":"P1D"}]}""");
        var customer = await world.CustomerAsync();
        var body = $$"""{"source":"outbound","id":"call-1","customerId":"{{customer}}","channel":"{{stage}}","at":"{{await world.TimeAsync(TimeSpan.FromHours(-1))}}"}""";

        Assert.True((bool)(await world.PostAsync("contacts", body)).Json["recorded"]!);
        Assert.False((bool)(await world.PostAsync("contacts", body)).Json["recorded"]!);

        Assert.Null(await world.SilenceAsync(customer, stage));
        Assert.Equal("cap", await world.SilenceAsync(customer, stage));
        await world.AdvanceByAsync(TimeSpan.FromHours(23));
        Assert.Null(await world.SilenceAsync(customer, stage));
        Assert.Equal(2, (await world.FiguresAsync(stage)).Planned);
    }

    [Theory]
    [InlineData("""{"channel":"none-such"}""", "channel")]
    [InlineData("""{"at":"2020-01-01T00:00:00Z"}""", "at")]
    [InlineData("""{"at":"2099-01-01T00:00:00Z"}""", "at")]
    [InlineData("""{"at":"yesterday"}""", "at")]
    [InlineData("""{"id":""}""", "id")]
    [InlineData("""{"source":"a b"}""", "source")]
    [InlineData("""{"class":"a b"}""", "class")]
    public async Task A_contact_report_that_cannot_be_names_its_field(string members, string field)
    {
        var stage = await world.StageAsync("report");
        var customer = await world.CustomerAsync();
        var body = $$"""{"source":"outbound","id":"{{stage}}","customerId":"{{customer}}","channel":"{{stage}}","at":"{{await world.TimeAsync()}}"}""";

        var answer = await world.Client.PostAsync("/api/v1/contacts", DecisionWorld.Merged(body, members));

        Assert.Equal((HttpStatusCode.BadRequest, field), (answer.Status, Assert.Single(answer.Fields)));
        var stranger = await world.Client.PostAsync("/api/v1/contacts", DecisionWorld.Merged(body, """{"customerId":"stranger"}"""));
        Assert.Equal(HttpStatusCode.NotFound, stranger.Status);
    }
}
