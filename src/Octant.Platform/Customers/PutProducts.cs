using Octant.Engine.Calendar;
using Octant.Engine.Offers;
using Octant.Engine.Partitions;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Customers;

/// <summary>An offering the customer has or is about to have.</summary>
/// <param name="Offering">Need not be in the catalogue: customers own what is no longer sold.</param>
/// <param name="State">Active unless said otherwise.</param>
/// <param name="LockedUntil">End of the contract term.</param>
public sealed record OwnedProduct(string Offering, OwnershipState? State, string? Promotion, Instant? LockedUntil);

/// <summary>Replaces all that a customer owns, orders on their way included.</summary>
public static class PutProducts
{
    public static async Task<Result<CustomerChange>> HandleAsync(
        string customerId, Body<IReadOnlyList<OwnedProduct>> body, Caller caller, CustomerDesk desk, CancellationToken cancellation)
    {
        var products = body.Value;
        var fields = new FieldChecks();
        fields.Require(products.Count <= CustomerLists.MostItems, "$", $"at most {CustomerLists.MostItems} products");
        for (var i = 0; i < products.Count; i++)
        {
            fields.RequireId(products[i].Offering, $"[{i}].offering");
            if (products[i].Promotion is { } promotion)
            {
                fields.RequireId(promotion, $"[{i}].promotion");
            }
        }

        fields.Require(products.Select(product => product.Offering).Distinct(StringComparer.Ordinal).Count() == products.Count, "$", "each offering once");
        return fields.ToProblem() is { } problem
            ? problem
            : await desk.ChangeAsync(
                caller,
                customerId,
                "products",
                string.Join(", ", products.Select(product => product.Offering)),
                key => new SetOwned(
                    key,
                    [.. products.Select(product => new OwnedOffering(product.Offering, product.State ?? OwnershipState.Active, product.Promotion, product.LockedUntil))]),
                cancellation);
    }
}
