using Octant.Engine.Decisions;
using Octant.Platform.Campaigns.Batches;
using Octant.Platform.Campaigns.Planning;
using Octant.Platform.Campaigns.Reviews;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Campaigns;

/// <summary>Campaigns, their plans and their reviews in the back office.</summary>
public sealed class CampaignStorage(IDocumentStore documents) : ILiveCampaigns
{
    public const string Kind = "campaign";
    public const string ReviewsKind = "campaign-reviews";
    public const string BatchKind = "campaign-batch";
    public const string BatchHistoryKind = "campaign-batch-history";

    public DocumentReader<CampaignDefinition> Campaigns { get; } = new(documents, Kind);

    public DocumentReader<CampaignPlan> Plans { get; } = new(documents, CampaignPlan.DocumentKind);

    public DocumentReader<CampaignReviews> Reviews { get; } = new(documents, ReviewsKind);

    public DocumentReader<CampaignBatch> Batches { get; } = new(documents, BatchKind);

    public DocumentReader<CampaignBatchHistory> BatchHistories { get; } = new(documents, BatchHistoryKind);

    /// <summary>The reviews of every campaign that has any, by its id.</summary>
    public async ValueTask<IReadOnlyDictionary<string, CampaignReviews>> ReadAllReviewsAsync(CancellationToken cancellation) =>
        (await documents.ReadAllAsync(ReviewsKind, cancellation))
            .ToDictionary(document => document.Id, document => DocumentReader<CampaignReviews>.Parse(document.Body), StringComparer.Ordinal);

    /// <summary>What reviewers are shown of a campaign as it stands.</summary>
    public async ValueTask<System.Text.Json.Nodes.JsonObject> ReadContentAsync(CampaignDefinition campaign, CancellationToken cancellation) =>
        CampaignContent.Of(campaign, (await Plans.ReadAsync(campaign.Id, cancellation))?.Value);

    public async ValueTask<IReadOnlyList<CampaignDefinition>> ReadAsync(CancellationToken cancellation) =>
        [.. (await Campaigns.ReadAllAsync(cancellation)).Where(IsInStrategy).Select(InForce)];

    public async ValueTask<CampaignDefinition?> ReadAsync(string id, CancellationToken cancellation) =>
        (await Campaigns.ReadAsync(id, cancellation))?.Value is { } campaign && IsInStrategy(campaign) ? InForce(campaign) : null;

    public async ValueTask<CampaignDefinition?> ReadComingAsync(string id, CancellationToken cancellation) =>
        (await Campaigns.ReadAsync(id, cancellation))?.Value is { Status: CampaignStatus.Draft or CampaignStatus.Approved } campaign ? InForce(campaign) : null;

    /// <summary>
    /// As it decides: a campaign of a part of the organisation is for the customers of that part, whatever its audience says; one with a
    /// schedule answers its own hour.
    /// </summary>
    public static CampaignDefinition InForce(CampaignDefinition campaign) => CampaignDue.Answering(
        campaign.Organisation is null ? campaign : campaign with { Audience = HomeUnit.Within(campaign.Audience, campaign.Organisation) });

    private static bool IsInStrategy(CampaignDefinition campaign) => campaign.Status is CampaignStatus.Live or CampaignStatus.Paused;
}
