using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Platform.Campaigns.Planning;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Campaigns.Reviews;

/// <param name="Changes">How many places the lane has to look at again; 0 when it has not seen the campaign yet.</param>
public sealed record OpenReview(
    string CampaignId, string CampaignName, string Lane, string LaneName, string? LaneEnglishName, string? SubmittedBy, Instant OpenedAt, Instant DueAt, bool IsOverdue, string? DelegatedTo, int Changes);

public sealed record OpenReviews(IReadOnlyList<OpenReview> Items);

/// <summary>The open lanes that wait for who asks, the most urgent first.</summary>
public static class ListOpenReviews
{
    public static async Task<Result<OpenReviews>> HandleAsync(Caller caller, CampaignStorage storage, IClock clock, CancellationToken cancellation)
    {
        var known = await storage.ReadAllReviewsAsync(cancellation);
        var plans = (await storage.Plans.ReadAllAsync(cancellation)).ToDictionary(plan => plan.Id, StringComparer.Ordinal);
        var open = (await storage.Campaigns.ReadAllAsync(cancellation))
            .Where(campaign => campaign.Status == CampaignStatus.Draft && CampaignSight.Permits(caller, campaign))
            .SelectMany(campaign => known.GetValueOrDefault(campaign.Id) is { SubmittedAt: not null } reviews
                ? OpenLanes(campaign, plans.GetValueOrDefault(campaign.Id), reviews, caller, clock.Now)
                : []);
        return new OpenReviews([.. open.OrderBy(review => review.DueAt).ThenBy(review => review.CampaignId, StringComparer.Ordinal)]);
    }

    private static IEnumerable<OpenReview> OpenLanes(CampaignDefinition campaign, CampaignPlan? plan, CampaignReviews reviews, Caller caller, Instant now) =>
        !reviews.AreUnderWayFor(CampaignContent.Of(campaign, plan))
            ? []
            : reviews.Lanes
                .Where(lane => lane.Status == LaneStatus.Open && caller.RefuseDecision(lane, reviews, plan) is null)
                .Select(lane => new OpenReview(
                    campaign.Id,
                    campaign.Name,
                    lane.Terms.Id,
                    lane.Terms.Name,
                    lane.Terms.EnglishName,
                    reviews.SubmittedBy,
                    lane.OpenedAt!.Value,
                    lane.DueAt!.Value,
                    now > lane.DueAt,
                    lane.DelegatedTo,
                    reviews.ChangesFor(lane).Count));
}
