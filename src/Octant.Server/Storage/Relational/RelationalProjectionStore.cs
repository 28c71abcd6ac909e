using System.Data.Common;
using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Storage;

namespace Octant.Server.Storage.Relational;

/// <summary>What projectors write and people read.</summary>
/// <param name="database">Has the tables of the views.</param>
/// <param name="journal">Whose rows they are views of.</param>
internal sealed class RelationalProjectionStore(Database database, IJournal journal) : IProjectionStore
{
    private const int DeleteRows = 1_000;
    private const string ContactColumns =
        "id, partition, customer_key, campaign, offering, channel, outlet, staff, granted_at, counts_at, valid_until, state, reason, state_at";

    private const string ResponseColumns = "recommendation_id, partition, customer_key, outcome, reason, outlet, staff, responded_at";

    private readonly DecisionBlockTable _decisions = new(database, journal);

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
                foreach (var customer in batch.ErasedCustomers.Distinct())
                {
                    await _decisions.EraseAsync(session, customer, cancellation);
                    await session.ExecuteAllAsync(
                        [
                            new("delete from contact where customer_key = $1", customer),
                            new("delete from response where customer_key = $1", customer),
                        ],
                        cancellation);
                }

                await DecisionBlockTable.InsertAsync(session, batch.Decisions, cancellation);
                await WriteContactsAsync(session, batch, cancellation);
                await session.InsertAllAsync(ProjectionWrites.Responses, batch.Responses, cancellation);
                await session.InsertAllAsync(ProjectionWrites.Counters, InOrder(batch.Counters, ByPlace), cancellation);
                await session.InsertAllAsync(ProjectionWrites.Hours, InOrder(batch.Hours, ByPlace), cancellation);
                return true;
            },
            cancellation);

    public ValueTask<DecisionRow?> ReadDecisionAsync(int partition, long sequence, int index, CancellationToken cancellation) =>
        _decisions.ReadAsync(partition, sequence, index, cancellation);

    public ValueTask<long> CountDecisionsAsync(Instant from, Instant to, CancellationToken cancellation) =>
        _decisions.CountAsync(from, to, cancellation);

    public IAsyncEnumerable<DecisionRow> ReadDecisionsAsync(Instant from, Instant to, CancellationToken cancellation) =>
        _decisions.ReadAsync(from, to, cancellation);

    public ValueTask<IReadOnlyList<DecisionRow>> ReadDecisionsOfAsync(long customerKey, int limit, CancellationToken cancellation) =>
        _decisions.ReadOfAsync(customerKey, limit, cancellation);

    public ValueTask<ContactRow?> ReadContactAsync(long customerKey, string id, CancellationToken cancellation) =>
        database.QueryFirstAsync(
            new($"select {ContactColumns} from contact where customer_key = $1 and id = $2", customerKey, id), ReadContact, cancellation);

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

    public async ValueTask<IReadOnlyList<ContactRow>> ReadContactsAfterAsync(
        string campaign, string channel, string state, ContactPlace after, Instant countsBefore, int limit, CancellationToken cancellation) =>
        await database.QueryAsync(
            new($"""
                select {ContactColumns} from contact
                where channel = $1 and state = $2 and campaign = $3 and counts_at >= $4 and counts_at < $5 and (counts_at > $4 or id > $6)
                order by counts_at, id limit $7
                """,
                channel, state, campaign, after.CountsAt.Microseconds, countsBefore.Microseconds, after.Id, limit),
            ReadContact,
            cancellation);

    public ValueTask<IReadOnlyList<CounterTotal>> ReadCountersAsync(CounterFilter filter, CounterParts by, CancellationToken cancellation) =>
        CounterQueries.ReadAsync(database, filter, by, cancellation);

    public ValueTask<IReadOnlyList<HourTotal>> ReadHoursAsync(CounterFilter filter, CancellationToken cancellation) =>
        CounterQueries.ReadHoursAsync(database, filter, cancellation);

    public ValueTask<long> TakeRecordsAsync(int partition, long lastSequence, Instant madeBefore, CancellationToken cancellation) =>
        _decisions.TakeRecordsAsync(partition, lastSequence, madeBefore, cancellation);

    public async ValueTask DeleteOlderAsync(Instant decisionsBefore, Instant contactsBefore, CancellationToken cancellation)
    {
        await _decisions.DeleteOlderAsync(decisionsBefore, cancellation);
        await DeleteOlderContactsAsync(contactsBefore, cancellation);
        await DeleteAsync(
            $"""
            delete from response where (recommendation_id, outcome) in (
                select recommendation_id, outcome from response where responded_at < $1 order by responded_at limit {DeleteRows})
            """,
            [contactsBefore.Microseconds],
            cancellation);
    }

    /// <summary>Channel by channel and state by state, along the index of what is due.</summary>
    private async ValueTask DeleteOlderContactsAsync(Instant before, CancellationToken cancellation)
    {
        var (channel, state) = ("", "");
        while (true)
        {
            var next = await database.QueryAsync(
                new("select channel, state from contact where (channel, state) > ($1, $2) order by channel, state limit 1", channel, state),
                row => (row.GetString(0), row.GetString(1)),
                cancellation);
            if (next.Count == 0)
            {
                return;
            }

            (channel, state) = next[0];
            await DeleteAsync(
                $"""
                delete from contact where (customer_key, id) in (
                    select customer_key, id from contact where channel = $1 and state = $2 and counts_at < $3 order by counts_at limit {DeleteRows})
                """,
                [channel, state, before.Microseconds],
                cancellation);
        }
    }

    private async ValueTask DeleteAsync(string sql, object?[] values, CancellationToken cancellation)
    {
        while (await database.ExecuteAsync(new(sql, values), cancellation) == DeleteRows)
        {
            // A bounded number per transaction.
        }
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

    private static async ValueTask WriteContactsAsync(Session session, ProjectionBatch batch, CancellationToken cancellation)
    {
        var contacts = InOrder([.. batch.NewContacts, .. batch.Contacts], ByPlace);
        await session.ExecuteAllAsync(
            [.. batch.Contacts.Select(contact => new Statement("delete from contact where customer_key = $1 and id = $2", contact.CustomerKey, contact.Id))],
            cancellation);
        await session.InsertAllAsync(ProjectionWrites.Contacts, contacts, cancellation);
    }

    /// <summary>
    /// As they lie in the table or its index, by the whole key: neighbours share pages, and two projectors that meet in a counter wait for each other in
    /// one direction only.
    /// </summary>
    private static T[] InOrder<T>(IReadOnlyList<T> rows, Comparison<T> byPlace)
    {
        T[] ordered = [.. rows];
        Array.Sort(ordered, byPlace);
        for (var i = 1; i < ordered.Length; i++)
        {
            if (byPlace(ordered[i - 1], ordered[i]) == 0)
            {
                throw new InvalidOperationException($"A batch of projections names the same {typeof(T).Name} twice: {ordered[i]}.");
            }
        }

        return ordered;
    }

    private static int ByPlace(ContactRow left, ContactRow right)
    {
        var order = left.CustomerKey.CompareTo(right.CustomerKey);
        return order != 0 ? order : string.CompareOrdinal(left.Id, right.Id);
    }

    private static int ByPlace(CounterChange left, CounterChange right)
    {
        var order = left.Day.CompareTo(right.Day);
        order = order != 0 ? order : string.CompareOrdinal(left.Campaign, right.Campaign);
        order = order != 0 ? order : string.CompareOrdinal(left.Organisation, right.Organisation);
        order = order != 0 ? order : string.CompareOrdinal(left.Staff, right.Staff);
        order = order != 0 ? order : string.CompareOrdinal(left.Channel, right.Channel);
        order = order != 0 ? order : string.CompareOrdinal(left.Offering, right.Offering);
        order = order != 0 ? order : string.CompareOrdinal(left.Outcome, right.Outcome);
        return order != 0 ? order : string.CompareOrdinal(left.Reason, right.Reason);
    }

    private static int ByPlace(HourChange left, HourChange right)
    {
        var order = left.Day.CompareTo(right.Day);
        order = order != 0 ? order : left.Hour.CompareTo(right.Hour);
        order = order != 0 ? order : string.CompareOrdinal(left.Organisation, right.Organisation);
        order = order != 0 ? order : string.CompareOrdinal(left.Channel, right.Channel);
        return order != 0 ? order : string.CompareOrdinal(left.Outcome, right.Outcome);
    }

    private static ContactRow ReadContact(DbDataReader row) => new(
        row.GetString(0), row.Int(1), row.GetInt64(2), row.Text(3), row.Text(4), row.GetString(5), row.Text(6), row.Text(7),
        row.Instant(8), row.Instant(9), row.Instant(10), row.GetString(11), row.Text(12), row.Instant(13));
}
