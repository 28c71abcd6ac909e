using System.Runtime.CompilerServices;

namespace Octant.Bench.Generator;

/// <summary>The seeds of one set of data.</summary>
/// <param name="Customers">Of every value of every customer.</param>
/// <param name="Rules">Of every rule.</param>
public readonly record struct DataSeeds(ulong Customers, ulong Rules)
{
    /// <summary>The seeds for which the right answers are written down: <see cref="AudienceQuery.KnownCount"/>, <see cref="RuleTable.KnownHits"/>.</summary>
    public static DataSeeds Default { get; } = new(20261121, 7);

    /// <summary>Both from one number; null for <see cref="Default"/>.</summary>
    public static DataSeeds Of(ulong? seed) => seed is { } number ? new DataSeeds(number, number) : Default;
}

/// <summary>Draws that are pure functions of what they are asked for, so that any value can be made again alone and in any order.</summary>
public static class Seeded
{
    /// <summary>The output function of SplitMix64 (Steele, Lea, Flood, 2014).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15UL;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }

    /// <summary>0 ≤ draw &lt; 1, with 53 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Unit(ulong seed, long row, int column) =>
        (Mix(((ulong)row * 1024UL) + (ulong)column + (seed * 0x1000003UL)) >> 11) * (1.0 / (1UL << 53));
}
