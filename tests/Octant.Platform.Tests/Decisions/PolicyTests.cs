using System.Net;

namespace Octant.Platform.Tests.Decisions;

public sealed class PolicyTests(RunningHost host) : IClassFixture<RunningHost>
{
    [Theory]
    [InlineData("""{"caps":[{"limit":1}]}""", "caps[0]")]
    [InlineData("""{"caps":[{"limit":1,"rolling":"PT24H","calendar":"day"}]}""", "caps[0]")]
    [InlineData("""{"caps":[{"limit":0,"calendar":"day"}]}""", "caps[0].limit")]
    [InlineData("""{"caps":[{"calendar":"day"}]}""", "caps[0].limit")]
    [InlineData("""{"caps":[{"limit":1,"calendar":"year"}]}""", "caps[0].calendar")]
    [InlineData("""{"caps":[{"limit":1,"rolling":"PT0S"}]}""", "caps[0].rolling")]
    [InlineData("""{"caps":[{"limit":1,"calendar":"day","subject":"x"}]}""", "caps[0].subject")]
    [InlineData("""{"caps":[{"limit":1,"calendar":"day","channels":["none-such"]}]}""", "caps[0].channels[0]")]
    [InlineData("""{"coolDowns":[{"scope":"offering"}]}""", "coolDowns[0].length")]
    [InlineData("""{"coolDowns":[{"scope":"offering","length":"-PT1H"}]}""", "coolDowns[0].length")]
    [InlineData("""{"ignoreSuppressions":[{"scope":"offering","count":0,"length":"P1D"}]}""", "ignoreSuppressions[0].count")]
    [InlineData("""{"quietHours":[{"from":"21:00","to":"21:00","days":[]}]}""", "quietHours[0].to")]
    [InlineData("""{"holidays":["2026-10-01","2026-10-01"]}""", "holidays")]
    [InlineData("""{"holidays":["2026-02-30"]}""", "holidays[0]")]
    public async Task A_contact_policy_that_cannot_be_names_its_field(string body, string field)
    {
        using var client = host.Client();

        var answer = await client.PutAsync("/api/v1/contact-policies/wrong", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal([field], answer.Fields);
    }

    [Theory]
    [InlineData("""{"zone":"Mars/Base"}""", "zone")]
    [InlineData("""{"zone":""}""", "zone")]
    [InlineData("""{"globalHoldoutShare":1.01}""", "globalHoldoutShare")]
    [InlineData("""{"globalHoldoutShare":-0.01}""", "globalHoldoutShare")]
    [InlineData("""{"zoneAttribute":"none_such"}""", "zoneAttribute")]
    [InlineData("""{"phoneAttribute":"home_zone"}""", "phoneAttribute")]
    [InlineData("""{"claimWindow":"PT0S"}""", "claimWindow")]
    [InlineData("""{"highValue":" "}""", "highValue")]
    [InlineData("""{"highValue":"customer.none_such > 3.0"}""", "highValue")]
    [InlineData("""{"highValue":"customer.home_zone"}""", "highValue")]
    public async Task Settings_that_cannot_be_name_their_field(string body, string field)
    {
        using var client = host.Client();
        await client.PutAsync("/api/v1/attributes/home_zone", """{"kind":"category"}""");

        var answer = await client.PutAsync("/api/v1/settings", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal([field], answer.Fields);
    }

    [Fact]
    public async Task Settings_are_defaults_until_they_are_put_and_then_replaced_as_a_whole()
    {
        var own = new RunningHost();
        await own.InitializeAsync();
        using var client = own.Client();
        await client.PutAsync("/api/v1/attributes/home_zone", """{"kind":"category"}""");
        await client.PutAsync("/api/v1/attributes/phone", """{"kind":"text"}""");

        var before = await client.GetAsync("/api/v1/settings");
        Assert.Equal(("UTC", (string?)null), ((string)before.Json["zone"]!, before.Tag));
        var put = await client.PutAsync(
            "/api/v1/settings", """{"zone":"Asia/Shanghai","zoneAttribute":"home_zone","phoneAttribute":"phone","globalHoldoutShare":0.05}""");
        Assert.Equal((HttpStatusCode.Created, "\"1\""), (put.Status, put.Tag));
        Assert.Equal("Asia/Shanghai", (string)(await client.GetAsync("/api/v1/settings")).Json["zone"]!);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await client.PutAsync("/api/v1/settings", "{}", ("If-Match", "\"9\""))).Status);
        await client.PutAsync("/api/v1/settings", """{"zone":"Asia/Shanghai"}""");
        Assert.Equal(0, (double)(await client.GetAsync("/api/v1/settings")).Json["globalHoldoutShare"]!);
        await own.DisposeAsync();
    }
}
