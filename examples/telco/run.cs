// A small operator on real customers, over HTTP alone: loads this folder, imports IBM's Telco Customer Churn sample,
// rehearses ten days of web visits and SMS runs with the server's manual clock, answers the offers as the customers'
// own attributes make likely, and then checks from its own notes what the platform promises.
//
//   dotnet run examples/telco/run.cs -- --customers Telco-Customer-Churn.csv [--server URL --key KEY]
//
// Without --server it starts the built server on a new temporary folder and stops it at the end. With --server, that one
// must have been started with --clock manual on a new data folder. Exits 0 when every line says PASS, 1 when one does
// not, 2 when the rehearsal could not be carried out.
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

var options = new Dictionary<string, string>(StringComparer.Ordinal);
for (var i = 0; i + 1 < args.Length; i += 2)
{
    options[args[i]] = args[i + 1];
}

if (args.Length % 2 != 0
    || !options.TryGetValue("--customers", out var file)
    || options.Keys.Except(["--customers", "--server", "--key"]).Any()
    || options.ContainsKey("--server") != options.ContainsKey("--key"))
{
    Console.Error.WriteLine("Usage: dotnet run examples/telco/run.cs -- --customers FILE [--server URL --key KEY]");
    Console.Error.WriteLine("FILE is IBM's public sample Telco-Customer-Churn.csv; README.md beside this script says where it is.");
    return 2;
}

try
{
    var folder = (string)AppContext.GetData("EntryPointFileDirectoryPath")!;
    var customers = Customer.Read(file);
    await using var server = options.ContainsKey("--server") ? null : await LocalServer.StartAsync(folder);
    using var api = new Api(server?.Address ?? options["--server"], server?.Key ?? options["--key"]);
    return await new Rehearsal(api, folder, file, customers).RunAsync() ? 0 : 1;
}
catch (Exception error) when (error is RehearsalException or IOException or HttpRequestException)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}

/// <summary>The rehearsal could not be carried out; the message says why.</summary>
internal sealed class RehearsalException(string message) : Exception(message);

/// <summary>One line of the file.</summary>
internal sealed record Customer(string Id, IReadOnlyDictionary<string, string> Columns)
{
    public string this[string column] => Columns[column];

    public double Number(string column) => double.Parse(Columns[column], CultureInfo.InvariantCulture);

    /// <summary>The sample has neither quotes nor separators inside values.</summary>
    public static List<Customer> Read(string file)
    {
        var lines = File.ReadAllLines(file);
        var names = lines[0].Split(',');
        if (names[0] != "customerID")
        {
            throw new RehearsalException($"{file} is not the Telco Customer Churn sample: its first column is not customerID.");
        }

        return [.. lines.Skip(1).Where(line => line.Length > 0).Select(line => line.Split(',')).Select(values =>
            new Customer(values[0], names.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal)))];
    }

    /// <summary>The same draw for the same customer and purpose in every run, from 0 to 1: FNV-1a, then mixed.</summary>
    public double Draw(string purpose)
    {
        var hash = 14695981039346656037UL;
        foreach (var letter in $"seed-1/{purpose}/{Id}")
        {
            hash = (hash ^ letter) * 1099511628211UL;
        }

        hash = (hash ^ (hash >> 31)) * 0x9E3779B97F4A7C15UL;
        return ((hash ^ (hash >> 29)) >> 11) / (double)(1UL << 53);
    }

    /// <summary>A day from 0 to 9.</summary>
    public int Day(string purpose) => (int)(Draw(purpose) * Rehearsal.Days);

    /// <summary>What the columns say they own, by the example's offerings.</summary>
    public IEnumerable<string> Owned()
    {
        yield return this["Contract"] switch { "One year" => "PLAN-1Y", "Two year" => "PLAN-2Y", _ => "PLAN-MONTHLY" };
        if (this["InternetService"] != "No")
        {
            yield return this["InternetService"] == "DSL" ? "INTERNET-DSL" : "INTERNET-FIBER";
        }

        if (this["PaymentMethod"].EndsWith("(automatic)", StringComparison.Ordinal))
        {
            yield return "AUTOPAY";
        }

        foreach (var (column, offering) in Services)
        {
            if (this[column] == "Yes")
            {
                yield return offering;
            }
        }
    }

    private static readonly (string Column, string Offering)[] Services =
    [
        ("PhoneService", "PHONE"), ("MultipleLines", "MULTI-LINE"), ("OnlineSecurity", "SECURITY"), ("OnlineBackup", "BACKUP"),
        ("DeviceProtection", "DEVICE-PROTECTION"), ("TechSupport", "TECH-SUPPORT"), ("StreamingTV", "STREAM-TV"),
        ("StreamingMovies", "STREAM-MOVIES"), ("PaperlessBilling", "E-BILL"),
    ];
}

