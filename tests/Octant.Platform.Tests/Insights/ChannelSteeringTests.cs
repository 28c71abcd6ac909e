using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Octant.Platform.Tests.Customers;

namespace Octant.Platform.Tests.Insights;

/// <summary>Customers led from the counter to the channel they already use: the published figures come out of customers, one by one.</summary>
public sealed class ChannelSteeringTests(RunningHost host) : IClassFixture<RunningHost>
{
    private const int Redeemers = 16_592;
    private const string Hall = "自营渠道";

    private static readonly string[] Cheap = ["sms", "kiosk", "web", "mobile"];

    private static readonly (string Id, string Name, string Family, int Cost)[] Channels =
    [
        ("hall", Hall, "ownPhysical", 400), ("social", "社会渠道", "social", 350), ("partner", "联盟商家", "social", 350),
        ("sms", "短信营业厅", "electronic", 10), ("web", "网上营业厅", "electronic", 20), ("mobile", "掌上营业厅", "electronic", 20), ("kiosk", "自助终端", "electronic", 60),
    ];

    [RealDataFact("fujian-2008/points-redemption.csv")]
    public async Task A_published_steering_comes_out_of_its_customers_to_the_digit()
    {
        using var client = host.Client();
        await PrepareAsync(client);
        var recommended = Table("fujian-2008/recommendation.csv").ToDictionary(row => IdOf(row[0]), row => (Targeted: Number(row[1]), Accepted: Number(row[2])), StringComparer.Ordinal);
        await ImportAsync(client, recommended, Table("fujian-2008/points-redemption.csv"));
        await GoodAsync(client.PutAsync("/api/v1/channel-steerings/redeem", Steering));

        var preview = (await client.GetAsync("/api/v1/channel-steerings/redeem/figures")).Json;
        Assert.Null(preview["extractedAt"]);
        Assert.Equal(Redeemers, (int)preview["extracted"]!);

        var extraction = (await GoodAsync(client.SendAsync(HttpMethod.Post, "/api/v1/channel-steerings/redeem/extraction", null))).Json;
        Assert.Equal(Redeemers, (int)extraction["count"]!);
        Assert.Equal([("sms", 6_539), ("kiosk", 1_894), ("web", 690), ("mobile", 378), (null, 7_091)], CountsOf(extraction));
        Assert.Equal(7_091, (int)(await client.GetAsync("/api/v1/target-lists/redeem.none")).Json["count"]!);

        var figures = (await client.GetAsync("/api/v1/channel-steerings/redeem/figures")).Json;
        Assert.NotNull(figures["extractedAt"]);
        Assert.Equal([("sms", 6_539), ("kiosk", 1_894), ("web", 690), ("mobile", 378), (null, 7_091)], CountsOf(figures));
        Assert.Equal([1_221, 299, 123, 49], figures["groups"]!.AsArray().Take(4).Select(group => (int)group!["followed"]!));
        Assert.Equal(["18.67%", "15.79%", "17.83%", "12.96%", "17.81%"], figures["acceptance"]!.AsArray().Select(row => (string)row!["published"]!));
        Assert.Equal((1_692, 9_501), ((int)figures["acceptance"]![4]!["accepted"]!, (int)figures["acceptance"]![4]!["customers"]!));

        var comparison = figures["comparison"]!;
        Assert.StartsWith("No control group", (string)comparison["label"]!, StringComparison.Ordinal);
        Assert.Equal(("30.31%", "33.70%", "+3.39"), Printed(comparison, "customers", "electronic"));
        Assert.Equal(("35.28%", "51.52%", "+16.24"), Printed(comparison, "transactions", "electronic"));
        Assert.Equal(("63.54%", "48.23%", "-15.32"), Printed(comparison, "transactions", Hall));

        // Every follower does one transaction in the new place: 1,221 × 3.90 + 299 × 3.40 + 123 × 3.80 + 49 × 3.80.
        Assert.Equal((1_221 * 390) + (299 * 340) + ((123 + 49) * 380), (int)figures["saving"]!);
        Assert.True((long)figures["possibleSaving"]! > (long)figures["saving"]!);
    }

