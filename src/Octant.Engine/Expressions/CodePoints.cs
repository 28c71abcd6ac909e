namespace Octant.Engine.Expressions;

/// <summary>Strings as CEL sees them: sequences of Unicode code points, not of UTF-16 units.</summary>
internal static class CodePoints
{
    /// <summary>How many code points the text holds.</summary>
    public static long Count(string text)
    {
        var count = 0L;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsLowSurrogate(text[i]) || i == 0 || !char.IsHighSurrogate(text[i - 1]))
            {
                count++;
            }
        }

        return count;
    }

    /// <summary>
    /// Order by code point. UTF-16 units order the same way except that surrogates stand for code points above every other
    /// unit, so U+E000 to U+FFFF must come before them.
    /// </summary>
    public static int Compare(string left, string right)
    {
        var length = Math.Min(left.Length, right.Length);
        var i = left.AsSpan(0, length).CommonPrefixLength(right.AsSpan(0, length));
        if (i == length)
        {
            return left.Length.CompareTo(right.Length);
        }

        var a = left[i];
        var b = right[i];
        return char.IsSurrogate(a) == char.IsSurrogate(b) ? a.CompareTo(b) : char.IsSurrogate(a) ? 1 : -1;
    }
}
