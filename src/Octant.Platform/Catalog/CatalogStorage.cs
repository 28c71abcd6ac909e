using Octant.Engine.Offers;
using Octant.Platform.Catalog.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Catalog;

public sealed class CatalogStorage(IDocumentStore documents) : ICatalog
{
    private readonly DocumentReader<Offering> _offerings = new(documents, CatalogKinds.Offering);
    private readonly DocumentReader<Promotion> _promotions = new(documents, CatalogKinds.Promotion);

    public ValueTask<IReadOnlyList<Offering>> ReadOfferingsAsync(CancellationToken cancellation) => _offerings.ReadAllAsync(cancellation);

    public ValueTask<IReadOnlyList<Promotion>> ReadPromotionsAsync(CancellationToken cancellation) => _promotions.ReadAllAsync(cancellation);
}
