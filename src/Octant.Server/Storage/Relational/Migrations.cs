using Octant.Platform.Foundation.Storage;

namespace Octant.Server.Storage.Relational;

/// <summary>Which part of the store a table belongs to: a file of its own on SQLite, tables of one schema on PostgreSQL.</summary>
internal enum StorePart
{
    Journal,
    Projections,
    Office,
    Identity,
}

/// <param name="Move">Moves rows where a statement cannot, after the first <paramref name="Sql"/> and before <paramref name="Rest"/>.</param>
/// <param name="ForOneWriter">Only where <see cref="Dialect.OneWriter"/> holds; elsewhere the step is recorded and does nothing.</param>
internal sealed record Migration(
    int Number,
    StorePart Part,
    string[] Sql,
    Func<Session, CancellationToken, ValueTask>? Move = null,
    string[]? Rest = null,
    bool ForOneWriter = false);

/// <summary>How one dialect writes what the two do not share.</summary>
/// <param name="Text">A text that is compared and ordered by its UTF-8 bytes.</param>
/// <param name="Bytes">A byte string.</param>
/// <param name="Numbered">A primary key that counts up and is never given twice.</param>
/// <param name="Clustered">After a table of small rows: stored in key order.</param>
/// <param name="OneWriter">One process writes, one transaction after another, so that what was written later has the higher number.</param>
internal sealed record Dialect(string Text, string Bytes, string Numbered, string Clustered, bool OneWriter)
{
    public string Render(string sql) => sql
        .Replace("{text}", Text, StringComparison.Ordinal)
        .Replace("{bytes}", Bytes, StringComparison.Ordinal)
        .Replace("{numbered}", Numbered, StringComparison.Ordinal)
        .Replace("{clustered}", Clustered, StringComparison.Ordinal);
}

