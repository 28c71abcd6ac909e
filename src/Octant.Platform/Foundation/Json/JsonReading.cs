using System.Text.Json;
using System.Text.Unicode;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Foundation.Json;

/// <summary>Turns JSON text into a value, or into a problem that names the fields.</summary>
public static class JsonReading
{
    private static readonly JsonDocumentOptions DocumentOptions = new() { AllowDuplicateProperties = true };

    /// <summary>Reads UTF-8 text. One pass when it fits; when not, a second one finds out everything that is wrong.</summary>
    public static Result<T> Read<T>(ReadOnlyMemory<byte> utf8)
        where T : notnull
    {
        try
        {
            // The serializer lets null through as an item of a list, which nothing here allows.
            var mayHoldNull = utf8.Span.IndexOf("null"u8) >= 0;
            if (!mayHoldNull && JsonSerializer.Deserialize<T>(utf8.Span, JsonConventions.Options) is { } value)
            {
                return value;
            }
        }
        catch (JsonException)
        {
            // Explained below.
        }

        if (!Parse(utf8).TryGet(out var element, out var problem))
        {
            return problem;
        }

        return Read<T>(element);
    }

    /// <summary>Reads an element that was parsed by <see cref="Parse"/>.</summary>
    public static Result<T> Read<T>(JsonElement element)
        where T : notnull
    {
        try
        {
            var errors = JsonShape.Check(element, typeof(T));
            return errors.Count > 0 ? Problem.Invalid(errors) : element.Deserialize<T>(JsonConventions.Options)!;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return Problem.Invalid("$", "valid JSON of the documented form");
        }
    }

    /// <summary>Any JSON text, or where it stops being one.</summary>
    public static Result<JsonElement> Parse(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return Problem.Invalid("$", "a JSON body; there is none");
        }

        if (!Utf8.IsValid(utf8.Span))
        {
            return Problem.Invalid("$", "valid UTF-8");
        }

        try
        {
            using var document = JsonDocument.Parse(utf8, DocumentOptions);
            return document.RootElement.Clone();
        }
        catch (JsonException exception)
        {
            return Problem.Invalid("$", $"valid JSON; it stops being that at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}");
        }
    }
}
