using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Octant.Engine.Calendar;
using Octant.Engine.Channels;
using Octant.Engine.Decisions;
using Octant.Engine.Offers;
using Octant.Platform.Decisions.Strategies;
using Octant.Platform.Foundation.Json;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Tests.Drivers;

namespace Octant.Platform.Tests.Decisions;

/// <summary>Strategies are stored by what changed, and every version is still there whole for whoever asks.</summary>
public sealed class StrategyPublishingTests
{
    [Fact]
    public async Task Every_version_can_be_read_again_though_only_changes_were_stored()
    {
        await using var world = await DecisionWorld.StartAsync("2026-06-10T12:00:00Z");
        var stage = await world.StageAsync("stored");
        var customer = await world.CustomerAsync();
        await world.LaunchAsync(stage);
        await world.LaunchAsync(stage, id: stage + "-second");
        await world.MoveAsync(stage, "pause");
        await world.PutAsync($"offerings/{stage}", $$"""{"name":"{{stage}}","value":2000}""");
        await world.MoveAsync(stage, "resume");
        await world.MoveAsync(stage + "-second", "end");
        await world.RestartAsync();
        await world.LaunchAsync(stage, id: stage + "-third");
        Assert.Null(await world.SilenceAsync(customer, stage));

        var kept = world.Host.Application.Services.GetRequiredService<StrategyArchive>();
        var documents = world.Host.Application.Services.GetRequiredService<IDocumentStore>();
        var (head, _) = (await kept.ReadHeadAsync(default)).GetValueOrDefault();
        Assert.Equal(world.Host.Application.Services.GetRequiredService<CurrentStrategy>().Value.Version, head.Version);
        Assert.Equal(Written((await kept.ReadAsync(head.Version, default)).Definition), Written((await new StrategyArchive(documents).ReadAsync(head.Version, default)).Definition));
        Assert.Single(await documents.ReadAllAsync(StrategyArchive.Kind, default));
        var statuses = new List<string>();
        for (var version = 1L; version <= head.Version; version++)
        {
            var strategy = await new StrategyArchive(documents).ReadAsync(version, default);
            Assert.Equal(version, strategy.Version);
            statuses.Add(string.Join(" ", strategy.Campaigns.Select(campaign => $"{campaign.Definition.Id[(stage.Length)..]}={campaign.Definition.Status}")));
        }

        Assert.Equal(
            ["", "=Live", "=Live -second=Live", "=Paused -second=Live", "=Live -second=Live", "=Live", "=Live -third=Live"],
            statuses.Where((status, version) => version == 0 || status != statuses[version - 1]));
    }

    [Theory]
    [InlineData(61)]
    [InlineData(62)]
    public async Task A_strategy_is_the_same_by_its_changes_and_whole(int seed)
    {
        await using var store = new SqliteUnderTest();
        await using var storage = await store.OpenAsync();
        var random = new Random(seed);
        var archive = new StrategyArchive(storage.Documents);
        StrategyDefinition? before = null;
        var wrote = new List<string>();
        for (var version = 1; version <= StrategyArchive.FewChanges + 40; version++)
        {
            var definition = before is null ? First : Changed(before, random);
            await StoreAsync(archive.PutOf(definition, before));
            if (archive.IsWholeDue(definition))
            {
                await StoreAsync(archive.WholeOf(definition));
            }

            wrote.Add(Written(definition));
            before = definition;
        }

        Assert.Equal(2, (await storage.Documents.ReadAllAsync(StrategyArchive.Kind, default)).Count);
        var later = new StrategyArchive(storage.Documents);
        foreach (var version in Enumerable.Range(1, wrote.Count).OrderBy(_ => random.Next()).Take(60).Append(wrote.Count))
        {
            var read = await later.ReadAsync(version, default);
            Assert.True(wrote[version - 1] == Written(read.Definition), string.Create(CultureInfo.InvariantCulture, $"seed {seed}, version {version}"));
        }

        Assert.Null(await later.FindAsync(wrote.Count + 1, default));

        async Task StoreAsync(DocumentPut put) =>
            await storage.Documents.CommitAsync(new DocumentChanges { Puts = [put] }, Instant.MinValue, default);
    }

    [Theory]
    [InlineData(10, 256)]
    [InlineData(10_000, 1_250)]
    public async Task The_more_campaigns_there_are_the_more_changes_are_stored_before_the_next_whole(int campaigns, int changes)
    {
        await using var store = new SqliteUnderTest();
        await using var storage = await store.OpenAsync();
        var archive = new StrategyArchive(storage.Documents);
        var campaign = new CampaignDefinition { Id = "C", Name = "C", Offers = [new CampaignOffer { Offering = "P1" }], Channels = ["web"] };
        var definition = First with { Campaigns = [.. Enumerable.Repeat(campaign, campaigns)] };

        archive.PutOf(definition, before: null);

        Assert.False(archive.IsWholeDue(definition with { Version = 1 + changes - 1 }));
        Assert.True(archive.IsWholeDue(definition with { Version = 1 + changes }));
    }

    private static StrategyDefinition First => new()
    {
        Version = 1,
        Seed = 5,
        Offerings = [new Offering { Id = "P1", Name = "P1" }],
        Channels = [new Channel { Id = "web", Name = "Web" }],
        Zones = [ZoneTable.Utc],
        Zone = "UTC",
    };

    private static StrategyDefinition Changed(StrategyDefinition before, Random random)
    {
        var campaigns = before.Campaigns.ToDictionary(campaign => campaign.Id, StringComparer.Ordinal);
        var id = $"C{random.Next(20):D2}";
        if (random.Next(3) == 0)
        {
            campaigns.Remove(id);
        }
        else
        {
            campaigns[id] = new CampaignDefinition
            {
                Id = id,
                Name = $"Campaign {random.Next()}",
                Status = random.Next(2) == 0 ? CampaignStatus.Live : CampaignStatus.Paused,
                Offers = [new CampaignOffer { Offering = "P1" }],
                Channels = ["web"],
                Eligibility = random.Next(2) == 0 ? "owns(\"P1\")" : null,
            };
        }

        var after = before with { Version = before.Version + 1, Campaigns = [.. campaigns.Values.OrderBy(campaign => campaign.Id, StringComparer.Ordinal)] };
        return random.Next(6) switch
        {
            0 => after with { GlobalHoldoutShare = random.Next(10) / 100.0 },
            1 => after with { Offerings = [new Offering { Id = "P1", Name = $"P1 {random.Next()}" }] },
            _ => after,
        };
    }

    private static string Written(StrategyDefinition definition) => JsonSerializer.Serialize(definition, JsonConventions.Options);
}
