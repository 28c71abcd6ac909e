using System.Net;
using System.Text.Json.Nodes;
using Octant.Platform.Tests.Customers;

namespace Octant.Platform.Tests.Insights;

/// <summary>Imported figures of two periods: as published, to the digit, and never as an effect.</summary>
public sealed class ComparisonTests(RunningHost host) : IClassFixture<RunningHost>
{
    [RealDataFact("fujian-2008/points-redemption.csv")]
    public async Task The_published_tables_of_the_channel_steering_come_back_as_they_were_printed()
    {
        using var client = host.Client();
        var rows = RealData.Read("fujian-2008/points-redemption.csv").Trim().Split('\n').Skip(1).Select(line => line.Trim().Split(',')).ToList();
        var recommended = RealData.Read("fujian-2008/recommendation.csv").Trim().Split('\n').Skip(1).Select(line => line.Trim().Split(',')).ToList();
        var body = $$"""
            {
              "name": "积分兑换渠道分流", "before": "March", "after": "August",
              "measures": [{"id": "customers", "name": "Customers"}, {"id": "transactions", "name": "Transactions"}, {"id": "points", "name": "Points"}],
              "parts": [{{string.Join(',', rows.Select(row => $$"""{"name": "{{row[0]}}", "group": "{{row[1]}}", "before": [{{string.Join(',', row[2..5])}}], "after": [{{string.Join(',', row[5..8])}}]}"""))}}],
              "recommendations": [{{string.Join(',', recommended.Select(row => $$"""{"part": "{{row[0]}}", "customers": {{row[1]}}, "accepted": {{row[2]}}}"""))}}]
            }
            """;
        var put = await client.PutAsync("/api/v1/comparisons/fujian", body);
        Assert.True(put.Status == HttpStatusCode.Created, put.Body);

        var figures = (await client.GetAsync("/api/v1/comparisons/fujian/figures")).Json;
        Assert.False((bool)figures["hasControlGroup"]!);
        Assert.StartsWith("No control group", (string)figures["label"]!, StringComparison.Ordinal);
        Assert.Equal(["30.31%", "35.28%", "32.19%"], Printed(figures, "electronic", "shareBefore"));
        Assert.Equal(["33.70%", "51.52%", "39.63%"], Printed(figures, "electronic", "shareAfter"));
        Assert.Equal(["+12.56%", "+93.62%", "+34.29%"], Printed(figures, "electronic", "growth"));
        Assert.Equal(["-3.68%", "-0.67%", "-2.90%"], Printed(figures, "physical", "growth"));
        Assert.Equal(["+1.24%", "+32.59%", "+9.08%"], Printed(figures, "all", "growth"));
        Assert.Equal(["68.57%", "63.54%", "66.27%"], Printed(figures, "自营渠道", "shareBefore"));
        Assert.Equal(["65.96%", "48.23%", "59.82%"], Printed(figures, "自营渠道", "shareAfter"));
        Assert.Equal(["+3.39", "+16.24", "+7.44"], Printed(figures, "electronic", "points"));
        Assert.Equal(["-2.61", "-15.32", "-6.46"], Printed(figures, "自营渠道", "points"));
        Assert.Equal(["18.67%", "15.79%", "17.83%", "12.96%", "17.81%"], figures["acceptance"]!.AsArray().Select(row => (string)row!["published"]!));
        Assert.Equal((1_692, 9_501), ((int)figures["acceptance"]![4]!["accepted"]!, (int)figures["acceptance"]![4]!["customers"]!));

        var table = await client.GetAsync("/api/v1/comparisons/fujian/export");
        Assert.Equal("text/csv", table.MediaType);
        Assert.Contains("Transactions,group,electronic,,10946,21194,35.28%,51.52%,+93.62%,+16.24,", table.Body, StringComparison.Ordinal);
        Assert.Contains("No control group", table.Body, StringComparison.Ordinal);
        var acceptance = await client.GetAsync("/api/v1/comparisons/fujian/export?table=acceptance");
        Assert.Contains("all,9501,1692,17.81%", acceptance.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_share_half_way_between_two_roundings_is_rounded_as_on_paper()
    {
        using var client = host.Client();
        await client.PutAsync("/api/v1/comparisons/half", """{"name":"half","before":"b","after":"a","measures":[{"id":"m","name":"m"}],"parts":[{"name":"x","before":[1],"after":[0]},{"name":"y","before":[799],"after":[5]}]}""");
        var figures = (await client.GetAsync("/api/v1/comparisons/half/figures")).Json;

        // 0.125 % and nothing left of it.
        Assert.Equal(("0.13%", "-100.00%", "-0.13"), ((string)figures["rows"]![0]!["published"]!["shareBefore"]!, (string)figures["rows"]![0]!["published"]!["growth"]!, (string)figures["rows"]![0]!["published"]!["points"]!));
        Assert.Empty(figures["acceptance"]!.AsArray());
    }

    [Fact]
    public async Task What_was_not_there_before_has_no_growth_and_a_name_like_a_formula_stays_a_name()
    {
        using var client = host.Client();
        await client.PutAsync("/api/v1/comparisons/new", """{"name":"new","before":"b","after":"a","measures":[{"id":"m","name":"m"}],"parts":[{"name":"=1+1","before":[0],"after":[3]}],"recommendations":[{"part":"x, y","customers":0,"accepted":0}]}""");
        var figures = (await client.GetAsync("/api/v1/comparisons/new/figures")).Json;
        Assert.Null(figures["rows"]![0]!["growth"]);
        Assert.Equal("–", (string)figures["rows"]![0]!["published"]!["growth"]!);
        Assert.Null(figures["acceptance"]![0]!["rate"]);
        Assert.Contains("m,part,'=1+1,", (await client.GetAsync("/api/v1/comparisons/new/export")).Body, StringComparison.Ordinal);
        Assert.Contains("\"x, y\",0,0,–", (await client.GetAsync("/api/v1/comparisons/new/export?table=acceptance")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"name":"n","before":"b","after":"a","measures":[{"id":"m","name":"m"}],"parts":[{"name":"x","before":[1,2],"after":[0]}]}""", "parts[0].before")]
    [InlineData("""{"name":"n","before":"b","after":"a","measures":[{"id":"m","name":"m"}],"parts":[{"name":"x","before":[-1],"after":[0]}]}""", "parts[0].before[0]")]
    [InlineData("""{"name":"n","before":"b","after":"a","measures":[],"parts":[{"name":"x","before":[],"after":[]}]}""", "measures")]
    [InlineData("""{"name":"n","before":"b","after":"a","measures":[{"id":"m","name":"m"}],"parts":[{"name":"x","before":[1],"after":[0]}],"recommendations":[{"part":"x","customers":1,"accepted":2}]}""", "recommendations[0].accepted")]
    public async Task Figures_that_cannot_be_are_refused_by_field(string body, string field)
    {
        using var client = host.Client();
        var answer = await client.PutAsync("/api/v1/comparisons/wrong", body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(answer.Json["errors"]!.AsArray(), error => (string)error!["field"]! == field);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/api/v1/comparisons/wrong/figures")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/api/v1/comparisons/wrong/export")).Status);
    }

    private static IEnumerable<string> Printed(JsonNode figures, string name, string member) =>
        figures["rows"]!.AsArray().Where(row => (string)row!["name"]! == name).Select(row => (string)row!["published"]![member]!);
}
