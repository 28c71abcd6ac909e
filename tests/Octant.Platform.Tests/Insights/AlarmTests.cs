using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Octant.Platform.Identity.Contracts;
using Octant.Platform.Tests.Decisions;

namespace Octant.Platform.Tests.Insights;

/// <summary>Every alarm of the board, raised by what really happens in one city, seen there and above, and gone when it is mended.</summary>
public sealed class AlarmTests : IAsyncLifetime
{
    private const string Here = "lanhai/linjiang";
    private const string There = "lanhai/yuntai";
    private const string OfHere = $$"""{"organisation":"{{Here}}"}""";

    private DecisionWorld _world = null!;
    private ApiClient _here = null!;
    private ApiClient _there = null!;

    public async Task InitializeAsync()
    {
        _world = await DecisionWorld.StartAsync("2026-03-02T08:00:00Z");
        await _world.PutAsync("attributes/homeUnit", """{"kind":"category"}""");
        foreach (var (path, level) in ((string, string)[])[("lanhai", "province"), (Here, "city"), (There, "city")])
        {
            await _world.PutAsync($"organisation/units/{path}", $$$"""{"name":{"zh":"{{{path}}}","en":"{{{path}}}"},"level":"{{{level}}}"}""");
        }

        _here = await _world.Host.ClientWithAsync([Scopes.CampaignsRead], Here);
        _there = await _world.Host.ClientWithAsync([Scopes.CampaignsRead], There);
    }

