using System.Net;

namespace Octant.Platform.Tests.Decisions;

public sealed class ReplayTests(RunningHost host) : IClassFixture<RunningHost>
{
    private const string Body = """{"from":"2026-01-01T00:00:00Z","to":"2026-04-01T00:00:00Z"}""";

    [Fact]
    public async Task A_replay_is_a_resource_that_comes_to_its_end()
    {
        using var client = host.Client();
        var started = await client.PostAsync("/api/v1/replays", Body);
        Assert.Equal(HttpStatusCode.Accepted, started.Status);
        var location = started.Message.Headers.Location!.ToString();
        Assert.Equal($"/api/v1/replays/{(string)started.Json["id"]!}", location);

        var read = await client.GetAsync(location);
        for (var turns = 0; (string)read.Json["state"]! == "running" && turns < 1_000; turns++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20));
            read = await client.GetAsync(location);
        }

        Assert.Equal("completed", (string)read.Json["state"]!);
        Assert.Equal(0, (long)read.Json["total"]!);
        Assert.Equal(0, (long)read.Json["replayed"]!);
        Assert.Empty(read.Json["differences"]!.AsArray());
        Assert.NotNull(read.Json["endedAt"]);

        // What has ended stays as it is.
        var stopped = await client.DeleteAsync(location);
        Assert.Equal(HttpStatusCode.OK, stopped.Status);
        Assert.Equal("completed", (string)stopped.Json["state"]!);
    }

    [Fact]
    public async Task A_period_that_ends_before_it_begins_is_refused_by_its_field()
    {
        using var client = host.Client();
        var refused = await client.PostAsync("/api/v1/replays", """{"from":"2026-02-01T00:00:00Z","to":"2026-02-01T00:00:00Z"}""");
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Equal(["to"], refused.Fields);
    }

    [Fact]
    public async Task A_replay_that_nobody_started_is_not_there()
    {
        using var client = host.Client();
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/api/v1/replays/404")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await client.DeleteAsync("/api/v1/replays/404")).Status);
    }
}
