using System.Globalization;
using Octant.Engine.Calendar;

namespace Octant.Platform.Foundation.Json;

/// <summary>
/// Times as UTF-8 bytes: written, and read in the form in which nearly all are sent. Whatever else RFC 3339 allows is left to
/// <see cref="InstantConverter"/>: a no from here does not mean that the time is wrong.
/// </summary>
internal static class InstantText
{
    /// <summary>What <see cref="Format"/> needs of room, which is more than it leaves there.</summary>
    public const int MostBytes = 28;

    private const int DateLength = 10;
    private const int SecondsLength = 19;
    private const int MostFractionDigits = 7;

    /// <summary>The text of <see cref="Instant.ToString"/>, at the beginning of the buffer.</summary>
    public static ReadOnlySpan<byte> Format(Instant instant, Span<byte> buffer)
    {
        // The round-trip form is the one that the framework writes without interpreting a pattern; it ends in seven digits and a Z.
        instant.ToDateTimeOffset().UtcDateTime.TryFormat(buffer, out var written, "O", CultureInfo.InvariantCulture);
        var length = buffer[..(written - 1)].TrimEnd((byte)'0').TrimEnd((byte)'.').Length;
        buffer[length] = (byte)'Z';
        return buffer[..(length + 1)];
    }

    /// <summary><c>2026-01-31T09:00:00[.1234567](Z|+08:00)</c>, from 1970 to 9998.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out Instant instant)
    {
        instant = default;
        if (utf8.Length <= SecondsLength
            || !TryParseDay(utf8[..DateLength], out var seconds)
            || utf8[DateLength] != 'T'
            || utf8[13] != ':'
            || utf8[16] != ':'
            || !TryTwo(utf8[11..], out var hour)
            || !TryTwo(utf8[14..], out var minute)
            || !TryTwo(utf8[17..], out var second)
            || hour > 23
            || minute > 59
            || second > 59)
        {
            return false;
        }

        seconds += (hour * 3_600) + (minute * 60) + second;
        var rest = utf8[SecondsLength..];
        return TryFraction(ref rest, out var microseconds) && TryOffset(rest, out var offset) && TryMake(seconds - (offset * 60), microseconds, out instant);
    }

    /// <summary><c>2026-01-31</c>, as the beginning of the day in UTC.</summary>
    public static bool TryParseDate(ReadOnlySpan<byte> utf8, out Instant instant)
    {
        instant = default;
        return utf8.Length == DateLength && TryParseDay(utf8, out var seconds) && TryMake(seconds, 0, out instant);
    }

    private static bool TryMake(long seconds, int microseconds, out Instant instant)
    {
        instant = new Instant((seconds * Instant.MicrosecondsPerSecond) + microseconds);
        return seconds >= 0;
    }

    /// <summary>Seconds from 1970 to the beginning of this day.</summary>
    private static bool TryParseDay(ReadOnlySpan<byte> utf8, out long seconds)
    {
        seconds = 0;
        if (utf8[4] != '-'
            || utf8[7] != '-'
            || !TryTwo(utf8, out var century)
            || !TryTwo(utf8[2..], out var year)
            || !TryTwo(utf8[5..], out var month)
            || !TryTwo(utf8[8..], out var day))
        {
            return false;
        }

        year += century * 100;
        if (year is < 1970 or > 9998 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        seconds = CalendarDay.Of(new DateOnly(year, month, day)).Number * 86_400L;
        return true;
    }

    /// <summary>Finer than a microsecond is cut off.</summary>
    private static bool TryFraction(ref ReadOnlySpan<byte> rest, out int microseconds)
    {
        microseconds = 0;
        if (rest[0] != '.')
        {
            return true;
        }

        var digits = 0;
        for (rest = rest[1..]; digits < rest.Length && char.IsAsciiDigit((char)rest[digits]); digits++)
        {
            if (digits < 6)
            {
                microseconds = (microseconds * 10) + (rest[digits] - '0');
            }
        }

        for (var i = digits; i < 6; i++)
        {
            microseconds *= 10;
        }

        rest = rest[digits..];
        return digits is > 0 and <= MostFractionDigits && rest.Length > 0;
    }

    /// <summary>Minutes.</summary>
    private static bool TryOffset(ReadOnlySpan<byte> rest, out int offset)
    {
        offset = 0;
        if (rest is [(byte)'Z'])
        {
            return true;
        }

        if (rest.Length != 6
            || rest[0] is not ((byte)'+' or (byte)'-')
            || rest[3] != ':'
            || !TryTwo(rest[1..], out var hours)
            || !TryTwo(rest[4..], out var minutes)
            || hours > 13
            || minutes > 59)
        {
            return false;
        }

        offset = (rest[0] == '-' ? -1 : 1) * ((hours * 60) + minutes);
        return true;
    }

    private static bool TryTwo(ReadOnlySpan<byte> digits, out int value)
    {
        var (tens, ones) = (digits[0] - '0', digits[1] - '0');
        value = (tens * 10) + ones;
        return (uint)tens <= 9 && (uint)ones <= 9;
    }
}