/// <summary>
/// The schema as the numbered steps that made it. Steps are applied in order, all missing ones of a file or schema in one
/// transaction that also records them in <c>schema_version</c>; a step that has been released is never changed, only followed by
/// another. A store that records a number unknown here was written by a newer program and is refused.
/// </summary>
internal static class Migrations
{
    public static readonly Migration[] All =
    [
        new(1, StorePart.Journal,
        [
            // Rows lie in the order of writing, so that a commit over many partitions fills few pages.
            """
            create table journal (
                partition bigint not null, sequence bigint not null, epoch bigint not null,
                batch_id {bytes} not null, written_at bigint not null, body {bytes} not null,
                primary key (partition, sequence))
            """,
            """
            create table checkpoint (
                partition bigint not null primary key, sequence bigint not null, epoch bigint not null,
                taken_at bigint not null, upload {bytes} not null){clustered}
            """,
            """
            create table checkpoint_part (
                partition bigint not null, upload {bytes} not null, part bigint not null, body {bytes} not null,
                primary key (partition, upload, part))
            """,
        ]),
        new(2, StorePart.Projections,
        [
            "create table watermark (partition bigint not null primary key, sequence bigint not null){clustered}",
            """
            create table decision (
                partition bigint not null, sequence bigint not null, position bigint not null, customer_key bigint not null,
                decided_at bigint not null, channel {text} not null, touchpoint {text}, triggered_by {text},
                strategy_version bigint not null, engine_version bigint not null,
                inputs {bytes} not null, result {bytes} not null, checksum bigint not null,
                primary key (partition, sequence, position))
            """,
            "create index decision_time on decision (decided_at, partition, sequence, position)",
            "create index decision_customer on decision (customer_key, decided_at)",
            """
            create table contact (
                id {text} not null primary key, partition bigint not null, customer_key bigint not null,
                campaign {text}, offering {text}, channel {text} not null, outlet {text}, staff {text},
                granted_at bigint not null, counts_at bigint not null, valid_until bigint not null,
                state {text} not null, reason {text}, state_at bigint not null)
            """,
            "create index contact_customer on contact (customer_key, granted_at)",
            "create index contact_due on contact (channel, state, counts_at)",
            "create index contact_time on contact (counts_at)",
            """
            create table response (
                recommendation_id {text} not null, outcome {text} not null, partition bigint not null, customer_key bigint not null,
                reason {text}, outlet {text}, staff {text}, responded_at bigint not null,
                primary key (recommendation_id, outcome))
            """,
            "create index response_customer on response (customer_key, responded_at)",
            "create index response_time on response (responded_at)",
            """
            create table counter (
                campaign {text} not null, day bigint not null, organisation {text} not null, channel {text} not null,
                offering {text} not null, outcome {text} not null, reason {text} not null, partition bigint not null,
                amount bigint not null,
                primary key (campaign, day, organisation, channel, offering, outcome, reason, partition)){clustered}
            """,
        ]),
        new(3, StorePart.Office,
        [
            """
            create table document (
                kind {text} not null, id {text} not null, version bigint not null, body {text} not null, updated_at bigint not null,
                primary key (kind, id))
            """,
            """
            create table audit (
                number {numbered}, at bigint not null, actor {text} not null, action {text} not null,
                kind {text} not null, id {text} not null, detail {text} not null)
            """,
            "create index audit_time on audit (at, number)",
            "create table outbox (number {numbered}, topic {text} not null, body {text} not null)",
            """
            create table resource_grant (
                resource {text} not null, period {text} not null, capacity bigint not null, granted bigint not null,
                primary key (resource, period)){clustered}
            """,
        ]),
        new(4, StorePart.Identity,
        [
            "create table identity (key bigint not null primary key, customer_id {text} not null unique)",
            """
            create table identity_text (
                key bigint not null references identity (key) on delete cascade, attribute {text} not null, value {text} not null,
                primary key (key, attribute)){clustered}
            """,
        ]),
        new(5, StorePart.Projections,
        [
            """
            create table decision_block (
                partition bigint not null, first_sequence bigint not null, decided_from bigint not null, decided_to bigint not null,
                records bigint not null, body {bytes} not null,
                primary key (partition, first_sequence))
            """,
            "create index decision_block_time on decision_block (decided_from, partition, first_sequence)",
            """
            create table customer_decision (
                customer_key bigint not null, sequence bigint not null, partition bigint not null,
                primary key (customer_key, sequence, partition)){clustered}
            """,
            """
            create table contact_of_customer (
                customer_key bigint not null, id {text} not null, partition bigint not null,
                campaign {text}, offering {text}, channel {text} not null, outlet {text}, staff {text},
                granted_at bigint not null, counts_at bigint not null, valid_until bigint not null,
                state {text} not null, reason {text}, state_at bigint not null,
                primary key (customer_key, id)){clustered}
            """,
            """
            insert into contact_of_customer (
                customer_key, id, partition, campaign, offering, channel, outlet, staff, granted_at, counts_at, valid_until, state, reason, state_at)
            select customer_key, id, partition, campaign, offering, channel, outlet, staff, granted_at, counts_at, valid_until, state, reason, state_at
            from contact
            """,
            "drop table contact",
            "alter table contact_of_customer rename to contact",
            "create index contact_due on contact (channel, state, counts_at)",
        ],
        DecisionBlockTable.TakeOverRowsAsync,
        ["drop table decision"]),
        new(6, StorePart.Office,
        [
            "alter table audit add column organisation {text}",
            "alter table audit add column seal {bytes}",
            "alter table audit add column sealed_by {text}",
            "create index audit_thing on audit (kind, id, number)",
            "create table audit_key (id bigint not null primary key, secret {bytes} not null)",
            """
            create table audit_head (
                id bigint not null primary key, entries bigint not null, last {bytes} not null, seal {bytes} not null, sealed_by {text} not null)
            """,
        ],
        RelationalAuditTrail.SealEarlierAsync),
        new(7, StorePart.Projections,
        [
            // By day first: what is read is a day or a stretch of days, and what is written is today.
            """
            create table counter_by_day (
                day bigint not null, campaign {text} not null, organisation {text} not null, staff {text} not null, channel {text} not null,
                offering {text} not null, outcome {text} not null, reason {text} not null, partition bigint not null,
                amount bigint not null,
                primary key (day, campaign, organisation, staff, channel, offering, outcome, reason, partition)){clustered}
            """,
            """
            insert into counter_by_day (day, campaign, organisation, staff, channel, offering, outcome, reason, partition, amount)
            select day, campaign, organisation, '', channel, offering, outcome, reason, partition, amount from counter
            """,
            "drop table counter",
            "alter table counter_by_day rename to counter",
            """
            create table counter_hour (
                day bigint not null, hour bigint not null, organisation {text} not null, channel {text} not null, outcome {text} not null,
                amount bigint not null,
                primary key (day, hour, organisation, channel, outcome)){clustered}
            """,
        ]),

        // Only how a text begins: an address may be longer than an index takes.
        new(8, StorePart.Identity, ["create index identity_text_begin on identity_text (substr(value, 1, 32))"]),
        new(9, StorePart.Office,
        [
            """
            create table survey (
                recommendation_id {text} not null primary key, customer_key bigint not null, campaign {text} not null, channel {text} not null,
                organisation {text} not null, day bigint not null, asked_at bigint not null, asked_on {text} not null,
                highest bigint not null, score bigint, reason {text}, answered_at bigint, is_late bigint not null)
            """,
            "create index survey_campaign on survey (campaign, day)",
            "create index survey_customer on survey (customer_key, asked_at)",
            "create index survey_time on survey (asked_at)",
        ]),
        new(10, StorePart.Projections,
        [
            // Of all partitions together: told apart by partition, every decision would write pages of its own.
            """
            create table counter_of_all (
                day bigint not null, campaign {text} not null, organisation {text} not null, staff {text} not null, channel {text} not null,
                offering {text} not null, outcome {text} not null, reason {text} not null, amount bigint not null,
                primary key (day, campaign, organisation, staff, channel, offering, outcome, reason)){clustered}
            """,
            """
            insert into counter_of_all (day, campaign, organisation, staff, channel, offering, outcome, reason, amount)
            select day, campaign, organisation, staff, channel, offering, outcome, reason, sum(amount) from counter
            group by day, campaign, organisation, staff, channel, offering, outcome, reason
            """,
            "drop table counter",
            "alter table counter_of_all rename to counter",
        ]),
        new(11, StorePart.Journal,
        [
            // Rows in the order of writing under the number of their place, and where a partition's rows lie in a table beside it that is
            // written for many commits at once: a commit over many partitions fills few pages. What is not placed yet is looked through.
            """
            create table journal_row (
                place integer primary key, partition bigint not null, sequence bigint not null, epoch bigint not null,
                batch_id {bytes} not null, written_at bigint not null, body {bytes} not null)
            """,
            """
            insert into journal_row (place, partition, sequence, epoch, batch_id, written_at, body)
            select rowid, partition, sequence, epoch, batch_id, written_at, body from journal order by rowid
            """,
            """
            create table journal_place (
                partition bigint not null, sequence bigint not null, place bigint not null, primary key (partition, sequence)){clustered}
            """,
            "insert into journal_place select partition, sequence, place from journal_row order by partition, sequence",
            "create table journal_placed (id integer primary key, place bigint not null)",
            "insert into journal_placed select 1, coalesce(max(place), 0) from journal_row",
            "create table journal_head (partition bigint not null primary key, sequence bigint not null){clustered}",
            "insert into journal_head select partition, max(sequence) from journal_row group by partition",
            "drop table journal",
            """
            create view journal as
            select journal_place.partition, journal_place.sequence, epoch, batch_id, written_at, body
            from journal_place join journal_row on journal_row.place = journal_place.place
            union all
            select partition, sequence, epoch, batch_id, written_at, body
            from journal_row where place > (select place from journal_placed where id = 1)
            """,
        ],
        ForOneWriter: true),
        new(12, StorePart.Journal,
        [
            // Rows lie in files of their own; those of the tables before are taken over when the journal is opened.
            "create table journal_segment (number bigint not null primary key, places {bytes} not null)",
            "create table journal_deleted (partition bigint not null primary key, sequence bigint not null){clustered}",
        ],
        ForOneWriter: true),
        new(13, StorePart.Projections,
        [
            // In the order of writing: lying under its customer, nearly every contact wrote a page of its own. The index is a tenth of the rows.
            """
            create table contact_in_order (
                customer_key bigint not null, id {text} not null, partition bigint not null,
                campaign {text}, offering {text}, channel {text} not null, outlet {text}, staff {text},
                granted_at bigint not null, counts_at bigint not null, valid_until bigint not null,
                state {text} not null, reason {text}, state_at bigint not null)
            """,
            """
            insert into contact_in_order (
                customer_key, id, partition, campaign, offering, channel, outlet, staff, granted_at, counts_at, valid_until, state, reason, state_at)
            select customer_key, id, partition, campaign, offering, channel, outlet, staff, granted_at, counts_at, valid_until, state, reason, state_at
            from contact
            """,
            "drop table contact",
            "alter table contact_in_order rename to contact",
            "create index contact_customer on contact (customer_key)",
            "create index contact_due on contact (channel, state, counts_at)",
        ]),
        new(14, StorePart.Projections,
        [
            // A block without a body lies in the journal, up to this sequence.
            "alter table decision_block add column last_sequence bigint not null default 0",
            "create index decision_block_journalled on decision_block (partition, first_sequence) where length(body) = 0",
        ]),
        new(15, StorePart.Projections,
        [
            // Under the journal row that made it, so that neighbours share a page without an index beside them; a customer's are found by the sequences that
            // hold decisions of that customer, and now contacts. Only what somebody seeks by channel and time has an entry for that.
            "drop index contact_customer",
            "drop index contact_due",
            "alter table contact rename to contact_before",
            "alter table customer_decision rename to customer_sequence",
            """
            create table contact (
                partition bigint not null, sequence bigint not null, id {text} not null, customer_key bigint not null,
                campaign {text}, offering {text}, channel {text} not null, outlet {text}, staff {text},
                granted_at bigint not null, counts_at bigint not null, valid_until bigint not null,
                state {text} not null, reason {text}, state_at bigint not null, sought_on {text},
                primary key (partition, sequence, id)){clustered}
            """,
        ],
        ContactTable.TakeOverRowsAsync,
        [
            "drop table contact_before",
            "create index contact_sought on contact (sought_on, state, counts_at) where sought_on is not null",
        ]),
    ];

