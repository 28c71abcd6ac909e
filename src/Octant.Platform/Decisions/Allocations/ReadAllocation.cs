using Octant.Platform.Customers.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Decisions.Allocations;

/// <summary>How far an allocation has come, and who is given what; whoever reads customers is in the audit trail.</summary>
internal static class ReadAllocation
{
    public const string Kind = "allocation";

    public static Result<AllocationView> Handle(string id, AllocationDesk desk) => desk.TryFind(id, out var run) ? run.View : Problem.NotFound(Kind, id);

    public static async Task<Result<Page<AssignedContact>>> AssignedAsync(
        string id, PageRequest page, Caller caller, AllocationDesk desk, ICustomerDirectory directory, BackOffice backOffice, CancellationToken cancellation)
    {
        if (!desk.TryFind(id, out var run))
        {
            return Problem.NotFound(Kind, id);
        }

        if (run.Assigned is not { } assigned)
        {
            return Problem.Conflict($"The allocation '{id}' has not come to a result.");
        }

        var contacts = new List<AssignedContact>();
        foreach (var (key, option) in assigned.Skip(page.Offset).Take(page.Limit))
        {
            // Somebody erased since then has no identifier any more.
            if (directory.TryFindCustomer(key, out var customer))
            {
                contacts.Add(new AssignedContact(customer, option.Campaign, option.Offering.Id, option.Channel.Id));
            }
        }

        var audit = backOffice.Audit(caller, "read", Kind, id, FormattableString.Invariant($"{contacts.Count} contacts"));
        return (await backOffice.CommitAsync(new DocumentChanges { Audit = [audit] }, cancellation).ConfigureAwait(false)).Problem is { } problem
            ? problem
            : new Page<AssignedContact>(contacts, run.View.Result!.Contacts);
    }

    public static async Task<Result<AllocationView>> StopAsync(string id, AllocationDesk desk) =>
        await desk.StopAsync(id).ConfigureAwait(false) && desk.TryFind(id, out var run) ? run.View : Problem.NotFound(Kind, id);
}
