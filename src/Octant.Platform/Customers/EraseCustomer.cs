using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Customers.Identities;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Customers;

/// <summary>
/// Forgets a person: their state and decision records, then identity and texts. Journal and checkpoints, which know them
/// under a random key only, age out.
/// </summary>
/// <remarks>
/// The partition goes first, because an erasure that broke off can then be sent again: the identity is there until all else
/// is done. It goes a second time last, for an import line that had looked the key up before and arrived in between.
/// </remarks>
public sealed class EraseCustomer(
    IdentityDirectory directory, IPartitions partitions, CustomerCommands commands, CustomerDesk desk, ICustomerScope scope, BackOffice backOffice)
{
    public static async Task<Result<NoContent>> HandleAsync(string customerId, Caller caller, EraseCustomer erase, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return await erase.EraseAsync(customerId, caller, cancellation) is { } problem ? problem : TypedResults.NoContent();
    }

    private async Task<Problem?> EraseAsync(string customerId, Caller caller, CancellationToken cancellation)
    {
        if (!directory.TryFindKey(customerId, out var key) || !await scope.CoversAsync(caller, key, cancellation))
        {
            return CustomerDesk.Unknown(customerId);
        }

        if (await desk.AuditAsync(caller, "erased", key, "") is { } unaudited)
        {
            return unaudited;
        }

        await partitions.SubmitAsync(new Engine.Partitions.EraseCustomer(key), CancellationToken.None);

        // Before the identity goes: an erasure that broke off here can be sent again.
        var forgotten = new DocumentChanges { Messages = [Outbox.Message(new CustomerForgotten(key))] };
        if ((await backOffice.CommitAsync(forgotten, CancellationToken.None)).Problem is { } kept)
        {
            return kept;
        }

        await directory.EraseAsync(key, CancellationToken.None);
        await (await commands.BeginAsync(new Engine.Partitions.EraseCustomer(key)));
        return null;
    }
}
