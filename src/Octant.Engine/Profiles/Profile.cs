using System.Numerics;
using System.Runtime.InteropServices;
using Octant.Engine.Calendar;
using Octant.Engine.Partitions;

namespace Octant.Engine.Profiles;

/// <summary>
/// What is known about one customer, as a row, and the set of tags. Owned by one partition, and changed on its thread only.
/// </summary>
/// <remarks>
/// A province has tens of millions of these, so a row is one array of 16-bit units, about 2.5 bytes an attribute: how many
/// attributes there is room for; for each a form of 4 bits, which says whether it is there, of which kind it is and how it is
/// kept; for each a cell of one unit; behind them what does not fit a cell, two or four units each, and the cell says where.
/// A form is only chosen where it reads back to the same bits. Changing an attribute within its form is done in place;
/// else the row is made anew, so many changes are best made at once.
/// </remarks>
public class Profile
{
    private const int MostOnStack = 256;

    private static readonly ushort[] Nothing = [0];

    private ushort[] _row = Nothing;
    private ulong _commonTags;
    private int[]? _otherTags;

    /// <summary>How one attribute is kept. The first four bits of a row's life: 0 must stay missing.</summary>
    private enum Form
    {
        Missing,
        Flag,

        /// <summary>A whole number from 0 to 65,535.</summary>
        Whole,

        /// <summary>Hundredths from 0 to 655.35.</summary>
        Hundredths,
        WideWhole,
        WideHundredths,

        /// <summary>A double's bits.</summary>
        Exact,
        Category,
        WideCategory,

        /// <summary>Days since 1970, up to 2149.</summary>
        Days,

        /// <summary>Seconds since 1970, up to 2106.</summary>
        Seconds,
        Microseconds,
    }

    /// <summary>Ids below this may be present; it grows with the dictionary.</summary>
    public int Capacity => _row[0];

    /// <summary>Attributes that are present.</summary>
    internal int Count
    {
        get
        {
            const int LowestOfEach = 0x1111;
            var count = 0;
            foreach (var forms in _row.AsSpan(1, FirstCell(_row[0]) - 1))
            {
                count += BitOperations.PopCount((uint)((forms | forms >> 1 | forms >> 2 | forms >> 3) & LowestOfEach));
            }

            return count;
        }
    }

    /// <summary>Symbols, in no meaningful order.</summary>
    public TagSet Tags => new(_commonTags, _otherTags);

    /// <summary>False means missing: unknown, never false and never zero.</summary>
    public bool Has(int attributeId) => FormOf(_row, attributeId) != Form.Missing;

    /// <summary>The cell's bits, as in <see cref="AttributeValue"/>. Zero when missing: ask <see cref="Has"/> first.</summary>
    public long Bits(int attributeId)
    {
        TryGetBits(attributeId, out var bits);
        return bits;
    }

    /// <summary>Both in one: false, and zero, when it is missing.</summary>
    internal bool TryGetBits(int attributeId, out long bits)
    {
        var row = _row;
        var form = FormOf(row, attributeId);
        if (form == Form.Missing)
        {
            bits = 0;
            return false;
        }

        bits = BitsOf(row, attributeId, form);
        return true;
    }

    public double Number(int attributeId) => BitConverter.Int64BitsToDouble(Bits(attributeId));

    /// <summary>Null when missing.</summary>
    public AttributeValue? Value(int attributeId) =>
        FormOf(_row, attributeId) is not Form.Missing and var form ? new AttributeValue(KindOf(form), BitsOf(_row, attributeId, form)) : null;

    /// <summary>How a value is kept, where that is as stored forms write it.</summary>
    /// <param name="kept">The whole number, the hundredths, or the category's symbol.</param>
    internal KeptValue Kept(int attributeId, out int kept)
    {
        var row = _row;
        var form = FormOf(row, attributeId);
        kept = 0;
        if (form == Form.Missing)
        {
            return KeptValue.Missing;
        }

        kept = row[FirstCell(row[0]) + attributeId];
        if (form is Form.WideWhole or Form.WideHundredths or Form.WideCategory)
        {
            kept = Int(row, kept);
        }

        return form switch
        {
            Form.Whole or Form.WideWhole => KeptValue.Whole,
            Form.Hundredths or Form.WideHundredths => KeptValue.Hundredths,
            Form.Category or Form.WideCategory => KeptValue.Category,
            _ => KeptValue.Otherwise,
        };
    }

