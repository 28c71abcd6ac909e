using System.Diagnostics;
using System.Globalization;
using Octant.Bench.Generator;
using Octant.Testing;

namespace Octant.Bench.Measures;

/// <summary>
/// Figure D8, through the whole product on SQLite: a campaign among ten thousand live ones is paused and resumed again and
/// again while customers ask; the answer to each change comes when it is in force in all partitions. Beside it the latency of
/// the decisions with changes over that without, by windows in turns, so that neither has the warmer server or the fuller one,
/// whose speed and whose machine's move within a minute. A window is as long as views gather, or longer, so that they are written in each.
/// </summary>
public sealed class StrategyChanges : IMeasure
{
    private const int Rules = 10_000;

    /// <summary>Below saturation, so that latency tells of the changes and not of a queue.</summary>
    private const int Connections = 4;

    /// <summary>Windows of either kind.</summary>
    private const int Turns = 4;

    private static readonly TimeSpan BetweenChanges = TimeSpan.FromMilliseconds(200);

    /// <summary>Before any is measured: what pausing and resuming run through has its last form after some sixty of each, and not in a window.</summary>
    private static readonly TimeSpan BetweenChangesBefore = TimeSpan.FromMilliseconds(10);

    private static readonly TimeSpan WarmAgain = TimeSpan.FromSeconds(0.25);

    public IReadOnlyList<string> Figures => ["D8", "D8 p99"];

    public string What => "a campaign among 10,000 live ones changes while decisions are made";

    public TimeSpan Estimate(BenchSize size) => TimeSpan.FromSeconds(14) + (2 * size.WarmUp) + (2 * Turns * (WarmAgain + size.Window));

    public async Task RunAsync(BenchRun run)
    {
        var folder = Directory.CreateTempSubdirectory("octant-bench-").FullName;
        try
        {
            await using var server = await GeneratedProvince.StartAsync(folder, new Database("SQLite", null), run, run.Size.Customers, Rules);
            using var client = new HttpClient { BaseAddress = server.Address };
            client.DefaultRequestHeaders.Add("X-Api-Key", OctantProcess.AdministratorKey);
            string[] campaigns = [.. run.Rules(Rules).Select(rule => OctantText.Campaign(rule, GeneratedProvince.Channel).Id)];
            var requests = new DecisionRequests(run.Size.Customers);
            Task<Load> WindowAsync() => LoadAsync(server, requests, WarmAgain, run.Size.Window);

            await LoadAsync(server, requests, run.Size.WarmUp, TimeSpan.Zero);
            await WithChangesAsync(client, campaigns, BetweenChangesBefore, () => LoadAsync(server, requests, run.Size.WarmUp, TimeSpan.Zero));
            var changes = new List<double>();
            var (withoutChanges, withChanges) = (new List<Load>(), new List<Load>());
            for (var window = 0; window < 2 * Turns; window++)
            {
                // Without, with; with, without: what moves steadily is the same for both.
                if (window % 4 is 0 or 3)
                {
                    withoutChanges.Add(await WindowAsync());
                }
                else
                {
                    var (load, made) = await WithChangesAsync(client, campaigns, BetweenChanges, WindowAsync);
                    withChanges.Add(load);
                    changes.AddRange(made);
                }
            }

            var (quiet, busy) = (Load.Of(withoutChanges), Load.Of(withChanges));
            changes.Sort();
            var what = string.Create(CultureInfo.InvariantCulture, $"pause or resume one of {Rules:N0} live campaigns until all partitions have it, under load");
            run.Add("D8", $"{what} (median of {changes.Count})", changes[changes.Count / 2], "ms");
            run.Add("D8 slowest", what, changes[^1], "ms");
            run.Add("D8 p99", $"p99 of decisions with changes ({busy.Percentile(0.99):0.0} ms) over that without ({quiet.Percentile(0.99):0.0} ms)", busy.Percentile(0.99) / quiet.Percentile(0.99), "×");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task<Load> LoadAsync(OctantProcess server, DecisionRequests requests, TimeSpan warmUp, TimeSpan window) =>
        LoadClient.RunAsync(server.Address, "/api/v1/decisions", OctantProcess.AdministratorKey, _ => requests.Next(), Connections, warmUp, window);

    /// <summary>What the load came to, and milliseconds of each change; every campaign is live again at the end.</summary>
    private static async Task<(Load Load, List<double> Changes)> WithChangesAsync(HttpClient client, string[] campaigns, TimeSpan between, Func<Task<Load>> load)
    {
        using var ending = new CancellationTokenSource();
        var changing = ChangeAsync(client, campaigns, between, ending.Token);
        var came = await load();
        await ending.CancelAsync();
        return (came, await changing);
    }

    private static async Task<List<double>> ChangeAsync(HttpClient client, string[] campaigns, TimeSpan between, CancellationToken ending)
    {
        var took = new List<double>();
        for (var change = 0; !ending.IsCancellationRequested || change % 2 == 1; change++)
        {
            var id = campaigns[change / 2 * 7 % campaigns.Length];
            var started = Stopwatch.GetTimestamp();
            using var answer = await client.PostAsync($"/api/v1/campaigns/{id}/{(change % 2 == 0 ? "pause" : "resume")}", null, CancellationToken.None);
            took.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            if (!answer.IsSuccessStatusCode)
            {
                throw new InvalidOperationException($"{id}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(CancellationToken.None)}");
            }

            await Task.Delay(between, CancellationToken.None);
        }

        return took;
    }
}
