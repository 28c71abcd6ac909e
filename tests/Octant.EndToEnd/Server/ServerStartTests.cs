using System.Net;

namespace Octant.EndToEnd.Server;

public sealed class ServerStartTests
{
    [Fact]
    public async Task A_started_server_answers_keeps_its_folder_and_stops_cleanly()
    {
        using var folder = new DataFolder();
        await using (var server = await OctantProcess.StartAsync(folder.Path))
        {
            using var client = new ApiClient(server.Address);
            (await client.PutAsync("/api/v1/attributes/arpu", """{"kind": "number"}""")).RequireSuccess();
            Assert.Equal(0, await server.StopAsync());
        }

        await using var again = await OctantProcess.StartAsync(folder.Path);
        using var after = new ApiClient(again.Address);
        Assert.Equal("number", (string?)(await after.GetAsync("/api/v1/attributes/arpu")).Json["kind"]);
        using var stranger = new ApiClient(again.Address, key: null);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("/api/v1/attributes/arpu")).Status);
    }
}
