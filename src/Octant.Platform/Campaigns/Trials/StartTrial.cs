using Octant.Engine.Decisions;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Campaigns.Trials;

/// <summary>Tries a campaign as it stands, live or not, on one customer or a persona: what it would do, and why or why not.</summary>
public static class StartTrial
{
    public static async Task<Result<CampaignTrial>> HandleAsync(
        string id, Body<TrialRequest> body, Caller caller, CampaignStorage storage, ICampaignTrials trials, CancellationToken cancellation) =>
        (await storage.ReadAsync(caller, id, cancellation)).TryGet(out var campaign, out var problem)
            ? await trials.TryAsync(AsTriedOn(body.Value.Persona, campaign.Value), body.Value, caller, cancellation)
            : problem;

    /// <summary>A persona of whom nobody said where they live is a customer of the campaign's own part of the organisation.</summary>
    internal static CampaignDefinition AsTriedOn(Persona? persona, CampaignDefinition campaign) => CampaignStorage.InForce(
        persona is null || persona.Attributes.ContainsKey(HomeUnit.Attribute) ? campaign : campaign with { Organisation = null });
}
