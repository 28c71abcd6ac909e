using System.Data.Common;
using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Storage;
using Octant.Server.Storage.Relational;

namespace Octant.Server.Storage.Segments;

/// <summary>
/// The files of a journal, the oldest first: opens them, goes on in the last, finds rows in all of them, and drops the first. Where the rows
/// of full files lie is kept in the database, and of the newest in memory as well.
/// </summary>
internal sealed class SegmentFolder(string folder, Database database, bool durable) : IDisposable
{
    /// <summary>A checkpoint reads the rows since the last one, and they lie in the newest files: of those the places stay in memory, and the pages.</summary>
    private const int FilesInMemory = 16;

    /// <summary>Whoever reads decisions of a period asks the same older files for rows of one partition after another.</summary>
    private const int OlderPlacesKept = 4;

    // Guards the list and the indexes of what is in it.
    private readonly Lock _gate = new();
    private readonly List<JournalSegment> _segments = [];

    // Of files whose places are not kept, those that were read last.
    private readonly Queue<(long Number, SegmentIndex Index)> _olderPlaces = new();

    // Of the thread that appends.
    private readonly NextSegment _next = new(durable);
    private JournalSegment? _last;
    private byte[] _frame = new byte[64 << 10];

    /// <summary>Completes when the places of all files that became full are stored, or could not be.</summary>
    public Task Storing { get; private set; } = Task.CompletedTask;

    /// <exception cref="StorageRefusedException">A file is damaged or missing.</exception>
    public async ValueTask OpenAsync(CancellationToken cancellation)
    {
        var paths = Directory.GetFiles(folder, JournalSegment.FilePattern).Order(StringComparer.Ordinal).ToList();
        if (paths is [.., var newest] && JournalSegment.IsUnused(newest))
        {
            File.Delete(newest);
            paths.RemoveAt(paths.Count - 1);
        }

        for (var i = 0; i < paths.Count; i++)
        {
            _segments.Add(await OpenAsync(paths[i], isLast: i == paths.Count - 1, cancellation));
            ForgetOldPlaces();
            if (i > 0 && (_segments[i].Number != _segments[i - 1].Number + 1 || _segments[i].Index.FirstFrame != _segments[i - 1].Index.NextFrame))
            {
                throw new StorageRefusedException(
                    $"The journal does not go on from {_segments[i - 1].Name} to {_segments[i].Name}: restore the data folder from a backup.");
            }
        }

        _last = _segments is [.., var last] ? last : null;
    }

    /// <summary>The last row of a partition; 0 when there is none.</summary>
    public JournalPosition HeadOf(int partition)
    {
        lock (_gate)
        {
            for (var i = _segments.Count - 1; i >= 0; i--)
            {
                if (_segments[i].Index.Of(partition) is { Last: > 0 } stretch)
                {
                    return new JournalPosition(stretch.Last, stretch.Epoch);
                }
            }

            return default;
        }
    }

    /// <summary>One frame, durable when this returns. On the thread that appends.</summary>
    public void Append(JournalRow[] rows)
    {
        var size = SegmentFrame.SizeOf(rows);
        if (_frame.Length < size)
        {
            _frame = new byte[size];
        }

        var segment = SegmentFor(size, rows[^1].WrittenAt);
        SegmentFrame.Write(_frame.AsSpan(0, size), segment.Index.NextFrame, rows);
        segment.Append(_frame.AsSpan(0, size));
        lock (_gate)
        {
            segment.Index.Add(_frame.AsMemory(0, size));
        }

        if (segment.Index.End > JournalSegment.Capacity / 2 && !_next.IsBegun)
        {
            _next.Begin(JournalSegment.PathOf(folder, segment.Number + 1));
        }
    }

    /// <summary>Rows of a partition with first ≤ sequence ≤ last, the first <paramref name="most"/> of them.</summary>
    public async ValueTask<List<(JournalSegment Segment, RowPlace Place)>> FindAsync(
        int partition, long first, long last, int most, CancellationToken cancellation)
    {
        JournalSegment[] segments;
        lock (_gate)
        {
            segments = [.. _segments.Where(segment => segment.Index.Of(partition) is { Last: > 0 } rows && rows.First <= last && rows.Last >= first)];
        }

        var found = new List<(JournalSegment, RowPlace)>();
        var places = new List<RowPlace>();
        foreach (var segment in segments)
        {
            if (found.Count == most)
            {
                break;
            }

            places.Clear();
            if (!TryCopy(segment.Index) && await ReadPlacesAsync(segment.Number, cancellation) is { } stored)
            {
                stored.CopyTo(places, partition, first, last, most - found.Count);
            }

            found.AddRange(places.Select(place => (segment, place)));
        }

        return found;

        bool TryCopy(SegmentIndex index)
        {
            lock (_gate)
            {
                if (index.HasPlaces)
                {
                    index.CopyTo(places, partition, first, last, most - found.Count);
                }

                return index.HasPlaces;
            }
        }
    }

    /// <summary>Where all rows of the last file are deleted a new one follows: what people had erased must not lie there for ever. On the thread that appends.</summary>
    /// <param name="deleted">By partition, up to which sequence.</param>
    public void GoOnWhereDeleted(long[] deleted)
    {
        if (_last is { Index.IsEmpty: false } last && IsDeleted(last, deleted))
        {
            BeginAfter(last);
        }
    }

