using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Octant.Examples.Telco;

/// <summary>Ten days with the operator.</summary>
internal sealed partial class Rehearsal(Api api, string folder, string file, List<Customer> customers)
{
    public const int Days = 10;
    private const int AtOnce = 32;
    private const int CapPerDay = 1;
    private const int CapPerMonth = 4;
    private static readonly string[] Stages =
    [
        "audience", "eligibility", "applicability", "suitability", "productCheck", "consent", "contactPolicy", "channelFit", "capacity",
        "arbitration", "holdout",
    ];

    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("America/Los_Angeles");

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Notes _notes = new();
    private readonly ConcurrentDictionary<string, GivenContact> _messages = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _lateAt = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string Customer, string Offering)> _accepted = [];
    private readonly ConcurrentBag<string> _triggered = [];
    private readonly Dictionary<string, Customer> _byId = customers.ToDictionary(customer => customer.Id, StringComparer.Ordinal);
    private List<string> _campaigns = [];
    private DateTimeOffset _now;
    private DateOnly _firstDay;
    private DateTimeOffset _begin;
    private bool _failed;
    private long _asked;
    private long _answered;

    public async Task<bool> RunAsync()
    {
        await LoadAsync();
        await ImportAsync();
        await CountAsync();
        await LaunchAsync();
        await PrepareAsync();
        for (var day = 0; day < Days; day++)
        {
            await LiveAsync(day);
        }

        Console.WriteLine();
        await ReportAsync();
        return !_failed;
    }

    // Setting up

    private async Task LoadAsync()
    {
        if ((await api.GetAsync("campaigns")).GetProperty("items").GetArrayLength() > 0)
        {
            throw new RehearsalException("The server has campaigns already; the rehearsal needs a new data folder.");
        }

        var documents = 0;
        var dictionary = Read("dictionary.json");
        var channels = Read("channels.json");
        var policy = Read("policy.json");
        foreach (var (route, source) in new (string, JsonObject)[]
        {
            ("attributes", dictionary), ("context-fields", dictionary), ("event-sources", dictionary), ("event-types", dictionary),
            ("channels", channels), ("outlets", channels), ("touchpoints", channels),
            ("offerings", new JsonObject { ["offerings"] = Read("offerings.json") }),
            ("promotions", new JsonObject { ["promotions"] = Read("promotions.json") }),
            ("contact-policies", policy),
        })
        {
            foreach (var (id, body) in source[route]!.AsObject())
            {
                await api.PutAsync($"{route}/{id}", body!);
                documents++;
            }
        }

        await api.PutAsync("settings", policy["settings"]!);
        Say($"{documents + 1} documents loaded");

        // The rehearsal begins at eight in the morning, local time: today if that is still to come.
        _now = (await api.GetAsync("clock")).GetProperty("now").GetDateTimeOffset();
        var local = TimeZoneInfo.ConvertTime(_now, Zone);
        _firstDay = DateOnly.FromDateTime(local.DateTime).AddDays(local.Hour < 8 ? 0 : 1);
    }

    private async Task ImportAsync()
    {
        const string Query = "customers/import?format=csv&idColumn=customerID&define=infer";
        var bytes = await File.ReadAllBytesAsync(file);
        var report = await api.SendAsync(HttpMethod.Post, Query, bytes, "text/csv");
        Check(
            Number(report, "accepted") == 7_043 && Number(report, "rejected") == 0,
            $"{Number(report, "accepted"):N0} customers imported, {Number(report, "rejected"):N0} rejected");
        report = await api.SendAsync(HttpMethod.Post, Query, bytes, "text/csv");
        Check(Number(report, "unchanged") == 7_043, $"imported again, {Number(report, "unchanged"):N0} are unchanged");

        // What they own comes from the same columns, as a second file; whoever has a year's contract, one by one with its end.
        var owned = new StringBuilder("customerID,products\n");
        foreach (var customer in customers)
        {
            owned.Append(customer.Id).Append(',').AppendJoin(';', customer.Owned()).Append('\n');
        }

        report = await api.SendAsync(HttpMethod.Post, "customers/import?format=csv&idColumn=customerID", Encoding.UTF8.GetBytes(owned.ToString()), "text/csv");
        Say($"{Number(report, "updated"):N0} customers own {customers.Sum(customer => customer.Owned().Count()):N0} products");
    }

    private async Task CountAsync()
    {
        foreach (var (expression, expected) in new[]
        {
            ("customer.Contract == \"Month-to-month\" && customer.InternetService == \"Fiber optic\" && customer.tenure <= 12", 916),
            ("customer.Contract == \"Month-to-month\" && customer.MonthlyCharges >= 70 && customer.PaymentMethod == \"Electronic check\"", 1_274),
            ("customer.Contract == \"Two year\"", 1_695),
            ("!has(customer.TotalCharges)", 11),
            ("!(customer.TotalCharges > 0)", 0),
        })
        {
            var count = Number(await api.PostAsync("audiences/count", new JsonObject { ["expression"] = expression }), "count");
            Check(count == expected, $"{count:N0} customers: {expression}");
        }
    }

    private async Task LaunchAsync()
    {
        foreach (var (id, body) in Read("campaigns.json"))
        {
            await api.PutAsync($"campaigns/{id}", body!);
            await api.PostAsync($"campaigns/{id}/submit");
            await api.PostAsync($"campaigns/{id}/reviews", new JsonObject { ["lane"] = "default", ["verdict"] = "approve" });
            await api.PostAsync($"campaigns/{id}/launch");
            _campaigns.Add(id);
        }

        _campaigns = [.. _campaigns.Order(StringComparer.Ordinal)];
        Say($"{_campaigns.Count} campaigns drafted, submitted, approved and launched");
    }

    /// <summary>Consent in three states, contract terms, and what another system did earlier this month.</summary>
    private async Task PrepareAsync()
    {
        await AdvanceAsync(0, 8, 0);
        _begin = _now;
        var consents = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        await EachAsync("consents", customers, async customer =>
        {
            var draw = customer.Draw("consent");
            var state = draw < 0.55 ? "granted" : draw < 0.65 ? "refused" : "unknown";
            consents.AddOrUpdate(state, 1, (_, known) => known + 1);
            if (state != "unknown")
            {
                await api.PutAsync($"customers/{customer.Id}/consents/marketing", new JsonObject { ["state"] = state, ["source"] = "web" });
            }
        });
        Say("consent: " + string.Join(", ", consents.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value:N0}")));

        await EachAsync("contracts", customers.Where(customer => customer["Contract"] == "One year"), async customer =>
        {
            // A contract in its last three months can be renewed; before that it holds.
            var left = 12 - ((int)customer.Number("tenure") % 12);
            var products = new JsonArray();
            foreach (var offering in customer.Owned())
            {
                products.Add(offering == "PLAN-1Y" && left > 3
                    ? new JsonObject { ["offering"] = offering, ["promotion"] = "CONTRACT-12", ["lockedUntil"] = Text(_now.AddDays(30 * left)) }
                    : new JsonObject { ["offering"] = offering });
            }

            await api.PutAsync($"customers/{customer.Id}/products", products);
        });

        var monthStart = Local(new DateOnly(_firstDay.Year, _firstDay.Month, 1), 0, 0);
        var called = customers.Where(customer => customer.Draw("called before") < 0.08).ToList();
        await EachAsync("earlier calls", called, async customer =>
        {
            for (var call = 1; call <= CapPerMonth; call++)
            {
                await ReportCallAsync(customer, monthStart + ((_begin - monthStart) * call / (CapPerMonth + 1)), $"earlier-{call}");
            }
        });
        Say($"{called.Count:N0} customers were called {CapPerMonth} times this month by another system");
    }

    // One day

    private async Task LiveAsync(int day)
    {
        // 08:00 overnight files: complaints, suspended lines, orders carried out, calls that the dealers' system made.
        await AdvanceAsync(day, 8, 0);
        await SendEventsAsync(Morning(day));
        await EachAsync($"day {day + 1}: dealers' calls", customers.Where(customer => customer.Draw($"called on {day}") < 0.02), customer => ReportCallAsync(customer, _now, $"day-{day}"));

        // 09:30 the night's triggered messages are due since nine.
        await AdvanceAsync(day, 9, 30);
        await SendMessagesAsync();

        // 10:00 web visits and the counters of the halls.
        await AdvanceAsync(day, 10, 0);
        await EachAsync($"day {day + 1}: start page", customers.Where(customer => customer.Day("first visit") == day), customer => VisitAsync(customer, "web", "web-home", 1));
        await EachAsync($"day {day + 1}: account page", customers.Where(customer => (customer.Day("first visit") + 1 + customer.Day("second visit") / 2) % Days == day), customer => VisitAsync(customer, "web", "web-account", 2));
        await EachAsync($"day {day + 1}: halls", customers.Where(customer => customer.Day("hall") == day && customer.Draw("hall goer") < 0.04), customer => VisitAsync(customer, "hall", "counter-screen", 3));

        // 14:00 the SMS runs: seven in ten on the day of the first visit, the others on another; a second run days later.
        await AdvanceAsync(day, 14, 0);
        await EachAsync($"day {day + 1}: SMS run", customers.Where(customer => SmsDay(customer) == day), customer => AskAsync(customer, "sms", null, null, null, "sms-1"));
        await EachAsync($"day {day + 1}: second SMS run", customers.Where(customer => (SmsDay(customer) + 5) % Days == day), customer => AskAsync(customer, "sms", null, null, null, "sms-2"));
        await AdvanceAsync(day, 14, 10);
        await SendMessagesAsync();

        // 18:00 what came back on the messages of the day.
        await AdvanceAsync(day, 18, 0);
        var sent = _messages.ToArray();
        _messages.Clear();
        await EachAsync($"day {day + 1}: replies", sent.Where(pair => pair.Value.ReleasedAt is null), pair => AnswerAsync(_byId[pair.Value.Customer], pair.Key, pair.Value, offering: null));

        // 22:00 a straggler of a run falls into the quiet hours; billing reports late payments, answered tomorrow at nine.
        await AdvanceAsync(day, 22, 0);
        await EachAsync($"day {day + 1}: stragglers", customers.Where(customer => customer.Day("straggler") == day && customer.Draw("late") < 0.02), customer => AskAsync(customer, "sms", null, null, null, "sms-3"));
        await SendEventsAsync(Evening(day));
        Say($"day {day + 1} of {Days}, {_firstDay.AddDays(day):d MMMM}: {_asked:N0} decisions, {_notes.Contacts.Count(contact => contact.Campaign.Length > 0):N0} offers, {_answered:N0} responses so far");
    }

    private static int SmsDay(Customer customer) =>
        customer.Draw("same day") < 0.7 ? customer.Day("first visit") : customer.Day("sms");

    private IEnumerable<JsonObject> Morning(int day)
    {
        foreach (var customer in customers.Where(customer => customer.Draw("complainer") < 0.03))
        {
            var opened = customer.Day("complaint");
            if (opened == day || opened + 4 == day)
            {
                yield return CloudEvent(customer.Id, "complaint", day, new JsonObject { ["case"] = "billing-error", ["change"] = opened == day ? "opened" : "closed" });
            }
        }

        foreach (var customer in customers.Where(customer => customer.Draw("suspended") < 0.015))
        {
            var suspended = customer.Day("suspension");
            if (suspended == day || suspended + 3 == day)
            {
                yield return CloudEvent(customer.Id, "line.status", day, new JsonObject { ["status"] = suspended == day ? "suspended" : "active" });
            }
        }

        while (_accepted.TryDequeue(out var order))
        {
            yield return CloudEvent(order.Customer, "product.changed", day, new JsonObject { ["offering"] = order.Offering, ["change"] = "activated" }, order.Offering);
        }
    }

    private IEnumerable<JsonObject> Evening(int day)
    {
        foreach (var customer in customers.Where(customer => customer.Day("late payment") == day && customer.Draw("late payer") < 0.15))
        {
            _lateAt[customer.Id] = _notes.NextOrder();
            yield return CloudEvent(customer.Id, "payment.late", day, new JsonObject { ["daysLate"] = 1 + (int)(customer.Draw("days late") * 20), ["amount"] = customer.Number("MonthlyCharges") });
        }
    }

    private JsonObject CloudEvent(string customer, string type, int day, JsonObject data, string detail = "") => new()
    {
        ["specversion"] = "1.0",
        ["id"] = $"{type}/{day}/{customer}/{detail}",
        ["source"] = "https://billing.example/payments",
        ["type"] = type,
        ["subject"] = customer,
        ["time"] = Text(_now),
        ["data"] = data,
    };

    private async Task SendEventsAsync(IEnumerable<JsonObject> events)
    {
        foreach (var batch in events.Chunk(500))
        {
            var answer = await api.PostAsync("events", new JsonArray([.. batch]), "application/cloudevents-batch+json");
            if (Number(answer, "accepted") != batch.Length)
            {
                throw new RehearsalException($"Of {batch.Length} events not all were accepted: {answer}");
            }
        }
    }

    private JsonObject Read(string name) => JsonNode.Parse(File.ReadAllBytes(Path.Combine(folder, name)))!.AsObject();

    private async Task AdvanceAsync(int day, int hour, int minute)
    {
        _now = Local(_firstDay.AddDays(day), hour, minute);
        await api.PostAsync("clock", new JsonObject { ["now"] = Text(_now) });
    }

    private static DateTimeOffset Local(DateOnly date, int hour, int minute)
    {
        var local = date.ToDateTime(new TimeOnly(hour, minute));
        return new DateTimeOffset(local, Zone.GetUtcOffset(local));
    }

    private async Task EachAsync<T>(string what, IEnumerable<T> items, Func<T, Task> action)
    {
        var all = items as ICollection<T> ?? [.. items];
        var done = 0;
        await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (item, _) =>
        {
            await action(item);
            if (Interlocked.Increment(ref done) % 100 == 0 && !Console.IsOutputRedirected && what.Length > 0)
            {
                Console.Write($"\r{_watch.Elapsed.TotalSeconds,6:N1} s  {what} {done:N0} of {all.Count:N0}".PadRight(78));
            }
        });
    }

    private void Say(string text) => Console.WriteLine($"{(Console.IsOutputRedirected ? "" : "\r")}{_watch.Elapsed.TotalSeconds,6:N1} s  {text}".PadRight(78).TrimEnd());

    private void Check(bool holds, string text)
    {
        _failed |= !holds;
        Console.WriteLine($"{(Console.IsOutputRedirected ? "" : "\r")}{(holds ? "PASS" : "FAIL")}  {text}".PadRight(78).TrimEnd());
    }

    private static string Of(List<string> wrong) => wrong.Count == 0 ? "" : "; not so: " + string.Join(", ", wrong);

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    private static string Word(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.ToString() : "";

    private static long Number(JsonElement element, string name) => element.GetProperty(name).GetInt64();

    private static long Sum(JsonElement element, string name) => element.GetProperty(name).EnumerateObject().Sum(reason => reason.Value.GetInt64());
}
