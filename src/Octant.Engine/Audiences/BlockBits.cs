using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Octant.Engine.Audiences;

/// <summary>
/// Bitmaps over the rows of one block: 64 rows to a word, lowest bit first. Every operation may write over one of its operands.
/// Compiled fully at once, as <see cref="CellKernels"/> are.
/// </summary>
internal static class BlockBits
{
    /// <summary>Rows of a block: a bitmap of them is 8 KiB and stays in the first cache.</summary>
    public const int Rows = 65_536;

    public const int Words = Rows / 64;

    public static bool Get(ulong[] bits, int row) => (bits[row >> 6] & (1UL << (row & 63))) != 0;

    public static void Set(ulong[] bits, int row) => bits[row >> 6] |= 1UL << (row & 63);

    public static void Clear(ulong[] bits, int row) => bits[row >> 6] &= ~(1UL << (row & 63));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void And(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right, Span<ulong> result)
    {
        var ofLeft = Vectors(left);
        var ofRight = Vectors(right);
        var ofResult = MemoryMarshal.Cast<ulong, Vector256<ulong>>(result);
        for (var i = 0; i < ofResult.Length; i++)
        {
            ofResult[i] = ofLeft[i] & ofRight[i];
        }
    }

    /// <summary>What is in <paramref name="left"/> and not in <paramref name="right"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Without(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right, Span<ulong> result)
    {
        var ofLeft = Vectors(left);
        var ofRight = Vectors(right);
        var ofResult = MemoryMarshal.Cast<ulong, Vector256<ulong>>(result);
        for (var i = 0; i < ofResult.Length; i++)
        {
            ofResult[i] = Vector256.AndNot(ofLeft[i], ofRight[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Or(Span<ulong> result, ReadOnlySpan<ulong> other)
    {
        var ofOther = Vectors(other);
        var ofResult = MemoryMarshal.Cast<ulong, Vector256<ulong>>(result);
        for (var i = 0; i < ofResult.Length; i++)
        {
            ofResult[i] |= ofOther[i];
        }
    }

    public static bool IsEmpty(ReadOnlySpan<ulong> bits) => bits.IndexOfAnyExcept(0UL) < 0;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Count(ReadOnlySpan<ulong> bits)
    {
        var count = 0;
        foreach (var word in bits)
        {
            count += BitOperations.PopCount(word);
        }

        return count;
    }

    /// <summary>Of how many rows both are set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int CountBoth(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right)
    {
        var count = 0;
        for (var i = 0; i < left.Length; i++)
        {
            count += BitOperations.PopCount(left[i] & right[i]);
        }

        return count;
    }

    /// <summary>Writes the numbers of the words that are not zero; gives how many, and how many rows are in them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (int Words, int Rows) NonZero(ReadOnlySpan<ulong> bits, Span<ushort> words)
    {
        // Without a branch: which words are zero is as good as random.
        var (count, rows) = (0, 0);
        for (var i = 0; i < bits.Length; i++)
        {
            words[count] = (ushort)i;
            count += bits[i] != 0 ? 1 : 0;
            rows += BitOperations.PopCount(bits[i]);
        }

        return (count, rows);
    }

    /// <summary>Writes the rows from word <paramref name="word"/> on, up to the buffer's length and whole words; gives how many, and moves on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

    private static ReadOnlySpan<Vector256<ulong>> Vectors(ReadOnlySpan<ulong> bits) => MemoryMarshal.Cast<ulong, Vector256<ulong>>(bits);
}
