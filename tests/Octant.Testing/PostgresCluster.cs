using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Octant.Testing;

/// <summary>
/// A PostgreSQL server for tests: the one that <c>OCTANT_TEST_POSTGRES</c> names, or a throw-away cluster of this machine's
/// PostgreSQL 15. A shell waits beside the server for the end of its standard input, which comes when this process ends, however
/// it ends; then it stops the server and removes the files.
/// </summary>
public sealed class PostgresCluster : IDisposable
{
    private const string Programs = "/usr/lib/postgresql/15/bin";
    private const int PortAttempts = 10;
    private static readonly Lazy<Task<PostgresCluster>> Shared = new(() => FindAsync());

    private readonly Process? _guard;
    private readonly string? _folder;
    private readonly string _options;

    private PostgresCluster(string connectionString, Process? guard, string? folder, string options)
    {
        ConnectionString = connectionString;
        _guard = guard;
        _folder = folder;
        _options = options;
    }

    public string ConnectionString { get; }

    /// <summary>The cluster of this test run; started by whoever comes first.</summary>
    public static Task<PostgresCluster> SharedAsync() => Shared.Value;

    /// <summary>A cluster of one's own, with these server settings (<c>name=value</c>).</summary>
    public static async Task<PostgresCluster> StartAsync(params string[] settings)
    {
        if (!File.Exists(Path.Combine(Programs, "initdb")))
        {
            throw new InvalidOperationException(
                $"These tests need PostgreSQL 15 in {Programs}: run eng/install-postgresql.sh as root, or name a server in OCTANT_TEST_POSTGRES.");
        }

        // Between the look for a free port and the start another process may take it.
        PostgresCluster? cluster = null;
        for (var attempt = 0; cluster is null && attempt < PortAttempts; attempt++)
        {
            cluster = await TryStartAsync(settings);
        }

        return cluster ?? throw new InvalidOperationException("PostgreSQL found no free port.");
    }

    private static async Task<PostgresCluster?> TryStartAsync(string[] settings)
    {
        var folder = (await RunAsync("mktemp", "-d", "/tmp/octant-postgres-XXXXXX")).Trim();
        await RunAsync(
            $"{Programs}/initdb", "-D", folder, "-U", "octant", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        var port = FreePort();
        var options = $"-k {folder} -p {port} -c listen_addresses=127.0.0.1" + string.Concat(settings.Select(setting => $" -c {setting}"));
        var guard = Start(
            "sh", "-c", $"""{Programs}/postgres -D "$0" {options} >"$0/log" 2>&1 & read _; {Programs}/pg_ctl stop -s -m immediate -D "$0" || kill -QUIT $!; wait; rm -rf "$0" """, folder);
        var cluster = new PostgresCluster(
            $"Host=127.0.0.1;Port={port};Username=octant;Database=postgres;Maximum Pool Size=20;Timeout=120", guard, folder, options);
        if (await cluster.WaitAsync(Path.Combine(folder, "log")))
        {
            return cluster;
        }

        cluster.Dispose();
        return null;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Ends the server as a crash does, and starts it again; it recovers from its own log. Only for a cluster of one's own.</summary>
    public async Task CrashAsync()
    {
        await RunAsync($"{Programs}/pg_ctl", "stop", "-s", "-m", "immediate", "-D", _folder!);
        await RunAsync($"{Programs}/pg_ctl", "start", "-s", "-w", "-D", _folder!, "-l", $"{_folder}/log", "-o", _options);
    }

    public void Dispose()
    {
        if (_guard is not null)
        {
            _guard.StandardInput.Close();
            _guard.WaitForExit();
            _guard.Dispose();
        }
    }

    private static async Task<PostgresCluster> FindAsync() =>
        Environment.GetEnvironmentVariable("OCTANT_TEST_POSTGRES") is { Length: > 0 } named
            ? new PostgresCluster(named, guard: null, folder: null, options: "")
            : await StartAsync("max_connections=400");

    /// <summary>False when the port is another's.</summary>
    private async Task<bool> WaitAsync(string log)
    {
        var deadline = DateTime.UtcNow + TimeSpan.FromMinutes(5);
        while (true)
        {
            try
            {
                return await ReadDataFolderAsync() == _folder;
            }
            catch (NpgsqlException exception) when (DateTime.UtcNow < deadline)
            {
                if (File.Exists(log) && (await File.ReadAllTextAsync(log)).Contains("could not bind", StringComparison.Ordinal))
                {
                    return false;
                }

                Debug.WriteLine(exception.Message);
                await Task.Delay(50);
            }
            catch (NpgsqlException exception)
            {
                throw new InvalidOperationException($"PostgreSQL did not start; see {log}.", exception);
            }
        }
    }

    private async Task<string?> ReadDataFolderAsync()
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("show data_directory", connection);
        return (string?)await command.ExecuteScalarAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<string> RunAsync(params string[] command)
    {
        using var process = Start(command);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}.");
    }

    /// <summary>PostgreSQL refuses to run as root, so root becomes the user its package made.</summary>
    private static Process Start(params string[] command)
    {
        string[] whole = Environment.IsPrivilegedProcess ? ["runuser", "-u", "postgres", "--", .. command] : command;
        return Process.Start(new ProcessStartInfo(whole[0], whole[1..])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = "/tmp",
        })!;
    }
}
