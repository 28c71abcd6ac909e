using Octant.Engine.Decisions;
using Octant.Platform.Catalog.Contracts;
using Octant.Platform.Channels.Contracts;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Decisions.Capacity;

/// <summary>The rules of an allotment. Allocations make them, and people may, too.</summary>
public sealed class AllotmentResource(IDocumentStore documents, BackOffice backOffice, IServiceProvider services)
    : DocumentResource<Allotment>(documents, backOffice, services)
{
    public const string DocumentKind = "allotment";

    private const int MostShares = 1_024;

    public override string Kind => DocumentKind;

    public override string Route => "allotments";

    public override string Summary => "An allotment is what a campaign may use of the shared channels on one day, offering by offering; partitions spend it in slices.";

    public override string ReadScope => Scopes.PoliciesRead;

    public override string WriteScope => Scopes.PoliciesWrite;

    public override string KeyMember => "campaign";

    protected override void Check(Allotment candidate, FieldChecks fields)
    {
        fields.Require(candidate.Shares.Count <= MostShares, "shares", $"at most {MostShares} shares");
        fields.Require(candidate.Shares.DistinctBy(share => (share.Offering, share.Channel)).Count() == candidate.Shares.Count, "shares", "each offering and channel once");
        for (var i = 0; i < candidate.Shares.Count; i++)
        {
            fields.RequireNotNegative(candidate.Shares[i].Contacts, $"shares[{i}].contacts");
        }
    }

    protected override IEnumerable<Reference> ReferencesOf(Allotment value) =>
    [
        .. value.Shares.Select((share, i) => new Reference($"shares[{i}].offering", CatalogKinds.Offering, share.Offering)),
        .. value.Shares.Select((share, i) => new Reference($"shares[{i}].channel", ChannelKinds.Channel, share.Channel)),
    ];

    protected override OutboxMessage ChangeMessage(string id) => Outbox.Message(new PoliciesChanged(Kind, id));
}
