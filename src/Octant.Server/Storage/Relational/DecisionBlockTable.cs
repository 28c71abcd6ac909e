using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Storage;

namespace Octant.Server.Storage.Relational;

/// <summary>Where decision records lie, and themselves once the journal lets go of them.</summary>
internal sealed class DecisionBlockTable(Database database, IJournal journal)
{
    private const int PageBlocks = 64;
    private const int FewBlocks = 16;
    private const int OldRows = 2_000;
    private const string BlockColumns = "partition, first_sequence, last_sequence, decided_from, decided_to, records, body";

    private readonly JournalledRecords _journalled = new(journal);

    /// <param name="decisions">In order of their names.</param>
    public static ValueTask InsertAsync(Session session, DecisionPlace[] decisions, CancellationToken cancellation) =>
        session.InsertAllAsync(ProjectionWrites.DecisionBlocks, DecisionBlock.Cut(decisions), cancellation);

    /// <summary>Blocks that lose a record take in the others, so that it is gone from what people read.</summary>
    public async ValueTask EraseAsync(Session session, long customerKey, CancellationToken cancellation)
    {
        var entries = await CustomerSequence.ReadLatestAsync(session, customerKey, long.MaxValue, int.MaxValue, cancellation);
        foreach (var block in (await BlocksOfAsync(session, entries, cancellation)).Values)
        {
            var rows = await RecordsOfAsync(block, cancellation);
            DecisionRow[] kept = [.. rows.Where(row => row.CustomerKey != customerKey)];
            if (kept.Length < rows.Count)
            {
                await ReplaceAsync(session, block, kept, cancellation);
            }
        }
    }

