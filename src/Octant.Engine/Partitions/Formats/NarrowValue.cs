using Octant.Engine.Profiles;

namespace Octant.Engine.Partitions.Formats;

/// <summary>
/// An attribute's value, or that there is none, in as few bytes as it takes: whole numbers and hundredths as varints where they read
/// back to the same bits. Older forms keep <see cref="RecordWriter.Value"/>.
/// </summary>
internal static class NarrowValue
{
    /// <summary>Beyond this a whole number is no shorter than a double.</summary>
    private const long LargestWhole = 1L << 48;

    private enum Form : byte
    {
        None,
        Whole,
        Hundredths,
        Exact,
        Category,
        False,
        True,
        Date,
    }

    public static void Write(RecordWriter writer, AttributeValue? said)
    {
        if (said is not { } value)
        {
            writer.Byte((byte)Form.None);
            return;
        }

        switch (value.Kind)
        {
            case AttributeKind.Number when IsWhole(value, 1, out var whole):
                writer.Byte((byte)Form.Whole);
                writer.Int(whole);
                break;
            case AttributeKind.Number when IsWhole(value, 100, out var hundredths):
                writer.Byte((byte)Form.Hundredths);
                writer.Int(hundredths);
                break;
            case AttributeKind.Number:
                writer.Byte((byte)Form.Exact);
                writer.Double(value.Number);
                break;
            case AttributeKind.Category:
                writer.Byte((byte)Form.Category);
                writer.Text(value.Category);
                break;
            case AttributeKind.Flag:
                writer.Byte((byte)(value.Flag ? Form.True : Form.False));
                break;
            case AttributeKind.Date:
                writer.Byte((byte)Form.Date);
                writer.Int(value.Bits);
                break;
            default:
                throw new ArgumentException($"A value of kind {value.Kind} has no stored form.", nameof(said));
        }
    }

    /// <summary>An attribute of a profile, if it is there: its id and its value, as <see cref="Write(RecordWriter, AttributeValue?)"/> writes it.</summary>
    public static void Write(RecordWriter writer, Profile profile, int id)
    {
        switch (profile.Kept(id, out var kept))
        {
            case KeptValue.Missing:
                break;
            case KeptValue.Whole:
                writer.Entry((ulong)id, (byte)Form.Whole, kept);
                break;
            case KeptValue.Hundredths:
                writer.Entry((ulong)id, (byte)Form.Hundredths, kept);
                break;
            case KeptValue.Category:
                writer.Unsigned((ulong)id);
                writer.Byte((byte)Form.Category);
                writer.Text(Symbols.TextOf(kept));
                break;
            default:
                writer.Unsigned((ulong)id);
                Write(writer, profile.Value(id));
                break;
        }
    }

    public static AttributeValue? Read(RecordReader reader)
    {
        var form = (Form)reader.Byte();
        return form switch
        {
            Form.None => null,
            Form.Whole => AttributeValue.OfNumber(reader.Int()),
            Form.Hundredths => AttributeValue.OfNumber(reader.Int() / 100.0),
            Form.Exact => AttributeValue.OfNumber(reader.Double()),
            Form.Category => new AttributeValue(AttributeKind.Category, reader.Symbol()),
            Form.False or Form.True => AttributeValue.OfFlag(form == Form.True),
            Form.Date => new AttributeValue(AttributeKind.Date, reader.Int()),
            _ => throw new RecordFormatException($"A value of form {form}."),
        };
    }

    private static bool IsWhole(AttributeValue value, int parts, out long whole)
    {
        var scaled = value.Number * parts;
        whole = scaled is > -LargestWhole and < LargestWhole ? (long)(scaled < 0 ? scaled - 0.5 : scaled + 0.5) : 0;
        return BitConverter.DoubleToInt64Bits(parts == 1 ? whole : whole / (double)parts) == value.Bits;
    }
}
