using Microsoft.Extensions.Logging;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Decisions.Simulations;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Decisions.Strategies;
using Octant.Platform.Foundation.LongWork;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Decisions.Allocations;

/// <summary>The allocations of this node. Who is given what is kept for the last of them only, since it is much.</summary>
internal sealed class AllocationDesk(
    IPartitions partitions, CurrentStrategy current, ILiveCampaigns campaigns, IDocumentStore documents, IClock clock, ILogger<AllocationDesk> logger) : WorkDesk<AllocationRun>(clock, logger)
{
    private readonly IClock _clock = clock;

    protected override string Noun => "allocations";

    protected override int MostRemembered => 3;

    public async Task<Result<AllocationView>> StartAsync(AllocateRequest request, CancellationToken cancellation)
    {
        var now = _clock.Now;
        var at = request.At ?? now;
        if (!(await WithComingAsync(request, at, cancellation).ConfigureAwait(false)).TryGet(out var strategy, out var unfit))
        {
            return unfit;
        }

        if (request.Check(strategy, now) is { } invalid)
        {
            return invalid;
        }

        if (!CompetitionProblem.Of(request, strategy, at, await documents.ReadBalancesAsync(cancellation).ConfigureAwait(false)).TryGet(out var posed, out var problem))
        {
            return problem;
        }

        return Begin((id, started) => new AllocationRun(posed, request, strategy, at, id, started)).TryGet(out var run, out problem) ? run.View : problem;
    }

    /// <summary>The strategy in force, with those of the campaigns that are drafted or approved put into it as if they were live.</summary>
    private async ValueTask<Result<Strategy>> WithComingAsync(AllocateRequest request, Instant at, CancellationToken cancellation)
    {
        var inForce = current.Value;
        var coming = new List<CampaignDefinition>();
        foreach (var id in request.Campaigns.Select(campaign => campaign.Id).Distinct(StringComparer.Ordinal).Where(id => inForce.Campaign(id) is null))
        {
            if (await campaigns.ReadComingAsync(id, cancellation).ConfigureAwait(false) is { } campaign)
            {
                coming.Add(campaign);
            }
        }

        if (coming.Count == 0)
        {
            return inForce;
        }

        var put = Draft.Of(coming, OtherCampaigns.Keep, at, at + TimeSpan.FromMinutes(1)).PutAmong(inForce.Definition.Campaigns);
        var compilation = StrategyCompiler.Compile(inForce.Definition with { Campaigns = put }, inForce);
        return compilation.Strategy is { } strategy
            ? strategy
            : Problem.Invalid("campaigns", $"campaigns that could go live; {compilation.Errors[0].Id}, {compilation.Errors[0].Field}: {compilation.Errors[0].Message}");
    }

    protected override Task RunAsync(AllocationRun work, CancellationToken cancellation) => work.AllocateAsync(partitions, cancellation);
}
