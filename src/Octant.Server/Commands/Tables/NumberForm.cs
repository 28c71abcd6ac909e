using System.Globalization;

namespace Octant.Server.Commands.Tables;

/// <summary>
/// How a file writes numbers: 1234.5, 1,234.50, 1.234,50, 1 234,50. A cell whose meaning is plain by itself is read so; one that could
/// be either, such as 1,234, is read as the plain ones of the file are, and refused where they do not say.
/// </summary>
internal sealed class NumberForm
{
    private const int GroupLength = 3;
    private const double Largest = 1e100;

    private static readonly char[] Spaces = [' ', '\u00A0', '\u202F', '\''];

    private bool _hasDecimalCommas;
    private bool _hasDecimalPoints;

    private bool IsComma => _hasDecimalCommas && !_hasDecimalPoints;

    /// <summary>Takes in what one cell shows of the file's form; texts that are no numbers show nothing.</summary>
    public void Learn(string text)
    {
        var parts = text.AsSpan().IndexOfAny(',', '.') < 0 ? null : Split(text);
        if (parts is { Mark: ',' or '.', IsPlain: true })
        {
            _hasDecimalCommas |= parts.Value.Mark == ',';
            _hasDecimalPoints |= parts.Value.Mark == '.';
        }
    }

    /// <summary>Finite, and not so large that sums of squares overflow.</summary>
    public bool TryDouble(string text, out double value) =>
        double.TryParse(Normalised(text), NumberStyles.Float, CultureInfo.InvariantCulture, out value) && Math.Abs(value) <= Largest;

    /// <summary>Exact, with all digits that are written.</summary>
    public bool TryDecimal(string text, out decimal value) =>
        decimal.TryParse(Normalised(text), NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    /// <summary>A number as programs write it; anything else as it is.</summary>
    public string Normalised(string text)
    {
        if (text.AsSpan().IndexOfAny(',', '.') < 0 && !text.AsSpan().ContainsAny(Spaces))
        {
            return text;
        }

        return Split(text) is not { } parts ? text
            : parts.Mark is null ? parts.Whole
            : parts.IsPlain ? $"{parts.Whole}.{parts.Fraction}"
            : parts.Mark == '.' && !IsComma ? $"{parts.Whole}.{parts.Fraction}"
            : parts.Mark == ',' && IsComma ? $"{parts.Whole}.{parts.Fraction}"
            : parts.Mark == '.' || (_hasDecimalPoints && !_hasDecimalCommas) ? parts.Whole + parts.Fraction
            : text;
    }

    /// <summary>Null for what is not a number with marks in it.</summary>
    private static Parts? Split(string text)
    {
        var (sign, digits) = text.Length > 0 && text[0] is '-' or '+' ? (text[0] == '-' ? "-" : "", text[1..]) : ("", text);
        if (digits.Length == 0 || !char.IsAsciiDigit(digits[^1]))
        {
            return null;
        }

        var exponent = digits.AsSpan().IndexOfAny('e', 'E');
        var (comma, point) = (digits.LastIndexOf(','), digits.LastIndexOf('.'));
        if (exponent >= 0)
        {
            // With an exponent a comma can only be a decimal mark.
            return comma > 0 && point < 0 && digits.IndexOf(',', StringComparison.Ordinal) == comma && comma < exponent
                ? new Parts(sign + digits[..comma], digits[(comma + 1)..], ',', IsPlain: true)
                : null;
        }

        var last = Math.Max(comma, point);
        if (last < 0)
        {
            return Ungrouped(digits, null) is { } grouped ? new Parts(sign + grouped, "", null, IsPlain: true) : null;
        }

        var mark = digits[last];
        var other = mark == ',' ? '.' : ',';
        var (before, after) = (digits[..last], digits[(last + 1)..]);
        if (!after.All(char.IsAsciiDigit))
        {
            return null;
        }

        if (before.Contains(mark, StringComparison.Ordinal))
        {
            // Twice the same mark: thousands, and no decimals.
            return Ungrouped(digits, mark) is { } thousands ? new Parts(sign + thousands, "", null, IsPlain: true) : null;
        }

        if (before.Contains(other, StringComparison.Ordinal) || before.AsSpan().ContainsAny(Spaces))
        {
            return Ungrouped(before, before.Contains(other, StringComparison.Ordinal) ? other : null) is { } whole ? new Parts(sign + whole, after, mark, IsPlain: true) : null;
        }

        if (!before.All(char.IsAsciiDigit))
        {
            return null;
        }

        var couldBeThousands = after.Length == GroupLength && before.Length is >= 1 and <= GroupLength && before[0] != '0';
        return new Parts(sign + (before.Length == 0 ? "0" : before), after, mark, IsPlain: !couldBeThousands);
    }

    /// <summary>Groups of three digits without what stands between them; null where they are not.</summary>
    /// <param name="mark">Null for any kind of space.</param>
    private static string? Ungrouped(string text, char? mark)
    {
        var groups = mark is { } one ? text.Split(one) : text.Split(Spaces);
        return groups.Length > 1 && groups[0].Length is >= 1 and <= GroupLength && groups.Skip(1).All(group => group.Length == GroupLength) && groups.All(group => group.All(char.IsAsciiDigit))
            ? string.Concat(groups)
            : null;
    }

    /// <param name="Mark">Between whole and fraction; null where there is no fraction.</param>
    /// <param name="IsPlain">The mark can be nothing but a decimal mark.</param>
    private readonly record struct Parts(string Whole, string Fraction, char? Mark, bool IsPlain);
}
