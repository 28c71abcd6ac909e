using System.CommandLine;

namespace Octant.Server.Commands;

/// <summary>
/// Which server a command speaks to: one that runs (<c>--server</c> and <c>--key</c>, or OCTANT_SERVER and OCTANT_KEY), or
/// with <c>--data</c> one started in this process over that folder, which nobody else may have open.
/// </summary>
internal sealed class ServerOptions
{
    public const string DefaultServer = "http://localhost:5000";

    private readonly Option<string?> _server = new("--server") { Description = $"The server's address; otherwise OCTANT_SERVER, otherwise {DefaultServer}." };

    private readonly Option<string?> _key = new("--key") { Description = "The key to show it; otherwise OCTANT_KEY." };

    private readonly Option<string?> _data = new("--data") { Description = "Works without a server, on this data folder." };

    private readonly Option<string?> _database = new("--database") { Description = "Works without a server, on this PostgreSQL database." };

    private readonly Option<string?> _clock = new("--clock") { Description = "With --data: system, or manual as the server of this folder had it." };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_server, _key, _data, _database, _clock])
        {
            command.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetResult(_server) is not null && (result.GetResult(_data) ?? result.GetResult(_database)) is not null)
            {
                result.AddError("--server speaks to a server that runs, --data and --database work without one: give one or the other.");
            }
        });
    }

    /// <param name="mayCreate">Whether a data folder may be made where there is none.</param>
    /// <exception cref="CommandFailedException">There is no way to the server.</exception>
    public async Task<ServerConnection> OpenAsync(ParseResult parsed, bool mayCreate, CancellationToken cancellation)
    {
        var (data, database) = (parsed.GetValue(_data), parsed.GetValue(_database));
        if (data is null && database is null)
        {
            return ServerConnection.To(
                parsed.GetValue(_server) ?? Environment.GetEnvironmentVariable("OCTANT_SERVER") ?? DefaultServer,
                parsed.GetValue(_key) ?? Environment.GetEnvironmentVariable("OCTANT_KEY"));
        }

        if (database is null && !mayCreate && !Directory.Exists(data))
        {
            throw new CommandFailedException($"There is no data folder {data}.");
        }

        return await ServerConnection.StartAsync(new LocalServer(data, database, parsed.GetValue(_clock)), cancellation);
    }
}

/// <param name="Data">Null: the host's own default.</param>
/// <param name="Database">Null: SQLite in the data folder.</param>
/// <param name="Clock">Null: the system's.</param>
/// <param name="Urls">Null: any free port of this machine only.</param>
/// <param name="Key">Null: a random one that nobody else learns.</param>
/// <param name="IsQuiet">Whether only errors are logged, and on the error output.</param>
internal sealed record LocalServer(
    string? Data, string? Database, string? Clock = null, string? Urls = null, string? Key = null, bool IsQuiet = true)
{
    public string[] Arguments()
    {
        var arguments = new List<string> { "--urls", Urls ?? "http://127.0.0.1:0" };
        foreach (var (name, value) in ((string, string?)[])[("--data", Data), ("--database", Database), ("--clock", Clock)])
        {
            if (value is not null)
            {
                arguments.AddRange([name, value]);
            }
        }

        return [.. arguments];
    }
}
