using Octant.Engine.Calendar;
using Octant.Engine.Partitions;

namespace Octant.Engine.Offers;

/// <summary>What an earlier slot of the same decision recommends already.</summary>
public readonly record struct PickedOffer(string Offering, string? Promotion);

/// <summary>The customer cannot take the offering now.</summary>
/// <param name="Related">The offering or promotion that stands against it; null where the offering itself does.</param>
/// <param name="Until">When the reason passes by itself, where that is known.</param>
public readonly record struct ProductRefusal(string Reason, string? Related, Instant? Until);

/// <summary>
/// Whether a customer could take an offering, with a promotion or without, at this moment: the product check of a decision.
/// </summary>
/// <remarks>
/// In this order; the first that applies is the reason: closed customer; status and validity of the offering; owned,
/// pending or in flight already, or recommended by an earlier slot; excluded by something owned or recommended; a
/// required offering missing; no upgrade path; the promotion's own validity, offerings and exclusions; contract lock-in;
/// device; area. Whatever is pending or in flight counts as owned everywhere.
/// The offering that an upgrade replaces (the first of the upgrade path that is owned) does not exclude its successor.
/// While a contract runs, a main plan cannot be taken and no further promotion with lock-in either.
/// A suspended line is a matter of silence, not of this check.
/// </remarks>
public static class ProductCheck
{
    /// <param name="promotion">The promotion it would be taken under; null for none.</param>
    /// <param name="picked">What earlier slots of this decision recommend.</param>
    public static ProductRefusal? Test(
        CatalogView catalog,
        CustomerState customer,
        CatalogOffering offering,
        CatalogPromotion? promotion,
        Instant now,
        ReadOnlySpan<PickedOffer> picked) =>
        customer.Status == CustomerStatus.Closed ? new ProductRefusal(Reasons.CustomerClosed, null, null)
            : offering.IsUnconditional && promotion is null ? Duplicates(customer, offering, picked)
            : OfferingItself(offering.Definition, now)
                ?? Duplicates(customer, offering, picked)
                ?? Exclusions(customer, offering, picked)
                ?? Dependencies(customer, offering.Definition)
                ?? PromotionItself(customer, offering, promotion, now, picked)
                ?? LockIn(customer, offering, promotion, now)
                ?? Attribute(customer, catalog.DeviceAttribute, offering.Devices, Reasons.DeviceUnknown, Reasons.DeviceNotSupported)
                ?? Attribute(customer, catalog.AreaAttribute, offering.Areas, Reasons.AreaUnknown, Reasons.AreaNotSupported);

    private static ProductRefusal? OfferingItself(Offering offering, Instant now)
    {
        if (offering.Status != OfferingStatus.Active)
        {
            return new ProductRefusal(Reasons.OfferingNotActive, null, null);
        }

        if (now < offering.ValidFrom)
        {
            return new ProductRefusal(Reasons.OfferingNotYetValid, null, offering.ValidFrom);
        }

        return now >= offering.ValidTo ? new ProductRefusal(Reasons.OfferingNoLongerValid, null, null) : null;
    }

    private static ProductRefusal? Duplicates(CustomerState customer, CatalogOffering offering, ReadOnlySpan<PickedOffer> picked)
    {
        foreach (var owned in customer.Owned)
        {
            if (string.Equals(owned.Offering, offering.Id, StringComparison.Ordinal))
            {
                var reason = owned.State switch
                {
                    OwnershipState.Pending => Reasons.AlreadyPending,
                    OwnershipState.InFlight => Reasons.OrderInFlight,
                    _ => Reasons.AlreadyOwned,
                };
                return new ProductRefusal(reason, offering.Id, null);
            }
        }

        foreach (var earlier in picked)
        {
            if (string.Equals(earlier.Offering, offering.Id, StringComparison.Ordinal))
            {
                return new ProductRefusal(Reasons.AlreadyRecommended, offering.Id, null);
            }
        }

        return null;
    }

