using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Octant.Bench;

/// <summary>What a window of load came to. Latencies in microseconds, ascending.</summary>
public sealed record Load(double PerSecond, IReadOnlyList<long> Latencies, int Refused)
{
    /// <summary>Milliseconds below which this share of the answers came.</summary>
    public double Percentile(double share) => Latencies.Count == 0 ? 0 : Latencies[(int)Math.Min(Latencies.Count - 1, Latencies.Count * share)] / 1000.0;

    /// <summary>All as one, of windows of the same length.</summary>
    public static Load Of(IReadOnlyCollection<Load> windows) =>
        new(windows.Average(load => load.PerSecond), [.. windows.SelectMany(load => load.Latencies).Order()], windows.Sum(load => load.Refused));
}

/// <summary>
/// Keeps a number of connections busy, one request at a time each, over bare sockets: the client shares the machine with
/// the server, so it must cost as little as it can, and the same for ours and the peer.
/// </summary>
public static class LoadClient
{
    public static async Task<Load> RunAsync(Uri server, string path, string key, Func<int, byte[]> body, int connections, TimeSpan warmUp, TimeSpan window)
    {
        var counter = -1;
        var clock = Stopwatch.StartNew();
        var results = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            var latencies = new List<long>(64 * 1024);
            var refused = 0;
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(server.Host, server.Port);
            var buffer = new byte[64 * 1024];
            while (clock.Elapsed < warmUp + window)
            {
                var payload = body(Interlocked.Increment(ref counter));
                var head = Encoding.ASCII.GetBytes(
                    $"POST {path} HTTP/1.1\r\nHost: {server.Authority}\r\nX-Api-Key: {key}\r\nContent-Type: application/json\r\nContent-Length: {payload.Length}\r\n\r\n");
                var started = clock.ElapsedTicks;
                var begun = clock.Elapsed;
                await socket.SendAsync(new List<ArraySegment<byte>> { new(head), new(payload) });
                var status = await ReadAnswerAsync(socket, buffer);
                if (begun < warmUp || clock.Elapsed > warmUp + window)
                {
                    continue;
                }

                if (status is 200 or 202)
                {
                    latencies.Add((clock.ElapsedTicks - started) * 1_000_000 / Stopwatch.Frequency);
                }
                else if (status is 429 or 503)
                {
                    refused++;
                }
                else
                {
                    throw new InvalidOperationException($"{path} answered {status}.");
                }
            }

            return (latencies, refused);
        })));
        var all = results.SelectMany(result => result.latencies).Order().ToArray();
        return new Load(all.Length / window.TotalSeconds, all, results.Sum(result => result.refused));
    }

    /// <summary>Reads one answer with a Content-Length or in chunks, and gives its status.</summary>
    private static async Task<int> ReadAnswerAsync(Socket socket, byte[] buffer)
    {
        var have = 0;
        while (true)
        {
            var got = await socket.ReceiveAsync(buffer.AsMemory(have));
            have += got == 0 ? throw new InvalidOperationException("The server closed the connection.") : got;
            var end = buffer.AsSpan(0, have).IndexOf("\r\n\r\n"u8);
            if (end >= 0 && IsWhole(buffer.AsSpan(0, have), end + 4))
            {
                return ((buffer[9] - '0') * 100) + ((buffer[10] - '0') * 10) + (buffer[11] - '0');
            }
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer, int bodyStart)
    {
        var head = answer[..bodyStart];
        var at = head.IndexOf("Content-Length: "u8);
        if (at < 0)
        {
            return answer.EndsWith("0\r\n\r\n"u8);
        }

        var digits = head[(at + 16)..];
        var length = int.Parse(Encoding.ASCII.GetString(digits[..digits.IndexOf((byte)'\r')]), System.Globalization.CultureInfo.InvariantCulture);
        return answer.Length >= bodyStart + length;
    }
}
