using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Identity.Operators;

namespace Octant.Platform.Identity.Sessions;

public sealed record SignInRequest(string StaffNumber, string Password);

/// <summary>
/// Signs an operator in by password and sets the session's cookie. One answer for every way of failing, and as slow, so that nobody
/// learns which staff numbers there are; after a few failures in a row a number is locked for a while, known or not.
/// </summary>
public sealed class SignIn(
    OperatorDirectory operators,
    OperatorStorage storage,
    Passwords passwords,
    SessionRegister sessions,
    SessionTimes times,
    SessionDescriber describer,
    UnknownStaffNumbers unknown,
    BackOffice backOffice,
    TimeProvider time)
{
    private const int Attempts = 5;

    private static readonly Problem Refused = new(ProblemKind.Unauthenticated, "The staff number or the password is wrong.");
    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(2);

    private Instant Now => Instant.From(time.GetUtcNow());

    public static Task<Result<SessionView>> HandleAsync(Body<SignInRequest> body, HttpContext http, SignIn signIn, CancellationToken cancellation) =>
        signIn.RunAsync(body.Value, http, cancellation);

    /// <summary>Whether this is the operator's password; failures count.</summary>
    public async ValueTask<Result<OperatorCredential>> VerifyAsync(string staffNumber, string password, CancellationToken cancellation)
    {
        if (operators.Find(staffNumber) is not { } known)
        {
            return await VerifyNobodyAsync(staffNumber, password, cancellation);
        }

        for (var attempt = 1; ; attempt++)
        {
            var stored = await storage.Credentials.ReadAsync(staffNumber, cancellation);
            if (stored is not null && stored.Value.IsLocked(Now))
            {
                return Locked(stored.Value.LockedUntil!.Value - Now);
            }

            var right = await passwords.VerifyAsync(stored?.Value.PasswordHash, password, cancellation);
            if (right is null)
            {
                return Problem.Overloaded(Busy);
            }

            if (stored is null)
            {
                return Refused;
            }

            right = right.Value && known.Operator.State == OperatorState.Active;
            var after = right.Value ? stored.Value.AfterSuccess() : stored.Value.AfterFailure(Now);
            if (after == stored.Value)
            {
                return after;
            }

            // Somebody who tries the same number at the same time counts too: the one who comes second looks again.
            var counted = await CountAsync(after, stored.Version, right.Value, cancellation);
            if (counted is null)
            {
                return right.Value ? after : Refused;
            }

            if (counted.Kind != ProblemKind.PreconditionFailed || attempt == Attempts)
            {
                return counted;
            }
        }
    }

    private async Task<Result<SessionView>> RunAsync(SignInRequest request, HttpContext http, CancellationToken cancellation)
    {
        if (SessionCookie.RefuseForgery(http.Request) is { } forged)
        {
            return forged;
        }

        if (!(await VerifyAsync(request.StaffNumber, request.Password, cancellation)).TryGet(out var credential, out var problem)
            || !(await sessions.OpenAsync(request.StaffNumber, SignInMethod.Password, credential.MustChange, cancellation)).TryGet(out var opened, out problem))
        {
            return problem;
        }

        return await AnswerAsync(http, opened.Token, opened.Session, cancellation);
    }

    private async Task<Result<SessionView>> AnswerAsync(HttpContext http, string token, Session session, CancellationToken cancellation)
    {
        SessionCookie.Write(http, token, times);
        return sessions.CallerOf(session) is { } caller ? await describer.DescribeAsync(caller, cancellation) : Refused;
    }

    private async ValueTask<Result<OperatorCredential>> VerifyNobodyAsync(string staffNumber, string password, CancellationToken cancellation)
    {
        if (unknown.LockedFor(staffNumber, Now) is { } left)
        {
            return Locked(left);
        }

        if (await passwords.VerifyAsync(null, password, cancellation) is null)
        {
            return Problem.Overloaded(Busy);
        }

        unknown.Failed(staffNumber, Now);
        return Refused;
    }

    private async ValueTask<Problem?> CountAsync(OperatorCredential after, long version, bool right, CancellationToken cancellation)
    {
        var nobody = new Caller("anonymous", FrozenSet<string>.Empty, Organisation: null);
        var changes = new DocumentChanges
        {
            Puts = [new DocumentPut(OperatorCredential.Kind, after.StaffNumber, DocumentReader<OperatorCredential>.Write(after), version)],
            Audit = right ? [] : [backOffice.Audit(nobody, after.LockedUntil is null ? "sign-in refused" : "locked", Operator.Kind, after.StaffNumber)],
        };
        return (await backOffice.CommitAsync(changes, cancellation)).Problem;
    }

    private static Problem Locked(TimeSpan left) =>
        new(ProblemKind.TooManyRequests, "Too many sign-ins failed; this staff number is locked for a while.") { RetryAfter = left };
}
