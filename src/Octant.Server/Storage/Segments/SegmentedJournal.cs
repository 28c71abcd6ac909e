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

    private readonly Database _database;
    private readonly CheckpointTable _checkpointTable;
    private readonly SegmentFolder _files;
    private readonly WritingThread _thread = new("journal");
    private readonly SemaphoreSlim _deleting = new(1, 1);

    // Guards all below. Rows are added by the thread only.
    private readonly Lock _gate = new();
    private readonly JournalPosition[] _heads = new JournalPosition[PartitionOptions.PartitionCount];
    private readonly JournalPosition[] _checkpoints = new JournalPosition[PartitionOptions.PartitionCount];
    private readonly long[] _deleted = new long[PartitionOptions.PartitionCount];

    private SegmentedJournal(string folder, Database database, bool durable) =>
        (_database, _checkpointTable, _files) = (database, new CheckpointTable(database), new SegmentFolder(folder, database, durable));

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
        int partition, long firstSequence, [EnumeratorCancellation] CancellationToken cancellation, long lastSequence = long.MaxValue)
    {
        var end = Math.Min((await ReadPositionAsync(partition, cancellation)).Sequence, lastSequence);
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
                long[] gone;
                lock (_gate)
                {
                    _deleted[partition] = last;
                    gone = [.. _deleted];
                }

                await OnThreadAsync(() => _files.GoOnWhereDeleted(gone));
                await _files.DropAsync(gone, cancellation);
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
    public long Inspect(List<string> problems, CancellationToken cancellation)
    {
        SegmentInspection inspection;
        lock (_gate)
        {
            inspection = new SegmentInspection([.. _deleted], [.. _checkpoints.Select(position => position.Sequence)], problems);
        }

        _files.Inspect(problems, inspection, cancellation);
        inspection.End();
        return inspection.Rows;
    }

    /// <summary>By the storage it is part of, and nobody else: whoever is handed the journal only does not own it.</summary>
    public async ValueTask CloseAsync()
    {
        await OnThreadAsync(() => { });
        _thread.Dispose();
        await _files.Storing;
        _files.Dispose();
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

        await _files.OpenAsync(cancellation);
        for (var partition = 0; partition < _heads.Length; partition++)
        {
            _heads[partition] = _files.HeadOf(partition);
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
        _files.Append(rows);
        lock (_gate)
        {
            foreach (var row in rows)
            {
                _heads[row.Partition] = new JournalPosition(row.Sequence, row.Epoch);
            }
        }
    }

    /// <summary>Rows of a partition with first ≤ sequence ≤ last that are not deleted, the first <paramref name="most"/> of them.</summary>
    private ValueTask<List<(JournalSegment Segment, RowPlace Place)>> FindAsync(
        int partition, long first, long last, int most, CancellationToken cancellation)
    {
        lock (_gate)
        {
            first = Math.Max(first, _deleted[partition] + 1);
        }

        return _files.FindAsync(partition, first, last, most, cancellation);
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
}
