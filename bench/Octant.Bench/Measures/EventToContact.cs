using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Octant.Testing;

namespace Octant.Bench.Measures;

/// <summary>
/// From sending an event that a campaign answers to the answer of the claim that hands its contact out, while ten thousand other events a
/// second come in. There is no gateway yet: a claim stands where one will.
/// </summary>
public sealed class EventToContact : IMeasure
{
    private const int BackgroundPerSecond = 10_000;
    private const int EventsPerBody = 100;
    private const int WantedPerSecond = 50;

    public IReadOnlyList<string> Figures => ["I4"];

    public string What => "event to claimed contact, at ten thousand events a second";

    public TimeSpan Estimate(BenchSize size) => TimeSpan.FromSeconds(8) + size.WarmUp + size.Window;

    public async Task RunAsync(BenchRun run)
    {
        var folder = Directory.CreateTempSubdirectory("octant-bench-").FullName;
        try
        {
            await using var server = await OctantProcess.StartAsync(folder);
            using var client = EventsIn.ClientOf(server);
            await EventsSetUp.LaunchAsync(client);
            await EventsIn.ImportAsync(client, run.Size.Customers);
            var length = run.Size.WarmUp + run.Size.Window;
            var sent = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
            var latencies = new List<double>();
            using var ended = new CancellationTokenSource();
            var claiming = ClaimAsync(client, sent, latencies, run.Size.WarmUp, ended.Token);
            var background = EventLoad.RunAsync(
                server.Address,
                number => EventsIn.BodiesOf(server, EventsSetUp.UsedType, run.Size.Customers, number, EventsPerBody),
                8,
                length,
                (double)BackgroundPerSecond / EventsPerBody);
            await SendWantedAsync(client, sent, length);
            var answers = await background;
            for (var wait = 0; wait < 100 && !sent.IsEmpty; wait++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50));
            }

            await ended.CancelAsync();
            await claiming;
            BenchRun.RequireEqual("events without a contact", sent.Count, "the campaign", 0);
            latencies.Sort();
            var rate = answers.Sum(answer => answer.Accepted) / length.TotalSeconds;
            run.Add(
                "I4",
                $"p99 from sending an event to its contact being handed out by a claim, at {rate:#,0} events/s; gateways do not exist yet",
                latencies[(int)Math.Min(latencies.Count - 1, latencies.Count * 0.99)],
                null,
                "ms",
                Better.Lower);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Each to another customer, so that a claimed contact tells which event it answers.</summary>
    private static async Task SendWantedAsync(HttpClient client, ConcurrentDictionary<string, long> sent, TimeSpan length)
    {
        var watch = Stopwatch.StartNew();
        for (var number = 0; watch.Elapsed < length; number++)
        {
            var customer = Province.CustomerId(number);
            sent[customer] = Stopwatch.GetTimestamp();
            var time = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
            using var content = new StringContent(
                $$"""{"specversion":"1.0","id":"wanted-{{number}}","source":"bench","type":"{{EventsSetUp.WantedType}}","subject":"{{customer}}","time":"{{time}}"}""",
                Encoding.UTF8,
                "application/cloudevents+json");
            await EventsSetUp.RequireAsync(await client.PostAsync("/api/v1/events", content));
            var ahead = TimeSpan.FromSeconds((number + 1.0) / WantedPerSecond) - watch.Elapsed;
            if (ahead > TimeSpan.Zero)
            {
                await Task.Delay(ahead);
            }
        }
    }

    private static async Task ClaimAsync(
        HttpClient client, ConcurrentDictionary<string, long> sent, List<double> latencies, TimeSpan warmUp, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        while (!cancellation.IsCancellationRequested)
        {
            using var answer = await client.PostAsJsonAsync("/api/v1/claims", new { channel = "sms", limit = 100 }, CancellationToken.None);
            var done = Stopwatch.GetTimestamp();
            answer.EnsureSuccessStatusCode();
            using var document = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(CancellationToken.None));
            foreach (var contact in document.RootElement.GetProperty("contacts").EnumerateArray())
            {
                if (sent.TryRemove(contact.GetProperty("customerId").GetString()!, out var at) && Stopwatch.GetElapsedTime(start, at) > warmUp)
                {
                    latencies.Add(Stopwatch.GetElapsedTime(at, done).TotalMilliseconds);
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), CancellationToken.None);
        }
    }
}
