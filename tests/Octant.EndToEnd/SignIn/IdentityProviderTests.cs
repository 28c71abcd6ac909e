using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Octant.EndToEnd.Server;

namespace Octant.EndToEnd.SignIn;

/// <summary>Signing in by OpenID Connect, through a real provider and over real redirects.</summary>
public sealed class IdentityProviderTests : IAsyncLifetime
{
    private const string Api = "/api/v1/session";

    private readonly DataFolder _folder = new();
    private IdentityProvider _provider = null!;
    private OctantProcess _server = null!;

    public async Task InitializeAsync()
    {
        _provider = await IdentityProvider.StartAsync();
        _server = await OctantProcess.StartAsync(
            _folder.Path,
            ("Octant__Oidc__Authority", _provider.Address.ToString()),
            ("Octant__Oidc__ClientId", IdentityProvider.ClientId),
            ("Octant__Oidc__ClientSecret", IdentityProvider.ClientSecret),
            ("Octant__Oidc__StaffNumberClaim", "staff_number"),
            ("Octant__Oidc__Scope", "openid"),
            ("Octant__Oidc__Name", "Lanhai staff"));
        await _provider.RegisterAsync(new Uri(_server.Address, Api + "/callback").ToString());
        using var client = new ApiClient(_server.Address);
        (await client.PutAsync("/api/v1/operators/700001", """{"name":"Lin Mu","roles":["planner"]}""")).RequireSuccess();
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _provider.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_operator_signs_in_with_the_provider_and_is_who_it_says()
    {
        using var browser = new Browser();
        var methods = JsonNode.Parse(await (await browser.GetAsync(At(Api + "/methods"))).Content.ReadAsStringAsync())!;
        Assert.Equal("Lanhai staff", (string)methods["identityProvider"]!["name"]!);

        var end = await SignInAsync(browser, "700001", (string)methods["identityProvider"]!["address"]! + "?returnTo=/campaigns");

        Assert.Equal("/campaigns", end.PathAndQuery);
        var session = JsonNode.Parse(await (await browser.GetAsync(At(Api))).Content.ReadAsStringAsync())!;
        Assert.Equal("700001", (string)session["staffNumber"]!);
        Assert.Equal("identityProvider", (string)session["method"]!);
        Assert.False((bool)session["mustChangePassword"]!);
        var asked = QueryHelpers.ParseQuery(browser.Visited.First(address => address.AbsolutePath == "/auth").Query);
        Assert.Equal("S256", asked["code_challenge_method"]);
        Assert.True(asked["state"].ToString().Length >= 43 && asked["nonce"].ToString().Length >= 43);
    }

    [Fact]
    public async Task Somebody_only_the_provider_knows_comes_back_without_a_session()
    {
        using var browser = new Browser();

        var end = await SignInAsync(browser, "stranger", Api + "/identity-provider");

        Assert.Equal("/?signInProblem=unknown-operator", end.PathAndQuery);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync(At(Api))).StatusCode);
    }

    [Fact]
    public async Task A_code_is_good_in_the_browser_that_asked_for_it_and_once()
    {
        using var browser = new Browser();
        using var thief = new Browser();
        await thief.FollowAsync(At(Api + "/identity-provider"), address => address.Port == _provider.Address.Port);
        await SignInAsync(browser, "700001", Api + "/identity-provider");
        var callback = browser.Visited.Single(address => address.AbsolutePath == Api + "/callback");

        foreach (var other in (Browser[])[thief, browser])
        {
            var (_, end) = await other.FollowAsync(callback, address => address.AbsolutePath == "/");
            Assert.Equal("/?signInProblem=expired", end.PathAndQuery);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await thief.GetAsync(At(Api))).StatusCode);
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    public async Task Signing_in_ends_on_a_page_of_this_server(string returnTo)
    {
        using var browser = new Browser();

        var end = await SignInAsync(browser, "700001", Api + "/identity-provider?returnTo=" + Uri.EscapeDataString(returnTo));

        Assert.Equal(At("/"), end);
    }

    private Uri At(string path) => new(_server.Address, path);

    /// <summary>Through the provider's pages and back; answers where it ends.</summary>
    private async Task<Uri> SignInAsync(Browser browser, string login, string begin)
    {
        bool IsBack(Uri address) => address.Port == _server.Address.Port && !address.AbsolutePath.StartsWith("/api/", StringComparison.Ordinal);
        var (page, address) = await browser.FollowAsync(At(begin), IsBack);
        var next = await browser.SubmitAsync(page, address, ("login", login), ("password", "any"));
        (page, address) = await browser.FollowAsync(next, IsBack);
        next = await browser.SubmitAsync(page, address);
        (_, address) = await browser.FollowAsync(next, IsBack);
        return address;
    }
}
