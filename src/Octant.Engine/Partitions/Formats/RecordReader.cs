using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using Octant.Engine.Calendar;
using Octant.Engine.Profiles;

namespace Octant.Engine.Partitions.Formats;

/// <summary>The bytes are not a record of a known form. Says where.</summary>
public sealed class RecordFormatException(string message) : Exception(message);

/// <summary>Reads what <see cref="RecordWriter"/> wrote; refuses anything else without reading past the end.</summary>
public sealed class RecordReader(ReadOnlyMemory<byte> record)
{
    private const int MostAttributes = 1 << 16;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<string> _texts = [];

    /// <summary>Symbols of the texts, as far as they were asked for; −1 for others.</summary>
    private readonly List<int> _symbols = [];
    private int _position;

    public bool AtEnd => _position == record.Length;

    public byte Byte() => Take(1)[0];

    /// <summary>The next byte, which stays the next.</summary>
    public byte Peek() => AtEnd ? throw Wrong("the end of the record") : record.Span[_position];

    public bool Bool() => Byte() switch
    {
        0 => false,
        1 => true,
        var other => throw Wrong($"flag {other}"),
    };

    public long Int()
    {
        var value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public ulong Unsigned()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Wrong("an integer of more than 64 bits");
    }

    public int Count()
    {
        var count = Unsigned();
        return count <= (ulong)(record.Length - _position) ? (int)count : throw Wrong($"a count of {count}");
    }

    /// <summary>A profile has a cell for every id below its highest, so an absurd one is refused before it takes memory.</summary>
    public int AttributeId()
    {
        var id = Unsigned();
        return id < MostAttributes ? (int)id : throw Wrong($"attribute number {id}");
    }

    public ulong Fixed() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public uint Fixed32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public double Double() => BitConverter.Int64BitsToDouble((long)Fixed());

    public Instant Instant() => new(Int());

    public TimeSpan Span() => new(Int());

    public Guid Guid() => new(Take(16));

    public string? OptionalText()
    {
        var mark = Unsigned();
        switch (mark)
        {
            case 0:
                return null;
            case 1:
                var size = Count();
                var text = Decode(Take(size));
                _texts.Add(text);
                _symbols.Add(-1);
                return text;
            default:
                return mark - 2 < (ulong)_texts.Count ? _texts[(int)(mark - 2)] : throw Wrong($"text number {mark - 2}");
        }
    }

    public string Text() => OptionalText() ?? throw Wrong("a missing text");

    /// <summary>The symbol of a text; asked of the process once for each text of the record.</summary>
    public int Symbol()
    {
        var start = _position;
        var mark = Unsigned();
        var number = mark - 2;
        if (mark < 2)
        {
            _position = start;
            Text();
            number = (ulong)_texts.Count - 1;
        }
        else if (number >= (ulong)_texts.Count)
        {
            throw Wrong($"text number {number}");
        }

        var symbol = _symbols[(int)number];
        return symbol >= 0 ? symbol : _symbols[(int)number] = Symbols.Of(_texts[(int)number]);
    }

    public byte[] Blob() => Take(Count()).ToArray();

    public Instant? OptionalInstant() => Bool() ? Instant() : null;

    public AttributeValue Value()
    {
        var kind = (AttributeKind)Byte();
        return kind switch
        {
            AttributeKind.Number => AttributeValue.OfNumber(Double()),
            AttributeKind.Category => new AttributeValue(AttributeKind.Category, Symbol()),
            AttributeKind.Flag or AttributeKind.Date => new AttributeValue(kind, Int()),
            _ => throw Wrong($"a value of kind {kind}"),
        };
    }

    public List<T> List<T>(Func<T> read)
    {
        var count = Count();
        var items = new List<T>(count);
        for (var i = 0; i < count; i++)
        {
            items.Add(read());
        }

        return items;
    }

    public TEnum Enum<TEnum>()
        where TEnum : struct, Enum
    {
        int value = Byte();
        var result = Unsafe.As<int, TEnum>(ref value);
        return System.Enum.IsDefined(result) ? result : throw Wrong($"{typeof(TEnum).Name} {value}");
    }

    private ReadOnlySpan<byte> Take(int size)
    {
        if (size > record.Length - _position)
        {
            throw Wrong("the end of the record");
        }

        var taken = record.Span.Slice(_position, size);
        _position += size;
        return taken;
    }

    private string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw Wrong("a text that is not UTF-8");
        }
    }

    private RecordFormatException Wrong(string found) => new($"Byte {_position}: found {found}.");
}