    /// <summary>The oldest files, as long as all their rows are deleted; never the last one.</summary>
    /// <param name="deleted">By partition, up to which sequence.</param>
    public async ValueTask DropAsync(long[] deleted, CancellationToken cancellation)
    {
        while (Oldest() is { } oldest && IsDeleted(oldest, deleted))
        {
            await database.ExecuteAsync(new("delete from journal_segment where number = $1", oldest.Number), cancellation);
            lock (_gate)
            {
                _segments.RemoveAt(0);
            }

            oldest.Dispose();
            File.Delete(oldest.Path);
        }

        JournalSegment? Oldest()
        {
            lock (_gate)
            {
                return _segments is [var oldest, _, ..] ? oldest : null;
            }
        }
    }

    /// <summary>Reads every file from its beginning. Adds what is damaged to <paramref name="problems"/>, and to <paramref name="rows"/> those before it.</summary>
    public void Inspect(List<string> problems, SegmentInspection rows, CancellationToken cancellation)
    {
        (JournalSegment Segment, long End)[] segments;
        lock (_gate)
        {
            segments = [.. _segments.Select(segment => (segment, segment.Index.End))];
        }

        var isWhole = true;
        foreach (var (segment, end) in segments)
        {
            cancellation.ThrowIfCancellationRequested();
            var read = segment.ReadAgain(end, row =>
            {
                if (isWhole)
                {
                    rows.Add(row);
                }
            });
            if (read < end)
            {
                problems.Add($"{segment.Name}: damaged at byte {read}.");
                isWhole = false;
            }
        }
    }

    public void Dispose()
    {
        _next.Dispose();
        foreach (var segment in _segments)
        {
            segment.Dispose();
        }
    }

    private async ValueTask<JournalSegment> OpenAsync(string path, bool isLast, CancellationToken cancellation)
    {
        if (!isLast && await ReadIndexAsync(JournalSegment.NumberOf(path), cancellation) is { } index)
        {
            return JournalSegment.Open(path, index, durable);
        }

        var segment = JournalSegment.Recover(path, isLast, durable);
        if (!isLast)
        {
            await StoreIndexAsync(segment);
        }

        return segment;
    }

    private async ValueTask<SegmentIndex?> ReadPlacesAsync(long number, CancellationToken cancellation)
    {
        lock (_gate)
        {
            foreach (var (known, places) in _olderPlaces)
            {
                if (known == number)
                {
                    return places;
                }
            }
        }

        var index = await ReadIndexAsync(number, cancellation);
        if (index is not null)
        {
            lock (_gate)
            {
                _olderPlaces.Enqueue((number, index));
                if (_olderPlaces.Count > OlderPlacesKept)
                {
                    _olderPlaces.Dequeue();
                }
            }
        }

        return index;
    }

    private ValueTask<SegmentIndex?> ReadIndexAsync(long number, CancellationToken cancellation) =>
        database.QueryFirstAsync(
            new("select places from journal_segment where number = $1", number), row => SegmentIndex.Decode(row.Bytes(0)), cancellation);

    /// <summary>Should it fail, the places stay in memory, and the file is looked through at the next start.</summary>
    private async Task StoreIndexAsync(JournalSegment segment)
    {
        try
        {
            await database.ExecuteAsync(
                new("insert into journal_segment (number, places) values ($1, $2) on conflict (number) do update set places = excluded.places",
                    segment.Number, segment.Index.Encode()),
                CancellationToken.None);
            lock (_gate)
            {
                segment.Index.IsStored = true;
                ForgetOldPlaces();
            }
        }
        catch (DbException)
        {
            // Nothing is lost: what the places tell stands in the file.
        }
    }

    private void ForgetOldPlaces()
    {
        for (var i = _segments.Count - FilesInMemory - 1; i >= 0 && _segments[i].Index.HasPlaces; i--)
        {
            if (_segments[i].Index.IsStored)
            {
                _segments[i].Index.ForgetPlaces();
            }
        }
    }

    /// <summary>The last file, or a new one where that is full or of an earlier day.</summary>
    private JournalSegment SegmentFor(int size, Instant writtenAt)
    {
        if (_last is not { } last)
        {
            return Begin(number: 1, firstFrame: 1);
        }

        var isFull = last.Index.End + size > JournalSegment.Capacity;
        return !last.Index.IsEmpty && (isFull || DayOf(writtenAt) > DayOf(last.Index.Newest)) ? BeginAfter(last) : last;
    }

    private static long DayOf(Instant instant) => Math.DivRem(instant.Microseconds, Instant.MicrosecondsPerDay).Quotient;

    private JournalSegment BeginAfter(JournalSegment last)
    {
        last.Close();
        var next = Begin(last.Number + 1, last.Index.NextFrame);
        Storing = Task.WhenAll(Storing, StoreIndexAsync(last));
        return next;
    }

    private JournalSegment Begin(long number, long firstFrame)
    {
        var segment = JournalSegment.Create(JournalSegment.PathOf(folder, number), _next.Take(), firstFrame, durable);
        lock (_gate)
        {
            _segments.Add(segment);
            if (_segments.Count > FilesInMemory)
            {
                _next.Later(_segments[^(FilesInMemory + 1)].LeaveMemory);
            }
        }

        return _last = segment;
    }

    private bool IsDeleted(JournalSegment segment, long[] deleted)
    {
        lock (_gate)
        {
            return Enumerable.Range(0, PartitionOptions.PartitionCount).All(partition => segment.Index.Of(partition).Last <= deleted[partition]);
        }
    }
}
