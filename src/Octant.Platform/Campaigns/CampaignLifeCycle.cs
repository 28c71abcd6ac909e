using Octant.Engine.Decisions;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Campaigns;

/// <summary>Moves a campaign from one status to another, in one transaction with audit and message.</summary>
public sealed class CampaignLifeCycle(CampaignStorage storage, BackOffice backOffice)
{
    /// <param name="action">What happened, for the audit trail.</param>
    /// <param name="from">The statuses from which it can happen.</param>
    /// <param name="check">What else must hold; null when nothing.</param>
    /// <param name="reviews">The reviews as they are from now on; null leaves them.</param>
    public async ValueTask<Result<CampaignDefinition>> MoveAsync(
        Caller caller,
        string id,
        string action,
        CampaignStatus to,
        IReadOnlyList<CampaignStatus> from,
        Func<CampaignDefinition, CampaignReviews, ValueTask<Problem?>>? check,
        Func<CampaignDefinition, CampaignReviews, CampaignReviews>? reviews,
        CancellationToken cancellation)
    {
        var stored = await storage.Campaigns.ReadAsync(id, cancellation);
        if (stored is null)
        {
            return Problem.NotFound(CampaignStorage.Kind, id);
        }

        if (!from.Contains(stored.Value.Status))
        {
            return Problem.Conflict($"The campaign '{id}' is {WordOf(stored.Value.Status)}; it must be {string.Join(" or ", from.Select(WordOf))}.");
        }

        var known = await storage.Reviews.ReadAsync(id, cancellation);
        var before = known?.Value ?? CampaignReviews.None;
        if (check is not null && await check(stored.Value, before) is { } problem)
        {
            return problem;
        }

        var after = stored.Value with { Status = to };
        var puts = new List<DocumentPut>();
        if (after != stored.Value)
        {
            puts.Add(new DocumentPut(CampaignStorage.Kind, id, DocumentReader<CampaignDefinition>.Write(after), stored.Version));
        }

        if (reviews is not null)
        {
            puts.Add(new DocumentPut(CampaignStorage.ReviewsKind, id, DocumentReader<CampaignReviews>.Write(reviews(after, before)), known?.Version ?? 0));
        }

        var committed = await backOffice.CommitAsync(
            new DocumentChanges
            {
                Puts = puts,
                Audit = [backOffice.Audit(caller, action, CampaignStorage.Kind, id)],
                Messages = [Outbox.Message(new CampaignsChanged(id))],
            },
            cancellation);
        return committed.Problem is { } failed ? failed : after;
    }

    private static string WordOf(CampaignStatus status) => status.ToString().ToLowerInvariant();
}
