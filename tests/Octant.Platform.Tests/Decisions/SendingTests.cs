using System.Net;
using System.Text.Json.Nodes;

namespace Octant.Platform.Tests.Decisions;

/// <summary>Events plan messages, claims hand them out once, receipts and deadlines settle them.</summary>
public sealed class SendingTests(DecisionWorld world) : IClassFixture<DecisionWorld>
{
    [Fact]
    public async Task An_event_at_night_plans_a_message_that_goes_out_once_when_quiet_hours_end()
    {
        await using var own = await DecisionWorld.StartAsync("2026-05-04T14:00:00Z", """{"zone":"Asia/Shanghai"}""");
        await own.PutAsync("contact-policies/night", """{"quietHours":[{"from":"21:00","to":"09:00","days":[]}]}""");
        await own.PutAsync("attributes/nickname", """{"kind":"text"}""");
        var stage = await TriggeredAsync(own, """{"treatments":[{"text":"Hello {nickname}"}]}""");
        var customer = await own.CustomerAsync("""{"attributes":{"nickname":"Xiao Lan"}}""");

        await HappenedAsync(own, stage, customer);

        Assert.Equal(Figures.With(planned: 1, pending: 1), await own.FiguresAsync(stage));
        Assert.Empty((await own.ClaimAsync(stage)).Contacts);
        await own.AdvanceToAsync("2026-05-05T00:59:59Z");
        Assert.Empty((await own.ClaimAsync(stage)).Contacts);
        await own.AdvanceToAsync("2026-05-05T01:00:00Z");
        var contact = Assert.Single((await own.ClaimAsync(stage)).Contacts)!;
        Assert.Equal(
            (customer, stage, stage, stage, "Hello Xiao Lan"),
            ((string)contact["customerId"]!, (string)contact["campaignId"]!, (string)contact["offeringId"]!, (string)contact["channel"]!, (string)contact["treatment"]!["text"]!));
        Assert.Empty((await own.ClaimAsync(stage)).Contacts);
        Assert.Equal(Figures.With(planned: 1, unconfirmed: 1), await own.FiguresAsync(stage));
        Assert.True(await own.SettleAsync(contact, "sent"));
        Assert.False(await own.SettleAsync(contact, "sent"));
        Assert.False(await own.SettleAsync(contact, "failed", "unreachable"));
        Assert.Equal(Figures.With(planned: 1, sent: 1), await own.FiguresAsync(stage));
    }

    [Fact]
    public async Task A_condition_on_the_event_decides_who_is_sent_anything()
    {
        await world.PutAsync("event-types/amount", """{"fields":[{"name":"amount","kind":"number"}]}""");
        var stage = await world.StageAsync("condition", "active");
        await world.LaunchAsync(stage, """{"trigger":{"eventType":"amount","condition":"event.amount > 30.0"}}""");
        var customers = new[] { await world.CustomerAsync(), await world.CustomerAsync(), await world.CustomerAsync() };
        var data = new[] { """{"amount":30}""", """{"amount":30.5}""", "{}" };

        for (var i = 0; i < customers.Length; i++)
        {
            await SendEventAsync(world, "amount", customers[i], data[i]);
        }

        Assert.Equal(customers[1], (string)Assert.Single((await world.ClaimAsync(stage)).Contacts)!["customerId"]!);
    }

    [Fact]
    public async Task What_could_not_be_sent_is_failed_with_its_reason_and_frees_the_cap()
    {
        var stage = await TriggeredAsync(world, """{"validity":"P3D"}""");
        await CapAsync(stage);
        var (customer, contact) = await ClaimedAsync(stage);

        Assert.True(await world.SettleAsync(contact, "failed", "number-blocked"));

        Assert.Equal(Figures.With(planned: 1, failed: "number-blocked=1"), await world.FiguresAsync(stage));
        await HappenedAsync(world, stage, customer);
        Assert.Equal(2, (await world.FiguresAsync(stage)).Planned);
    }

