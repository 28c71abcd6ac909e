namespace Octant.Engine;

/// <summary>
/// The engine's only source of randomness and of stable spreading: a 64-bit hash that is the same in every process, on
/// every machine, for ever. Words are mixed with the finaliser of SplitMix64 (Steele, Lea and Flood, 2014).
/// </summary>
public static class StableHash
{
    public static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15UL;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }

    public static ulong Combine(ulong left, ulong right) => Mix(left ^ (right + 0x9E3779B97F4A7C15UL + (left << 6) + (left >> 2)));

    public static ulong Of(ReadOnlySpan<char> text)
    {
        var hash = Mix((ulong)text.Length);
        foreach (var unit in text)
        {
            hash = Combine(hash, unit);
        }

        return hash;
    }

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var hash = Mix((ulong)bytes.Length);
        while (bytes.Length >= 8)
        {
            hash = Combine(hash, System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        foreach (var octet in bytes)
        {
            hash = Combine(hash, octet);
        }

        return hash;
    }

    /// <summary>A draw in [0, 1) with 53 bits.</summary>
    public static double ToUnit(ulong hash) => (hash >> 11) * (1.0 / (1UL << 53));
}
