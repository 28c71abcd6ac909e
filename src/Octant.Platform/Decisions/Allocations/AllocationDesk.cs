using Microsoft.Extensions.Logging;
using Octant.Platform.Decisions.Strategies;
using Octant.Platform.Foundation.LongWork;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Decisions.Allocations;

/// <summary>The allocations of this node. Who is given what is kept for the last of them only, since it is much.</summary>
internal sealed class AllocationDesk(
    IPartitions partitions, CurrentStrategy current, IDocumentStore documents, IClock clock, ILogger<AllocationDesk> logger) : WorkDesk<AllocationRun>(clock, logger)
{
    private readonly IClock _clock = clock;

    protected override string Noun => "allocations";

    protected override int MostRemembered => 3;

    public async Task<Result<AllocationView>> StartAsync(AllocateRequest request, CancellationToken cancellation)
    {
        var (strategy, now) = (current.Value, _clock.Now);
        if (request.Check(strategy, now) is { } invalid)
        {
            return invalid;
        }

        var at = request.At ?? now;
        if (!CompetitionProblem.Of(request, strategy, at, await documents.ReadBalancesAsync(cancellation).ConfigureAwait(false)).TryGet(out var posed, out var problem))
        {
            return problem;
        }

        return Begin((id, started) => new AllocationRun(posed, request, strategy, at, id, started)).TryGet(out var run, out problem) ? run.View : problem;
    }

    protected override Task RunAsync(AllocationRun work, CancellationToken cancellation) => work.AllocateAsync(partitions, cancellation);
}
