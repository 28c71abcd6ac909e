using Octant.Engine.Calendar;
using Octant.Engine.Profiles;

namespace Octant.Engine.Audiences;

/// <summary>One attribute of one block: a presence bitmap and the cells, narrow in memory and exact when read back.</summary>
internal abstract class ColumnChunk
{
    /// <summary>The rows where the attribute is not missing.</summary>
    public ulong[] Present { get; } = new ulong[BlockBits.Words];

    public abstract int Bytes { get; }

    public static ColumnChunk Of(AttributeKind kind, CategoryCodes? codes) => kind switch
    {
        AttributeKind.Number => new NumberChunk(),
        AttributeKind.Date => new DateChunk(),
        AttributeKind.Flag => new FlagChunk(),
        _ => new CategoryChunk(codes!),
    };

    /// <summary>The bits of an <see cref="AttributeValue"/>; meaningful where it is present.</summary>
    public abstract long Read(int row);

    public void Write(int row, long bits)
    {
        Store(row, bits);
        BlockBits.Set(Present, row);
    }

    public void Clear(int row) => BlockBits.Clear(Present, row);

    protected abstract void Store(int row, long bits);
}

/// <summary>
/// Numbers as whole tenths or hundredths where every one of the block reads back to the same bits that way, else as doubles.
/// </summary>
internal sealed class NumberChunk : ColumnChunk
{
    private static readonly int[] Scales = [1, 10, 100];

    private readonly CellStore _cells = new();

    /// <summary>value = cell ÷ scale; zero when the cell is the double itself.</summary>
    private int _scale = 1;

    public override int Bytes => _cells.Bytes + (BlockBits.Words * 8);

    public override long Read(int row) => _scale == 0 ? _cells[row] : BitConverter.DoubleToInt64Bits(_cells[row] / (double)_scale);

    /// <summary>Of the masked rows those with low ≤ value ≤ high; the caller masks by presence.</summary>
    public void InRange(double low, double high, ReadOnlySpan<ulong> mask, Span<ulong> result)
    {
        if (_scale == 0)
        {
            _cells.InDoubleRange(low, high, mask, result);
        }
        else
        {
            // Division by the scale keeps order, so the range is a range of cells too.
            _cells.InRange(FirstCell(low, orAbove: true), FirstCell(high, orAbove: false) - 1, mask, result);
        }
    }

    protected override void Store(int row, long bits)
    {
        if (_scale != 0 && !TryEncode(bits, _scale, out _))
        {
            Rescale(bits);
        }

        if (_scale == 0)
        {
            _cells[row] = bits;
        }
        else
        {
            TryEncode(bits, _scale, out var cell);
            _cells[row] = cell;
        }
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
            old[row] = BlockBits.Get(Present, row) ? Read(row) : newcomer;
        }

        _scale = Array.Find(Scales, scale => scale > _scale && Array.TrueForAll(old, bits => TryEncode(bits, scale, out _)));
        if (_scale == 0)
        {
            _cells.MakeWide();
        }

        for (var row = 0; row < old.Length; row++)
        {
            if (BlockBits.Get(Present, row))
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
internal sealed class DateChunk : ColumnChunk
{
    private static readonly long[] Units = [Instant.MicrosecondsPerDay, Instant.MicrosecondsPerSecond, 1];

    private readonly CellStore _cells = new();
    private long _unit = Units[0];

    public override int Bytes => _cells.Bytes + (BlockBits.Words * 8);

    public override long Read(int row) => _cells[row] * _unit;

    public void InRange(long low, long high, ReadOnlySpan<ulong> mask, Span<ulong> result) =>
        _cells.InRange(-FloorDivide(-low, _unit), FloorDivide(high, _unit), mask, result);

    protected override void Store(int row, long bits)
    {
        if (bits % _unit != 0)
        {
            var finer = Array.Find(Units, unit => bits % unit == 0);
            for (var other = 0; other < BlockBits.Rows; other++)
            {
                if (BlockBits.Get(Present, other))
                {
                    _cells[other] *= _unit / finer;
                }
            }

            _unit = finer;
        }

        _cells[row] = bits / _unit;
    }

    private static long FloorDivide(long value, long divisor) => (value / divisor) - (value % divisor < 0 ? 1 : 0);
}

internal sealed class FlagChunk : ColumnChunk
{
    /// <summary>The rows where the flag is true; elsewhere meaningful only where present.</summary>
    public ulong[] Raised { get; } = new ulong[BlockBits.Words];

    public override int Bytes => BlockBits.Words * 16;

    public override long Read(int row) => BlockBits.Get(Raised, row) ? 1 : 0;

    protected override void Store(int row, long bits)
    {
        if (bits != 0)
        {
            BlockBits.Set(Raised, row);
        }
        else
        {
            BlockBits.Clear(Raised, row);
        }
    }
}

/// <summary>The words one category attribute was seen with, numbered in order of arrival: few, so cells stay narrow.</summary>
internal sealed class CategoryCodes
{
    private readonly Dictionary<int, int> _codes = [];
    private readonly List<int> _symbols = [];

    public int Count => _symbols.Count;

    public int SymbolOf(long code) => _symbols[(int)code];

    public int CodeOf(int symbol)
    {
        if (!_codes.TryGetValue(symbol, out var code))
        {
            code = _symbols.Count;
            _codes.Add(symbol, code);
            _symbols.Add(symbol);
        }

        return code;
    }

    public bool TryFind(int symbol, out int code) => _codes.TryGetValue(symbol, out code);
}

internal sealed class CategoryChunk(CategoryCodes codes) : ColumnChunk
{
    public CellStore Cells { get; } = new();

    public override int Bytes => Cells.Bytes + (BlockBits.Words * 8);

    public override long Read(int row) => codes.SymbolOf(Cells[row]);

    protected override void Store(int row, long bits) => Cells[row] = codes.CodeOf((int)bits);
}
