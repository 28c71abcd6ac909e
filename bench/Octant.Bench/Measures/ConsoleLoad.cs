using System.Diagnostics;
using System.Globalization;
using Octant.Testing;

namespace Octant.Bench.Measures;

/// <summary>
/// Five hundred people with the console open: each has the board before them, which asks for today's figures and for what waits for them
/// every three seconds, and looks at the list of campaigns every half minute; a tenth of them, each bound to a city, sees another board
/// than the rest. They do not wait for each other: what is due is asked for, however long the answer before it took.
/// </summary>
public sealed class ConsoleLoad : IMeasure
{
    private const int People = 500;
    private const int Cities = 10;
    private const int Campaigns = 200;
    private const int Decisions = 2_000;

    private static readonly TimeSpan Board = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan List = TimeSpan.FromSeconds(30);

    private static readonly (string Name, string Path, TimeSpan Every)[] Looks =
    [
        ("board", "/api/v1/board", Board),
        ("duties", "/api/v1/duties", Board),
        ("campaigns", "/api/v1/campaigns?limit=500", List),
    ];

    public IReadOnlyList<string> Figures => ["console load"];

    public string What => "500 people with the board and the list of campaigns";

    public TimeSpan Estimate(BenchSize size) => TimeSpan.FromSeconds(15) + TimeSpan.FromSeconds(CustomersOf(size) / 20_000.0) + List;

    public async Task RunAsync(BenchRun run)
    {
        var folder = Directory.CreateTempSubdirectory("octant-bench-").FullName;
        try
        {
            await using var server = await OctantProcess.StartAsync(folder);
            using var client = EventsIn.ClientOf(server);
            await SetUpAsync(client, CustomersOf(run.Size));
            var keys = await KeysAsync(client);
            using var stop = new CancellationTokenSource(List + run.Size.WarmUp);
            using var people = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = People }) { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(1) };
            var started = Stopwatch.GetTimestamp();
            var answers = (await Task.WhenAll(Enumerable.Range(0, People).SelectMany(person => Looks.Select(look =>
                WatchAsync(people, keys[person % (10 * Cities) < Cities ? 1 + (person % Cities) : 0], look, person, started, stop.Token)))))
                .SelectMany(each => each)
                .Where(answer => Stopwatch.GetElapsedTime(started, answer.Due) >= run.Size.WarmUp)
                .ToList();
            foreach (var (name, _, _) in Looks)
            {
                var times = answers.Where(answer => answer.Look == name).Select(answer => answer.Milliseconds).Order().ToList();
                run.Add(
                    $"console load {name}",
                    $"p95 from when it was due to the whole answer, {People} people, {CustomersOf(run.Size):#,0} customers, {answers.Count / List.TotalSeconds:0} requests/s in all",
                    times[(int)(times.Count * 0.95)],
                    "ms");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int CustomersOf(BenchSize size) => size.IsQuick ? 20_000 : 1_000_000;

    private static async Task SetUpAsync(HttpClient client, int customers)
    {
        await EventsSetUp.LaunchAsync(client);
        await EventsSetUp.PutAsync(client, "channels/web", new { name = "Web", direction = "passive" });
        await EventsIn.ImportAsync(client, customers);
        for (var number = 0; number < Campaigns; number++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"C-{number:000}");
            await EventsSetUp.PutAsync(client, $"campaigns/{id}", new
            {
                name = $"Campaign {number}",
                audience = "customer.arpu >= 50.0",
                offers = new[] { new { offering = "P-DATA", propensity = 0.1 } },
                channels = new[] { "web", "sms" },
            });
        }

        foreach (var (action, body) in ((string, object?)[])[("submit", null), ("reviews", new { lane = "default", verdict = "approve" }), ("launch", null)])
        {
            await EventsSetUp.RequireAsync(body is null
                ? await client.PostAsync($"/api/v1/campaigns/C-000/{action}", null)
                : await client.PostAsJsonAsync($"/api/v1/campaigns/C-000/{action}", body));
        }

        for (var number = 0; number < Decisions; number++)
        {
            await EventsSetUp.RequireAsync(await client.PostAsJsonAsync("/api/v1/decisions", new { customerId = Province.CustomerId(number), channel = "web" }));
        }
    }

    /// <summary>First the one for everything, then one for each city.</summary>
    private static async Task<List<string>> KeysAsync(HttpClient client)
    {
        var keys = new List<string> { OctantProcess.AdministratorKey };
        for (var city = 0; city < Cities; city++)
        {
            var answer = await client.PostAsJsonAsync("/api/v1/keys", new { name = $"city {city}", scopes = new[] { "campaigns:read" }, organisation = $"province/city-{city}" });
            answer.EnsureSuccessStatusCode();
            keys.Add((await answer.Content.ReadFromJsonAsync<Created>())!.Key);
        }

        return keys;
    }

    private static async Task<List<Answered>> WatchAsync(
        HttpClient client, string key, (string Name, string Path, TimeSpan Every) look, int person, long started, CancellationToken stop)
    {
        var answers = new List<Answered>();
        for (var round = 0; ; round++)
        {
            var due = started + (long)((((double)person / People) + round) * look.Every.TotalSeconds * Stopwatch.Frequency);
            try
            {
                var wait = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, stop);
                }

                using var request = new HttpRequestMessage(HttpMethod.Get, look.Path);
                request.Headers.Add("X-Api-Key", key);
                using var answer = await client.SendAsync(request, stop);
                answer.EnsureSuccessStatusCode();
                await answer.Content.ReadAsByteArrayAsync(stop);
                answers.Add(new Answered(look.Name, due, Stopwatch.GetElapsedTime(due).TotalMilliseconds));
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return answers;
            }
        }
    }

    private sealed record Created(string Key);

    private readonly record struct Answered(string Look, long Due, double Milliseconds);
}
