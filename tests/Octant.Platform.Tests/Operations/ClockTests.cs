using System.Net;

namespace Octant.Platform.Tests.Operations;

public sealed class ClockTests
{
    [Fact]
    public async Task A_manual_clock_stands_still_goes_forward_and_never_back()
    {
        var host = new RunningHost();
        await host.InitializeAsync();
        using var client = host.Client();

        Assert.Equal(RunningHost.Start, (string)(await client.GetAsync("/api/v1/clock")).Json["now"]!);
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync("/api/v1/clock", """{"now":"2026-03-02T08:00:00+08:00"}""")).Status);
        Assert.Equal("2026-03-02T00:00:00Z", (string)(await client.GetAsync("/api/v1/clock")).Json["now"]!);
        var back = await client.PostAsync("/api/v1/clock", """{"now":"2026-03-01T23:59:59Z"}""");
        Assert.Equal(HttpStatusCode.BadRequest, back.Status);
        Assert.Equal(["now"], back.Fields);
        Assert.Equal("2026-03-02T00:00:00Z", (string)(await client.GetAsync("/api/v1/clock")).Json["now"]!);
        await host.DisposeAsync();
    }

    [Fact]
    public async Task A_manual_clock_stands_where_it_stood_after_a_restart()
    {
        var host = new RunningHost();
        await host.InitializeAsync();
        using (var client = host.Client())
        {
            await client.PostAsync("/api/v1/clock", """{"now":"2026-04-01T00:00:00Z"}""");
        }

        await host.StopAsync();
        await host.StartAsync();

        using var again = host.Client();
        Assert.Equal("2026-04-01T00:00:00Z", (string)(await again.GetAsync("/api/v1/clock")).Json["now"]!);
        await host.DisposeAsync();
    }

    [Fact]
    public async Task The_machines_own_clock_cannot_be_advanced()
    {
        var host = new RunningHost(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Octant:Clock"] = "system" });
        await host.InitializeAsync();
        using var client = host.Client();

        Assert.Equal(HttpStatusCode.Conflict, (await client.PostAsync("/api/v1/clock", """{"now":"2099-01-01T00:00:00Z"}""")).Status);
        await host.DisposeAsync();
    }
}
