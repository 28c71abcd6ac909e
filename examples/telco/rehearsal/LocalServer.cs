using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Octant.Examples.Telco;

/// <summary>The server built in this repository, on a temporary folder and a free port, for as long as the script runs.</summary>
internal sealed class LocalServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _data;

    private LocalServer(Process process, string address, string key, string data) =>
        (_process, Address, Key, _data) = (process, address, key, data);

    public string Address { get; }

    public string Key { get; }

    public static async Task<LocalServer> StartAsync(string folder)
    {
        var root = Path.GetFullPath(Path.Combine(folder, "..", ".."));
        var program = new[] { "release", "debug" }
            .Select(configuration => new FileInfo(Path.Combine(root, "artifacts", "bin", "Octant.Server", configuration, "octant.dll")))
            .Where(built => built.Exists)
            .MaxBy(built => built.LastWriteTimeUtc)
            ?? throw new RehearsalException("The server is not built yet: dotnet build src/Octant.Server -c Release");
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)socket.LocalEndpoint).Port}";
        socket.Stop();
        var data = Directory.CreateTempSubdirectory("octant-telco-").FullName;
        var key = Guid.NewGuid().ToString("N");
        var start = new ProcessStartInfo("dotnet", [program.FullName, "serve", "--data", data, "--urls", address, "--clock", "manual"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["Octant__BootstrapApiKey"] = key, ["Octant__ClockStart"] = "2026-03-26T07:00:00-07:00" },
        };
        var process = Process.Start(start)!;
        var said = new ConcurrentQueue<string>();
        process.OutputDataReceived += (_, line) => Keep(said, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(said, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var client = new HttpClient();
        for (var waiting = Stopwatch.StartNew(); waiting.Elapsed < TimeSpan.FromMinutes(2) && !process.HasExited; await Task.Delay(100))
        {
            try
            {
                if ((await client.GetAsync(new Uri(address + "/health/ready"))).IsSuccessStatusCode)
                {
                    return new LocalServer(process, address, key, data);
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
        }

        process.Kill();
        throw new RehearsalException("The server did not become ready:" + Environment.NewLine + string.Join(Environment.NewLine, said));
    }

    public async ValueTask DisposeAsync()
    {
        if (OperatingSystem.IsWindows() || Terminate(_process.Id, 15) != 0)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private static void Keep(ConcurrentQueue<string> said, string? line)
    {
        said.Enqueue(line ?? "");
        while (said.Count > 20)
        {
            said.TryDequeue(out _);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Terminate(int process, int signal);
}
