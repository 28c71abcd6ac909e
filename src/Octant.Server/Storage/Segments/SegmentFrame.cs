using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Octant.Engine.Calendar;
using Octant.Engine.Partitions.Formats;
using Octant.Platform.Foundation.Storage;

namespace Octant.Server.Storage.Segments;

/// <summary>
/// The bytes of one commit: a head with the number of the commit and a checksum over everything behind it, then its rows, each with
/// a head of its own so that it can be read alone. Numbers are little-endian; frames and rows begin at multiples of eight bytes.
/// </summary>
/// <remarks>
/// One checksum over all rows makes a commit whole or absent. The number is under the checksum, so that what is left of an earlier try at
/// the same place is never taken for what follows.
/// </remarks>
internal static class SegmentFrame
{
    public const int RowHeadBytes = 48;

    // Magic 4, checksum 4, number 8, length of the frame 4, rows 4.
    private const int HeadBytes = 24;
    private const uint Magic = 0x314D4652;

    public static int SizeOf(IReadOnlyList<JournalRow> rows)
    {
        var size = HeadBytes;
        foreach (var row in rows)
        {
            size = checked(size + RowHeadBytes + Padded(row.Body.Length));
        }

        return size;
    }

    /// <param name="frame">As long as <see cref="SizeOf"/> says.</param>
    public static void Write(Span<byte> frame, long number, IReadOnlyList<JournalRow> rows)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(frame, Magic);
        BinaryPrimitives.WriteInt64LittleEndian(frame[8..], number);
        BinaryPrimitives.WriteInt32LittleEndian(frame[16..], frame.Length);
        BinaryPrimitives.WriteInt32LittleEndian(frame[20..], rows.Count);
        var rest = frame[HeadBytes..];
        foreach (var row in rows)
        {
            var length = row.Body.Length;
            BinaryPrimitives.WriteInt32LittleEndian(rest, row.Partition);
            BinaryPrimitives.WriteInt32LittleEndian(rest[4..], length);
            BinaryPrimitives.WriteInt64LittleEndian(rest[8..], row.Sequence);
            BinaryPrimitives.WriteInt64LittleEndian(rest[16..], row.Epoch);
            BinaryPrimitives.WriteInt64LittleEndian(rest[24..], row.WrittenAt.Microseconds);
            row.BatchId.TryWriteBytes(rest[32..]);
            row.Body.Span.CopyTo(rest[RowHeadBytes..]);
            rest[(RowHeadBytes + length)..(RowHeadBytes + Padded(length))].Clear();
            rest = rest[(RowHeadBytes + Padded(length))..];
        }

        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], JournalFormat.Checksum(frame[8..]));
    }

    /// <summary>Whether a whole frame begins here, and which.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out long number, out int length)
    {
        (number, length) = (0, 0);
        if (bytes.Length < HeadBytes || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic)
        {
            return false;
        }

        number = BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]);
        length = BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]);
        return length >= HeadBytes && length <= bytes.Length
            && BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) == JournalFormat.Checksum(bytes[8..length]);
    }

    /// <summary>The heads of a whole frame's rows, with where each lies from the beginning of the frame.</summary>
    public static IEnumerable<RowHead> HeadsOf(ReadOnlyMemory<byte> frame)
    {
        var at = HeadBytes;
        for (var left = BinaryPrimitives.ReadInt32LittleEndian(frame.Span[20..]); left > 0; left--)
        {
            var head = RowHead.Read(frame.Span[at..], at);
            yield return head;
            at += RowHeadBytes + Padded(head.BodyLength);
        }
    }

    /// <param name="row">The bytes of one row, head and body.</param>
    /// <returns>False when they are not those of this row.</returns>
    public static bool TryReadRow(ReadOnlyMemory<byte> row, int partition, long sequence, [NotNullWhen(true)] out JournalRow? read)
    {
        var head = RowHead.Read(row.Span, 0);
        read = head.Partition == partition && head.Sequence == sequence && head.BodyLength == row.Length - RowHeadBytes
            ? new JournalRow(partition, sequence, head.Epoch, new Guid(row.Span[32..RowHeadBytes]), head.WrittenAt, row[RowHeadBytes..])
            : null;
        return read is not null;
    }

    private static int Padded(int length) => checked(length + 7) & ~7;
}

/// <summary>What stands before a row's body.</summary>
/// <param name="Offset">Where the row begins.</param>
internal readonly record struct RowHead(int Partition, long Sequence, long Epoch, Instant WrittenAt, int Offset, int BodyLength)
{
    public static RowHead Read(ReadOnlySpan<byte> row, int offset) => new(
        BinaryPrimitives.ReadInt32LittleEndian(row),
        BinaryPrimitives.ReadInt64LittleEndian(row[8..]),
        BinaryPrimitives.ReadInt64LittleEndian(row[16..]),
        new Instant(BinaryPrimitives.ReadInt64LittleEndian(row[24..])),
        offset,
        BinaryPrimitives.ReadInt32LittleEndian(row[4..]));
}
