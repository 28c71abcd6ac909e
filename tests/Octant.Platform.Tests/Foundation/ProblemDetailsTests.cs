using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Octant.Server.ApiReference;

namespace Octant.Platform.Tests.Foundation;

public sealed class ProblemDetailsTests(RunningHost host) : IClassFixture<RunningHost>
{
    private const string Offering = "/api/v1/offerings/P-1";

    [Theory]
    [InlineData("""{}""", "name", "missing")]
    [InlineData("""{"name":null}""", "name", "a string")]
    [InlineData("""{"name":7}""", "name", "a string")]
    [InlineData("""{"name":"x","prise":1}""", "prise", "'price'")]
    [InlineData("""{"name":"x","Price":1}""", "Price", "'price'")]
    [InlineData("""{"name":"x","qqqqqqqqqq":1}""", "qqqqqqqqqq", "known are id, name")]
    [InlineData("""{"name":"x","name":"y"}""", "name", "once")]
    [InlineData("""{"name":"x","price":"12"}""", "price", "an integer")]
    [InlineData("""{"name":"x","price":1.5}""", "price", "an integer")]
    [InlineData("""{"name":"x","price":99999999999999999999}""", "price", "an integer")]
    [InlineData("""{"name":"x","price":-1}""", "price", "0 or more")]
    [InlineData("""{"name":"x","price":null}""", "price", "an integer")]
    [InlineData("""{"name":"x","type":"plan"}""", "type", "one of mainPlan, addOn")]
    [InlineData("""{"name":"x","type":1}""", "type", "one of mainPlan, addOn")]
    [InlineData("""{"name":"x","type":"1"}""", "type", "one of mainPlan, addOn")]
    [InlineData("""{"name":"x","tier":"golden"}""", "tier", "one of gold")]
    [InlineData("""{"name":"x","validFrom":"2026-01-01"}""", "validFrom", "RFC 3339")]
    [InlineData("""{"name":"x","validFrom":"2026-01-01T00:00:00"}""", "validFrom", "RFC 3339")]
    [InlineData("""{"name":"x","validFrom":1767225600}""", "validFrom", "RFC 3339")]
    [InlineData("""{"name":"x","responseWindow":"24h"}""", "responseWindow", "ISO 8601")]
    [InlineData("""{"name":"x","responseWindow":"P1M"}""", "responseWindow", "ISO 8601")]
    [InlineData("""{"name":"x","responseWindow":"PT0S"}""", "responseWindow", "longer than nothing")]
    [InlineData("""{"name":"x","excludes":"P-2"}""", "excludes", "an array")]
    [InlineData("""{"name":"x","excludes":["P-2",null]}""", "excludes[1]", "a string")]
    [InlineData("""{"name":"x","excludes":["P-2",["P-3"]]}""", "excludes[1]", "a string")]
    [InlineData("""{"name":"x","needs":[]}""", "needs", "an object")]
    [InlineData("""{"name":"x","needs":{"input":"voice"}}""", "needs.input", "one of none, digits, text")]
    [InlineData("""{"name":"x","needs":{"output":["shortText","smoke"]}}""", "needs.output[1]", "one of goodsAtOnce")]
    [InlineData("""{"name":"x","needs":{"trainingNeed":11}}""", "needs.trainingNeed", "from 0 to 10")]
    [InlineData("""{"name":"x","wording":{"oneline":"y"}}""", "wording.oneline", "'oneLine'")]
    [InlineData("""{"name":"x","id":"P-2"}""", "id", "'P-1' as in the address")]
    [InlineData("""{"name":"x","id":7}""", "id", "'P-1' as in the address")]
    [InlineData("""[]""", "$", "an object")]
    [InlineData("""null""", "$", "an object")]
    [InlineData("""7""", "$", "an object")]
    [InlineData("""{"name":"x",}""", "$", "line 1")]
    [InlineData("""{"name":"x"} trailing""", "$", "line 1")]
    [InlineData("", "$", "there is none")]
    public async Task A_wrong_body_names_the_field_and_the_expected_form(string body, string field, string expected)
    {
        using var client = host.Client();

        var answer = await client.PutAsync(Offering, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("application/problem+json", answer.MediaType);
        Assert.Equal(400, (int)answer.Json["status"]!);
        Assert.Equal([field], answer.Fields);
        Assert.Contains(expected, answer.ExpectedOf(field), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_wrong_fields_are_named_at_once()
    {
        using var client = host.Client();

        var answer = await client.PutAsync(Offering, """{"naem":"x","type":"plan","price":"3"}""");

        Assert.Equal(["naem", "type", "price", "name"], answer.Fields);
    }

    [Fact]
    public async Task Text_that_is_not_utf8_is_a_bad_request()
    {
        using var client = new HttpClient { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Add("X-Api-Key", RunningHost.AdministratorKey);
        using var content = new ByteArrayContent([.. """{"name":"x"""u8, 0xFF, 0xFE, .. "\"}"u8]);
        content.Headers.ContentType = new("application/json");

        Assert.Equal(HttpStatusCode.BadRequest, (await client.PutAsync(Offering, content)).StatusCode);
    }

    [Theory]
    [InlineData("""{"name":"\ud800"}""")]
    [InlineData("""{"name":"\u0000"}""")]
    public async Task Text_that_is_no_text_is_a_bad_request(string body)
    {
        using var client = host.Client();

        Assert.Equal(HttpStatusCode.BadRequest, (await client.PutAsync(Offering, body)).Status);
    }

    [Fact]
    public async Task A_very_deep_body_is_a_bad_request()
    {
        using var client = host.Client();

        var answer = await client.PutAsync(Offering, new string('[', 100_000));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_413()
    {
        using var client = host.Client();

        var answer = await client.PutAsync(Offering, "{\"name\":\"" + new string('x', 9 * 1024 * 1024) + "\"}", ("Expect", "100-continue"));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
        Assert.Equal("application/problem+json", answer.MediaType);
    }

    [Theory]
    [InlineData("GET", "/api/v1/nothing", 404)]
    [InlineData("GET", "/nothing", 404)]
    [InlineData("GET", "/api/v1/offerings/none", 404)]
    [InlineData("DELETE", "/api/v1/offerings/none", 404)]
    [InlineData("PATCH", "/api/v1/offerings/P-1", 405)]
    public async Task What_is_not_there_is_a_problem_too(string method, string path, int status)
    {
        using var client = host.Client();

        var answer = await client.SendAsync(new HttpMethod(method), path, null);

        Assert.Equal(status, (int)answer.Status);
        Assert.Equal("application/problem+json", answer.MediaType);
        Assert.Equal(status, (int)answer.Json["status"]!);
    }

    [Fact]
    public async Task A_body_of_another_media_type_is_415()
    {
        using var client = host.Client();

        var answer = await client.PutAsync(Offering, Examples.Find("putOffering")!, ("Content-Type", "text/csv"));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.Status);
        Assert.Equal("application/problem+json", answer.MediaType);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("ü")]
    [InlineData("a$")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public async Task An_id_of_another_form_is_refused(string id)
    {
        using var client = host.Client();

        var answer = await client.PutAsync("/api/v1/offerings/" + Uri.EscapeDataString(id), """{"name":"x"}""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(["id"], answer.Fields);
    }

    [Fact]
    public async Task A_defect_answers_without_telling_anything()
    {
        var own = new RunningHost(
            new Dictionary<string, string?>(StringComparer.Ordinal),
            services => services.AddSingleton<Platform.Foundation.Http.ICallerSource, BrokenCallerSource>());
        await own.InitializeAsync();
        using var client = own.Client(key: null);

        var answer = await client.GetAsync("/api/v1/offerings");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
        Assert.Equal("application/problem+json", answer.MediaType);
        Assert.DoesNotContain(BrokenCallerSource.Secret, answer.Body, StringComparison.Ordinal);
        await own.DisposeAsync();
    }
}
