using System.Net;
using System.Text.Json.Nodes;

namespace Octant.Platform.Tests.Customers;

public sealed class AudienceTests(CustomerHost host) : IClassFixture<CustomerHost>
{
    [Fact]
    public async Task A_count_sees_every_change_that_was_answered_before_it()
    {
        await host.ImportWellAsync("id,a_number,tags,products\na1,1,t1,P-1\na2,2,t1;t2,\na3,,,\n", "format=csv&idColumn=id&define=infer");
        Assert.Equal((1, 3), await CountAsync("customer.a_number >= 2"));
        Assert.Equal((2, 3), await CountAsync("has(customer.a_number)"));
        Assert.Equal((2, 3), await CountAsync("\"t1\" in customer.tags"));
        Assert.Equal((1, 3), await CountAsync("owns(\"P-1\")"));

        for (var round = 0; round < 20; round++)
        {
            await host.Administrator.PutAsync("/api/v1/customers/a3/attributes", round % 2 == 0 ? """{"a_number":9}""" : """{"a_number":null}""");
            Assert.Equal((round % 2 == 0 ? 2 : 1, 3), await CountAsync("customer.a_number >= 2"));
        }

        await host.Administrator.PutAsync("/api/v1/customers/a2/products", """[{"offering":"P-1","state":"pending"}]""");
        Assert.Equal((2, 3), await CountAsync("owns(\"P-1\")"));
        await host.Administrator.DeleteAsync("/api/v1/customers/a2");
        Assert.Equal((1, 2), await CountAsync("owns(\"P-1\")"));

        await host.RestartAsync();
        Assert.Equal((1, 2), await CountAsync("owns(\"P-1\")"));
        Assert.Equal((1, 2), await CountAsync("customer.a_number == 1.0 && \"t1\" in customer.tags"));
        await host.ImportWellAsync("id,a_later\na1,5\na4,6\n", "format=csv&idColumn=id&define=infer");
        Assert.Equal((2, 3), await CountAsync("customer.a_later >= 5"));
    }

    [Fact]
    public async Task An_expression_that_does_not_compile_says_where_what_and_what_was_meant()
    {
        await host.Administrator.PutAsync("/api/v1/attributes/a_spend", """{"kind":"number"}""");
        var answer = await host.Administrator.PostAsync("/api/v1/audiences/count", """{"expression":"true &&\n customer.a_spent > 5"}""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        var error = answer.Json["errors"]![0]!;
        Assert.Equal("expression", (string)error["field"]!);
        Assert.Equal(2, (int)error["line"]!);
        Assert.True((int)error["column"]! > 1);
        Assert.Contains("a_spend", (string)error["nearest"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"expression":"event.amount > 5","by":["a_kind"]}""", "expression")]
    [InlineData("""{"expression":"1 + 1","by":["a_kind"]}""", "expression")]
    [InlineData("""{"expression":"true","by":[]}""", "by")]
    [InlineData("""{"expression":"true","by":["a_kynd"]}""", "by[0]")]
    [InlineData("""{"expression":"true","by":["a_kind","a_kind"]}""", "by[1]")]
    [InlineData("""{"expression":"true","by":["a_text"]}""", "by[0]")]
    [InlineData("""{"by":["a_kind"]}""", "expression")]
    [InlineData("""{"expression":"true","each":["a_kynd"]}""", "each[0]")]
    [InlineData("""{"expression":"true","by":["a_kind"],"each":["a_kind","a_text"]}""", "each[1]")]
    public async Task A_breakdown_that_cannot_be_names_its_field(string body, string field)
    {
        await host.Administrator.PutAsync("/api/v1/attributes/a_kind", """{"kind":"category"}""");
        await host.Administrator.PutAsync("/api/v1/attributes/a_text", """{"kind":"text"}""");
        var answer = await host.Administrator.PostAsync("/api/v1/audiences/breakdown", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(field, answer.Fields);
    }

    [Fact]
    public async Task Counts_stay_exact_while_imports_go_on()
    {
        var own = new CustomerHost();
        await own.InitializeAsync();
        await own.Administrator.PutAsync("/api/v1/attributes/wave", """{"kind":"number"}""");
        var imported = 0;
        var asking = Task.Run(async () =>
        {
            while (Volatile.Read(ref imported) < 20_000)
            {
                var before = Volatile.Read(ref imported);
                var body = """{"expression":"customer.wave >= 0"}""";
                var answer = (await own.Administrator.PostAsync("/api/v1/audiences/count", body)).Json;
                Assert.True((long)answer["count"]! >= before, $"{answer["count"]} of {before}");
                Assert.Equal((long)answer["total"]!, (long)answer["count"]!);
            }
        });
        for (var wave = 0; wave < 10; wave++)
        {
            var lines = string.Concat(Enumerable.Range(0, 2_000).Select(number => $"{wave}-{number},{wave}\n"));
            await own.ImportWellAsync("id,wave\n" + lines, "format=csv&idColumn=id");
            Volatile.Write(ref imported, (wave + 1) * 2_000);
        }

        await asking;
        await own.DisposeAsync();
    }

    private async Task<(long Count, long Total)> CountAsync(string expression)
    {
        var body = new JsonObject { ["expression"] = expression };
        var answer = await host.Administrator.PostAsync("/api/v1/audiences/count", body.ToJsonString());
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return ((long)answer.Json["count"]!, (long)answer.Json["total"]!);
    }
}
