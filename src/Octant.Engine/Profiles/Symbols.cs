using System.Collections.Concurrent;

namespace Octant.Engine.Profiles;

/// <summary>
/// Gives every category value and tag one small number for the life of the process, so that rows hold 4 bytes and
/// comparison is a number's. Numbers are handed out in order of arrival and therefore differ from run to run: nothing
/// may be ordered by them, and every stored form holds the text.
/// </summary>
public static class Symbols
{
    private static readonly ConcurrentDictionary<string, int> Codes = new(StringComparer.Ordinal);
    private static readonly Lock Growth = new();
    private static volatile string[] texts = new string[1024];
    private static int count;

    /// <summary>The code of this text; the first call for a text gives it one.</summary>
    public static int Of(string text)
    {
        if (Codes.TryGetValue(text, out var known))
        {
            return known;
        }

        lock (Growth)
        {
            if (Codes.TryGetValue(text, out known))
            {
                return known;
            }

            var code = count;
            var array = texts;
            if (code == array.Length)
            {
                Array.Resize(ref array, code * 2);
            }

            array[code] = text;
            texts = array;
            count = code + 1;
            Codes[text] = code;
            return code;
        }
    }

    /// <summary>As <see cref="Of(string)"/>, and makes a string only of a text that is new.</summary>
    public static int Of(ReadOnlySpan<char> text) =>
        Codes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var known) ? known : Of(text.ToString());

    /// <summary>False when no row of this process ever held the text.</summary>
    public static bool TryFind(string text, out int code) => Codes.TryGetValue(text, out code);

    public static string TextOf(int code) => texts[code];
}
