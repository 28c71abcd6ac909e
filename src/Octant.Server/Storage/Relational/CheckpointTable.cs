using Octant.Platform.Foundation.Storage;

namespace Octant.Server.Storage.Relational;

/// <summary>
/// The checkpoint of each partition. One is uploaded in parts, each a transaction of its own, so that other writers are not held up.
/// </summary>
internal sealed class CheckpointTable(Database database)
{
    private const int PartBytes = 1 << 20;

    /// <summary>Where each partition's checkpoint ends.</summary>
    public async ValueTask<IReadOnlyList<(int Partition, JournalPosition Position)>> ReadPositionsAsync(CancellationToken cancellation) =>
        await database.QueryAsync(
            new("select partition, sequence, epoch from checkpoint"),
            row => (row.Int(0), new JournalPosition(row.GetInt64(1), row.GetInt64(2))),
            cancellation);

    /// <summary>One that is not higher than the one there is ignored.</summary>
    public async ValueTask SaveAsync(Checkpoint checkpoint, CancellationToken cancellation)
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

    public ValueTask<Checkpoint?> ReadAsync(int partition, CancellationToken cancellation) =>
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
                var body = parts is [var whole] ? whole : Joined(parts);
                return await session.QueryFirstAsync(
                    new("select sequence, epoch, taken_at from checkpoint where partition = $1", partition),
                    row => new Checkpoint(partition, row.GetInt64(0), row.GetInt64(1), row.Instant(2), body),
                    cancellation);
            },
            cancellation,
            snapshot: true);

    private static byte[] Joined(List<byte[]> parts)
    {
        var body = new byte[parts.Sum(part => part.Length)];
        var length = 0;
        foreach (var part in parts)
        {
            part.CopyTo(body, length);
            length += part.Length;
        }

        return body;
    }

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
}
