using System.Globalization;
using System.Text;

namespace Octant.Bench;

/// <summary>
/// Bodies of CloudEvents, encoded before the clock starts. The client shares the machine with the server, so a body is sent
/// again and again with nothing but the digits of its ids changed.
/// </summary>
public sealed class EventBodies
{
    private const int RoundDigits = 8;

    private readonly byte[][] _requests;
    private readonly int[][] _rounds;
    private int _next;
    private int _round;

    /// <param name="server">As the Host header has it.</param>
    /// <param name="sender">Keeps ids of several senders apart.</param>
    public EventBodies(string server, string key, string type, int customers, int eventsPerBody, int sender, int bodies = 8)
    {
        EventsPerBody = eventsPerBody;
        (_requests, _rounds) = (new byte[bodies][], new int[bodies][]);
        var time = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var random = new Random(sender);
        for (var body = 0; body < bodies; body++)
        {
            var text = new StringBuilder("[");
            var places = new int[eventsPerBody];
            for (var i = 0; i < eventsPerBody; i++)
            {
                text.Append(i == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $$"""{"specversion":"1.0","id":"{{sender}}-{{body}}-{{i}}-""");
                places[i] = text.Length;
                text.Append('0', RoundDigits).Append('"').Append(
                    CultureInfo.InvariantCulture,
                    $$$""","source":"bench","type":"{{{type}}}","subject":"{{{Province.CustomerId(random.Next(customers))}}}","time":"{{{time}}}","data":{"amount":{{{random.Next(1, 900)}}}.5,"place":"hall-{{{random.Next(40)}}}"}}""");
            }

            text.Append(']');
            var head = string.Create(
                CultureInfo.InvariantCulture,
                $"POST /api/v1/events HTTP/1.1\r\nHost: {server}\r\nX-Api-Key: {key}\r\nContent-Type: application/cloudevents-batch+json\r\nContent-Length: {text.Length}\r\n\r\n");
            _requests[body] = Encoding.ASCII.GetBytes(head + text);
            _rounds[body] = Array.ConvertAll(places, place => head.Length + place);
        }
    }

    public int EventsPerBody { get; }

    /// <summary>Head and body of the next request, with ids nobody has seen; to be sent before the next is asked for.</summary>
    public ReadOnlyMemory<byte> Next()
    {
        var body = _next;
        if (++_next == _requests.Length)
        {
            _next = 0;
            _round++;
        }

        Span<byte> digits = stackalloc byte[RoundDigits];
        _round.TryFormat(digits, out _, "D8", CultureInfo.InvariantCulture);
        var request = _requests[body].AsSpan();
        foreach (var place in _rounds[body])
        {
            digits.CopyTo(request[place..]);
        }

        return _requests[body];
    }
}
