using Octant.Engine.Calendar;

namespace Octant.Platform.Identity.Operators;

/// <summary>What lets an operator in by password, apart from the operator so that nothing that shows one shows the other.</summary>
public sealed record OperatorCredential
{
    public const string Kind = "operator-credential";

    public const int FailuresAllowed = 5;

    /// <summary>How long it is locked after <see cref="FailuresAllowed"/> failures in a row.</summary>
    public static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(15);

    public required string StaffNumber { get; init; }

    /// <summary>Salted and slow, as ASP.NET Core's own hasher writes it.</summary>
    public required string PasswordHash { get; init; }

    public required Instant ChangedAt { get; init; }

    /// <summary>Somebody else chose it: the operator must choose another before anything else.</summary>
    public bool MustChange { get; init; }

    /// <summary>In a row, since the last success or lock.</summary>
    public int Failures { get; init; }

    public Instant? LockedUntil { get; init; }

    public bool IsLocked(Instant now) => now < LockedUntil;

    public OperatorCredential AfterFailure(Instant now) => Failures + 1 < FailuresAllowed
        ? this with { Failures = Failures + 1, LockedUntil = null }
        : this with { Failures = 0, LockedUntil = now + LockedFor };

    public OperatorCredential AfterSuccess() => this with { Failures = 0, LockedUntil = null };
}
