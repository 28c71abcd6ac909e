using Octant.Engine.Decisions;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Campaigns.Reviews;

public sealed record CommentRequest(string Text);

/// <summary>Says something about a campaign, at any time; it decides nothing.</summary>
public static class CommentCampaign
{
    private const int MostComments = 500;

    public static async Task<Result<CampaignDefinition>> HandleAsync(
        string id, Body<CommentRequest> body, Caller caller, CampaignLifeCycle lifeCycle, IClock clock, CancellationToken cancellation)
    {
        var text = body.Value.Text;
        if (string.IsNullOrWhiteSpace(text) || text.Length > ReviewCampaign.LongestComment)
        {
            return Problem.Invalid("text", $"a text of 1 to {ReviewCampaign.LongestComment} characters");
        }

        return await lifeCycle.MoveAsync(
            caller,
            id,
            "commented",
            Enum.GetValues<CampaignStatus>(),
            (campaign, reviews) => ValueTask.FromResult<Result<CampaignMove>>(reviews.Comments.Count >= MostComments
                ? Problem.Conflict($"There are {MostComments} comments already.")
                : new CampaignMove(campaign.Status, reviews with { Comments = [.. reviews.Comments, new CampaignComment(caller.Id, clock.Now, text)] })),
            cancellation);
    }
}
