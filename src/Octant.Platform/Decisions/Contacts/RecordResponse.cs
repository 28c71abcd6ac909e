using Octant.Engine.Decisions;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;
using Octant.Platform.Decisions.Fields;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Partitions;
using ResponseCommand = Octant.Engine.Partitions.RecordResponse;

namespace Octant.Platform.Decisions.Contacts;

/// <summary>The kinds of response.</summary>
public enum ResponseOutcome
{
    Shown,
    Clicked,
    Accepted,
    Interested,
    Rejected,
    Ignored,
}

/// <summary>What came of a recommendation.</summary>
/// <param name="DecisionId">May be left out: the recommendation id contains it.</param>
/// <param name="Reason">A code, such as <c>too-expensive</c>; for rejections.</param>
public sealed record ResponseRequest(string? DecisionId, string RecommendationId, ResponseOutcome Outcome, string? Reason, ActorBody? Actor);

/// <param name="Recorded">False when this outcome of this recommendation was recorded before.</param>
/// <param name="ShownLate">It was shown after its validity had ended; it counts all the same.</param>
public sealed record ResponseAnswer(bool Recorded, bool ShownLate);

/// <summary>Records a response; again with the same recommendation and outcome changes nothing.</summary>
public static class RecordResponse
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<Result<ResponseAnswer>> HandleAsync(
        Body<ResponseRequest> body, Caller caller, DecisionsAccess access, CancellationToken cancellation)
    {
        var request = body.Value;
        var checks = new FieldChecks();
        var known = RecommendationId.TryParse(request.RecommendationId, out var id) && id.Decision.Partition < PartitionOptions.PartitionCount;
        checks.Require(known, "recommendationId", "an id that a decision gave out", request.RecommendationId);
        checks.Require(
            !known || request.DecisionId is null || string.Equals(request.DecisionId, id.Decision.ToString(), StringComparison.Ordinal),
            "decisionId",
            "the decision of this recommendation",
            request.DecisionId);
        if (request.Reason is { } reason)
        {
            checks.RequireId(reason, "reason");
        }

        if (checks.ToProblem() is { } invalid)
        {
            return invalid;
        }

        if (!ActorBody.Resolve(request.Actor, access.Current.Value, caller).TryGet(out var actor, out var problem))
        {
            return problem;
        }

        if (!await IsServedAsync(id, actor, caller, access, cancellation).ConfigureAwait(false))
        {
            return Problem.NotFound("recommendation", request.RecommendationId);
        }

        var contact = new ContactId(id.Decision.Sequence, id.Decision.Index, id.Rank);
        var command = new ResponseCommand(contact, BitOf(request.Outcome), request.Reason, actor);
        return await access.Partitions.SubmitAsync(id.Decision.Partition, command, cancellation).ConfigureAwait(false) switch
        {
            ResponseRecorded recorded => new ResponseAnswer(Recorded: true, recorded.Contacts[0].After.ShownLate),
            Duplicate => new ResponseAnswer(Recorded: false, ShownLate: false),
            _ => Problem.NotFound("recommendation", request.RecommendationId),
        };
    }

    /// <summary>Whoever is bound speaks for customers of their own part, and for whoever walked into one of their outlets.</summary>
    private static async ValueTask<bool> IsServedAsync(
        RecommendationId id, Actor actor, Caller caller, DecisionsAccess access, CancellationToken cancellation)
    {
        if (caller.Organisation is null || actor.Outlet is not null)
        {
            return true;
        }

        await access.Projections.WaitAsync(id.Decision.Partition, Patience, cancellation).ConfigureAwait(false);
        var row = await access.Store.ReadDecisionAsync(id.Decision.Partition, id.Decision.Sequence, id.Decision.Index, cancellation).ConfigureAwait(false);
        return row is not null && await access.Scope.CoversAsync(caller, row.CustomerKey, cancellation).ConfigureAwait(false);
    }

    private static Engine.Policies.Responses BitOf(ResponseOutcome outcome) => (Engine.Policies.Responses)(1 << (int)outcome);
}
