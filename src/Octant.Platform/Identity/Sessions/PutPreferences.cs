using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Languages;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Identity.Operators;

namespace Octant.Platform.Identity.Sessions;

/// <param name="Language">Null: as the browser prefers.</param>
public sealed record PreferencesRequest(Language? Language);

/// <summary>What an operator chooses for themselves.</summary>
public static class PutPreferences
{
    public static async Task<Result<SessionView>> HandleAsync(
        Body<PreferencesRequest> body, Caller caller, OperatorStorage storage, SessionDescriber describer, CancellationToken cancellation)
    {
        if (caller.StaffNumber is not { } staffNumber)
        {
            return SignOut.NoSession;
        }

        var preferences = new OperatorPreferences { StaffNumber = staffNumber, Language = body.Value.Language };
        return await storage.PutPreferencesAsync(caller, preferences, cancellation) is { } problem
            ? problem
            : await describer.DescribeAsync(caller, cancellation);
    }
}
