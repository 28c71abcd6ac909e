using Octant.Engine.Partitions;
using Octant.Engine.Profiles;
using Octant.Platform.Foundation.Http;

namespace Octant.Platform.Customers.Contracts;

/// <summary>Which customers a caller sees and touches.</summary>
public interface ICustomerScope
{
    /// <summary>Whether this customer's home lies in the caller's part of the organisation; true for whoever is not bound.</summary>
    ValueTask<bool> CoversAsync(Caller caller, long key, CancellationToken cancellation);
}

public static class CustomerHome
{
    /// <summary>The path of the unit the customer belongs to; null when it is not known.</summary>
    public static string? Of(CustomerState customer, AttributeDictionary attributes) =>
        attributes.TryGet(HomeUnit.Attribute, out var home) && home.Kind == AttributeKind.Category && customer.Profile.Value(home.Id) is { } value
            ? value.Category
            : null;
}
