using Octant.Engine.Calendar;
using Octant.Engine.Profiles;

namespace Octant.Engine.Audiences;

/// <summary>One attribute of one block: which rows have it, and the cells, narrow in memory and exact when read back.</summary>
internal abstract class ColumnChunk(long epoch)
{
    // Null when every row of the block has the attribute.
    private ulong[]? _present = new ulong[BlockBits.Words];

    /// <summary>In which it was made.</summary>
    public long Epoch => epoch;

    public int PresentCount { get; private set; }

    public int Bytes => CellBytes + (_present is null ? 0 : BlockBits.Words * sizeof(ulong));

    protected abstract int CellBytes { get; }

    public static ColumnChunk Of(AttributeKind kind, CategoryCodes? codes, long epoch) => kind switch
    {
        AttributeKind.Number => new NumberChunk(epoch),
        AttributeKind.Date => new DateChunk(epoch),
        AttributeKind.Flag => new FlagChunk(epoch),
        _ => new CategoryChunk(codes!, epoch),
    };

    public bool Has(int row) => _present is null || BlockBits.Get(_present, row);

    /// <summary>Of the masked rows those where the attribute is not missing; the result may be the mask.</summary>
    public void Present(ReadOnlySpan<ulong> mask, Span<ulong> result)
    {
        if (_present is null)
        {
            mask.CopyTo(result);
        }
        else
        {
            BlockBits.And(mask, _present, result);
        }
    }

    /// <summary>Of the masked rows those where the attribute is missing; the result may be the mask.</summary>
    public void Missing(ReadOnlySpan<ulong> mask, Span<ulong> result)
    {
        if (_present is null)
        {
            result.Clear();
        }
        else
        {
            BlockBits.Without(mask, _present, result);
        }
    }

    /// <summary>The bits of an <see cref="AttributeValue"/>; meaningful where it is present.</summary>
    public abstract long Read(int row);

    public void Write(int row, long bits)
    {
        Store(row, bits);
        if (_present is null || BlockBits.Get(_present, row))
        {
            return;
        }

        BlockBits.Set(_present, row);
        if (++PresentCount == BlockBits.Rows)
        {
            _present = null;
        }
    }

    public void Clear(int row)
    {
        if (_present is null)
        {
            _present = new ulong[BlockBits.Words];
            Array.Fill(_present, ulong.MaxValue);
        }

        if (BlockBits.Get(_present, row))
        {
            BlockBits.Clear(_present, row);
            PresentCount--;
        }
    }

    /// <summary>An equal chunk that shares nothing with this one.</summary>
    public ColumnChunk Copy(long newEpoch)
    {
        var copy = CopyCells(newEpoch);
        (copy._present, copy.PresentCount) = (_present is null ? null : [.. _present], PresentCount);
        return copy;
    }

    protected abstract ColumnChunk CopyCells(long newEpoch);

    protected abstract void Store(int row, long bits);
}

/// <summary>
/// Numbers as whole tenths or hundredths where every one of the block reads back to the same bits that way, else as doubles.
/// </summary>
internal sealed class NumberChunk(long epoch) : ColumnChunk(epoch)
{
    private static readonly int[] Scales = [1, 10, 100];

    private CellStore _cells = new();

    /// <summary>value = cell ÷ scale; zero when the cell is the double itself.</summary>
    private int _scale = 1;

    protected override int CellBytes => _cells.Bytes;

    public override long Read(int row) => _scale == 0 ? _cells[row] : BitConverter.DoubleToInt64Bits(_cells[row] / (double)_scale);

    /// <summary>Of the masked rows those with low ≤ value ≤ high; the caller masks by presence.</summary>
    public void InRange(double low, double high, BlockScan scan, ReadOnlySpan<ulong> mask, Span<ulong> result)
    {
        if (_scale == 0)
        {
            _cells.InDoubleRange(low, high, scan, mask, result);
        }
        else
        {
            // Division by the scale keeps order, so the range is a range of cells too.
            _cells.InRange(FirstCell(low, orAbove: true), FirstCell(high, orAbove: false) - 1, scan, mask, result);
        }
    }

    protected override ColumnChunk CopyCells(long newEpoch) => new NumberChunk(newEpoch) { _cells = _cells.Copy(), _scale = _scale };

    protected override void Store(int row, long bits)
    {
        if (_scale == 0)
        {
            _cells[row] = bits;
            return;
        }

        if (!TryEncode(bits, _scale, out var cell))
        {
            Rescale(bits);
            cell = _scale == 0 || !TryEncode(bits, _scale, out var encoded) ? bits : encoded;
        }

        _cells[row] = cell;
    }

    private static bool TryEncode(long bits, int scale, out long cell)
    {
        cell = (long)Math.Round(BitConverter.Int64BitsToDouble(bits) * scale);
        return cell is >= int.MinValue and <= int.MaxValue && BitConverter.DoubleToInt64Bits(cell / (double)scale) == bits;
    }

