using System.Data.Common;
using System.Runtime.CompilerServices;
using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Storage;
using Octant.Server.Storage.Relational;
using Octant.Server.Storage.Sqlite;

namespace Octant.Server.Storage.Segments;

/// <summary>
/// The journal of one process in files of its own: a commit is one frame written behind the last and one sync, whatever the number of its
/// rows and partitions, and a row is read with one call of the system.
/// </summary>
/// <remarks>
/// The folder's lock keeps other processes away, so the fence is in memory: a row must lie above its partition's last one and above its
/// checkpoint. A new file begins when one is full and with each day, so that a file's rows grow old together; it goes, the oldest first,
/// once all its rows are deleted. Beside the files, in the database, lie the checkpoints, how far each partition is deleted, and where the rows
/// of full files lie; the last can be lost, for the files tell it.
/// </remarks>
internal sealed class SegmentedJournal : IJournal
{
    private const int PageRows = 256;

    private readonly string _folder;
    private readonly Database _database;
    private readonly CheckpointTable _checkpointTable;
    private readonly bool _durable;
    private readonly WritingThread _thread = new("journal");
    private readonly SemaphoreSlim _deleting = new(1, 1);

    // Guards all below. Rows are added by the thread only.
    private readonly Lock _gate = new();
    private readonly List<JournalSegment> _segments = [];
    private readonly JournalPosition[] _heads = new JournalPosition[PartitionOptions.PartitionCount];
    private readonly JournalPosition[] _checkpoints = new JournalPosition[PartitionOptions.PartitionCount];
    private readonly long[] _deleted = new long[PartitionOptions.PartitionCount];

    // Of the thread only.
    private JournalSegment? _last;
    private byte[] _frame = new byte[64 << 10];
    private Task _storing = Task.CompletedTask;

    private SegmentedJournal(string folder, Database database, bool durable) =>
        (_folder, _database, _checkpointTable, _durable) = (folder, database, new CheckpointTable(database), durable);

    /// <param name="folder">Where the files are.</param>
    /// <param name="database">Has the journal's tables.</param>
    /// <param name="durable">False: power loss can take back what was acknowledged.</param>
    /// <exception cref="StorageRefusedException">A file is damaged or missing.</exception>
    public static async ValueTask<SegmentedJournal> OpenAsync(string folder, SqliteDatabase database, bool durable, CancellationToken cancellation)
    {
        var journal = new SegmentedJournal(folder, database, durable);
        try
        {
            await journal.OpenAsync(cancellation);
            await EarlierJournal.TakeOverAsync(database, rows => journal.WriteMissingAsync(rows), cancellation);
            return journal;
        }
        catch
        {
            await journal.CloseAsync();
            throw;
        }
    }

    public async ValueTask AppendAsync(IReadOnlyList<JournalRow> rows, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (rows.Count > 0)
        {
            await OnThreadAsync(
                () =>
                {
                    RefuseWritten(rows);
                    Write(InOrder(rows));
                },
                goesOnHere: true);
        }
    }

    public ValueTask<JournalPosition> ReadPositionAsync(int partition, CancellationToken cancellation)
    {
        lock (_gate)
        {
            var (head, checkpoint) = (_heads[partition], _checkpoints[partition]);
            return ValueTask.FromResult(head.Sequence > _deleted[partition] && head.Sequence >= checkpoint.Sequence ? head : checkpoint);
        }
    }

    public async ValueTask<JournalRow?> ReadAsync(int partition, long sequence, CancellationToken cancellation) =>
        await FindAsync(partition, sequence, sequence, 1, cancellation) is [var found] ? Read(partition, found) : null;

    public async IAsyncEnumerable<JournalRow> ReadFromAsync(
        int partition, long firstSequence, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var end = (await ReadPositionAsync(partition, cancellation)).Sequence;
        for (var next = firstSequence; next <= end;)
        {
            var page = await FindAsync(partition, next, end, PageRows, cancellation);
            foreach (var found in page)
            {
                if (Read(partition, found) is { } row)
                {
                    yield return row;
                }
            }

            if (page.Count < PageRows)
            {
                yield break;
            }

            next = page[^1].Place.Sequence + 1;
        }
    }

    public async ValueTask<long> DeleteAsync(int partition, long lastSequence, Instant writtenBefore, CancellationToken cancellation)
    {
        await _deleting.WaitAsync(cancellation);
        try
        {
            var (last, deleted) = await FindOldAsync(partition, lastSequence, writtenBefore, cancellation);
            if (deleted > 0)
            {
                await _database.ExecuteAsync(
                    new("""
                        insert into journal_deleted (partition, sequence) values ($1, $2)
                        on conflict (partition) do update set sequence = excluded.sequence
                        """,
                        partition, last),
                    cancellation);
                lock (_gate)
                {
                    _deleted[partition] = last;
                }

                await DropSegmentsAsync(cancellation);
            }

            return deleted;
        }
        finally
        {
            _deleting.Release();
        }
    }

