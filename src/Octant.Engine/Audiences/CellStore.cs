using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Octant.Engine.Audiences;

/// <summary>
/// One block's integers of one column in the narrowest of 1, 2, 4 or 8 bytes; it widens when a value asks for it. Keeps the
/// smallest and largest value ever written, so that whole blocks can be decided without looking. The kernels give 64 rows as
/// one word: an unsigned comparison of (x − low) with (high − low) tests both bounds at once.
/// </summary>
internal sealed class CellStore
{
    private byte[]? _bytes = new byte[BlockBits.Rows];
    private short[]? _shorts;
    private int[]? _ints;
    private long[]? _longs;
    private long _minimum = long.MaxValue;
    private long _maximum = long.MinValue;

    /// <summary>Bytes held, for the memory figures.</summary>
    public int Bytes => BlockBits.Rows * (_bytes is not null ? 1 : _shorts is not null ? 2 : _ints is not null ? 4 : 8);

    public long this[int row]
    {
        get => _bytes is not null ? _bytes[row] : _shorts is not null ? _shorts[row] : _ints is not null ? _ints[row] : _longs![row];
        set
        {
            _minimum = Math.Min(_minimum, value);
            _maximum = Math.Max(_maximum, value);
            if (_bytes is not null)
            {
                if (value is >= byte.MinValue and <= byte.MaxValue)
                {
                    _bytes[row] = (byte)value;
                    return;
                }

                Widen(value);
            }

            if (_shorts is not null)
            {
                if (value is >= short.MinValue and <= short.MaxValue)
                {
                    _shorts[row] = (short)value;
                    return;
                }

                Widen(value);
            }

            if (_ints is not null)
            {
                if (value is >= int.MinValue and <= int.MaxValue)
                {
                    _ints[row] = (int)value;
                    return;
                }

                Widen(value);
            }

            _longs![row] = value;
        }
    }

    /// <summary>Of the masked rows those with low ≤ value ≤ high.</summary>
    public void InRange(long low, long high, ReadOnlySpan<ulong> mask, Span<ulong> result)
    {
        if (low > high || high < _minimum || low > _maximum)
        {
            result.Clear();
            return;
        }

        if (low <= _minimum && high >= _maximum)
        {
            mask.CopyTo(result);
            return;
        }

        // Inside what was ever written, so inside the width as well.
        low = Math.Max(low, _minimum);
        high = Math.Min(high, _maximum);
        if (_bytes is not null)
        {
            Scan(_bytes, (byte)low, (byte)(high - low), mask, result);
        }
        else if (_shorts is not null)
        {
            Scan(MemoryMarshal.Cast<short, ushort>(_shorts), (ushort)low, (ushort)(high - low), mask, result);
        }
        else if (_ints is not null)
        {
            Scan(MemoryMarshal.Cast<int, uint>(_ints), (uint)low, (uint)(high - low), mask, result);
        }
        else
        {
            Scan(MemoryMarshal.Cast<long, ulong>(_longs!), (ulong)low, (ulong)(high - low), mask, result);
        }
    }

    /// <summary>The same where the 8 bytes are a double's bits; NaN is in no range.</summary>
    public void InDoubleRange(double low, double high, ReadOnlySpan<ulong> mask, Span<ulong> result)
    {
        for (var word = 0; word < BlockBits.Words; word++)
        {
            var wanted = mask[word];
            var found = 0UL;
            for (var bit = 0; wanted >> bit != 0 && bit < 64; bit++)
            {
                var value = BitConverter.Int64BitsToDouble(this[(word << 6) + bit]);
                found |= value >= low && value <= high ? 1UL << bit : 0;
            }

            result[word] = found & wanted;
        }
    }

    /// <summary>Of the masked rows those whose value is set in the table, which reaches as far as the values do.</summary>
    public void InTable(bool[] table, ReadOnlySpan<ulong> mask, Span<ulong> result)
    {
        if (_bytes is not null)
        {
            // A table of the full width of a byte needs no check of its bounds.
            var full = new bool[256];
            table.AsSpan(0, Math.Min(table.Length, 256)).CopyTo(full);
            LookUp(_bytes, full, mask, result);
        }
        else if (_shorts is not null)
        {
            LookUp(_shorts, table, mask, result);
        }
        else
        {
            LookUp(_ints!, table, mask, result);
        }
    }

    /// <summary>Goes to 8 bytes whatever the values.</summary>
    public void MakeWide()
    {
        while (_longs is null)
        {
            Widen(long.MaxValue);
        }
    }

    private static void Scan<T>(ReadOnlySpan<T> cells, T low, T span, ReadOnlySpan<ulong> mask, Span<ulong> result)
        where T : unmanaged
    {
        var lows = Vector256.Create(low);
        var spans = Vector256.Create(span);
        var lanes = Vector256<T>.Count;
        for (var word = 0; word < BlockBits.Words; word++)
        {
            var wanted = mask[word];
            if (wanted == 0)
            {
                result[word] = 0;
                continue;
            }

            var found = 0UL;
            var sixtyFour = cells.Slice(word << 6, 64);
            for (var lane = 0; lane < 64; lane += lanes)
            {
                var inside = Vector256.LessThanOrEqual(Vector256.Create(sixtyFour.Slice(lane, lanes)) - lows, spans);
                found |= (ulong)inside.ExtractMostSignificantBits() << lane;
            }

            result[word] = found & wanted;
        }
    }

    private static void LookUp<T>(T[] cells, bool[] table, ReadOnlySpan<ulong> mask, Span<ulong> result)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        for (var word = 0; word < BlockBits.Words; word++)
        {
            var wanted = mask[word];
            var found = 0UL;
            if (wanted != 0)
            {
                var sixtyFour = cells.AsSpan(word << 6, 64);
                for (var bit = 0; bit < sixtyFour.Length; bit++)
                {
                    found |= (table[int.CreateTruncating(sixtyFour[bit])] ? 1UL : 0UL) << bit;
                }
            }

            result[word] = found & wanted;
        }
    }

    /// <summary>Goes to the next width that holds the value.</summary>
    private void Widen(long value)
    {
        if (value is >= short.MinValue and <= short.MaxValue)
        {
            _shorts = Array.ConvertAll(_bytes!, cell => (short)cell);
        }
        else if (value is >= int.MinValue and <= int.MaxValue)
        {
            _ints = _bytes is not null ? Array.ConvertAll(_bytes, cell => (int)cell) : Array.ConvertAll(_shorts!, cell => (int)cell);
            _shorts = null;
        }
        else
        {
            _longs = _bytes is not null ? Array.ConvertAll(_bytes, cell => (long)cell)
                : _shorts is not null ? Array.ConvertAll(_shorts, cell => (long)cell)
                : Array.ConvertAll(_ints!, cell => (long)cell);
            _shorts = null;
            _ints = null;
        }

        _bytes = null;
    }
}
