using System.Net;
using Octant.EndToEnd.Server;

namespace Octant.EndToEnd.Durability;

/// <summary>More requests than are taken at once.</summary>
[Collection(nameof(Durability))]
public sealed class OverloadTests
{
    private const int Together = 400;

    [Fact]
    public async Task What_is_beyond_is_told_to_come_again_and_what_was_accepted_is_answered()
    {
        using var folder = new DataFolder();
        await using var server = await OctantProcess.StartAsync(folder.Path, ("Octant__RequestsAtOnce", "8"));
        using var client = new ApiClient(server.Address);
        await TestCampaigns.SetUpAsync(client, """[{"scope": "global", "limit": 1, "calendar": "day"}]""");
        await TestCampaigns.LaunchAsync(client, "C-WEB", "P-WEB", "web");
        await TestCampaigns.ImportAsync(client, Enumerable.Range(0, Together).Select(number => $"K-{number}"));

        var answers = await Task.WhenAll(Enumerable.Range(0, Together).Select(number => AskAsync(client, number)));
        var refused = answers.Where(answer => !answer.Succeeded).ToList();
        Assert.NotEmpty(refused);
        Assert.Contains(answers, answer => answer.Succeeded);
        Assert.All(refused, answer =>
        {
            Assert.True(answer.Status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests, $"{(int)answer.Status}: {answer.Body}");
            Assert.Equal("application/problem+json", answer.MediaType);
            Assert.True(answer.RetryAfter > 0);
        });

        // One after another they all get through: nothing has to be mended by hand, and nothing was half done.
        for (var number = 0; number < Together; number++)
        {
            Assert.True((await AskAsync(client, number)).Succeeded);
        }

        var figures = (await client.GetAsync("/api/v1/campaigns/C-WEB/figures")).RequireSuccess().Json;
        Assert.Equal(Together, (int)figures["planned"]!);
    }

    private static Task<Answer> AskAsync(ApiClient client, int number) =>
        client.SendAsync(HttpMethod.Post, "/api/v1/decisions", TestCampaigns.Decide($"one-{number}", $"K-{number}", "web"));
}