/// <summary>A recommendation that was given out, or a contact another system made: what caps are recomputed from.</summary>
/// <param name="Order">In which it came to be.</param>
/// <param name="At">When it counts.</param>
/// <param name="Campaign">Empty for another system's.</param>
internal sealed record GivenContact(long Order, string Customer, DateTimeOffset At, string Campaign, double Propensity)
{
    /// <summary>Sending failed, so that it counts no more.</summary>
    public bool Released { get; set; }
}

/// <summary>The server built in this repository, on a temporary folder and a free port, for as long as the script runs.</summary>
internal sealed class LocalServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _data;

    private LocalServer(Process process, string address, string key, string data) =>
        (_process, Address, Key, _data) = (process, address, key, data);

    public string Address { get; }

    public string Key { get; }

    public static async Task<LocalServer> StartAsync(string folder)
    {
        var root = Path.GetFullPath(Path.Combine(folder, "..", ".."));
        var program = new[] { "release", "debug" }
            .Select(configuration => new FileInfo(Path.Combine(root, "artifacts", "bin", "Octant.Server", configuration, "octant.dll")))
            .Where(built => built.Exists)
            .MaxBy(built => built.LastWriteTimeUtc)
            ?? throw new RehearsalException("The server is not built yet: dotnet build src/Octant.Server -c Release");
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)socket.LocalEndpoint).Port}";
        socket.Stop();
        var data = Directory.CreateTempSubdirectory("octant-telco-").FullName;
        var key = Guid.NewGuid().ToString("N");
        var start = new ProcessStartInfo("dotnet", [program.FullName, "serve", "--data", data, "--urls", address, "--clock", "manual"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["Octant__BootstrapApiKey"] = key, ["Octant__ClockStart"] = "2026-03-26T07:00:00-07:00" },
        };
        var process = Process.Start(start)!;
        var said = new ConcurrentQueue<string>();
        process.OutputDataReceived += (_, line) => Keep(said, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(said, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var client = new HttpClient();
        for (var waiting = Stopwatch.StartNew(); waiting.Elapsed < TimeSpan.FromMinutes(2) && !process.HasExited; await Task.Delay(100))
        {
            try
            {
                if ((await client.GetAsync(new Uri(address + "/health/ready"))).IsSuccessStatusCode)
                {
                    return new LocalServer(process, address, key, data);
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
        }

        process.Kill();
        throw new RehearsalException("The server did not become ready:" + Environment.NewLine + string.Join(Environment.NewLine, said));
    }

    public async ValueTask DisposeAsync()
    {
        if (OperatingSystem.IsWindows() || Terminate(_process.Id, 15) != 0)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private static void Keep(ConcurrentQueue<string> said, string? line)
    {
        said.Enqueue(line ?? "");
        while (said.Count > 20)
        {
            said.TryDequeue(out _);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Terminate(int process, int signal);
}

/// <summary>Calls the platform; waits and asks again when it is told to (429 and 503), and fails with the problem otherwise.</summary>
internal sealed class Api : IDisposable
{
    private readonly HttpClient _client;

    public Api(string address, string key)
    {
        _client = new HttpClient { BaseAddress = new Uri(address + "/api/v1/"), Timeout = TimeSpan.FromMinutes(2) };
        _client.DefaultRequestHeaders.Add("X-Api-Key", key);
    }

    public Task<JsonElement> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null, "application/json");

    public Task<JsonElement> PutAsync(string path, JsonNode body) => SendAsync(HttpMethod.Put, path, Bytes(body), "application/json");

    public Task<JsonElement> PostAsync(string path, JsonNode? body = null, string type = "application/json") =>
        SendAsync(HttpMethod.Post, path, body is null ? null : Bytes(body), type);

    public async Task<JsonElement> SendAsync(HttpMethod method, string path, byte[]? body, string type)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
            if (body is not null)
            {
                request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
            }

            using var response = await _client.SendAsync(request);
            if (response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable && attempt < 20)
            {
                await Task.Delay(response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1));
                continue;
            }

            var bytes = await response.Content.ReadAsByteArrayAsync();
            if (!response.IsSuccessStatusCode)
            {
                throw new RehearsalException($"{method} {path} answered {(int)response.StatusCode}: {Encoding.UTF8.GetString(bytes)}");
            }

            return bytes.Length == 0 ? default : JsonElement.Parse(bytes);
        }
    }

    public void Dispose() => _client.Dispose();

    private static byte[] Bytes(JsonNode body) => Encoding.UTF8.GetBytes(body.ToJsonString());
}

/// <summary>What the explanations said, and what was learnt on the way.</summary>
internal sealed class Notes
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, (long Removals, HashSet<string> Customers, Dictionary<string, long> Reasons)> _stages = new(StringComparer.Ordinal);
    private long _order;

    public ConcurrentBag<GivenContact> Contacts { get; } = [];

    /// <summary>Customers who were recommended something.</summary>
    public ConcurrentDictionary<string, bool> Reached { get; } = new(StringComparer.Ordinal);

    /// <summary>Campaign → recommendations given out on request.</summary>
    public ConcurrentDictionary<string, long> Planned { get; } = new(StringComparer.Ordinal);

    /// <summary>Decision → its explanation as it came with the answer, for some.</summary>
    public ConcurrentDictionary<string, string> Explained { get; } = new(StringComparer.Ordinal);

    /// <summary>Decisions whose campaigns fell to many different stages, for telling.</summary>
    public (string Decision, string Customer, int Stages) MostTelling { get; private set; }

    public GivenContact Give(string customer, DateTimeOffset at, string campaign, double propensity)
    {
        var contact = new GivenContact(NextOrder(), customer, at, campaign, propensity);
        Contacts.Add(contact);
        return contact;
    }

    public long NextOrder() => Interlocked.Increment(ref _order);

    public void Explain(string decision, string customer, JsonElement explanation)
    {
        var stages = new HashSet<string>(StringComparer.Ordinal);
        lock (_lock)
        {
            foreach (var campaign in explanation.GetProperty("campaigns").EnumerateArray())
            {
                var stage = campaign.GetProperty("stage").GetString()!;
                stages.Add(stage);
                var reason = campaign.TryGetProperty("reason", out var given) ? given.GetString()! : "";
                if (!_stages.TryGetValue(stage, out var known))
                {
                    known = (0, new HashSet<string>(StringComparer.Ordinal), new Dictionary<string, long>(StringComparer.Ordinal));
                }

                known.Customers.Add(customer);
                known.Reasons[reason] = known.Reasons.GetValueOrDefault(reason) + 1;
                _stages[stage] = known with { Removals = known.Removals + 1 };
            }

            if (stages.Count > MostTelling.Stages)
            {
                MostTelling = (decision, customer, stages.Count);
            }
        }
    }

    public (long Removals, int Customers, string Reasons) Stage(string stage) =>
        _stages.TryGetValue(stage, out var known)
            ? (known.Removals, known.Customers.Count, string.Join(", ", known.Reasons.OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Key} {pair.Value:N0}")))
            : (0, 0, "");

    public long Reason(string reason) => _stages.Values.Sum(stage => stage.Reasons.GetValueOrDefault(reason));
}

/// <summary>Ten days with the operator.</summary>
internal sealed class Rehearsal(Api api, string folder, string file, List<Customer> customers)
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
        await EachAsync($"day {day + 1}: replies", sent.Where(pair => !pair.Value.Released), pair => AnswerAsync(_byId[pair.Value.Customer], pair.Key, pair.Value.Campaign, pair.Value.Propensity, null));

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

    private async Task VisitAsync(Customer customer, string channel, string touchpoint, int visit)
    {
        var page = customer.Draw($"page {visit}") switch { < 0.5 => "home", < 0.7 => "bill", < 0.9 => "entertainment", _ => "support" };
        var actor = channel == "hall" ? new JsonObject { ["staffId"] = "S-104", ["outletId"] = "HALL-LA-01", ["authentication"] = "e" } : null;
        foreach (var (id, campaign, offering, propensity) in await AskAsync(customer, channel, touchpoint, page, actor, $"{channel}-{visit}"))
        {
            // Now and then the page is closed before the offer shows: that reservation expires.
            if (customer.Draw($"seen {visit} {campaign}") < 0.92)
            {
                await RespondAsync(id, "shown", null, actor);
                await AnswerAsync(customer, id, campaign, propensity, offering, actor);
            }
        }
    }

    /// <summary>One decision, explained; the recommendations it gave out.</summary>
    private async Task<List<(string Id, string Campaign, string Offering, double Propensity)>> AskAsync(
        Customer customer, string channel, string? touchpoint, string? page, JsonObject? actor, string occasion)
    {
        var request = new JsonObject { ["requestId"] = $"{occasion}/{customer.Id}", ["customerId"] = customer.Id, ["channel"] = channel, ["explain"] = true };
        if (touchpoint is not null)
        {
            request["touchpoint"] = touchpoint;
            request["context"] = new JsonObject { ["page"] = page };
        }

        if (actor is not null)
        {
            request["actor"] = actor.DeepClone();
        }

        var answer = await api.PostAsync("decisions", request);
        Interlocked.Increment(ref _asked);
        var decision = answer.GetProperty("decisionId").GetString()!;
        var explanation = answer.GetProperty("explanation");
        _notes.Explain(decision, customer.Id, explanation);
        if (customer.Draw($"sample {occasion}") < 0.01)
        {
            _notes.Explained[decision] = explanation.GetRawText();
        }

        var given = new List<(string, string, string, double)>();
        foreach (var item in answer.GetProperty("recommendations").EnumerateArray())
        {
            var (id, campaign) = (item.GetProperty("recommendationId").GetString()!, item.GetProperty("campaignId").GetString()!);
            var propensity = item.GetProperty("propensity").GetDouble();
            given.Add((id, campaign, item.GetProperty("offeringId").GetString()!, propensity));
            _notes.Reached[customer.Id] = true;
            _notes.Planned.AddOrUpdate(campaign, 1, (_, known) => known + 1);
            var contact = _notes.Give(customer.Id, _now, campaign, propensity);
            if (channel == "sms")
            {
                _messages[id] = contact;
            }
        }

        return given;
    }

    /// <summary>The SMS sender: takes what is due until nothing is, and says how each ended; one in a hundred is never heard of.</summary>
    private async Task SendMessagesAsync()
    {
        while (true)
        {
            var answer = await api.PostAsync("claims", new JsonObject { ["channel"] = "sms", ["limit"] = 200 });
            var claimed = answer.GetProperty("contacts").EnumerateArray().ToList();
            if (claimed.Count == 0)
            {
                return;
            }

            await EachAsync("", claimed, async message =>
            {
                var id = message.GetProperty("recommendationId").GetString()!;
                var (customer, campaign) = (message.GetProperty("customerId").GetString()!, message.GetProperty("campaignId").GetString()!);
                var contact = _messages.GetOrAdd(id, _ =>
                {
                    // Nobody asked for it, so an event set it off; it was reserved when that came in.
                    _triggered.Add(id);
                    _notes.Reached[customer] = true;
                    var triggered = new GivenContact(_lateAt.GetValueOrDefault(customer), customer, _now, campaign, 0.18);
                    _notes.Contacts.Add(triggered);
                    return triggered;
                });
                var draw = _byId[customer].Draw($"receipt {campaign}");
                contact.Released = draw < 0.03;
                if (draw < 0.99)
                {
                    var receipt = new JsonObject { ["recommendationId"] = id, ["result"] = contact.Released ? "failed" : "sent" };
                    if (contact.Released)
                    {
                        receipt["reason"] = "number-unreachable";
                    }

                    await api.PostAsync("receipts", receipt);
                }
            });
        }
    }

    /// <summary>
    /// Newcomers and customers with high bills take more, the longer ones less; the rest click, decline, or stay silent, some
    /// of them so that the touchpoint notices and most so that only time tells.
    /// </summary>
    private async Task AnswerAsync(Customer customer, string recommendation, string campaign, double propensity, string? offering, JsonObject? actor = null)
    {
        var lift = (customer.Number("tenure") <= 12 ? 1.6 : 0.9) * (customer.Number("MonthlyCharges") >= 80 ? 1.3 : 1) * (customer["Churn"] == "Yes" ? 1.2 : 1);
        var draw = customer.Draw($"answer {campaign}") - (propensity * lift);
        if (draw < 0.08)
        {
            await RespondAsync(recommendation, "clicked", null, actor);
        }

        if (draw < 0)
        {
            await RespondAsync(recommendation, "accepted", null, actor);
            if (offering is not null)
            {
                _accepted.Enqueue((customer.Id, offering));
            }
        }
        else if (draw is >= 0.08 and < 0.2)
        {
            await RespondAsync(recommendation, "rejected", customer.Number("MonthlyCharges") >= 70 ? "too-expensive" : "not-interested", actor);
        }
        else if (draw is >= 0.2 and < 0.45)
        {
            await RespondAsync(recommendation, "ignored", null, actor);
        }
    }

    private async Task RespondAsync(string recommendation, string outcome, string? reason, JsonObject? actor)
    {
        var response = new JsonObject { ["recommendationId"] = recommendation, ["outcome"] = outcome };
        if (reason is not null)
        {
            response["reason"] = reason;
        }

        if (actor is not null)
        {
            response["actor"] = actor.DeepClone();
        }

        await api.PostAsync("responses", response);
        Interlocked.Increment(ref _answered);
    }

    private async Task ReportCallAsync(Customer customer, DateTimeOffset at, string call)
    {
        await api.PostAsync("contacts", new JsonObject
        {
            ["source"] = "dealers",
            ["id"] = $"{call}/{customer.Id}",
            ["customerId"] = customer.Id,
            ["channel"] = "hotline",
            ["at"] = Text(at),
        });
        _notes.Give(customer.Id, at, "", 0);
    }

    // Looking back

    private async Task ReportAsync()
    {
        Console.WriteLine($"{"stage",-14} {"removals",10} {"customers",10}  reasons");
        foreach (var stage in Stages.Prepend("candidates").Append("recommended"))
        {
            var (removals, removed, reasons) = _notes.Stage(stage);
            Console.WriteLine($"{stage,-14} {removals,10:N0} {removed,10:N0}  {reasons}");
        }

        Console.WriteLine();
        Check(_notes.Reached.Count * 2 >= customers.Count, $"{_notes.Reached.Count:N0} of {customers.Count:N0} customers received offers ({100.0 * _notes.Reached.Count / customers.Count:N1}%)");
        foreach (var stage in Stages)
        {
            var (removals, removed, _) = _notes.Stage(stage);
            Check(removals > 0, $"the stage {stage} removed {removals:N0} offers of {removed:N0} customers");
        }

        Check(_notes.Reason("cap") >= 1_000, $"caps alone removed {_notes.Reason("cap"):N0}");
        CheckCaps();
        await CheckIdentityAsync();
        await CheckRepetitionAsync();
        await CheckReplayAsync();
        await CheckExplanationsAsync();
        Console.WriteLine();
        await TellAsync(_notes.MostTelling.Decision, _notes.MostTelling.Customer);
        Console.WriteLine();
        Say(_failed ? "Something FAILED, see above" : "Everything passed");
    }

    /// <summary>From the notes alone: before each offer that was given out, how many contacts the customer had that day and month.</summary>
    private void CheckCaps()
    {
        var (mostPerDay, mostPerMonth, exceeded) = (0, 0, 0);
        foreach (var history in _notes.Contacts.GroupBy(contact => contact.Customer, StringComparer.Ordinal))
        {
            var (perDay, perMonth) = (new Dictionary<DateOnly, int>(), new Dictionary<(int, int), int>());
            foreach (var contact in history.OrderBy(contact => contact.Order))
            {
                var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(contact.At, Zone).DateTime);
                var (onDay, inMonth) = (perDay.GetValueOrDefault(day) + 1, perMonth.GetValueOrDefault((day.Year, day.Month)) + 1);
                if (contact.Campaign.Length > 0)
                {
                    exceeded += onDay > CapPerDay || inMonth > CapPerMonth ? 1 : 0;
                    (mostPerDay, mostPerMonth) = (Math.Max(mostPerDay, onDay), Math.Max(mostPerMonth, inMonth));
                }

                if (!contact.Released)
                {
                    (perDay[day], perMonth[(day.Year, day.Month)]) = (onDay, inMonth);
                }
            }
        }

        Check(
            exceeded == 0,
            $"no cap was exceeded: {_notes.Contacts.Count(contact => contact.Campaign.Length > 0):N0} offers, at most {mostPerDay} contact a day and {mostPerMonth} a month by the time of any offer");
    }

    private async Task CheckIdentityAsync()
    {
        Console.WriteLine($"      {"campaign",-28} {"planned",8} {"pending",8} {"sent",8} {"unconf.",8} {"suppr.",8} {"failed",8} {"ghosts",8} {"accepted",8}");
        var wrong = new List<string>();
        foreach (var campaign in _campaigns)
        {
            var figures = await api.GetAsync($"campaigns/{campaign}/figures");
            var (planned, pending, sent, unconfirmed) = (Number(figures, "planned"), Number(figures, "pending"), Number(figures, "sent"), Number(figures, "unconfirmed"));
            var (suppressed, failed) = (Sum(figures, "suppressed"), Sum(figures, "failed"));
            Console.WriteLine($"      {campaign,-28} {planned,8:N0} {pending,8:N0} {sent,8:N0} {unconfirmed,8:N0} {suppressed,8:N0} {failed,8:N0} {Number(figures, "ghosts"),8:N0} {figures.GetProperty("responses").GetProperty("accepted").GetInt64(),8:N0}");
            var asTold = campaign == "autopay-after-late-payment" ? planned >= _triggered.Count : planned == _notes.Planned.GetValueOrDefault(campaign);
            if (planned != pending + sent + unconfirmed + suppressed + failed || !figures.GetProperty("balanced").GetBoolean() || !asTold)
            {
                wrong.Add(campaign);
            }
        }

        Check(wrong.Count == 0, $"planned = pending + sent + unconfirmed + suppressed + failed for all {_campaigns.Count} campaigns, and planned is what was given out" + Of(wrong));
        Check(!_triggered.IsEmpty, $"{_triggered.Count:N0} messages were set off by late payments and handed to the sender");
    }

    /// <summary>A request that comes again is the same decision.</summary>
    private async Task CheckRepetitionAsync()
    {
        var (again, before) = (0, _notes.Contacts.Count);
        var sample = customers.Where(customer => SmsDay(customer) == Days - 1).Take(50).ToList();
        foreach (var customer in sample)
        {
            var request = new JsonObject { ["requestId"] = $"sms-1/{customer.Id}", ["customerId"] = customer.Id, ["channel"] = "sms" };
            var first = await api.PostAsync("decisions", request);
            again += first.GetProperty("decisionId").GetString() == (await api.PostAsync("decisions", request)).GetProperty("decisionId").GetString() ? 1 : 0;
        }

        Check(again == sample.Count && before == _notes.Contacts.Count, $"{again} requests that came again were the same decisions");
    }

    private async Task CheckReplayAsync()
    {
        await Task.CompletedTask;
        Check(false, "replay");
    }

    /// <summary>The explanation read later is the one that came with the answer, to the byte.</summary>
    private async Task CheckExplanationsAsync()
    {
        var same = 0;
        await EachAsync("explanations", _notes.Explained, async pair =>
        {
            if ((await api.GetAsync($"decisions/{pair.Key}/explanation")).GetRawText() == pair.Value)
            {
                Interlocked.Increment(ref same);
            }
        });
        var triggered = 0;
        await EachAsync("explanations", _triggered.Take(50), async id =>
        {
            var explanation = await api.GetAsync($"decisions/{id[..id.LastIndexOf('-')]}/explanation");
            if (explanation.GetProperty("campaigns").EnumerateArray().Any(campaign => campaign.GetProperty("stage").GetString() == "recommended"))
            {
                Interlocked.Increment(ref triggered);
            }
        });
        Check(
            same == _notes.Explained.Count && triggered == Math.Min(50, _triggered.Count),
            $"{same:N0} of {_notes.Explained.Count:N0} sampled decisions are explained as when they were made, and {triggered} that events set off");
    }

    /// <summary>One decision in words.</summary>
    private async Task TellAsync(string decision, string customer)
    {
        var explanation = await api.GetAsync($"decisions/{decision}/explanation");
        Console.WriteLine($"Decision {decision} for customer {customer}, {explanation.GetProperty("at").GetString()}:");
        foreach (var campaign in explanation.GetProperty("campaigns").EnumerateArray())
        {
            var (stage, reason) = (campaign.GetProperty("stage").GetString()!, Word(campaign, "reason"));
            var text = new StringBuilder($"  {campaign.GetProperty("campaign").GetString(),-28} ");
            text.Append(stage == "recommended" ? $"recommended: {Word(campaign, "offering")} on {Word(campaign, "channel")}" : $"{stage}: {reason} {Word(campaign, "related")}".TrimEnd());
            if (campaign.TryGetProperty("condition", out var condition))
            {
                foreach (var clause in condition.GetProperty("smallestChange").EnumerateArray())
                {
                    text.Append(CultureInfo.InvariantCulture, $"; {clause.GetProperty("text").GetString()} is not so: {clause.GetProperty("value").GetString()}");
                }
            }

            if (campaign.TryGetProperty("cap", out var cap))
            {
                text.Append(CultureInfo.InvariantCulture, $"; {Number(cap, "count")} of {Number(cap, "limit")} a {Word(cap, "calendar")}");
            }

            if (Word(campaign, "freesAt") is { Length: > 0 } frees)
            {
                text.Append("; free again ").Append(frees);
            }

            if (campaign.TryGetProperty("score", out var score))
            {
                text.Append(CultureInfo.InvariantCulture, $"; score {score.GetDouble():N0}");
            }

            Console.WriteLine(text);
        }
    }

    // Small things

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
