using Octant.Engine.Calendar;
using Octant.Engine.Partitions.Formats;
using Octant.Platform.Foundation.Partitions;

namespace Octant.Server.Storage.Segments;

/// <summary>Where a row lies in its segment; the length is that of head and body.</summary>
internal readonly record struct RowPlace(long Sequence, int Offset, int Length);

/// <summary>The rows of one partition in one segment: from which sequence to which, and the epoch of the last; all zero when there are none.</summary>
internal readonly record struct RowStretch(long First, long Last, long Epoch);

/// <summary>
/// What one segment holds: how far it goes, and where the rows of each partition lie. The places are much and seldom wanted; once they are
/// stored they can be forgotten and read again.
/// </summary>
internal sealed class SegmentIndex
{
    private readonly RowStretch[] _stretches = new RowStretch[PartitionOptions.PartitionCount];
    private List<RowPlace>?[]? _places = new List<RowPlace>?[PartitionOptions.PartitionCount];

    private SegmentIndex(long firstFrame, long nextFrame, long end) => (FirstFrame, NextFrame, End) = (firstFrame, nextFrame, end);

    /// <summary>The number of the frame it begins with.</summary>
    public long FirstFrame { get; }

    /// <summary>The number of the frame to come.</summary>
    public long NextFrame { get; private set; }

    /// <summary>Where it will begin.</summary>
    public long End { get; private set; }

    /// <summary>The latest moment at which a row was written.</summary>
    public Instant Newest { get; private set; } = Instant.MinValue;

    public bool IsEmpty { get; private set; } = true;

    /// <summary>Whether the places can be read again.</summary>
    public bool IsStored { get; set; }

    public bool HasPlaces => _places is not null;

    public static SegmentIndex Empty(long firstFrame, long end) => new(firstFrame, firstFrame, end);

    public RowStretch Of(int partition) => _stretches[partition];

    /// <summary>A frame that begins at <see cref="End"/>.</summary>
    public void Add(ReadOnlyMemory<byte> frame)
    {
        foreach (var row in SegmentFrame.HeadsOf(frame))
        {
            var place = new RowPlace(row.Sequence, checked((int)End + row.Offset), SegmentFrame.RowHeadBytes + row.BodyLength);
            (_places![row.Partition] ??= []).Add(place);
            var first = _stretches[row.Partition].Last == 0 ? row.Sequence : _stretches[row.Partition].First;
            _stretches[row.Partition] = new RowStretch(first, row.Sequence, row.Epoch);
            Newest = Instant.Max(Newest, row.WrittenAt);
            IsEmpty = false;
        }

        NextFrame++;
        End += frame.Length;
    }

    /// <summary>Adds those with first ≤ sequence ≤ last, as long as there are fewer than <paramref name="most"/>.</summary>
    public void CopyTo(List<RowPlace> places, int partition, long first, long last, int most)
    {
        if (_places![partition] is not { } rows)
        {
            return;
        }

        var at = rows.BinarySearch(new RowPlace(first, 0, 0), BySequence.Instance);
        for (at = at < 0 ? ~at : at; at < rows.Count && rows[at].Sequence <= last && places.Count < most; at++)
        {
            places.Add(rows[at]);
        }
    }

    public void ForgetPlaces() => _places = null;

    public byte[] Encode()
    {
        var writer = new RecordWriter();
        writer.Int(FirstFrame);
        writer.Int(NextFrame);
        writer.Int(End);
        writer.Instant(Newest);
        for (var partition = 0; partition < _stretches.Length; partition++)
        {
            var rows = _places![partition] ?? [];
            writer.Unsigned((ulong)rows.Count);
            writer.Int(_stretches[partition].Epoch);
            var before = default(RowPlace);
            foreach (var row in rows)
            {
                writer.Int(row.Sequence - before.Sequence);
                writer.Int(row.Offset - before.Offset);
                writer.Int(row.Length);
                before = row;
            }
        }

        return writer.ToArray();
    }

    public static SegmentIndex Decode(ReadOnlyMemory<byte> bytes)
    {
        var reader = new RecordReader(bytes);
        var index = new SegmentIndex(reader.Int(), reader.Int(), reader.Int()) { Newest = reader.Instant(), IsStored = true };
        for (var partition = 0; partition < index._stretches.Length; partition++)
        {
            var count = reader.Count();
            var epoch = reader.Int();
            if (count == 0)
            {
                continue;
            }

            var rows = new List<RowPlace>(count);
            var before = default(RowPlace);
            while (rows.Count < count)
            {
                before = new RowPlace(before.Sequence + reader.Int(), (int)(before.Offset + reader.Int()), (int)reader.Int());
                rows.Add(before);
            }

            index._places![partition] = rows;
            index._stretches[partition] = new RowStretch(rows[0].Sequence, before.Sequence, epoch);
            index.IsEmpty = false;
        }

        return index;
    }

    private sealed class BySequence : IComparer<RowPlace>
    {
        public static readonly BySequence Instance = new();

        public int Compare(RowPlace left, RowPlace right) => left.Sequence.CompareTo(right.Sequence);
    }
}
