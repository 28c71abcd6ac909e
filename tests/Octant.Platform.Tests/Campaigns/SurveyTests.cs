using System.Net;
using System.Text.Json.Nodes;
using Octant.Platform.Identity.Contracts;
using Octant.Platform.Tests.Decisions;

namespace Octant.Platform.Tests.Campaigns;

/// <summary>What customers answer after a contact: taken in once, in time, from where it may come from, and counted.</summary>
public sealed class SurveyTests : IAsyncLifetime
{
    private const string Asked = """{"survey":{"question":{"zh":"您对这次推荐满意吗？","en":"How satisfied are you?"},"answerWithin":"P2D"}}""";
    private const string Here = "lanhai/linjiang";
    private const string There = "lanhai/yuntai";

    private DecisionWorld _world = null!;

    public async Task InitializeAsync()
    {
        _world = await DecisionWorld.StartAsync("2026-03-02T01:00:00Z", """{"zone":"Asia/Shanghai"}""");
        await _world.PutAsync("attributes/homeUnit", """{"kind":"category"}""");
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task Answers_are_counted_with_their_intervals_by_channel_day_and_unit()
    {
        var stage = await LaunchAsync(Asked);
        int?[] scores = [5, 5, 4, 4, 3, 2, 5, 5, null, null];
        for (var i = 0; i < scores.Length; i++)
        {
            var contact = await ContactAsync(stage, i % 2 == 0 ? Here : There);
            Assert.True((bool)(await AnswerAsync(contact, scores[i] is { } score ? $$"""{"score":{{score}}}""" : "{}")).Json["recorded"]!);
            if (i == 3)
            {
                // Past midnight in Shanghai, where it is still the same day in Greenwich.
                await _world.AdvanceToAsync("2026-03-02T17:00:00Z");
            }
        }

        var answer = (await _world.GetAsync($"campaigns/{stage}/satisfaction")).Json;
        var figures = answer["figures"]!;
        Assert.Equal((10, 8, 0), ((int)figures["asked"]!, (int)figures["answered"]!, (int)figures["late"]!));
        Assert.Equal([0, 1, 1, 2, 4], ((JsonArray)answer["scores"]!).Select(score => (int)score!["customers"]!));

        // By hand: mean 33/8, s² = 8.875/7, t of 7 degrees 2.364624; 4.125 + 0.9414 is beyond the scale. Wilson of 8 in 10 and 6 in 8.
        AssertEstimate(4.125, 3.183647, 5, figures["mean"]!);
        AssertEstimate(0.8, 0.490162, 0.943318, figures["answeredShare"]!);
        AssertEstimate(0.75, 0.409275, 0.928521, figures["satisfied"]!);
        Assert.Null(figures["netPromoters"]);
        Assert.Equal([(stage, 10)], PartsOf(answer, "byChannel"));
        Assert.Equal([("2026-03-02", 4), ("2026-03-03", 6)], PartsOf(answer, "byDay"));
        Assert.Equal([(Here, 5), (There, 5)], PartsOf(answer, "byOrganisation"));

        await _world.RestartAsync();
        Assert.Equal(figures.ToJsonString(), (await _world.GetAsync($"campaigns/{stage}/satisfaction")).Json["figures"]!.ToJsonString());
    }

    [Fact]
    public async Task Whether_customers_would_recommend_it_is_promoters_less_detractors()
    {
        var stage = await LaunchAsync(DecisionWorld.Merged(Asked, """{"survey":{"question":{"zh":"您会推荐吗？","en":"Would you recommend it?"},"scale":"recommendation"}}"""));
        foreach (var score in new[] { 10, 9, 8, 6, 0 })
        {
            await AnswerAsync(await ContactAsync(stage, Here), $$"""{"score":{{score}}}""");
        }

        var answer = (await _world.GetAsync($"campaigns/{stage}/satisfaction")).Json;
        Assert.Equal(11, ((JsonArray)answer["scores"]!).Count);
        AssertEstimate(0, -100, 100, answer["figures"]!["netPromoters"]!);
        Assert.Null(answer["figures"]!["satisfied"]);
        Assert.Equal(["score"], (await AnswerAsync(await ContactAsync(stage, Here), """{"score":11}""", isGood: false)).Fields);
    }

    [Fact]
    public async Task The_first_answer_counts_a_late_one_is_kept_apart_and_a_question_may_be_answered_later()
    {
        var stage = await LaunchAsync(Asked);
        var first = await ContactAsync(stage, Here);
        var second = await ContactAsync(stage, Here);
        var third = await ContactAsync(stage, Here);
        await AnswerAsync(first, """{"score":2,"reason":"too-many-messages"}""");
        await AnswerAsync(second, "{}");

        var again = (await AnswerAsync(first, """{"score":5}""")).Json;
        Assert.Equal((false, 2), ((bool)again["recorded"]!, (int)again["score"]!));
        Assert.Equal((false, null), ((bool)(await AnswerAsync(second, "{}")).Json["recorded"]!, (await AnswerAsync(second, "{}")).Json["score"]));

        await _world.AdvanceByAsync(TimeSpan.FromDays(1));
        var followed = (await AnswerAsync(second, """{"score":4}""")).Json;
        Assert.Equal((true, false), ((bool)followed["recorded"]!, (bool)followed["isLate"]!));
        await _world.AdvanceByAsync(TimeSpan.FromDays(2));
        var late = (await AnswerAsync(third, """{"score":1}""")).Json;
        Assert.Equal((true, true), ((bool)late["recorded"]!, (bool)late["isLate"]!));

        var figures = (await _world.GetAsync($"campaigns/{stage}/satisfaction")).Json["figures"]!;
        Assert.Equal((3, 2, 1, 3.0), ((int)figures["asked"]!, (int)figures["answered"]!, (int)figures["late"]!, (double)figures["mean"]!["value"]!));
    }

    [Fact]
    public async Task A_touchpoint_learns_whether_to_ask_whom_and_what()
    {
        var stage = await LaunchAsync(DecisionWorld.Merged(Asked, """{"survey":{"question":{"zh":"满意吗？","en":"Satisfied?"},"askedShare":0.5,"delay":"PT2H","answerWithin":"P1D"}}"""));
        var contacts = new List<(string Customer, string Id)>();
        for (var i = 0; i < 24; i++)
        {
            contacts.Add((await CustomerAsync(Here), ""));
            contacts[i] = (contacts[i].Customer, await ContactOfAsync(contacts[i].Customer, stage));
        }

        var reasons = new List<string?>();
        foreach (var (_, id) in contacts)
        {
            reasons.Add((string?)(await InvitationAsync(id))["reason"]);
        }

        Assert.Contains("not-in-share", reasons);
        var (customer, contact) = contacts[reasons.IndexOf("too-early")];
        var invitation = await InvitationAsync(contact);
        Assert.Equal(("Satisfied?", 1, 5, stage), ((string)invitation["question"]!["en"]!, (int)invitation["lowest"]!, (int)invitation["highest"]!, (string)invitation["channel"]!));

        await _world.AdvanceByAsync(TimeSpan.FromHours(2));
        Assert.True((bool)(await InvitationAsync(contact))["isToBeAsked"]!);
        await _world.PutAsync($"customers/{customer}/lists", """{"neverDisturb":true,"neverOffer":false}""");
        Assert.Equal("never-disturb", (string)(await InvitationAsync(contact))["reason"]!);
        await _world.PutAsync($"customers/{customer}/lists", """{"neverDisturb":false,"neverOffer":false}""");
        await _world.ConsentAsync(customer, "refused", "service");
        Assert.Equal("consent-refused", (string)(await InvitationAsync(contact))["reason"]!);
        await _world.ConsentAsync(customer, "granted", "service");
        await AnswerAsync(contact, "{}");
        Assert.Equal("asked-already", (string)(await InvitationAsync(contact))["reason"]!);
        var other = contacts[reasons.LastIndexOf("too-early")].Id;
        await _world.AdvanceByAsync(TimeSpan.FromDays(1));
        Assert.Equal("too-late", (string)(await InvitationAsync(other))["reason"]!);
    }

    [Fact]
    public async Task A_gateway_is_told_once_whom_to_ask_and_nobody_while_the_campaign_is_paused()
    {
        var stage = await LaunchAsync(DecisionWorld.Merged(Asked, """{"survey":{"question":{"zh":"满意吗？","en":"Satisfied?"},"delay":"PT2H","answerWithin":"P1D"}}"""));
        var contacts = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            contacts.Add(await ContactAsync(stage, Here));
        }

        await AnswerAsync(contacts[0], """{"score":3}""");
        Assert.Empty(await ClaimAsync(stage));
        await _world.MoveAsync(stage, "pause");
        await _world.AdvanceByAsync(TimeSpan.FromHours(2));
        Assert.Empty(await ClaimAsync(stage));
        await _world.MoveAsync(stage, "resume");

        var first = await ClaimAsync(stage, limit: 3);
        await _world.RestartAsync();
        var second = await ClaimAsync(stage);
        Assert.Equal((3, 1), (first.Count, second.Count));
        Assert.Equal(contacts[1..].Order(StringComparer.Ordinal), first.Concat(second).Select(survey => (string)survey!["recommendationId"]!).Order(StringComparer.Ordinal));
        Assert.Empty(await ClaimAsync(stage));
        Assert.Equal("Satisfied?", (string)second[0]!["question"]!["en"]!);

        await AnswerAsync(contacts[1], """{"score":5}""");
        var figures = (await _world.GetAsync($"campaigns/{stage}/satisfaction")).Json["figures"]!;
        Assert.Equal((5, 2), ((int)figures["asked"]!, (int)figures["answered"]!));
        Assert.Equal(["channel", "limit"], (await _world.Client.PostAsync("/api/v1/survey-claims", """{"channel":"nowhere","limit":0}""")).Fields);
    }

