using Octant.Engine.Behaviour;
using Octant.Engine.Decisions;
using Octant.Platform.Campaigns.Planning;
using Octant.Platform.Campaigns.Reviews;
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
    private const int LongestExpression = 4_000;
    private const int LongestText = 2_000;
    private static readonly TimeSpan LongestValidity = TimeSpan.FromDays(366);

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

    protected override void Check(CampaignDefinition candidate, FieldChecks fields)
    {
        fields.RequireText(candidate.Name, "name");
        fields.RequireId(candidate.Class, "class");
        fields.RequireOrganisation(candidate.Organisation, "organisation");
        fields.Require(candidate.Offers.Count > 0, "offers", "one offer at least");
        fields.Require(candidate.Channels.Count > 0, "channels", "one channel at least");
        fields.RequireIds(candidate.Channels, "channels");
        fields.RequireIds(candidate.Touchpoints, "touchpoints");
        fields.Require(candidate.Start < candidate.End, "end", "a time after start", candidate.End);
        fields.RequireShare(candidate.HoldoutShare, "holdoutShare");
        fields.RequireBetween(candidate.Lever, 0, 1_000, "lever");
        fields.RequireNotNegative(candidate.Budget, "budget");
        fields.Require(candidate.Validity > TimeSpan.Zero && candidate.Validity <= LongestValidity, "validity", "a duration above nothing and up to P366D", candidate.Validity);
        CheckExpression(candidate.Audience, "audience", fields);
        CheckExpression(candidate.Eligibility, "eligibility", fields);
        CheckExpression(candidate.Applicability, "applicability", fields);
        CheckExpression(candidate.Suitability, "suitability", fields);
        CheckExpression(candidate.Trigger?.Condition, "trigger.condition", fields);
        CheckTrigger(candidate.Trigger, fields);
        for (var i = 0; i < candidate.Offers.Count; i++)
        {
            fields.RequireShare(candidate.Offers[i].Propensity, $"offers[{i}].propensity");
            fields.RequireNotNegative(candidate.Offers[i].Value, $"offers[{i}].value");
        }

        for (var i = 0; i < candidate.ContextWeights.Count; i++)
        {
            CheckExpression(candidate.ContextWeights[i].When, $"contextWeights[{i}].when", fields);
            fields.RequireBetween(candidate.ContextWeights[i].Weight, 0, 1_000, $"contextWeights[{i}].weight");
        }

        for (var i = 0; i < candidate.Treatments.Count; i++)
        {
            fields.Require(candidate.Treatments[i].Text.Length is > 0 and <= LongestText, $"treatments[{i}].text", $"a text of 1 to {LongestText} characters");
        }
    }

    protected override Problem? MayChange(Caller caller, CampaignDefinition value) => RefuseEdit(value);

    protected override IReadOnlyList<string> BelongingKinds => [CampaignPlan.DocumentKind, CampaignStorage.ReviewsKind];

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

    private static void CheckTrigger(CampaignTrigger? trigger, FieldChecks fields)
    {
        fields.Require(trigger?.Absent is null || trigger.After is null, "trigger.after", "either absent or after");
        if (trigger is { Within: not null } or { Absent: not null } or { After: not null })
        {
            fields.Require(
                trigger.Within is { } within && within >= BehaviourMeasure.ShortestWindow && within <= BehaviourMeasure.LongestWindow,
                "trigger.within",
                "a duration from PT1M to P90D, with absent or after",
                trigger.Within);
            fields.Require((trigger.Absent ?? trigger.After) is not null, "trigger.within", "absent or after with it");
        }
    }

    private static void CheckExpression(string? text, string field, FieldChecks fields) =>
        fields.Require(
            text is null || (!string.IsNullOrWhiteSpace(text) && text.Length <= LongestExpression),
            field,
            $"an expression of 1 to {LongestExpression} characters, or to be left out");
}
