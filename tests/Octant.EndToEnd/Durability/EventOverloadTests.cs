using Octant.Bench;
using Octant.EndToEnd.Server;

namespace Octant.EndToEnd.Durability;

/// <summary>More events than are taken at once.</summary>
[Collection(nameof(Durability))]
public sealed class EventOverloadTests
{
    private const int Customers = 100;
    private const int EventsPerBody = 200;
    private const int Connections = 24;

    /// <summary>Less than one body: each is let in alone, and nothing beside it.</summary>
    private static readonly (string, string) Small = ("Octant__EventBytesAtOnce", "10000");

    [Fact]
    public async Task What_is_beyond_is_told_to_come_again_what_was_accepted_counts_once_and_it_ends_by_itself()
    {
        using var folder = new DataFolder();
        await using var server = await OctantProcess.StartAsync(folder.Path, Small);
        using var client = await SetUpAsync(server);

        // Whoever is refused without being told when to come again ends the run.
        var answers = await EventLoad.RunAsync(server.Address, number => Bodies(server, number), Connections, TimeSpan.FromSeconds(3));
        Assert.Contains(answers, answer => answer.Refused);
        Assert.Contains(answers, answer => !answer.Refused);
        Assert.All(answers, answer => Assert.Equal(answer.Refused ? 0 : EventsPerBody, answer.Accepted));

        var calm = await EventLoad.RunAsync(server.Address, number => Bodies(server, Connections + number), 1, TimeSpan.FromSeconds(1));
        Assert.DoesNotContain(calm, answer => answer.Refused);

        var figures = (await client.GetAsync("/api/v1/event-figures")).RequireSuccess().Json["items"]!.AsArray();
        var used = figures.Single(item => (string?)item!["type"] == EventsSetUp.UsedType)!;
        Assert.Equal(answers.Concat(calm).Sum(answer => (long)answer.Accepted), (long)used["accepted"]!);
        Assert.Equal(0, (long)used["duplicates"]!);
    }

    private static EventBodies Bodies(OctantProcess server, int sender) =>
        new(server.Address.Authority, OctantProcess.AdministratorKey, EventsSetUp.UsedType, Customers, EventsPerBody, sender, bodies: 2);

    private static async Task<ApiClient> SetUpAsync(OctantProcess server)
    {
        using (var http = new HttpClient { BaseAddress = server.Address })
        {
            http.DefaultRequestHeaders.Add("X-Api-Key", OctantProcess.AdministratorKey);
            await EventsSetUp.LaunchAsync(http);
        }

        var client = new ApiClient(server.Address);
        (await client.PostAsync("/api/v1/customers/import?format=csv&idColumn=id&define=infer", Province.Csv(Customers), "text/csv")).RequireSuccess();
        return client;
    }
}
