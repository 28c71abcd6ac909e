using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Languages;
using Octant.Platform.Foundation.Time;
using Octant.Platform.Foundation.Units;
using Octant.Platform.Identity.Operators;

namespace Octant.Platform.Identity.Sessions;

public sealed record RoleName(string Id, LocalizedName Name);

/// <param name="Path">Such as <c>province/city</c>.</param>
/// <param name="Units">Every unit on the way to it, from the top.</param>
public sealed record SessionOrganisation(string Path, IReadOnlyList<OrganisationStep> Units);

/// <summary>What must be known to show things as this caller may see them.</summary>
/// <param name="FullPhoneNumbers">Telephone numbers are not masked; each look is in the audit trail.</param>
/// <param name="WholeOrganisation">Nothing is left out of lists and figures.</param>
public sealed record Entitlements(bool FullPhoneNumbers, bool WholeOrganisation);

/// <summary>Who somebody is to the platform.</summary>
/// <param name="StaffNumber">Null for a system with a key.</param>
/// <param name="Name">For a system, how the audit trail calls it.</param>
/// <param name="Scopes">In ordinal order; what the roles permit, added up.</param>
/// <param name="Organisation">The unit they belong to; null: the whole organisation.</param>
/// <param name="MustChangePassword">Until the password is changed, nothing but the session itself answers.</param>
/// <param name="Language">As chosen; null: as the browser prefers.</param>
/// <param name="Method">Null for a system.</param>
/// <param name="EndsAt">When the session ends if nothing is done; null for a system.</param>
/// <param name="Zone">IANA name of the platform's own zone: days of figures and of capacity are days there.</param>
/// <param name="Now">What time it is for the platform, which in a rehearsal is not what it is outside.</param>
public sealed record SessionView(
    string? StaffNumber,
    string Name,
    IReadOnlyList<RoleName> Roles,
    IReadOnlyList<string> Scopes,
    SessionOrganisation? Organisation,
    Entitlements Entitlements,
    bool MustChangePassword,
    Language? Language,
    SignInMethod? Method,
    Instant? StartedAt,
    Instant? EndsAt,
    string Zone,
    Instant Now);

/// <summary>Puts together what a session says of its operator.</summary>
public sealed class SessionDescriber(
    OperatorDirectory operators,
    OperatorStorage storage,
    SessionRegister sessions,
    SessionTimes times,
    IOrganisationUnits units,
    IPlatformZone zone,
    IClock clock)
{
    public async ValueTask<SessionView> DescribeAsync(Caller caller, CancellationToken cancellation)
    {
        var session = sessions.Find(caller.SessionId);
        var known = caller.StaffNumber is { } own ? operators.Find(own)?.Operator : null;
        var preferences = caller.StaffNumber is { } number ? await storage.Preferences.ReadAsync(number, cancellation) : null;
        return new SessionView(
            caller.StaffNumber,
            known?.Name ?? caller.Id,
            [.. caller.Roles.Where(operators.Roles.ContainsKey).Select(id => new RoleName(id, operators.Roles[id].Name))],
            [.. caller.Scopes.Order(StringComparer.Ordinal)],
            (known?.Organisation ?? caller.Organisation) is { } path ? new SessionOrganisation(path, await units.ReadPathAsync(path, cancellation)) : null,
            new Entitlements(caller.Has(Contracts.Scopes.CustomersUnmask), caller.Organisation is null),
            caller.MustChangePassword,
            preferences?.Value.Language,
            session?.Method,
            session?.StartedAt,
            session?.EndsAt(times),
            await zone.ReadNameAsync(cancellation),
            clock.Now);
    }
}