    public async ValueTask SaveCheckpointAsync(Checkpoint checkpoint, CancellationToken cancellation)
    {
        await _checkpointTable.SaveAsync(checkpoint, cancellation);
        lock (_gate)
        {
            if (_checkpoints[checkpoint.Partition].Sequence < checkpoint.Sequence)
            {
                _checkpoints[checkpoint.Partition] = new JournalPosition(checkpoint.Sequence, checkpoint.Epoch);
            }
        }
    }

    public ValueTask<Checkpoint?> ReadCheckpointAsync(int partition, CancellationToken cancellation) =>
        _checkpointTable.ReadAsync(partition, cancellation);

    /// <summary>Reads every file from its beginning. Adds what is wrong to <paramref name="problems"/> and answers how many rows there are.</summary>
    public async ValueTask<long> InspectAsync(List<string> problems, CancellationToken cancellation)
    {
        var inspection = new SegmentInspection(problems);
        (JournalSegment Segment, long End)[] segments;
        lock (_gate)
        {
            segments = [.. _segments.Select(segment => (segment, segment.Index.End))];
        }

        var whole = true;
        foreach (var (segment, end) in segments)
        {
            if (!segment.IsWhole(end))
            {
                problems.Add($"{segment.Name}: damaged before byte {end}.");
                whole = false;
            }
        }

        for (var partition = 0; whole && partition < PartitionOptions.PartitionCount; partition++)
        {
            await foreach (var row in ReadFromAsync(partition, 1, cancellation))
            {
                inspection.Add(row.Partition, row.Sequence, row.Epoch);
            }

            inspection.End(partition, _checkpoints[partition].Sequence);
        }

        return inspection.Rows;
    }

    /// <summary>By the storage it is part of, and nobody else: whoever is handed the journal only does not own it.</summary>
    public async ValueTask CloseAsync()
    {
        await OnThreadAsync(() => { });
        _thread.Dispose();
        await _storing;
        foreach (var segment in _segments)
        {
            segment.Dispose();
        }
    }

    private async ValueTask OpenAsync(CancellationToken cancellation)
    {
        foreach (var (partition, position) in await _checkpointTable.ReadPositionsAsync(cancellation))
        {
            _checkpoints[partition] = position;
        }

        foreach (var (partition, sequence) in await _database.QueryAsync(
            new("select partition, sequence from journal_deleted"), row => (row.Int(0), row.GetInt64(1)), cancellation))
        {
            _deleted[partition] = sequence;
        }

        var paths = Directory.GetFiles(_folder, JournalSegment.FilePattern).Order(StringComparer.Ordinal).ToList();
        if (paths is [.., var newest] && !JournalSegment.HasHead(newest))
        {
            File.Delete(newest);
            paths.RemoveAt(paths.Count - 1);
        }

        for (var i = 0; i < paths.Count; i++)
        {
            _segments.Add(await OpenAsync(paths[i], isLast: i == paths.Count - 1, cancellation));
            if (i > 0 && (_segments[i].Number != _segments[i - 1].Number + 1 || _segments[i].Index.FirstFrame != _segments[i - 1].Index.NextFrame))
            {
                throw new StorageRefusedException(
                    $"The journal does not go on from {_segments[i - 1].Name} to {_segments[i].Name}: restore the data folder from a backup.");
            }

            for (var partition = 0; partition < _heads.Length; partition++)
            {
                if (_segments[i].Index.Of(partition) is { Last: > 0 } stretch)
                {
                    _heads[partition] = new JournalPosition(stretch.Last, stretch.Epoch);
                }
            }
        }

        _last = _segments is [.., var last] ? last : null;
    }

    private async ValueTask<JournalSegment> OpenAsync(string path, bool isLast, CancellationToken cancellation)
    {
        if (!isLast && await ReadIndexAsync(JournalSegment.NumberOf(path), cancellation) is { } index)
        {
            var stored = JournalSegment.Open(path, index, _durable);
            index.ForgetPlaces();
            return stored;
        }

        var segment = JournalSegment.Recover(path, isLast, _durable);
        if (!isLast)
        {
            await StoreIndexAsync(segment);
        }

        return segment;
    }

    private ValueTask<SegmentIndex?> ReadIndexAsync(long number, CancellationToken cancellation) =>
        _database.QueryFirstAsync(
            new("select places from journal_segment where number = $1", number), row => SegmentIndex.Decode(row.Bytes(0)), cancellation);

    /// <summary>Should it fail, the places stay in memory, and the file is looked through at the next start.</summary>
    private async Task StoreIndexAsync(JournalSegment segment)
    {
        try
        {
            await _database.ExecuteAsync(
                new("insert into journal_segment (number, places) values ($1, $2) on conflict (number) do update set places = excluded.places",
                    segment.Number, segment.Index.Encode()),
                CancellationToken.None);
            lock (_gate)
            {
                segment.Index.ForgetPlaces();
            }
        }
        catch (DbException)
        {
            // Nothing is lost: what the places tell stands in the file.
        }
    }

    private async ValueTask OnThreadAsync(Action work, bool goesOnHere = false) =>
        await _thread.RunAsync(
            () =>
            {
                work();
                return ValueTask.FromResult(true);
            },
            goesOnHere);

