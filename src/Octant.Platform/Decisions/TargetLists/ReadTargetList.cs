using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Decisions.TargetLists;

/// <summary>Target lists, and who is on them; whoever reads the members is in the audit trail.</summary>
public static class ReadTargetList
{
    public static async Task<Result<Page<TargetList>>> ListAsync(PageRequest page, Caller caller, TargetListStorage storage, CancellationToken cancellation) =>
        await storage.ReadPageAsync(caller, page, cancellation);

    public static async Task<Result<TargetList>> HandleAsync(string targetListId, Caller caller, TargetListStorage storage, CancellationToken cancellation) =>
        await storage.FindAsync(caller, targetListId, cancellation) is { } stored ? stored.List : Problem.NotFound("target list", targetListId);

    /// <summary>Identifiers in the order of the list, which stays the same for as long as its version does.</summary>
    public static async Task<Result<Page<string>>> MembersAsync(
        string targetListId,
        PageRequest page,
        Caller caller,
        TargetListStorage storage,
        ICustomerDirectory directory,
        BackOffice backOffice,
        CancellationToken cancellation)
    {
        if (await storage.FindAsync(caller, targetListId, cancellation) is not { } stored)
        {
            return Problem.NotFound("target list", targetListId);
        }

        var keys = await storage.ReadKeysAsync(stored, page.Offset, page.Limit, cancellation);
        var ids = new List<string>(keys.Count);
        foreach (var key in keys)
        {
            if (directory.TryFindCustomer(key, out var id))
            {
                ids.Add(id);
            }
        }

        var audit = backOffice.Audit(caller, "read", StoredTargetList.Kind, targetListId, FormattableString.Invariant($"{ids.Count} customers"));
        return (await backOffice.CommitAsync(new DocumentChanges { Audit = [audit] }, cancellation)).Problem is { } problem
            ? problem
            : new Page<string>(ids, stored.List.Count);
    }

    public static async Task<Result<NoContent>> DeleteAsync(
        string targetListId, Caller caller, TargetListStorage storage, ListUploads uploads, CancellationToken cancellation)
    {
        await uploads.LeaveAsync(caller, targetListId, cancellation);
        return await storage.DeleteAsync(caller, targetListId, cancellation) is { } problem ? problem : TypedResults.NoContent();
    }
}
