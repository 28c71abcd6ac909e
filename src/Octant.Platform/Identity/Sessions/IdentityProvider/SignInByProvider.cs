using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Identity.Operators;

namespace Octant.Platform.Identity.Sessions.IdentityProvider;

/// <param name="Name">How it is called.</param>
/// <param name="Address">Where a browser goes; takes <c>returnTo</c>, a path of this server.</param>
public sealed record ProviderMethod(string Name, string Address);

/// <param name="IdentityProvider">Null when none is set.</param>
public sealed record SignInMethods(bool Password, ProviderMethod? IdentityProvider);

/// <summary>
/// Signs an operator in with the identity provider: sends the browser there, and takes it back with a code. It comes back to
/// <c>returnTo</c> signed in, or with <c>signInProblem</c> in the query: <c>expired</c>, <c>refused</c>, <c>provider</c> or
/// <c>unknown-operator</c>. The provider says who it is; what they may do is said here.
/// </summary>
public sealed partial class SignInByProvider(
    OperatorDirectory operators,
    SessionRegister sessions,
    SessionTimes times,
    SignInTickets tickets,
    TimeProvider time,
    ILogger<SignInByProvider> logger,
    IdentityProviderClient? client = null,
    IdentityProviderOptions? options = null)
{
    public const string CallbackPath = "/session/callback";
    public const string BeginPath = "/session/identity-provider";

    private const string Cookie = "octant-sign-in";

    private static readonly Problem NotSet = Problem.NotFound("sign-in method", "identity provider");

    private Instant Now => Instant.From(time.GetUtcNow());

    /// <summary>How one can sign in here.</summary>
    public static Result<SignInMethods> Methods(SignInByProvider provider) =>
        new SignInMethods(Password: true, provider.Options is { } set ? new ProviderMethod(set.Name, EndpointConventions.BasePath + BeginPath) : null);

    public static Task<Result<IResult>> BeginAsync(HttpContext http, SignInByProvider provider, CancellationToken cancellation, string? returnTo = null) =>
        provider.BeginAsync(http, returnTo, cancellation);

    public static Task<Result<IResult>> CompleteAsync(
        HttpContext http, SignInByProvider provider, CancellationToken cancellation, string? code = null, string? state = null) =>
        provider.CompleteAsync(http, code, state, cancellation);

    private IdentityProviderOptions? Options { get; } = options;

    private async Task<Result<IResult>> BeginAsync(HttpContext http, string? returnTo, CancellationToken cancellation)
    {
        if (client is null || Options is null)
        {
            return NotSet;
        }

        var ticket = SignInTicket.New(IsLocal(returnTo) ? returnTo! : "/", Now);
        try
        {
            var address = await client.AddressForAsync(ticket, RedirectUri(http), cancellation);
            http.Response.Cookies.Append(Cookie, await tickets.SealAsync(ticket, Now, cancellation), CookieForm(http));
            return TypedResults.Redirect(address);
        }
        catch (IdentityProviderException failed)
        {
            LogFailed(failed.Message, failed.InnerException?.GetType().Name);
            return Back(ticket.ReturnTo, "provider");
        }
    }

    private async Task<Result<IResult>> CompleteAsync(HttpContext http, string? code, string? state, CancellationToken cancellation)
    {
        if (client is null)
        {
            return NotSet;
        }

        var ticket = await tickets.OpenAsync(http.Request.Cookies[Cookie], Now, cancellation);
        http.Response.Cookies.Delete(Cookie, CookieForm(http));
        if (ticket is null || state is null || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(state), Encoding.UTF8.GetBytes(ticket.State)))
        {
            return Back("/", "expired");
        }

        if (code is null)
        {
            return Back(ticket.ReturnTo, "refused");
        }

        try
        {
            var staffNumber = await client.RedeemAsync(ticket, code, RedirectUri(http), cancellation);
            if (operators.Find(staffNumber) is not { Operator.State: OperatorState.Active })
            {
                return Back(ticket.ReturnTo, "unknown-operator");
            }

            if (!(await sessions.OpenAsync(staffNumber, SignInMethod.IdentityProvider, mustChangePassword: false, cancellation)).TryGet(out var opened, out var problem))
            {
                return problem;
            }

            SessionCookie.Write(http, opened.Token, times);
            return TypedResults.Redirect(ticket.ReturnTo);
        }
        catch (IdentityProviderException failed)
        {
            LogFailed(failed.Message, failed.InnerException?.GetType().Name);
            return Back(ticket.ReturnTo, "provider");
        }
    }

    private string RedirectUri(HttpContext http) =>
        Options!.RedirectUri ?? $"{http.Request.Scheme}://{http.Request.Host}{EndpointConventions.BasePath}{CallbackPath}";

    /// <summary>Lax, because the provider's page sends the browser back here; sealed, short-lived, and for this one path.</summary>
    private CookieOptions CookieForm(HttpContext http) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = times.AlwaysSecure || http.Request.IsHttps,
        Path = EndpointConventions.BasePath + CallbackPath,
    };

    private static Result<IResult> Back(string returnTo, string problem) =>
        TypedResults.Redirect(Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString(returnTo, "signInProblem", problem));

    /// <summary>A path of this server, so that nobody can make a sign-in end on a page of theirs.</summary>
    private static bool IsLocal(string? path) =>
        path is ['/', ..] && !path.StartsWith("//", StringComparison.Ordinal) && !path.StartsWith("/\\", StringComparison.Ordinal) && !path.Any(char.IsControl);

    [LoggerMessage(LogLevel.Warning, "Sign-in with the identity provider failed: {What} ({Cause})")]
    private partial void LogFailed(string what, string? cause);
}
