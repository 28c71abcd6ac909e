using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Campaigns;

/// <summary>
/// A campaign in numbers. At every moment planned = pending + sent + unconfirmed + suppressed + failed; ghosts stand outside.
/// </summary>
/// <param name="Suppressed">Reason → contacts.</param>
/// <param name="Failed">Reason → contacts.</param>
/// <param name="Ghosts">Would-be contacts of the holdout.</param>
/// <param name="Responses">shown, clicked, accepted, interested, rejected, ignored → responses.</param>
/// <param name="Balanced">Whether the identity holds; false would be a defect.</param>
public sealed record CampaignFigures(
    string CampaignId,
    long Planned,
    long Pending,
    long Sent,
    long Unconfirmed,
    IReadOnlyDictionary<string, long> Suppressed,
    IReadOnlyDictionary<string, long> Failed,
    long Ghosts,
    IReadOnlyDictionary<string, long> Responses,
    bool Balanced);

/// <summary>Reads a campaign's figures, including everything that was durable when it was asked.</summary>
public static class ReadFigures
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly string[] ResponseWords = ["shown", "clicked", "accepted", "interested", "rejected", "ignored"];

    public static async Task<Result<CampaignFigures>> HandleAsync(
        string id, Caller caller, CampaignStorage storage, IProjections projections, IProjectionStore store, CancellationToken cancellation)
    {
        if (!(await storage.ReadAsync(caller, id, cancellation)).TryGet(out var campaign, out var problem))
        {
            return problem;
        }

        await projections.WaitAsync(null, Patience, cancellation);
        var totals = await store.ReadCountersAsync(new CounterFilter(Campaign: id), CounterParts.Organisation | CounterParts.Reason, cancellation);
        if (!caller.Covers(campaign.Value.Organisation))
        {
            // Of a campaign from above, what happened at the caller's own outlets and with their own customers.
            totals = [.. totals.Where(total => caller.Permits(total.Organisation!))];
        }

        var suppressed = ByReason(totals, "suppressed");
        var failed = ByReason(totals, "failed");
        var (planned, pending, sent, unconfirmed) = (Sum(totals, "planned"), Sum(totals, "pending"), Sum(totals, "sent"), Sum(totals, "unconfirmed"));
        return new CampaignFigures(
            id,
            planned,
            pending,
            sent,
            unconfirmed,
            suppressed,
            failed,
            Sum(totals, "ghost"),
            ResponseWords.ToDictionary(word => word, word => Sum(totals, word), StringComparer.Ordinal),
            planned == pending + sent + unconfirmed + suppressed.Values.Sum() + failed.Values.Sum());
    }

    private static long Sum(IEnumerable<CounterTotal> totals, string outcome) =>
        totals.Where(total => total.Outcome == outcome).Sum(total => total.Amount);

    private static SortedDictionary<string, long> ByReason(IEnumerable<CounterTotal> totals, string outcome)
    {
        var byReason = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var total in totals.Where(total => total.Outcome == outcome && total.Amount != 0))
        {
            byReason[total.Reason!] = byReason.GetValueOrDefault(total.Reason!) + total.Amount;
        }

        return byReason;
    }
}
