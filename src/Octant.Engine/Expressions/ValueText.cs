using System.Globalization;
using System.Text;
using Octant.Engine.Calendar;

namespace Octant.Engine.Expressions;

/// <summary>
/// The written forms of values: timestamps as RFC 3339, durations as <c>1h30m</c> or <c>5400s</c>, numbers and bools. Moments
/// and durations are kept to the microsecond; finer digits are dropped towards zero.
/// </summary>
public static class ValueText
{
    /// <summary>The longest duration either way: CEL keeps one as 64 bits of nanoseconds, about 292 years.</summary>
    public const long LongestDuration = long.MaxValue / 1_000;

    /// <summary>An RFC 3339 moment such as <c>2026-03-01T00:00:00+08:00</c> from year 1 to 9999.</summary>
    public static bool TryParseTimestamp(string text, out Instant value)
    {
        value = default;
        var span = text.AsSpan();
        if (span.Length < 20
            || !Digits(span, 0, 4, out var year) || span[4] != '-'
            || !Digits(span, 5, 2, out var month) || span[7] != '-'
            || !Digits(span, 8, 2, out var day) || span[10] is not ('T' or 't')
            || !Digits(span, 11, 2, out var hour) || span[13] != ':'
            || !Digits(span, 14, 2, out var minute) || span[16] != ':'
            || !Digits(span, 17, 2, out var second))
        {
            return false;
        }

        var position = 19;
        var micros = 0L;
        if (span[position] == '.')
        {
            var start = ++position;
            var scale = 100_000L;
            while (position < span.Length && char.IsAsciiDigit(span[position]))
            {
                micros += (span[position] - '0') * scale;
                scale /= 10;
                position++;
            }

            if (position == start)
            {
                return false;
            }
        }

        if (position >= span.Length || !TryParseZone(span[position..], out var offsetMinutes)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        var seconds = (CalendarDay.Of(new DateOnly(year, month, day)).Number * 86_400L) + (hour * 3_600L) + (minute * 60L) + second - (offsetMinutes * 60L);
        value = new Instant((seconds * Instant.MicrosecondsPerSecond) + micros);
        return value >= Instant.MinValue && value <= Instant.MaxValue;
    }

    /// <summary>
    /// A sum of amounts with units h, m, s, ms, us, ns, with or without a sign and fractions: <c>-1.5h</c>, <c>1m30s</c>, <c>0</c>.
    /// </summary>
    public static bool TryParseDuration(string text, out TimeSpan value)
    {
        value = default;
        var span = text.AsSpan();
        var negative = span.StartsWith("-");
        if (negative || span.StartsWith("+"))
        {
            span = span[1..];
        }

        if (span is "0")
        {
            return true;
        }

        var nanoseconds = Int128.Zero;
        while (!span.IsEmpty)
        {
            if (!TakeAmount(ref span, out var amount))
            {
                return false;
            }

            nanoseconds += amount;
            if (nanoseconds > long.MaxValue)
            {
                return false;
            }
        }

        if (text.Length == (text.Length > 0 && text[0] is '-' or '+' ? 1 : 0))
        {
            return false;
        }

        var microseconds = (long)(nanoseconds / 1_000);
        value = TimeSpan.FromTicks((negative ? -microseconds : microseconds) * 10);
        return true;
    }

    /// <summary><c>UTC</c>, or a fixed offset such as <c>+08:00</c> (the plus may be left out).</summary>
    public static bool TryParseOffset(string text, out TimeSpan offset)
    {
        offset = default;
        if (text is "UTC" or "Z")
        {
            return true;
        }

        var signed = text.StartsWith('+') || text.StartsWith('-') ? text : $"+{text}";
        if (signed.Length != 6 || !TryParseZone(signed, out var minutes))
        {
            return false;
        }

        offset = TimeSpan.FromMinutes(minutes);
        return true;
    }

    /// <summary>Digits with a sign or none.</summary>
    public static bool TryParseInt(string text, out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    /// <summary>Digits with sign, fraction and exponent, or NaN, Infinity and -Infinity.</summary>
    public static bool TryParseDouble(string text, out double value)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(text, Style, CultureInfo.InvariantCulture, out value);
    }

    public static bool TryParseBool(string text, out bool value)
    {
        value = text is "true" or "TRUE" or "True" or "t" or "1";
        return value || text is "false" or "FALSE" or "False" or "f" or "0";
    }

    public static string Of(bool value) => value ? "true" : "false";

    public static string Of(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The shortest digits that read back as the same double: <c>0.1</c>, <c>6.02214e+23</c>.</summary>
    public static string Of(double value) =>
        double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e') : value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Seconds with as many fraction digits as are not zero: <c>60.001s</c>.</summary>
    public static string Of(TimeSpan value)
    {
        var microseconds = value.Ticks / 10;
        var text = new StringBuilder();
        if (microseconds < 0)
        {
            text.Append('-');
        }

        var magnitude = UInt128.CreateTruncating(Int128.Abs(microseconds));
        text.Append((ulong)(magnitude / 1_000_000));
        var fraction = (ulong)(magnitude % 1_000_000);
        if (fraction != 0)
        {
            text.Append('.').Append(fraction.ToString("000000", CultureInfo.InvariantCulture).TrimEnd('0'));
        }

        return text.Append('s').ToString();
    }

    private static bool TakeAmount(ref ReadOnlySpan<char> span, out Int128 nanoseconds)
    {
        nanoseconds = Int128.Zero;
        var length = span.IndexOfAnyExcept("0123456789.");
        if (length <= 0)
        {
            return false;
        }

        var amount = span[..length];
        span = span[length..];
        var unit = span.StartsWith("ns") || span.StartsWith("us") || span.StartsWith("ms") || span.StartsWith("µs") ? span[..2] : span[..1];
        var scale = unit switch
        {
            "h" => 3_600_000_000_000L,
            "m" => 60_000_000_000L,
            "s" => 1_000_000_000L,
            "ms" => 1_000_000L,
            "us" or "µs" => 1_000L,
            "ns" => 1L,
            _ => 0L,
        };
        span = span[unit.Length..];
        var point = amount.IndexOf('.');
        var whole = point < 0 ? amount : amount[..point];
        var fraction = point < 0 ? default : amount[(point + 1)..];
        if (scale == 0 || whole.Length > 19 || (whole.IsEmpty && fraction.IsEmpty) || fraction.Contains('.'))
        {
            return false;
        }

        foreach (var digit in whole)
        {
            nanoseconds = (nanoseconds * 10) + (digit - '0');
        }

        nanoseconds *= scale;
        var part = Int128.Zero;
        var divisor = Int128.One;
        foreach (var digit in fraction[..Math.Min(fraction.Length, 18)])
        {
            part = (part * 10) + (digit - '0');
            divisor *= 10;
        }

        nanoseconds += part * scale / divisor;
        return true;
    }

    private static bool TryParseZone(ReadOnlySpan<char> zone, out int minutes)
    {
        minutes = 0;
        if (zone is "Z" or "z")
        {
            return true;
        }

        if (zone.Length != 6 || zone[0] is not ('+' or '-') || zone[3] != ':'
            || !Digits(zone, 1, 2, out var hour) || !Digits(zone, 4, 2, out var minute) || hour > 23 || minute > 59)
        {
            return false;
        }

        minutes = ((hour * 60) + minute) * (zone[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool Digits(ReadOnlySpan<char> text, int start, int length, out int value)
    {
        value = 0;
        foreach (var digit in text.Slice(start, length))
        {
            if (!char.IsAsciiDigit(digit))
            {
                return false;
            }

            value = (value * 10) + (digit - '0');
        }

        return true;
    }
}
