using Octant.Platform.Customers.Contracts;
using Octant.Platform.Decisions.Audiences;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Languages;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Decisions.Matching;

/// <summary>The rules of a product cluster.</summary>
public sealed class ProductClusterResource(
    IDocumentStore documents, BackOffice backOffice, IServiceProvider services, ICustomerDictionary dictionary)
    : DocumentResource<ProductCluster>(documents, backOffice, services)
{
    public const string ClusterKind = "product-cluster";

    public override string Kind => ClusterKind;

    public override string Route => "product-clusters";

    public override string Summary => "A product cluster is offerings that serve the same purpose.";

    public override string ReadScope => Scopes.CatalogRead;

    public override string WriteScope => Scopes.CatalogWrite;

    public override bool KeepsVersions => true;

    protected override void Check(ProductCluster candidate, FieldChecks fields) => fields.RequireName(candidate.Name, "name");

    protected override async ValueTask<Problem?> CheckAsync(DocumentChange<ProductCluster> change, CancellationToken cancellation) =>
        change.Candidate.Behaviour is { } behaviour
            ? AudienceExpressions.Compile(behaviour, await dictionary.ReadSchemaAsync(cancellation), "behaviour").Problem
            : null;
}
