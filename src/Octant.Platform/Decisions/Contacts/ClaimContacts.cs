using System.Runtime.CompilerServices;
using Octant.Engine.Calendar;
using Octant.Engine.Channels;
using Octant.Engine.Decisions;
using Octant.Engine.Partitions;
using Octant.Engine.Partitions.Formats;
using Octant.Engine.Policies;
using Octant.Platform.Decisions.Requests;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Contacts;

/// <summary>A sender asks for what is to be sent now on its channel.</summary>
/// <param name="Limit">At most so many; 100 when left out.</param>
public sealed record ClaimRequest(string Channel, int? Limit);

/// <summary>One message to send, now and once.</summary>
public sealed record ClaimedContact(
    string RecommendationId, string CustomerId, string CampaignId, string OfferingId, string Channel, TreatmentAnswer Treatment, Instant ValidUntil);

/// <param name="Suppressed">Contacts that the second test removed just now.</param>
/// <param name="Deferred">Contacts that stay pending: quiet hours, a closed channel, a paused campaign.</param>
public sealed record ClaimAnswer(IReadOnlyList<ClaimedContact> Contacts, int Suppressed, int Deferred);

/// <summary>
/// Hands due contacts to a sender. Each is tested again and the claim is durable before it is handed out, so none is ever
/// handed out twice; what the sender never reports on stays unconfirmed until its deadline (4.7).
/// </summary>
public static class ClaimContacts
{
    private const int DefaultLimit = 100;
    private const int MostAtOnce = 1_000;
    private const int MostLookedAt = 16_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<Result<ClaimAnswer>> HandleAsync(
        Body<ClaimRequest> body, DecisionDesk desk, DecisionsAccess access, OutstandingClaims outstanding, CancellationToken cancellation)
    {
        var request = body.Value;
        var checks = new FieldChecks();
        checks.Require(
            access.Current.Value.Channel(request.Channel) is { Direction: ChannelDirection.Active },
            "channel",
            "the id of an active channel; what is reserved on a passive one is shown where the customer is",
            request.Channel);
        checks.RequireBetween(request.Limit ?? DefaultLimit, 1, MostAtOnce, "limit");
        if (checks.ToProblem() is { } invalid)
        {
            return invalid;
        }

        using var handOver = outstanding.Begin();
        await desk.Projections.WaitAsync(null, Patience, cancellation).ConfigureAwait(false);
        var limit = request.Limit ?? DefaultLimit;
        var (claimed, suppressed, deferred) = (new List<ClaimedContact>(), 0, 0);
        await foreach (var id in DueAsync(request.Channel, limit, desk, access, cancellation).ConfigureAwait(false))
        {
            var contact = new ContactId(id.Decision.Sequence, id.Decision.Index, id.Rank);
            var outcome = await access.Partitions.SubmitAsync(id.Decision.Partition, new ClaimContact(contact), cancellation).ConfigureAwait(false);
            suppressed += outcome is ContactSuppressed ? 1 : 0;
            deferred += outcome is ContactDeferred ? 1 : 0;
            if (outcome is ContactClaimed taken && await RenderAsync(desk, id, taken, cancellation).ConfigureAwait(false) is { } message)
            {
                claimed.Add(message);
            }

            if (claimed.Count == limit)
            {
                break;
            }
        }

        return new ClaimAnswer(claimed, suppressed, deferred);
    }

    /// <summary>
    /// What is due, oldest first, each once. Looks further than <paramref name="limit"/>, in growing steps, so that what is
    /// deferred, as all of a paused campaign, does not stand in the way of what could go out.
    /// </summary>
    private static async IAsyncEnumerable<RecommendationId> DueAsync(
        string channel, int limit, DecisionDesk desk, DecisionsAccess access, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // What is due at this very instant is due.
        var beyond = new Instant(access.Clock.Now.Microseconds + 1);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var reach = limit; ; reach = Math.Min(2 * reach, MostLookedAt))
        {
            var due = await desk.Store.ReadDueContactsAsync(channel, "pending", beyond, reach, cancellation).ConfigureAwait(false);
            foreach (var row in due)
            {
                if (seen.Add(row.Id) && RecommendationId.TryParse(row.Id, out var id))
                {
                    yield return id;
                }
            }

            if (due.Count < reach || reach == MostLookedAt)
            {
                yield break;
            }
        }
    }

    /// <summary>Null when the customer was erased between claim and here: then there is nobody to send to.</summary>
    private static async ValueTask<ClaimedContact?> RenderAsync(
        DecisionDesk desk, RecommendationId id, ContactClaimed taken, CancellationToken cancellation)
    {
        await desk.Projections.WaitAsync(id.Decision.Partition, Patience, cancellation).ConfigureAwait(false);
        var decision = await desk.Store.ReadDecisionAsync(id.Decision.Partition, id.Decision.Sequence, id.Decision.Index, cancellation)
            .ConfigureAwait(false);
        if (decision is null || !desk.Directory.TryFindCustomer(taken.Key, out var customerId))
        {
            return null;
        }

        var strategy = await desk.Archive.ReadAsync(decision.StrategyVersion, cancellation).ConfigureAwait(false);
        var recommendation = DecisionFormat.DecodeResult(decision.Result).Recommendations[id.Rank - 1];
        return new ClaimedContact(
            id.ToString(),
            customerId,
            recommendation.Campaign,
            recommendation.Offering,
            recommendation.Channel,
            await desk.Renderer.RenderAsync(strategy, recommendation, taken.Key, cancellation).ConfigureAwait(false),
            recommendation.ValidUntil);
    }
}
