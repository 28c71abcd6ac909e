using System.Security.Cryptography;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Logging.Console;
using Octant.Platform.Identity;

namespace Octant.Server.Commands;

/// <summary>A way to a server, and the server itself where it was started for the purpose.</summary>
internal sealed class ServerConnection : IAsyncDisposable
{
    private ServerConnection(OctantClient client, WebApplication? application, string? key) =>
        (Client, Application, Key) = (client, application, key);

    public OctantClient Client { get; }

    /// <summary>The server in this process; null when it runs elsewhere.</summary>
    public WebApplication? Application { get; }

    public string? Key { get; }

    public static ServerConnection To(string server, string? key)
    {
        if (!Uri.TryCreate(server, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new CommandFailedException($"--server is '{server}'; expected an address such as {ServerOptions.DefaultServer}.", ExitCode.Usage);
        }

        return new ServerConnection(new OctantClient(address, key), null, key);
    }

    /// <summary>The same host as <c>octant serve</c>, on a port and with a key of its own.</summary>
    public static async Task<ServerConnection> StartAsync(LocalServer server, CancellationToken cancellation)
    {
        var key = server.Key ?? Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
        var application = await OctantHost.BuildAsync(server.Arguments(), builder => Configure(builder, server, key), cancellation);
        try
        {
            await ServeCommand.StartAsync(application, cancellation);
            var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
            return new ServerConnection(new OctantClient(Reachable(addresses.First()), key), application, key);
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (Application is not null)
        {
            await Application.StopAsync();
            await Application.DisposeAsync();
        }
    }

    private static void Configure(WebApplicationBuilder builder, LocalServer server, string key)
    {
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { [KeyRing.BootstrapSetting] = key });
        if (server.IsQuiet)
        {
            builder.Logging.ClearProviders();
            builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
            builder.Logging.AddFilter<ConsoleLoggerProvider>(null, LogLevel.Error);
        }
    }

    /// <summary>An address that listens everywhere is spoken to on this machine.</summary>
    private static Uri Reachable(string address) =>
        new(address.Replace("://+", "://localhost", StringComparison.Ordinal)
            .Replace("://*", "://localhost", StringComparison.Ordinal)
            .Replace("://[::]", "://localhost", StringComparison.Ordinal)
            .Replace("://0.0.0.0", "://127.0.0.1", StringComparison.Ordinal));
}