    [Fact]
    public async Task Without_a_receipt_a_claim_fails_after_its_deadline_and_goes_on_counting_until_the_sender_speaks()
    {
        var stage = await TriggeredAsync(world, """{"validity":"P9D"}""");
        await CapAsync(stage);
        var (customer, contact) = await ClaimedAsync(stage);

        await world.AdvanceByAsync(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.Equal(Figures.With(planned: 1, unconfirmed: 1), await world.FiguresAsync(stage));
        await world.AdvanceByAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(Figures.With(planned: 1, failed: "no-receipt=1"), await world.FiguresAsync(stage));
        await HappenedAsync(world, stage, customer);
        Assert.Equal(1, (await world.FiguresAsync(stage)).Planned);
        Assert.Empty((await world.ClaimAsync(stage)).Contacts);

        Assert.True(await world.SettleAsync(contact, "failed", "number-blocked"));
        Assert.Equal(Figures.With(planned: 1, failed: "number-blocked=1"), await world.FiguresAsync(stage));
        await HappenedAsync(world, stage, customer);
        Assert.Equal(2, (await world.FiguresAsync(stage)).Planned);
    }

    [Fact]
    public async Task A_late_receipt_that_it_was_sent_still_stands()
    {
        var stage = await TriggeredAsync(world);
        var (_, contact) = await ClaimedAsync(stage);
        await world.AdvanceByAsync(TimeSpan.FromHours(25));

        Assert.True(await world.SettleAsync(contact, "sent"));

        Assert.Equal(Figures.With(planned: 1, sent: 1), await world.FiguresAsync(stage));
    }

    [Fact]
    public async Task What_nobody_claimed_in_time_is_suppressed_as_expired()
    {
        var stage = await TriggeredAsync(world, """{"validity":"PT2H"}""");
        await HappenedAsync(world, stage, await world.CustomerAsync());

        await world.AdvanceByAsync(TimeSpan.FromHours(2));

        Assert.Equal(Figures.With(planned: 1, suppressed: "expired=1"), await world.FiguresAsync(stage));
        Assert.Empty((await world.ClaimAsync(stage)).Contacts);
    }

    [Fact]
    public async Task A_paused_campaign_defers_and_an_ended_one_suppresses()
    {
        var stage = await TriggeredAsync(world);
        for (var i = 0; i < 3; i++)
        {
            await HappenedAsync(world, stage, await world.CustomerAsync());
        }

        Assert.Single((await world.ClaimAsync(stage, limit: 1)).Contacts);
        await world.MoveAsync(stage, "pause");
        var (contacts, suppressed, deferred) = await world.ClaimAsync(stage);
        Assert.Equal((0, 0, 2), (contacts.Count, suppressed, deferred));
        Assert.Equal(2, (await world.FiguresAsync(stage)).Pending);
        await world.MoveAsync(stage, "resume");
        Assert.Single((await world.ClaimAsync(stage, limit: 1)).Contacts);
        await world.MoveAsync(stage, "end");
        (contacts, suppressed, deferred) = await world.ClaimAsync(stage);
        Assert.Equal((0, 1, 0), (contacts.Count, suppressed, deferred));
        Assert.Equal(Figures.With(planned: 3, unconfirmed: 2, suppressed: "campaign-over=1"), await world.FiguresAsync(stage));
    }

    [Fact]
    public async Task A_paused_campaign_does_not_stand_in_the_way_of_others_on_its_channel()
    {
        var stage = await TriggeredAsync(world);
        var other = world.Name("other");
        for (var i = 0; i < 5; i++)
        {
            await HappenedAsync(world, stage, await world.CustomerAsync());
        }

        await world.MoveAsync(stage, "pause");
        await world.LaunchAsync(stage, $$$"""{"trigger":{"eventType":"{{{stage}}}"}}""", id: other);
        await world.AdvanceByAsync(TimeSpan.FromSeconds(1));
        await HappenedAsync(world, stage, await world.CustomerAsync());

        var (contacts, _, deferred) = await world.ClaimAsync(stage, limit: 1);

        Assert.Equal(other, (string)Assert.Single(contacts)!["campaignId"]!);
        Assert.Equal(5, deferred);
    }

    [Fact]
    public async Task Who_refuses_between_planning_and_claim_is_sent_nothing()
    {
        var stage = await TriggeredAsync(world);
        var customer = await world.CustomerAsync();
        await HappenedAsync(world, stage, customer);
        await world.AdvanceByAsync(TimeSpan.FromMinutes(1));
        await world.ConsentAsync(customer, "refused");

        var (contacts, suppressed, _) = await world.ClaimAsync(stage);

        Assert.Equal((0, 1), (contacts.Count, suppressed));
        Assert.Equal(Figures.With(planned: 1, suppressed: "consent-refused=1"), await world.FiguresAsync(stage));
    }

    [Fact]
    public async Task A_claim_long_after_its_due_time_counts_anew_and_must_find_room_in_the_caps()
    {
        var stage = await TriggeredAsync(world, """{"validity":"P9D"}""");
        var other = world.Name("other");
        await world.LaunchAsync(stage, """{"validity":"P9D"}""", id: other);
        await world.PutAsync($"contact-policies/{stage}", $$"""{"caps":[{"scope":"channel","subject":"{{stage}}","limit":1,"rolling":"P1D"}]}""");
        var crowded = await world.CustomerAsync();
        var free = await world.CustomerAsync();
        await HappenedAsync(world, stage, crowded);
        await HappenedAsync(world, stage, free);
        await world.AdvanceByAsync(TimeSpan.FromDays(1));
        Assert.Equal(other, (string)(await world.OfferAsync(crowded, stage))["campaignId"]!);

        var (contacts, suppressed, _) = await world.ClaimAsync(stage);

        // The one that was reserved a minute ago goes out, the one of yesterday no longer fits beside it.
        Assert.Equal(
            [(crowded, other), (free, stage)],
            contacts.Select(contact => ((string)contact!["customerId"]!, (string)contact["campaignId"]!)).Order());
        Assert.Equal(1, suppressed);
        Assert.Equal(Figures.With(planned: 2, unconfirmed: 1, suppressed: "cap=1"), await world.FiguresAsync(stage));
        Assert.Equal("cap", await world.SilenceAsync(free, stage));
        await world.AdvanceByAsync(TimeSpan.FromHours(23));
        Assert.Equal("cap", await world.SilenceAsync(free, stage));
    }

    [Fact]
    public async Task Claimers_at_once_never_get_the_same_contact_and_together_get_all()
    {
        var stage = await TriggeredAsync(world);
        var customers = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 40; i++)
        {
            customers.Add(await world.CustomerAsync());
        }

        foreach (var customer in customers)
        {
            await HappenedAsync(world, stage, customer);
        }

        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.ClaimAsync(stage, limit: 10)));

        var handedOut = claims.SelectMany(claim => claim.Contacts).Select(contact => (string)contact!["recommendationId"]!).ToList();
        handedOut.AddRange((await world.ClaimAsync(stage)).Contacts.Select(contact => (string)contact!["recommendationId"]!));
        Assert.Equal(40, handedOut.Count);
        Assert.Equal(40, handedOut.Distinct().Count());
        Assert.Equal(Figures.With(planned: 40, unconfirmed: 40), await world.FiguresAsync(stage));
    }

    [Fact]
    public async Task Only_what_was_claimed_can_be_settled()
    {
        var stage = await world.StageAsync("unclaimed", "active");
        await world.LaunchAsync(stage);
        var offer = await world.OfferAsync(await world.CustomerAsync(), stage);

        Assert.Equal(HttpStatusCode.Conflict, (await ReceiptAsync((string)offer["recommendationId"]!)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await ReceiptAsync("0-999999-0-1")).Status);
        var malformed = await ReceiptAsync("nonsense");
        Assert.Equal((HttpStatusCode.BadRequest, "recommendationId"), (malformed.Status, Assert.Single(malformed.Fields)));
    }

    [Theory]
    [InlineData("""{"channel":"none-such"}""", "channel")]
    [InlineData("""{"channel":"claims","limit":0}""", "limit")]
    [InlineData("""{"channel":"claims","limit":1001}""", "limit")]
    [InlineData("""{"limit":1}""", "channel")]
    [InlineData("""{"channel":"counter"}""", "channel")]
    public async Task A_claim_that_cannot_be_names_its_field(string body, string field)
    {
        await world.PutAsync("channels/claims", """{"name":"Claims","direction":"active"}""");
        await world.PutAsync("channels/counter", """{"name":"Counter","direction":"passive"}""");

        var answer = await world.Client.PostAsync("/api/v1/claims", body);

        Assert.Equal((HttpStatusCode.BadRequest, field), (answer.Status, Assert.Single(answer.Fields)));
    }

    private static async Task<string> TriggeredAsync(DecisionWorld world, string members = "{}")
    {
        var stage = await world.StageAsync("triggered", "active");
        await world.PutAsync($"event-types/{stage}", """{"fields":[]}""");
        await world.LaunchAsync(stage, DecisionWorld.Merged($$$"""{"trigger":{"eventType":"{{{stage}}}"}}""", members));
        return stage;
    }

    private static Task HappenedAsync(DecisionWorld world, string stage, string customer) => SendEventAsync(world, stage, customer, "{}");

    private static async Task SendEventAsync(DecisionWorld world, string type, string customer, string data)
    {
        var answer = await world.PostAsync(
            "events",
            $$"""{"specversion":"1.0","id":"{{world.Name("e")}}","source":"crm","type":"{{type}}","subject":"{{customer}}","time":"{{await world.TimeAsync()}}","data":{{data}}}""");
        Assert.Equal(1, (int)answer.Json["accepted"]!);
    }

    private Task<Answer> CapAsync(string stage) =>
        world.PutAsync($"contact-policies/{stage}", $$"""{"caps":[{"scope":"channel","subject":"{{stage}}","limit":1,"rolling":"P60D"}]}""");

    private async Task<(string Customer, JsonNode Contact)> ClaimedAsync(string stage)
    {
        var customer = await world.CustomerAsync();
        await HappenedAsync(world, stage, customer);
        return (customer, Assert.Single((await world.ClaimAsync(stage)).Contacts)!);
    }

    private Task<Answer> ReceiptAsync(string recommendation) =>
        world.Client.PostAsync("/api/v1/receipts", $$"""{"recommendationId":"{{recommendation}}","result":"sent"}""");
}
