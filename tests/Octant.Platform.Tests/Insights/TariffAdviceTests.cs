using System.Net;

namespace Octant.Platform.Tests.Insights;

public sealed class TariffAdviceTests(RunningHost host) : IClassFixture<RunningHost>
{
    private const string Usage = """[{"month":"2026-05","records":[{"service":"voice","quantity":100.4},{"service":"voice","quantity":30,"kind":"incoming"}]}]""";

    [Fact]
    public async Task Plans_of_the_catalogue_are_billed_when_the_customer_may_take_them()
    {
        using var client = host.Client();
        await client.PutAsync("/api/v1/attributes/years", """{"kind":"number"}""");
        await WellAsync(client, "/api/v1/offerings/T-BASIC", """{"name":"Basic","type":"mainPlan","price":1000,"tariff":{"voice":{"included":50,"recordStep":1,"overagePrice":10,"freeKinds":["incoming"]}}}""");
        await WellAsync(client, "/api/v1/offerings/T-YOUTH", """{"name":"Youth","type":"mainPlan","price":100,"tariff":{"voice":{"unlimited":true},"eligibility":"customer.years < 26"}}""");
        await WellAsync(client, "/api/v1/offerings/T-LARGE", """{"name":"Large","type":"mainPlan","price":1200,"tariff":{"voice":{"unlimited":true}}}""");
        await WellAsync(client, "/api/v1/offerings/T-GONE", """{"name":"Gone","type":"mainPlan","status":"retired","price":1,"tariff":{"voice":{"unlimited":true}}}""");
        await WellAsync(client, "/api/v1/offerings/T-NEXT", """{"name":"Next","type":"mainPlan","price":1,"requires":["T-LARGE"],"tariff":{"voice":{"unlimited":true}}}""");
        await WellAsync(client, "/api/v1/customers/T-1", """{"attributes":{"years":40},"products":["T-BASIC"]}""");

        var answer = await client.PostAsync("/api/v1/tariffs/advice", $$"""{"customerId":"T-1","months":{{Usage}}}""");

        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        Assert.Equal("T-BASIC", (string)answer.Json["currentPlan"]!);
        Assert.Equal(("T-LARGE", 1_200L), ((string)answer.Json["cheapest"]!["plan"]!, (long)answer.Json["cheapest"]!["total"]!));

        // 101 whole minutes, 50 of them included: 1000 + 51 × 10.
        Assert.Equal(310, (long)answer.Json["saving"]!);
        var refused = answer.Json["refused"]!.AsArray().ToDictionary(plan => (string)plan!["plan"]!, plan => (string)plan!["reason"]!);
        Assert.Equal("not-eligible", refused["T-YOUTH"]);
        Assert.Equal("required-offering-missing", refused["T-NEXT"]);
        Assert.DoesNotContain("T-GONE", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"months":[]}""", "months", "customerId")]
    [InlineData("""{"plans":[{"id":"a","name":"a"}],"months":[{"month":"May","records":[]}]}""", "months[0].month")]
    [InlineData("""{"plans":[{"id":"a","name":"a"}],"months":[{"month":"2026-05","records":[{"service":"voice","quantity":-1}]}]}""", "months[0].records[0].quantity")]
    [InlineData("""{"plans":[{"id":"a","name":"a","data":{"overageUnit":0}}],"months":[{"month":"2026-05","records":[]}]}""", "plans[0].data.overageUnit")]
    [InlineData("""{"plans":[{"id":"a","name":"a","eligibility":"true"}],"months":[{"month":"2026-05","records":[]}]}""", "customerId")]
    [InlineData("""{"plans":[{"id":"a","name":"a"}],"currentPlan":"b","months":[{"month":"2026-05","records":[]}]}""", "currentPlan")]
    public async Task What_cannot_be_billed_names_its_field(string body, params string[] fields)
    {
        using var client = host.Client();

        var answer = await client.PostAsync("/api/v1/tariffs/advice", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(fields, answer.Fields);
    }

    [Fact]
    public async Task A_customer_nobody_knows_is_not_found_and_a_condition_that_does_not_compile_says_where()
    {
        using var client = host.Client();
        await WellAsync(client, "/api/v1/customers/T-2", """{"attributes":{}}""");
        const string Plan = """[{"id":"a","name":"a","eligibility":"customer.none_such > 1"}]""";

        var unknown = await client.PostAsync("/api/v1/tariffs/advice", $$"""{"customerId":"nobody","plans":[{"id":"a","name":"a"}],"months":{{Usage}}}""");
        Assert.Equal(HttpStatusCode.NotFound, unknown.Status);
        var wrong = await client.PostAsync("/api/v1/tariffs/advice", $$"""{"customerId":"T-2","plans":{{Plan}},"months":{{Usage}}}""");
        Assert.Equal(HttpStatusCode.BadRequest, wrong.Status);
        Assert.Equal(["plans[0].eligibility"], wrong.Fields);
    }

    private static async Task WellAsync(ApiClient client, string path, string body)
    {
        var answer = await client.PutAsync(path, body);
        Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Created, answer.Body);
    }
}
