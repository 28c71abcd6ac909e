using Octant.Engine.Decisions;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Campaigns.Reviews;

/// <param name="To">Staff number; null takes the delegation back.</param>
public sealed record DelegationRequest(string? To);

/// <summary>Hands a lane of one campaign to a colleague, by somebody whose lane it is.</summary>
public static class DelegateReview
{
    public static async Task<Result<CampaignDefinition>> HandleAsync(
        string id, string lane, Body<DelegationRequest> body, Caller caller, CampaignLifeCycle lifeCycle, CampaignStorage storage, CancellationToken cancellation)
    {
        var to = body.Value.To;
        var checks = new FieldChecks();
        if (to is not null)
        {
            checks.RequireId(to, "to");
        }

        return checks.ToProblem() is { } invalid
            ? invalid
            : await lifeCycle.MoveAsync(
                caller,
                id,
                to is null ? $"took back the delegation of lane {lane}" : $"delegated lane {lane} to {to}",
                [CampaignStatus.Draft],
                async (campaign, reviews) =>
                {
                    if (reviews.Find(lane) is { } found
                        && caller.RefuseDecision(found, reviews, (await storage.Plans.ReadAsync(id, cancellation))?.Value) is { } refused)
                    {
                        return refused;
                    }

                    return reviews.Delegate(lane, to).Then(delegated => new CampaignMove(campaign.Status, delegated));
                },
                cancellation);
    }
}
