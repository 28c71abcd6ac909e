using System.Data.Common;
using System.Runtime.CompilerServices;
using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Storage;

namespace Octant.Server.Storage.Relational;

/// <summary>Decision records in blocks, and which sequences hold decisions of which customer.</summary>
internal sealed class DecisionBlockTable(Database database)
{
    private const int PageBlocks = 64;
    private const int DeleteBlocks = 16;
    private const int OldRows = 2_000;
    private const string BlockColumns = "partition, first_sequence, decided_from, decided_to, records, body";

    public static async ValueTask InsertAsync(Session session, IReadOnlyCollection<DecisionRow> decisions, CancellationToken cancellation)
    {
        if (decisions.Count > 0)
        {
            await session.InsertAllAsync(ProjectionWrites.DecisionBlocks, DecisionBlock.Cut(decisions), cancellation);
            await session.InsertAllAsync(
                ProjectionWrites.CustomerDecisions, [.. decisions.OrderBy(row => row.CustomerKey)], cancellation);
        }
    }

    public static async ValueTask EraseAsync(Session session, long customerKey, CancellationToken cancellation)
    {
        foreach (var block in await BlocksOfAsync(session, customerKey, int.MaxValue, cancellation))
        {
            await ReplaceAsync(
                session, block, [.. DecisionBlock.Decode(block.Partition, block.Body).Where(row => row.CustomerKey != customerKey)], cancellation);
        }

        await session.ExecuteAsync(new("delete from customer_decision where customer_key = $1", customerKey), cancellation);
    }

    public async ValueTask<DecisionRow?> ReadAsync(int partition, long sequence, int index, CancellationToken cancellation)
    {
        var block = await database.ReadAsync(session => FindAsync(session, partition, sequence, cancellation), cancellation);
        return block is null
            ? null
            : DecisionBlock.Decode(partition, block.Body).Find(row => row.Sequence == sequence && row.Index == index);
    }

    public async ValueTask<long> CountAsync(Instant from, Instant to, CancellationToken cancellation)
    {
        var (inside, edges) = await database.ReadAsync(
            async session => (
                await session.QueryFirstAsync(
                    new("select cast(coalesce(sum(records), 0) as bigint) from decision_block where decided_from >= $1 and decided_from < $2 and decided_to < $2",
                        from.Microseconds, to.Microseconds),
                    row => row.GetInt64(0),
                    cancellation),
                await session.QueryAsync(
                    new($"""
                        select {BlockColumns} from decision_block
                        where decided_from >= $1 and decided_from < $3 and decided_to >= $2 and (decided_from < $2 or decided_to >= $3)
                        """,
                        (from - DecisionBlock.MostSpan).Microseconds, from.Microseconds, to.Microseconds),
                    ReadBlock,
                    cancellation)),
            cancellation,
            snapshot: true);
        return inside + edges.Sum(block => DecisionBlock.Decode(block.Partition, block.Body).LongCount(row => row.At >= from && row.At < to));
    }

    /// <summary>
    /// Blocks come in order of their beginnings; a record goes out when no block to come can hold an earlier one.
    /// </summary>
    public async IAsyncEnumerable<DecisionRow> ReadAsync(Instant from, Instant to, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var waiting = new PriorityQueue<DecisionRow, (Instant, int, long, int)>();
        var (at, partition, sequence) = ((from - DecisionBlock.MostSpan).Microseconds, -1, -1L);
        List<DecisionBlock> page;
        do
        {
            page = await database.QueryAsync(
                new($"""
                    select {BlockColumns} from decision_block
                    where (decided_from, partition, first_sequence) > ($1, $2, $3) and decided_from < $4
                    order by decided_from, partition, first_sequence limit {PageBlocks}
                    """,
                    at, partition, sequence, to.Microseconds),
                ReadBlock,
                cancellation);
            foreach (var block in page)
            {
                while (waiting.TryPeek(out var next, out _) && next.At < block.From)
                {
                    yield return waiting.Dequeue();
                }

                foreach (var row in DecisionBlock.Decode(block.Partition, block.Body))
                {
                    if (row.At >= from && row.At < to)
                    {
                        waiting.Enqueue(row, (row.At, row.Partition, row.Sequence, row.Index));
                    }
                }

                (at, partition, sequence) = (block.From.Microseconds, block.Partition, block.FirstSequence);
            }
        }
        while (page.Count == PageBlocks);

        while (waiting.TryDequeue(out var row, out _))
        {
            yield return row;
        }
    }

    public async ValueTask<IReadOnlyList<DecisionRow>> ReadOfAsync(long customerKey, int limit, CancellationToken cancellation)
    {
        var blocks = await database.ReadAsync(session => BlocksOfAsync(session, customerKey, limit, cancellation), cancellation);
        return
        [
            .. blocks
                .SelectMany(block => DecisionBlock.Decode(block.Partition, block.Body))
                .Where(row => row.CustomerKey == customerKey)
                .OrderByDescending(row => row.At).ThenByDescending(row => row.Sequence).ThenByDescending(row => row.Index)
                .Take(limit),
        ];
    }

