using Microsoft.AspNetCore.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Foundation.Http;

/// <summary>Which part of the organisation somebody may touch.</summary>
public interface IOrganisationScope
{
    /// <summary>Whether this unit, a path such as <c>province/city/hall</c>, lies within.</summary>
    bool Permits(string path);
}

/// <summary>Who asks, once known. A handler takes it as a parameter.</summary>
/// <param name="Id">For the audit trail; never a person's name.</param>
/// <param name="Organisation">The unit it is bound to; null for the whole organisation.</param>
public sealed record Caller(string Id, IReadOnlySet<string> Scopes, string? Organisation) : IOrganisationScope
{
    public bool Permits(string path) =>
        Organisation is null
        || (path.StartsWith(Organisation, StringComparison.Ordinal) && (path.Length == Organisation.Length || path[Organisation.Length] == '/'));

    /// <summary>Null when the unit lies within what the caller may touch.</summary>
    public Problem? Refuse(string path) =>
        Permits(path) ? null : Problem.Forbidden($"This key is bound to '{Organisation}'; '{path}' is outside of it.");

    public static ValueTask<Caller?> BindAsync(HttpContext context) => new(context.GetCaller());
}

/// <summary>One way to find out who asks: keys now, a person's session later.</summary>
public interface ICallerSource
{
    /// <summary>Null when the request carries nothing this source knows; a problem when what it carries is not valid.</summary>
    ValueTask<Result<Caller>?> FindAsync(HttpContext context);
}
