using System.Text;
using System.Text.Json.Nodes;
using Octant.EndToEnd.Server;

namespace Octant.EndToEnd.Durability;

/// <summary>
/// A small day with people whose numbers, names and identifiers are unlike anything else, mistakes among it; afterwards logs and files
/// are searched for them byte by byte.
/// </summary>
[Collection(nameof(Durability))]
public sealed class PrivacyTests
{
    private const int People = 6;

    private static readonly string[] Files = ["journal", "projections.db", "office.db"];

    private static string CustomerId(int number) => $"Kundin-{number}-zqx7";

    private static string Phone(int number) => $"1395550{number}843";

    private static string Name(int number) => $"Wilhelmine{number}Quetschke";

    [Fact]
    public async Task Numbers_names_and_identifiers_are_in_the_identity_file_only_and_gone_from_there_once_erased()
    {
        using var folder = new DataFolder();
        string log;
        await using (var server = await OctantProcess.StartAsync(
            folder.Path, ("Octant__Clock", "manual"), ("Octant__ClockStart", "2026-03-02T02:00:00Z"), ("Logging__LogLevel__Default", "Debug")))
        {
            using var client = new ApiClient(server.Address);
            await SpendADayAsync(client);
            Assert.Equal(0, await server.StopAsync());
            log = server.Output;
        }

        var everybody = Enumerable.Range(0, People).SelectMany(Traces).ToList();
        AssertAbsent(everybody, "log", Encoding.UTF8.GetBytes(log));
        foreach (var path in Files.SelectMany(file => Directory.GetFiles(folder.Path, file + "*")))
        {
            AssertAbsent(everybody, Path.GetFileName(path), await File.ReadAllBytesAsync(path));
        }

        // The others are there: the search finds what is to be found.
        var identities = (await Task.WhenAll(Directory.GetFiles(folder.Path, "identity.db*").Select(path => File.ReadAllBytesAsync(path)))).SelectMany(bytes => bytes).ToArray();
        Assert.All(Enumerable.Range(1, People - 1).SelectMany(Traces), trace => Assert.True(Holds(identities, trace), $"{trace} is not in the identity file."));
        AssertAbsent(Traces(0), "identity.db", identities);
        Assert.DoesNotContain(Directory.GetFiles(folder.Path), path =>
            !Path.GetFileName(path).Contains(".db", StringComparison.Ordinal) && !path.EndsWith(".log", StringComparison.Ordinal) && new FileInfo(path).Length > 0);
    }

    private static IEnumerable<string> Traces(int number) => [CustomerId(number), Phone(number), Name(number)];

    private static async Task SpendADayAsync(ApiClient client)
    {
        await TestCampaigns.SetUpAsync(client, """[{"scope": "global", "limit": 4, "calendar": "day"}]""");
        await TestCampaigns.PutAsync(client, "attributes/phone", """{"kind": "text"}""");
        await TestCampaigns.PutAsync(client, "attributes/fullName", """{"kind": "text"}""");
        await TestCampaigns.PutAsync(client, "event-types/call", """{"fields": [{"name": "minutes", "kind": "number"}]}""");
        await TestCampaigns.LaunchAsync(client, "C-WEB", "P-WEB", "web");
        await TestCampaigns.LaunchAsync(client, "C-SMS", "P-SMS", "sms", """, "class": "service" """);
        await TestCampaigns.LaunchAsync(client, "C-CALL", "P-ROAM", "sms", """, "class": "service", "trigger": { "eventType": "call", "condition": "event.minutes > 1.0" } """);
        var lines = new StringBuilder("id,arpu,phone,fullName\n");
        for (var number = 0; number < People; number++)
        {
            lines.Append(CustomerId(number)).Append(",50,").Append(Phone(number)).Append(',').Append(Name(number)).Append('\n');
        }

        var import = await client.PostAsync("/api/v1/customers/import?format=csv&idColumn=id", lines.ToString(), "text/csv");
        Assert.Equal(People, (int)import.RequireSuccess().Json["created"]!);
        for (var number = 0; number < People; number++)
        {
            await BeServedAsync(client, number);
            await MakeMistakesAsync(client, number);
        }

        (await client.PostAsync("/api/v1/claims", """{"channel": "sms", "limit": 100}""")).RequireSuccess();
        (await client.DeleteAsync($"/api/v1/customers/{CustomerId(0)}")).RequireSuccess();
    }

