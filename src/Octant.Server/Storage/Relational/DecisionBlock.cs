using System.Buffers.Binary;
using Octant.Engine.Calendar;
using Octant.Engine.Partitions.Formats;
using Octant.Platform.Foundation.Storage;

namespace Octant.Server.Storage.Relational;

/// <summary>
/// Neighbouring decisions of one partition as one row of a table. A record's name is its place in the journal (partition, sequence, index), so it is found by
/// the block its sequence falls into. While the journal has the records the block only says where; its body takes them in before their journal rows go,
/// or when one of them is erased.
/// </summary>
/// <remarks>
/// Form of the body: version, length of the directory (4 bytes), directory, then inputs and result of each record one after another.
/// A sequence is never split between blocks.
/// </remarks>
/// <param name="From">No record is older.</param>
/// <param name="To">No record is newer; at most <see cref="MostSpan"/> after <paramref name="From"/>.</param>
/// <param name="LastSequence">Known of blocks in the journal.</param>
/// <param name="Body">Empty while the records are in the journal.</param>
public sealed record DecisionBlock(int Partition, long FirstSequence, long LastSequence, Instant From, Instant To, int Records, byte[] Body)
{
    /// <summary>Bounds how far before a period its first block may begin.</summary>
    public static readonly TimeSpan MostSpan = TimeSpan.FromMinutes(1);

    private const byte Version = 1;
    private const int HeaderBytes = 5;

    /// <summary>Some 100 KB of records, of which people mostly want one.</summary>
    private const int FullRecords = 64;

    public bool IsInJournal => Body.Length == 0;

    /// <summary>Whether a sequence falls into it while it is in the journal.</summary>
    public bool Spans(long sequence) => sequence >= FirstSequence && sequence <= LastSequence;

    /// <summary>Blocks of convenient size in the journal.</summary>
    /// <param name="places">In order of their names.</param>
    public static List<DecisionBlock> Cut(ReadOnlySpan<DecisionPlace> places)
    {
        var blocks = new List<DecisionBlock>();
        var first = 0;
        var (from, to) = (Instant.MaxValue, Instant.MinValue);
        for (var i = 0; i < places.Length; i++)
        {
            var (earliest, latest) = (Instant.Min(from, places[i].At), Instant.Max(to, places[i].At));
            if (i > first
                && (places[i].Partition != places[i - 1].Partition
                    || (places[i].Sequence != places[i - 1].Sequence && (i - first >= FullRecords || latest - earliest > MostSpan))))
            {
                blocks.Add(Of(places[first..i], from, to));
                (first, earliest, latest) = (i, places[i].At, places[i].At);
            }

            (from, to) = (earliest, latest);
        }

        if (places.Length > 0)
        {
            blocks.Add(Of(places[first..], from, to));
        }

        return blocks;
    }

    /// <param name="rows">All of one partition, in order of sequence; at least one.</param>
    public static byte[] BodyOf(ReadOnlySpan<DecisionRow> rows)
    {
        var directory = new RecordWriter();
        var heap = 0;
        directory.Unsigned((ulong)rows.Length);
        foreach (var row in rows)
        {
            heap += row.Inputs.Length + row.Result.Length;
            directory.Int(row.Sequence);
            directory.Int(row.Index);
            directory.Int(row.CustomerKey);
            directory.Instant(row.At);
            directory.Text(row.Channel);
            directory.Text(row.Touchpoint);
            directory.Text(row.Trigger);
            directory.Int(row.StrategyVersion);
            directory.Int(row.EngineVersion);
            directory.Unsigned(row.Checksum);
            directory.Unsigned((ulong)row.Inputs.Length);
            directory.Unsigned((ulong)row.Result.Length);
        }

        var body = new byte[HeaderBytes + directory.Length + heap];
        body[0] = Version;
        BinaryPrimitives.WriteInt32LittleEndian(body.AsSpan(1), directory.Length);
        directory.Written.CopyTo(body.AsSpan(HeaderBytes));
        var place = HeaderBytes + directory.Length;
        foreach (var row in rows)
        {
            row.Inputs.Span.CopyTo(body.AsSpan(place));
            row.Result.Span.CopyTo(body.AsSpan(place + row.Inputs.Length));
            place += row.Inputs.Length + row.Result.Length;
        }

        return body;
    }

    /// <exception cref="RecordFormatException">The bytes are not a block of a form this program reads.</exception>
    public static List<DecisionRow> Decode(int partition, ReadOnlyMemory<byte> body)
    {
        if (body.Length < HeaderBytes || body.Span[0] != Version)
        {
            throw new RecordFormatException("Not a block of decision records, or of a form this program does not read.");
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(body.Span[1..]);
        if (length < 0 || length > body.Length - HeaderBytes)
        {
            throw new RecordFormatException($"A block of decision records has a directory of {length} bytes.");
        }

        var directory = new RecordReader(body.Slice(HeaderBytes, length));
        var place = HeaderBytes + length;
        return directory.List(() =>
        {
            var row = new DecisionRow(
                partition,
                directory.Int(),
                (int)directory.Int(),
                directory.Int(),
                directory.Instant(),
                directory.Text(),
                directory.OptionalText(),
                directory.OptionalText(),
                directory.Int(),
                (int)directory.Int(),
                default,
                default,
                (uint)directory.Unsigned());
            return row with { Inputs = Take(directory.Unsigned()), Result = Take(directory.Unsigned()) };
        });

        ReadOnlyMemory<byte> Take(ulong size)
        {
            if (size > (ulong)(body.Length - place))
            {
                throw new RecordFormatException("A block of decision records ends within a record.");
            }

            var taken = body.Slice(place, (int)size);
            place += (int)size;
            return taken;
        }
    }

    private static DecisionBlock Of(ReadOnlySpan<DecisionPlace> places, Instant from, Instant to) =>
        new(places[0].Partition, places[0].Sequence, places[^1].Sequence, from, to, places.Length, []);
}