    [Theory]
    [InlineData("""{"service":"plan"}""", "service")]
    [InlineData("""{"channels":[{"channel":"hall","role":"dear","before":"marchHall"},{"channel":"sms","role":"cheap","before":"marchSmss"}]}""", "channels[1].before")]
    [InlineData("""{"channels":[{"channel":"hall","role":"dear","before":"marchHall"},{"channel":"sms","role":"cheap","before":"marchSms","costPerTransaction":400}]}""", "channels[1].costPerTransaction")]
    [InlineData("""{"channels":[{"channel":"hall","role":"other","before":"marchHall"},{"channel":"sms","role":"cheap","before":"marchSms"}]}""", "channels")]
    [InlineData("""{"after":"August"}""", "channels[0].after")]
    public async Task A_steering_that_leads_nowhere_is_refused_by_field(string members, string field)
    {
        using var client = host.Client();
        await PrepareAsync(client);
        await GoodAsync(client.PutAsync("/api/v1/offerings/plan", """{"name":"Plan","type":"mainPlan"}"""));
        var body = Decisions.DecisionWorld.Merged(
            """{"name":"x","service":"redeem","before":"March","channels":[{"channel":"hall","role":"dear","before":"marchHall"},{"channel":"sms","role":"cheap","before":"marchSms"}]}""", members);

        var answer = await client.PutAsync("/api/v1/channel-steerings/wrong", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(field, answer.Fields);
    }

    [Fact]
    public async Task Who_is_bound_to_one_city_extracts_its_customers_only_and_does_not_find_the_steering_of_another()
    {
        using var client = host.Client();
        await PrepareAsync(client);
        foreach (var (path, level) in (IEnumerable<(string, string)>)[("province", "province"), ("province/east", "city"), ("province/west", "city")])
        {
            await client.PutAsync($"/api/v1/organisation/units/{path}", $$"""{"name":{"zh":"{{path}}","en":"{{path}}"},"level":"{{level}}" }""");
        }

        await client.PutAsync("/api/v1/attributes/homeUnit", """{"kind":"category"}""");
        foreach (var (id, home) in (IEnumerable<(string, string)>)[("e1", "province/east"), ("e2", "province/east"), ("w1", "province/west")])
        {
            await GoodAsync(client.PutAsync($"/api/v1/customers/steer-{id}", $$"""{"attributes":{"homeUnit":"{{home}}","cityHall":2,"citySms":1} }"""));
        }

        string[] scopes = ["audiences:read", "audiences:write"];
        using var east = await host.ClientWithAsync(scopes, "province/east");
        using var west = await host.ClientWithAsync(scopes, "province/west");
        const string Body = """{"name":"East","service":"redeem","before":"March","channels":[{"channel":"hall","role":"dear","before":"cityHall"},{"channel":"sms","role":"cheap","before":"citySms"}]}""";
        Assert.Equal("province/east", (string)(await GoodAsync(east.PutAsync("/api/v1/channel-steerings/east", Body))).Json["organisation"]!);

        Assert.Equal(2, (int)(await GoodAsync(east.SendAsync(HttpMethod.Post, "/api/v1/channel-steerings/east/extraction", null))).Json["count"]!);
        Assert.Equal(4 * 390, (int)(await east.GetAsync("/api/v1/channel-steerings/east/figures")).Json["possibleSaving"]!);
        Assert.Equal(HttpStatusCode.NotFound, (await west.GetAsync("/api/v1/channel-steerings/east/figures")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await west.SendAsync(HttpMethod.Post, "/api/v1/channel-steerings/east/extraction", null)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await west.PutAsync("/api/v1/channel-steerings/east", Body)).Status);
    }

    private static string Steering => $$"""
        {
          "name": "积分兑换分流", "service": "redeem", "before": "March", "after": "August",
          "channels": [
            {"channel": "hall", "role": "dear", "used": "counterRedemptions", "before": "marchHall", "after": "augustHall"},
            {{string.Join(',', Cheap.Select(id => $$"""{"channel": "{{id}}", "role": "cheap", "used": "uses{{Upper(id)}}", "before": "march{{Upper(id)}}", "after": "august{{Upper(id)}}"}"""))}},
            {"channel": "social", "role": "other", "before": "marchSocial", "after": "augustSocial"},
            {"channel": "partner", "role": "other", "before": "marchPartner", "after": "augustPartner"}
          ]
        }
        """;

    private static async Task PrepareAsync(ApiClient client)
    {
        foreach (var (id, name, family, cost) in Channels)
        {
            await GoodAsync(client.PutAsync($"/api/v1/channels/{id}", $$"""{"name":"{{name}}","family":"{{family}}","costPerTransaction":{{cost}}}"""));
        }

        await GoodAsync(client.PutAsync("/api/v1/offerings/redeem", """{"name":"积分兑换","type":"service"}"""));
        string[] attributes = ["counterRedemptions", "cityHall", "citySms", .. Channels.SelectMany(channel => (string[])[$"march{Upper(channel.Id)}", $"august{Upper(channel.Id)}"]), .. Cheap.Select(id => $"uses{Upper(id)}")];
        foreach (var attribute in attributes)
        {
            await GoodAsync(client.PutAsync($"/api/v1/attributes/{attribute}", """{"kind":"number"}"""));
        }
    }

    /// <summary>
    /// Customers of whom the published totals are true. The redeemers come first, in the order of their groups; some use a second
    /// electronic channel, and some who use electronic channels never redeemed at the counter.
    /// </summary>
    private static async Task ImportAsync(ApiClient client, Dictionary<string, (int Targeted, int Accepted)> recommended, List<string[]> redemptions)
    {
        var columns = new SortedDictionary<string, int[]>(StringComparer.Ordinal);
        var rows = redemptions.Max(row => Math.Max(Number(row[2]), Number(row[5])));
        int[] Column(string name) => columns.TryGetValue(name, out var known) ? known : columns[name] = new int[rows];

        Array.Fill(Column("counterRedemptions"), 2, 0, Redeemers);
        var start = 0;
        foreach (var id in Cheap)
        {
            var (targeted, accepted) = recommended[id];
            Array.Fill(Column($"uses{Upper(id)}"), 1, start, targeted);
            Array.Fill(Column($"uses{Upper(id)}"), 3, Redeemers, 100);

            // Followers come out of the group; all others who use the channel afterwards stand beyond the groups.
            var row = redemptions.Single(one => IdOf(one[0]) == id);
            Array.Fill(Column($"august{Upper(id)}"), 1, start, accepted);
            Spread(Column($"august{Upper(id)}"), recommended.Values.Sum(one => one.Targeted), Number(row[5]) - accepted, Number(row[6]) - accepted);
            start += targeted;
        }

        // A customer of the first group who also uses the second counts for the first.
        Array.Fill(Column("usesKiosk"), 1, 100, 50);
        foreach (var row in redemptions)
        {
            var name = Upper(IdOf(row[0]));
            Spread(Column($"march{name}"), 0, Number(row[2]), Number(row[3]));
            if (!Cheap.Contains(IdOf(row[0])))
            {
                Spread(Column($"august{name}"), 0, Number(row[5]), Number(row[6]));
            }
        }

        var text = new StringBuilder("id,").AppendJoin(',', columns.Keys).Append('\n');
        for (var i = 0; i < rows; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"F{i}");
            foreach (var column in columns.Values)
            {
                // Nothing is missing rather than zero for some, as in the files of an operator.
                text.Append(',').Append(column[i] == 0 && i % 2 == 0 ? "" : column[i].ToString(CultureInfo.InvariantCulture));
            }

            text.Append('\n');
        }

        var report = (await GoodAsync(client.SendAsync(HttpMethod.Post, "/api/v1/customers/import?format=csv&idColumn=id", text.ToString(), ("Content-Type", "text/csv")))).Json;
        Assert.Equal((rows, 0), ((int)report["accepted"]!, (int)report["rejected"]!));
    }

