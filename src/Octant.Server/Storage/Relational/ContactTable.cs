using System.Data.Common;
using System.Globalization;
using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Storage;

namespace Octant.Server.Storage.Relational;

/// <summary>
/// Contacts in their latest state, each under the journal row that made it. A customer's are found by <see cref="CustomerSequence"/>; what senders and
/// surveys seek, by channel, state and time.
/// </summary>
internal sealed class ContactTable(Database database)
{
    private const int PageRows = 1_000;
    private const int OldRows = 2_000;
    private const string Columns =
        """
        contact.id, contact.partition, contact.sequence, contact.customer_key, campaign, offering, channel, outlet, staff, granted_at, counts_at, valid_until,
        state, reason, state_at, sought_on is not null
        """;

    /// <param name="made">Not named before, in order of (partition, sequence, id).</param>
    /// <param name="moved">Others, in the same order.</param>
    public static async ValueTask WriteAsync(Session session, ContactRow[] made, ContactRow[] moved, CancellationToken cancellation)
    {
        await session.InsertAllAsync(ProjectionWrites.Contacts, made, cancellation);
        await session.InsertAllAsync(ProjectionWrites.Contacts, moved, cancellation);
    }

    public static async ValueTask EraseAsync(Session session, long customerKey, CancellationToken cancellation) =>
        await session.ExecuteAsync(
            new("""
                delete from contact where customer_key = $1
                    and (partition, sequence) in (select partition, sequence from customer_sequence where customer_key = $1)
                """,
                customerKey),
            cancellation);

    public ValueTask<ContactRow?> ReadAsync(int partition, long sequence, string id, CancellationToken cancellation) =>
        database.QueryFirstAsync(
            new($"select {Columns} from contact where partition = $1 and sequence = $2 and id = $3", partition, sequence, id), Read, cancellation);

    public async ValueTask<IReadOnlyList<ContactRow>> ReadOfAsync(long customerKey, int limit, CancellationToken cancellation) =>
        await database.QueryAsync(
            new($"""
                select {Columns} from customer_sequence
                join contact on contact.partition = customer_sequence.partition and contact.sequence = customer_sequence.sequence
                where customer_sequence.customer_key = $1 and contact.customer_key = $1 order by granted_at desc, id desc limit $2
                """,
                customerKey, limit),
            Read,
            cancellation);

    /// <inheritdoc cref="IProjectionStore.ReadDueContactsAsync"/>
    public async ValueTask<IReadOnlyList<ContactRow>> ReadDueAsync(
        string channel, string state, Instant dueBefore, int limit, CancellationToken cancellation) =>
        await database.QueryAsync(
            new($"select {Columns} from contact where sought_on = $1 and state = $2 and counts_at < $3 order by counts_at, id limit $4",
                channel, state, dueBefore.Microseconds, limit),
            Read,
            cancellation);

    /// <inheritdoc cref="IProjectionStore.ReadContactsAfterAsync"/>
    public async ValueTask<IReadOnlyList<ContactRow>> ReadAfterAsync(
        string campaign, string channel, string state, ContactPlace after, Instant countsBefore, int limit, CancellationToken cancellation) =>
        await database.QueryAsync(
            new($"""
                select {Columns} from contact
                where sought_on = $1 and state = $2 and campaign = $3 and counts_at >= $4 and counts_at < $5 and (counts_at > $4 or id > $6)
                order by counts_at, id limit $7
                """,
                channel, state, campaign, after.CountsAt.Microseconds, countsBefore.Microseconds, after.Id, limit),
            Read,
            cancellation);

    /// <summary>
    /// Those of a partition that counted before an instant. They lie in the order in which they were granted, and none counts earlier than that, so one looks
    /// no further than the first page that ends with a younger one.
    /// </summary>
    /// <param name="decisionsBefore">Of these decisions the views have nothing any more.</param>
    public async ValueTask DeleteOlderAsync(int partition, Instant decisionsBefore, Instant before, CancellationToken cancellation)
    {
        var (sequence, id) = (-1L, "");
        List<ContactRow> page;
        do
        {
            page = await database.QueryAsync(
                new($"select {Columns} from contact where partition = $1 and (sequence, id) > ($2, $3) order by sequence, id limit {PageRows}",
                    partition, sequence, id),
                Read,
                cancellation);
            var old = page.Where(contact => contact.CountsAt < before).ToArray();
            await database.WriteAsync(
                session => session.ExecuteAllAsync(
                    [
                        .. old.Select(contact => new Statement(
                            "delete from contact where partition = $1 and sequence = $2 and id = $3 and counts_at < $4",
                            partition, contact.Sequence, contact.Id, before.Microseconds)),
                        .. old
                            .Where(contact => contact.GrantedAt < decisionsBefore)
                            .Select(contact => new Statement(CustomerSequence.DeleteWithoutContact, contact.CustomerKey, contact.Sequence, partition)),
                    ],
                    cancellation),
                cancellation);
            (sequence, id) = page is [.., var last] ? (last.Sequence, last.Id) : (sequence, id);
        }
        while (page.Count == PageRows && page[^1].GrantedAt < before);
    }

    /// <summary>Puts the rows of the table that held contacts in the order of writing under the journal rows that made them.</summary>
    public static async ValueTask TakeOverRowsAsync(Session session, CancellationToken cancellation)
    {
        var (partition, id) = (-1, "");
        List<ContactRow> page;
        await session.ExecuteAsync(new("create index contact_before_order on contact_before (partition, id)"), cancellation);
        do
        {
            page = await session.QueryAsync(
                new($"""
                    select id, partition, cast(0 as bigint), customer_key, campaign, offering, channel, outlet, staff, granted_at, counts_at, valid_until,
                        state, reason, state_at, state in ('pending', 'sent')
                    from contact_before where (partition, id) > ($1, $2) order by partition, id limit {OldRows}
                    """,
                    partition, id),
                Read,
                cancellation);
            var rows = page.ConvertAll(row => row with { Sequence = SequenceOf(row.Id) });
            await session.InsertAllAsync(ProjectionWrites.Contacts, rows, cancellation);
            await CustomerSequence.InsertAsync(session, [.. rows.Select(EntryOf).Distinct()], cancellation);
            (partition, id) = page is [.., var last] ? (last.Partition, last.Id) : (partition, id);
        }
        while (page.Count == OldRows);
    }

    public static CustomerSequence EntryOf(ContactRow contact) => new(contact.CustomerKey, contact.Sequence, contact.Partition);

    /// <summary>Both kinds of id say it after the partition: <c>partition-sequence-index-rank</c> and <c>source/partition-sequence-index</c>.</summary>
    private static long SequenceOf(string id)
    {
        var name = id[(id.LastIndexOf('/') + 1)..].Split('-');
        return name.Length > 2 && long.TryParse(name[1], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? sequence
            : throw new StorageRefusedException($"The contact '{id}' does not say which journal row made it.");
    }

    private static ContactRow Read(DbDataReader row) => new(
        row.GetString(0), row.Int(1), row.GetInt64(2), row.GetInt64(3), row.Text(4), row.Text(5), row.GetString(6), row.Text(7), row.Text(8),
        row.Instant(9), row.Instant(10), row.Instant(11), row.GetString(12), row.Text(13), row.Instant(14), row.GetBoolean(15));
}
