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

    internal static int PlaceOf(ReadOnlySpan<byte> utf8) => (int)(TextHash.Of(utf8) >> (64 - Bits));
}
