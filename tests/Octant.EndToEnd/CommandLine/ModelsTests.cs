using System.Globalization;
using System.Text.Json.Nodes;
using Octant.EndToEnd.CommandLine.Evidence;
using Octant.EndToEnd.Server;

namespace Octant.EndToEnd.CommandLine;

/// <summary><c>octant models</c> beside a server that decides and is answered.</summary>
public sealed class ModelsTests
{
    [Fact]
    public async Task What_propensities_were_worth_is_reported_and_models_are_learnt_frozen_and_restored()
    {
        using var folder = new DataFolder();
        await using var server = await OctantProcess.StartAsync(folder.Path);
        using var client = new ApiClient(server.Address);
        await TestCampaigns.SetUpAsync(client, "[]");
        await TestCampaigns.PutAsync(client, "settings", """{"modelInterval": null}""");
        await TestCampaigns.LaunchAsync(client, "C-WEB", "P-WEB", "web");
        await TestCampaigns.ImportAsync(client, Enumerable.Range(0, 6).Select(CustomerOf));
        for (var number = 0; number < 6; number++)
        {
            var decision = (await client.PostAsync("/api/v1/decisions", TestCampaigns.Decide(CustomerOf(number), CustomerOf(number), "web"))).RequireSuccess().Json;
            var recommendation = (string)decision["recommendations"]![0]!["recommendationId"]!;
            var outcome = number < 2 ? "accepted" : "rejected";
            (await client.PostAsync("/api/v1/responses", $$"""{"recommendationId": "{{recommendation}}", "outcome": "{{outcome}}"}""")).RequireSuccess();
        }

        Task<OctantCommand> ModelsAsync(params string[] arguments) =>
            OctantCommand.RunAsync(["models", .. arguments, "--server", server.Address.ToString(), "--key", OctantProcess.AdministratorKey]);

        var report = await ModelsAsync("report", "--json");
        Assert.True(report.ExitCode == 0, report.Error);
        var answer = JsonNode.Parse(report.Output)!;
        Assert.Empty(SchemaCheck.Validate(SchemaTests.Read("models-report"), answer));
        Assert.Equal((6, 0), ((int)answer["recommendations"]!, (int)answer["unsettled"]!));
        var segment = Assert.Single((JsonArray)answer["segments"]!)!;
        Assert.Equal(("P-WEB", "web", "configured"), ((string)segment["offering"]!, (string)segment["channel"]!, (string)segment["source"]!));
        Assert.Equal((6, 2), ((int)segment["report"]!["outcomes"]!, (int)segment["report"]!["happened"]!));
        Assert.Equal(0.2, (double)segment["report"]!["predicted"]!, 1e-12);
        var table = await ModelsAsync("report");
        Assert.Equal(0, table.ExitCode);
        Assert.Contains(": 6 recommendations, of 0 of them", table.Output, StringComparison.Ordinal);
        Assert.Contains("33.33%", table.Output, StringComparison.Ordinal);
        Assert.Contains("Over time, configured", table.Output, StringComparison.Ordinal);
        var misread = await ModelsAsync("report", "--from", "yesterday");
        Assert.Equal(2, misread.ExitCode);
        Assert.Contains("--from", misread.Error, StringComparison.Ordinal);

        // The server may have learnt by itself before.
        var trained = JsonNode.Parse((await ModelsAsync("train", "--json")).Output)!;
        Assert.Equal((6, 2), ((int)trained["outcomes"]!, (int)trained["accepted"]!));
        var version = trained["version"]!.ToJsonString();
        Assert.Contains("P-WEB", (await ModelsAsync("show", version)).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await ModelsAsync("freeze")).ExitCode);
        var refused = await ModelsAsync("train");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("frozen", refused.Error, StringComparison.Ordinal);
        Assert.Contains(": 6 outcomes, 2 accepted, knowledge " + (string)trained["fingerprint"]!, (await ModelsAsync("restore", version)).Output, StringComparison.Ordinal);
        Assert.Contains((string)trained["fingerprint"]!, (await ModelsAsync("list")).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await ModelsAsync("restore", "99")).ExitCode);
        Assert.Equal(0, await server.StopAsync());
    }

    private static string CustomerOf(int number) => string.Create(CultureInfo.InvariantCulture, $"K-{number}");
}
