using System.Net;

namespace Octant.Platform.Tests.Channels;

public sealed class ChannelTests(RunningHost host) : IClassFixture<RunningHost>
{
    [Theory]
    [InlineData("channels", """{"name":"x","hours":[{"from":"09:00","to":"09:00","days":[]}]}""", "hours[0].to")]
    [InlineData("channels", """{"name":"x","hours":[{"from":"9:00","to":"10:00","days":[]}]}""", "hours[0].from")]
    [InlineData("channels", """{"name":"x","hours":[{"from":"09:00","to":"10:00","days":["monday","monday"]}]}""", "hours[0].days")]
    [InlineData("channels", """{"name":"x","hours":[{"from":"09:00","to":"10:00","days":["mon"]}]}""", "hours[0].days[0]")]
    [InlineData("channels", """{"name":"x","hours":[{"from":"09:00","days":[]}]}""", "hours[0].to")]
    [InlineData("channels", """{"name":"x","dailyCapacity":-1}""", "dailyCapacity")]
    [InlineData("channels", """{"name":"x","abilities":{"reach":11}}""", "abilities.reach")]
    [InlineData("channels", """{"name":"x","abilities":{"authentication":"f"}}""", "abilities.authentication")]
    [InlineData("outlets", """{"name":"x","channel":"none-such","organisation":"north"}""", "channel")]
    [InlineData("outlets", """{"name":"x","channel":"hall","organisation":"/north"}""", "organisation")]
    [InlineData("outlets", """{"name":"x","channel":"hall"}""", "organisation")]
    [InlineData("touchpoints", """{"name":"x","channel":"none-such"}""", "channel")]
    [InlineData("touchpoints", """{"name":"x","channel":"hall","slots":0}""", "slots")]
    [InlineData("touchpoints", """{"name":"x","channel":"hall","slots":2,"quota":{"gold":1,"silver":1,"bronze":0,"ordinary":1}}""", "quota")]
    [InlineData("touchpoints", """{"name":"x","channel":"hall","slots":2,"quota":{"gold":-1,"silver":1,"bronze":0,"ordinary":1}}""", "quota.gold")]
    [InlineData("touchpoints", """{"name":"x","channel":"hall","slots":2,"quota":{"gold":1}}""", "quota.silver,quota.bronze,quota.ordinary")]
    public async Task What_cannot_be_names_its_field(string route, string body, string fields)
    {
        using var client = host.Client();
        await client.PutAsync("/api/v1/channels/hall", """{"name":"hall"}""");

        var answer = await client.PutAsync($"/api/v1/{route}/wrong", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(fields.Split(','), answer.Fields);
    }

    [Fact]
    public async Task A_quota_that_fills_the_slots_is_taken()
    {
        using var client = host.Client();
        await client.PutAsync("/api/v1/channels/kiosk", """{"name":"kiosk"}""");

        var answer = await client.PutAsync(
            "/api/v1/touchpoints/full", """{"name":"x","channel":"kiosk","slots":3,"quota":{"gold":1,"silver":1,"bronze":0,"ordinary":1}}""");

        Assert.Equal(HttpStatusCode.Created, answer.Status);
    }

    [Fact]
    public async Task A_bound_key_sees_and_changes_outlets_of_its_own_part_only()
    {
        using var everywhere = host.Client();
        await everywhere.PutAsync("/api/v1/channels/shop", """{"name":"shop"}""");
        await everywhere.PutAsync("/api/v1/outlets/inside", Outlet("north/harbour/one"));
        await everywhere.PutAsync("/api/v1/outlets/outside", Outlet("north/hills"));
        using var bound = await host.ClientWithAsync(["channels:write", "channels:read"], "north/harbour");

        Assert.Equal(HttpStatusCode.OK, (await bound.PutAsync("/api/v1/outlets/inside", Outlet("north/harbour"))).Status);
        Assert.Equal(HttpStatusCode.Created, (await bound.PutAsync("/api/v1/outlets/new", Outlet("north/harbour/two"))).Status);
        var refused = await bound.PutAsync("/api/v1/outlets/elsewhere", Outlet("north/harbourside"));
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Contains("north/harbour", refused.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await bound.PutAsync("/api/v1/outlets/outside", Outlet("north/hills"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await bound.PutAsync("/api/v1/outlets/outside", Outlet("north/harbour"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await bound.PutAsync("/api/v1/outlets/inside", Outlet("north"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await bound.DeleteAsync("/api/v1/outlets/outside")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await bound.GetAsync("/api/v1/outlets/outside")).Status);
        var listed = (await bound.GetAsync("/api/v1/outlets?limit=1")).Json;
        Assert.Equal(2, (int)listed["total"]!);
        Assert.Equal("inside", (string)listed["items"]![0]!["id"]!);
        Assert.Equal(HttpStatusCode.NoContent, (await bound.DeleteAsync("/api/v1/outlets/inside")).Status);
    }

    [Fact]
    public async Task A_channel_with_outlets_is_not_deleted()
    {
        using var client = host.Client();
        await client.PutAsync("/api/v1/channels/dealer", """{"name":"dealer"}""");
        await client.PutAsync("/api/v1/outlets/d-1", """{"name":"x","channel":"dealer","organisation":"north"}""");

        Assert.Equal(HttpStatusCode.Conflict, (await client.DeleteAsync("/api/v1/channels/dealer")).Status);
    }

    private static string Outlet(string organisation) => $$"""{"name":"x","channel":"shop","organisation":"{{organisation}}"}""";
}
