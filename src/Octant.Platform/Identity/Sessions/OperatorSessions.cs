using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Identity.Operators;

namespace Octant.Platform.Identity.Sessions;

/// <param name="EndsAt">If nothing is done.</param>
public sealed record OpenSession(SignInMethod Method, Instant StartedAt, Instant SeenAt, Instant EndsAt);

public sealed record OpenSessions(IReadOnlyList<OpenSession> Items);

/// <summary>Where an operator is signed in; and signing them out everywhere, from the answer on.</summary>
public static class OperatorSessions
{
    public static async Task<Result<OpenSessions>> ListAsync(
        string staffNumber, Caller caller, OperatorResource operators, SessionRegister sessions, SessionTimes times, CancellationToken cancellation) =>
        await operators.Reader.ReadAsync(staffNumber, cancellation) is { Value: var known } && operators.MaySee(caller, known)
            ? new OpenSessions([.. sessions.Of(staffNumber).Select(session => new OpenSession(session.Method, session.StartedAt, session.SeenAt, session.EndsAt(times)))])
            : Problem.NotFound(Operator.Kind, staffNumber);

    public static async Task<Result<NoContent>> EndAsync(
        string staffNumber, Caller caller, OperatorResource operators, SessionRegister sessions, BackOffice backOffice, CancellationToken cancellation)
    {
        if (await operators.Reader.ReadAsync(staffNumber, cancellation) is not { Value: var known } || !operators.MaySee(caller, known))
        {
            return Problem.NotFound(Operator.Kind, staffNumber);
        }

        var ended = await sessions.EndAllAsync(staffNumber, except: null, cancellation);
        var audit = backOffice.Audit(caller, "sessions ended", Operator.Kind, staffNumber, FormattableString.Invariant($"{ended} sessions"));
        return (await backOffice.CommitAsync(new DocumentChanges { Audit = [audit] }, cancellation)).Problem is { } problem ? problem : TypedResults.NoContent();
    }
}
