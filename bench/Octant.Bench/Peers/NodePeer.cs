using System.Diagnostics;
using System.Text.Json;

namespace Octant.Bench.Peers;

/// <summary>
/// A peer from npm in a process of its own, driven by a runner of <c>bench/peers</c>: a question is a line of JSON, its answer
/// another. The packages are installed, at the versions of the lock file, by the first who asks for one.
/// </summary>
public sealed class NodePeer : IAsyncDisposable
{
    private const string Folder = "bench/peers";

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);
    private static Task<string?>? installation;

    private readonly Process _process;

    private NodePeer(Process process) => _process = process;

    /// <summary>Null, after a word about it, where it cannot be had: no Node.js, or no network to install from.</summary>
    /// <param name="runner">File name in <c>bench/peers</c>.</param>
    public static async Task<NodePeer?> TryStartAsync(string runner, BenchRun run)
    {
        installation ??= InstallAsync(run);
        if (await installation is { } fault)
        {
            run.Say($"{runner} is left out: {fault}");
            return null;
        }

        try
        {
            return new NodePeer(Process.Start(new ProcessStartInfo("node", [Path.Combine(Folder, runner)])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!);
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            run.Say($"{runner} is left out: there is no Node.js ({missing.Message})");
            return null;
        }
    }

    /// <summary>Asks and waits for the answer.</summary>
    /// <param name="question">With a member <c>ask</c>.</param>
    /// <exception cref="InvalidOperationException">The peer failed.</exception>
    public async Task<T> AskAsync<T>(object question)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(question, Form));
        await _process.StandardInput.FlushAsync();
        var line = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The peer ended without an answer.");
        using var answer = JsonDocument.Parse(line);
        return answer.RootElement.TryGetProperty("error", out var error)
            ? throw new InvalidOperationException($"The peer failed: {error}")
            : answer.RootElement.Deserialize<T>(Form)!;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>Null when all is there, otherwise what is wrong.</summary>
    private static async Task<string?> InstallAsync(BenchRun run)
    {
        var installed = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
        {
            return null;
        }

        run.Say("installing the peers from npm");
        try
        {
            using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund", "--loglevel", "error", "--fetch-retries", "2", "--fetch-retry-mintimeout", "1000", "--fetch-retry-maxtimeout", "4000"])
            {
                UseShellExecute = false,
                WorkingDirectory = Folder,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            })!;
            var (output, errors) = (npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync());
            await npm.WaitForExitAsync();
            await output;
            return npm.ExitCode == 0 ? null : $"npm ci in {Folder} ended with {npm.ExitCode}: {(await errors).Trim()}";
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return $"there is no npm ({missing.Message})";
        }
    }
}
