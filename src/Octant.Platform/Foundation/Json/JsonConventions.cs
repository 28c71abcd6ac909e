using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Octant.Platform.Foundation.Json;

/// <summary>
/// How everything is written as JSON, on the wire and in the back office: camelCase, enumerations as camelCase words,
/// RFC 3339 instants, ISO 8601 durations, money as integers of minor units. Unknown, repeated and missing members are
/// errors, and so is null where the type does not allow it.
/// </summary>
public static class JsonConventions
{
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Applies the conventions to options that the framework owns.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { MakeNullableParametersOptional } };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new InstantConverter());
        options.Converters.Add(new DurationConverter());
        options.Converters.Add(new TimeOfDayConverter());
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions();
        Apply(options);
        options.MakeReadOnly();
        return options;
    }

    /// <summary>A record's constructor parameter that may be null may be left out, like a property that may be null.</summary>
    private static void MakeNullableParametersOptional(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        foreach (var property in type.Properties)
        {
            if (property.AssociatedParameter is { IsNullable: true, IsMemberInitializer: false })
            {
                property.IsRequired = false;
            }
        }
    }
}