    /// <summary>So many customers from there on with so many transactions together: the first has what the others leave.</summary>
    private static void Spread(int[] column, int from, int customers, int transactions)
    {
        Array.Fill(column, 1, from, customers);
        column[from] = transactions - customers + 1;
    }

    private static List<string[]> Table(string path) => [.. RealData.Read(path).Trim().Split('\n').Skip(1).Select(line => line.Trim().Split(','))];

    private static string IdOf(string name) => Channels.Single(channel => channel.Name == name).Id;

    private static string Upper(string id) => char.ToUpperInvariant(id[0]) + id[1..];

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static IEnumerable<(string?, int)> CountsOf(JsonNode figures) =>
        figures["groups"]!.AsArray().Select(group => ((string?)group!["channel"], (int)group["count"]!));

    private static (string, string, string) Printed(JsonNode comparison, string measure, string name)
    {
        var row = comparison["rows"]!.AsArray().Single(one => (string)one!["measure"]! == measure && (string)one["name"]! == name)!["published"]!;
        return ((string)row["shareBefore"]!, (string)row["shareAfter"]!, (string)row["points"]!);
    }

    private static async Task<Answer> GoodAsync(Task<Answer> asked)
    {
        var answer = await asked;
        Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Created, $"{answer.Status} {answer.Body}");
        return answer;
    }
}
