using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Storage;

namespace Octant.Server.Storage.Relational;

/// <summary>What projectors write and people read.</summary>
/// <param name="database">Has the tables of the views.</param>
/// <param name="journal">Whose rows they are views of.</param>
internal sealed class RelationalProjectionStore(Database database, IJournal journal) : IProjectionStore
{
    private const int DeleteRows = 1_000;
    private const string ResponseColumns = "recommendation_id, partition, customer_key, outcome, reason, outlet, staff, responded_at";

    private readonly DecisionBlockTable _decisions = new(database, journal);
    private readonly ContactTable _contacts = new(database);

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
                    await EraseAsync(session, customer, cancellation);
                }

                var (decisions, contacts) = (InOrder(batch.Decisions, ByName), InOrder(batch.NewContacts, ByName));
                await DecisionBlockTable.InsertAsync(session, decisions, cancellation);
                await ContactTable.WriteAsync(session, contacts, InOrder(batch.Contacts, ByName), cancellation);
                await CustomerSequence.InsertAsync(session, EntriesOf(decisions, contacts), cancellation);
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

    public ValueTask<ContactRow?> ReadContactAsync(int partition, long sequence, string id, CancellationToken cancellation) =>
        _contacts.ReadAsync(partition, sequence, id, cancellation);

    public ValueTask<IReadOnlyList<ContactRow>> ReadContactsOfAsync(long customerKey, int limit, CancellationToken cancellation) =>
        _contacts.ReadOfAsync(customerKey, limit, cancellation);

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

    public ValueTask<IReadOnlyList<ContactRow>> ReadDueContactsAsync(
        string channel, string state, Instant dueBefore, int limit, CancellationToken cancellation) =>
        _contacts.ReadDueAsync(channel, state, dueBefore, limit, cancellation);

    public ValueTask<IReadOnlyList<ContactRow>> ReadContactsAfterAsync(
        string campaign, string channel, string state, ContactPlace after, Instant countsBefore, int limit, CancellationToken cancellation) =>
        _contacts.ReadAfterAsync(campaign, channel, state, after, countsBefore, limit, cancellation);

    public ValueTask<IReadOnlyList<CounterTotal>> ReadCountersAsync(CounterFilter filter, CounterParts by, CancellationToken cancellation) =>
        CounterQueries.ReadAsync(database, filter, by, cancellation);

    public ValueTask<IReadOnlyList<HourTotal>> ReadHoursAsync(CounterFilter filter, CancellationToken cancellation) =>
        CounterQueries.ReadHoursAsync(database, filter, cancellation);

    public ValueTask<long> TakeRecordsAsync(int partition, long lastSequence, Instant madeBefore, CancellationToken cancellation) =>
        _decisions.TakeRecordsAsync(partition, lastSequence, madeBefore, cancellation);

    public async ValueTask DeleteOlderAsync(Instant decisionsBefore, Instant contactsBefore, CancellationToken cancellation)
    {
        await _decisions.DeleteOlderAsync(decisionsBefore, cancellation);
        foreach (var partition in (await ReadWatermarksAsync(cancellation)).Keys)
        {
            await _contacts.DeleteOlderAsync(partition, decisionsBefore, contactsBefore, cancellation);
        }

        Statement responses = new(
            $"""
            delete from response where (recommendation_id, outcome) in (
                select recommendation_id, outcome from response where responded_at < $1 order by responded_at limit {DeleteRows})
            """,
            contactsBefore.Microseconds);
        while (await database.ExecuteAsync(responses, cancellation) == DeleteRows)
        {
            // A bounded number per transaction.
        }
    }

    private async ValueTask EraseAsync(Session session, long customerKey, CancellationToken cancellation)
    {
        await _decisions.EraseAsync(session, customerKey, cancellation);
        await ContactTable.EraseAsync(session, customerKey, cancellation);
        await session.ExecuteAllAsync(
            [
                new("delete from customer_sequence where customer_key = $1", customerKey),
                new("delete from response where customer_key = $1", customerKey),
            ],
            cancellation);
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

    /// <summary>Those of the decisions, and of contacts that no decision of the batch has made: what another system reported.</summary>
    private static CustomerSequence[] EntriesOf(DecisionPlace[] decisions, ContactRow[] contacts)
    {
        var entries = new List<CustomerSequence>(decisions.Length);
        foreach (var decision in decisions)
        {
            entries.Add(new CustomerSequence(decision.CustomerKey, decision.Sequence, decision.Partition));
        }

        var next = 0;
        foreach (var contact in contacts)
        {
            while (next < decisions.Length && (decisions[next].Partition, decisions[next].Sequence).CompareTo((contact.Partition, contact.Sequence)) < 0)
            {
                next++;
            }

            var isDecided = false;
            for (var i = next; i < decisions.Length && decisions[i].Partition == contact.Partition && decisions[i].Sequence == contact.Sequence; i++)
            {
                isDecided |= decisions[i].CustomerKey == contact.CustomerKey;
            }

            if (!isDecided)
            {
                entries.Add(ContactTable.EntryOf(contact));
            }
        }

        return [.. entries];
    }

    /// <summary>
    /// As they lie in the table or its index, by the whole key: neighbours share pages, and two projectors that meet in a counter wait for each other in
    /// one direction only. What comes in order, as decisions and contacts do, is only looked through.
    /// </summary>
    private static T[] InOrder<T>(IReadOnlyList<T> rows, Comparison<T> byPlace)
    {
        T[] ordered = [.. rows];
        if (FirstNotBehind(ordered, byPlace) is not null)
        {
            Array.Sort(ordered, byPlace);
        }

        return FirstNotBehind(ordered, byPlace) is { } place
            ? throw new InvalidOperationException($"A batch of projections names the same {typeof(T).Name} twice: {ordered[place]}.")
            : ordered;
    }

    /// <summary>The first row that does not come behind the one before it.</summary>
    private static int? FirstNotBehind<T>(T[] rows, Comparison<T> byPlace)
    {
        for (var i = 1; i < rows.Length; i++)
        {
            if (byPlace(rows[i - 1], rows[i]) >= 0)
            {
                return i;
            }
        }

        return null;
    }

    private static int ByName(DecisionPlace left, DecisionPlace right)
    {
        var order = left.Partition.CompareTo(right.Partition);
        order = order != 0 ? order : left.Sequence.CompareTo(right.Sequence);
        return order != 0 ? order : left.Index.CompareTo(right.Index);
    }

    private static int ByName(ContactRow left, ContactRow right)
    {
        var order = left.Partition.CompareTo(right.Partition);
        order = order != 0 ? order : left.Sequence.CompareTo(right.Sequence);

        // The second before the tenth, as they come.
        order = order != 0 ? order : left.Id.Length.CompareTo(right.Id.Length);
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
}
