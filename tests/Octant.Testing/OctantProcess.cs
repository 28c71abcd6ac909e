using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Octant.Server;

namespace Octant.Testing;

/// <summary>
/// The real server in a process of its own, on a free port of the loopback device, over a data folder that outlives it.
/// Made ready, killed, or stopped; started again over the same folder with <see cref="StartAsync"/>.
/// </summary>
public sealed partial class OctantProcess : IAsyncDisposable
{
    /// <summary>The first administrator's key.</summary>
    public const string AdministratorKey = "administrator-of-the-tests";

    private const int Terminate = 15;
    private static readonly int PauseSignal = OperatingSystem.IsMacOS() ? 17 : 19;
    private static readonly int ContinueSignal = OperatingSystem.IsMacOS() ? 19 : 18;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;

    private OctantProcess(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
    }

    /// <summary>What a program of this project is started with: <c>dotnet octant.dll</c>.</summary>
    public static IReadOnlyList<string> Command { get; } = ["dotnet", typeof(OctantHost).Assembly.Location];

    public Uri Address => _listening.Task.Result;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Everything it has written to standard output and standard error so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts the server and waits until it is ready.</summary>
    /// <param name="dataFolder">Made when it is not there.</param>
    /// <param name="settings">Of the environment, beside the administrator's key: <c>Octant__Clock</c>, <c>LD_PRELOAD</c>, …</param>
    public static async Task<OctantProcess> StartAsync(string dataFolder, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo(Command[0], [.. Command.Skip(1), "serve", "--data", dataFolder, "--urls", "http://127.0.0.1:0"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["Octant__BootstrapApiKey"] = AdministratorKey;
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var server = new OctantProcess(Process.Start(start)!);
        try
        {
            await server.WaitUntilReadyAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it at once, as kill −9 does: nothing is finished, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
    }

    /// <summary>Asks it to stop (SIGTERM) and waits until it has; answers its exit code.</summary>
    public async Task<int> StopAsync()
    {
        AskToStop();
        return await WaitForExitAsync();
    }

    /// <summary>Asks it to stop (SIGTERM) without waiting.</summary>
    public void AskToStop() => Signal(_process.Id, Terminate);

    /// <summary>Lets it stand as it is (SIGSTOP) until <see cref="Continue"/>, so that what it has put off takes nothing from what is measured meanwhile.</summary>
    public void Pause() => Require(Signal(_process.Id, PauseSignal));

    public void Continue() => Require(Signal(_process.Id, ContinueSignal));

    public async Task<int> WaitForExitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        await _reading;
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private async Task WaitUntilReadyAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var ended = _process.WaitForExitAsync(patience.Token);
        if (await Task.WhenAny(_listening.Task, ended) == ended)
        {
            throw new InvalidOperationException($"The server did not start:\n{Output}");
        }

        using var client = new HttpClient { BaseAddress = await _listening.Task };
        while (true)
        {
            using var answer = await client.GetAsync("/health/ready", patience.Token);
            if (answer.IsSuccessStatusCode)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
        }
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_output)
            {
                _output.AppendLine(line);
            }

            if (Listening().Match(line) is { Success: true } match)
            {
                _listening.TrySetResult(new Uri(match.Groups["address"].Value));
            }
        }
    }

    [GeneratedRegex(@"Now listening on: (?<address>http://127\.0\.0\.1:\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Listening();

    private static void Require(int signalled)
    {
        if (signalled != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int process, int signal);
}