    private static async Task BeServedAsync(ApiClient client, int number)
    {
        (await client.PutAsync($"/api/v1/customers/{CustomerId(number)}/consents/marketing", """{"state": "granted", "source": "app"}""")).RequireSuccess();
        (await client.PutAsync(
            $"/api/v1/customers/{CustomerId(number)}/attributes",
            new JsonObject { ["fullName"] = Name(number), ["phone"] = Phone(number), ["arpu"] = 60 }.ToJsonString())).RequireSuccess();
        foreach (var channel in (string[])["web", "sms"])
        {
            var decision = (await client.PostAsync(
                "/api/v1/decisions",
                new JsonObject
                {
                    ["requestId"] = $"{CustomerId(number)}-{channel}",
                    ["customerId"] = CustomerId(number),
                    ["channel"] = channel,
                    ["context"] = new JsonObject { ["caller"] = Phone(number), ["note"] = Name(number) },
                }.ToJsonString())).RequireSuccess().Json;
            var recommendation = Assert.Single((JsonArray)decision["recommendations"]!)!;
            (await client.PostAsync(
                "/api/v1/responses",
                $$"""{"recommendationId": "{{recommendation["recommendationId"]}}", "outcome": "clicked"}""")).RequireSuccess();
            (await client.GetAsync($"/api/v1/decisions/{decision["decisionId"]}/explanation")).RequireSuccess();
        }

        var taken = (await client.PostAsync(
            "/api/v1/events",
            new JsonObject
            {
                ["specversion"] = "1.0",
                ["id"] = $"{Phone(number)}-{number}",
                ["source"] = "network",
                ["type"] = "call",
                ["subject"] = CustomerId(number),
                ["time"] = "2026-03-02T02:00:00Z",
                ["data"] = new JsonObject { ["minutes"] = 3, ["from"] = Phone(number), ["name"] = Name(number) },
            }.ToJsonString(),
            "application/cloudevents+json")).RequireSuccess().Json;
        Assert.Equal(1, (int)taken["accepted"]!);
        (await client.PostAsync(
            "/api/v1/contacts",
            $$"""{"source": "calls", "id": "call-{{number}}", "customerId": "{{CustomerId(number)}}", "channel": "sms", "at": "2026-03-02T02:00:00Z"}"""))
            .RequireSuccess();
        (await client.GetAsync($"/api/v1/customers/{CustomerId(number)}")).RequireSuccess();
    }

    /// <summary>Requests that fail, with personal data in path, query, header and body.</summary>
    private static async Task MakeMistakesAsync(ApiClient client, int number)
    {
        Answer[] answers =
        [
            await client.GetAsync($"/api/v1/customers/{Phone(number)}"),
            await client.GetAsync($"/api/v1/nowhere/{Phone(number)}?name={Name(number)}"),
            await client.GetAsync($"/api/v1/decisions/{Phone(number)}"),
            await client.GetAsync($"/api/v1/attributes?limit={Phone(number)}&search={Name(number)}"),
            await client.PostAsync("/api/v1/decisions", $$"""{"customerId": "{{Phone(number)}}", "channel": "{{Name(number)}}"}"""),
            await client.PostAsync("/api/v1/decisions", $$"""{"customerId": "{{Phone(number)}}", "channel": """),
            await client.PostAsync("/api/v1/events", $$"""[{"id": "{{Phone(number)}}", "subject": {{Phone(number)}}}]"""),
            await client.PostAsync("/api/v1/responses", $$"""{"recommendationId": "{{Name(number)}}", "outcome": "{{Phone(number)}}"}"""),
            await client.PostAsync("/api/v1/contacts", $$"""{"source": "{{Name(number)}}", "id": "1", "customerId": "{{Phone(number)}}", "channel": "x"}"""),
            await client.PutAsync($"/api/v1/customers/{CustomerId(number)}/attributes", $$"""{"arpu": "{{Phone(number)}}", "{{Name(number)}}": 1}"""),
            await client.PostAsync($"/api/v1/customers/import?format=csv&idColumn={Name(number)}", $"id,arpu\n{Phone(number)},{Name(number)}\n", "text/csv"),
            await client.PostAsync("/api/v1/customers/import?format=csv&idColumn=id", $"id,arpu\n{CustomerId(number)},{Phone(number)}x\n", "text/csv"),
        ];
        Assert.All(answers, answer => Assert.InRange((int)answer.Status, 200, 499));
    }

    private static void AssertAbsent(IEnumerable<string> traces, string where, byte[] bytes) =>
        Assert.All(traces, trace => Assert.False(Holds(bytes, trace), $"{trace} is in {where}."));

    private static bool Holds(byte[] bytes, string text) =>
        bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0 || bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(text)) >= 0;
}
