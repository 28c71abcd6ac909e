using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Identity.Operators;

namespace Octant.Platform.Identity.Sessions;

public sealed record PasswordChange(string CurrentPassword, string NewPassword);

/// <summary>An operator chooses a new password; their other sessions end.</summary>
public static class ChangePassword
{
    public static async Task<Result<NoContent>> HandleAsync(
        Body<PasswordChange> body,
        Caller caller,
        SignIn signIn,
        OperatorStorage storage,
        Passwords passwords,
        SessionRegister sessions,
        TimeProvider time,
        CancellationToken cancellation)
    {
        if (caller.StaffNumber is not { } staffNumber || sessions.Find(caller.SessionId) is not { } session)
        {
            return SignOut.NoSession;
        }

        var change = body.Value;
        var fields = new FieldChecks();
        fields.RequirePassword(change.NewPassword, staffNumber, "newPassword");
        fields.Require(change.NewPassword != change.CurrentPassword, "newPassword", "another password than the current one");
        if (fields.ToProblem() is { } invalid)
        {
            return invalid;
        }

        if (!(await signIn.VerifyAsync(staffNumber, change.CurrentPassword, cancellation)).TryGet(out _, out var problem))
        {
            return problem.Kind == ProblemKind.Unauthenticated ? Problem.Invalid("currentPassword", "the current password") : problem;
        }

        var stored = await storage.Credentials.ReadAsync(staffNumber, cancellation);
        var credential = stored!.Value with
        {
            PasswordHash = passwords.Hash(change.NewPassword),
            ChangedAt = Instant.From(time.GetUtcNow()),
            MustChange = false,
        };
        if (await storage.PutCredentialAsync(caller, credential, stored.Version, "password changed", cancellation) is { } unstored)
        {
            return unstored;
        }

        await sessions.PasswordChangedAsync(session, cancellation);
        return TypedResults.NoContent();
    }
}