    public bool HasTag(int symbol) =>
        CommonTags.Find(symbol) is var bit and >= 0 ? (_commonTags >> bit & 1) != 0 : _otherTags is not null && Array.IndexOf(_otherTags, symbol) >= 0;

    public void Set(int attributeId, AttributeValue value) => Change([new AttributeChange(attributeId, value)]);

    public void Clear(int attributeId)
    {
        if (Has(attributeId))
        {
            Change([new AttributeChange(attributeId, null)]);
        }
    }

    /// <summary>Sets or, with null, clears several attributes; of two changes of one the later holds.</summary>
    public void Change(ReadOnlySpan<AttributeChange> changes)
    {
        for (var done = 0; done < changes.Length; done++)
        {
            if (!TryInPlace(changes[done].AttributeId, changes[done].Value))
            {
                Remake(changes[done..]);
                return;
            }
        }
    }

    /// <summary>Replaces the whole set; repeated symbols count once.</summary>
    public void SetTags(ReadOnlySpan<int> symbols)
    {
        var common = 0UL;
        List<int>? others = null;
        foreach (var symbol in symbols)
        {
            if (CommonTags.FindOrTake(symbol) is var bit and >= 0)
            {
                common |= 1UL << bit;
            }
            else if (others?.Contains(symbol) != true)
            {
                (others ??= []).Add(symbol);
            }
        }

        (_commonTags, _otherTags) = (common, others?.ToArray());
    }

    private static Form FormOf(ushort[] row, int attributeId) =>
        (uint)attributeId < row[0] ? (Form)(row[1 + (attributeId >> 2)] >> ((attributeId & 3) << 2) & 15) : Form.Missing;

    private static int FirstCell(int capacity) => 1 + ((capacity + 3) >> 2);

    private static int Int(ushort[] row, int at) => MemoryMarshal.Read<int>(MemoryMarshal.AsBytes(row.AsSpan(at, 2)));

    private static long Long(ushort[] row, int at) => MemoryMarshal.Read<long>(MemoryMarshal.AsBytes(row.AsSpan(at, 4)));

    /// <param name="form">Not missing.</param>
    private static long BitsOf(ushort[] row, int attributeId, Form form)
    {
        var cell = row[FirstCell(row[0]) + attributeId];
        return form switch
        {
            Form.Whole => BitConverter.DoubleToInt64Bits(cell),
            Form.Category or Form.Flag => cell,
            Form.Hundredths => BitConverter.DoubleToInt64Bits(cell / 100.0),
            Form.WideWhole => BitConverter.DoubleToInt64Bits(Int(row, cell)),
            Form.WideHundredths => BitConverter.DoubleToInt64Bits(Int(row, cell) / 100.0),
            Form.WideCategory => Int(row, cell),
            Form.Days => cell * Instant.MicrosecondsPerDay,
            Form.Seconds => (uint)Int(row, cell) * Instant.MicrosecondsPerSecond,
            _ => Long(row, cell),
        };
    }

    private static AttributeKind KindOf(Form form) => form switch
    {
        Form.Flag => AttributeKind.Flag,
        Form.Category or Form.WideCategory => AttributeKind.Category,
        Form.Days or Form.Seconds or Form.Microseconds => AttributeKind.Date,
        _ => AttributeKind.Number,
    };

    /// <summary>The narrowest form that reads back to the same bits, and what it keeps.</summary>
    private static Form Encode(AttributeValue value, out long kept)
    {
        kept = value.Bits;
        switch (value.Kind)
        {
            case AttributeKind.Flag:
                return Form.Flag;
            case AttributeKind.Category:
                return kept <= ushort.MaxValue ? Form.Category : Form.WideCategory;
            case AttributeKind.Date:
                var (days, seconds) = (kept / Instant.MicrosecondsPerDay, kept / Instant.MicrosecondsPerSecond);
                if (days is >= 0 and <= ushort.MaxValue && days * Instant.MicrosecondsPerDay == kept)
                {
                    kept = days;
                    return Form.Days;
                }

                if (seconds is >= 0 and <= uint.MaxValue && seconds * Instant.MicrosecondsPerSecond == kept)
                {
                    kept = seconds;
                    return Form.Seconds;
                }

                return Form.Microseconds;
            default:
                var whole = (long)value.Number;
                if (whole is >= int.MinValue and <= int.MaxValue && BitConverter.DoubleToInt64Bits(whole) == value.Bits)
                {
                    kept = whole;
                    return whole is >= 0 and <= ushort.MaxValue ? Form.Whole : Form.WideWhole;
                }

                var hundredths = (long)Math.Round(value.Number * 100);
                if (hundredths is >= int.MinValue and <= int.MaxValue && BitConverter.DoubleToInt64Bits(hundredths / 100.0) == value.Bits)
                {
                    kept = hundredths;
                    return hundredths is >= 0 and <= ushort.MaxValue ? Form.Hundredths : Form.WideHundredths;
                }

                return Form.Exact;
        }
    }

