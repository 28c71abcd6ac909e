using Octant.Platform.Channels.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Campaigns.Trials;

/// <summary>The rules of a campaign's tests. They can be changed at any time: they change nothing of the campaign.</summary>
public sealed class CampaignTestsResource(IDocumentStore documents, BackOffice backOffice, CampaignStorage storage, IServiceProvider services)
    : DocumentResource<CampaignTests>(documents, backOffice, services)
{
    private const int MostPersonas = 50;

    public override string Kind => CampaignTests.DocumentKind;

    public override string Route => "campaign-tests";

    public override string Summary => "The tests of a campaign are personas it must, or must not, make an offer to.";

    public override string ReadScope => Scopes.CampaignsRead;

    public override string WriteScope => Scopes.CampaignsWrite;

    /// <summary>They are whose campaign it is.</summary>
    public override bool ConcernsEverybody => false;

    public override async ValueTask<bool> MaySeeAsync(Caller caller, CampaignTests value, CancellationToken cancellation) =>
        (await storage.ReadAsync(caller, value.Id, cancellation)).Succeeded;

    /// <summary>They go with their campaign.</summary>
    public override bool CanBeDeleted => false;

    protected override void Check(CampaignTests candidate, FieldChecks fields)
    {
        fields.Require(candidate.Personas.Count <= MostPersonas, "personas", $"at most {MostPersonas}");
        for (var i = 0; i < candidate.Personas.Count; i++)
        {
            fields.RequireText(candidate.Personas[i].Name, $"personas[{i}].name");
            fields.RequireId(candidate.Personas[i].Channel, $"personas[{i}].channel");
        }

        fields.RequireDistinct([.. candidate.Personas.Select(test => test.Name)], "personas");
    }

    protected override async ValueTask<Problem?> CheckAsync(DocumentChange<CampaignTests> change, CancellationToken cancellation) =>
        (await storage.ReadAsync(change.Caller, change.Id, cancellation)).TryGet(out var campaign, out var problem) ? change.Caller.Refuse(campaign.Value.Organisation) : problem;

    protected override IEnumerable<Reference> ReferencesOf(CampaignTests value) =>
        value.Personas.Select((test, i) => new Reference($"personas[{i}].channel", ChannelKinds.Channel, test.Channel));
}
