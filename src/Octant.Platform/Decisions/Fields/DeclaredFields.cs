using System.Text.Json;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Expressions;
using Octant.Engine.Profiles;
using Octant.Platform.Foundation.Json;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Fields;

/// <summary>
/// Reads the declared fields of an event or of a decision's context out of free JSON. What is not declared is dropped here,
/// before anything is stored; what is declared must be of its kind.
/// </summary>
public static class DeclaredFields
{
    public const int LongestCategory = 200;

    public static List<FieldValue> Read(
        IReadOnlyDictionary<string, JsonElement>? values, IReadOnlyList<FieldDefinition> declared, string path, FieldChecks checks)
    {
        var fields = new List<FieldValue>();
        if (values is null)
        {
            return fields;
        }

        foreach (var definition in declared)
        {
            if (!values.TryGetValue(definition.Name, out var element) || element.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            if (Value(element, definition.Kind) is { } value)
            {
                fields.Add(new FieldValue(definition.Name, value));
            }
            else
            {
                checks.Add($"{path}.{definition.Name}", ExpectedOf(definition.Kind), element.GetRawText());
            }
        }

        return fields;
    }

    private static AttributeValue? Value(JsonElement element, AttributeKind kind)
    {
        switch (kind)
        {
            case AttributeKind.Number when element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var number) && double.IsFinite(number):
                return AttributeValue.OfNumber(number);
            case AttributeKind.Flag when element.ValueKind is JsonValueKind.True or JsonValueKind.False:
                return AttributeValue.OfFlag(element.GetBoolean());
            case AttributeKind.Category when TextOf(element) is { Length: > 0 and <= LongestCategory } text:
                return AttributeValue.OfCategory(text);
            case AttributeKind.Date when TextOf(element) is { } text:
                if (InstantConverter.TryParse(text, out var instant))
                {
                    return AttributeValue.OfDate(instant);
                }

                return DateOnly.TryParseExact(text, "yyyy-MM-dd", out var date)
                    ? AttributeValue.OfDate(Instant.From(new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero)))
                    : null;
            default:
                return null;
        }
    }

    /// <summary>Null for what is no string, and for one with half a surrogate pair in it.</summary>
    private static string? TextOf(JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string ExpectedOf(AttributeKind kind) => kind switch
    {
        AttributeKind.Number => "a number",
        AttributeKind.Flag => "true or false",
        AttributeKind.Category => $"a string of 1 to {LongestCategory} characters",
        _ => "an RFC 3339 time or a date such as 2026-01-31",
    };
}
