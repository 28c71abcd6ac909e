using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Identity.Operators;

namespace Octant.Platform.Identity.Sessions;

/// <summary>Ends the caller's own session.</summary>
public static class SignOut
{
    internal static readonly Problem NoSession = Problem.Conflict("There is no session: you show a key.");

    public static async Task<Result<NoContent>> HandleAsync(
        HttpContext http, Caller caller, SessionRegister sessions, SessionTimes times, BackOffice backOffice, CancellationToken cancellation)
    {
        if (caller is not { SessionId: { } id, StaffNumber: { } staffNumber })
        {
            return NoSession;
        }

        await sessions.EndAsync(id, cancellation);
        SessionCookie.Clear(http, times);
        var audit = backOffice.Audit(caller, "signed out", Operator.Kind, staffNumber);
        return (await backOffice.CommitAsync(new DocumentChanges { Audit = [audit] }, cancellation)).Problem is { } problem ? problem : TypedResults.NoContent();
    }
}
