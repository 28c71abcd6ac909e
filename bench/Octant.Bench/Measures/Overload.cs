using System.Diagnostics;
using Octant.Testing;

namespace Octant.Bench.Measures;

/// <summary>
/// Twice as many events as the server can take, offered at a pace that does not care for answers: what is taken in, how much is
/// refused, how long what is taken takes to be answered beside a calm time, and how long after the end until the server is calm
/// again. What it can take is found first, with more and more connections until more of them bring no more.
/// </summary>
public sealed class Overload : IMeasure
{
    /// <summary>Of the open loop: more than it takes to fill the gate, so that whoever is due finds a free one.</summary>
    private const int Connections = 400;
    private const int EventsPerBody = 500;
    private const double Calm = 0.4;
    private const double Times = 2;

    /// <summary>More connections are tried as long as they bring so much more.</summary>
    private const double Worthwhile = 1.05;

    private static readonly TimeSpan After = TimeSpan.FromSeconds(5);

    public IReadOnlyList<string> Figures => ["overload"];

    public string What => "events at twice the capacity";

    public TimeSpan Estimate(BenchSize size) => TimeSpan.FromSeconds(10) + LengthOf(size) + After + (6 * size.Window);

    public async Task RunAsync(BenchRun run)
    {
        var folder = Directory.CreateTempSubdirectory("octant-bench-").FullName;
        try
        {
            await using var server = await OctantProcess.StartAsync(folder);
            using var client = EventsIn.ClientOf(server);
            await EventsSetUp.LaunchAsync(client);
            await EventsIn.ImportAsync(client, run.Size.Customers);
            var sender = 0;
            Task<IReadOnlyList<EventAnswer>> SendAsync(TimeSpan length, int connections, double? perSecond) => EventLoad.RunAsync(
                server.Address,
                _ => new EventBodies(
                    server.Address.Authority, OctantProcess.AdministratorKey, EventsSetUp.UsedType, run.Size.Customers, EventsPerBody, Interlocked.Increment(ref sender), bodies: 2),
                connections,
                length,
                perSecond);

            await SendAsync(run.Size.WarmUp, 8, null);
            var capacity = await CapacityAsync(run, SendAsync);
            var before = Percentile(await SendAsync(run.Size.Window, Connections, capacity * Calm));
            run.Say($"{capacity * EventsPerBody:#,0} events/s as fast as answers come; now {Times} times as many for {LengthOf(run.Size)}");
            var during = await SendAsync(LengthOf(run.Size), Connections, capacity * Times);
            var after = await SendAsync(After, Connections, capacity * Calm);
            var taken = during.Where(answer => !answer.Refused).ToList();
            var seconds = LengthOf(run.Size).TotalSeconds;
            run.Add("overload accepted", $"of {capacity * Times * EventsPerBody:#,0} events/s offered in an open loop", taken.Count * EventsPerBody / seconds, "events/s");
            run.Add("overload refused", "share of the requests sent that was answered 503 with Retry-After", (double)(during.Count - taken.Count) / during.Count, "");
            run.Add(
                "overload p99", $"from sending to answer of what was accepted; peer: at {Calm} of the capacity, before", Percentile(during), before, "ms", Better.Lower);
            run.Add("overload recovery", "after the end, until nothing is refused and a second's p99 is at most twice that of before", Recovery(after, before), "s");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Requests a second that were taken in at most, with as many connections as that takes.</summary>
    private static async Task<double> CapacityAsync(BenchRun run, Func<TimeSpan, int, double?, Task<IReadOnlyList<EventAnswer>>> sendAsync)
    {
        var capacity = 0.0;
        foreach (var connections in (int[])[8, 24, 72])
        {
            var taken = (await sendAsync(run.Size.Window, connections, null)).Count(answer => !answer.Refused) / run.Size.Window.TotalSeconds;
            if (taken < capacity * Worthwhile)
            {
                break;
            }

            capacity = Math.Max(capacity, taken);
        }

        return capacity;
    }

    private static TimeSpan LengthOf(BenchSize size) => size.IsQuick ? TimeSpan.FromSeconds(10) : TimeSpan.FromMinutes(5);

    /// <summary>Milliseconds at the 99th percentile of what was accepted.</summary>
    private static double Percentile(IReadOnlyList<EventAnswer> answers)
    {
        var latencies = answers.Where(answer => !answer.Refused).Select(answer => Stopwatch.GetElapsedTime(answer.Sent, answer.Done).TotalMilliseconds).Order().ToList();
        return latencies.Count == 0 ? double.NaN : latencies[(int)Math.Min(latencies.Count - 1, latencies.Count * 0.99)];
    }

    private static double Recovery(IReadOnlyList<EventAnswer> answers, double before)
    {
        var start = answers.Min(answer => answer.Sent);
        var seconds = answers.GroupBy(answer => (int)Stopwatch.GetElapsedTime(start, answer.Sent).TotalSeconds).OrderBy(group => group.Key).ToList();
        var last = seconds.FindLastIndex(second => second.Any(answer => answer.Refused) || Percentile([.. second]) > Math.Max(2 * before, 20));
        return last + 1;
    }
}
