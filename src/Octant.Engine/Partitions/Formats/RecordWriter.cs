using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Octant.Engine.Calendar;
using Octant.Engine.Profiles;

namespace Octant.Engine.Partitions.Formats;

/// <summary>
/// Writes the engine's stored forms: journal rows, checkpoints, decision records. Integers are zig-zag varints, doubles
/// their 8 bytes, and a text is written once per record and referred to by number afterwards. The same values in the same
/// order always give the same bytes, which is what replay compares.
/// </summary>
public sealed class RecordWriter
{
    private const int LongestVarint = 10;
    private const int MostBytesOfCharacter = 3;
    private const int LongestShortText = 0x7F / MostBytesOfCharacter;

    private readonly TextNumbers _texts = new();
    private byte[] _buffer = new byte[512];
    private int _length;

    public int Length => _length;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    public byte[] ToArray() => Written.ToArray();

    /// <summary>Empties the writer for the next record.</summary>
    public void Reset()
    {
        _length = 0;
        _texts.Clear();
    }

    /// <summary>Makes room for so many bytes at once; it grows as needed all the same.</summary>
    internal void Expect(int bytes) => Reserve(bytes);

    public void Byte(byte value)
    {
        Reserve(1);
        _buffer[_length++] = value;
    }

    public void Bool(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void Int(long value) => Unsigned((ulong)((value << 1) ^ (value >> 63)));

    public void Unsigned(ulong value)
    {
        if (value < 0x80)
        {
            Byte((byte)value);
            return;
        }

        Reserve(LongestVarint);
        var room = _buffer.AsSpan(_length, LongestVarint);
        var written = 0;
        while (value >= 0x80)
        {
            room[written++] = (byte)(value | 0x80);
            value >>= 7;
        }

        room[written++] = (byte)value;
        _length += written;
    }

    public void Fixed(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Room(8), value);

    public void Fixed32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Room(4), value);

    public void Double(double value) => Fixed((ulong)BitConverter.DoubleToInt64Bits(value));

    public void Instant(Instant value) => Int(value.Microseconds);

    public void Span(TimeSpan value) => Int(value.Ticks);

    public void Guid(Guid value)
    {
        if (!value.TryWriteBytes(Room(16)))
        {
            throw new InvalidOperationException("A Guid is 16 bytes.");
        }
    }

    /// <summary>0 for null, 1 for a new text that follows, n + 2 for the n-th text of this record.</summary>
    public void Text(string? value)
    {
        if (value is null)
        {
            Unsigned(0);
            return;
        }

        if (_texts.TryGetOrAdd(value, out var number))
        {
            Unsigned((ulong)number + 2);
            return;
        }

        Unsigned(1);
        if (value.Length <= LongestShortText)
        {
            // Its length takes one byte whatever its characters are, so it need not be measured before it is written.
            Reserve(1 + (MostBytesOfCharacter * LongestShortText));
            var written = Encoding.UTF8.GetBytes(value, _buffer.AsSpan(_length + 1));
            _buffer[_length] = (byte)written;
            _length += 1 + written;
            return;
        }

        var size = Encoding.UTF8.GetByteCount(value);
        Unsigned((ulong)size);
        Encoding.UTF8.GetBytes(value, Room(size));
    }

    public void Blob(ReadOnlySpan<byte> value)
    {
        Unsigned((ulong)value.Length);
        value.CopyTo(Room(value.Length));
    }

    public void OptionalInstant(Instant? value)
    {
        Bool(value.HasValue);
        if (value is { } instant)
        {
            Instant(instant);
        }
    }

    public void Value(AttributeValue value)
    {
        Byte((byte)value.Kind);
        switch (value.Kind)
        {
            case AttributeKind.Number:
                Double(value.Number);
                break;
            case AttributeKind.Category:
                Text(value.Category);
                break;
            default:
                Int(value.Bits);
                break;
        }
    }

    public void List<T>(IReadOnlyCollection<T> items, Action<T> write)
    {
        Unsigned((ulong)items.Count);
        foreach (var item in items)
        {
            write(item);
        }
    }

    /// <summary>As the other, without a closure: <paramref name="write"/> gets the writer handed to it.</summary>
    public void List<T>(IReadOnlyList<T> items, Action<RecordWriter, T> write)
    {
        switch (items)
        {
            case List<T> list:
                List(CollectionsMarshal.AsSpan(list), write);
                break;
            case T[] array:
                List(new ReadOnlySpan<T>(array), write);
                break;
            default:
                Unsigned((ulong)items.Count);
                for (var i = 0; i < items.Count; i++)
                {
                    write(this, items[i]);
                }

                break;
        }
    }

    /// <inheritdoc cref="List{T}(IReadOnlyList{T}, Action{RecordWriter, T})"/>
    public void List<T>(ReadOnlySpan<T> items, Action<RecordWriter, T> write)
    {
        Unsigned((ulong)items.Length);
        foreach (ref readonly var item in items)
        {
            write(this, item);
        }
    }

    private void Reserve(int size)
    {
        if (_length + size > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + size));
        }
    }

    private Span<byte> Room(int size)
    {
        Reserve(size);
        var room = _buffer.AsSpan(_length, size);
        _length += size;
        return room;
    }
}
