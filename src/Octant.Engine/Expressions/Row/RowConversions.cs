using Octant.Engine.Calendar;

namespace Octant.Engine.Expressions.Row;

/// <summary>The conversions of the row gear, over microseconds and bits; false is a CEL error.</summary>
internal static class RowConversions
{
    public static bool IntToDouble(long from, out double to)
    {
        to = from;
        return true;
    }

    /// <summary>Towards zero; both ends of the range are excluded, as CEL asks.</summary>
    public static bool DoubleToInt(double from, out long to)
    {
        var fits = from > -9223372036854775808.0 && from < 9223372036854775808.0;
        to = fits ? (long)from : 0;
        return fits;
    }

    public static bool TimestampToInt(long from, out long to)
    {
        to = FloorDivide(from, Instant.MicrosecondsPerSecond);
        return true;
    }

    public static bool IntToTimestamp(long from, out long to)
    {
        const long First = -62_135_596_800;
        const long Last = 253_402_300_799;
        var fits = from is >= First and <= Last;
        to = fits ? from * Instant.MicrosecondsPerSecond : 0;
        return fits;
    }

    public static bool TextToTimestamp(string from, out long to)
    {
        var read = ValueText.TryParseTimestamp(from, out var instant);
        to = instant.Microseconds;
        return read;
    }

    public static bool TextToDuration(string from, out long to)
    {
        var read = ValueText.TryParseDuration(from, out var span);
        to = span.Ticks / 10;
        return read;
    }

    public static bool IntToText(long from, out string to)
    {
        to = ValueText.Of(from);
        return true;
    }

    public static bool DoubleToText(double from, out string to)
    {
        to = ValueText.Of(from);
        return true;
    }

    public static bool TimestampToText(long from, out string to)
    {
        to = new Instant(from).ToString();
        return true;
    }

    public static bool DurationToText(long from, out string to)
    {
        to = ValueText.Of(TimeSpan.FromTicks(from * 10));
        return true;
    }

    public static bool Size(string from, out long to)
    {
        to = CodePoints.Count(from);
        return true;
    }

    public static bool Size(RowValue[] from, out long to)
    {
        to = from.Length;
        return true;
    }

    public static RowConversion<long, long> TimeFieldOf(TimeFieldNode node)
    {
        var field = node.Field;
        if (node.Operand.Type.Kind == ExpressionKind.Duration)
        {
            return (long from, out long to) =>
            {
                to = field switch
                {
                    TimeField.Hours => from / 3_600_000_000,
                    TimeField.Minutes => from / 60_000_000,
                    TimeField.Seconds => from / 1_000_000,
                    _ => from / 1_000 % 1_000,
                };
                return true;
            };
        }

        var offset = node.Offset.Ticks / 10;
        return (long from, out long to) =>
        {
            to = OfTimestamp(field, from + offset);
            return true;
        };
    }

    private static long OfTimestamp(TimeField field, long local)
    {
        var days = FloorDivide(local, Instant.MicrosecondsPerDay);
        var ofDay = local - (days * Instant.MicrosecondsPerDay);
        switch (field)
        {
            case TimeField.Hours:
                return ofDay / 3_600_000_000;
            case TimeField.Minutes:
                return ofDay / 60_000_000 % 60;
            case TimeField.Seconds:
                return ofDay / 1_000_000 % 60;
            case TimeField.Milliseconds:
                return ofDay / 1_000 % 1_000;
            case TimeField.DayOfWeek:
                return (((days + 4) % 7) + 7) % 7;
        }

        var (year, month, day, ofYear) = Civil(days);
        return field switch
        {
            TimeField.FullYear => year,
            TimeField.Month => month - 1,
            TimeField.Date => day,
            TimeField.DayOfMonth => day - 1,
            _ => ofYear,
        };
    }

    /// <summary>
    /// The Gregorian date of a day counted from 1970-01-01 (Hinnant, "chrono-compatible low-level date algorithms"): years
    /// begin in March, so that the leap day is the last. Works beyond years 1 to 9999, where an offset may lead.
    /// </summary>
    private static (long Year, long Month, long Day, long DayOfYear) Civil(long days)
    {
        days += 719_468;
        var era = FloorDivide(days, 146_097);
        var ofEra = days - (era * 146_097);
        var yearOfEra = (ofEra - (ofEra / 1_460) + (ofEra / 36_524) - (ofEra / 146_096)) / 365;
        var fromMarch = ofEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var shifted = ((5 * fromMarch) + 2) / 153;
        var day = fromMarch - (((153 * shifted) + 2) / 5) + 1;
        var month = shifted < 10 ? shifted + 3 : shifted - 9;
        var year = yearOfEra + (era * 400) + (month <= 2 ? 1 : 0);
        var leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        var ofYear = month > 2 ? fromMarch + 59 + (leap ? 1 : 0) : fromMarch - 306;
        return (year, month, day, ofYear);
    }

    private static long FloorDivide(long value, long divisor) => (value / divisor) - (value % divisor < 0 ? 1 : 0);
}
