using Octant.Engine.Decisions;
using Octant.Engine.Offers;
using Octant.Platform.Campaigns.Planning;
using Octant.Platform.Catalog.Contracts;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Campaigns.Reviews;

/// <summary>Finds the lanes that a campaign calls for as it stands.</summary>
public sealed class CallLanes(IDocumentStore documents, CampaignStorage storage, ICatalog catalog, IAudienceSizes audiences)
{
    private readonly DocumentReader<ReviewLane> _lanes = new(documents, ReviewLane.DocumentKind);

    /// <summary>In order of id; the default lane where no other is called for.</summary>
    public async ValueTask<Result<IReadOnlyList<ReviewLane>>> ForAsync(CampaignDefinition campaign, CampaignPlan? plan, CancellationToken cancellation)
    {
        var lanes = await _lanes.ReadAllAsync(cancellation);
        if (lanes.Count == 0)
        {
            return new[] { ReviewLane.Default };
        }

        if (!(await audiences.MeasureAsync([campaign.Audience], cancellation)).First.TryGet(out var size, out var problem))
        {
            return problem;
        }

        var facts = new LaneFacts(plan?.Level ?? CampaignPlan.DefaultLevel, await HasNewTariffAsync(campaign, cancellation), campaign.Budget, size.Count);
        var called = lanes.Where(lane => lane.IsCalledFor(facts)).ToList();
        return called.Count == 0 ? new[] { ReviewLane.Default } : called;
    }

    private async ValueTask<bool> HasNewTariffAsync(CampaignDefinition campaign, CancellationToken cancellation)
    {
        var mainPlans = (await catalog.ReadOfferingsAsync(cancellation))
            .Where(offering => offering.Type == OfferingType.MainPlan)
            .Select(offering => offering.Id)
            .ToHashSet(StringComparer.Ordinal);
        var tariffs = campaign.Offers
            .Where(offer => offer.Promotion is not null || mainPlans.Contains(offer.Offering))
            .Select(offer => (offer.Offering, offer.Promotion))
            .ToHashSet();
        if (tariffs.Count == 0)
        {
            return false;
        }

        var brought = (await storage.Campaigns.ReadAllAsync(cancellation))
            .Where(other => other.Status is CampaignStatus.Live or CampaignStatus.Paused or CampaignStatus.Ended && other.Id != campaign.Id)
            .SelectMany(other => other.Offers.Select(offer => (offer.Offering, offer.Promotion)));
        tariffs.ExceptWith(brought);
        return tariffs.Count > 0;
    }
}
