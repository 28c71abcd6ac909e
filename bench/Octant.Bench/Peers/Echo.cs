using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Octant.Bench.Peers;

/// <summary>
/// The peer of a request over HTTP: Kestrel and nothing else, without host, routing or middleware. It reads a JSON body,
/// makes sure that it is JSON, and writes it back. It decides nothing and keeps nothing. It runs in a process of its own, as
/// the product does.
/// </summary>
public sealed class Echo : IAsyncDisposable
{
    private readonly Process _process;

    private Echo(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>Starts it on a free port and waits until it answers.</summary>
    public static async Task<Echo> StartAsync()
    {
        var port = FreePort();
        var start = new ProcessStartInfo("dotnet", [typeof(Echo).Assembly.Location, "echo", port.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        var echo = new Echo(Process.Start(start)!, new Uri($"http://127.0.0.1:{port}"));
        using var client = new HttpClient { BaseAddress = echo.Address };
        for (var patience = Stopwatch.StartNew(); ;)
        {
            try
            {
                using var answer = await client.PostAsJsonAsync("/", new { });
                return answer.IsSuccessStatusCode ? echo : throw new InvalidOperationException($"The echo answered {answer.StatusCode}.");
            }
            catch (HttpRequestException) when (patience.Elapsed < TimeSpan.FromSeconds(30))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50));
            }
        }
    }

    /// <summary>Serves until the process is ended.</summary>
    public static async Task ServeAsync(int port)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Listen(IPAddress.Loopback, port);
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        using var server = new KestrelServer(Options.Create(options), transport, NullLoggerFactory.Instance);
        await server.StartAsync(new Application(), CancellationToken.None);
        await Task.Delay(Timeout.InfiniteTimeSpan);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class Application : IHttpApplication<IFeatureCollection>
    {
        public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

        public void DisposeContext(IFeatureCollection context, Exception? exception)
        {
        }

        public async Task ProcessRequestAsync(IFeatureCollection context)
        {
            var body = context.GetRequiredFeature<IRequestBodyPipeFeature>().Reader;
            var result = await ReadWholeAsync(body);
            RequireJson(result.Buffer);
            var response = context.GetRequiredFeature<IHttpResponseFeature>();
            response.Headers.ContentType = "application/json";
            response.Headers.ContentLength = result.Buffer.Length;
            var writer = context.GetRequiredFeature<IHttpResponseBodyFeature>().Writer;
            foreach (var piece in result.Buffer)
            {
                await writer.WriteAsync(piece);
            }

            body.AdvanceTo(result.Buffer.End);
        }

        private static async ValueTask<ReadResult> ReadWholeAsync(PipeReader body)
        {
            while (true)
            {
                var result = await body.ReadAsync();
                if (result.IsCompleted)
                {
                    return result;
                }

                body.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            }
        }

        private static void RequireJson(ReadOnlySequence<byte> body)
        {
            var json = new Utf8JsonReader(body);
            while (json.Read())
            {
                // Every token is looked at; a broken body throws.
            }
        }
    }
}
