using System.Text.Json.Nodes;
using Octant.EndToEnd.CommandLine.Evidence;

namespace Octant.EndToEnd.CommandLine;

/// <summary><c>octant simulate</c> over decisions of the demonstration province.</summary>
public sealed class SimulateTests(DemoFolder demo) : IClassFixture<DemoFolder>
{
    [Fact]
    public async Task A_draft_is_held_against_what_was_recorded()
    {
        Assert.Equal(0, demo.Loaded.ExitCode);
        foreach (var customer in (string[])["L0000011", "L0000012"])
        {
            var decided = await OctantCommand.RunAsync("decide", customer, "--channel", "web", "--touchpoint", "web-home", "--data", demo.Path);
            Assert.True(decided.ExitCode == 0, decided.Output + decided.Error);
        }

        // Nothing tried: everything comes out as recorded.
        var same = await SimulateAsync("""{"campaigns":[]}""", "--json");
        Assert.True(same.ExitCode == 0, same.Error);
        var answer = JsonNode.Parse(same.Output)!;
        Assert.Empty(SchemaCheck.Validate(SchemaTests.Read("simulation"), answer));
        Assert.Equal((2, 0, 2), Decisions(answer));
        Assert.Equal("completed", (string)answer["simulation"]!["state"]!);

        // The draft alone, and nobody spends so little: all that was offered is lost.
        const string draft = """[{"id":"C-NOBODY","name":"Nobody","audience":"customer.arpu < -1.0","offers":[{"offering":"OFFERING","propensity":0.5}],"channels":["web"]}]""";
        var offering = Offering(answer);
        var campaigns = draft.Replace("OFFERING", offering, StringComparison.Ordinal);
        Assert.Empty(SchemaCheck.Validate(SchemaTests.Read("simulation-campaigns"), new JsonObject { ["campaigns"] = JsonNode.Parse(campaigns) }));
        var alone = await SimulateAsync(campaigns, "--alone");
        Assert.True(alone.ExitCode == 0, alone.Error);
        var lost = 2 - (int)answer["simulation"]!["result"]!["decisions"]!["silent"]!["recorded"]!;
        Assert.StartsWith(FormattableString.Invariant($"2 decisions simulated: {lost} recommend something else, to {lost} customers\n"), alone.Output, StringComparison.Ordinal);
        Assert.Contains("L000001", alone.Output, StringComparison.Ordinal);
        Assert.Contains("not-in-strategy", alone.Output, StringComparison.Ordinal);
        Assert.Contains(" loses ", alone.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_with_a_draft_is_named()
    {
        var refused = await SimulateAsync("""[{"id":"C-X","name":"X","audience":"customer.nonsense > 1.0","offers":[{"offering":"none"}],"channels":["web"]}]""");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("C-X", refused.Error, StringComparison.Ordinal);
        Assert.Contains("campaigns[0].audience", refused.Error, StringComparison.Ordinal);

        var misread = await SimulateAsync("""{"campaigns":[{"id":"C-X"}]}""");
        Assert.Equal(1, misread.ExitCode);
        Assert.Contains("campaigns[0].offers", misread.Error, StringComparison.Ordinal);
    }

    private async Task<OctantCommand> SimulateAsync(string draft, params string[] more)
    {
        var file = System.IO.Path.Combine(Directory.CreateTempSubdirectory("octant-simulate-").FullName, "draft.json");
        await File.WriteAllTextAsync(file, draft);
        try
        {
            return await OctantCommand.RunAsync(["simulate", "--campaigns", file, "--data", demo.Path, .. more]);
        }
        finally
        {
            Directory.Delete(System.IO.Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    private static (int Simulated, int Changed, int Exact) Decisions(JsonNode answer)
    {
        var decisions = answer["simulation"]!["result"]!["decisions"]!;
        return ((int)decisions["simulated"]!, (int)decisions["changed"]!, (int)decisions["exact"]!);
    }

    private static string Offering(JsonNode answer) => (string)answer["simulation"]!["result"]!["offerOutcomes"]![0]!["offering"]!;
}
