using Octant.Engine.Decisions;
using Octant.Platform.Channels.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Campaigns.Planning;

/// <summary>The rules of a campaign's plan. Like the campaign itself it can be edited until it is live, and an edit re-opens its review.</summary>
public sealed class CampaignPlanResource(IDocumentStore documents, BackOffice backOffice, CampaignStorage storage, IServiceProvider services)
    : DocumentResource<CampaignPlan>(documents, backOffice, services)
{
    private const int LongestObjective = 2_000;
    private const int MostPrecedence = 100;
    private const int MostLessons = 10;
    private const int MostHours = 1_000_000;

    public override string Kind => CampaignPlan.DocumentKind;

    public override string Route => "campaign-plans";

    public override string Summary => "The plan of a campaign says why it is made, what it needs and what it shall bring.";

    public override string ReadScope => Scopes.CampaignsRead;

    public override string WriteScope => Scopes.CampaignsWrite;

    /// <summary>It is whose campaign it is.</summary>
    public override bool ConcernsEverybody => false;

    public override async ValueTask<bool> MaySeeAsync(Caller caller, CampaignPlan value, CancellationToken cancellation) =>
        (await storage.ReadAsync(caller, value.Id, cancellation)).Succeeded;

    /// <summary>It goes with its campaign.</summary>
    public override bool CanBeDeleted => false;

    protected override void Check(CampaignPlan candidate, FieldChecks fields)
    {
        fields.Require(candidate.Objective.Length <= LongestObjective, "objective", $"up to {LongestObjective} characters");
        fields.RequireId(candidate.Level, "level");
        fields.RequireBetween(candidate.Precedence, 0, MostPrecedence, "precedence");
        fields.RequireBetween(candidate.FrontLineHours, 0, MostHours, "frontLineHours");
        fields.Require(candidate.Lessons.Count <= MostLessons, "lessons", $"at most {MostLessons}");
        if (candidate.Owner is not null)
        {
            fields.RequireId(candidate.Owner, "owner");
        }

        if (candidate.Success is { } success)
        {
            fields.Require(success.Count is not null || success.Share is not null, "success", "a count or a share");
            fields.RequireNotNegative(success.Count, "success.count");
            fields.RequireShare(success.Share ?? 0, "success.share");
        }

        if (candidate.Expected is { } expected)
        {
            fields.RequireShare(expected.ResponseRate, "expected.responseRate");
            fields.RequireNotNegative(expected.Cost, "expected.cost");
            fields.RequireNotNegative(expected.Revenue, "expected.revenue");
        }

        candidate.Survey?.Check(fields, "survey");
        for (var i = 0; i < candidate.Resources.Count; i++)
        {
            CheckNeed(candidate.Resources[i], $"resources[{i}]", fields);
        }

        fields.RequireDistinct([.. candidate.Resources.Select(need => need.Channel)], "resources");
    }

    protected override async ValueTask<Problem?> CheckAsync(DocumentChange<CampaignPlan> change, CancellationToken cancellation) =>
        (await storage.ReadAsync(change.Caller, change.Id, cancellation)).TryGet(out var campaign, out var problem)
            ? change.Caller.Refuse(campaign.Value.Organisation) ?? CampaignResource.RefuseEdit(campaign.Value)
            : problem;

    protected override IEnumerable<Reference> ReferencesOf(CampaignPlan value) =>
    [
        .. value.Resources.Select((need, i) => new Reference($"resources[{i}].channel", ChannelKinds.Channel, need.Channel)),
        .. value.Survey?.Channel is { } channel ? [new Reference("survey.channel", ChannelKinds.Channel, channel)] : Array.Empty<Reference>(),
    ];

    protected override async ValueTask<IReadOnlyList<DocumentPut>> FollowUpAsync(DocumentChange<CampaignPlan> change, CancellationToken cancellation) =>
        await storage.Campaigns.ReadAsync(change.Id, cancellation) is { Value.Status: CampaignStatus.Approved } approved
            ? [new DocumentPut(CampaignStorage.Kind, change.Id, DocumentReader<CampaignDefinition>.Write(approved.Value with { Status = CampaignStatus.Draft }), approved.Version)]
            : [];

    private static void CheckNeed(ResourceNeed need, string place, FieldChecks fields)
    {
        fields.Require(need.ContactsPerDay > 0, place + ".contactsPerDay", "1 or more", need.ContactsPerDay);
        for (var i = 0; i < need.Quotas.Count; i++)
        {
            fields.RequireOrganisation(need.Quotas[i].Organisation, $"{place}.quotas[{i}].organisation");
            fields.RequireNotNegative(need.Quotas[i].Contacts, $"{place}.quotas[{i}].contacts");
        }

        fields.RequireDistinct([.. need.Quotas.Select(quota => quota.Organisation)], place + ".quotas");
    }
}
