using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions.Simulations;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Decisions.Simulations;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Tests.Decisions;

/// <summary>Several simulations at once, their stop, and what a stop of the server leaves: with a gate before their first record.</summary>
public sealed class SimulationDeskTests(RunningHost host) : IClassFixture<RunningHost>
{
    private static readonly Caller Everybody = new("key/test", new HashSet<string>(StringComparer.Ordinal), null);

    /// <summary>Nothing that is asked for is written until the gate opens.</summary>
    private sealed class Gate : IProjections
    {
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Open() => _open.TrySetResult();

        public Task WaitAsync(int? partition, TimeSpan patience, CancellationToken cancellation) => _open.Task.WaitAsync(cancellation);
    }

    [Fact]
    public async Task Several_are_under_way_at_once_and_each_is_stopped_by_itself()
    {
        var gate = new Gate();
        using var desk = DeskBehind(gate);
        var ids = new List<string>();
        for (var i = 0; i < 16; i++)
        {
            ids.Add((await StartAsync(desk)).Value.Id);
        }

        var refused = await StartAsync(desk);
        Assert.Equal(ProblemKind.Unavailable, refused.Problem!.Kind);
        Assert.NotNull(refused.Problem.RetryAfter);

        // One that has its turn and one that waits for it.
        foreach (var id in (string[])[ids[0], ids[15]])
        {
            await desk.StopAsync(Everybody, id);
            var stopped = await desk.FindAsync(Everybody, id, CancellationToken.None);
            Assert.Equal((SimulationState.Stopped, 0), (stopped!.State, stopped.Simulated));
            Assert.NotNull(stopped.EndedAt);
            Assert.NotNull(stopped.Result);
        }

        gate.Open();
        foreach (var id in ids.Except([ids[0], ids[15]]))
        {
            Assert.Equal(SimulationState.Completed, (await EndOfAsync(desk, id)).State);
        }

        await desk.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task One_that_the_servers_stop_cut_off_says_so_after_the_restart()
    {
        using var desk = DeskBehind(new Gate());
        var id = (await StartAsync(desk)).Value.Id;
        await desk.StopAsync(CancellationToken.None);

        using var restarted = DeskBehind(new Gate());
        await restarted.StartAsync(CancellationToken.None);

        var cutOff = await restarted.FindAsync(Everybody, id, CancellationToken.None);
        Assert.Equal(SimulationState.Interrupted, cutOff!.State);
        Assert.NotNull(cutOff.EndedAt);
        Assert.Contains("start it again", cutOff.Problem, StringComparison.Ordinal);
        Assert.Null(cutOff.Result);
        await restarted.StopAsync(CancellationToken.None);
    }

    private SimulationDesk DeskBehind(Gate gate)
    {
        var services = host.Application.Services;
        return new SimulationDesk(
            services.GetRequiredService<SimulationSources>(), services.GetRequiredService<SimulationStorage>(), gate, services.GetRequiredService<IClock>(), NullLogger<SimulationDesk>.Instance);
    }

    private static async Task<Result<SimulationProgress>> StartAsync(SimulationDesk desk)
    {
        var (from, to) = (new Instant(0), new Instant(Instant.MicrosecondsPerDay));
        return await desk.StartAsync(
            Everybody, new SimulationRequest(from, to, [], null), Draft.Of([], OtherCampaigns.Keep, from, to), CancellationToken.None);
    }

    private static async Task<SimulationProgress> EndOfAsync(SimulationDesk desk, string id)
    {
        while (true)
        {
            var progress = (await desk.FindAsync(Everybody, id, CancellationToken.None))!;
            if (progress.EndedAt is not null)
            {
                return progress;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }
}
