using Octant.Engine.Decisions;
using Octant.Platform.Campaigns.Reviews;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Campaigns;

/// <summary>What shall become of a campaign.</summary>
/// <param name="Reviews">As they are from now on; null leaves them.</param>
public sealed record CampaignMove(CampaignStatus To, CampaignReviews? Reviews = null);

/// <summary>Moves a campaign from one status to another, in one transaction with its reviews, audit and message.</summary>
public sealed class CampaignLifeCycle(CampaignStorage storage, BackOffice backOffice)
{
    private const int Attempts = 5;

    /// <param name="action">What happened, for the audit trail.</param>
    /// <param name="from">The statuses from which it can happen.</param>
    /// <param name="move">Judges the campaign as it is; asked again when somebody else was faster.</param>
    public async ValueTask<Result<CampaignDefinition>> MoveAsync(
        Caller caller,
        string id,
        string action,
        IReadOnlyList<CampaignStatus> from,
        Func<CampaignDefinition, CampaignReviews, ValueTask<Result<CampaignMove>>> move,
        CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var stored = await storage.Campaigns.ReadAsync(id, cancellation);
            if (stored is null || !CampaignSight.Permits(caller, stored.Value))
            {
                return Problem.NotFound(CampaignStorage.Kind, id);
            }

            if (caller.Refuse(stored.Value.Organisation) is { } refused)
            {
                return refused;
            }

            if (!from.Contains(stored.Value.Status))
            {
                return Problem.Conflict($"The campaign '{id}' is {WordOf(stored.Value.Status)}; it must be {string.Join(" or ", from.Select(WordOf))}.");
            }

            var reviews = await storage.Reviews.ReadAsync(id, cancellation);
            if (!(await move(stored.Value, reviews?.Value ?? CampaignReviews.None)).TryGet(out var next, out var problem))
            {
                return problem;
            }

            var after = stored.Value with { Status = next.To };
            var committed = await backOffice.CommitAsync(
                new DocumentChanges
                {
                    Puts = [.. PutsOf(stored, after, reviews?.Version ?? 0, next.Reviews)],
                    Audit = [backOffice.Audit(caller, action, CampaignStorage.Kind, id) with { Organisation = stored.Value.Organisation }],
                    Messages = [Outbox.Message(new CampaignsChanged(id))],
                },
                cancellation);
            if (committed.Problem is null)
            {
                return after;
            }

            if (committed.Problem.Kind != ProblemKind.PreconditionFailed || attempt == Attempts)
            {
                return committed.Problem;
            }
        }
    }

    /// <summary>Moves a campaign whose reviews stay as they are, when nothing speaks against it.</summary>
    public ValueTask<Result<CampaignDefinition>> MoveAsync(
        Caller caller, string id, string action, CampaignStatus to, IReadOnlyList<CampaignStatus> from, CancellationToken cancellation) =>
        MoveAsync(caller, id, action, from, (_, _) => ValueTask.FromResult<Result<CampaignMove>>(new CampaignMove(to)), cancellation);

    private static IEnumerable<DocumentPut> PutsOf(Versioned<CampaignDefinition> stored, CampaignDefinition after, long reviewsVersion, CampaignReviews? reviews)
    {
        if (after != stored.Value)
        {
            yield return new DocumentPut(CampaignStorage.Kind, after.Id, DocumentReader<CampaignDefinition>.Write(after), stored.Version);
        }

        if (reviews is not null)
        {
            yield return new DocumentPut(CampaignStorage.ReviewsKind, after.Id, DocumentReader<CampaignReviews>.Write(reviews), reviewsVersion);
        }
    }

    private static string WordOf(CampaignStatus status) => status.ToString().ToLowerInvariant();
}
