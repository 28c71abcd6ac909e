using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Octant.Engine.Decisions;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Campaigns;

/// <summary>Drafts a new campaign.</summary>
public static class CreateCampaign
{
    public static async Task<Result<Created<CampaignDefinition>>> HandleAsync(
        Body<CampaignDefinition> body, Caller caller, CampaignResource campaigns, CancellationToken cancellation) =>
        await CreateAsync(body.Value, caller, campaigns, cancellation);

    internal static async Task<Result<Created<CampaignDefinition>>> CreateAsync(
        CampaignDefinition campaign, Caller caller, CampaignResource campaigns, CancellationToken cancellation)
    {
        var created = await campaigns.PutAsync(caller, campaign.Id, campaign, Preconditions.None with { MustBeNew = true }, cancellation);
        if (created.TryGet(out var outcome, out var problem))
        {
            return TypedResults.Created($"{EndpointConventions.BasePath}/campaigns/{outcome.Value.Id}", outcome.Value);
        }

        return problem.Kind == ProblemKind.PreconditionFailed ? Problem.Conflict($"There is a campaign '{campaign.Id}' already.") : problem;
    }
}
