using Octant.Engine.Decisions;
using Octant.Engine.Statistics;
using Octant.Platform.Campaigns.Reviews;
using Octant.Platform.Catalog.Contracts;
using Octant.Platform.Channels.Contracts;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Campaigns.Planning;

/// <param name="Campaign">As it stands on the planner's screen; it need not be stored.</param>
/// <param name="Plan">Null where there is none yet.</param>
public sealed record DraftForecastRequest(CampaignDefinition Campaign, CampaignPlan? Plan);

/// <summary>A lane that would have to approve.</summary>
/// <param name="After">Lanes it waits for.</param>
public sealed record CalledLane(string Lane, string Name, string? EnglishName, TimeSpan Within, IReadOnlyList<string> After);

/// <summary>What a draft can come to, with which campaigns it conflicts, and who would have to approve it.</summary>
/// <param name="DetectableBetweenVariants">
/// The smallest difference between the response rates of two variants of its wording that will be found in four of five cases; null where
/// there is one variant, or too few customers.
/// </param>
public sealed record DraftForecast(CampaignForecast Forecast, double? DetectableBetweenVariants, CampaignConflicts Conflicts, IReadOnlyList<CalledLane> Lanes);

/// <summary>Forecasts a campaign while it is being written, before anything is stored.</summary>
public static class ForecastDraft
{
    public static async Task<Result<DraftForecast>> HandleAsync(
        Body<DraftForecastRequest> body,
        Caller caller,
        CampaignStorage storage,
        IAudienceSizes audiences,
        ICatalog catalog,
        IChannels channels,
        IPolicies policies,
        CallLanes lanes,
        CancellationToken cancellation)
    {
        var request = body.Value;
        var checks = new FieldChecks();
        CampaignChecks.Check(request.Campaign, "campaign.", checks);
        checks.RequireShare(request.Plan?.Expected?.ResponseRate ?? 0, "plan.expected.responseRate");
        if (checks.ToProblem() is { } invalid)
        {
            return invalid;
        }

        var campaign = request.Campaign with { Organisation = request.Campaign.Organisation ?? caller.Organisation };
        if (caller.Refuse(campaign.Organisation) is { } refused)
        {
            return refused;
        }

        if (!(await ReadForecast.ForecastAsync(campaign, request.Plan?.Expected?.ResponseRate, caller, audiences, catalog, channels, policies, cancellation)).TryGet(out var forecast, out var problem)
            || !(await ReadConflicts.FindAsync(campaign, caller, storage, audiences, policies, channels, cancellation)).TryGet(out var conflicts, out problem)
            || !(await lanes.ForAsync(campaign, request.Plan, cancellation)).TryGet(out var called, out problem))
        {
            return problem;
        }

        return new DraftForecast(
            forecast,
            BetweenVariants(campaign, forecast),
            conflicts,
            [.. called.Select(lane => new CalledLane(lane.Id, lane.Name, lane.EnglishName, lane.Within, lane.After))]);
    }

    private static double? BetweenVariants(CampaignDefinition campaign, CampaignForecast forecast)
    {
        var variants = campaign.Treatments.Select(treatment => treatment.Variant).Distinct(StringComparer.Ordinal).Count();
        var each = (forecast.Audience - forecast.HeldOut) / Math.Max(1, variants);
        return variants > 1 && each > 0 ? Power.DetectableRise(forecast.ResponseRate, each, each, ReadForecast.Alpha, ReadForecast.WantedPower) : null;
    }
}
