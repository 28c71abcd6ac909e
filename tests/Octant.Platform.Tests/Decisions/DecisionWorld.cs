using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace Octant.Platform.Tests.Decisions;

/// <summary>
/// The real host with short ways to launch campaigns and to ask. Tests that share one keep apart by giving each stage (a
/// channel, an offering and a campaign of one name) to one test; those that need the clock to stand at a date start their own.
/// </summary>
public sealed class DecisionWorld : IAsyncLifetime, IAsyncDisposable
{
    private readonly RunningHost _host;
    private int _named;

    public DecisionWorld()
        : this(new Dictionary<string, string?>(StringComparer.Ordinal))
    {
    }

    private DecisionWorld(Dictionary<string, string?> settings) => _host = new RunningHost(settings);

    public ApiClient Client { get; private set; } = null!;

    public RunningHost Host => _host;

    /// <param name="at">Where the manual clock stands, RFC 3339.</param>
    public static async Task<DecisionWorld> StartAsync(string at, string settings = "{}")
    {
        var world = new DecisionWorld(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Octant:ClockStart"] = at });
        await world.InitializeAsync();
        await world.PutAsync("settings", settings);
        return world;
    }

    public async Task InitializeAsync()
    {
        await _host.InitializeAsync();
        Client = _host.Client();
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await _host.DisposeAsync();
    }

    async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();

    public async Task RestartAsync()
    {
        Client.Dispose();
        await _host.StopAsync();
        await _host.StartAsync();
        Client = _host.Client();
    }

    /// <summary>A name that nobody else in this world has.</summary>
    public string Name(string what) => string.Create(CultureInfo.InvariantCulture, $"{what}-{Interlocked.Increment(ref _named)}");

    public async Task<Answer> PutAsync(string path, string body) => Good(await Client.PutAsync($"/api/v1/{path}", body), path);

    public async Task<Answer> PostAsync(string path, string body) => Good(await Client.PostAsync($"/api/v1/{path}", body), path);

    public async Task<Answer> GetAsync(string path) => Good(await Client.GetAsync($"/api/v1/{path}"), path);

    /// <summary>A channel and an offering that it can carry, both of this name.</summary>
    public async Task<string> StageAsync(string what, string direction = "passive", string channel = "{}", string offering = "{}")
    {
        var name = Name(what);
        await PutAsync($"channels/{name}", Merged($$"""{"name":"{{name}}","direction":"{{direction}}"}""", channel));
        await PutAsync($"offerings/{name}", Merged($$"""{"name":"{{name}}","value":1000}""", offering));
        return name;
    }

    /// <summary>A campaign that makes the stage's offering on the stage's channel to everybody, changed by <paramref name="members"/>.</summary>
    public static string CampaignOn(string stage, string members = "{}") => Merged(
        $$"""{"name":"{{stage}}","offers":[{"offering":"{{stage}}","propensity":0.1}],"channels":["{{stage}}"]}""", members);

    /// <summary>Puts a campaign in force; it bears the stage's name unless <paramref name="id"/> says otherwise.</summary>
    public async Task LaunchAsync(string stage, string members = "{}", string? id = null)
    {
        id ??= stage;
        await PutAsync($"campaigns/{id}", CampaignOn(stage, members));
        await MoveAsync(id, "submit");
        await ReviewAsync(id);
        await MoveAsync(id, "launch");
    }

    public async Task MoveAsync(string campaign, string action) =>
        Good(await Client.SendAsync(HttpMethod.Post, $"/api/v1/campaigns/{campaign}/{action}", null), action);

    public async Task<JsonNode> PostEmptyAsync(string path) =>
        Good(await Client.SendAsync(HttpMethod.Post, $"/api/v1/{path}", null), path).Json;

    public Task<Answer> ReviewAsync(string campaign, string verdict = "approve") =>
        PostAsync($"campaigns/{campaign}/reviews", $$"""{"lane":"default","verdict":"{{verdict}}"}""");

    /// <summary>A new customer, who agrees to marketing unless told otherwise.</summary>
    public async Task<string> CustomerAsync(string body = "{}", bool agrees = true)
    {
        var id = Name("customer");
        await PutAsync($"customers/{id}", body);
        if (agrees)
        {
            await ConsentAsync(id, "granted");
        }

        return id;
    }

    public Task<Answer> ConsentAsync(string customer, string state, string messageClass = "marketing") =>
        PutAsync($"customers/{customer}/consents/{messageClass}", $$"""{"state":"{{state}}","source":"hall"}""");

    /// <summary>Asks, whatever comes of it.</summary>
    public Task<Answer> AskAsync(string customer, string channel, string members = "{}") =>
        Client.PostAsync("/api/v1/decisions", Merged($$"""{"customerId":"{{customer}}","channel":"{{channel}}"}""", members));

    public async Task<JsonNode> DecideAsync(string customer, string channel, string members = "{}") =>
        Good(await AskAsync(customer, channel, members), "decisions").Json;

    /// <summary>Asks and answers the only recommendation.</summary>
    public async Task<JsonNode> OfferAsync(string customer, string channel, string members = "{}")
    {
        var decision = await DecideAsync(customer, channel, members);
        return Assert.Single((JsonArray)decision["recommendations"]!)!;
    }

    /// <summary>Asks and answers why there was silence; null when there was none.</summary>
    public async Task<string?> SilenceAsync(string customer, string channel, string members = "{}")
    {
        var decision = await DecideAsync(customer, channel, members);
        Assert.Equal(((JsonArray)decision["recommendations"]!).Count == 0, (string?)decision["silence"] is not null);
        return (string?)decision["silence"];
    }

    /// <summary>What an explanation says about one campaign.</summary>
    public static JsonNode FindingOn(string campaign, JsonNode explanation) =>
        ((JsonArray)explanation["campaigns"]!).Single(finding => (string)finding!["campaign"]! == campaign)!;

    public async Task<JsonNode> RespondAsync(JsonNode recommendation, string outcome) =>
        (await PostAsync("responses", $$"""{"recommendationId":"{{recommendation["recommendationId"]}}","outcome":"{{outcome}}"}""")).Json;

    /// <summary>Contacts handed out, suppressed, deferred.</summary>
    public async Task<(JsonArray Contacts, int Suppressed, int Deferred)> ClaimAsync(string channel, int limit = 100)
    {
        var answer = await PostAsync("claims", $$"""{"channel":"{{channel}}","limit":{{limit}}}""");
        return ((JsonArray)answer.Json["contacts"]!, (int)answer.Json["suppressed"]!, (int)answer.Json["deferred"]!);
    }

    public async Task<bool> SettleAsync(JsonNode contact, string result, string reason = "") =>
        (bool)(await PostAsync(
            "receipts",
            Merged(
                $$"""{"recommendationId":"{{contact["recommendationId"]}}","result":"{{result}}"}""",
                reason.Length == 0 ? "{}" : $$"""{"reason":"{{reason}}"}"""))).Json["recorded"]!;

    public async Task<Figures> FiguresAsync(string campaign)
    {
        var figures = Figures.Of((await GetAsync($"campaigns/{campaign}/figures")).Json);
        Assert.True(figures.Balanced, figures.ToString());
        Assert.Equal(figures.Planned, figures.Pending + figures.Sent + figures.Unconfirmed + Figures.Sum(figures.Suppressed) + Figures.Sum(figures.Failed));
        return figures;
    }

    public async Task<DateTimeOffset> NowAsync() =>
        DateTimeOffset.Parse((string)(await GetAsync("clock")).Json["now"]!, CultureInfo.InvariantCulture);

    public Task AdvanceToAsync(string instant) => PostAsync("clock", $$"""{"now":"{{instant}}"}""");

    public async Task AdvanceByAsync(TimeSpan length) => await AdvanceToAsync(Text(await NowAsync() + length));

    /// <summary>RFC 3339, from now on the host's clock.</summary>
    public async Task<string> TimeAsync(TimeSpan fromNow = default) => Text(await NowAsync() + fromNow);

    public static string Merged(string body, string members)
    {
        var merged = JsonNode.Parse(body)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(members)!.AsObject())
        {
            merged[name] = value?.DeepClone();
        }

        return merged.ToJsonString();
    }

