using System.Net;

namespace Octant.Platform.Tests.Catalog;

public sealed class CatalogTests(RunningHost host) : IClassFixture<RunningHost>
{
    [Theory]
    [InlineData("""{"name":"x","validFrom":"2026-02-01T00:00:00Z","validTo":"2026-02-01T00:00:00Z"}""", "validTo")]
    [InlineData("""{"name":"x","requires":["none-such"]}""", "requires[0]")]
    [InlineData("""{"name":"x","upgradesFrom":["none-such"]}""", "upgradesFrom[0]")]
    [InlineData("""{"name":"x","requires":["self"]}""", "requires[0]")]
    [InlineData("""{"name":"x","excludes":["self"]}""", "excludes[0]")]
    [InlineData("""{"name":"x","excludes":["a","a"]}""", "excludes[1]")]
    [InlineData("""{"name":"x","excludes":["a b"]}""", "excludes[0]")]
    [InlineData("""{"name":"x","stock":-1}""", "stock")]
    [InlineData("""{"name":"x","value":-1}""", "value")]
    [InlineData("""{"name":" "}""", "name")]
    [InlineData("""{"name":"x","cluster":"a/b"}""", "cluster")]
    [InlineData("""{"name":"x","wording":{"brief":""}}""", "wording.brief")]
    public async Task An_offering_that_cannot_be_names_its_field(string body, string field)
    {
        using var client = host.Client();

        var answer = await client.PutAsync("/api/v1/offerings/self", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal([field], answer.Fields);
    }

    [Theory]
    [InlineData("""{"name":"x","offerings":[]}""", "offerings")]
    [InlineData("""{"name":"x"}""", "offerings")]
    [InlineData("""{"name":"x","offerings":["none-such"]}""", "offerings[0]")]
    [InlineData("""{"name":"x","offerings":["base"],"lockInMonths":-1}""", "lockInMonths")]
    [InlineData("""{"name":"x","offerings":["base"],"excludes":["promo"]}""", "excludes[0]")]
    [InlineData("""{"name":"x","offerings":["base"],"price":-1}""", "price")]
    public async Task A_promotion_that_cannot_be_names_its_field(string body, string field)
    {
        using var client = host.Client();
        await client.PutAsync("/api/v1/offerings/base", """{"name":"base"}""");

        var answer = await client.PutAsync("/api/v1/promotions/promo", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal([field], answer.Fields);
    }

    [Fact]
    public async Task What_something_else_uses_is_not_deleted()
    {
        using var client = host.Client();
        await client.PutAsync("/api/v1/offerings/plan", """{"name":"plan"}""");
        await client.PutAsync("/api/v1/offerings/extra", """{"name":"extra","requires":["plan"]}""");
        await client.PutAsync("/api/v1/promotions/half", """{"name":"half","offerings":["extra"]}""");

        var plan = await client.DeleteAsync("/api/v1/offerings/plan");
        Assert.Equal(HttpStatusCode.Conflict, plan.Status);
        Assert.Contains("offering 'extra'", plan.Body, StringComparison.Ordinal);
        Assert.Contains("promotion 'half'", (await client.DeleteAsync("/api/v1/offerings/extra")).Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync("/api/v1/promotions/half")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync("/api/v1/offerings/extra")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync("/api/v1/offerings/plan")).Status);
    }

    [Fact]
    public async Task Exclusions_may_name_what_is_yet_to_come()
    {
        using var client = host.Client();

        Assert.Equal(HttpStatusCode.Created, (await client.PutAsync("/api/v1/offerings/first", """{"name":"first","excludes":["second"]}""")).Status);
        Assert.Equal(HttpStatusCode.Created, (await client.PutAsync("/api/v1/offerings/second", """{"name":"second","excludes":["first"]}""")).Status);
    }

    [Fact]
    public async Task What_a_revenue_rule_comes_to_is_told_with_it_and_let_pass_when_it_comes_back()
    {
        using var client = host.Client();
        await client.PutAsync("/api/v1/offerings/watch", """{"name":"watch","revenue":{"once":100,"monthly":20,"months":3}}""");
        var read = (await client.GetAsync("/api/v1/offerings/watch")).Json;
        Assert.Equal(160, (long)read["revenue"]!["whole"]!);

        Assert.Equal(HttpStatusCode.OK, (await client.PutAsync("/api/v1/offerings/watch", read.ToJsonString())).Status);
        read["stock"] = null;
        Assert.Equal(HttpStatusCode.OK, (await client.PutAsync("/api/v1/offerings/watch", read.ToJsonString())).Status);
        read["revenue"]!["whole"] = null;
        Assert.Equal(HttpStatusCode.OK, (await client.PutAsync("/api/v1/offerings/watch", read.ToJsonString())).Status);
        read["revenue"]!["hole"] = 1;
        Assert.Equal(["revenue.hole"], (await client.PutAsync("/api/v1/offerings/watch", read.ToJsonString())).Fields);

        // It follows from the rest, whatever was sent.
        Assert.Equal(160, (long)(await client.GetAsync("/api/v1/offerings/watch")).Json["revenue"]!["whole"]!);
    }
}
