using System.Diagnostics;
using Octant.EndToEnd.Console;

namespace Octant.EndToEnd.SignIn;

/// <summary>A real OpenID Connect provider (npm's oidc-provider, certified by the OpenID Foundation) in a process of its own.</summary>
public sealed class IdentityProvider : IAsyncDisposable
{
    public const string ClientId = "octant";
    public const string ClientSecret = "a secret between the two: 100% +/&";

    private readonly Process _process;

    private IdentityProvider(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<IdentityProvider> StartAsync()
    {
        var folder = Path.Combine(Repository.Folder, "tests", "Octant.EndToEnd", "SignIn", "provider");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "oidc-provider")))
        {
            throw new InvalidOperationException("The identity provider of the tests is missing: run eng/install-identity-provider.sh.");
        }

        var process = Process.Start(new ProcessStartInfo("node", ["provider.mjs"])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var address = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The identity provider did not start.");
        return new IdentityProvider(process, new Uri(address));
    }

    /// <summary>Registers where it may send browsers back to; it answers nothing before.</summary>
    public async Task RegisterAsync(string redirectUri)
    {
        await _process.StandardInput.WriteLineAsync(redirectUri);
        await _process.StandardInput.FlushAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
