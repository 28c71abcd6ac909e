using System.Text.Json.Nodes;

namespace Octant.Platform.Tests.Decisions;

public sealed class MatchingTests(RunningHost host) : IClassFixture<RunningHost>
{
    [Fact]
    public async Task The_matrix_names_the_property_that_fails()
    {
        using var client = host.Client();
        await client.PutAsync("/api/v1/offerings/e-mail-bill", """{"name":"E-mail bill","needs":{"input":"text"}}""");
        await client.PutAsync("/api/v1/offerings/roaming", """{"name":"Roaming","needs":{"input":"digits"}}""");
        await client.PutAsync("/api/v1/channels/kiosk", """{"name":"Kiosk","abilities":{"input":["digits"]}}""");
        await client.PutAsync(
            "/api/v1/channels/web",
            """{"name":"Web","abilities":{"input":["text"],"serviceAbility":8,"costAdvantage":8,"carryingAbility":8,"friendliness":8}}""");

        var matrix = await client.GetAsync("/api/v1/matching");

        Assert.Equal(4, (long)matrix.Json["total"]!);
        Assert.Equal(
            [
                ("e-mail-bill", "kiosk", "cannotCarry", "input: text"),
                ("e-mail-bill", "web", "preferred", null),
                ("roaming", "kiosk", "canCarry", null),
                ("roaming", "web", "preferred", null),
            ],
            CellsOf(matrix));
        Assert.Equal([("roaming", "kiosk", "canCarry", null)], CellsOf(await client.GetAsync("/api/v1/matching?offering=roaming&channel=kiosk")));
        Assert.Equal([("e-mail-bill", "web", "preferred", null)], CellsOf(await client.GetAsync("/api/v1/matching?offset=1&limit=1")));
    }

    private static IEnumerable<(string, string, string, string?)> CellsOf(Answer answer) =>
        ((JsonArray)answer.Json["items"]!).Select(cell =>
            ((string)cell!["offering"]!, (string)cell["channel"]!, (string)cell["verdict"]!, (string?)cell["property"]));
}
