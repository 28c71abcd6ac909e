using System.Numerics;
using System.Runtime.CompilerServices;

namespace Octant.Engine.Matching;

/// <summary>Numbers given to symbols, for looking up without a call: open addressing, at most half full. Immutable.</summary>
internal sealed class SymbolTable
{
    private const uint Spread = 2_654_435_769;
    private const int Free = -1;

    private readonly int[] _symbols;
    private readonly int[] _numbers;
    private readonly int _shift;

    /// <param name="symbols">Distinct; each gets its position as its number.</param>
    public SymbolTable(IReadOnlyList<int> symbols)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(symbols.Count * 2, 2));
        _shift = 32 - BitOperations.Log2((uint)size);
        _symbols = new int[size];
        _numbers = new int[size];
        Array.Fill(_symbols, Free);
        for (var number = 0; number < symbols.Count; number++)
        {
            var place = PlaceOf(symbols[number]);
            while (_symbols[place] != Free)
            {
                place = (place + 1) & (size - 1);
            }

            _symbols[place] = symbols[number];
            _numbers[place] = number;
        }
    }

    /// <summary>−1 when the symbol has no number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(int symbol)
    {
        var symbols = _symbols;
        var place = PlaceOf(symbol);
        while (true)
        {
            var found = symbols[place];
            if (found == symbol)
            {
                return _numbers[place];
            }

            if (found == Free)
            {
                return -1;
            }

            place = (place + 1) & (symbols.Length - 1);
        }
    }

    private int PlaceOf(int symbol) => (int)(((uint)symbol * Spread) >> _shift);
}