    private static string Text(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static Answer Good(Answer answer, string what)
    {
        Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.Accepted, $"{what}: {answer.Status} {answer.Body}");
        return answer;
    }
}

/// <summary>A campaign in numbers; reasons as <c>reason=count</c>, one after another.</summary>
public sealed record Figures(long Planned, long Pending, long Sent, long Unconfirmed, string Suppressed, string Failed, long Ghosts, string Responses, bool Balanced)
{
    public static Figures Of(JsonNode json) => new(
        (long)json["planned"]!,
        (long)json["pending"]!,
        (long)json["sent"]!,
        (long)json["unconfirmed"]!,
        Pairs(json["suppressed"]!),
        Pairs(json["failed"]!),
        (long)json["ghosts"]!,
        Pairs(json["responses"]!),
        (bool)json["balanced"]!);

    /// <summary>Of a campaign that has done nothing but this.</summary>
    public static Figures With(
        long planned = 0, long pending = 0, long sent = 0, long unconfirmed = 0, string suppressed = "", string failed = "", long ghosts = 0, string responses = "") =>
        new(planned, pending, sent, unconfirmed, suppressed, failed, ghosts, responses, Balanced: true);

    public static long Sum(string pairs) =>
        pairs.Split(' ', StringSplitOptions.RemoveEmptyEntries).Sum(pair => long.Parse(pair.Split('=')[1], CultureInfo.InvariantCulture));

    private static string Pairs(JsonNode counts) => string.Join(
        ' ', counts.AsObject().Where(pair => (long)pair.Value! != 0).Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal));
}
