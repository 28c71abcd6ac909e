using Octant.Engine.Decisions;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Partitions;
using SettleCommand = Octant.Engine.Partitions.SettleContact;

namespace Octant.Platform.Decisions.Contacts;

/// <summary>How sending ended.</summary>
public enum ReceiptResult
{
    Sent,
    Failed,
}

/// <summary>A sender reports on a contact it claimed.</summary>
/// <param name="Reason">A code, when it failed.</param>
public sealed record ReceiptRequest(string RecommendationId, ReceiptResult Result, string? Reason);

/// <param name="Recorded">False when it was settled before.</param>
public sealed record ReceiptAnswer(bool Recorded);

/// <summary>Settles a claimed contact.</summary>
public static class SettleContact
{
    public static async Task<Result<ReceiptAnswer>> HandleAsync(Body<ReceiptRequest> body, DecisionsAccess access, CancellationToken cancellation)
    {
        var request = body.Value;
        var checks = new FieldChecks();
        var known = RecommendationId.TryParse(request.RecommendationId, out var id) && id.Decision.Partition < PartitionOptions.PartitionCount;
        checks.Require(known, "recommendationId", "an id that a claim handed out", request.RecommendationId);
        if (request.Reason is { } reason)
        {
            checks.RequireId(reason, "reason");
        }

        if (checks.ToProblem() is { } invalid)
        {
            return invalid;
        }

        var contact = new ContactId(id.Decision.Sequence, id.Decision.Index, id.Rank);
        var command = new SettleCommand(contact, request.Result == ReceiptResult.Sent, request.Reason);
        return await access.Partitions.SubmitAsync(id.Decision.Partition, command, cancellation).ConfigureAwait(false) switch
        {
            ContactSettled => new ReceiptAnswer(Recorded: true),
            Duplicate => new ReceiptAnswer(Recorded: false),
            ContactNotClaimable refused => Problem.Conflict($"The contact is {refused.State}; only one that was claimed can be settled."),
            _ => Problem.NotFound("recommendation", request.RecommendationId),
        };
    }
}
