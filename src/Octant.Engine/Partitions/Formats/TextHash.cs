using System.Buffers.Binary;

namespace Octant.Engine.Partitions.Formats;

/// <summary>The hash by which tables of texts find a place: quick, for short texts. Nothing is ordered or stored by it.</summary>
internal static class TextHash
{
    private const ulong Odd = 0x9E37_79B9_7F4A_7C15;

    /// <summary>Of all bytes, eight at a time; the last eight may overlap those before. Its high bits are the best.</summary>
    public static ulong Of(ReadOnlySpan<byte> text)
    {
        var hash = (ulong)text.Length * Odd;
        if (text.Length >= sizeof(ulong))
        {
            for (var rest = text; rest.Length > sizeof(ulong); rest = rest[sizeof(ulong)..])
            {
                hash = Mixed(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(rest));
            }

            return Mixed(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(text[^sizeof(ulong)..]));
        }

        if (text.Length >= sizeof(uint))
        {
            return Mixed(hash ^ ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(text) << 32) ^ BinaryPrimitives.ReadUInt32LittleEndian(text[^sizeof(uint)..]));
        }

        foreach (var one in text)
        {
            hash = Mixed(hash ^ one);
        }

        return hash;
    }

    /// <summary>The high half has the most of all bits, so it is brought down for the next eight.</summary>
    private static ulong Mixed(ulong value)
    {
        value *= Odd;
        return value ^ (value >> 32);
    }
}
