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
        var coming = await ReadComingAsync(request, cancellation).ConfigureAwait(false);
        if (!WithComing(coming, at).TryGet(out var strategy, out var problem))
        {
            return problem;
        }

        if (request.Check(strategy, now) is { } invalid)
        {
            return invalid;
        }

        var known = request.Campaigns.ToDictionary(
            campaign => campaign.Id, campaign => coming.Find(one => one.Id == campaign.Id) ?? strategy.Campaign(campaign.Id)!.Definition, StringComparer.Ordinal);
        var day = new CompetitionDay(request, new DueTimes(strategy.Policies, strategy.Definition.Channels, strategy.Zone, now), known, at);
        if (!day.Competing().TryGet(out var competing, out problem))
        {
            return problem;
        }

        if (!CompetitionProblem.Of(competing, day, strategy, at, await documents.ReadBalancesAsync(cancellation).ConfigureAwait(false)).TryGet(out var posed, out problem))
        {
            return problem;
        }

        return Begin((id, started) => new AllocationRun(posed, competing, day.LeftOut, strategy, at, id, started)).TryGet(out var run, out problem) ? run.View : problem;
    }

    /// <summary>Those of the campaigns that are drafted or approved.</summary>
    private async ValueTask<List<CampaignDefinition>> ReadComingAsync(AllocateRequest request, CancellationToken cancellation)
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

        return coming;
    }

    /// <summary>The strategy in force, with these put into it as if they were live.</summary>
    private Result<Strategy> WithComing(List<CampaignDefinition> coming, Instant at)
    {
        var inForce = current.Value;
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
