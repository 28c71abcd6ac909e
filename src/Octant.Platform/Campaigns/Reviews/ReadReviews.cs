using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Campaigns.Reviews;

/// <param name="IsOverdue">Open, and past its deadline.</param>
/// <param name="MayDecide">Whether who asks may decide here now.</param>
/// <param name="Changes">Since the lane decided last; empty when it never has.</param>
public sealed record LaneView(
    string Lane,
    string Name,
    string? EnglishName,
    LaneStatus Status,
    Instant? OpenedAt,
    Instant? DueAt,
    bool IsOverdue,
    Instant? DecidedAt,
    string? DecidedBy,
    string? DelegatedTo,
    bool MayDecide,
    IReadOnlyList<ContentChange> Changes);

/// <param name="SubmittedAt">Null while it is not under review.</param>
/// <param name="IsEditedSince">What was submitted is not what is there: it must be submitted again.</param>
public sealed record ReviewsView(
    string? SubmittedBy,
    Instant? SubmittedAt,
    bool IsEditedSince,
    IReadOnlyList<LaneView> Lanes,
    IReadOnlyList<CampaignReview> Reviews,
    IReadOnlyList<CampaignComment> Comments,
    Instant? DraftedAt,
    Instant? ApprovedAt,
    Instant? LaunchedAt);

/// <summary>How the review of a campaign stands, lane by lane, and how it went.</summary>
public static class ReadReviews
{
    public static async Task<Result<ReviewsView>> HandleAsync(string id, Caller caller, CampaignStorage storage, IClock clock, CancellationToken cancellation)
    {
        if (!(await storage.ReadAsync(caller, id, cancellation)).TryGet(out var stored, out var problem))
        {
            return problem;
        }

        var campaign = stored.Value;
        var plan = (await storage.Plans.ReadAsync(id, cancellation))?.Value;
        var reviews = (await storage.Reviews.ReadAsync(id, cancellation))?.Value ?? CampaignReviews.None;
        var isUnderWay = reviews.AreUnderWayFor(CampaignContent.Of(campaign, plan));
        return new ReviewsView(
            reviews.SubmittedBy,
            reviews.SubmittedAt,
            reviews.SubmittedAt is not null && !isUnderWay,
            [.. reviews.Lanes.Select(lane => new LaneView(
                lane.Terms.Id,
                lane.Terms.Name,
                lane.Terms.EnglishName,
                lane.Status,
                lane.OpenedAt,
                lane.DueAt,
                lane.Status == LaneStatus.Open && clock.Now > lane.DueAt,
                lane.DecidedAt,
                lane.DecidedBy,
                lane.DelegatedTo,
                isUnderWay && lane.Status == LaneStatus.Open && caller.RefuseDecision(lane, reviews, plan) is null,
                reviews.ChangesFor(lane)))],
            reviews.Reviews,
            reviews.Comments,
            reviews.DraftedAt,
            reviews.ApprovedAt,
            reviews.LaunchedAt);
    }
}
