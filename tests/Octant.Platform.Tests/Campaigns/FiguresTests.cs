using System.Text.Json.Nodes;
using Octant.Platform.Tests.Decisions;

namespace Octant.Platform.Tests.Campaigns;

public sealed class FiguresTests
{
    [Fact]
    public async Task The_sum_holds_after_everything_that_can_happen_and_a_restart_changes_nothing()
    {
        await using var world = await DecisionWorld.StartAsync("2026-03-01T08:00:00Z");
        var stage = await world.StageAsync("mixture", "active", offering: """{"responseWindow":"PT1H"}""");
        await world.LaunchAsync(stage, """{"validity":"P2D","holdoutShare":0.2}""");
        var offers = new List<JsonNode>();
        var last = "";
        var asked = 0;
        while (offers.Count < 8)
        {
            var customer = await world.CustomerAsync();
            asked++;
            last = (string)(await world.DecideAsync(customer, stage))["decisionId"]!;
            offers.AddRange(((JsonArray)(await world.GetAsync($"decisions/{last}")).Json["recommendations"]!).OfType<JsonNode>().Select(offer => new JsonObject
            {
                ["recommendationId"] = $"{last}-{offer["rank"]}",
                ["customerId"] = customer,
            }));
        }

        var ghosts = asked - 8;
        await world.RespondAsync(offers[0], "shown");
        await world.RespondAsync(offers[1], "accepted");
        await world.RespondAsync(offers[2], "rejected");
        Assert.Equal(
            Figures.With(planned: 8, pending: 5, sent: 3, ghosts: ghosts, responses: "accepted=1 rejected=1 shown=1"), await world.FiguresAsync(stage));

        var claimed = (await world.ClaimAsync(stage, limit: 3)).Contacts;
        Assert.Equal(3, claimed.Count);
        await world.SettleAsync(claimed[0]!, "sent");
        await world.SettleAsync(claimed[1]!, "failed", "number-blocked");
        Assert.Equal(
            Figures.With(planned: 8, pending: 2, sent: 4, unconfirmed: 1, failed: "number-blocked=1", ghosts: ghosts, responses: "accepted=1 rejected=1 shown=1"),
            await world.FiguresAsync(stage));

        var open = offers[3..].Where(offer => claimed.All(contact => (string)contact!["recommendationId"]! != (string)offer["recommendationId"]!)).ToList();
        Assert.Equal(2, open.Count);
        await world.AdvanceByAsync(TimeSpan.FromMinutes(1));
        await world.ConsentAsync((string)open[0]["customerId"]!, "refused");
        Assert.Equal(1, (await world.ClaimAsync(stage, limit: 1)).Suppressed + (await world.ClaimAsync(stage, limit: 1)).Suppressed);
        await world.AdvanceByAsync(TimeSpan.FromHours(24));
        await world.AdvanceByAsync(TimeSpan.FromHours(24));
        var mixed = await world.FiguresAsync(stage);
        Assert.Equal((8L, 0L, ghosts), (mixed.Planned, mixed.Pending, mixed.Ghosts));
        Assert.Equal("consent-refused=1", mixed.Suppressed);
        Assert.Equal("no-receipt=2 number-blocked=1", mixed.Failed);
        Assert.Equal("accepted=1 ignored=2 rejected=1 shown=1", mixed.Responses);

        Assert.Equal(System.Net.HttpStatusCode.NoContent, (await world.Client.DeleteAsync($"/api/v1/customers/{offers[0]["customerId"]}")).Status);
        Assert.Equal(mixed, await world.FiguresAsync(stage));

        var explanation = (await world.GetAsync($"decisions/{last}/explanation")).Body;
        var figures = (await world.GetAsync($"campaigns/{stage}/figures")).Body;
        await world.RestartAsync();
        Assert.Equal(figures, (await world.GetAsync($"campaigns/{stage}/figures")).Body);
        Assert.Equal(explanation, (await world.GetAsync($"decisions/{last}/explanation")).Body);
        Assert.False(await world.SettleAsync(claimed[0]!, "sent"));
        Assert.False((bool)(await world.RespondAsync(offers[1], "accepted"))["recorded"]!);
        Assert.Empty((await world.ClaimAsync(stage)).Contacts);
        Assert.Equal(figures, (await world.GetAsync($"campaigns/{stage}/figures")).Body);
    }

    [Fact]
    public async Task Figures_of_a_campaign_that_is_not_there_are_404_and_of_a_draft_are_nothing()
    {
        await using var world = await DecisionWorld.StartAsync("2026-03-01T08:00:00Z");
        var stage = await world.StageAsync("draft");
        await world.PutAsync($"campaigns/{stage}", DecisionWorld.CampaignOn(stage));

        Assert.Equal(Figures.With(), await world.FiguresAsync(stage));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await world.Client.GetAsync("/api/v1/campaigns/nobody/figures")).Status);
    }
}
