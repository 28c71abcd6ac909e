using Octant.Engine.Offers;
using Octant.Platform.Catalog.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Catalog;

/// <summary>The rules of a promotion. Exclusions may name what is yet to come, since they go both ways.</summary>
public sealed class PromotionResource(IDocumentStore documents, BackOffice backOffice, IServiceProvider services)
    : DocumentResource<Promotion>(documents, backOffice, services)
{
    private const int LongestLockInMonths = 120;

    public override string Kind => CatalogKinds.Promotion;

    public override string Route => "promotions";

    public override string Summary => "A promotion is a priced scheme on offerings, with contract terms.";

    public override string ReadScope => Scopes.CatalogRead;

    public override string WriteScope => Scopes.CatalogWrite;

    public override bool KeepsVersions => true;

    protected override void Check(Promotion candidate, FieldChecks fields)
    {
        fields.RequireText(candidate.Name, "name");
        fields.Require(candidate.Offerings.Count > 0, "offerings", "one offering at least");
        fields.RequireIds(candidate.Offerings, "offerings");
        fields.RequireIds(candidate.Excludes, "excludes");
        for (var i = 0; i < candidate.Excludes.Count; i++)
        {
            fields.Require(candidate.Excludes[i] != candidate.Id, $"excludes[{i}]", "another promotion than itself", candidate.Excludes[i]);
        }

        fields.RequireNotNegative(candidate.Price, "price");
        fields.RequireBetween(candidate.LockInMonths, 0, LongestLockInMonths, "lockInMonths");
        fields.Require(
            candidate.ValidFrom is null || candidate.ValidTo is null || candidate.ValidFrom < candidate.ValidTo,
            "validTo",
            "a time after validFrom",
            candidate.ValidTo);
    }

    protected override IEnumerable<Reference> ReferencesOf(Promotion value) =>
        value.Offerings.Select((id, index) => new Reference($"offerings[{index}]", CatalogKinds.Offering, id));

    protected override OutboxMessage ChangeMessage(string id) => Outbox.Message(new CatalogChanged(Kind, id));
}
