using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Octant.Engine.Audiences;

/// <summary>What of a block is left to look at: the numbers of the mask's words that are not zero, and how many rows are in them.</summary>
internal readonly ref struct Remaining
{
    /// <summary>With so few rows left, fetching single cells reads less memory than comparing 64 at a time.</summary>
    private const int FewRows = 640;

    /// <param name="words">Room for all words.</param>
    public Remaining(ReadOnlySpan<ulong> mask, Span<ushort> words)
    {
        var (count, rows) = BlockBits.NonZero(mask, words);
        Mask = mask;
        Words = words[..count];
        AreFew = rows <= FewRows;
    }

    public ReadOnlySpan<ulong> Mask { get; }

    public ReadOnlySpan<ushort> Words { get; }

    public bool AreFew { get; }
}

/// <summary>
/// Comparisons of a block's cells, 64 rows to one word of the result, for the words that are left only. An unsigned comparison of
/// (x − low) with (high − low) tests both bounds of a range at once. 256 bits wide: on some machines 512 bits are a tenth faster
/// here, on others they take three times as long, and reading memory is what it takes either way.
/// The result may be the mask; words that are not left are not touched.
/// Compiled fully at once: a query calls each a few dozen times, which would all be spent in code that waits to be improved.
/// </summary>
internal static class CellKernels
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void InRange<T>(ReadOnlySpan<T> cells, T low, T span, in Remaining remaining, Span<ulong> result)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (remaining.AreFew)
        {
            foreach (var word in remaining.Words)
            {
                var found = 0UL;
                for (var left = remaining.Mask[word]; left != 0; left &= left - 1)
                {
                    found |= unchecked(cells[(word << 6) + BitOperations.TrailingZeroCount(left)] - low) <= span ? left & (0 - left) : 0;
                }

                result[word] = found;
            }

            return;
        }

        var (lows, spans) = (Vector256.Create(low), Vector256.Create(span));
        ref var first = ref MemoryMarshal.GetReference(cells);
        foreach (var word in remaining.Words)
        {
            var found = 0UL;
            for (var lane = 0; lane < 64; lane += Vector256<T>.Count)
            {
                var inside = Vector256.LessThanOrEqual(Vector256.LoadUnsafe(ref first, (nuint)((word << 6) + lane)) - lows, spans);
                found |= (ulong)inside.ExtractMostSignificantBits() << lane;
            }

            result[word] = found & remaining.Mask[word];
        }
    }

    /// <summary>The same where the value is in any of several ranges.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void InRanges<T>(
        ReadOnlySpan<T> cells, ReadOnlySpan<(T Low, T Span)> ranges, in Remaining remaining, Span<ulong> result)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (remaining.AreFew)
        {
            foreach (var word in remaining.Words)
            {
                var found = 0UL;
                for (var left = remaining.Mask[word]; left != 0; left &= left - 1)
                {
                    var cell = cells[(word << 6) + BitOperations.TrailingZeroCount(left)];
                    foreach (var (low, span) in ranges)
                    {
                        found |= unchecked(cell - low) <= span ? left & (0 - left) : 0;
                    }
                }

                result[word] = found;
            }

            return;
        }

        Span<Vector256<T>> bounds = stackalloc Vector256<T>[ranges.Length * 2];
        for (var i = 0; i < ranges.Length; i++)
        {
            (bounds[i * 2], bounds[(i * 2) + 1]) = (Vector256.Create(ranges[i].Low), Vector256.Create(ranges[i].Span));
        }

        ref var first = ref MemoryMarshal.GetReference(cells);
        foreach (var word in remaining.Words)
        {
            var found = 0UL;
            for (var lane = 0; lane < 64; lane += Vector256<T>.Count)
            {
                var values = Vector256.LoadUnsafe(ref first, (nuint)((word << 6) + lane));
                var inside = Vector256<T>.Zero;
                for (var i = 0; i + 1 < bounds.Length; i += 2)
                {
                    inside |= Vector256.LessThanOrEqual(values - bounds[i], bounds[i + 1]);
                }

                found |= (ulong)inside.ExtractMostSignificantBits() << lane;
            }

            result[word] = found & remaining.Mask[word];
        }
    }

    /// <summary>The rows whose 8 bytes, a double's bits, are in the range; NaN is in none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void InDoubleRange(ReadOnlySpan<double> cells, double low, double high, in Remaining remaining, Span<ulong> result)
    {
        var (lows, highs) = (Vector256.Create(low), Vector256.Create(high));
        ref var first = ref MemoryMarshal.GetReference(cells);
        foreach (var word in remaining.Words)
        {
            var found = 0UL;
            for (var lane = 0; lane < 64; lane += Vector256<double>.Count)
            {
                var values = Vector256.LoadUnsafe(ref first, (nuint)((word << 6) + lane));
                var inside = Vector256.GreaterThanOrEqual(values, lows) & Vector256.LessThanOrEqual(values, highs);
                found |= (ulong)inside.ExtractMostSignificantBits() << lane;
            }

            result[word] = found & remaining.Mask[word];
        }
    }

    /// <summary>The rows whose code is set in the table; a code beyond its end is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void InTable<T>(ReadOnlySpan<T> cells, CodeTable table, in Remaining remaining, Span<ulong> result)
        where T : unmanaged, IBinaryInteger<T>
    {
        var bytes = table.Wide;
        foreach (var word in remaining.Words)
        {
            var found = 0UL;
            for (var left = remaining.Mask[word]; left != 0; left &= left - 1)
            {
                var code = uint.CreateTruncating(cells[(word << 6) + BitOperations.TrailingZeroCount(left)]);
                found |= code < (uint)bytes.Length && bytes[(int)code] ? left & (0 - left) : 0;
            }

            result[word] = found;
        }
    }

    /// <summary>
    /// The same for codes of one byte, 32 rows at a time: the low half of a code selects a byte in which the high half's bit tells.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void InTable(ReadOnlySpan<byte> cells, CodeTable table, in Remaining remaining, Span<ulong> result)
    {
        if (remaining.AreFew || !Avx2.IsSupported)
        {
            InTable<byte>(cells, table, remaining, result);
            return;
        }

        var (lower, upper) = (table.LowerRows, table.UpperRows);
        var bits = Vector256.Create(0x8040201008040201UL).AsByte();
        var half = Vector256.Create((byte)0x0F);
        ref var first = ref MemoryMarshal.GetReference(cells);
        foreach (var word in remaining.Words)
        {
            var found = 0UL;
            for (var lane = 0; lane < 64; lane += Vector256<byte>.Count)
            {
                var codes = Vector256.LoadUnsafe(ref first, (nuint)((word << 6) + lane));
                var low = codes & half;
                var row = Avx2.BlendVariable(Avx2.Shuffle(lower, low), Avx2.Shuffle(upper, low), codes);
                var bit = Avx2.Shuffle(bits, (codes.AsUInt16() >>> 4).AsByte() & half);
                found |= (ulong)Vector256.Equals(row & bit, bit).ExtractMostSignificantBits() << lane;
            }

            result[word] = found & remaining.Mask[word];
        }
    }
}

