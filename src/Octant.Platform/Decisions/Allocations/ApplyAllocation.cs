using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Platform.Decisions.Capacity;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Decisions.Strategies;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Decisions.Allocations;

/// <summary>The allotments that an allocation came to, one for each of its campaigns.</summary>
public sealed record AppliedAllocation(string AllocationId, IReadOnlyList<Allotment> Allotments);

/// <summary>
/// Puts an allocation in force: each campaign's share of the channels on the day for which was planned becomes a shared resource, all of
/// them at once, which partitions then spend in slices. Answered when every partition decides by it.
/// </summary>
internal static class ApplyAllocation
{
    public static async Task<Result<AppliedAllocation>> HandleAsync(
        string id, Caller caller, AllocationDesk desk, CurrentStrategy current, IDocumentStore documents, BackOffice backOffice, CancellationToken cancellation)
    {
        if (!desk.TryFind(id, out var run))
        {
            return Problem.NotFound(ReadAllocation.Kind, id);
        }

        if (run.View.Result is not { } result)
        {
            return Problem.Conflict($"The allocation '{id}' has not come to a result.");
        }

        if (run.Request.Campaigns.FirstOrDefault(campaign => current.Value.Campaign(campaign.Id)?.Definition.Status != CampaignStatus.Live) is { } waiting)
        {
            return Problem.Conflict($"The campaign '{waiting.Id}' is not live; what the others would leave to it would be lost. Launch it, then apply.");
        }

        var day = CalendarDay.At(run.At, run.Strategy.Zone).Date;
        var allotments = run.Request.Campaigns.Select(campaign => new Allotment
        {
            Campaign = campaign.Id,
            Day = day,
            Allocation = id,
            Shares =
            [
                .. result.Volumes.Where(volume => volume.Campaign == campaign.Id && volume.Contacts > 0)
                    .GroupBy(volume => (volume.Offering, volume.Channel))
                    .Select(share => new AllottedShare(share.Key.Offering, share.Key.Channel, share.Sum(volume => volume.Contacts))),
            ],
        }).ToList();
        var puts = new List<DocumentPut>();
        foreach (var allotment in allotments)
        {
            var known = await documents.ReadAsync(AllotmentResource.DocumentKind, allotment.Campaign, cancellation).ConfigureAwait(false);
            puts.Add(new DocumentPut(AllotmentResource.DocumentKind, allotment.Campaign, DocumentReader<Allotment>.Write(allotment), known?.Version ?? 0));
        }

        var committed = await backOffice.CommitAsync(
            new DocumentChanges
            {
                Puts = puts,
                Audit = [backOffice.Audit(caller, "applied", ReadAllocation.Kind, id, FormattableString.Invariant($"{result.Contacts} contacts of {allotments.Count} campaigns on {day:O}"))],
                Messages = [Outbox.Message(new PoliciesChanged(AllotmentResource.DocumentKind, id))],
            },
            cancellation).ConfigureAwait(false);
        return committed.Problem is { } problem ? problem : new AppliedAllocation(id, allotments);
    }
}
