using System.CommandLine;
using System.Net.Sockets;

namespace Octant.Server.Commands;

/// <summary><c>octant serve</c>: the server, until it is told to stop.</summary>
internal static class ServeCommand
{
    private static readonly Option<string?> Data = new("--data") { Description = "The folder of everything that is kept; made when it is not there." };

    private static readonly Option<string?> Urls = new("--urls") { Description = "Where it listens, such as http://127.0.0.1:5000; several separated by ;" };

    private static readonly Option<string?> Database = new("--database")
    {
        Description = "PostgreSQL instead of SQLite in the data folder: postgres://user:password@host:port/name",
    };

    private static readonly Option<string?> Clock = new("--clock") { Description = "system, or manual for rehearsals: time moves by POST /api/v1/clock only." };

    public static Command Create()
    {
        var command = new Command("serve", "Runs the server.") { Data, Urls, Database, Clock };
        command.SetCommand(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        await using var application = await OctantHost.BuildAsync(
            [.. OptionsOf(parsed)], configure: null, stop);
        await StartAsync(application, stop);
        await application.WaitForShutdownAsync(stop);
        return ExitCode.Done;
    }

    /// <summary>Starts to serve; what keeps it from listening is said in a line.</summary>
    /// <exception cref="CommandFailedException">An address is in use, or none of this machine's.</exception>
    public static async Task StartAsync(WebApplication application, CancellationToken stop)
    {
        try
        {
            await application.StartAsync(stop);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // What runs behind the server has begun already, and ends in good order.
            await application.StopAsync(CancellationToken.None);
            throw new CommandFailedException($"The server cannot listen: {exception.Message}");
        }
    }

    private static IEnumerable<string> OptionsOf(ParseResult parsed)
    {
        foreach (var option in (Option<string?>[])[Data, Urls, Database, Clock])
        {
            if (parsed.GetValue(option) is { } value)
            {
                yield return option.Name;
                yield return value;
            }
        }
    }
}