    /// <summary>Units beside the cell.</summary>
    private static int UnitsOf(Form form) => form switch
    {
        Form.WideWhole or Form.WideHundredths or Form.WideCategory or Form.Seconds => 2,
        Form.Exact or Form.Microseconds => 4,
        _ => 0,
    };

    private static void Write(ushort[] row, int attributeId, Form form, long kept)
    {
        ref var cell = ref row[FirstCell(row[0]) + attributeId];
        switch (UnitsOf(form))
        {
            case 0:
                cell = (ushort)kept;
                break;
            case 2:
                MemoryMarshal.Write(MemoryMarshal.AsBytes(row.AsSpan(cell, 2)), (int)kept);
                break;
            default:
                MemoryMarshal.Write(MemoryMarshal.AsBytes(row.AsSpan(cell, 4)), kept);
                break;
        }
    }

    private bool TryInPlace(int attributeId, AttributeValue? value)
    {
        var form = FormOf(_row, attributeId);
        if (value is not { } present)
        {
            return form == Form.Missing;
        }

        if (form == Form.Missing || Encode(present, out var kept) != form)
        {
            return false;
        }

        Write(_row, attributeId, form, kept);
        return true;
    }

    private void Remake(ReadOnlySpan<AttributeChange> changes)
    {
        var capacity = Capacity;
        foreach (var (id, value) in changes)
        {
            capacity = value is null ? capacity : Math.Max(capacity, id + 1);
        }

        // The bits of every attribute, and its kind + 1.
        var bits = capacity <= MostOnStack ? stackalloc long[capacity] : new long[capacity];
        var kinds = capacity <= MostOnStack ? stackalloc byte[capacity] : new byte[capacity];
        for (var id = 0; id < capacity; id++)
        {
            var form = FormOf(_row, id);
            kinds[id] = form == Form.Missing ? (byte)0 : (byte)(KindOf(form) + 1);
            bits[id] = Bits(id);
        }

        foreach (var (id, value) in changes)
        {
            if (value is { } present)
            {
                (kinds[id], bits[id]) = ((byte)(present.Kind + 1), present.Bits);
            }
            else if (id < capacity)
            {
                kinds[id] = 0;
            }
        }

        _row = Row(bits, kinds);
    }

    /// <param name="bits">Of every attribute; what is kept of it afterwards.</param>
    /// <param name="kinds">Its kind + 1, 0 where it is missing; its form afterwards.</param>
    private static ushort[] Row(Span<long> bits, Span<byte> kinds)
    {
        var capacity = kinds.Length;
        var length = FirstCell(capacity) + capacity;
        for (var id = 0; id < capacity; id++)
        {
            if (kinds[id] != 0)
            {
                var form = Encode(new AttributeValue((AttributeKind)(kinds[id] - 1), bits[id]), out bits[id]);
                kinds[id] = (byte)form;
                length += UnitsOf(form);
            }
        }

        if (length > ushort.MaxValue + 4)
        {
            throw new InvalidOperationException($"A customer's {capacity} attributes take {length} units, more than a row can hold.");
        }

        var row = new ushort[length];
        row[0] = (ushort)capacity;
        var next = FirstCell(capacity) + capacity;
        for (var id = 0; id < capacity; id++)
        {
            var form = (Form)kinds[id];
            if (form != Form.Missing)
            {
                row[1 + (id >> 2)] |= (ushort)((int)form << ((id & 3) << 2));
                row[FirstCell(capacity) + id] = (ushort)next;
                next += UnitsOf(form);
                Write(row, id, form, bits[id]);
            }
        }

        return row;
    }
}

/// <summary>How a profile keeps a value.</summary>
internal enum KeptValue
{
    Missing,
    Whole,
    Hundredths,
    Category,
    Otherwise,
}
