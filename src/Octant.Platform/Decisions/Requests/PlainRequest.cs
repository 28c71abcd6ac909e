using System.Buffers;
using System.Text.Json;

namespace Octant.Platform.Decisions.Requests;

/// <summary>
/// Reads a request for a decision straight from its bytes, as nearly all are: members that are known, each once, none null, no
/// actor. Anything else is left to the general reader, which also knows how to explain what is wrong.
/// </summary>
public static class PlainRequest
{
    [Flags]
    private enum Seen
    {
        None = 0,
        RequestId = 1,
        CustomerId = 2,
        Channel = 4,
        Touchpoint = 8,
        Limit = 16,
        DryRun = 32,
        Explain = 64,
        Context = 128,
    }

    /// <summary>Null when the general reader must look at it.</summary>
    public static DecideRequest? TryRead(in ReadOnlySequence<byte> body)
    {
        try
        {
            return Read(new Utf8JsonReader(body));
        }
        catch (Exception notPlain) when (notPlain is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static DecideRequest? Read(Utf8JsonReader reader)
    {
        var seen = Seen.None;
        string? requestId = null, customerId = null, channel = null, touchpoint = null;
        int? limit = null;
        var (dryRun, explain) = (false, false);
        Dictionary<string, JsonElement>? context = null;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = MemberOf(ref reader);
            if (member == Seen.None || (seen & member) != Seen.None || !reader.Read())
            {
                return null;
            }

            seen |= member;
            switch (member, reader.TokenType)
            {
                case (Seen.RequestId, JsonTokenType.String):
                    requestId = reader.GetString();
                    break;
                case (Seen.CustomerId, JsonTokenType.String):
                    customerId = reader.GetString();
                    break;
                case (Seen.Channel, JsonTokenType.String):
                    channel = reader.GetString();
                    break;
                case (Seen.Touchpoint, JsonTokenType.String):
                    touchpoint = reader.GetString();
                    break;
                case (Seen.Limit, JsonTokenType.Number) when reader.TryGetInt32(out var number):
                    limit = number;
                    break;
                case (Seen.DryRun, JsonTokenType.True or JsonTokenType.False):
                    dryRun = reader.GetBoolean();
                    break;
                case (Seen.Explain, JsonTokenType.True or JsonTokenType.False):
                    explain = reader.GetBoolean();
                    break;
                case (Seen.Context, JsonTokenType.StartObject):
                    if (!TryReadContext(ref reader, out context))
                    {
                        return null;
                    }

                    break;
                default:
                    return null;
            }
        }

        // The next read fails when anything follows the object.
        return reader.TokenType == JsonTokenType.EndObject && !reader.Read() && customerId is not null && channel is not null
            ? new DecideRequest(requestId, customerId, channel, touchpoint, limit, context, null, dryRun, explain)
            : null;
    }

    private static Seen MemberOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("requestId"u8) ? Seen.RequestId
        : reader.ValueTextEquals("customerId"u8) ? Seen.CustomerId
        : reader.ValueTextEquals("channel"u8) ? Seen.Channel
        : reader.ValueTextEquals("touchpoint"u8) ? Seen.Touchpoint
        : reader.ValueTextEquals("limit"u8) ? Seen.Limit
        : reader.ValueTextEquals("context"u8) ? Seen.Context
        : reader.ValueTextEquals("dryRun"u8) ? Seen.DryRun
        : reader.ValueTextEquals("explain"u8) ? Seen.Explain
        : Seen.None;

    /// <summary>Strings, numbers and flags only.</summary>
    private static bool TryReadContext(ref Utf8JsonReader reader, out Dictionary<string, JsonElement>? context)
    {
        context = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (!reader.Read()
                || reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False)
                || !context.TryAdd(name, JsonElement.ParseValue(ref reader)))
            {
                return false;
            }
        }

        return reader.TokenType == JsonTokenType.EndObject;
    }
}
