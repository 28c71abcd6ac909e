using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Replays;

/// <summary>Which decisions to make again.</summary>
/// <param name="From">The first moment.</param>
/// <param name="To">Exclusive.</param>
/// <param name="Reference">By the plain reference interpreter, instead of the fast evaluator.</param>
public sealed record ReplayRequest(Instant From, Instant To, bool Reference = false);

/// <summary>Begins to make the decisions of a period again.</summary>
public static class StartReplay
{
    public const string Route = "/replays";

    public static Result<Accepted<ReplayProgress>> Handle(Body<ReplayRequest> body, ReplayDesk desk)
    {
        var checks = new FieldChecks();
        checks.Require(body.Value.From < body.Value.To, "to", "a time after from", body.Value.To);
        if (checks.ToProblem() is { } invalid)
        {
            return invalid;
        }

        return desk.Start(body.Value).TryGet(out var progress, out var problem)
            ? TypedResults.Accepted($"{EndpointConventions.BasePath}{Route}/{progress.Id}", progress)
            : problem;
    }
}