    public async ValueTask<DecisionRow?> ReadAsync(int partition, long sequence, int index, CancellationToken cancellation)
    {
        var block = await database.ReadAsync(session => FindAsync(session, partition, sequence, cancellation), cancellation);
        return block is null
            ? null
            : (await RecordsOfAsync(block, cancellation, sequence)).Find(row => row.Sequence == sequence && row.Index == index);
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
        foreach (var block in edges)
        {
            inside += (await RecordsOfAsync(block, cancellation)).LongCount(row => row.At >= from && row.At < to);
        }

        return inside;
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

                foreach (var row in await RecordsOfAsync(block, cancellation))
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

    /// <summary>Not every sequence of a customer holds a decision, so one goes back until there are enough.</summary>
    public async ValueTask<IReadOnlyList<DecisionRow>> ReadOfAsync(long customerKey, int limit, CancellationToken cancellation)
    {
        var rows = new List<DecisionRow>();
        var before = long.MaxValue;
        List<CustomerSequence> entries;
        do
        {
            (entries, var blocks) = await database.ReadAsync(
                async session =>
                {
                    var latest = await CustomerSequence.ReadLatestAsync(session, customerKey, before, limit, cancellation);
                    return (latest, await BlocksOfAsync(session, latest, cancellation));
                },
                cancellation);
            foreach (var block in blocks.Values)
            {
                if (!block.IsInJournal)
                {
                    rows.AddRange(DecisionBlock.Decode(block.Partition, block.Body).Where(row => row.CustomerKey == customerKey && row.Sequence < before));
                    continue;
                }

                foreach (var entry in entries.Where(entry => entry.Partition == block.Partition && block.Spans(entry.Sequence)))
                {
                    rows.AddRange((await RecordsOfAsync(block, cancellation, entry.Sequence)).Where(row => row.CustomerKey == customerKey));
                }
            }

            before = entries is [.., var last] ? last.Sequence : before;
        }
        while (rows.Count < limit && entries.Count == limit);

        return
        [
            .. rows.DistinctBy(row => (row.Partition, row.Sequence, row.Index))
                .OrderByDescending(row => row.At).ThenByDescending(row => row.Sequence).ThenByDescending(row => row.Index)
                .Take(limit),
        ];
    }

    /// <inheritdoc cref="IProjectionStore.TakeRecordsAsync"/>
    public async ValueTask<long> TakeRecordsAsync(int partition, long lastSequence, Instant madeBefore, CancellationToken cancellation)
    {
        List<DecisionBlock> blocks;
        do
        {
            blocks = await database.QueryAsync(
                new($"""
                    select {BlockColumns} from decision_block
                    where partition = $1 and decided_from < $2 and length(body) = 0 order by first_sequence limit {FewBlocks}
                    """,
                    partition, madeBefore.Microseconds),
                ReadBlock,
                cancellation);
            var taken = new List<Statement>();
            foreach (var block in blocks)
            {
                var rows = await RecordsOfAsync(block, cancellation);
                taken.Add(rows.Count == 0
                    ? new("delete from decision_block where partition = $1 and first_sequence = $2 and length(body) = 0", partition, block.FirstSequence)
                    : new(
                        "update decision_block set records = $3, body = $4 where partition = $1 and first_sequence = $2 and length(body) = 0",
                        partition, block.FirstSequence, rows.Count, DecisionBlock.BodyOf(CollectionsMarshal.AsSpan(rows))));
            }

            // A block that took in its records meanwhile, because one of them was erased, stays as it is.
            await database.WriteAsync(session => session.ExecuteAllAsync(taken, cancellation), cancellation);
        }
        while (blocks.Count == FewBlocks);

        var left = await database.QueryFirstAsync(
            new("select min(first_sequence) from decision_block where partition = $1 and length(body) = 0", partition),
            row => row.IsDBNull(0) ? (long?)null : row.GetInt64(0),
            cancellation);
        return Math.Min(lastSequence, left - 1 ?? lastSequence);
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
                        new($"select {BlockColumns} from decision_block where decided_from < $1 order by decided_from limit {FewBlocks}",
                            before.Microseconds),
                        ReadBlock,
                        cancellation);
                    foreach (var block in blocks)
                    {
                        var rows = await RecordsOfAsync(block, cancellation);
                        var kept = rows.Where(row => row.At >= before).ToArray();
                        var stay = kept.Select(row => (row.CustomerKey, row.Sequence)).ToHashSet();
                        await session.ExecuteAllAsync(
                            [
                                .. rows
                                    .Where(row => row.At < before && !stay.Contains((row.CustomerKey, row.Sequence)))
                                    .Select(row => new Statement(
                                        CustomerSequence.DeleteWithoutContact, row.CustomerKey, row.Sequence, row.Partition)),
                            ],
                            cancellation);
                        await ReplaceAsync(session, block, kept, cancellation);
                    }

                    return blocks.Count;
                },
                cancellation);
        }
        while (found == FewBlocks);
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

    private static async ValueTask InsertAsync(Session session, List<DecisionRow> rows, CancellationToken cancellation)
    {
        var places = rows.ConvertAll(row => new DecisionPlace(row.Partition, row.Sequence, row.Index, row.CustomerKey, row.At));
        var (statements, first) = (new List<Statement>(), 0);
        foreach (var block in DecisionBlock.Cut(CollectionsMarshal.AsSpan(places)))
        {
            statements.Add(new(
                "insert into decision_block (partition, first_sequence, decided_from, decided_to, records, body) values ($1, $2, $3, $4, $5, $6)",
                block.Partition, block.FirstSequence, block.From.Microseconds, block.To.Microseconds, block.Records,
                DecisionBlock.BodyOf(CollectionsMarshal.AsSpan(rows).Slice(first, block.Records))));
            first += block.Records;
        }

        // Under the name the table had then.
        statements.AddRange(places.OrderBy(place => place.CustomerKey).Select(place => new Statement(
            "insert into customer_decision (customer_key, sequence, partition) values ($1, $2, $3) on conflict do nothing",
            place.CustomerKey, place.Sequence, place.Partition)));
        await session.ExecuteAllAsync(statements, cancellation);
    }

    /// <summary>
    /// The block keeps its place, whatever is left of it. One that somebody else has made smaller meanwhile must be read again, or it would get back what
    /// is gone: the transaction fails.
    /// </summary>
    private static async ValueTask ReplaceAsync(
        Session session, DecisionBlock block, DecisionRow[] kept, CancellationToken cancellation)
    {
        var changed = await session.ExecuteAsync(
            kept.Length == 0
                ? new("delete from decision_block where partition = $1 and first_sequence = $2 and records = $3",
                    block.Partition, block.FirstSequence, block.Records)
                : new("""
                    update decision_block set decided_from = $4, decided_to = $5, records = $6, body = $7
                    where partition = $1 and first_sequence = $2 and records = $3
                    """,
                    block.Partition, block.FirstSequence, block.Records,
                    kept.Min(row => row.At).Microseconds, kept.Max(row => row.At).Microseconds, kept.Length, DecisionBlock.BodyOf(kept)),
            cancellation);
        if (changed == 0)
        {
            throw new InvalidOperationException(
                $"The block of decisions at {block.FirstSequence} of partition {block.Partition} was changed by somebody else.");
        }
    }

    private static ValueTask<DecisionBlock?> FindAsync(Session session, int partition, long sequence, CancellationToken cancellation) =>
        session.QueryFirstAsync(
            new($"select {BlockColumns} from decision_block where partition = $1 and first_sequence <= $2 order by first_sequence desc limit 1",
                partition, sequence),
            ReadBlock,
            cancellation);

    /// <summary>The blocks they fall into, each once.</summary>
    private static async ValueTask<Dictionary<(int Partition, long FirstSequence), DecisionBlock>> BlocksOfAsync(
        Session session, List<CustomerSequence> entries, CancellationToken cancellation)
    {
        var blocks = new Dictionary<(int, long), DecisionBlock>();
        foreach (var entry in entries)
        {
            if (await FindAsync(session, entry.Partition, entry.Sequence, cancellation) is { } block)
            {
                blocks.TryAdd((block.Partition, block.FirstSequence), block);
            }
        }

        return blocks;
    }

    /// <param name="block">The journal rows of which may go while it is read.</param>
    /// <param name="sequence">Those of this one are enough; null for all.</param>
    private async ValueTask<List<DecisionRow>> RecordsOfAsync(DecisionBlock block, CancellationToken cancellation, long? sequence = null)
    {
        if (!block.IsInJournal)
        {
            return DecisionBlock.Decode(block.Partition, block.Body);
        }

        // A row behind the block may be there, but the views do not have it yet.
        var (first, last) = (Math.Max(sequence ?? block.FirstSequence, block.FirstSequence), Math.Min(sequence ?? block.LastSequence, block.LastSequence));
        var rows = await _journalled.ReadAsync(block.Partition, first, last, cancellation);
        if (rows.Count >= (sequence is null ? block.Records : 1))
        {
            return rows;
        }

        var now = await database.ReadAsync(session => FindAsync(session, block.Partition, block.FirstSequence, cancellation), cancellation);
        return now is { IsInJournal: false } && now.FirstSequence == block.FirstSequence ? DecisionBlock.Decode(now.Partition, now.Body) : rows;
    }

    private static DecisionBlock ReadBlock(DbDataReader row) =>
        new(row.Int(0), row.GetInt64(1), row.GetInt64(2), row.Instant(3), row.Instant(4), row.Int(5), row.Bytes(6));
}
