using Octant.EndToEnd.Server;
using Xunit.Abstractions;

namespace Octant.EndToEnd.Durability;

/// <summary>
/// Kill −9 at random moments under load, and one data folder that lives through all of it: nothing acknowledged is lost, nothing
/// is counted twice, no cap is exceeded, every decision replays.
/// </summary>
[Collection(nameof(Durability))]
public sealed class KillTests(ITestOutputHelper output)
{
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
        using var folder = new DataFolder();
        await using var run = new DurabilityRun(folder, cluster?.ConnectionString);
        await run.BeginAsync();
        for (var kill = 1; kill <= kills; kill++)
        {
            await run.GoOnAsync();
            if (cluster is not null && kill % (kills / crashes) == 0)
            {
                // The database goes and comes back under the running server, which must find its way by itself.
                await cluster.CrashAsync();
                await run.GoOnAsync();
            }

            await run.Server.KillAsync();
            var lost = await run.StartAgainAsync();
            Assert.True(lost.Count == 0, $"Lost after kill {kill}, {run}:\n{string.Join('\n', lost)}");
            run.Server.Open();
        }

        var wrong = await run.EndAsync();
        output.WriteLine($"{kills} kills, {run}");
        Assert.True(wrong.Count == 0, $"{run}:\n{string.Join('\n', wrong.Take(20))}");
        Assert.True(run.Server.Unanswered >= kills, "The kills came when nothing was under way.");
    }
}

/// <summary>One at a time: each of these keeps the machine busy by itself.</summary>
[CollectionDefinition(nameof(Durability), DisableParallelization = true)]
public sealed class Durability;
