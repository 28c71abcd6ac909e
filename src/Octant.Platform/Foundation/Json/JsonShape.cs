using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Foundation.Json;

/// <summary>
/// Compares a JSON text with the type it should become and names every member that does not fit, with the expected form.
/// The serializer itself stops at the first and says it in its own words; so it only decides whether all is well, and this
/// explains when it is not.
/// </summary>
public sealed class JsonShape
{
    private const int MostErrors = 50;
    private const string WholeBody = "$";

    private readonly List<FieldError> _errors = [];

    /// <summary>Everything that is wrong with this element; empty when it fits.</summary>
    public static IReadOnlyList<FieldError> Check(JsonElement element, Type type)
    {
        var shape = new JsonShape();
        shape.Visit(element, type, "", mayBeNull: false);
        return shape._errors;
    }

    /// <summary>The expected form of a value of this type, in words.</summary>
    public static string Describe(Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        if (bare.IsEnum)
        {
            return "one of " + string.Join(", ", Enum.GetNames(bare).Select(JsonNamingPolicy.CamelCase.ConvertName));
        }

        return bare switch
        {
            _ when bare == typeof(string) => "a string",
            _ when bare == typeof(bool) => "true or false",
            _ when bare == typeof(int) || bare == typeof(long) => "an integer",
            _ when bare == typeof(ulong) || bare == typeof(uint) => "an integer, 0 or more",
            _ when bare == typeof(double) || bare == typeof(decimal) => "a number",
            _ when bare == typeof(Instant) => "an RFC 3339 time such as 2026-01-31T09:00:00Z",
            _ when bare == typeof(TimeSpan) => "an ISO 8601 duration such as PT24H or P7D",
            _ when bare == typeof(DateOnly) => "a date such as 2026-01-31",
            _ when bare == typeof(TimeOnly) => "a time of day such as 08:30",
            _ => JsonConventions.Options.GetTypeInfo(bare) switch
            {
                { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element } => $"an array, each item {Describe(element)}",
                { Kind: JsonTypeInfoKind.Dictionary or JsonTypeInfoKind.Object } => "an object",
                _ => "a value",
            },
        };
    }

    private void Visit(JsonElement element, Type type, string path, bool mayBeNull)
    {
        if (_errors.Count >= MostErrors)
        {
            return;
        }

        if (element.ValueKind == JsonValueKind.Null)
        {
            if (!mayBeNull && Nullable.GetUnderlyingType(type) is null)
            {
                Add(path, Describe(type), element);
            }

            return;
        }

        if (type == typeof(JsonElement) || type == typeof(object))
        {
            return;
        }

        var info = JsonConventions.Options.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);
        switch (info.Kind)
        {
            case JsonTypeInfoKind.Object when element.ValueKind == JsonValueKind.Object:
                VisitObject(element, info, path);
                break;
            case JsonTypeInfoKind.Enumerable when element.ValueKind == JsonValueKind.Array:
                var index = 0;
                foreach (var item in element.EnumerateArray())
                {
                    Visit(item, info.ElementType!, $"{path}[{index++}]", mayBeNull: false);
                }

                break;
            case JsonTypeInfoKind.Dictionary when element.ValueKind == JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    Visit(member.Value, info.ElementType!, Join(path, member.Name), mayBeNull: false);
                }

                break;
            case JsonTypeInfoKind.None when Fits(element, type):
                break;
            default:
                Add(path, Describe(type), element);
                break;
        }
    }

    private void VisitObject(JsonElement element, JsonTypeInfo info, string path)
    {
        var known = info.Properties
            .Where(property => property.Set is not null || property.AssociatedParameter is not null)
            .ToDictionary(property => property.Name, StringComparer.Ordinal);
        // What is worked out from the others is told with them, and let pass when it comes back.
        var told = info.Properties
            .Where(property => property.Get is not null && !known.ContainsKey(property.Name))
            .Select(property => property.Name)
            .ToHashSet(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            var memberPath = Join(path, member.Name);
            if (!seen.Add(member.Name))
            {
                Add(memberPath, "the member once", member.Value);
            }
            else if (known.TryGetValue(member.Name, out var property))
            {
                Visit(member.Value, property.PropertyType, memberPath, MayBeNull(property));
            }
            else if (!told.Contains(member.Name))
            {
                var nearest = NearestName.Of(member.Name, known.Keys);
                _errors.Add(new FieldError(
                    memberPath,
                    nearest is null ? "no such member; known are " + string.Join(", ", known.Keys) : $"no such member; did you mean '{nearest}'?"));
            }
        }

        foreach (var property in known.Values)
        {
            if (property.IsRequired && !seen.Contains(property.Name))
            {
                _errors.Add(new FieldError(Join(path, property.Name), Describe(property.PropertyType) + "; it is missing"));
            }
        }
    }

    private static bool MayBeNull(JsonPropertyInfo property) =>
        property.AssociatedParameter is { IsMemberInitializer: false } parameter ? parameter.IsNullable : property.IsSetNullable;

    private static bool Fits(JsonElement element, Type type)
    {
        try
        {
            element.Deserialize(type, JsonConventions.Options);
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private void Add(string path, string expected, JsonElement actual) =>
        _errors.Add(new FieldError(path.Length == 0 ? WholeBody : path, expected, Problem.Shorten(actual.GetRawText())));

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
