using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Octant.Bench;

/// <summary>One answered request. Times in ticks of the stopwatch.</summary>
/// <param name="Accepted">Events taken in; 0 of a refusal.</param>
public readonly record struct EventAnswer(long Sent, long Done, int Accepted, int Ignored, bool Refused);

/// <summary>Sends events over bare sockets, either as fast as answers come, or at a pace of its own whatever the answers are.</summary>
public static class EventLoad
{
    /// <param name="perSecond">Requests a second over all connections; null for as fast as answers come.</param>
    public static async Task<IReadOnlyList<EventAnswer>> RunAsync(
        Uri server, Func<int, EventBodies> bodiesOf, int connections, TimeSpan length, double? perSecond = null)
    {
        var answers = new ConcurrentBag<List<EventAnswer>>();
        var bodies = Enumerable.Range(0, connections).Select(bodiesOf).ToArray();
        var start = Stopwatch.GetTimestamp();
        var end = start + (long)(length.TotalSeconds * Stopwatch.Frequency);
        await Task.WhenAll(Enumerable.Range(0, connections).Select(number => Task.Run(async () =>
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(server.Host, server.Port);
            var buffer = new byte[256 * 1024];
            var mine = new List<EventAnswer>(16 * 1024);
            answers.Add(mine);
            for (var turn = 0L; ; turn++)
            {
                // Turns go round the connections; one whose time has come while the connection was busy is sent at once.
                var due = perSecond is { } pace ? start + (long)(((turn * connections) + number) * Stopwatch.Frequency / pace) : Stopwatch.GetTimestamp();
                if (due >= end)
                {
                    return;
                }

                while (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is var ahead && ahead > TimeSpan.Zero)
                {
                    await Task.Delay(ahead < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : ahead);
                }

                var sent = Stopwatch.GetTimestamp();
                await socket.SendAsync(bodies[number].Next());
                var (status, body) = await ReadAnswerAsync(socket, buffer);
                var done = Stopwatch.GetTimestamp();
                mine.Add(status switch
                {
                    202 => new EventAnswer(sent, done, Number(body, "accepted"), Number(body, "ignored"), Refused: false),
                    429 or 503 => new EventAnswer(sent, done, 0, 0, Refused: true),
                    _ => throw new InvalidOperationException($"Events were answered {status}: {Encoding.UTF8.GetString(body.Span)}"),
                });
            }
        })));
        return [.. answers.SelectMany(list => list).OrderBy(answer => answer.Done)];
    }

    private static int Number(ReadOnlyMemory<byte> body, string member)
    {
        using var document = JsonDocument.Parse(body);
        return document.RootElement.GetProperty(member).GetInt32();
    }

    /// <summary>Reads one answer with a Content-Length or in one chunk.</summary>
    private static async Task<(int Status, ReadOnlyMemory<byte> Body)> ReadAnswerAsync(Socket socket, byte[] buffer)
    {
        var have = 0;
        while (true)
        {
            var got = await socket.ReceiveAsync(buffer.AsMemory(have));
            have += got == 0 ? throw new InvalidOperationException("The server closed the connection.") : got;
            var end = buffer.AsSpan(0, have).IndexOf("\r\n\r\n"u8);
            if (end < 0)
            {
                continue;
            }

            var head = buffer.AsSpan(0, end + 2);
            var body = buffer.AsMemory(end + 4, have - end - 4);
            var status = ((buffer[9] - '0') * 100) + ((buffer[10] - '0') * 10) + (buffer[11] - '0');
            if (status is 429 or 503 && head.IndexOf("\r\nRetry-After: "u8) < 0)
            {
                throw new InvalidOperationException($"An answer {status} does not say when to come again.");
            }

            var at = head.IndexOf("Content-Length: "u8);
            if (at >= 0)
            {
                var digits = head[(at + 16)..];
                var length = int.Parse(digits[..digits.IndexOf((byte)'\r')], System.Globalization.CultureInfo.InvariantCulture);
                if (body.Length >= length)
                {
                    return (status, body[..length]);
                }
            }
            else if (body.Span.EndsWith("0\r\n\r\n"u8))
            {
                var line = body.Span.IndexOf("\r\n"u8);
                return (status, body[(line + 2)..^7]);
            }
        }
    }
}
