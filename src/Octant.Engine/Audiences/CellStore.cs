using System.Runtime.InteropServices;

namespace Octant.Engine.Audiences;

/// <summary>
/// One block's integers of one column in the narrowest of 1, 2, 4 or 8 bytes, unsigned where none is negative; it widens when
/// a value asks for it. Keeps the smallest and largest value ever written, so that whole blocks can be decided without looking.
/// </summary>
internal sealed class CellStore
{
    /// <summary>With more ranges than this, codes of two bytes are looked up one by one.</summary>
    private const int MostRanges = 8;

    // Exactly one is there. Negative cells are kept as their bits, and read as signed when there are any.
    private byte[]? _bytes = new byte[BlockBits.Rows];
    private ushort[]? _shorts;
    private uint[]? _ints;
    private ulong[]? _longs;
    private bool _signed;
    private long _minimum = long.MaxValue;
    private long _maximum = long.MinValue;

    public CellStore()
    {
    }

    private CellStore(CellStore from)
    {
        _bytes = (byte[]?)from._bytes?.Clone();
        _shorts = (ushort[]?)from._shorts?.Clone();
        _ints = (uint[]?)from._ints?.Clone();
        _longs = (ulong[]?)from._longs?.Clone();
        (_signed, _minimum, _maximum) = (from._signed, from._minimum, from._maximum);
    }

    /// <summary>Bytes held, for the memory figures.</summary>
    public int Bytes => BlockBits.Rows * Width;

    private int Width => _bytes is not null ? 1 : _shorts is not null ? 2 : _ints is not null ? 4 : 8;

    public long this[int row]
    {
        get => _bytes is not null ? (_signed ? (sbyte)_bytes[row] : _bytes[row])
            : _shorts is not null ? (_signed ? (short)_shorts[row] : _shorts[row])
            : _ints is not null ? (_signed ? (int)_ints[row] : _ints[row])
            : (long)_longs![row];
        set
        {
            if (value < _minimum || value > _maximum)
            {
                Extend(Math.Min(_minimum, value), Math.Max(_maximum, value));
            }

            if (_bytes is not null)
            {
                _bytes[row] = (byte)value;
            }
            else if (_shorts is not null)
            {
                _shorts[row] = (ushort)value;
            }
            else if (_ints is not null)
            {
                _ints[row] = (uint)value;
            }
            else
            {
                _longs![row] = (ulong)value;
            }
        }
    }

    public CellStore Copy() => new(this);

