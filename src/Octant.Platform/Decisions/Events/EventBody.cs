using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Octant.Platform.Foundation.Json;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Events;

/// <summary>
/// Takes the events out of a request, in the three forms CloudEvents has over HTTP: one event or a batch as JSON, or one event
/// with its attributes as <c>ce-</c> headers and its data as the body.
/// </summary>
/// <remarks>
/// A body that lies in one piece in the connection's buffers is read there; a longer one is put together once, in a rented
/// buffer, because reading JSON across pieces costs more than moving it.
/// </remarks>
internal static class EventBody
{
    private const int MostAtOnce = 10_000;
    private const string Prefix = "ce-";

    private static readonly string[] Attributes = ["specversion", "id", "source", "type", "subject", "time"];

    /// <summary>The events, or what is wrong with the body as a whole or with its only event.</summary>
    public static async ValueTask<Result<EventBatch>> ReadAsync(HttpRequest request, EventGate.Pass pass, EventScope scope, CancellationToken cancellation)
    {
        var isBinary = IsBinary(request);
        if (request.ContentType is not null && !request.HasJsonContentType() && !(isBinary && request.ContentLength is 0))
        {
            return new Problem(ProblemKind.UnsupportedMediaType, "The body must be application/json in UTF-8.");
        }

        var pipe = request.BodyReader;
        while (true)
        {
            var read = await pipe.ReadAsync(cancellation).ConfigureAwait(false);
            if (!pass.TryGrowTo(read.Buffer.Length))
            {
                pipe.AdvanceTo(read.Buffer.Start);
                return Problem.Overloaded(RecordEvents.RetryAfter);
            }

            if (!read.IsCompleted)
            {
                pipe.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            pass.BeginWaiting();
            try
            {
                return isBinary ? Read(Structured(request, read.Buffer.ToArray()), scope) : Read(read.Buffer, scope);
            }
            finally
            {
                pipe.AdvanceTo(read.Buffer.End);
            }
        }
    }

    /// <summary>The events of a body in JSON.</summary>
    public static Result<EventBatch> Read(ReadOnlySpan<byte> utf8, EventScope scope)
    {
        var batch = new EventBatch();
        try
        {
            if (!Utf8.IsValid(utf8) || utf8.IsEmpty)
            {
                return NotJson(utf8);
            }

            if (!new CloudEventReader(utf8, scope, batch).TryReadAll(MostAtOnce) || batch.Count == 0)
            {
                return Problem.Invalid("$", $"1 to {MostAtOnce} events");
            }
        }
        catch (JsonException)
        {
            return NotJson(utf8);
        }

        return batch.Problem is { } problem ? problem : batch;
    }

    private static Result<EventBatch> Read(ReadOnlySequence<byte> body, EventScope scope)
    {
        if (body.IsSingleSegment)
        {
            return Read(body.FirstSpan, scope);
        }

        var whole = ArrayPool<byte>.Shared.Rent((int)body.Length);
        try
        {
            body.CopyTo(whole);
            return Read(whole.AsSpan(0, (int)body.Length), scope);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }

    /// <summary>Where it stops being JSON, from the one who says so everywhere.</summary>
    private static Problem NotJson(ReadOnlySpan<byte> utf8) =>
        JsonReading.Parse(utf8.ToArray()).Problem ?? Problem.Invalid("$", "valid JSON of the documented form");

    private static bool IsBinary(HttpRequest request) =>
        request.ContentType?.StartsWith("application/cloudevents", StringComparison.OrdinalIgnoreCase) is not true
        && Attributes.Any(attribute => request.Headers.ContainsKey(Prefix + attribute));

    /// <summary>The event of the headers in the form of the others; a body that is no JSON stays what it is and is refused as theirs.</summary>
    private static byte[] Structured(HttpRequest request, byte[] body)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        foreach (var attribute in Attributes)
        {
            if (request.Headers.TryGetValue(Prefix + attribute, out var value) && !StringValues.IsNullOrEmpty(value))
            {
                writer.WriteString(attribute, Decode(value.ToString()));
            }
        }

        if (body.Length > 0)
        {
            if (JsonReading.Parse(body).Problem is not null)
            {
                return body;
            }

            writer.WritePropertyName("data");
            writer.WriteRawValue(body);
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Header values are percent-encoded where they are not printable ASCII, and may stand in quotes.</summary>
    private static string Decode(string value)
    {
        if (value is ['"', .. var quoted, '"'])
        {
            var bare = new StringBuilder();
            for (var i = 0; i < quoted.Length; i++)
            {
                i += quoted[i] == '\\' && i + 1 < quoted.Length ? 1 : 0;
                bare.Append(quoted[i]);
            }

            value = bare.ToString();
        }

        return Uri.UnescapeDataString(value);
    }
}
