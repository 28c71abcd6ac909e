using System.Numerics;

namespace Octant.Engine.Profiles;

/// <summary>The tags of one customer, as symbols; counted and listed without allocating.</summary>
public readonly struct TagSet
{
    private readonly ulong _common;
    private readonly int[]? _others;

    internal TagSet(ulong common, int[]? others) => (_common, _others) = (common, others);

    public int Length => BitOperations.PopCount(_common) + (_others?.Length ?? 0);

    public Enumerator GetEnumerator() => new(_common, _others);

    public int[] ToArray()
    {
        var symbols = new int[Length];
        CopyTo(symbols);
        return symbols;
    }

    /// <param name="symbols">Room for all of them.</param>
    internal void CopyTo(Span<int> symbols)
    {
        var count = 0;
        foreach (var symbol in this)
        {
            symbols[count++] = symbol;
        }
    }

    /// <summary>In ordinal order of their texts, which unlike symbols is the same in every process.</summary>
    /// <param name="symbols">Room for all of them.</param>
    internal void CopyInTextOrder(Span<int> symbols)
    {
        // Whether a customer has a tag cannot be guessed, so each is written, and the next one over it where they have it not.
        var order = CommonTags.InTextOrder;
        var (count, common) = (0, BitOperations.PopCount(_common));
        for (var i = 0; count < common; i++)
        {
            symbols[count] = CommonTags.SymbolOf(order[i]);
            count += (int)(_common >> order[i] & 1);
        }

        if (_others is not null)
        {
            _others.CopyTo(symbols[count..]);
            symbols.Sort(CommonTags.CompareTexts);
        }
    }

    public struct Enumerator
    {
        private readonly int[]? _others;
        private ulong _common;
        private int _next;

        internal Enumerator(ulong common, int[]? others) => (_common, _others) = (common, others);

        public int Current { get; private set; }

        public bool MoveNext()
        {
            if (_common != 0)
            {
                Current = CommonTags.SymbolOf(BitOperations.TrailingZeroCount(_common));
                _common &= _common - 1;
                return true;
            }

            if (_next < (_others?.Length ?? 0))
            {
                Current = _others![_next++];
                return true;
            }

            return false;
        }
    }
}

/// <summary>
/// The first 64 tags that any customer of the process had have a bit each, so that most tags of most customers take 8 bytes
/// together. A tag has its bit from its first use on or never.
/// </summary>
internal static class CommonTags
{
    private const int Bits = 64;

    private static readonly Lock Growth = new();
    private static readonly int[] Symbols = new int[Bits];

    /// <summary>By symbol the bit + 1; shorter than the symbols there are.</summary>
    private static volatile byte[] bitOfSymbol = [];
    private static volatile int taken;
    private static volatile byte[] inTextOrder = [];

    /// <summary>The bits that are taken, in ordinal order of the tags' texts.</summary>
    public static ReadOnlySpan<byte> InTextOrder => inTextOrder;

    public static int SymbolOf(int bit) => Symbols[bit];

    public static int CompareTexts(int left, int right) =>
        string.CompareOrdinal(Profiles.Symbols.TextOf(left), Profiles.Symbols.TextOf(right));

    /// <summary>−1 when the tag has no bit.</summary>
    public static int Find(int symbol)
    {
        var bits = bitOfSymbol;
        return symbol < bits.Length ? bits[symbol] - 1 : -1;
    }

    /// <summary>Gives the tag a bit where one is left; −1 when there is none.</summary>
    public static int FindOrTake(int symbol)
    {
        if (Find(symbol) is var known and >= 0)
        {
            return known;
        }

        if (taken == Bits)
        {
            return -1;
        }

        lock (Growth)
        {
            if (Find(symbol) is var bit and >= 0 || taken == Bits)
            {
                return Find(symbol);
            }

            var bits = bitOfSymbol;
            if (symbol >= bits.Length)
            {
                Array.Resize(ref bits, symbol + 64);
            }

            bit = taken;
            Symbols[bit] = symbol;
            bits[symbol] = (byte)(bit + 1);
            var order = inTextOrder;
            var place = 0;
            while (place < order.Length && CompareTexts(Symbols[order[place]], symbol) < 0)
            {
                place++;
            }

            inTextOrder = [.. order[..place], (byte)bit, .. order[place..]];
            bitOfSymbol = bits;
            taken = bit + 1;
            return bit;
        }
    }
}
