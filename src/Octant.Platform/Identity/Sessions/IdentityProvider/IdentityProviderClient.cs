using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Octant.Platform.Identity.Sessions.IdentityProvider;

/// <summary>The provider did not do what it should. The message is for the log.</summary>
public sealed class IdentityProviderException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// Speaks OpenID Connect with the provider: authorization code with PKCE, identity token verified by the provider's published keys. Its
/// addresses and keys are read when first needed and again when an unknown key signs.
/// </summary>
public sealed class IdentityProviderClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly IdentityProviderOptions _options;
    private readonly HttpClient _http = new() { Timeout = Patience };
    private readonly ConfigurationManager<OpenIdConnectConfiguration> _provider;

    public IdentityProviderClient(IdentityProviderOptions options)
    {
        _options = options;
        _provider = new ConfigurationManager<OpenIdConnectConfiguration>(
            options.Authority.ToString().TrimEnd('/') + "/.well-known/openid-configuration",
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(_http) { RequireHttps = options.Authority.Scheme == Uri.UriSchemeHttps });
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Where the browser goes to sign in.</summary>
    public async Task<string> AddressForAsync(SignInTicket ticket, string redirectUri, CancellationToken cancellation) =>
        QueryHelpers.AddQueryString((await ConfigurationAsync(cancellation)).AuthorizationEndpoint, new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["response_type"] = "code",
            ["client_id"] = _options.ClientId,
            ["redirect_uri"] = redirectUri,
            ["scope"] = _options.Scope,
            ["state"] = ticket.State,
            ["nonce"] = ticket.Nonce,
            ["code_challenge"] = ticket.Challenge,
            ["code_challenge_method"] = "S256",
        });

    /// <summary>Redeems the code and answers the staff number of the identity token.</summary>
    /// <exception cref="IdentityProviderException">The provider refuses, cannot be reached, or its token does not hold.</exception>
    public async Task<string> RedeemAsync(SignInTicket ticket, string code, string redirectUri, CancellationToken cancellation)
    {
        var configuration = await ConfigurationAsync(cancellation);
        var token = await FetchTokenAsync(configuration, ticket, code, redirectUri, cancellation);
        var validated = await ValidateAsync(token, configuration);
        if (!validated.IsValid && validated.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            _provider.RequestRefresh();
            validated = await ValidateAsync(token, await ConfigurationAsync(cancellation));
        }

        if (!validated.IsValid)
        {
            throw new IdentityProviderException("The identity token does not hold.", validated.Exception);
        }

        var nonce = validated.Claims.TryGetValue("nonce", out var given) ? given as string ?? "" : "";
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(nonce), Encoding.UTF8.GetBytes(ticket.Nonce)))
        {
            throw new IdentityProviderException("The identity token was made for another sign-in.");
        }

        return validated.Claims.TryGetValue(_options.StaffNumberClaim, out var claim) && claim.ToString() is { Length: > 0 } staffNumber
            ? staffNumber
            : throw new IdentityProviderException($"The identity token has no claim {_options.StaffNumberClaim}.");
    }

    private async Task<OpenIdConnectConfiguration> ConfigurationAsync(CancellationToken cancellation)
    {
        try
        {
            return await _provider.GetConfigurationAsync(cancellation);
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or HttpRequestException)
        {
            throw new IdentityProviderException("The provider's configuration cannot be read.", exception);
        }
    }

    private Task<TokenValidationResult> ValidateAsync(string token, OpenIdConnectConfiguration configuration) =>
        new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = configuration.Issuer,
            ValidAudience = _options.ClientId,
            IssuerSigningKeys = configuration.SigningKeys,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.EcdsaSha256],
        });

    private async Task<string> FetchTokenAsync(
        OpenIdConnectConfiguration configuration, SignInTicket ticket, string code, string redirectUri, CancellationToken cancellation)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = redirectUri,
            ["code_verifier"] = ticket.Verifier,
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, configuration.TokenEndpoint);
        if (_options.ClientSecret is { } secret)
        {
            var pair = $"{Uri.EscapeDataString(_options.ClientId)}:{Uri.EscapeDataString(secret)}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        }
        else
        {
            form["client_id"] = _options.ClientId;
        }

        request.Content = new FormUrlEncodedContent(form);
        try
        {
            using var response = await _http.SendAsync(request, cancellation);
            if (!response.IsSuccessStatusCode)
            {
                throw new IdentityProviderException($"The provider answered {(int)response.StatusCode} to the code.");
            }

            using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellation));
            return answer.RootElement.TryGetProperty("id_token", out var token) && token.GetString() is { } text
                ? text
                : throw new IdentityProviderException("The provider sent no identity token.");
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            throw new IdentityProviderException("The provider's token endpoint does not answer as it should.", exception);
        }
    }
}
