using System.Text.Json;
using Octant.Engine.Partitions;
using Octant.Engine.Profiles;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Customers;

/// <summary>Facts by name, as a JSON object says them: null clears, what is not named stays.</summary>
public sealed class AttributeJson
{
    public List<AttributeChange> Changes { get; } = [];

    public List<(string Attribute, string? Value)> Texts { get; } = [];

    /// <summary>Adds to <paramref name="fields"/> every member that is no attribute or not of its kind.</summary>
    /// <param name="path">Of the object within the body; empty for the body itself.</param>
    public static AttributeJson Read(JsonElement facts, AttributeDictionary dictionary, string path, FieldChecks fields)
    {
        var read = new AttributeJson();
        if (facts.ValueKind != JsonValueKind.Object)
        {
            fields.Add(path.Length == 0 ? "$" : path, "an object of attributes by name", facts.GetRawText());
            return read;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in facts.EnumerateObject())
        {
            var field = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
            if (!seen.Add(member.Name))
            {
                fields.Add(field, "the member once");
            }
            else if (!dictionary.TryGet(member.Name, out var attribute))
            {
                var nearest = NearestName.Of(member.Name, dictionary.All.Select(known => known.Name));
                fields.Add(field, nearest is null ? "a declared attribute; PUT /attributes/{name} declares one" : $"a declared attribute; did you mean '{nearest}'?");
            }
            else if (!read.Take(attribute, member.Value))
            {
                fields.Add(field, AttributeTexts.FormOf(attribute.Kind) + ", or null to clear it");
            }
        }

        return read;
    }

    private bool Take(AttributeDefinition attribute, JsonElement value)
    {
        var text = TextOf(value)?.Trim();
        if (attribute.Kind == AttributeKind.Text)
        {
            Texts.Add((attribute.Name, text));
            return value.ValueKind == JsonValueKind.Null || (text is { Length: > 0 } && AttributeTexts.IsText(text));
        }

        AttributeValue? read = (attribute.Kind, value.ValueKind) switch
        {
            (_, JsonValueKind.Null) => null,
            (AttributeKind.Number, JsonValueKind.Number) => AttributeTexts.Parse(value.GetRawText(), attribute.Kind),
            (AttributeKind.Flag, JsonValueKind.True or JsonValueKind.False) => AttributeValue.OfFlag(value.GetBoolean()),
            (AttributeKind.Category or AttributeKind.Date, JsonValueKind.String) when text is { Length: > 0 } => AttributeTexts.Parse(text, attribute.Kind),
            _ => null,
        };
        Changes.Add(new AttributeChange(attribute.Id, read));
        return read is not null || value.ValueKind == JsonValueKind.Null;
    }

    /// <summary>Null when it is no string, nor one of whole characters.</summary>
    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
