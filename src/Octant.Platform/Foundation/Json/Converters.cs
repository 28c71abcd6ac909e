using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml;
using Octant.Engine.Calendar;

namespace Octant.Platform.Foundation.Json;

/// <summary>RFC 3339 with an offset or Z; finer than a microsecond is cut off. Written in UTC.</summary>
public sealed class InstantConverter : JsonConverter<Instant>
{
    private static readonly string[] Forms =
    [
        "yyyy-MM-dd'T'HH:mm:ssK",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && TryParse(reader.GetString()!, out var instant)
            ? instant
            : throw new JsonException("Not an RFC 3339 time.");

    public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) =>
        writer.WriteStringValue(InstantText.Format(value, stackalloc byte[InstantText.MostBytes]));

    public static bool TryParse(string text, out Instant instant)
    {
        // K also takes a text without an offset: such a time would mean another moment on every machine.
        var hasOffset = text.Length > 19 && (text[^1] is 'Z' or 'z' || text.AsSpan(19).IndexOfAny('+', '-') >= 0);
        if (hasOffset && DateTimeOffset.TryParseExact(text.ToUpperInvariant(), Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var value))
        {
            instant = Instant.From(value);
            return true;
        }

        instant = default;
        return false;
    }
}

/// <summary>
/// ISO 8601 durations of exact length: weeks, days, hours, minutes, seconds; no years or months. A day is 24 hours. Written in
/// hours, minutes and seconds, as in <c>PT168H</c>.
/// </summary>
public sealed class DurationConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && TryParse(reader.GetString()!, out var duration)
            ? duration
            : throw new JsonException("Not an ISO 8601 duration.");

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteStringValue(Format(value));

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var date = text.IndexOf('T', StringComparison.Ordinal) is var time and >= 0 ? text.AsSpan(0, time) : text;
        if (date.IndexOfAny('Y', 'M') >= 0)
        {
            return false;
        }

        if (text.Length is > 2 and < 10 && text[0] == 'P' && text[^1] == 'W'
            && int.TryParse(text.AsSpan(1, text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var weeks))
        {
            duration = TimeSpan.FromDays(weeks * 7L);
            return true;
        }

        try
        {
            duration = XmlConvert.ToTimeSpan(text);
            return true;
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            return false;
        }
    }

    public static string Format(TimeSpan value)
    {
        if (value == TimeSpan.Zero)
        {
            return "PT0S";
        }

        var text = new StringBuilder(value < TimeSpan.Zero ? "-PT" : "PT");
        var ticks = value.Ticks < 0 ? 0 - (ulong)value.Ticks : (ulong)value.Ticks;
        var hours = ticks / TimeSpan.TicksPerHour;
        var minutes = ticks / TimeSpan.TicksPerMinute % 60;
        var seconds = ticks % TimeSpan.TicksPerMinute / (decimal)TimeSpan.TicksPerSecond;
        if (hours > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{hours}H");
        }

        if (minutes > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{minutes}M");
        }

        if (seconds > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{seconds:0.#######}S");
        }

        return text.ToString();
    }
}

/// <summary>A time of day: <c>08:30</c> or <c>08:30:15</c>.</summary>
public sealed class TimeOfDayConverter : JsonConverter<TimeOnly>
{
    private static readonly string[] Forms = ["HH:mm", "HH:mm:ss"];

    public override TimeOnly Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
        && TimeOnly.TryParseExact(reader.GetString(), Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : throw new JsonException("Not a time of day.");

    public override void Write(Utf8JsonWriter writer, TimeOnly value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString(value.Second == 0 ? Forms[0] : Forms[1], CultureInfo.InvariantCulture));
}
