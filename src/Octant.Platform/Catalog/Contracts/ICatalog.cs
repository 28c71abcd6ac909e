using Octant.Engine.Offers;

namespace Octant.Platform.Catalog.Contracts;

/// <summary>What is sold, for capabilities above. Lists are in ordinal order of id.</summary>
public interface ICatalog
{
    ValueTask<IReadOnlyList<Offering>> ReadOfferingsAsync(CancellationToken cancellation);

    ValueTask<IReadOnlyList<Promotion>> ReadPromotionsAsync(CancellationToken cancellation);
}

/// <summary>Kinds of documents, for naming them in a reference.</summary>
public static class CatalogKinds
{
    public const string Offering = "offering";
    public const string Promotion = "promotion";
}