    /// <summary>A few blocks per transaction; what a block still has to keep is written anew.</summary>
    public async ValueTask DeleteOlderAsync(Instant before, CancellationToken cancellation)
    {
        int found;
        do
        {
            found = await database.WriteAsync(
                async session =>
                {
                    var blocks = await session.QueryAsync(
                        new($"select {BlockColumns} from decision_block where decided_from < $1 order by decided_from limit {DeleteBlocks}",
                            before.Microseconds),
                        ReadBlock,
                        cancellation);
                    foreach (var block in blocks)
                    {
                        var rows = DecisionBlock.Decode(block.Partition, block.Body);
                        var kept = rows.Where(row => row.At >= before).ToArray();
                        var stay = kept.Select(row => (row.CustomerKey, row.Sequence)).ToHashSet();
                        await session.ExecuteAllAsync(
                            [
                                .. rows
                                    .Where(row => row.At < before && !stay.Contains((row.CustomerKey, row.Sequence)))
                                    .Select(row => new Statement(
                                        "delete from customer_decision where customer_key = $1 and sequence = $2 and partition = $3",
                                        row.CustomerKey, row.Sequence, row.Partition)),
                            ],
                            cancellation);
                        await ReplaceAsync(session, block, kept, cancellation);
                    }

                    return blocks.Count;
                },
                cancellation);
        }
        while (found == DeleteBlocks);
    }

    /// <summary>Puts the rows of the table that held one decision each into blocks.</summary>
    public static async ValueTask TakeOverRowsAsync(Session session, CancellationToken cancellation)
    {
        var (partition, sequence) = (-1, 0L);
        while (true)
        {
            var page = await session.QueryAsync(
                new($"""
                    select partition, sequence, position, customer_key, decided_at, channel, touchpoint, triggered_by, strategy_version,
                        engine_version, inputs, result, checksum
                    from decision where (partition, sequence) > ($1, $2) order by partition, sequence, position limit {OldRows}
                    """,
                    partition, sequence),
                row => new DecisionRow(
                    row.Int(0), row.GetInt64(1), row.Int(2), row.GetInt64(3), row.Instant(4), row.GetString(5), row.Text(6), row.Text(7),
                    row.GetInt64(8), row.Int(9), row.Bytes(10), row.Bytes(11), checked((uint)row.GetInt64(12))),
                cancellation);
            if (page.Count == OldRows)
            {
                // The last sequence may go on behind the page. A journal row holds far fewer commands than a page has rows.
                var cut = page[^1];
                page.RemoveAll(row => row.Partition == cut.Partition && row.Sequence == cut.Sequence);
            }

            if (page.Count == 0)
            {
                return;
            }

            await InsertAsync(session, page, cancellation);
            (partition, sequence) = (page[^1].Partition, page[^1].Sequence);
        }
    }

    /// <summary>The block keeps its place, whatever is left of it.</summary>
    private static async ValueTask ReplaceAsync(
        Session session, DecisionBlock block, DecisionRow[] kept, CancellationToken cancellation)
    {
        if (kept.Length == 0)
        {
            await session.ExecuteAsync(
                new("delete from decision_block where partition = $1 and first_sequence = $2", block.Partition, block.FirstSequence), cancellation);
            return;
        }

        var left = DecisionBlock.Of(kept);
        await session.ExecuteAsync(
            new("""
                update decision_block set decided_from = $3, decided_to = $4, records = $5, body = $6
                where partition = $1 and first_sequence = $2
                """,
                block.Partition, block.FirstSequence, left.From.Microseconds, left.To.Microseconds, left.Records, left.Body),
            cancellation);
    }

    private static async ValueTask<DecisionBlock?> FindAsync(Session session, int partition, long sequence, CancellationToken cancellation) =>
        await session.QueryFirstAsync(
            new($"select {BlockColumns} from decision_block where partition = $1 and first_sequence <= $2 order by first_sequence desc limit 1",
                partition, sequence),
            ReadBlock,
            cancellation);

    /// <summary>The blocks with the latest sequences of a customer, each once.</summary>
    private static async ValueTask<List<DecisionBlock>> BlocksOfAsync(Session session, long customerKey, int sequences, CancellationToken cancellation)
    {
        var places = await session.QueryAsync(
            new("select partition, sequence from customer_decision where customer_key = $1 order by sequence desc limit $2", customerKey, sequences),
            row => (Partition: row.Int(0), Sequence: row.GetInt64(1)),
            cancellation);
        var blocks = new Dictionary<(int, long), DecisionBlock>();
        foreach (var (partition, sequence) in places)
        {
            if (await FindAsync(session, partition, sequence, cancellation) is { } block)
            {
                blocks.TryAdd((partition, block.FirstSequence), block);
            }
        }

        return [.. blocks.Values];
    }

    private static DecisionBlock ReadBlock(DbDataReader row) =>
        new(row.Int(0), row.GetInt64(1), row.Instant(2), row.Instant(3), row.Int(4), row.Bytes(5));
}
