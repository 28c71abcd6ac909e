using Microsoft.AspNetCore.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Units;

namespace Octant.Platform.Foundation.Http;

/// <summary>Which part of the organisation somebody may touch.</summary>
public interface IOrganisationScope
{
    /// <summary>Whether this unit, a path such as <c>province/city/hall</c>, lies within.</summary>
    bool Permits(string path);
}

/// <summary>Who asks, once known: a system by its key, or an operator who signed in. A handler takes it as a parameter.</summary>
/// <param name="Id">For the audit trail, such as <c>key/…</c> or <c>operator/1001</c>; never a person's name.</param>
/// <param name="Organisation">The unit it is bound to; null for the whole organisation.</param>
public sealed record Caller(string Id, IReadOnlySet<string> Scopes, string? Organisation) : IOrganisationScope
{
    /// <summary>Of the operator who signed in; null for a system with a key.</summary>
    public string? StaffNumber { get; init; }

    /// <summary>The operator's roles, by id; none for a system.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The session an operator asks in; null for a system.</summary>
    public string? SessionId { get; init; }

    /// <summary>Until the operator has chosen a password of their own, only their session answers.</summary>
    public bool MustChangePassword { get; init; }

    public bool Has(string scope) => Scopes.Contains(scope);

    public bool Permits(string path) => Organisation is null || UnitPath.IsWithin(path, Organisation);

    /// <summary>Whether what belongs to this unit, or with null to the whole organisation, lies within the caller's part.</summary>
    public bool Covers(string? path) => Organisation is null || (path is not null && Permits(path));

    /// <summary>Null when the unit (null: the whole organisation) lies within what the caller may touch.</summary>
    public Problem? Refuse(string? path) => Covers(path)
        ? null
        : Problem.Forbidden($"You are bound to '{Organisation}'; {(path is null ? "the whole organisation" : $"'{path}'")} is outside of it.");

    public static ValueTask<Caller?> BindAsync(HttpContext context) => new(context.GetCaller());
}

/// <summary>One way to find out who asks: a system's key, a person's session.</summary>
public interface ICallerSource
{
    /// <summary>Null when the request carries nothing this source knows; a problem when what it carries is not valid.</summary>
    ValueTask<Result<Caller>?> FindAsync(HttpContext context);
}