    [Fact]
    public async Task An_active_channel_asks_nobody_at_night()
    {
        await _world.PutAsync("contact-policies/nights", """{"name":"Nights","quietHours":[{"from":"22:00","to":"08:00","days":[]}]}""");
        var stage = await LaunchAsync(Asked, "active");
        await ContactAsync(stage, Here);
        await _world.AdvanceToAsync("2026-03-02T15:00:00Z");
        Assert.Empty(await ClaimAsync(stage));

        await _world.AdvanceToAsync("2026-03-03T00:00:00Z");
        Assert.Single(await ClaimAsync(stage));
    }

    [Fact]
    public async Task Bad_answers_are_refused_by_field_and_answers_nobody_can_have_given_by_what_stands_in_the_way()
    {
        var stage = await LaunchAsync(Asked);
        var contact = await ContactAsync(stage, Here);
        async Task<IReadOnlyList<string>> RefusedAsync(string members) => (await AnswerAsync(contact, members, isGood: false)).Fields;

        Assert.Equal(["score"], await RefusedAsync("""{"score":6}"""));
        Assert.Equal(["score"], await RefusedAsync("""{"score":0}"""));
        Assert.Equal(["at"], await RefusedAsync("""{"score":3,"at":"2027-01-01T00:00:00Z"}"""));
        Assert.Equal(["at"], await RefusedAsync("""{"score":3,"at":"2026-01-01T00:00:00Z"}"""));
        Assert.Equal(["recommendationId", "reason", "channel"], await RefusedAsync("""{"recommendationId":"x","reason":"a b","channel":"nowhere"}"""));

        Assert.Equal(HttpStatusCode.NotFound, (await AnswerAsync("1-999-0-1", """{"score":3}""", isGood: false)).Status);
        var unseen = await _world.OfferAsync(await CustomerAsync(Here), stage);
        Assert.Equal(HttpStatusCode.Conflict, (await AnswerAsync((string)unseen["recommendationId"]!, """{"score":3}""", isGood: false)).Status);
        var silent = await LaunchAsync("{}");
        Assert.Equal(HttpStatusCode.Conflict, (await AnswerAsync(await ContactAsync(silent, Here), """{"score":3}""", isGood: false)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _world.Client.GetAsync($"/api/v1/campaigns/{silent}/satisfaction")).Status);
        var draft = _world.Name("draft");
        await _world.PutAsync($"campaigns/{draft}", DecisionWorld.CampaignOn(stage));
        var wrong = await _world.Client.PutAsync(
            $"/api/v1/campaign-plans/{draft}", """{"survey":{"question":{"zh":"","en":"?"},"askedShare":2,"delay":"P40D","answerWithin":"PT0S","channel":"nowhere"}}""");
        Assert.Equal(HttpStatusCode.BadRequest, wrong.Status);
        Assert.Contains("survey.askedShare", wrong.Fields);
        Assert.Contains("survey.question.zh", wrong.Fields);
        Assert.Contains("survey.answerWithin", wrong.Fields);
    }

