using System.Data.Common;
using System.Runtime.CompilerServices;
using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Storage;

namespace Octant.Server.Storage.Relational;

/// <summary>What projectors write and people read.</summary>
internal sealed class RelationalProjectionStore(Database database) : IProjectionStore
{
    private const int PageRows = 500;
    private const int DeleteRows = 1_000;
    private const string DecisionColumns =
        "partition, sequence, position, customer_key, decided_at, channel, touchpoint, triggered_by, strategy_version, engine_version, inputs, result, checksum";

    private const string ContactColumns =
        "id, partition, customer_key, campaign, offering, channel, outlet, staff, granted_at, counts_at, valid_until, state, reason, state_at";

    private const string ResponseColumns = "recommendation_id, partition, customer_key, outcome, reason, outlet, staff, responded_at";

    public async ValueTask<IReadOnlyDictionary<int, long>> ReadWatermarksAsync(CancellationToken cancellation)
    {
        var rows = await database.QueryAsync(
            new("select partition, sequence from watermark"), row => KeyValuePair.Create(row.Int(0), row.GetInt64(1)), cancellation);
        return new Dictionary<int, long>(rows);
    }

    public async ValueTask ApplyAsync(ProjectionBatch batch, CancellationToken cancellation) =>
        await database.WriteAsync(
            async session =>
            {
                await RaiseWatermarksAsync(session, batch, cancellation);
                await session.ExecuteAllAsync([.. batch.ErasedCustomers.Distinct().SelectMany(Erase)], cancellation);
                return await session.ExecuteAllAsync(
                    [
                        .. batch.Decisions.Select(Insert),
                        .. batch.Contacts.Select(Put),
                        .. batch.Responses.Select(Insert),
                        .. Sums(batch.Counters).Select(Add),
                    ],
                    cancellation);
            },
            cancellation);

    public ValueTask<DecisionRow?> ReadDecisionAsync(int partition, long sequence, int index, CancellationToken cancellation) =>
        database.QueryFirstAsync(
            new($"select {DecisionColumns} from decision where partition = $1 and sequence = $2 and position = $3", partition, sequence, index),
            ReadDecision,
            cancellation);

    public ValueTask<long> CountDecisionsAsync(Instant from, Instant to, CancellationToken cancellation) =>
        database.QueryFirstAsync(
            new("select count(*) from decision where decided_at >= $1 and decided_at < $2", from.Microseconds, to.Microseconds),
            row => row.GetInt64(0),
            cancellation);

    public async IAsyncEnumerable<DecisionRow> ReadDecisionsAsync(
        Instant from, Instant to, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (at, partition, sequence, position) = (from.Microseconds, -1, 0L, 0);
        while (true)
        {
            var page = await database.QueryAsync(
                new($"""
                    select {DecisionColumns} from decision
                    where (decided_at, partition, sequence, position) > ($1, $2, $3, $4) and decided_at < $5
                    order by decided_at, partition, sequence, position limit {PageRows}
                    """,
                    at, partition, sequence, position, to.Microseconds),
                ReadDecision,
                cancellation);
            foreach (var row in page)
            {
                yield return row;
            }

            if (page.Count < PageRows)
            {
                yield break;
            }

            var last = page[^1];
            (at, partition, sequence, position) = (last.At.Microseconds, last.Partition, last.Sequence, last.Index);
        }
    }

    public async ValueTask<IReadOnlyList<DecisionRow>> ReadDecisionsOfAsync(long customerKey, int limit, CancellationToken cancellation) =>
        await database.QueryAsync(
            new($"""
                select {DecisionColumns} from decision where customer_key = $1
                order by decided_at desc, sequence desc, position desc limit $2
                """,
                customerKey, limit),
            ReadDecision,
            cancellation);

    public async ValueTask<IReadOnlyList<ContactRow>> ReadContactsOfAsync(long customerKey, int limit, CancellationToken cancellation) =>
        await database.QueryAsync(
            new($"select {ContactColumns} from contact where customer_key = $1 order by granted_at desc, id desc limit $2", customerKey, limit),
            ReadContact,
            cancellation);

    public async ValueTask<IReadOnlyList<ResponseRow>> ReadResponsesOfAsync(long customerKey, int limit, CancellationToken cancellation) =>
        await database.QueryAsync(
            new($"""
                select {ResponseColumns} from response where customer_key = $1
                order by responded_at desc, recommendation_id desc, outcome desc limit $2
                """,
                customerKey, limit),
            row => new ResponseRow(
                row.GetString(0), row.Int(1), row.GetInt64(2), row.GetString(3), row.Text(4), row.Text(5), row.Text(6), row.Instant(7)),
            cancellation);

    public async ValueTask<IReadOnlyList<ContactRow>> ReadDueContactsAsync(
        string channel, string state, Instant dueBefore, int limit, CancellationToken cancellation) =>
        await database.QueryAsync(
            new($"""
                select {ContactColumns} from contact
                where channel = $1 and state = $2 and counts_at < $3 order by counts_at, id limit $4
                """,
                channel, state, dueBefore.Microseconds, limit),
            ReadContact,
            cancellation);