    public async Task DisposeAsync()
    {
        _here.Dispose();
        _there.Dispose();
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task Contacts_nobody_fetches_and_whatever_runs_out_raise_alarms_until_they_are_mended()
    {
        var stage = await _world.StageAsync("message", "active", """{"dailyCapacity":10,"costPerContact":5}""", """{"stock":10}""");
        await _world.PutAsync($"campaigns/{stage}", DecisionWorld.CampaignOn(stage, $$"""{"organisation":"{{Here}}","budget":50}"""));
        await _world.PutAsync(
            $"campaign-plans/{stage}",
            $$"""{"objective":"Keep them.","resources":[{"channel":"{{stage}}","contactsPerDay":10,"quotas":[{"organisation":"{{Here}}","contacts":10}]}]}""");
        await _world.MoveAsync(stage, "submit");
        await _world.ReviewAsync(stage);
        await _world.MoveAsync(stage, "launch");
        await OfferAsync(8, stage);
        await _world.AdvanceByAsync(TimeSpan.FromMinutes(29));
        Assert.Equal([[], [], []], await AlarmsAsync());

        await OfferAsync(1, stage);
        await _world.AdvanceByAsync(TimeSpan.FromMinutes(2));
        string[] ofTheCity = [$"budgetRunningOut {stage}", $"contactsWaiting {stage}", $"quotaRunningOut {stage} {Here}"];
        string[] running = [$"capacityRunningOut {stage}", $"stockRunningOut {stage}"];
        Assert.Equal([[.. ofTheCity.Concat(running).Order(StringComparer.Ordinal)], ofTheCity, []], await AlarmsAsync());

        Assert.Equal(9, (await _world.ClaimAsync(stage)).Contacts.Count);
        await _world.PutAsync($"channels/{stage}", $$"""{"name":"{{stage}}","direction":"active","dailyCapacity":100,"costPerContact":5}""");
        await _world.PutAsync($"offerings/{stage}", $$"""{"name":"{{stage}}","value":1000,"stock":100}""");
        string[] left = [$"budgetRunningOut {stage}", $"quotaRunningOut {stage} {Here}"];
        Assert.Equal([left, left, []], await AlarmsAsync());

        await _world.MoveAsync(stage, "end");
        Assert.Equal([[], [], []], await AlarmsAsync());
    }

    [Fact]
    public async Task Arms_of_an_experiment_that_lost_customers_raise_an_alarm_and_only_they()
    {
        var broken = await _world.StageAsync("broken");
        var whole = await _world.StageAsync("whole");
        foreach (var stage in (string[])[broken, whole])
        {
            await _world.LaunchAsync(stage, $$"""{"organisation":"{{Here}}","holdoutShare":0.5}""");
        }

        for (var i = 0; i < 60; i++)
        {
            var customer = await CustomerAsync();
            await _world.DecideAsync(customer, whole);
            if (((JsonArray)(await _world.DecideAsync(customer, broken))["recommendations"]!).Count == 0)
            {
                // Gone, and with them their half of the comparison.
                Assert.Equal(HttpStatusCode.NoContent, (await _world.Client.DeleteAsync($"/api/v1/customers/{customer}")).Status);
            }
        }

        // Whether chance kept the other whole is for the effect to say; both must say the same.
        var assignment = (string?)(await _world.GetAsync($"campaigns/{whole}/effect")).Json["effect"]?["assignment"];
        string[] expected = assignment == "sizesNotAsPlanned" ? [$"sampleRatioMismatch {broken}", $"sampleRatioMismatch {whole}"] : [$"sampleRatioMismatch {broken}"];
        Assert.Equal([expected, expected, []], OfExperiments(await AlarmsAsync()));

        await _world.MoveAsync(broken, "end");
        Assert.Equal(expected[1..], OfExperiments(await AlarmsAsync())[0]);

        // Half of all decisions are silent here.
        static string[][] OfExperiments(string[][] all) => [.. all.Select(alarms => alarms.Where(alarm => alarm.StartsWith("sampleRatio", StringComparison.Ordinal)).ToArray())];
    }

    [Fact]
    public async Task Failures_suppression_silence_an_empty_channel_and_an_idle_campaign_raise_alarms_for_their_day()
    {
        const int customers = 104;
        var (failing, refused) = (await _world.StageAsync("failing", "active"), await _world.StageAsync("refused", "active"));
        var (scarce, idle) = (await _world.StageAsync("scarce", channel: """{"dailyCapacity":1}"""), await _world.StageAsync("idle"));
        foreach (var stage in (string[])[failing, refused, scarce, idle])
        {
            await _world.LaunchAsync(stage, OfHere);
        }

        var all = new List<string>();
        for (var i = 0; i < customers; i++)
        {
            all.Add(await CustomerAsync());
            await _world.OfferAsync(all[i], failing);
            await _world.OfferAsync(all[i], refused);
        }

        var sent = 0;
        foreach (var contact in (await _world.ClaimAsync(failing, 1000)).Contacts)
        {
            Assert.True(await _world.SettleAsync(contact!, sent++ < 20 ? "failed" : "sent"));
        }

        foreach (var customer in all.Take(60))
        {
            await _world.ConsentAsync(customer, "refused");
        }

        Assert.Equal(60, (await _world.ClaimAsync(refused, 1000)).Suppressed);
        await _world.OfferAsync(all[^1], scarce);
        Assert.Equal("capacity-exhausted", await _world.SilenceAsync(all[^2], scarce));
        for (var i = 0; i < (2 * customers) + 10; i++)
        {
            Assert.NotNull(await _world.SilenceAsync(all[0], idle));
        }

        string[] expected = [$"capacityExhausted {scarce}", $"nothingPlanned {idle}", $"sendingFails {failing}", "silenceHigh", $"suppressionHigh {refused}"];
        Assert.Equal([expected, expected, []], await AlarmsAsync());

        await _world.OfferAsync(all[^1], idle);
        await _world.MoveAsync(refused, "end");
        Assert.Equal([$"capacityExhausted {scarce}", $"sendingFails {failing}", "silenceHigh"], (await AlarmsAsync())[0]);

        await _world.AdvanceByAsync(TimeSpan.FromDays(1));
        Assert.Equal([[], [], []], await AlarmsAsync());
    }

    /// <summary>Kind, subject and unit of each alarm: of the whole organisation, of the city it is about, and of another.</summary>
    private async Task<string[][]> AlarmsAsync()
    {
        // Figures wait until everything that happened is counted; a board of a later moment has it, too.
        await _world.GetAsync("insights/figures");
        await _world.AdvanceByAsync(TimeSpan.FromSeconds(1));
        var now = await _world.NowAsync();
        return [await AlarmsOfAsync(_world.Client, now), await AlarmsOfAsync(_here, now), await AlarmsOfAsync(_there, now)];
    }

    private static async Task<string[]> AlarmsOfAsync(ApiClient client, DateTimeOffset notBefore)
    {
        for (var attempt = 0; ; attempt++)
        {
            var board = (await client.GetAsync("/api/v1/board")).Json;
            if (DateTimeOffset.Parse((string)board["asOf"]!, CultureInfo.InvariantCulture) >= notBefore)
            {
                return [.. board["alarms"]!.AsArray().Select(alarm => $"{alarm!["kind"]} {alarm["subject"]} {alarm["unit"]}".TrimEnd()).Order(StringComparer.Ordinal)];
            }

            Assert.True(attempt < 600, board.ToJsonString());
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }

    private Task<string> CustomerAsync() => _world.CustomerAsync($$$"""{"attributes":{"homeUnit":"{{{Here}}}"}}""");

    private async Task OfferAsync(int customers, string stage)
    {
        for (var i = 0; i < customers; i++)
        {
            await _world.OfferAsync(await CustomerAsync(), stage);
        }
    }
}
