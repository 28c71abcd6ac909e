using System.Numerics;
using System.Runtime.CompilerServices;

namespace Octant.Engine.Matching;

/// <summary>Numbers given to symbols, for looking up without a call: open addressing, at most half full. Immutable.</summary>
internal sealed class SymbolTable
{
    private const uint Spread = 2_654_435_769;
    private const int Free = -1;

    /// <summary>A symbol and its number side by side, for one step to memory.</summary>
    private readonly (int Symbol, int Number)[] _entries;
    private readonly int _shift;

    /// <param name="symbols">Distinct; each gets its position as its number.</param>
    public SymbolTable(IReadOnlyList<int> symbols)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(symbols.Count * 2, 2));
        _shift = 32 - BitOperations.Log2((uint)size);
        _entries = new (int, int)[size];
        Array.Fill(_entries, (Free, Free));
        for (var number = 0; number < symbols.Count; number++)
        {
            var place = PlaceOf(symbols[number]);
            while (_entries[place].Symbol != Free)
            {
                place = (place + 1) & (size - 1);
            }

            _entries[place] = (symbols[number], number);
        }
    }

    /// <summary>−1 when the symbol has no number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(int symbol)
    {
        var entries = _entries;
        var place = PlaceOf(symbol);
        while (true)
        {
            var (found, number) = entries[place];
            if (found == symbol || found == Free)
            {
                return number;
            }

            place = (place + 1) & (entries.Length - 1);
        }
    }

    private int PlaceOf(int symbol) => (int)(((uint)symbol * Spread) >> _shift);
}
