using System.Text.Json.Nodes;

namespace Octant.EndToEnd.CommandLine.Evidence;

/// <summary>The commands that ask a server: allocation of live campaigns, effects, another policy, comparisons that are kept.</summary>
public sealed class ServerEvidenceTests(DemoFolder demo) : IClassFixture<DemoFolder>
{
    private const string Competition = """{"campaigns":[{"id":"go-5g","minimum":10},{"id":"more-data"},{"id":"stay-with-us"}],"channels":[{"id":"hall","capacity":60},{"id":"web","capacity":40}]}""";

    [Fact]
    public async Task Live_campaigns_share_channels_and_their_shares_are_kept()
    {
        Assert.True(demo.Loaded.ExitCode == 0, demo.Loaded.Error);
        var folder = Path.GetDirectoryName(demo.Path)!;
        var (campaigns, given) = (Path.Combine(folder, "campaigns.json"), Path.Combine(folder, "given.csv"));
        await File.WriteAllTextAsync(campaigns, Competition);
        Assert.Empty(SchemaCheck.Validate(SchemaTests.Read("allocation-campaigns"), JsonNode.Parse(Competition)));

        var done = await OctantCommand.RunAsync("allocate", "--campaigns", campaigns, "--apply", "--out", given, "--json", "--data", demo.Path);
        Assert.True(done.ExitCode == 0, done.Error);
        var view = JsonNode.Parse(done.Output)!;
        Assert.Empty(SchemaCheck.Validate(SchemaTests.Read("allocation-progress"), view));
        var result = view["result"]!;
        Assert.Equal(DemoFolder.Customers, (long)view["read"]!);
        Assert.Equal(100, (long)result["contacts"]!);
        Assert.True((double)result["gap"]! < 0.01, done.Output);
        var rows = (await File.ReadAllLinesAsync(given)).Skip(1).Select(line => line.Split(',')).ToList();
        Assert.Equal(100, rows.Count);
        Assert.Equal(100, rows.DistinctBy(row => row[0]).Count());
        Assert.Equal(60, rows.Count(row => row[3] == "hall"));

        await File.WriteAllTextAsync(campaigns, """{"campaigns":[{"id":"nobody"}]}""");
        var refused = await OctantCommand.RunAsync("allocate", "--campaigns", campaigns, "--data", demo.Path);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("campaigns[0].id", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_effect_without_a_control_group_says_so_and_certain_decisions_judge_no_policy()
    {
        var effect = await OctantCommand.RunAsync("campaign-effect", "more-data", "--data", demo.Path, "--json");
        Assert.True(effect.ExitCode == 0, effect.Error);
        Assert.Empty(SchemaCheck.Validate(SchemaTests.Read("campaign-effect"), JsonNode.Parse(effect.Output)));
        var text = await OctantCommand.RunAsync("campaign-effect", "more-data", "--data", demo.Path);
        Assert.Contains("ontrol group", text.Output, StringComparison.OrdinalIgnoreCase);

        var judged = await OctantCommand.RunAsync("off-policy", "--from", "2020-01-01T00:00:00Z", "--to", "2100-01-01T00:00:00Z", "--policy", "uniform", "--data", demo.Path, "--json");
        Assert.Equal(1, judged.ExitCode);
        var answer = JsonNode.Parse(judged.Output)!;
        Assert.Empty(SchemaCheck.Validate(SchemaTests.Read("policy-evaluation"), answer));
        Assert.False((bool)answer["evaluation"]!["usable"]!);
    }

    [Fact]
    public async Task A_comparison_can_be_kept_on_the_server()
    {
        var file = Path.Combine(Path.GetDirectoryName(demo.Path)!, "parts.csv");
        await File.WriteAllTextAsync(file, "channel,n_may,n_june\nweb,1,3\nhall,3,1\n");
        var kept = await OctantCommand.RunAsync("before-after", file, "--part", "channel", "--before", "may", "--after", "june", "--save", "steering", "--name", "Steering", "--data", demo.Path);
        Assert.True(kept.ExitCode == 0, kept.Error);
        Assert.Contains("+50.00", kept.Output, StringComparison.Ordinal);
        var refused = await OctantCommand.RunAsync("before-after", file, "--part", "channel", "--before", "may", "--after", "june", "--save", "no such id", "--data", demo.Path);
        Assert.Equal(1, refused.ExitCode);
    }
}
