using System.Diagnostics;
using Octant.Testing;

namespace Octant.Bench.Measures;

/// <summary>
/// Twice as many events as the server can take, offered at a pace that does not care for answers: what is taken in, how long
/// it takes to be answered beside a calm hour, and how long after the end until the server is calm again.
/// </summary>
public sealed class Overload : IMeasure
{
    private const int Connections = 64;
    private const int EventsPerBody = 500;
    private const double Calm = 0.4;
    private const double Times = 2;

    private static readonly TimeSpan After = TimeSpan.FromSeconds(10);

    public IReadOnlyList<string> Figures => ["overload"];

    public string What => "events at twice the capacity";

    public TimeSpan Estimate(BenchSize size) => TimeSpan.FromSeconds(30) + LengthOf(size) + After + (2 * size.Window);

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
            var capacity = (await SendAsync(run.Size.Window, 8, null)).Count(answer => !answer.Refused) / run.Size.Window.TotalSeconds;
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

    private static TimeSpan LengthOf(BenchSize size) => size.IsQuick ? TimeSpan.FromSeconds(20) : TimeSpan.FromMinutes(5);

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
