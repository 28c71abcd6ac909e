using Microsoft.Extensions.Configuration;

namespace Octant.Platform.Identity.Sessions.IdentityProvider;

/// <summary>The operator's own identity provider, spoken to by OpenID Connect; all settings are under <c>Octant:Oidc</c>.</summary>
/// <param name="Authority">Where <c>/.well-known/openid-configuration</c> is. Https, or http on this machine.</param>
/// <param name="ClientId">As registered with the provider.</param>
/// <param name="ClientSecret">Null for a public client; the code is bound to the sign-in either way (PKCE).</param>
/// <param name="StaffNumberClaim">The claim of the identity token that holds the staff number; <c>preferred_username</c> unless set.</param>
/// <param name="Scope">What is asked of the provider; <c>openid profile</c> unless set.</param>
/// <param name="Name">How the way in is called on the sign-in page.</param>
/// <param name="RedirectUri">Where the provider sends the browser back to; null for the address under which it came.</param>
public sealed record IdentityProviderOptions(
    Uri Authority, string ClientId, string? ClientSecret, string StaffNumberClaim, string Scope, string Name, string? RedirectUri)
{
    private const string Section = "Octant:Oidc:";

    /// <summary>Null when no provider is set.</summary>
    public static IdentityProviderOptions? Of(IConfiguration configuration)
    {
        if (configuration[Section + "Authority"] is not { Length: > 0 } text)
        {
            return null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var authority) || !(authority.Scheme == Uri.UriSchemeHttps || (authority.Scheme == Uri.UriSchemeHttp && authority.IsLoopback)))
        {
            throw new InvalidOperationException($"The setting {Section}Authority is '{text}'; expected an https address.");
        }

        return new IdentityProviderOptions(
            authority,
            Read("ClientId") ?? throw new InvalidOperationException($"The setting {Section}ClientId is missing."),
            Read("ClientSecret"),
            Read("StaffNumberClaim") ?? "preferred_username",
            Read("Scope") ?? "openid profile",
            Read("Name") ?? authority.Host,
            Read("RedirectUri"));

        string? Read(string name) => configuration[Section + name] is { Length: > 0 } value ? value : null;
    }
}