    [Fact]
    public async Task Whoever_is_bound_hears_their_own_customers_only_and_sees_only_what_those_answered()
    {
        var stage = await LaunchAsync(Asked);
        var (mine, theirs) = (await ContactAsync(stage, Here), await ContactAsync(stage, There));
        using var city = await _world.Host.ClientWithAsync([Scopes.ResponsesWrite, Scopes.CampaignsRead], Here);
        using var clerk = await _world.Host.ClientWithAsync([Scopes.CatalogRead]);

        Assert.Equal(HttpStatusCode.OK, (await city.PostAsync("/api/v1/survey-answers", $$"""{"recommendationId":"{{mine}}","score":5}""")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await city.PostAsync("/api/v1/survey-answers", $$"""{"recommendationId":"{{theirs}}","score":5}""")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await city.GetAsync($"/api/v1/contacts/{theirs}/survey")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.PostAsync("/api/v1/survey-answers", $$"""{"recommendationId":"{{mine}}","score":5}""")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.GetAsync($"/api/v1/campaigns/{stage}/satisfaction")).Status);

        await AnswerAsync(theirs, """{"score":1}""");
        Assert.Equal(2, (int)(await _world.GetAsync($"campaigns/{stage}/satisfaction")).Json["figures"]!["answered"]!);
        var seen = (await city.GetAsync($"/api/v1/campaigns/{stage}/satisfaction")).Json;
        Assert.Equal((1, 5.0), ((int)seen["figures"]!["answered"]!, (double)seen["figures"]!["mean"]!["value"]!));
    }