    private static ProductRefusal? Exclusions(CustomerState customer, CatalogOffering offering, ReadOnlySpan<PickedOffer> picked)
    {
        if (offering.Excluded.Length == 0)
        {
            return null;
        }

        var replaced = ReplacedBy(customer, offering.Definition);
        foreach (var owned in customer.Owned)
        {
            if (offering.ExcludedWith(owned.Offering) && !string.Equals(owned.Offering, replaced, StringComparison.Ordinal))
            {
                return new ProductRefusal(Reasons.ExcludedByOwned, owned.Offering, null);
            }
        }

        foreach (var earlier in picked)
        {
            if (offering.ExcludedWith(earlier.Offering))
            {
                return new ProductRefusal(Reasons.ExcludedByRecommended, earlier.Offering, null);
            }
        }

        return null;
    }

    private static ProductRefusal? Dependencies(CustomerState customer, Offering offering)
    {
        for (var i = 0; i < offering.Requires.Count; i++)
        {
            if (!customer.Owns(offering.Requires[i]))
            {
                return new ProductRefusal(Reasons.RequiredOfferingMissing, offering.Requires[i], null);
            }
        }

        return offering.UpgradesFrom.Count > 0 && ReplacedBy(customer, offering) is null
            ? new ProductRefusal(Reasons.NoUpgradePath, null, null)
            : null;
    }

    private static string? ReplacedBy(CustomerState customer, Offering offering)
    {
        for (var i = 0; i < offering.UpgradesFrom.Count; i++)
        {
            if (customer.Owns(offering.UpgradesFrom[i]))
            {
                return offering.UpgradesFrom[i];
            }
        }

        return null;
    }

    private static ProductRefusal? PromotionItself(
        CustomerState customer, CatalogOffering offering, CatalogPromotion? promotion, Instant now, ReadOnlySpan<PickedOffer> picked)
    {
        if (promotion is null)
        {
            return null;
        }

        if (now < promotion.Definition.ValidFrom)
        {
            return new ProductRefusal(Reasons.PromotionNotYetValid, promotion.Id, promotion.Definition.ValidFrom);
        }

        if (now >= promotion.Definition.ValidTo)
        {
            return new ProductRefusal(Reasons.PromotionNoLongerValid, promotion.Id, null);
        }

        if (Array.IndexOf(promotion.Offerings, offering.Id) < 0)
        {
            return new ProductRefusal(Reasons.PromotionNotForOffering, promotion.Id, null);
        }

        if (promotion.Excluded.Length == 0)
        {
            return null;
        }

        foreach (var owned in customer.Owned)
        {
            if (owned.Promotion is { } held && promotion.ExcludedWith(held))
            {
                return new ProductRefusal(Reasons.PromotionExcludedByHeld, held, null);
            }
        }

        foreach (var earlier in picked)
        {
            if (earlier.Promotion is { } other && promotion.ExcludedWith(other))
            {
                return new ProductRefusal(Reasons.PromotionExcludedByRecommended, other, null);
            }
        }

        return null;
    }

    private static ProductRefusal? LockIn(CustomerState customer, CatalogOffering offering, CatalogPromotion? promotion, Instant now)
    {
        if (offering.Definition.Type != OfferingType.MainPlan && promotion is not { Definition.LockInMonths: > 0 })
        {
            return null;
        }

        OwnedOffering? longest = null;
        foreach (var owned in customer.Owned)
        {
            if (owned.LockedUntil > now && (longest is null || owned.LockedUntil > longest.LockedUntil))
            {
                longest = owned;
            }
        }

        return longest is null ? null : new ProductRefusal(Reasons.ContractLocked, longest.Offering, longest.LockedUntil);
    }

    private static ProductRefusal? Attribute(CustomerState customer, int? attribute, int[] allowed, string unknown, string notAllowed)
    {
        if (allowed.Length == 0)
        {
            return null;
        }

        if (attribute is not { } id || !customer.Profile.Has(id))
        {
            return new ProductRefusal(unknown, null, null);
        }

        return Array.IndexOf(allowed, (int)customer.Profile.Bits(id)) < 0 ? new ProductRefusal(notAllowed, null, null) : null;
    }
}
