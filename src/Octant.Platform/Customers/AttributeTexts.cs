using System.Globalization;
using Octant.Engine.Calendar;
using Octant.Engine.Profiles;
using Octant.Platform.Foundation.Json;

namespace Octant.Platform.Customers;

/// <summary>What an attribute's value looks like as text, in files and forms. All texts are trimmed and not blank.</summary>
public static class AttributeTexts
{
    public const int LongestCategory = 200;
    public const int LongestText = 10_000;

    /// <summary>A whole number of so many digits is a double without rounding.</summary>
    private const int ExactDigits = 15;

    private static readonly string[] LocalTimes = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF"];

    /// <summary>Never of kind text. Null when it is not one.</summary>
    public static AttributeValue? Parse(ReadOnlySpan<char> text, AttributeKind kind) => kind switch
    {
        AttributeKind.Number when TryNumber(text, out var number) => AttributeValue.OfNumber(number),
        AttributeKind.Flag when TryFlag(text, out var flag) => AttributeValue.OfFlag(flag),
        AttributeKind.Date when TryDate(text, out var date) => AttributeValue.OfDate(date),
        AttributeKind.Category when text.Length <= LongestCategory && !text.Contains('\0') => AttributeValue.OfCategory(text),
        _ => null,
    };

    /// <summary>Of kind text. PostgreSQL keeps no U+0000.</summary>
    public static bool IsText(ReadOnlySpan<char> text) => text.Length <= LongestText && !text.Contains('\0');

    /// <summary>The expected form, in words.</summary>
    public static string FormOf(AttributeKind kind) => kind switch
    {
        AttributeKind.Number => "a number such as 12.5",
        AttributeKind.Flag => "true or false",
        AttributeKind.Date => "a date such as 2026-01-31 or a time such as 2026-01-31T09:00:00Z",
        AttributeKind.Category => $"a text of at most {LongestCategory} characters, none of them U+0000",
        _ => $"a text of at most {LongestText} characters, none of them U+0000",
    };

    /// <summary>Decimal, with a point, in any size a double holds; no grouping, no NaN or infinity.</summary>
    public static bool TryNumber(ReadOnlySpan<char> text, out double number)
    {
        if (text.Length is > 0 and <= ExactDigits && TryDigits(text, out number))
        {
            return true;
        }

        var parsed = double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number);
        number += 0.0; // Zero has one form.
        return parsed && double.IsFinite(number);
    }

    /// <summary>Most numbers are whole and short, and need no general reader.</summary>
    private static bool TryDigits(ReadOnlySpan<char> text, out double number)
    {
        var whole = 0L;
        foreach (var character in text)
        {
            var digit = (uint)(character - '0');
            if (digit > 9)
            {
                number = 0;
                return false;
            }

            whole = (whole * 10) + digit;
        }

        number = whole;
        return true;
    }

    /// <summary>In any case, as programs differ in it.</summary>
    public static bool TryFlag(ReadOnlySpan<char> text, out bool flag)
    {
        flag = text.Equals("true", StringComparison.OrdinalIgnoreCase);
        return flag || text.Equals("false", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>ISO 8601, a day or a time of it; a day means its first moment, and what names no zone is in UTC.</summary>
    public static bool TryDate(ReadOnlySpan<char> text, out Instant date)
    {
        if (text.Length < 10 || text[4] != '-')
        {
            date = default;
            return false;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            date = Instant.From(new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero));
            return true;
        }

        var time = text.Length > 10 && text[10] == ' ' ? $"{text[..10]}T{text[11..]}" : text.ToString();
        if (InstantConverter.TryParse(time, out date))
        {
            return true;
        }

        if (DateTimeOffset.TryParseExact(time, LocalTimes, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var local))
        {
            date = Instant.From(local);
            return true;
        }

        return false;
    }
}
