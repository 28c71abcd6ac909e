using System.Buffers.Binary;
using System.Numerics;
using Octant.Engine.Calendar;

namespace Octant.Engine.Partitions.Formats;

/// <summary>One command of a row, when it was applied, and what it came to.</summary>
public sealed record JournalEntry(Command Command, Instant Now, Outcome Outcome);

/// <summary>One partition's share of one commit. A row without entries is a takeover.</summary>
public sealed record JournalRecord(int EngineVersion, long Epoch, Guid BatchId, IReadOnlyList<JournalEntry> Entries);

/// <summary>
/// The journal's form: version, engine version, epoch, batch id, entries, CRC-32C of all before it. A row whose sum does
/// not fit is refused, never guessed at.
/// </summary>
public static class JournalFormat
{
    /// <summary>Written once every running node reads it.</summary>
    public const byte Version = 1;

    public static byte[] Encode(JournalRecord record) => Encode(record, new RecordWriter());

    /// <param name="writer">Is emptied first; keeping one saves growing a new one for every row.</param>
    public static byte[] Encode(JournalRecord record, RecordWriter writer)
    {
        writer.Reset();
        writer.Byte(Version);
        writer.Int(record.EngineVersion);
        writer.Int(record.Epoch);
        writer.Guid(record.BatchId);
        writer.List(record.Entries, static (writer, entry) =>
        {
            writer.Instant(entry.Now);
            if (entry is { Command: RecordCustomerEvents events, Outcome: CustomerEventsRecorded recorded })
            {
                EventsFormat.Write(writer, events, recorded);
                return;
            }

            if (entry is { Command: ChangeProfile change, Outcome: ProfileChanged created } && NewCustomerFormat.Fits(change, created))
            {
                NewCustomerFormat.Write(writer, change);
                return;
            }

            if (entry is { Command: Decide decide, Outcome: DecisionMade made } && DecidedFormat.Fits(decide, made))
            {
                DecidedFormat.Write(writer, made);
                return;
            }

            CommandFormat.Write(writer, entry.Command);
            OutcomeFormat.Write(writer, entry.Outcome);
        });
        writer.Fixed(Checksum(writer.Written));
        return writer.ToArray();
    }

    /// <exception cref="RecordFormatException">The bytes are not a journal row of a form this engine reads.</exception>
    public static JournalRecord Decode(ReadOnlyMemory<byte> bytes)
    {
        var reader = new RecordReader(Body(bytes));
        var (engineVersion, epoch, batchId) = ReadHead(reader);
        var record = new JournalRecord(
            engineVersion,
            epoch,
            batchId,
            reader.List(() =>
            {
                var now = reader.Instant();
                return reader.Peek() switch
                {
                    EventsFormat.Tag => EventsFormat.Read(reader, now),
                    NewCustomerFormat.Tag => NewCustomerFormat.Read(reader, now),
                    DecidedFormat.Tag => DecidedFormat.Read(reader, now),
                    _ => new JournalEntry(CommandFormat.Read(reader), now, OutcomeFormat.Read(reader)),
                };
            }));
        return reader.AtEnd ? record : throw BytesBehindTheEnd();
    }

    /// <summary>
    /// Makes a row true in a state, as applying the outcomes of <see cref="Decode"/> would. Of customers who were not there before, whom an
    /// import leaves by the million, neither command nor outcome is made, and of decisions only what a state depends on.
    /// </summary>
    /// <param name="reader">Of many rows: texts that come again are not made again.</param>
    /// <exception cref="RecordFormatException">As <see cref="Decode"/>; what stands before the fault has been applied by then.</exception>
    internal static void Replay(ReadOnlyMemory<byte> bytes, RecordReader reader, PartitionState state)
    {
        reader.Begin(Body(bytes));
        ReadHead(reader);
        for (var left = reader.Count(); left > 0; left--)
        {
            state.Now = reader.Instant();
            if (reader.Peek() == NewCustomerFormat.Tag)
            {
                NewCustomerFormat.Replay(reader, state);
            }
            else
            {
                state.Apply(ReadToApply(reader, state.Now));
            }
        }

        if (!reader.AtEnd)
        {
            throw BytesBehindTheEnd();
        }
    }

    /// <summary>CRC-32C (Castagnoli, 1993), as the processor computes it.</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes, uint seed = 0)
    {
        var sum = ~seed;
        while (bytes.Length >= 8)
        {
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        foreach (var octet in bytes)
        {
            sum = BitOperations.Crc32C(sum, octet);
        }

        return ~sum;
    }

    /// <summary>What the sum at the end vouches for.</summary>
    private static ReadOnlyMemory<byte> Body(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < 8)
        {
            throw new RecordFormatException($"A journal row of {bytes.Length} bytes.");
        }

        if (bytes.Span[0] != Version)
        {
            throw new RecordFormatException($"Journal form {bytes.Span[0]}; this engine reads form {Version}.");
        }

        var body = bytes[..^8];
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span[^8..]) == Checksum(body.Span)
            ? body
            : throw new RecordFormatException("A journal row's checksum does not fit.");
    }

    private static (int EngineVersion, long Epoch, Guid BatchId) ReadHead(RecordReader reader)
    {
        reader.Byte();
        return ((int)reader.Int(), reader.Int(), reader.Guid());
    }

    private static Outcome ReadToApply(RecordReader reader, Instant now)
    {
        switch (reader.Peek())
        {
            case EventsFormat.Tag:
                return EventsFormat.Read(reader, now).Outcome;
            case DecidedFormat.Tag:
                return DecidedFormat.ReadToApply(reader);
            default:
                CommandFormat.Read(reader);
                return OutcomeFormat.ReadToApply(reader);
        }
    }

    private static RecordFormatException BytesBehindTheEnd() => new("A journal row has bytes behind its end.");
}
