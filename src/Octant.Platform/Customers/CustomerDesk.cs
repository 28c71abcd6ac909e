using System.Globalization;
using Octant.Engine.Partitions;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Customers.Identities;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Customers;

/// <summary>What a change of one customer came to; false when all was so already.</summary>
public sealed record CustomerChange(bool Changed);

/// <summary>Changes of one customer: found by identifier, applied in the partition, kept in the audit trail under the key.</summary>
public sealed class CustomerDesk(IdentityDirectory directory, IPartitions partitions, ICustomerScope scope, BackOffice backOffice)
{
    public const string Kind = "customer";

    public static Problem Unknown(string customerId) => Problem.NotFound(Kind, customerId);

    public async ValueTask<Result<CustomerChange>> ChangeAsync(
        Caller caller, string customerId, string action, string detail, Func<long, CustomerCommand> command, CancellationToken cancellation)
    {
        if (!directory.TryFindKey(customerId, out var key) || !await scope.CoversAsync(caller, key, cancellation))
        {
            return Unknown(customerId);
        }

        return await partitions.SubmitAsync(command(key), cancellation) switch
        {
            CustomerUnknown => Unknown(customerId),
            Unchanged => new CustomerChange(Changed: false),
            _ => await AuditAsync(caller, action, key, detail) is { } unaudited ? unaudited : new CustomerChange(Changed: true),
        };
    }

    /// <summary>Durable on return; once begun it does not break off. Null when it is written.</summary>
    /// <param name="detail">Names and codes only, nothing personal.</param>
    public async ValueTask<Problem?> AuditAsync(Caller caller, string action, long key, string detail) =>
        (await backOffice.CommitAsync(
            new DocumentChanges { Audit = [backOffice.Audit(caller, action, Kind, key.ToString(CultureInfo.InvariantCulture), detail)] },
            CancellationToken.None)).Problem;
}