    [Fact]
    public async Task What_was_answered_stands_with_the_customer_and_goes_to_the_next_plan_and_outlives_an_erasure_without_a_name()
    {
        var stage = await LaunchAsync(Asked);
        var customer = await CustomerAsync(Here);
        var contact = await ContactOfAsync(customer, stage);
        await AnswerAsync(contact, """{"score":4,"reason":"friendly"}""");

        var survey = Assert.Single((JsonArray)(await _world.GetAsync($"customers/{customer}")).Json["surveys"]!)!;
        Assert.Equal((contact, stage, 4, 5, "friendly"), ((string)survey["recommendationId"]!, (string)survey["campaign"]!, (int)survey["score"]!, (int)survey["highest"]!, (string)survey["reason"]!));

        var next = _world.Name("next");
        await _world.PostAsync($"campaigns/{stage}/clone", $$"""{"id":"{{next}}","name":"The next"}""");
        var plan = (await _world.GetAsync($"campaign-plans/{next}")).Json;
        Assert.Equal((1, 4.0), ((int)plan["lessons"]![0]!["satisfaction"]!["answered"]!, (double)plan["lessons"]![0]!["satisfaction"]!["mean"]!));
        Assert.Equal("How satisfied are you?", (string)plan["survey"]!["question"]!["en"]!);

        Assert.Equal(HttpStatusCode.NoContent, (await _world.Client.DeleteAsync($"/api/v1/customers/{customer}")).Status);
        Assert.Equal(1, (int)(await _world.GetAsync($"campaigns/{stage}/satisfaction")).Json["figures"]!["answered"]!);
        Assert.Equal(HttpStatusCode.NotFound, (await AnswerAsync(contact, """{"score":4}""", isGood: false)).Status);
    }

    /// <summary>A campaign in force, planned before it was reviewed.</summary>
    private async Task<string> LaunchAsync(string plan, string direction = "passive")
    {
        var stage = await _world.StageAsync("survey", direction);
        await _world.PutAsync($"campaigns/{stage}", DecisionWorld.CampaignOn(stage));
        await _world.PutAsync($"campaign-plans/{stage}", plan);
        await _world.MoveAsync(stage, "submit");
        await _world.ReviewAsync(stage);
        await _world.MoveAsync(stage, "launch");
        return stage;
    }

    private Task<string> CustomerAsync(string home) => _world.CustomerAsync($$$"""{"attributes":{"homeUnit":"{{{home}}}"}}""");

    /// <summary>The id of a contact that was put before a new customer.</summary>
    private async Task<string> ContactAsync(string stage, string home) => await ContactOfAsync(await CustomerAsync(home), stage);

    private async Task<string> ContactOfAsync(string customer, string stage)
    {
        var offer = await _world.OfferAsync(customer, stage);
        await _world.RespondAsync(offer, "shown");
        return (string)offer["recommendationId"]!;
    }

    private async Task<JsonArray> ClaimAsync(string channel, int limit = 100) =>
        (JsonArray)(await _world.PostAsync("survey-claims", $$"""{"channel":"{{channel}}","limit":{{limit}}}""")).Json["surveys"]!;

    private async Task<JsonNode> InvitationAsync(string contact) => (await _world.GetAsync($"contacts/{contact}/survey")).Json;

    private async Task<Answer> AnswerAsync(string contact, string members, bool isGood = true)
    {
        var body = DecisionWorld.Merged($$"""{"recommendationId":"{{contact}}"}""", members);
        return isGood ? await _world.PostAsync("survey-answers", body) : await _world.Client.PostAsync("/api/v1/survey-answers", body);
    }

    private static void AssertEstimate(double value, double low, double high, JsonNode estimate)
    {
        Assert.Equal(value, (double)estimate["value"]!, 1e-6);
        Assert.Equal(low, (double)estimate["interval"]!["low"]!, 1e-6);
        Assert.Equal(high, (double)estimate["interval"]!["high"]!, 1e-6);
    }

    private static IEnumerable<(string Value, int Asked)> PartsOf(JsonNode answer, string by) =>
        ((JsonArray)answer[by]!).Select(part => ((string)part!["value"]!, (int)part["figures"]!["asked"]!));
}
