using System.Buffers.Binary;
using Octant.Engine.Calendar;
using Octant.Engine.Partitions.Formats;
using Octant.Platform.Foundation.Storage;

namespace Octant.Server.Storage.Relational;

/// <summary>
/// Neighbouring decision records of one partition as one row of a table. A record's name is its place in the journal
/// (partition, sequence, index), so it is found by the block its sequence falls into, and a decision costs a few bytes of
/// directory instead of rows and index entries of its own.
/// </summary>
/// <remarks>
/// Form of the body: version, length of the directory (4 bytes), directory, then inputs and result of each record one after another.
/// A sequence is never split between blocks.
/// </remarks>
/// <param name="From">No record is older.</param>
/// <param name="To">No record is newer; at most <see cref="MostSpan"/> after <paramref name="From"/>.</param>
public sealed record DecisionBlock(int Partition, long FirstSequence, Instant From, Instant To, int Records, byte[] Body)
{
    /// <summary>Bounds how far before a period its first block may begin.</summary>
    public static readonly TimeSpan MostSpan = TimeSpan.FromMinutes(1);

    private const byte Version = 1;
    private const int HeaderBytes = 5;
    private const int FullRecords = 256;

    /// <summary>Small enough for the body to be an object that dies young.</summary>
    private const int FullBytes = 60_000;

    /// <summary>All of one partition, in order of sequence.</summary>
    public static DecisionBlock Of(ReadOnlySpan<DecisionRow> rows)
    {
        var directory = new RecordWriter();
        var (from, to) = (rows[0].At, rows[0].At);
        var heap = 0;
        directory.Unsigned((ulong)rows.Length);
        foreach (var row in rows)
        {
            (from, to) = (Instant.Min(from, row.At), Instant.Max(to, row.At));
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

        return new DecisionBlock(rows[0].Partition, rows[0].Sequence, from, to, rows.Length, body);
    }

    /// <summary>Blocks of convenient size, from records in any order.</summary>
    public static List<DecisionBlock> Cut(IReadOnlyCollection<DecisionRow> decisions)
    {
        var rows = decisions.ToArray();
        Array.Sort(rows, ComparePosition);
        var blocks = new List<DecisionBlock>();
        var (first, bytes) = (0, 0);
        var (from, to) = (Instant.MaxValue, Instant.MinValue);
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            var (earliest, latest) = (Instant.Min(from, row.At), Instant.Max(to, row.At));
            if (i > first
                && (row.Partition != rows[i - 1].Partition
                    || (row.Sequence != rows[i - 1].Sequence && (i - first >= FullRecords || bytes >= FullBytes || latest - earliest > MostSpan))))
            {
                blocks.Add(Of(rows.AsSpan(first, i - first)));
                (first, bytes, earliest, latest) = (i, 0, row.At, row.At);
            }

            (from, to) = (earliest, latest);
            bytes += row.Inputs.Length + row.Result.Length;
        }

        if (rows.Length > 0)
        {
            blocks.Add(Of(rows.AsSpan(first)));
        }

        return blocks;
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

    private static int ComparePosition(DecisionRow left, DecisionRow right)
    {
        var order = left.Partition.CompareTo(right.Partition);
        order = order != 0 ? order : left.Sequence.CompareTo(right.Sequence);
        return order != 0 ? order : left.Index.CompareTo(right.Index);
    }
}
