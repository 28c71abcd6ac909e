using System.Buffers.Binary;
using System.Text;
using Octant.Engine.Profiles;

namespace Octant.Engine.Partitions.Formats;

/// <summary>
/// Texts of records that were read, so that reading the same ones again makes no new strings and asks for no symbols: codes of
/// campaigns, offerings and values come in every record. A text has one place, which it shares with others; the latest stays. Owned
/// by one thread at a time.
/// </summary>
public sealed class TextCache
{
    internal const int NoSymbol = -1;

    private const int Bits = 15;
    private const int LongestKept = 64;

    private readonly (string? Text, int Symbol)[] _places = new (string?, int)[1 << Bits];

    /// <summary>Null where it is not there, and for texts beyond ASCII.</summary>
    /// <param name="place">Of these bytes.</param>
    internal string? Find(ReadOnlySpan<byte> utf8, int place) =>
        _places[place].Text is { } text && Ascii.Equals(utf8, text) ? text : null;

    internal void Keep(string text, int place)
    {
        if (text.Length <= LongestKept)
        {
            _places[place] = (text, NoSymbol);
        }
    }

    /// <summary>The symbol of a text that was found or kept here.</summary>
    internal int SymbolOf(string text, int place)
    {
        ref var kept = ref _places[place];
        if (!ReferenceEquals(kept.Text, text))
        {
            return Symbols.Of(text);
        }

        if (kept.Symbol == NoSymbol)
        {
            kept.Symbol = Symbols.Of(text);
        }

        return kept.Symbol;
    }

    /// <summary>Of all bytes, eight at a time; the last eight may overlap those before.</summary>
    internal static int PlaceOf(ReadOnlySpan<byte> utf8)
    {
        const ulong Odd = 0x9E37_79B9_7F4A_7C15;
        var hash = (ulong)utf8.Length * Odd;
        if (utf8.Length >= sizeof(ulong))
        {
            for (var rest = utf8; rest.Length > sizeof(ulong); rest = rest[sizeof(ulong)..])
            {
                hash = Mixed(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(rest));
            }

            hash = Mixed(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(utf8[^sizeof(ulong)..]));
        }
        else if (utf8.Length >= sizeof(uint))
        {
            var ends = ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(utf8) << 32) | BinaryPrimitives.ReadUInt32LittleEndian(utf8[^sizeof(uint)..]);
            hash = Mixed(hash ^ ends);
        }
        else
        {
            foreach (var one in utf8)
            {
                hash = Mixed(hash ^ one);
            }
        }

        return (int)(hash >> (64 - Bits));

        // The high half has the most of all bits, so it is brought down for the next eight.
        static ulong Mixed(ulong value)
        {
            value *= Odd;
            return value ^ (value >> 32);
        }
    }
}
