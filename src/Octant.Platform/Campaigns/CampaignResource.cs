using Octant.Engine.Decisions;
using Octant.Platform.Campaigns.Planning;
using Octant.Platform.Campaigns.Reviews;
using Octant.Platform.Campaigns.Trials;
using Octant.Platform.Catalog.Contracts;
using Octant.Platform.Channels.Contracts;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Campaigns;

/// <summary>
/// The rules of a campaign as a draft. Its expressions need not compile yet: planners save half-finished work. An edit
/// makes an approved campaign a draft again; one that is live or paused cannot be edited.
/// </summary>
public sealed class CampaignResource(IDocumentStore documents, BackOffice backOffice, IObservedBehaviour observed, IServiceProvider services)
    : DocumentResource<CampaignDefinition>(documents, backOffice, services)
{
    public override string Kind => CampaignStorage.Kind;

    public override string Route => "campaigns";

    public override string Summary => "A campaign is a plan to make offers to an audience through channels in a period.";

    public override string ReadScope => Scopes.CampaignsRead;

    public override string WriteScope => Scopes.CampaignsWrite;

    public override async ValueTask<object> ShowAsync(CampaignDefinition value, CancellationToken cancellation) =>
        await CampaignView.OfAsync(value, observed, cancellation);

    public override bool BelongsToOrganisation => true;

    public override bool MaySee(Caller caller, CampaignDefinition value) => CampaignSight.Permits(caller, value);

    protected override string? OrganisationOf(CampaignDefinition value) => value.Organisation;

    protected override CampaignDefinition? WithOrganisation(CampaignDefinition value, string path) => value with { Organisation = path };

    /// <summary>It belongs to the unit of whoever drafts it, unless they say another of theirs.</summary>
    protected override CampaignDefinition Prepare(Caller caller, CampaignDefinition candidate, CampaignDefinition? existing) =>
        candidate with { Status = CampaignStatus.Draft, Organisation = candidate.Organisation ?? caller.Organisation };

    protected override void Check(CampaignDefinition candidate, FieldChecks fields) => CampaignChecks.Check(candidate, "", fields);

    protected override Problem? MayChange(Caller caller, CampaignDefinition value) => RefuseEdit(value);

    protected override IReadOnlyList<string> BelongingKinds => [CampaignPlan.DocumentKind, CampaignStorage.ReviewsKind, CampaignStorage.BatchKind, CampaignTests.DocumentKind];

    /// <summary>Of a new campaign: since when there is a draft.</summary>
    protected override async ValueTask<IReadOnlyList<DocumentPut>> FollowUpAsync(DocumentChange<CampaignDefinition> change, CancellationToken cancellation) =>
        change.Existing is null && await Documents.ReadAsync(CampaignStorage.ReviewsKind, change.Id, cancellation) is null
            ? [new DocumentPut(CampaignStorage.ReviewsKind, change.Id, DocumentReader<CampaignReviews>.Write(CampaignReviews.None with { DraftedAt = Now }), 0)]
            : [];

    /// <summary>What has been live is kept as it was: its decisions and figures speak of it.</summary>
    internal static Problem? RefuseEdit(CampaignDefinition value) =>
        value.Status is CampaignStatus.Live or CampaignStatus.Paused or CampaignStatus.Ended
            ? Problem.Conflict(
                $"The campaign '{value.Id}' is {value.Status.ToString().ToLowerInvariant()}; only a draft or an approved one can be edited or deleted.")
            : null;

    protected override IEnumerable<Reference> ReferencesOf(CampaignDefinition value) =>
    [
        .. value.Channels.Select((id, i) => new Reference($"channels[{i}]", ChannelKinds.Channel, id)),
        .. value.Touchpoints.Select((id, i) => new Reference($"touchpoints[{i}]", ChannelKinds.Touchpoint, id)),
        .. value.Offers.Select((offer, i) => new Reference($"offers[{i}].offering", CatalogKinds.Offering, offer.Offering)),
        .. value.Offers.Select((offer, i) => (offer.Promotion, i))
            .Where(pair => pair.Promotion is not null)
            .Select(pair => new Reference($"offers[{pair.i}].promotion", CatalogKinds.Promotion, pair.Promotion!)),
        .. value.Treatments.Select((treatment, i) => (treatment.Offering, i))
            .Where(pair => pair.Offering is not null)
            .Select(pair => new Reference($"treatments[{pair.i}].offering", CatalogKinds.Offering, pair.Offering!)),
        .. value.Treatments.Select((treatment, i) => (treatment.Channel, i))
            .Where(pair => pair.Channel is not null)
            .Select(pair => new Reference($"treatments[{pair.i}].channel", ChannelKinds.Channel, pair.Channel!)),
    ];

    protected override OutboxMessage ChangeMessage(string id) => Outbox.Message(new CampaignsChanged(id));
}
