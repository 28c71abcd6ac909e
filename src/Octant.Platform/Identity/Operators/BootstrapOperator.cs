using System.Collections.Frozen;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Identity.Roles;

namespace Octant.Platform.Identity.Operators;

/// <summary>
/// The first administrator, made at start when there is nobody of that number: <c>Octant:BootstrapOperator</c> is the staff number,
/// <c>Octant:BootstrapPassword</c> the password, which must be changed at the first sign-in.
/// </summary>
public sealed class BootstrapOperator(IConfiguration configuration, OperatorStorage storage, Passwords passwords, TimeProvider time) : IHostedService
{
    public const string StaffNumberSetting = "Octant:BootstrapOperator";
    public const string PasswordSetting = "Octant:BootstrapPassword";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (configuration[StaffNumberSetting] is not { Length: > 0 } staffNumber
            || await storage.Operators.ReadAsync(staffNumber, cancellationToken) is not null)
        {
            return;
        }

        var password = configuration[PasswordSetting] ?? "";
        var fields = new FieldChecks();
        fields.RequireId(staffNumber, StaffNumberSetting);
        fields.RequirePassword(password, staffNumber, PasswordSetting);
        if (fields.ToProblem() is { } problem)
        {
            throw new InvalidOperationException($"The first administrator cannot be made. {string.Join(" ", problem.Errors.Select(error => $"{error.Field}: expected {error.Expected}."))}");
        }

        var added = await storage.AddAsync(
            new Caller("bootstrap", FrozenSet<string>.Empty, Organisation: null),
            new Operator { StaffNumber = staffNumber, Name = staffNumber, Roles = [DeliveredRoles.Administrator] },
            new OperatorCredential
            {
                StaffNumber = staffNumber,
                PasswordHash = passwords.Hash(password),
                ChangedAt = Instant.From(time.GetUtcNow()),
                MustChange = true,
            },
            cancellationToken);
        if (added is not null && added.Kind != ProblemKind.PreconditionFailed)
        {
            throw new InvalidOperationException(added.Detail);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