    /// <summary>Reads the cells of rows that follow each other.</summary>
    public void Read(int firstRow, Span<long> cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = this[firstRow + i];
        }
    }

    /// <summary>Of the masked rows those with low ≤ value ≤ high; the result may be the mask.</summary>
    public void InRange(long low, long high, BlockScan scan, ReadOnlySpan<ulong> mask, Span<ulong> result)
    {
        if (!Decide(low, high, mask, result, out low, out high))
        {
            return;
        }

        var remaining = scan.Remaining(mask);
        Prepare(mask, result);
        if (_bytes is not null)
        {
            CellKernels.InRange(_bytes, (byte)low, (byte)(high - low), remaining, result);
        }
        else if (_shorts is not null)
        {
            CellKernels.InRange(_shorts, (ushort)low, (ushort)(high - low), remaining, result);
        }
        else if (_ints is not null)
        {
            CellKernels.InRange(_ints, (uint)low, (uint)(high - low), remaining, result);
        }
        else
        {
            CellKernels.InRange(_longs, (ulong)low, (ulong)(high - low), remaining, result);
        }
    }

    /// <summary>The same for several ranges, ascending and apart from each other.</summary>
    public void InRanges(ReadOnlySpan<(long First, long Last)> ranges, BlockScan scan, ReadOnlySpan<ulong> mask, Span<ulong> result)
    {
        // Ranges outside of what was ever written are left out, and the others cut to it, so that they fit the width.
        Span<(long First, long Last)> reached = stackalloc (long, long)[ranges.Length];
        var count = 0;
        foreach (var (first, last) in ranges)
        {
            if (first <= last && last >= _minimum && first <= _maximum)
            {
                reached[count++] = (Math.Max(first, _minimum), Math.Min(last, _maximum));
            }
        }

        if (count <= 1)
        {
            var (first, last) = count == 1 ? reached[0] : (1, 0);
            InRange(first, last, scan, mask, result);
            return;
        }

        var remaining = scan.Remaining(mask);
        Prepare(mask, result);
        if (_bytes is not null)
        {
            Span<(byte, byte)> bytes = stackalloc (byte, byte)[count];
            for (var i = 0; i < count; i++)
            {
                bytes[i] = ((byte)reached[i].First, (byte)(reached[i].Last - reached[i].First));
            }

            CellKernels.InRanges<byte>(_bytes, bytes, remaining, result);
        }
        else if (_shorts is not null)
        {
            Span<(ushort, ushort)> shorts = stackalloc (ushort, ushort)[count];
            for (var i = 0; i < count; i++)
            {
                shorts[i] = ((ushort)reached[i].First, (ushort)(reached[i].Last - reached[i].First));
            }

            CellKernels.InRanges<ushort>(_shorts, shorts, remaining, result);
        }
        else if (_ints is not null)
        {
            Span<(uint, uint)> ints = stackalloc (uint, uint)[count];
            for (var i = 0; i < count; i++)
            {
                ints[i] = ((uint)reached[i].First, (uint)(reached[i].Last - reached[i].First));
            }

            CellKernels.InRanges<uint>(_ints, ints, remaining, result);
        }
        else
        {
            Span<(ulong, ulong)> longs = stackalloc (ulong, ulong)[count];
            for (var i = 0; i < count; i++)
            {
                longs[i] = ((ulong)reached[i].First, (ulong)(reached[i].Last - reached[i].First));
            }

            CellKernels.InRanges<ulong>(_longs, longs, remaining, result);
        }
    }

    /// <summary>As <see cref="InRange"/> where the 8 bytes are a double's bits; NaN is in no range.</summary>
    public void InDoubleRange(double low, double high, BlockScan scan, ReadOnlySpan<ulong> mask, Span<ulong> result)
    {
        var remaining = scan.Remaining(mask);
        Prepare(mask, result);
        CellKernels.InDoubleRange(MemoryMarshal.Cast<ulong, double>(_longs), low, high, remaining, result);
    }

    /// <summary>Of the masked rows those whose code is set in the table. Codes are never negative.</summary>
    public void InTable(CodeTable table, BlockScan scan, ReadOnlySpan<ulong> mask, Span<ulong> result)
    {
        if (table.Ranges.Length <= (_bytes is not null ? 1 : MostRanges))
        {
            InRanges(table.Ranges, scan, mask, result);
            return;
        }

        var remaining = scan.Remaining(mask);
        Prepare(mask, result);
        if (_bytes is not null)
        {
            CellKernels.InTable(_bytes, table, remaining, result);
        }
        else if (_shorts is not null)
        {
            CellKernels.InTable<ushort>(_shorts, table, remaining, result);
        }
        else
        {
            CellKernels.InTable<uint>(_ints, table, remaining, result);
        }
    }

    /// <summary>Goes to 8 bytes whatever the values.</summary>
    public void MakeWide() => Extend(long.MinValue, long.MaxValue);

    /// <summary>Words without a masked row are not touched by the kernels; where the result is the mask they are zero already.</summary>
    private static void Prepare(ReadOnlySpan<ulong> mask, Span<ulong> result)
    {
        if (mask != result)
        {
            result.Clear();
        }
    }

    /// <summary>False when the smallest and largest value decide the block; otherwise the range cut to them, which fits the width.</summary>
    private bool Decide(long low, long high, ReadOnlySpan<ulong> mask, Span<ulong> result, out long cutLow, out long cutHigh)
    {
        (cutLow, cutHigh) = (Math.Max(low, _minimum), Math.Min(high, _maximum));
        if (low > high || high < _minimum || low > _maximum)
        {
            result.Clear();
            return false;
        }

        if (low <= _minimum && high >= _maximum)
        {
            mask.CopyTo(result);
            return false;
        }

        return true;
    }

    /// <summary>Takes the narrowest form for values from minimum to maximum that is not narrower than it was.</summary>
    private void Extend(long minimum, long maximum)
    {
        var signed = minimum < 0;
        var width = signed
            ? minimum >= sbyte.MinValue && maximum <= sbyte.MaxValue ? 1
                : minimum >= short.MinValue && maximum <= short.MaxValue ? 2
                : minimum >= int.MinValue && maximum <= int.MaxValue ? 4 : 8
            : maximum <= byte.MaxValue ? 1 : maximum <= ushort.MaxValue ? 2 : maximum <= uint.MaxValue ? 4 : 8;
        if (width > Width)
        {
            var cells = new long[BlockBits.Rows];
            Read(0, cells);
            _bytes = null;
            _shorts = width == 2 ? Array.ConvertAll(cells, cell => (ushort)cell) : null;
            _ints = width == 4 ? Array.ConvertAll(cells, cell => (uint)cell) : null;
            _longs = width == 8 ? Array.ConvertAll(cells, cell => (ulong)cell) : null;
        }

        (_signed, _minimum, _maximum) = (signed, minimum, maximum);
    }
}