    /// <exception cref="JournalConflictException">One is there already, or lies behind the checkpoint.</exception>
    private void RefuseWritten(IReadOnlyList<JournalRow> rows)
    {
        lock (_gate)
        {
            foreach (var row in rows)
            {
                if (row.Sequence <= Math.Max(_heads[row.Partition].Sequence, _checkpoints[row.Partition].Sequence))
                {
                    throw new JournalConflictException(row.Partition, row.Sequence);
                }
            }
        }
    }

    /// <summary>Those above their partition's last row, however far its checkpoint is.</summary>
    private ValueTask WriteMissingAsync(IReadOnlyList<JournalRow> rows) => OnThreadAsync(() =>
    {
        if (rows.Where(row => row.Sequence > _heads[row.Partition].Sequence).ToArray() is { Length: > 0 } missing)
        {
            Write(InOrder(missing));
        }
    });

    private static JournalRow[] InOrder(IReadOnlyList<JournalRow> rows)
    {
        JournalRow[] ordered = [.. rows];
        Array.Sort(ordered, (left, right) =>
            left.Partition != right.Partition ? left.Partition.CompareTo(right.Partition) : left.Sequence.CompareTo(right.Sequence));
        for (var i = 1; i < ordered.Length; i++)
        {
            if (ordered[i].Partition == ordered[i - 1].Partition && ordered[i].Sequence == ordered[i - 1].Sequence)
            {
                throw new ArgumentException("An append holds two rows with the same partition and sequence.", nameof(rows));
            }
        }

        return ordered;
    }

    private void Write(JournalRow[] rows)
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
            foreach (var row in rows)
            {
                _heads[row.Partition] = new JournalPosition(row.Sequence, row.Epoch);
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
        _storing = Task.WhenAll(_storing, StoreIndexAsync(last));
        return next;
    }

    private JournalSegment Begin(long number, long firstFrame)
    {
        var segment = JournalSegment.Create(_folder, number, firstFrame, _durable);
        lock (_gate)
        {
            _segments.Add(segment);
        }

        return _last = segment;
    }

    /// <summary>Rows of a partition with first ≤ sequence ≤ last that are not deleted, the first <paramref name="most"/> of them.</summary>
    private async ValueTask<List<(JournalSegment Segment, RowPlace Place)>> FindAsync(
        int partition, long first, long last, int most, CancellationToken cancellation)
    {
        JournalSegment[] segments;
        lock (_gate)
        {
            first = Math.Max(first, _deleted[partition] + 1);
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
            if (!TryCopy(segment.Index) && await ReadIndexAsync(segment.Number, cancellation) is { } stored)
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

    /// <summary>Null when the row was deleted meanwhile.</summary>
    private static JournalRow? Read(int partition, (JournalSegment Segment, RowPlace Place) found)
    {
        var bytes = found.Segment.Read(found.Place, found.Place.Length);
        return bytes is null ? null
            : SegmentFrame.TryReadRow(bytes, partition, found.Place.Sequence, out var row) ? row
            : throw JournalSegment.Damaged(found.Segment.Path, found.Place.Offset);
    }

    /// <summary>From the first row on, those that may go: the last of them and how many.</summary>
    private async ValueTask<(long Last, long Count)> FindOldAsync(
        int partition, long lastSequence, Instant writtenBefore, CancellationToken cancellation)
    {
        var (last, count) = (0L, 0L);
        var end = Math.Min(lastSequence, _checkpoints[partition].Sequence);
        while (true)
        {
            var page = await FindAsync(partition, last + 1, end, PageRows, cancellation);
            foreach (var (segment, place) in page)
            {
                if (segment.Index.Newest >= writtenBefore
                    && !(segment.Read(place, SegmentFrame.RowHeadBytes) is { } head && RowHead.Read(head, 0).WrittenAt < writtenBefore))
                {
                    return (last, count);
                }

                (last, count) = (place.Sequence, count + 1);
            }

            if (page.Count < PageRows)
            {
                return (last, count);
            }
        }
    }

    /// <summary>Files without a row that is not deleted. The last one is followed by a new one first: what people had erased must not lie there for ever.</summary>
    private async ValueTask DropSegmentsAsync(CancellationToken cancellation)
    {
        await OnThreadAsync(() =>
        {
            if (_last is { Index.IsEmpty: false } last && IsDeleted(last))
            {
                BeginAfter(last);
            }
        });
        while (OldestDeleted() is { } oldest)
        {
            await _database.ExecuteAsync(new("delete from journal_segment where number = $1", oldest.Number), cancellation);
            lock (_gate)
            {
                _segments.RemoveAt(0);
            }

            oldest.Dispose();
            File.Delete(oldest.Path);
        }
    }

    private JournalSegment? OldestDeleted()
    {
        lock (_gate)
        {
            return _segments is [var oldest, _, ..] && IsDeleted(oldest) ? oldest : null;
        }
    }

    private bool IsDeleted(JournalSegment segment)
    {
        lock (_gate)
        {
            return Enumerable.Range(0, _deleted.Length).All(partition => segment.Index.Of(partition).Last <= _deleted[partition]);
        }
    }
}
