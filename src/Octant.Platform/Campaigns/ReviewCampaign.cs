using Octant.Engine.Decisions;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Campaigns;

/// <summary>What a reviewer says.</summary>
/// <param name="Lane">There is one, <c>default</c>, until lanes are configured.</param>
public sealed record ReviewRequest(string Lane, ReviewVerdict Verdict, string? Comment);

/// <summary>Approves a submitted campaign, or sends it back to its planner.</summary>
public static class ReviewCampaign
{
    public const string DefaultLane = "default";

    public static async Task<Result<CampaignDefinition>> HandleAsync(
        string id, Body<ReviewRequest> body, Caller caller, CampaignLifeCycle lifeCycle, IClock clock, CancellationToken cancellation)
    {
        var request = body.Value;
        var checks = new FieldChecks();
        checks.Require(request.Lane == DefaultLane, "lane", DefaultLane, request.Lane);
        checks.Require(request.Comment is null or { Length: <= 2_000 }, "comment", "up to 2000 characters");
        if (checks.ToProblem() is { } invalid)
        {
            return invalid;
        }

        var review = new CampaignReview(request.Lane, request.Verdict, request.Comment, caller.Id, clock.Now);
        var approved = request.Verdict == ReviewVerdict.Approve;
        return await lifeCycle.MoveAsync(
            caller,
            id,
            approved ? "approved" : "sent back",
            approved ? CampaignStatus.Approved : CampaignStatus.Draft,
            [CampaignStatus.Draft],
            (campaign, reviews) => new(reviews.AreUnderWayFor(campaign)
                ? null
                : Problem.Conflict($"The campaign '{campaign.Id}' has not been submitted, or was edited since.")),
            (_, reviews) => new CampaignReviews(null, null, null, [.. reviews.Reviews, review]),
            cancellation);
    }

    public static async Task<Result<CampaignReviews>> ReadAsync(string id, CampaignStorage storage, CancellationToken cancellation) =>
        await storage.Campaigns.ReadAsync(id, cancellation) is null
            ? Problem.NotFound(CampaignStorage.Kind, id)
            : (await storage.Reviews.ReadAsync(id, cancellation))?.Value ?? CampaignReviews.None;
}
