using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Octant.Engine.Calendar;
using Octant.Engine.Offers;
using Octant.Engine.Profiles;

namespace Octant.Engine.Partitions.Formats;

/// <summary>The bytes are not a record of a known form. Says where.</summary>
public sealed class RecordFormatException(string message) : Exception(message);

/// <summary>Reads what <see cref="RecordWriter"/> wrote; refuses anything else without reading past the end.</summary>
/// <remarks>One reader may read one record after another, which saves its lists and, with a cache, the texts.</remarks>
public sealed class RecordReader
{
    private const int MostAttributes = 1 << 16;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly TextCache? _cache;
    private readonly List<ReadText> _texts = [];
    private RecordReader? _within;
    private byte[] _bytes = [];
    private AttributeChange[] _changes = [];
    private int[] _tags = [];
    private int _start;
    private int _end;
    private int _position;

    public RecordReader(ReadOnlyMemory<byte> record) => Begin(record);

    /// <summary>A reader of many records, each of which is begun with <see cref="Begin"/>.</summary>
    public RecordReader(TextCache cache) => _cache = cache;

    public bool AtEnd => _position == _end;

    /// <summary>Turns to another record; what it read of the last one stays as it is.</summary>
    public void Begin(ReadOnlyMemory<byte> record)
    {
        // A byte of an array is far quicker to get at than one of a memory, and a record is read byte by byte.
        var segment = MemoryMarshal.TryGetArray(record, out var whole) ? whole : new ArraySegment<byte>(record.ToArray());
        (_bytes, _start, _position, _end) = (segment.Array!, segment.Offset, segment.Offset, segment.Offset + segment.Count);
        _texts.Clear();
    }

    /// <summary>A reader that has begun a record which lies in this one; until the next time it is asked for.</summary>
    internal RecordReader Within(ReadOnlyMemory<byte> record)
    {
        if (_within is null)
        {
            _within = _cache is null ? new RecordReader(record) : new RecordReader(_cache);
        }

        _within.Begin(record);
        return _within;
    }

    public byte Byte() => _position < _end ? _bytes[_position++] : throw Wrong("the end of the record");

    /// <summary>The next byte, which stays the next.</summary>
    public byte Peek() => AtEnd ? throw Wrong("the end of the record") : _bytes[_position];

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
        if (_position < _end && _bytes[_position] < 0x80)
        {
            return _bytes[_position++];
        }

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
        return count <= (ulong)(_end - _position) ? (int)count : throw Wrong($"a count of {count}");
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
                return text.Text;
            default:
                return mark - 2 < (ulong)_texts.Count ? _texts[(int)(mark - 2)].Text : throw Wrong($"text number {mark - 2}");
        }
    }

    public string Text() => OptionalText() ?? throw Wrong("a missing text");

    /// <summary>The symbol of a text; asked of the process once for each text of the record.</summary>
    public int Symbol()
    {
        ref var text = ref NextText();
        if (text.Symbol == TextCache.NoSymbol)
        {
            text.Symbol = _cache?.SymbolOf(text.Text, text.Place) ?? Profiles.Symbols.Of(text.Text);
        }

        return text.Symbol;
    }

    /// <summary>What <see cref="OwnedOffering.Plain"/> has under a text; asked of the process once for each text of the record.</summary>
    internal OwnedOffering PlainOffering()
    {
        ref var text = ref NextText();
        return text.Offering ??= OwnedOffering.Plain(text.Text);
    }

    /// <summary>So many symbols, until the next time they are asked for.</summary>
    internal ReadOnlySpan<int> Symbols(int count)
    {
        if (_tags.Length < count)
        {
            _tags = new int[count];
        }

        for (var i = 0; i < count; i++)
        {
            _tags[i] = Symbol();
        }

        return _tags.AsSpan(0, count);
    }

    public byte[] Blob() => Take(Count()).ToArray();

    /// <summary>The same where it lies.</summary>
    internal ReadOnlyMemory<byte> Part()
    {
        var size = Count();
        Take(size);
        return _bytes.AsMemory(_position - size, size);
    }

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

    /// <summary>Room for so many attributes, until the next time it is asked for.</summary>
    internal Span<AttributeChange> Attributes(int count)
    {
        if (_changes.Length < count)
        {
            _changes = new AttributeChange[count];
        }

        return _changes.AsSpan(0, count);
    }

    public List<T> List<T>(Func<T> read)
    {
        var count = Count();
        if (count == 0)
        {
            return [];
        }

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

    /// <summary>The next text, where what is found out about it is kept for as long as the record lasts.</summary>
    private ref ReadText NextText()
    {
        var start = _position;
        var mark = Unsigned();
        if (mark < 2)
        {
            _position = start;
            Text();
            return ref CollectionsMarshal.AsSpan(_texts)[^1];
        }

        if (mark - 2 >= (ulong)_texts.Count)
        {
            throw Wrong($"text number {mark - 2}");
        }

        return ref CollectionsMarshal.AsSpan(_texts)[(int)(mark - 2)];
    }

    private ReadOnlySpan<byte> Take(int size)
    {
        if (size > _end - _position)
        {
            throw Wrong("the end of the record");
        }

        var taken = _bytes.AsSpan(_position, size);
        _position += size;
        return taken;
    }

    private ReadText Decode(ReadOnlySpan<byte> bytes)
    {
        var place = _cache is null ? 0 : TextCache.PlaceOf(bytes);
        if (_cache?.Find(bytes, place) is { } known)
        {
            return new ReadText(known, place);
        }

        try
        {
            var text = StrictUtf8.GetString(bytes);
            _cache?.Keep(text, place);
            return new ReadText(text, place);
        }
        catch (DecoderFallbackException)
        {
            throw Wrong("a text that is not UTF-8");
        }
    }

    private RecordFormatException Wrong(string found) => new($"Byte {_position - _start}: found {found}.");

    /// <summary>A text of the record, its place in the cache, and its symbol and offering as far as they were asked for.</summary>
    private struct ReadText(string text, int place)
    {
        public readonly string Text = text;
        public readonly int Place = place;
        public int Symbol = TextCache.NoSymbol;
        public OwnedOffering? Offering;
    }
}