    public async ValueTask<IReadOnlyList<CounterTotal>> ReadCountersAsync(CounterFilter filter, CancellationToken cancellation)
    {
        var conditions = new List<string>();
        var values = new List<object?>();
        Require("campaign =", filter.Campaign);
        Require("channel =", filter.Channel);
        Require("offering =", filter.Offering);
        Require("organisation =", filter.Organisation);
        Require("day >=", filter.FromDay);
        Require("day <=", filter.ToDay);
        var where = conditions.Count == 0 ? "" : "where " + string.Join(" and ", conditions);
        return await database.QueryAsync(
            new($"""
                select organisation, channel, offering, campaign, outcome, reason, cast(sum(amount) as bigint) from counter {where}
                group by organisation, channel, offering, campaign, outcome, reason
                order by organisation, channel, offering, campaign, outcome, reason
                """,
                [.. values]),
            row => new CounterTotal(
                row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetInt64(6)),
            cancellation);

        void Require(string comparison, object? value)
        {
            if (value is not null)
            {
                values.Add(value);
                conditions.Add($"{comparison} ${values.Count}");
            }
        }
    }

    public async ValueTask DeleteOlderAsync(Instant decisionsBefore, Instant contactsBefore, CancellationToken cancellation)
    {
        await DeleteOlderAsync("decision", "partition, sequence, position", "decided_at", decisionsBefore, cancellation);
        await DeleteOlderAsync("contact", "id", "counts_at", contactsBefore, cancellation);
        await DeleteOlderAsync("response", "recommendation_id, outcome", "responded_at", contactsBefore, cancellation);
    }

    private async ValueTask DeleteOlderAsync(string table, string key, string time, Instant before, CancellationToken cancellation)
    {
        int deleted;
        do
        {
            deleted = await database.ExecuteAsync(
                new($"delete from {table} where ({key}) in (select {key} from {table} where {time} < $1 order by {time} limit {DeleteRows})",
                    before.Microseconds),
                cancellation);
        }
        while (deleted == DeleteRows);
    }

    private static async ValueTask RaiseWatermarksAsync(Session session, ProjectionBatch batch, CancellationToken cancellation)
    {
        var partitions = batch.Watermarks.Keys.Order().ToArray();
        var raised = await session.ExecuteAllAsync(
            [.. partitions.Select(partition => new Statement(
                """
                insert into watermark (partition, sequence) values ($1, $2)
                on conflict (partition) do update set sequence = excluded.sequence where watermark.sequence < excluded.sequence
                """,
                partition, batch.Watermarks[partition]))],
            cancellation);
        var stale = Array.IndexOf(raised, 0);
        if (stale >= 0)
        {
            throw new InvalidOperationException(
                $"Projections of partition {partitions[stale]} are at or past sequence {batch.Watermarks[partitions[stale]]} already.");
        }
    }

    private static Statement[] Erase(long customerKey) =>
    [
        new("delete from decision where customer_key = $1", customerKey),
        new("delete from contact where customer_key = $1", customerKey),
        new("delete from response where customer_key = $1", customerKey),
    ];

    private static Statement Insert(DecisionRow row) => new(
        $"insert into decision ({DecisionColumns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        row.Partition, row.Sequence, row.Index, row.CustomerKey, row.At.Microseconds, row.Channel, row.Touchpoint, row.Trigger,
        row.StrategyVersion, row.EngineVersion, row.Inputs, row.Result, (long)row.Checksum);

    private static Statement Put(ContactRow row) => new(
        $"""
        insert into contact ({ContactColumns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        on conflict (id) do update set
            partition = excluded.partition, customer_key = excluded.customer_key, campaign = excluded.campaign,
            offering = excluded.offering, channel = excluded.channel, outlet = excluded.outlet, staff = excluded.staff,
            granted_at = excluded.granted_at, counts_at = excluded.counts_at, valid_until = excluded.valid_until,
            state = excluded.state, reason = excluded.reason, state_at = excluded.state_at
        """,
        row.Id, row.Partition, row.CustomerKey, row.Campaign, row.Offering, row.Channel, row.Outlet, row.Staff,
        row.GrantedAt.Microseconds, row.CountsAt.Microseconds, row.ValidUntil.Microseconds, row.State, row.Reason, row.StateAt.Microseconds);

    private static Statement Insert(ResponseRow row) => new(
        $"""
        insert into response ({ResponseColumns}) values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (recommendation_id, outcome) do nothing
        """,
        row.RecommendationId, row.Partition, row.CustomerKey, row.Outcome, row.Reason, row.Outlet, row.Staff, row.At.Microseconds);

    /// <summary>One change per counter, so that a busy counter is written once.</summary>
    private static IEnumerable<CounterChange> Sums(IReadOnlyList<CounterChange> changes) =>
        changes.GroupBy(
            change => change with { Amount = 0 },
            (counter, same) => counter with { Amount = same.Sum(change => change.Amount) });

    private static Statement Add(CounterChange change) => new(
        """
        insert into counter (campaign, day, organisation, channel, offering, outcome, reason, partition, amount)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        on conflict (campaign, day, organisation, channel, offering, outcome, reason, partition)
        do update set amount = counter.amount + excluded.amount
        """,
        change.Campaign, change.Day, change.Organisation, change.Channel, change.Offering, change.Outcome, change.Reason,
        change.Partition, change.Amount);

    private static DecisionRow ReadDecision(DbDataReader row) => new(
        row.Int(0), row.GetInt64(1), row.Int(2), row.GetInt64(3), row.Instant(4), row.GetString(5), row.Text(6), row.Text(7),
        row.GetInt64(8), row.Int(9), row.Bytes(10), row.Bytes(11), checked((uint)row.GetInt64(12)));

    private static ContactRow ReadContact(DbDataReader row) => new(
        row.GetString(0), row.Int(1), row.GetInt64(2), row.Text(3), row.Text(4), row.GetString(5), row.Text(6), row.Text(7),
        row.Instant(8), row.Instant(9), row.Instant(10), row.GetString(11), row.Text(12), row.Instant(13));
}
