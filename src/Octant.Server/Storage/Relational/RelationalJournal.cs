using System.Data.Common;
using System.Runtime.CompilerServices;
using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Storage;

namespace Octant.Server.Storage.Relational;

/// <summary>
/// The journal in tables. Each driver has its own way to insert and delete many rows fast; reading is shared.
/// The fence is that (partition, sequence) is written once, and behind the retained rows the checkpoint: a row at or below it is a
/// conflict too, or an owner that slept past the retention could write into the past.
/// A checkpoint is uploaded in parts, each a transaction of its own, so that the appends of other partitions are not held up.
/// </summary>
internal abstract class RelationalJournal(Database database) : IJournal
{
    /// <summary>So many are deleted in one transaction.</summary>
    protected const int DeleteRows = 1_000;

    protected const int PageRows = 256;
    protected const string RowColumns = "partition, sequence, epoch, batch_id, written_at, body";
    private const int PartBytes = 1 << 20;

    /// <summary>Writes all rows in one transaction, in this order. A row that may not be written violates a constraint.</summary>
    protected abstract ValueTask InsertAsync(JournalRow[] rows, CancellationToken cancellation);

    /// <summary>Of the first <see cref="DeleteRows"/> rows of <see cref="DeleteAsync"/>, those that are old enough; answers how many.</summary>
    protected abstract ValueTask<int> DeleteSomeAsync(int partition, long lastSequence, Instant writtenBefore, CancellationToken cancellation);

    public async ValueTask AppendAsync(IReadOnlyList<JournalRow> rows, CancellationToken cancellation)
    {
        if (rows.Count == 0)
        {
            return;
        }

        // One order for everybody, or two colliding appends could each wait for the other.
        var ordered = rows.ToArray();
        Array.Sort(ordered, (left, right) =>
            left.Partition != right.Partition ? left.Partition.CompareTo(right.Partition) : left.Sequence.CompareTo(right.Sequence));
        try
        {
            await InsertAsync(ordered, cancellation);
        }
        catch (DbException exception) when (database.IsConstraintViolation(exception))
        {
            foreach (var row in rows)
            {
                if (await IsWrittenAsync(row.Partition, row.Sequence, cancellation))
                {
                    throw new JournalConflictException(row.Partition, row.Sequence);
                }
            }

            throw new ArgumentException("An append holds two rows with the same partition and sequence.", nameof(rows), exception);
        }
    }

    public async ValueTask<JournalPosition> ReadPositionAsync(int partition, CancellationToken cancellation)
    {
        var ends = await database.QueryAsync(
            new("""
                select sequence, epoch
                from (select sequence, epoch from journal where partition = $1 order by sequence desc limit 1) as newest
                union all select sequence, epoch from checkpoint where partition = $1
                """,
                partition),
            row => new JournalPosition(row.GetInt64(0), row.GetInt64(1)),
            cancellation);
        return ends.OrderByDescending(end => end.Sequence).FirstOrDefault();
    }

    public ValueTask<JournalRow?> ReadAsync(int partition, long sequence, CancellationToken cancellation) =>
        database.QueryFirstAsync(
            new($"select {RowColumns} from journal where partition = $1 and sequence = $2", partition, sequence), ReadRow, cancellation);

    public async IAsyncEnumerable<JournalRow> ReadFromAsync(
        int partition, long firstSequence, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var end = (await ReadPositionAsync(partition, cancellation)).Sequence;
        for (var next = firstSequence; next <= end;)
        {
            var page = await ReadPageAsync(partition, next, end, cancellation);
            foreach (var row in page)
            {
                yield return row;
            }

            if (page.Count < PageRows)
            {
                yield break;
            }

            next = page[^1].Sequence + 1;
        }
    }

    /// <summary>The first <see cref="PageRows"/> rows of a partition in this stretch of sequences; fewer only where there are no more.</summary>
    protected virtual ValueTask<List<JournalRow>> ReadPageAsync(int partition, long first, long last, CancellationToken cancellation) =>
        ReadPageAsync("journal", partition, first, last, cancellation);

    protected ValueTask<List<JournalRow>> ReadPageAsync(string source, int partition, long first, long last, CancellationToken cancellation) =>
        database.QueryAsync(
            new($"""
                select {RowColumns} from {source}
                where partition = $1 and sequence between $2 and $3 order by sequence limit {PageRows}
                """,
                partition, first, last),
            ReadRow,
            cancellation);

    public async ValueTask<long> DeleteAsync(int partition, long lastSequence, Instant writtenBefore, CancellationToken cancellation)
    {
        var deleted = 0L;
        while (true)
        {
            var chunk = await DeleteSomeAsync(partition, lastSequence, writtenBefore, cancellation);
            deleted += chunk;
            if (chunk < DeleteRows)
            {
                return deleted;
            }
        }
    }

