using System.Buffers.Binary;
using System.Text;

namespace Octant.Engine.Partitions.Formats;

/// <summary>
/// Texts of records that were read, so that reading the same ones again makes no new strings: codes of campaigns, offerings and values
/// come in every record. A text has one place, which it shares with others; the latest stays. Owned by one thread at a time.
/// </summary>
public sealed class TextCache
{
    private const int Places = 1 << 15;
    private const int LongestKept = 64;

    private readonly string?[] _texts = new string?[Places];

    /// <summary>Null where it is not there, and for texts beyond ASCII.</summary>
    internal string? Find(ReadOnlySpan<byte> utf8) =>
        _texts[PlaceOf(utf8)] is { } text && Ascii.Equals(utf8, text) ? text : null;

    internal void Keep(ReadOnlySpan<byte> utf8, string text)
    {
        if (utf8.Length <= LongestKept)
        {
            _texts[PlaceOf(utf8)] = text;
        }
    }

    private static int PlaceOf(ReadOnlySpan<byte> utf8)
    {
        const ulong Odd = 0x9E37_79B9_7F4A_7C15;
        var hash = (ulong)utf8.Length * Odd;
        for (; utf8.Length >= sizeof(ulong); utf8 = utf8[sizeof(ulong)..])
        {
            hash = (hash ^ BinaryPrimitives.ReadUInt64LittleEndian(utf8)) * Odd;
        }

        foreach (var one in utf8)
        {
            hash = (hash ^ one) * Odd;
        }

        return (int)(hash >> 49);
    }
}
