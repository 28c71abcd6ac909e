using System.Globalization;
using Octant.EndToEnd.Server;
using Octant.Testing;
using Xunit.Abstractions;

namespace Octant.EndToEnd.Durability;

/// <summary>
/// Kill −9 at random moments under load, and one data folder that lives through all of it: nothing acknowledged is lost, nothing
/// is counted twice, no cap is exceeded, every decision replays. <c>OCTANT_TEST_SEED</c> repeats a run's random choices.
/// </summary>
[Collection(nameof(Durability))]
public sealed class KillTests(ITestOutputHelper output)
{
    private const int ChecksAfterRestart = 60;

    private static readonly (string Name, string Value)[] Settings =
        [("Octant__Clock", "manual"), ("Octant__ClockStart", "2026-03-02T02:00:00Z"), ("Logging__LogLevel__Default", "Warning"), ("Logging__LogLevel__Microsoft.Hosting.Lifetime", "Information")];

    [Fact]
    public async Task Fifty_kills_under_load_on_SQLite_lose_nothing_and_count_nothing_twice() => await RunAsync(kills: 50, cluster: null, crashes: 0);

    [Fact]
    public async Task Ten_kills_and_two_crashes_of_the_database_on_PostgreSQL_lose_nothing_and_count_nothing_twice()
    {
        using var cluster = await PostgresCluster.StartAsync();
        await RunAsync(kills: 10, cluster, crashes: 2);
    }

    private async Task RunAsync(int kills, PostgresCluster? cluster, int crashes)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("OCTANT_TEST_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            ? given
            : Random.Shared.Next();
        output.WriteLine($"Seed {seed}");
        var random = new Random(seed);
        using var folder = new DataFolder();
        (string, string)[] settings = cluster is null ? Settings : [.. Settings, ("Octant__Database", cluster.ConnectionString)];
        await using var server = new Restarts(() => OctantProcess.StartAsync(folder.Path, settings));
        await server.StartAsync();
        await Load.SetUpAsync(server.Direct);
        var acknowledged = new Acknowledged();
        var load = new Load(server, acknowledged, seed);
        load.Begin();
        server.Open();
        for (var kill = 1; kill <= kills; kill++)
        {
            await Task.Delay(random.Next(100, 700));
            if (cluster is not null && kill % (kills / crashes) == 0)
            {
                // The database goes and comes back under the running server, which must find its way by itself.
                await cluster.CrashAsync();
                await Task.Delay(random.Next(100, 700));
            }

            await server.KillAsync();
            load.ThrowIfBroken();
            await server.StartAsync();
            var known = acknowledged.All.ToArray();
            var some = Enumerable.Range(0, Math.Min(ChecksAfterRestart, known.Length)).Select(_ => known[^random.Next(1, Math.Min(known.Length, 300) + 1)]);
            var lost = await Acknowledged.FindLossesAsync(server.Direct, some.Distinct());
            Assert.True(lost.Count == 0, $"Lost after kill {kill}, seed {seed}: {string.Join('\n', lost)}");
            server.Open();
        }

        await load.EndAsync();
        List<string> wrong =
        [
            .. await Acknowledged.FindLossesAsync(server.Direct, acknowledged.All),
            .. await acknowledged.FindLostCustomersAsync(server.Direct),
            .. await Books.FindDifferencesAsync(server.Direct, acknowledged),
        ];
        Assert.Equal(0, await server.Server.StopAsync());
        wrong.AddRange(await Books.FindFaultsAsync(folder.Path, cluster?.ConnectionString, acknowledged));
        output.WriteLine(
            $"{kills} kills; {acknowledged.All.Count} acknowledgements; {acknowledged.Decisions.Count} decisions, {acknowledged.Events.Count} events, "
            + $"{acknowledged.Responses.Count} responses, {acknowledged.Contacts.Count} contacts, {acknowledged.Claims.Count} claimed, "
            + $"{acknowledged.Receipts.Count} receipts; {server.Unanswered} requests without an answer were sent again");
        Assert.True(wrong.Count == 0, $"Seed {seed}: {string.Join('\n', wrong.Take(20))}");
        Assert.True(server.Unanswered >= kills, "The kills came when nothing was under way.");
    }
}

/// <summary>One at a time: each of these keeps the machine busy by itself.</summary>
[CollectionDefinition(nameof(Durability), DisableParallelization = true)]
public sealed class Durability;
