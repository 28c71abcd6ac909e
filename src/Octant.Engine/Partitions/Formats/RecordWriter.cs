using System.Buffers.Binary;
using System.Numerics;
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
    private const ulong MostInEightBytes = (1UL << 56) - 1;
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

    public void Int(long value) => Unsigned(ZigZag(value));

    public void Unsigned(ulong value)
    {
        Reserve(LongestVarint);
        _length += Varint(value, _buffer.AsSpan(_length));
    }

    /// <summary>A number, a byte and another number, as one after another but with one look at the room that is left.</summary>
    internal void Entry(ulong number, byte form, long value)
    {
        Reserve((2 * LongestVarint) + 1);
        var room = _buffer.AsSpan(_length);
        var at = Varint(number, room);
        room[at++] = form;
        _length += at + Varint(ZigZag(value), room[at..]);
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
        }
        else
        {
            NewText(value);
        }
    }

    /// <summary>As <see cref="Text(string?)"/>, where mostly the same object comes again: it is not looked for then.</summary>
    /// <param name="last">What was written here before in this record.</param>
    internal void Text(string? value, ref NumberedText last)
    {
        if (value is null)
        {
            Unsigned(0);
        }
        else if (ReferenceEquals(value, last.Text))
        {
            Unsigned((ulong)last.Number + 2);
        }
        else
        {
            var isKnown = _texts.TryGetOrAdd(value, out var number);
            last = new NumberedText(value, number);
            if (isKnown)
            {
                Unsigned((ulong)number + 2);
            }
            else
            {
                NewText(value);
            }
        }
    }

    private void NewText(string value)
    {
        Unsigned(1);
        if (value.Length <= LongestShortText)
        {
            // Its length takes one byte whatever its characters are, so it need not be measured before it is written.
            Reserve(1 + (MostBytesOfCharacter * LongestShortText));
            var room = _buffer.AsSpan(_length + 1);
            var written = TryAscii(value, room) ? value.Length : Encoding.UTF8.GetBytes(value, room);
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

    private static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    /// <summary>
    /// Seven bits to a byte. What takes more than one byte is seldom guessed right in how many, so up to eight are written at once: the
    /// number is taken apart by halves, and the bytes before the last are marked.
    /// </summary>
    /// <param name="room">Of the longest varint at least; more of it may be written to than counts.</param>
    /// <returns>How many bytes count.</returns>
    private static int Varint(ulong value, Span<byte> room)
    {
        if (value < 0x80)
        {
            room[0] = (byte)value;
            return 1;
        }

        if (value > MostInEightBytes)
        {
            return LongVarint(value, room);
        }

        var length = (BitOperations.Log2(value) / 7) + 1;
        value = (value & 0x0FFF_FFFF) | ((value << 4) & 0x0FFF_FFFF_0000_0000);
        value = (value & 0x0000_3FFF_0000_3FFF) | ((value << 2) & 0x3FFF_0000_3FFF_0000);
        value = (value & 0x007F_007F_007F_007F) | ((value << 1) & 0x7F00_7F00_7F00_7F00);
        BinaryPrimitives.WriteUInt64LittleEndian(room, value | (0x0080_8080_8080_8080UL >> (8 * (sizeof(ulong) - length))));
        return length;
    }

    private static int LongVarint(ulong value, Span<byte> room)
    {
        var written = 0;
        while (value >= 0x80)
        {
            room[written++] = (byte)(value | 0x80);
            value >>= 7;
        }

        room[written++] = (byte)value;
        return written;
    }

    /// <summary>Four characters at a time, the last four of which may be among those before. False where one of them is not ASCII.</summary>
    /// <param name="room">For as many bytes; without a meaning afterwards when the answer is false.</param>
    private static bool TryAscii(ReadOnlySpan<char> text, Span<byte> room)
    {
        const int Step = 4;
        const ulong BeyondAscii = 0xFF80_FF80_FF80_FF80;
        if (text.Length < Step)
        {
            var all = 0;
            for (var i = 0; i < text.Length; i++)
            {
                all |= text[i];
                room[i] = (byte)text[i];
            }

            return all < 0x80;
        }

        var units = MemoryMarshal.AsBytes(text);
        var met = 0UL;
        for (var at = 0; ; at = Math.Min(at + Step, text.Length - Step))
        {
            var four = BinaryPrimitives.ReadUInt64LittleEndian(units[(at * sizeof(char))..]);
            met |= four;
            four = (four | (four >> 8)) & 0x0000_FFFF_0000_FFFF;
            BinaryPrimitives.WriteUInt32LittleEndian(room[at..], (uint)(four | (four >> 16)));
            if (at == text.Length - Step)
            {
                return (met & BeyondAscii) == 0;
            }
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

    /// <summary>A text of the record being written, and its number there.</summary>
    internal readonly record struct NumberedText(string Text, int Number);
}