    /// <summary>Takes the first scale that holds the new value and every present one.</summary>
    private void Rescale(long newcomer)
    {
        var old = new long[BlockBits.Rows];
        for (var row = 0; row < old.Length; row++)
        {
            old[row] = Has(row) ? Read(row) : newcomer;
        }

        _scale = Array.Find(Scales, scale => scale > _scale && Array.TrueForAll(old, bits => TryEncode(bits, scale, out _)));
        _cells = new CellStore();
        if (_scale == 0)
        {
            _cells.MakeWide();
        }

        for (var row = 0; row < old.Length; row++)
        {
            if (Has(row))
            {
                _cells[row] = _scale == 0 || !TryEncode(old[row], _scale, out var cell) ? old[row] : cell;
            }
        }
    }

    /// <summary>The first cell whose value is ≥ the bound, or &gt; the bound.</summary>
    private long FirstCell(double bound, bool orAbove)
    {
        long low = int.MinValue;
        long high = int.MaxValue + 1L;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var value = middle / (double)_scale;
            if (orAbove ? value >= bound : value > bound)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }
}

/// <summary>Moments as whole days or seconds where every one of the block is, else as microseconds.</summary>
internal sealed class DateChunk(long epoch) : ColumnChunk(epoch)
{
    private static readonly long[] Units = [Instant.MicrosecondsPerDay, Instant.MicrosecondsPerSecond, 1];

    private CellStore _cells = new();
    private long _unit = Units[0];

    protected override int CellBytes => _cells.Bytes;

    public override long Read(int row) => _cells[row] * _unit;

    public void InRange(long low, long high, BlockScan scan, ReadOnlySpan<ulong> mask, Span<ulong> result) =>
        _cells.InRange(-FloorDivide(-low, _unit), FloorDivide(high, _unit), scan, mask, result);

    protected override ColumnChunk CopyCells(long newEpoch) => new DateChunk(newEpoch) { _cells = _cells.Copy(), _unit = _unit };

    protected override void Store(int row, long bits)
    {
        if (bits % _unit != 0)
        {
            var finer = Array.Find(Units, unit => bits % unit == 0);
            var before = _cells;
            _cells = new CellStore();
            for (var other = 0; other < BlockBits.Rows; other++)
            {
                if (Has(other))
                {
                    _cells[other] = before[other] * (_unit / finer);
                }
            }

            _unit = finer;
        }

        _cells[row] = bits / _unit;
    }

    private static long FloorDivide(long value, long divisor) => (value / divisor) - (value % divisor < 0 ? 1 : 0);
}

internal sealed class FlagChunk(long epoch) : ColumnChunk(epoch)
{
    private ulong[] _raised = new ulong[BlockBits.Words];

    /// <summary>The rows where the flag is true; elsewhere meaningful only where present.</summary>
    public ulong[] Raised => _raised;

    protected override int CellBytes => BlockBits.Words * sizeof(ulong);

    public override long Read(int row) => BlockBits.Get(_raised, row) ? 1 : 0;

    protected override ColumnChunk CopyCells(long newEpoch) => new FlagChunk(newEpoch) { _raised = [.. _raised] };

    protected override void Store(int row, long bits)
    {
        if (bits != 0)
        {
            BlockBits.Set(_raised, row);
        }
        else
        {
            BlockBits.Clear(_raised, row);
        }
    }
}

/// <summary>
/// The words one category attribute was seen with, numbered in order of arrival: few, so cells stay narrow. Grows on the thread
/// that owns the columns; others may read the words of the codes they see.
/// </summary>
internal sealed class CategoryCodes
{
    private readonly Dictionary<int, int> _codes = [];
    private volatile int[] _symbols = new int[16];
    private volatile int _count;

    public int Count => _count;

    public int SymbolOf(long code) => _symbols[code];

    public int CodeOf(int symbol)
    {
        if (_codes.TryGetValue(symbol, out var known))
        {
            return known;
        }

        var code = _count;
        var symbols = _symbols;
        if (code == symbols.Length)
        {
            Array.Resize(ref symbols, code * 2);
        }

        symbols[code] = symbol;
        _symbols = symbols;
        _count = code + 1;
        _codes.Add(symbol, code);
        return code;
    }
}

internal sealed class CategoryChunk(CategoryCodes codes, long epoch) : ColumnChunk(epoch)
{
    private CellStore _cells = new();

    protected override int CellBytes => _cells.Bytes;

    public override long Read(int row) => codes.SymbolOf(_cells[row]);

    /// <summary>The number of the row's word; meaningful where it is present.</summary>
    public int CodeAt(int row) => (int)_cells[row];

    /// <summary>Of the masked rows those whose code is in the table; the caller masks by presence.</summary>
    public void InTable(CodeTable table, BlockScan scan, ReadOnlySpan<ulong> mask, Span<ulong> result) => _cells.InTable(table, scan, mask, result);

    protected override ColumnChunk CopyCells(long newEpoch) => new CategoryChunk(codes, newEpoch) { _cells = _cells.Copy() };

    protected override void Store(int row, long bits) => _cells[row] = codes.CodeOf((int)bits);
}
