using Microsoft.Extensions.Logging;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Decisions.Models;
using Octant.Platform.Decisions.Strategies;
using Octant.Platform.Foundation.LongWork;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Decisions.Replays;

/// <summary>The replays of this node. A replay changes nothing.</summary>
public sealed class ReplayDesk(
    IProjectionStore store, StrategyArchive archive, ModelArchive models, IProjections projections, IClock clock, ILogger<ReplayDesk> logger) : WorkDesk<ReplayRun>(clock, logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    protected override string Noun => "replays";

    public Result<ReplayProgress> Start(ReplayRequest request) =>
        Begin((id, at) => new ReplayRun(request, id, at)).TryGet(out var run, out var problem) ? run.Progress : problem;

    protected override async Task RunAsync(ReplayRun work, CancellationToken cancellation)
    {
        // What was decided before it was asked for belongs to it.
        await projections.WaitAsync(null, Patience, cancellation).ConfigureAwait(false);
        await work.ReplayAsync(store, archive, models, cancellation).ConfigureAwait(false);
    }
}
