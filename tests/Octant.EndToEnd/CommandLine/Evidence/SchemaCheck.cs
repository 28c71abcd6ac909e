using System.Text.Json;
using System.Text.Json.Nodes;

namespace Octant.EndToEnd.CommandLine.Evidence;

/// <summary>Checks a document against a JSON Schema, as far as the published schemas go; a keyword it does not know fails.</summary>
internal static class SchemaCheck
{
    private static readonly string[] Known =
        ["$schema", "$id", "$ref", "title", "description", "type", "properties", "required", "additionalProperties", "items", "enum", "minimum", "maximum"];

    public static IReadOnlyList<string> Validate(JsonNode schema, JsonNode? document)
    {
        var errors = new List<string>();
        Check(schema, schema, document, "$", errors);
        return errors;
    }

    private static void Check(JsonNode root, JsonNode schema, JsonNode? value, string path, List<string> errors)
    {
        if (schema.GetValueKind() is JsonValueKind.True)
        {
            return;
        }

        var rules = schema.AsObject();
        errors.AddRange(rules.Select(rule => rule.Key).Except(Known).Select(keyword => $"{path}: the keyword {keyword} is not known here"));
        if (rules["$ref"] is { } reference)
        {
            Check(root, Resolve(root, (string)reference!), value, path, errors);
            return;
        }

        if (rules["type"] is { } type && !Types(type).Contains(TypeOf(value)) && !(TypeOf(value) == "integer" && Types(type).Contains("number")))
        {
            errors.Add($"{path}: is {TypeOf(value)}, expected {type.ToJsonString()}");
            return;
        }

        if (rules["enum"] is JsonArray words && !words.Any(word => JsonNode.DeepEquals(word, value)))
        {
            errors.Add($"{path}: {value?.ToJsonString() ?? "null"} is none of {words.ToJsonString()}");
        }

        if (value is JsonValue && TypeOf(value) is "integer" or "number")
        {
            var number = value!.GetValue<double>();
            if ((rules["minimum"] is { } minimum && number < (double)minimum) || (rules["maximum"] is { } maximum && number > (double)maximum))
            {
                errors.Add($"{path}: {number} is out of range");
            }
        }

        CheckObject(root, rules, value as JsonObject, path, errors);
        if (value is JsonArray items && rules["items"] is { } item)
        {
            for (var i = 0; i < items.Count; i++)
            {
                Check(root, item, items[i], $"{path}[{i}]", errors);
            }
        }
    }

    private static void CheckObject(JsonNode root, JsonObject rules, JsonObject? value, string path, List<string> errors)
    {
        if (value is null)
        {
            return;
        }

        errors.AddRange((rules["required"] as JsonArray ?? []).Where(name => !value.ContainsKey((string)name!)).Select(name => $"{path}: {name} is missing"));
        var properties = rules["properties"] as JsonObject;
        foreach (var (name, member) in value)
        {
            if (properties?[name] is { } property)
            {
                Check(root, property, member, $"{path}.{name}", errors);
            }
            else if (rules["additionalProperties"] is JsonObject additional)
            {
                Check(root, additional, member, $"{path}.{name}", errors);
            }
            else if (rules["additionalProperties"]?.GetValueKind() is JsonValueKind.False)
            {
                errors.Add($"{path}: {name} is not known");
            }
        }
    }

    private static JsonNode Resolve(JsonNode root, string pointer) =>
        pointer.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries)
            .Aggregate(root, (node, part) => (node is JsonArray array ? array[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)] : node[part])!);

    private static string[] Types(JsonNode type) => type is JsonArray several ? [.. several.Select(one => (string)one!)] : [(string)type!];

    private static string TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.GetValue<double>() is var number && Math.Floor(number) == number ? "integer" : "number",
        _ => "boolean",
    };
}
