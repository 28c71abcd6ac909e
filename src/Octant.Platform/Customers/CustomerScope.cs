using Octant.Platform.Customers.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Partitions;

namespace Octant.Platform.Customers;

/// <summary>Looks a customer's home up where the customer is.</summary>
public sealed class CustomerScope(ICustomerDictionary dictionary, IPartitions partitions) : ICustomerScope
{
    public ValueTask<bool> CoversAsync(Caller caller, long key, CancellationToken cancellation) =>
        caller.Organisation is null ? new(true) : LookUpAsync(caller, key, cancellation);

    private async ValueTask<bool> LookUpAsync(Caller caller, long key, CancellationToken cancellation)
    {
        var attributes = await dictionary.ReadAttributesAsync(cancellation).ConfigureAwait(false);
        var home = await partitions.ReadCustomerAsync(
            key, (_, customer) => customer is null ? null : CustomerHome.Of(customer, attributes), cancellation).ConfigureAwait(false);
        return caller.Covers(home);
    }
}
