using Octant.Engine.Decisions;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Campaigns.Reviews;

/// <summary>What a reviewer says.</summary>
/// <param name="Lane">One of those the campaign was submitted to.</param>
public sealed record ReviewRequest(string Lane, ReviewVerdict Verdict, string? Comment);

/// <summary>A lane approves a submitted campaign, or sends it back to its planner.</summary>
public static class ReviewCampaign
{
    internal const int LongestComment = 2_000;

    public static async Task<Result<CampaignDefinition>> HandleAsync(
        string id, Body<ReviewRequest> body, Caller caller, CampaignLifeCycle lifeCycle, CampaignStorage storage, IClock clock, CancellationToken cancellation)
    {
        var request = body.Value;
        var checks = new FieldChecks();
        checks.RequireId(request.Lane, "lane");
        checks.Require(request.Comment is null or { Length: <= LongestComment }, "comment", $"up to {LongestComment} characters");
        checks.Require(
            request.Verdict == ReviewVerdict.Approve || !caller.IsPerson() || !string.IsNullOrWhiteSpace(request.Comment),
            "comment",
            "what the planner shall change");
        if (checks.ToProblem() is { } invalid)
        {
            return invalid;
        }

        return await lifeCycle.MoveAsync(
            caller,
            id,
            $"{(request.Verdict == ReviewVerdict.Approve ? "approved" : "sent back")} by lane {request.Lane}",
            [CampaignStatus.Draft],
            async (campaign, reviews) =>
            {
                if (!reviews.AreUnderWayFor(await storage.ReadContentAsync(campaign, cancellation)))
                {
                    return Problem.Conflict($"The campaign '{id}' has not been submitted, or was edited since.");
                }

                if (reviews.Find(request.Lane) is { } lane && caller.RefuseDecision(lane, reviews, (await storage.Plans.ReadAsync(id, cancellation))?.Value) is { } refused)
                {
                    return refused;
                }

                return reviews.Decide(request.Lane, request.Verdict, request.Comment, caller.Id, clock.Now)
                    .Then(decided => new CampaignMove(decided.AreApproved ? CampaignStatus.Approved : CampaignStatus.Draft, decided));
            },
            cancellation);
    }
}
