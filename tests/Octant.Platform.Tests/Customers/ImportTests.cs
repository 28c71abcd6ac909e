using System.Net;
using System.Text.Json.Nodes;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Tests.Customers;

public sealed class ImportTests(CustomerHost host) : IClassFixture<CustomerHost>
{
    [Fact]
    public async Task Good_lines_are_kept_and_bad_ones_come_back_with_number_field_and_reason()
    {
        await DeclareAsync(("bad_number", "number"), ("bad_flag", "flag"), ("bad_date", "date"));
        const string File = """
            id,bad_number,bad_flag,bad_date
            b1,1,true,2026-01-31
            b2,twelve,true,2026-01-31

            b3,3,maybe,2026-01-31
            b4,4,false,31.1.2026
            ,5,true,2026-01-31
            b6,6,true
            b7,,,
            b8,"8,true,2026-01-31
            b9,9,true,2026-01-31
            """;
        var answer = await host.ImportAsync(File, "format=csv&idColumn=id");

        Assert.Equal(new ImportCounts(3, 6, 3, 0, 0), ImportCounts.Of(answer));
        Assert.Equal(
            ["3 bad_number", "5 bad_flag", "6 bad_date", "7 id", "8 $", "10 $"],
            ((JsonArray)answer.Json["rejects"]!).Select(reject => $"{reject!["line"]} {reject["field"]}"));
        Assert.All((JsonArray)answer.Json["rejects"]!, reject => Assert.NotEqual("", (string)reject!["reason"]!));
        Assert.False((bool)answer.Json["rejectsTruncated"]!);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Administrator.GetAsync("/api/v1/customers/b2")).Status);
        Assert.Equal(9, (double)(await AttributesAsync("b9"))["bad_number"]!);
        Assert.Empty((await AttributesAsync("b7")).AsObject());
    }

    [Fact]
    public async Task The_list_of_rejects_is_bounded_and_says_so()
    {
        var answer = await host.ImportAsync("id,bounded\n" + string.Concat(Enumerable.Repeat(",1\n", 1_500)), "format=csv&idColumn=id&define=infer");

        Assert.Equal(1_500, (long)answer.Json["rejected"]!);
        Assert.Equal(1_000, ((JsonArray)answer.Json["rejects"]!).Count);
        Assert.True((bool)answer.Json["rejectsTruncated"]!);
    }

    [Fact]
    public async Task Without_inference_an_unknown_column_is_rejected_by_name_and_nothing_is_done()
    {
        await DeclareAsync(("monthlyCharges", "number"));
        var answer = await host.ImportAsync("id,monthlyCharge,zzz_unheard_of\nu1,5,6\n", "format=csv&idColumn=id");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(["monthlyCharge", "zzz_unheard_of"], answer.Fields);
        Assert.Contains("monthlyCharges", answer.ExpectedOf("monthlyCharge"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Administrator.GetAsync("/api/v1/customers/u1")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Administrator.GetAsync("/api/v1/attributes/monthlyCharge")).Status);
    }

    [Theory]
    [InlineData("id,a\n1,2\n", "format=csv&idColumn=ids", "idColumn")]
    [InlineData("id,a\n1,2\n", "format=csv", "idColumn")]
    [InlineData("id,a\n1,2\n", "format=xml&idColumn=id", "format")]
    [InlineData("id,a\n1,2\n", "format=csv&idColumn=id&define=all", "define")]
    [InlineData("id,a\n1,2\n", "format=csv&idColumn=id&delimiter=x", "delimiter")]
    [InlineData("id,a\n1,2\n", "format=csv&idColumn=id&quote=x", "quote")]
    [InlineData("id,a\n1,2\n", "format=csv&idColumn=id&delimeter=;", "delimeter")]
    [InlineData("id,a\n1,2\n", "format=ndjson&idColumn=id&delimiter=;", "delimiter")]
    [InlineData("id,a b\n1,2\n", "format=csv&idColumn=id&define=infer", "a b")]
    [InlineData("id,a,a\n1,2,3\n", "format=csv&idColumn=id&define=infer", "a")]
    [InlineData("", "format=csv&idColumn=id&define=infer", "$")]
    [InlineData("{\"a\":1}\n", "format=ndjson&idColumn=id&define=infer", "idColumn")]
    [InlineData("{\"id\":\"1\",\"unheard_of\":1}\n", "format=ndjson&idColumn=id", "unheard_of")]
    public async Task What_is_asked_wrongly_is_refused_by_name(string file, string query, string field)
    {
        var answer = await host.ImportAsync(file, query);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(field, answer.Fields);
    }

    [Fact]
    public async Task An_empty_cell_clears_an_absent_column_leaves_and_the_same_file_again_changes_nothing()
    {
        const string First = "id;k_number;k_word;tags;products\nk1;1,5;red;a; b ;x\n";
        await host.ImportWellAsync("id|k_number|k_word|tags|products\nk1|1.5|red|a; b ;a|P-1;P-2\n", "format=csv&idColumn=id&define=infer");
        var view = await ViewAsync("k1");
        Assert.Equal("""{"k_number":1.5,"k_word":"red"}""", view["attributes"]!.ToJsonString());
        Assert.Equal("""["a","b"]""", view["tags"]!.ToJsonString());
        Assert.Equal(["P-1", "P-2"], ((JsonArray)view["products"]!).Select(product => (string)product!["offering"]!));

        Assert.Equal(new ImportCounts(1, 0, 0, 1, 0), await host.ImportWellAsync("id,k_number,tags\nk1,,\n", "format=csv&idColumn=id"));
        view = await ViewAsync("k1");
        Assert.Equal("""{"k_word":"red"}""", view["attributes"]!.ToJsonString());
        Assert.Equal("[]", view["tags"]!.ToJsonString());
        Assert.Equal(2, ((JsonArray)view["products"]!).Count);

        Assert.Equal(new ImportCounts(1, 0, 0, 0, 1), await host.ImportWellAsync("id,k_number,tags\nk1,,\n", "format=csv&idColumn=id"));
        Assert.Equal(1, (await host.ImportWellAsync("id,products\nk1,\n", "format=csv&idColumn=id")).Updated);
        Assert.Empty((JsonArray)(await ViewAsync("k1"))["products"]!);
        Assert.Equal(HttpStatusCode.BadRequest, (await host.ImportAsync(First, "format=csv&idColumn=other")).Status);
    }

    [Fact]
    public async Task Of_several_lines_about_one_customer_the_last_good_one_holds_and_the_file_again_changes_nothing()
    {
        var lines = Enumerable.Range(0, 3_000).Select(number => $"d{number % 1_500},{number}\n");
        var file = "id,last_number\n" + string.Concat(lines) + "d0,7\nd1,word\n";
        await DeclareAsync(("last_number", "number"));

        Assert.Equal(new ImportCounts(3_001, 1, 1_500, 0, 1_501), await host.ImportWellAsync(file, "format=csv&idColumn=id"));
        Assert.Equal(7, (double)(await AttributesAsync("d0"))["last_number"]!);
        Assert.Equal(1_501, (double)(await AttributesAsync("d1"))["last_number"]!);
        Assert.Equal(new ImportCounts(3_001, 1, 0, 0, 3_001), await host.ImportWellAsync(file, "format=csv&idColumn=id"));
    }

    [Fact]
    public async Task Characters_that_no_store_keeps_cost_their_own_line_only()
    {
        await host.Administrator.PutAsync("/api/v1/attributes/u_text", """{"kind":"text"}""");
        await host.Administrator.PutAsync("/api/v1/attributes/u_word", """{"kind":"category"}""");
        var table = await host.ImportAsync("id,u_text,u_word\nu1,a\0b,x\nu2,a,x\0\nu3,a,x\n", "format=csv&idColumn=id");
        var objects = await host.ImportAsync(
            """
            {"id":"u4","u_text":"a\u0000b"}
            {"id":"u5","u_text":"\ud800"}
            {"id":"u6","\ud800":"x"}
            {"id":"u7","u_text":"a"}
            """,
            "format=ndjson&idColumn=id");

        Assert.Equal(["2 u_text", "3 u_word"], Rejects(table));
        Assert.Equal(["1 u_text", "2 $", "3 $"], Rejects(objects));
        Assert.Equal((1, 1), (ImportCounts.Of(table).Created, ImportCounts.Of(objects).Created));

        static IEnumerable<string> Rejects(Answer answer) =>
            ((JsonArray)answer.Json["rejects"]!).Select(reject => $"{reject!["line"]} {reject["field"]}");
    }

    [Fact]
    public async Task One_JSON_object_a_line_comes_in_with_arrays_for_lists_and_null_to_clear()
    {
        const string File = """
            {"id":"n1","n_number":1.5,"n_flag":true,"n_word":"red","n_day":"2026-01-31","tags":["a","b"],"products":["P-1"]}
            {"id":"n2","n_number":null,"n_word":"blue"}
            {"id":"n3","n_word":{"deep":1}}
            {"id":"n4","n_word":["red"]}
            {"id":"n5","n_word":"red","n_word":"blue"}
            not json

            {"n_word":"nobody"}
            {"id":7,"n_number":"3","tags":"x;y"}
            [1]
            """;
        var answer = await host.ImportAsync(File, "format=ndjson&idColumn=id&define=infer");

        Assert.Equal(
            ["3 n_word", "4 n_word", "5 n_word", "6 $", "8 id", "10 $"],
            ((JsonArray)answer.Json["rejects"]!).Select(reject => $"{reject!["line"]} {reject["field"]}"));
        Assert.Equal(new ImportCounts(3, 6, 3, 0, 0), ImportCounts.Of(answer));
        Assert.Equal(
            """{"n_day":"2026-01-31T00:00:00Z","n_flag":true,"n_number":1.5,"n_word":"red"}""",
            (await AttributesAsync("n1")).ToJsonString());
        Assert.Equal("""["x","y"]""", (await ViewAsync("7"))["tags"]!.ToJsonString());
        Assert.Equal(3, (await host.ImportWellAsync(File, "format=ndjson&idColumn=id")).Unchanged);
        Assert.Equal(1, (await host.ImportWellAsync("""{"id":"n1","n_number":null}""", "format=ndjson&idColumn=id")).Updated);
        Assert.Null((await AttributesAsync("n1"))["n_number"]);
    }

    [Fact]
    public async Task Kinds_are_inferred_and_declared_and_a_blank_column_is_passed_over()
    {
        var file = "\uFEFFid,i_flag,i_number,i_day,i_word,i_blank,phone\r\n"
            + "i1,true,1,2026-01-31,red,,13812345678\r\ni2,FALSE, 2.5 ,2026-01-31T10:00:00+08:00,1x, ,\r\n";
        await host.ImportWellAsync(file, "format=csv&idColumn=id&define=infer");

        var dictionary = await host.Service<ICustomerDictionary>().ReadAttributesAsync(default);
        Assert.Equal(
            ["i_day Date", "i_flag Flag", "i_number Number", "i_word Category", "phone Text"],
            dictionary.All.Where(attribute => attribute.Name.StartsWith("i_", StringComparison.Ordinal) || attribute.Name == "phone")
                .Select(attribute => $"{attribute.Name} {attribute.Kind}").Order(StringComparer.Ordinal));
        Assert.Equal(
            """{"i_day":"2026-01-31T02:00:00Z","i_flag":false,"i_number":2.5,"i_word":"1x"}""", (await AttributesAsync("i2")).ToJsonString());
        Assert.Equal(2, (await host.ImportWellAsync(file, "format=csv&idColumn=id&define=infer")).Unchanged);
    }

    [Fact]
    public async Task Any_table_in_any_style_comes_in_with_the_values_it_was_written_with()
    {
        for (var seed = 1; seed <= 12; seed++)
        {
            var random = new Random(seed);
            var table = RandomTable.Make(random);
            var style = RandomTable.Style(random);
            await DeclareAsync([.. table[0].Skip(1).Select(name => (name, "text"))]);
            var query = $"format=csv&idColumn=id&delimiter={Uri.EscapeDataString(style.Delimiter.ToString())}&quote={Uri.EscapeDataString(style.Quote.ToString())}";
            var counts = await host.ImportWellAsync(RandomTable.Write(table, style, random), query);
            Assert.True(counts.Accepted == table.Count - 1 && counts.Rejected == 0, $"seed {seed}: {counts}");
            foreach (var row in table.Skip(1))
            {
                var texts = (await ViewAsync(row[0]))["texts"]!;
                for (var column = 1; column < row.Length; column++)
                {
                    Assert.True(row[column] == ((string?)texts[table[0][column]] ?? ""), $"seed {seed}, {row[0]}, {table[0][column]}");
                }
            }
        }
    }

    [Fact]
    public async Task What_came_in_is_there_after_a_restart()
    {
        var own = new CustomerHost();
        await own.InitializeAsync();
        await own.ImportWellAsync("id,after,note\nr1,5,x\nr2,6,y\n", "format=csv&idColumn=id&define=infer");
        await own.RestartAsync();
        Assert.Equal(5, (double)(await own.Administrator.GetAsync("/api/v1/customers/r1")).Json["attributes"]!["after"]!);
        Assert.Equal(new ImportCounts(2, 0, 0, 0, 2), await own.ImportWellAsync("id,after,note\nr1,5,x\nr2,6,y\n", "format=csv&idColumn=id"));
        await own.DisposeAsync();
    }

    [Fact]
    public async Task An_import_is_in_the_audit_trail_with_its_counts_and_leaves_no_file_behind()
    {
        await host.ImportWellAsync("id\nx1\nx2\n", "format=csv&idColumn=id");

        var trail = (JsonArray)(await host.Administrator.GetAsync("/api/v1/audit?limit=1000")).Json["items"]!;
        Assert.Contains(trail, entry => (string)entry!["action"]! == "imported" && ((string)entry["detail"]!).StartsWith("2 accepted", StringComparison.Ordinal));
        var spool = Path.Combine(host.Service<DataFolder>().Path, "spool");
        Assert.Empty(Directory.GetFiles(spool));
    }

    private async Task DeclareAsync(params (string Name, string Kind)[] attributes)
    {
        foreach (var (name, kind) in attributes)
        {
            var answer = await host.Administrator.PutAsync($"/api/v1/attributes/{name}", $$"""{"kind":"{{kind}}"}""");
            Assert.True(answer.Status is HttpStatusCode.Created or HttpStatusCode.OK, answer.Body);
        }
    }

    private async Task<JsonNode> ViewAsync(string customerId)
    {
        var answer = await host.Administrator.GetAsync($"/api/v1/customers/{Uri.EscapeDataString(customerId)}");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return answer.Json;
    }

    private async Task<JsonNode> AttributesAsync(string customerId) => (await ViewAsync(customerId))["attributes"]!;
}
