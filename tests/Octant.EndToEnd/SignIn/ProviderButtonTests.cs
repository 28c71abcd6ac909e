using Microsoft.Playwright;
using Octant.EndToEnd.Console;
using Octant.EndToEnd.Server;

namespace Octant.EndToEnd.SignIn;

/// <summary>The button on the console's sign-in page that leads to the operator's own identity provider, in a real browser.</summary>
[Collection(ConsoleTests.Name)]
public sealed class ProviderButtonTests(ConsoleWorld world) : IAsyncLifetime
{
    private readonly DataFolder _folder = new();
    private IdentityProvider _provider = null!;
    private OctantProcess _server = null!;

    public async Task InitializeAsync()
    {
        _provider = await IdentityProvider.StartAsync();
        _server = await OctantProcess.StartAsync(
            _folder.Path,
            ("Octant__Console", Repository.ConsoleFiles),
            ("Octant__Oidc__Authority", _provider.Address.ToString()),
            ("Octant__Oidc__ClientId", IdentityProvider.ClientId),
            ("Octant__Oidc__ClientSecret", IdentityProvider.ClientSecret),
            ("Octant__Oidc__StaffNumberClaim", "staff_number"),
            ("Octant__Oidc__Scope", "openid"),
            ("Octant__Oidc__Name", "Lanhai staff"));
        await _provider.RegisterAsync(new Uri(_server.Address, "/api/v1/session/callback").ToString());
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
    public async Task It_leads_there_and_back_and_says_when_the_staff_number_is_unknown()
    {
        await using var stranger = await world.VisitAsync(address: _server.Address);
        await PassProviderAsync(stranger, "stranger");
        await Assertions.Expect(stranger.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("there is no staff number for you here");

        await using var planner = await world.VisitAsync(address: _server.Address);
        await planner.InspectAsync("sign-in-provider");
        await PassProviderAsync(planner, "700001");
        await Assertions.Expect(planner.Page.Locator("main#content h1")).ToBeVisibleAsync();
        await Assertions.Expect(planner.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "My account: 700001 Lin Mu" })).ToBeVisibleAsync();
    }

    /// <summary>Through the provider's own pages: who one is, then that one agrees.</summary>
    private static async Task PassProviderAsync(Visitor visitor, string login)
    {
        await visitor.Page.GetByText("Sign in with Lanhai staff").ClickAsync();
        await visitor.Page.Locator("input[name='login']").FillAsync(login);
        await visitor.Page.Locator("input[name='password']").FillAsync("any");
        await visitor.Page.Locator("button[type='submit']").ClickAsync();
        await visitor.Page.Locator("button[type='submit']").ClickAsync();
    }
}