    public async ValueTask SaveCheckpointAsync(Checkpoint checkpoint, CancellationToken cancellation)
    {
        while (!await IsCheckpointedAsync(checkpoint, cancellation))
        {
            var upload = Guid.NewGuid().ToByteArray();
            var parts = 0;
            for (var start = 0; start < checkpoint.Body.Length; start += PartBytes)
            {
                var body = checkpoint.Body.Slice(start, Math.Min(PartBytes, checkpoint.Body.Length - start));
                await database.ExecuteAsync(
                    new("insert into checkpoint_part (partition, upload, part, body) values ($1, $2, $3, $4)",
                        checkpoint.Partition, upload, parts++, body),
                    cancellation);
            }

            await database.WriteAsync(session => PublishAsync(session, checkpoint, upload, parts, cancellation), cancellation);
            await DeleteReplacedPartsAsync(checkpoint.Partition, cancellation);
        }
    }

    public ValueTask<Checkpoint?> ReadCheckpointAsync(int partition, CancellationToken cancellation) =>
        database.ReadAsync(
            async session =>
            {
                var parts = await session.QueryAsync(
                    new("""
                        select body from checkpoint join checkpoint_part
                        on checkpoint_part.partition = checkpoint.partition and checkpoint_part.upload = checkpoint.upload
                        where checkpoint.partition = $1 order by part
                        """,
                        partition),
                    row => row.Bytes(0),
                    cancellation);
                var body = new byte[parts.Sum(part => part.Length)];
                var length = 0;
                foreach (var part in parts)
                {
                    part.CopyTo(body, length);
                    length += part.Length;
                }

                return await session.QueryFirstAsync(
                    new("select sequence, epoch, taken_at from checkpoint where partition = $1", partition),
                    row => new Checkpoint(partition, row.GetInt64(0), row.GetInt64(1), row.Instant(2), body),
                    cancellation);
            },
            cancellation,
            snapshot: true);

    private async ValueTask<bool> IsCheckpointedAsync(Checkpoint checkpoint, CancellationToken cancellation)
    {
        var stored = await database.QueryAsync(
            new("select sequence from checkpoint where partition = $1 and sequence >= $2", checkpoint.Partition, checkpoint.Sequence),
            row => row.GetInt64(0),
            cancellation);
        return stored.Count > 0;
    }

    /// <summary>Makes the upload the checkpoint, unless another node that published meanwhile has cleared some of it away.</summary>
    private static async ValueTask<int> PublishAsync(
        Session session, Checkpoint checkpoint, byte[] upload, int parts, CancellationToken cancellation)
    {
        await session.LockTableAsync("checkpoint_part", cancellation);
        var uploaded = await session.QueryFirstAsync(
            new("select count(*) from checkpoint_part where partition = $1 and upload = $2", checkpoint.Partition, upload),
            row => row.GetInt64(0),
            cancellation);
        return uploaded != parts ? 0 : await session.ExecuteAsync(
            new("""
                insert into checkpoint (partition, sequence, epoch, taken_at, upload) values ($1, $2, $3, $4, $5)
                on conflict (partition) do update
                set sequence = excluded.sequence, epoch = excluded.epoch, taken_at = excluded.taken_at, upload = excluded.upload
                where checkpoint.sequence < excluded.sequence
                """,
                checkpoint.Partition, checkpoint.Sequence, checkpoint.Epoch, checkpoint.TakenAt.Microseconds, upload),
            cancellation);
    }

    /// <summary>Parts of checkpoints that were replaced, and of uploads that a crash cut short; few at a time.</summary>
    private async ValueTask DeleteReplacedPartsAsync(int partition, CancellationToken cancellation)
    {
        int deleted;
        do
        {
            deleted = await database.ExecuteAsync(
                new("""
                    delete from checkpoint_part where partition = $1 and (upload, part) in (
                        select upload, part from checkpoint_part
                        where partition = $1 and upload <> (select upload from checkpoint where partition = $1) limit 16)
                    """,
                    partition),
                cancellation);
        }
        while (deleted > 0);
    }

    private async ValueTask<bool> IsWrittenAsync(int partition, long sequence, CancellationToken cancellation)
    {
        var found = await database.QueryAsync(
            new("""
                select sequence from journal where partition = $1 and sequence = $2
                union all select sequence from checkpoint where partition = $1 and sequence >= $2
                """,
                partition, sequence),
            row => row.GetInt64(0),
            cancellation);
        return found.Count > 0;
    }

    private static JournalRow ReadRow(DbDataReader row) =>
        new(row.Int(0), row.GetInt64(1), row.GetInt64(2), new Guid(row.Bytes(3)), row.Instant(4), row.Bytes(5));
}