    /// <summary>The newest schema this program knows.</summary>
    public static int Newest => All[^1].Number;

    /// <summary>Brings the parts that live in this database to the newest schema, inside the caller's transaction.</summary>
    /// <exception cref="StorageRefusedException">The schema is newer than <see cref="Newest"/>.</exception>
    public static async ValueTask ApplyAsync(
        Session session, Dialect dialect, IReadOnlyCollection<StorePart> parts, string where, CancellationToken cancellation)
    {
        await session.ExecuteAsync(
            new("create table if not exists schema_version (number bigint not null primary key, part text not null)"), cancellation);
        var applied = await session.QueryAsync(new("select number from schema_version"), row => row.GetInt64(0), cancellation);
        if (applied.Count > 0 && applied.Max() > Newest)
        {
            throw new StorageRefusedException(
                $"{where} has schema version {applied.Max()}, this program knows up to {Newest}. Use the newer program, or restore an older backup.");
        }

        foreach (var migration in All.Where(migration => parts.Contains(migration.Part) && !applied.Contains(migration.Number)))
        {
            if (dialect.OneWriter || !migration.ForOneWriter)
            {
                await RunAsync(session, dialect, migration, cancellation);
            }

            await session.ExecuteAsync(
                new("insert into schema_version (number, part) values ($1, $2)", migration.Number, migration.Part.ToString()), cancellation);
        }
    }

    private static async ValueTask RunAsync(Session session, Dialect dialect, Migration migration, CancellationToken cancellation)
    {
        foreach (var sql in migration.Sql)
        {
            await session.ExecuteAsync(new(dialect.Render(sql)), cancellation);
        }

        if (migration.Move is { } move)
        {
            await move(session, cancellation);
        }

        foreach (var sql in migration.Rest ?? [])
        {
            await session.ExecuteAsync(new(dialect.Render(sql)), cancellation);
        }
    }
}
