using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Octant.Engine.Profiles;

namespace Octant.Engine.Offers;

/// <summary>An offering with what the product check asks of it made ready.</summary>
public sealed class CatalogOffering
{
    internal CatalogOffering(Offering offering, string[] excluded)
    {
        Id = offering.Id;
        Symbol = Symbols.Of(offering.Id);
        Definition = offering;
        Tier = Tiers.Of(offering);
        Excluded = excluded;
        Devices = [.. offering.Devices.Select(Symbols.Of)];
        Areas = [.. offering.Areas.Select(Symbols.Of)];
        IsUnconditional = offering is
        {
            Status: OfferingStatus.Active,
            Type: not OfferingType.MainPlan,
            ValidFrom: null,
            ValidTo: null,
            Requires.Count: 0,
            UpgradesFrom.Count: 0,
            Devices.Count: 0,
            Areas.Count: 0,
        }
            && excluded.Length == 0;
    }

    public string Id { get; }

    /// <summary>Its id as a symbol.</summary>
    internal int Symbol { get; }

    public Offering Definition { get; }

    public Tier Tier { get; }

    /// <summary>Whoever does not have it can take it, at any time: nothing else is asked where no promotion comes with it.</summary>
    internal bool IsUnconditional { get; }

    /// <summary>Offerings that cannot be owned together with this one, whichever side says so.</summary>
    internal string[] Excluded { get; }

    internal int[] Devices { get; }

    internal int[] Areas { get; }

    internal bool ExcludedWith(string offering) => Array.IndexOf(Excluded, offering) >= 0;
}

/// <summary>A promotion with its exclusions made ready.</summary>
public sealed class CatalogPromotion
{
    internal CatalogPromotion(Promotion promotion, string[] excluded)
    {
        Definition = promotion;
        Excluded = excluded;
        Offerings = [.. promotion.Offerings];
    }

    public string Id => Definition.Id;

    public Promotion Definition { get; }

    /// <summary>Promotions nobody can be under together with this one, whichever side says so.</summary>
    internal string[] Excluded { get; }

    internal string[] Offerings { get; }

    internal bool ExcludedWith(string promotion) => Array.IndexOf(Excluded, promotion) >= 0;
}

/// <summary>
/// The catalogue of one strategy, compiled for looking up: immutable, exclusions symmetrical, devices and areas as symbols.
/// </summary>
public sealed class CatalogView
{
    /// <summary>Name of the category attribute that holds the customer's device.</summary>
    public const string DeviceAttributeName = "device";

    /// <summary>Name of the category attribute that holds the customer's area.</summary>
    public const string AreaAttributeName = "area";

    private readonly FrozenDictionary<string, CatalogOffering> _offerings;
    private readonly FrozenDictionary<string, CatalogPromotion> _promotions;

    /// <summary>Exclusions may name what the catalogue does not hold; ids are distinct.</summary>
    public CatalogView(IReadOnlyList<Offering> offerings, IReadOnlyList<Promotion> promotions, AttributeDictionary attributes)
    {
        var excludedOfferings = BothWays(offerings.Select(offering => (offering.Id, offering.Excludes)));
        _offerings = offerings.ToFrozenDictionary(
            offering => offering.Id,
            offering => new CatalogOffering(offering, ExcludedOf(excludedOfferings, offering.Id)),
            StringComparer.Ordinal);
        var excludedPromotions = BothWays(promotions.Select(promotion => (promotion.Id, promotion.Excludes)));
        _promotions = promotions.ToFrozenDictionary(
            promotion => promotion.Id,
            promotion => new CatalogPromotion(promotion, ExcludedOf(excludedPromotions, promotion.Id)),
            StringComparer.Ordinal);
        DeviceAttribute = CategoryId(attributes, DeviceAttributeName);
        AreaAttribute = CategoryId(attributes, AreaAttributeName);
    }

    /// <summary>Id of the device attribute; null when the dictionary has no such category, so that no device is known.</summary>
    internal int? DeviceAttribute { get; }

    /// <summary>Id of the area attribute; null when the dictionary has no such category, so that no area is known.</summary>
    internal int? AreaAttribute { get; }

    /// <summary>Whether devices and areas are kept in the same attributes of this dictionary.</summary>
    internal bool Fits(AttributeDictionary attributes) =>
        DeviceAttribute == CategoryId(attributes, DeviceAttributeName) && AreaAttribute == CategoryId(attributes, AreaAttributeName);

    public bool TryGetOffering(string id, [NotNullWhen(true)] out CatalogOffering? offering) => _offerings.TryGetValue(id, out offering);

    public bool TryGetPromotion(string id, [NotNullWhen(true)] out CatalogPromotion? promotion) => _promotions.TryGetValue(id, out promotion);

    private static int? CategoryId(AttributeDictionary attributes, string name) =>
        attributes.TryGet(name, out var attribute) && attribute.Kind == AttributeKind.Category ? attribute.Id : null;

    private static Dictionary<string, SortedSet<string>> BothWays(IEnumerable<(string Id, IReadOnlyList<string> Excludes)> all)
    {
        var excluded = new Dictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var (id, excludes) in all)
        {
            foreach (var other in excludes)
            {
                SetOf(excluded, id).Add(other);
                SetOf(excluded, other).Add(id);
            }
        }

        return excluded;
    }

    private static SortedSet<string> SetOf(Dictionary<string, SortedSet<string>> sets, string id)
    {
        if (!sets.TryGetValue(id, out var set))
        {
            set = new SortedSet<string>(StringComparer.Ordinal);
            sets.Add(id, set);
        }

        return set;
    }

    private static string[] ExcludedOf(Dictionary<string, SortedSet<string>> excluded, string id) =>
        excluded.TryGetValue(id, out var others) ? [.. others] : [];
}
