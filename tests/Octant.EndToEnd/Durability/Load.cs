using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Octant.EndToEnd.Server;

namespace Octant.EndToEnd.Durability;

/// <summary>
/// Clients that each send one request at a time about customers of their own: decisions, responses, events, contacts made
/// elsewhere, consents, attributes, chunks of an import, claims with receipts; and one that moves the clock on. Everything comes
/// from the seed but the order in which the clients get their turn.
/// </summary>
public sealed class Load(Restarts server, Acknowledged acknowledged, int seed)
{
    /// <summary>Requests in flight.</summary>
    public const int Clients = 32;

    public const string Source = "network";
    public const string TriggerCampaign = "C-EVENT";
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);

    private const int CustomersOfClient = 6;
    private static readonly TimeSpan ClockStep = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ClockPause = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _clock = new();
    private DateTimeOffset _now = Start;
    private Task _work = Task.CompletedTask;

    public static async Task SetUpAsync(ApiClient client)
    {
        await TestCampaigns.SetUpAsync(
            client,
            """[{"scope": "global", "limit": 1, "rolling": "PT2H"}, {"scope": "global", "limit": 4, "calendar": "day"}]""");
        await TestCampaigns.PutAsync(client, "event-types/roaming", """{"fields": [{"name": "gigabytes", "kind": "number"}]}""");
        await TestCampaigns.PutAsync(client, "event-sources/network", $$"""{"source": "{{Source}}", "lateness": "P7D"}""");
        await TestCampaigns.LaunchAsync(client, "C-WEB", "P-WEB", "web");
        await TestCampaigns.LaunchAsync(client, "C-SMS", "P-SMS", "sms");
        await TestCampaigns.LaunchAsync(
            client, TriggerCampaign, "P-ROAM", "sms", """, "class": "service", "trigger": { "eventType": "roaming", "condition": "event.gigabytes >= 0.0" }, "validity": "P30D" """);
        await TestCampaigns.ImportAsync(client, Enumerable.Range(0, Clients).SelectMany(CustomersOf));
    }

    public void Begin() =>
        _work = Task.WhenAll([.. Enumerable.Range(0, Clients).Select(client => Task.Run(() => RunAsync(client))), Task.Run(AdvanceAsync)]);

    /// <summary>Every client gets the answer to what it asked last, and stops.</summary>
    public async Task EndAsync()
    {
        await _stopping.CancelAsync();
        await _work;
    }

    /// <summary>Throws what went wrong in a client, if anything did.</summary>
    public void ThrowIfBroken()
    {
        if (_work.IsCompleted)
        {
            _work.GetAwaiter().GetResult();
        }
    }

    private static IEnumerable<string> CustomersOf(int client) => Enumerable.Range(0, CustomersOfClient).Select(number => $"K-{client}-{number}");

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private async Task AdvanceAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            await Task.Delay(ClockPause);
            await Server.SendAsync(HttpMethod.Post, "/api/v1/clock", $$"""{"now": "{{Text(_now + ClockStep)}}"}""");
            lock (_clock)
            {
                _now += ClockStep;
            }
        }
    }

    private async Task RunAsync(int number)
    {
        var client = new Client(this, number, new Random(seed ^ (number * 7919)));
        while (!_stopping.IsCancellationRequested)
        {
            await client.StepAsync();
        }
    }

    private string Now()
    {
        lock (_clock)
        {
            return Text(_now);
        }
    }

    private async Task<JsonNode> PostAsync(string path, string body, string mediaType = "application/json") =>
        (await Server.SendAsync(HttpMethod.Post, path, body, mediaType)).Json;

    private sealed class Client(Load load, int number, Random random)
    {
        private readonly string[] _customers = [.. CustomersOf(number)];
        private readonly List<string> _recommendations = [];
        private int _step;

        private string Name => $"{number}-{_step}";

        private string Customer => _customers[random.Next(_customers.Length)];

        public async Task StepAsync()
        {
            _step++;
            await (random.Next(100) switch
            {
                < 40 => DecideAsync(),
                < 55 => RespondAsync(),
                < 70 => SendEventsAsync(),
                < 80 => ReportContactAsync(),
                < 85 => ConsentAsync(),
                < 90 => ChangeAsync(),
                < 93 => ImportAsync(),
                _ => ClaimAsync(),
            });
        }

        private async Task DecideAsync()
        {
            const string Path = "/api/v1/decisions";
            var body = TestCampaigns.Decide($"decide-{Name}", Customer, random.Next(2) == 0 ? "web" : "sms");
            var answer = await load.PostAsync(Path, body);
            var id = (string)answer["decisionId"]!;
            var recommendations = (JsonArray)answer["recommendations"]!;
            if (!load.Acknowledged.Decisions.TryAdd(id, recommendations))
            {
                throw new InvalidOperationException($"The decision {id} was answered to two requests.");
            }

            _recommendations.AddRange(recommendations.Select(one => (string)one!["recommendationId"]!));
            load.Acknowledged.AddAgain(Path, body, again => (string?)again["decisionId"] == id && JsonNode.DeepEquals(again["recommendations"], recommendations));
            load.Acknowledged.Add($"GET {Path}/{id}", client => FindLossAsync(client, id, recommendations));
        }

        private static async Task<string?> FindLossAsync(ApiClient client, string id, JsonArray recommendations)
        {
            var record = await client.GetAsync($"/api/v1/decisions/{id}");
            var same = record.Succeeded && JsonNode.DeepEquals(
                new JsonArray([.. ((JsonArray)record.Json["recommendations"]!).Select(one => Shape(one!, "campaign", "offering"))]),
                new JsonArray([.. recommendations.Select(one => Shape(one!, "campaignId", "offeringId"))]));
            return same ? null : $"{record.Body} instead of {recommendations.ToJsonString()}";
        }

        private static JsonArray Shape(JsonNode one, string campaign, string offering) =>
            [(string?)one[campaign], (string?)one[offering], (int)one["rank"]!, (double)one["score"]!, (string?)one["validUntil"]];

        private async Task RespondAsync()
        {
            if (_recommendations.Count == 0)
            {
                return;
            }

            const string Path = "/api/v1/responses";
            var recommendation = _recommendations[random.Next(_recommendations.Count)];
            var outcome = random.Next(3) switch { 0 => "clicked", 1 => "interested", _ => "shown" };
            var body = $$"""{"recommendationId": "{{recommendation}}", "outcome": "{{outcome}}"}""";
            await load.PostAsync(Path, body);
            load.Acknowledged.Responses.TryAdd($"{recommendation}/{outcome}", outcome);
            load.Acknowledged.AddAgain(Path, body, again => !(bool)again["recorded"]!);
        }

        private async Task SendEventsAsync()
        {
            const string Path = "/api/v1/events";
            const string MediaType = "application/cloudevents-batch+json";
            var events = new JsonArray();
            var time = load.Now();
            var count = random.Next(1, 5);
            for (var i = 0; i < count; i++)
            {
                events.Add(new JsonObject
                {
                    ["specversion"] = "1.0",
                    ["id"] = $"event-{Name}-{i}",
                    ["source"] = Source,
                    ["type"] = "roaming",
                    ["subject"] = Customer,
                    ["time"] = time,
                    ["data"] = new JsonObject { ["gigabytes"] = random.Next(10) },
                });
            }

            var body = events.ToJsonString();
            var answer = await load.PostAsync(Path, body, MediaType);
            if ((int)answer["accepted"]! + (int)answer["duplicates"]! != count)
            {
                throw new InvalidOperationException($"{body}: {answer.ToJsonString()}");
            }

            for (var i = 0; i < count; i++)
            {
                load.Acknowledged.Events.TryAdd($"event-{Name}-{i}", value: true);
            }

            load.Acknowledged.AddAgain(Path, body, again => (int)again["duplicates"]! == count, MediaType);
        }

        private async Task ReportContactAsync()
        {
            const string Path = "/api/v1/contacts";
            var body = $$"""
                {"source": "calls", "id": "call-{{Name}}", "customerId": "{{Customer}}", "offeringId": "P-WEB", "channel": "sms", "at": "{{load.Now()}}"}
                """;
            await load.PostAsync(Path, body);
            load.Acknowledged.Contacts.TryAdd($"calls/call-{Name}", value: true);
            load.Acknowledged.AddAgain(Path, body, again => !(bool)again["recorded"]!);
        }

        private async Task ConsentAsync()
        {
            var customer = Customer;
            var state = random.Next(4) == 0 ? "refused" : "granted";
            await load.Server.SendAsync(
                HttpMethod.Put,
                $"/api/v1/customers/{customer}/consents/marketing",
                $$"""{"state": "{{state}}", "source": "app", "at": "{{Text(Start.AddSeconds(_step - 1_000_000))}}"}""");
            var known = load.Acknowledged.Customers.GetValueOrDefault(customer);
            load.Acknowledged.Customers[customer] = (state, known.Arpu);
        }

        private async Task ChangeAsync()
        {
            var customer = Customer;
            double arpu = random.Next(1, 1_000);
            await load.Server.SendAsync(
                HttpMethod.Put, $"/api/v1/customers/{customer}/attributes", new JsonObject { ["arpu"] = arpu }.ToJsonString());
            var known = load.Acknowledged.Customers.GetValueOrDefault(customer);
            load.Acknowledged.Customers[customer] = (known.Consent, arpu);
        }

        private async Task ImportAsync()
        {
            const string Path = "/api/v1/customers/import?format=csv&idColumn=id";
            const string MediaType = "text/csv";
            const int Lines = 20;
            var lines = new StringBuilder("id,arpu\n");
            for (var i = 0; i < Lines; i++)
            {
                lines.AppendLine(CultureInfo.InvariantCulture, $"N-{Name}-{i},{random.Next(1, 100)}");
            }

            await load.PostAsync(Path, lines.ToString(), MediaType);
            load.Acknowledged.AddAgain(Path, lines.ToString(), again => (int)again["unchanged"]! == Lines, MediaType);
        }

        private async Task ClaimAsync()
        {
            var answer = await load.PostAsync("/api/v1/claims", """{"channel": "sms", "limit": 5}""");
            foreach (var contact in (JsonArray)answer["contacts"]!)
            {
                var recommendation = (string)contact!["recommendationId"]!;
                load.Acknowledged.Claims.AddOrUpdate(recommendation, 1, (_, times) => times + 1);
                if (random.Next(5) == 0)
                {
                    continue;
                }

                const string Path = "/api/v1/receipts";
                var result = random.Next(4) == 0 ? "failed" : "sent";
                var body = $$"""{"recommendationId": "{{recommendation}}", "result": "{{result}}", "reason": "gateway"}""";
                await load.PostAsync(Path, body);
                load.Acknowledged.Receipts.TryAdd(recommendation, result);
                load.Acknowledged.AddAgain(Path, body, again => !(bool)again["recorded"]!);
            }
        }
    }

    private Acknowledged Acknowledged { get; } = acknowledged;

    private Restarts Server { get; } = server;
}
