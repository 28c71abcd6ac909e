using System.Buffers;
using System.Text;
using System.Text.Json;
using Octant.Engine.Calendar;
using Octant.Engine.Partitions;
using Octant.Platform.Decisions.Fields;
using Octant.Platform.Foundation.Json;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Events;

/// <summary>One customer event as CloudEvents 1.0 has it. Extension attributes are ignored.</summary>
/// <param name="Subject">The operator's identifier of the customer.</param>
/// <param name="Data">The fields; those not declared for the type are dropped.</param>
public sealed record CloudEvent(
    string Specversion,
    string Id,
    string Source,
    string Type,
    string Subject,
    Instant Time,
    IReadOnlyDictionary<string, JsonElement>? Data);

/// <summary>
/// Reads one event step by step and names everything that is wrong with it. <see cref="CloudEventReader"/> reads what is as
/// it should be, several times as fast, and sends the rest here: what is right and what is wrong is decided here alone.
/// </summary>
internal static class CloudEventForm
{
    private const int LongestId = 256;
    private const string Data = "data";

    private static readonly HashSet<string> Attributes = new(StringComparer.Ordinal) { "specversion", "id", "source", "type", "subject", "time" };

    /// <summary>The command; null, with the type where it is declared, for an event that nothing uses.</summary>
    public static Result<(EventKind? Kind, RecordCustomerEvent? Command)> Read(JsonElement element, EventScope scope)
    {
        try
        {
            return ReadText(element, scope);
        }
        catch (InvalidOperationException)
        {
            // A name with half a surrogate pair in it.
            return Problem.Invalid("$", "valid JSON of the documented form");
        }
    }

    private static Result<(EventKind? Kind, RecordCustomerEvent? Command)> ReadText(JsonElement element, EventScope scope)
    {
        if (!JsonReading.Read<CloudEvent>(WithoutDataAndExtensions(element)).TryGet(out var customerEvent, out var problem))
        {
            return problem;
        }

        var checks = new FieldChecks();
        checks.Require(customerEvent.Specversion == "1.0", "specversion", "1.0", customerEvent.Specversion);
        checks.Require(customerEvent.Id.Length is > 0 and <= LongestId, "id", $"1 to {LongestId} characters", customerEvent.Id);
        checks.Require(
            customerEvent.Source.Length is > 0 and <= LongestId, "source", $"a URI reference of 1 to {LongestId} characters", customerEvent.Source);
        var kind = scope.Kinds.Find(Encoding.UTF8.GetBytes(customerEvent.Type));
        var fields = DeclaredFields.Read(DataOf(element, kind, checks), kind?.Fields ?? [], Data, checks);
        if (checks.ToProblem() is { } invalid)
        {
            return invalid;
        }

        if (!scope.Directory.TryFindKey(customerEvent.Subject, out var key))
        {
            return Problem.Invalid("subject", "an existing customer");
        }

        return kind is not { IsUsed: true }
            ? (kind, null)
            : (kind, scope.CommandOf(
                kind, key, Encoding.UTF8.GetBytes(customerEvent.Source), Encoding.UTF8.GetBytes(customerEvent.Id), customerEvent.Time, fields));
    }

    /// <summary>CloudEvents lets anybody add attributes; what is not its own or ours is left aside.</summary>
    private static JsonElement WithoutDataAndExtensions(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return element;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        writer.WriteStartObject();
        foreach (var member in element.EnumerateObject())
        {
            if (Attributes.Contains(member.Name))
            {
                writer.WritePropertyName(member.Name);
                writer.WriteRawValue(member.Value.GetRawText(), skipInputValidation: true);
            }
        }

        writer.WriteEndObject();
        writer.Flush();
        using var document = JsonDocument.Parse(buffer.WrittenMemory, new JsonDocumentOptions { AllowDuplicateProperties = true });
        return document.RootElement.Clone();
    }

    /// <summary>The declared members of <c>data</c>, each of which may be there once, as it may itself.</summary>
    private static Dictionary<string, JsonElement>? DataOf(JsonElement element, EventKind? kind, FieldChecks checks)
    {
        var all = element.EnumerateObject().Where(member => member.NameEquals(Data)).Select(member => member.Value).ToList();
        if (all.Count > 1)
        {
            checks.Add(Data, "the member once");
            return null;
        }

        if (all is not [{ ValueKind: not JsonValueKind.Null } data])
        {
            return null;
        }

        if (data.ValueKind != JsonValueKind.Object)
        {
            checks.Add(Data, "an object", data.GetRawText());
            return null;
        }

        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var field in data.EnumerateObject())
        {
            if (kind is not null && kind.Fields.Any(declared => field.NameEquals(declared.Name)) && !values.TryAdd(field.Name, field.Value))
            {
                checks.Add($"{Data}.{field.Name}", "the member once");
            }
        }

        return values;
    }
}
