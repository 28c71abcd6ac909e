using System.Numerics;

namespace Octant.Engine.Audiences;

/// <summary>Bitmaps over the rows of one block: 64 rows to a word, lowest bit first.</summary>
internal static class BlockBits
{
    /// <summary>Rows of a block: a bitmap of them is 8 KiB and stays in the first cache.</summary>
    public const int Rows = 65_536;

    public const int Words = Rows / 64;

    public static bool Get(ulong[] bits, int row) => (bits[row >> 6] & (1UL << (row & 63))) != 0;

    public static void Set(ulong[] bits, int row) => bits[row >> 6] |= 1UL << (row & 63);

    public static void Clear(ulong[] bits, int row) => bits[row >> 6] &= ~(1UL << (row & 63));

    public static void And(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right, Span<ulong> result)
    {
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = left[i] & right[i];
        }
    }

    /// <summary>What is in <paramref name="left"/> and not in <paramref name="right"/>.</summary>
    public static void Without(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right, Span<ulong> result)
    {
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = left[i] & ~right[i];
        }
    }

    public static void Or(Span<ulong> result, ReadOnlySpan<ulong> other)
    {
        for (var i = 0; i < result.Length; i++)
        {
            result[i] |= other[i];
        }
    }

    public static bool IsEmpty(ReadOnlySpan<ulong> bits) => bits.IndexOfAnyExcept(0UL) < 0;

    public static long Count(ReadOnlySpan<ulong> bits)
    {
        var count = 0L;
        foreach (var word in bits)
        {
            count += BitOperations.PopCount(word);
        }

        return count;
    }

    /// <summary>Writes the rows from word <paramref name="word"/> on, up to the buffer's length and whole words; gives how many, and moves on.</summary>
    public static int NextRows(ReadOnlySpan<ulong> bits, ref int word, Span<int> rows)
    {
        var count = 0;
        while (word < bits.Length)
        {
            var left = bits[word];
            if (left != 0 && count + BitOperations.PopCount(left) > rows.Length)
            {
                return count;
            }

            while (left != 0)
            {
                rows[count++] = (word << 6) + BitOperations.TrailingZeroCount(left);
                left &= left - 1;
            }

            word++;
        }

        return count;
    }
}
