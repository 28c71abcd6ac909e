using System.Net;
using System.Net.Sockets;
using System.Text;
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

    [Fact]
    public async Task While_one_body_fills_the_gate_another_is_refused_and_when_it_is_through_taken()
    {
        using var folder = new DataFolder();
        await using var server = await OctantProcess.StartAsync(folder.Path, Small);
        using var client = await SetUpAsync(server);
        using var slow = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await slow.ConnectAsync(server.Address.Host, server.Address.Port);
        var large = Encoding.ASCII.GetString(Bodies(server, 1).Next().Span).Split("\r\n\r\n");

        // The server says 100 when it begins to read the body: then it is inside.
        await slow.SendAsync(Encoding.ASCII.GetBytes(large[0] + "\r\nExpect: 100-continue\r\n\r\n"));
        Assert.StartsWith("HTTP/1.1 100", await ReceiveAsync(slow), StringComparison.Ordinal);
        var refused = await client.PostAsync("/api/v1/events", Single());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
        Assert.Equal("application/problem+json", refused.MediaType);
        Assert.True(refused.RetryAfter > 0);

        await slow.SendAsync(Encoding.ASCII.GetBytes(large[1]));
        Assert.StartsWith("HTTP/1.1 202", await ReceiveAsync(slow), StringComparison.Ordinal);
        Assert.Equal(1, (int)(await client.PostAsync("/api/v1/events", Single())).RequireSuccess().Json["accepted"]!);
    }

    private static async Task<string> ReceiveAsync(Socket socket)
    {
        var buffer = new byte[4_096];
        return Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer));
    }

    private static string Single() =>
        $$$"""
        {
          "specversion": "1.0", "id": "{{{Guid.NewGuid()}}}", "source": "test", "type": "{{{EventsSetUp.UsedType}}}", "subject": "{{{Province.CustomerId(0)}}}",
          "time": "{{{DateTimeOffset.UtcNow:O}}}", "data": { "amount": 1.5, "place": "{{{new string('x', 100)}}}" }
        }
        """;

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
