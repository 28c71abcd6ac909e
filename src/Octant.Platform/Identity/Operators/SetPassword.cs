using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Identity.Sessions;

namespace Octant.Platform.Identity.Operators;

/// <param name="MustChange">Whether the operator must choose another at the next sign-in; true where it is left out.</param>
public sealed record PasswordSetting(string Password, bool? MustChange);

/// <summary>Gives an operator a password, takes a lock off, and ends their sessions.</summary>
public static class SetPassword
{
    public static async Task<Result<NoContent>> HandleAsync(
        string staffNumber,
        Body<PasswordSetting> body,
        Caller caller,
        OperatorStorage storage,
        OperatorResource operators,
        Passwords passwords,
        SessionRegister sessions,
        TimeProvider time,
        CancellationToken cancellation)
    {
        if (await storage.Operators.ReadAsync(staffNumber, cancellation) is not { Value: var known } || !operators.MaySee(caller, known))
        {
            return Problem.NotFound(Operator.Kind, staffNumber);
        }

        if (operators.FindExcess(caller, known) is { } refused)
        {
            return refused;
        }

        var fields = new FieldChecks();
        fields.RequirePassword(body.Value.Password, staffNumber, "password");
        if (fields.ToProblem() is { } invalid)
        {
            return invalid;
        }

        var stored = await storage.Credentials.ReadAsync(staffNumber, cancellation);
        var credential = new OperatorCredential
        {
            StaffNumber = staffNumber,
            PasswordHash = passwords.Hash(body.Value.Password),
            ChangedAt = Instant.From(time.GetUtcNow()),
            MustChange = body.Value.MustChange ?? true,
        };
        if (await storage.PutCredentialAsync(caller, credential, stored?.Version ?? 0, "password set", cancellation) is { } problem)
        {
            return problem;
        }

        await sessions.EndAllAsync(staffNumber, except: null, cancellation);
        return TypedResults.NoContent();
    }
}