/// <summary>A set of category codes in the forms the kernels look them up in.</summary>
internal sealed class CodeTable
{
    public CodeTable(bool[] codes)
    {
        Wide = codes;
        var ranges = new List<(long First, long Last)>();
        Span<byte> lower = stackalloc byte[16];
        Span<byte> upper = stackalloc byte[16];
        lower.Clear();
        upper.Clear();
        for (var code = 0; code < codes.Length; code++)
        {
            if (!codes[code])
            {
                continue;
            }

            if (ranges.Count > 0 && ranges[^1].Last == code - 1)
            {
                ranges[^1] = (ranges[^1].First, code);
            }
            else
            {
                ranges.Add((code, code));
            }

            if (code <= byte.MaxValue)
            {
                var rows = code < 128 ? lower : upper;
                rows[code & 15] |= (byte)(1 << ((code >> 4) & 7));
            }
        }

        Ranges = [.. ranges];
        LowerRows = Vector256.Create(Vector128.Create<byte>(lower), Vector128.Create<byte>(lower));
        UpperRows = Vector256.Create(Vector128.Create<byte>(upper), Vector128.Create<byte>(upper));
    }

    /// <summary>By code.</summary>
    public bool[] Wide { get; }

    /// <summary>The codes as ranges, ascending.</summary>
    public (long First, long Last)[] Ranges { get; }

    /// <summary>By the low half of a code below 128 one bit for each of its high halves.</summary>
    public Vector256<byte> LowerRows { get; }

    /// <summary>The same from 128 on.</summary>
    public Vector256<byte> UpperRows { get; }
}
