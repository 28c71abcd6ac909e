using System.Data.Common;
using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Storage;

namespace Octant.Server.Storage.Relational;

/// <summary>Documents, outbox and resource grants, with the audit trail of what changes them.</summary>
internal sealed class RelationalDocumentStore(Database database, RelationalAuditTrail audit) : IDocumentStore
{
    private const string DocumentColumns = "kind, id, version, body, updated_at";

    /// <param name="auditKeys">The one that seals first, then those that sealed before; none for one that is made and kept in the store.</param>
    public static async ValueTask<RelationalDocumentStore> OpenAsync(Database database, IReadOnlyList<string> auditKeys, CancellationToken cancellation)
    {
        var audit = new RelationalAuditTrail(database, auditKeys);
        await audit.PrepareAsync(cancellation);
        return new RelationalDocumentStore(database, audit);
    }


    public ValueTask<Document?> ReadAsync(string kind, string id, CancellationToken cancellation) =>
        database.QueryFirstAsync(
            new($"select {DocumentColumns} from document where kind = $1 and id = $2", kind, id), ReadDocument, cancellation);

    public ValueTask<DocumentPage> ListAsync(string kind, int offset, int limit, CancellationToken cancellation) =>
        database.ReadAsync(
            async session => new DocumentPage(
                await session.QueryAsync(
                    new($"select {DocumentColumns} from document where kind = $1 order by id limit $2 offset $3", kind, limit, offset),
                    ReadDocument,
                    cancellation),
                await session.QueryFirstAsync(
                    new("select count(*) from document where kind = $1", kind), row => row.GetInt64(0), cancellation)),
            cancellation,
            snapshot: true);

    public async ValueTask<IReadOnlyList<Document>> ReadAllAsync(string kind, CancellationToken cancellation) =>
        await database.QueryAsync(
            new($"select {DocumentColumns} from document where kind = $1 order by id", kind), ReadDocument, cancellation);

    public ValueTask<DocumentsCommitted> CommitAsync(DocumentChanges changes, Instant now, CancellationToken cancellation) =>
        database.WriteAsync(
            async session =>
            {
                // One at a time over all nodes: outbox numbers then follow the order of commits, and nobody deadlocks.
                await session.LockTableAsync("document", cancellation);
                var documents = new List<Document>(changes.Puts.Count);
                foreach (var put in changes.Puts)
                {
                    documents.Add(await PutAsync(session, put, now, cancellation));
                }

                foreach (var delete in changes.Deletes)
                {
                    await DeleteAsync(session, delete, cancellation);
                }

                await audit.AppendAsync(session, changes.Audit, cancellation);
                var messages = new List<OutboxMessage>(changes.Messages.Count);
                foreach (var message in changes.Messages)
                {
                    var number = await session.QueryFirstAsync(
                        new("insert into outbox (topic, body) values ($1, $2) returning number", message.Topic, message.Body),
                        row => row.GetInt64(0),
                        cancellation);
                    messages.Add(message with { Number = number });
                }

                return new DocumentsCommitted(documents, messages);
            },
            cancellation);

    public async ValueTask<IReadOnlyList<OutboxMessage>> ReadOutboxAsync(int limit, CancellationToken cancellation) =>
        await database.QueryAsync(
            new("select number, topic, body from outbox order by number limit $1", limit),
            row => new OutboxMessage(row.GetInt64(0), row.GetString(1), row.GetString(2)),
            cancellation);

    public async ValueTask DeleteFromOutboxAsync(IReadOnlyList<long> numbers, CancellationToken cancellation) =>
        await database.WriteAsync(
            session => session.ExecuteAllAsync(
                [.. numbers.Order().Select(number => new Statement("delete from outbox where number = $1", number))], cancellation),
            cancellation);

    public ValueTask<AuditPage> SearchAuditAsync(AuditFilter filter, int offset, int limit, CancellationToken cancellation) =>
        audit.SearchAsync(filter, offset, limit, cancellation);

    public ValueTask<AuditVerification> VerifyAuditAsync(CancellationToken cancellation) => audit.VerifyAsync(cancellation);

    public ValueTask<long> GrantAsync(string resource, string period, long capacity, long wanted, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(wanted);
        return database.WriteAsync(
            async session =>
            {
                // The upsert locks the row, so that what it answers still holds when the second statement adds to it.
                var granted = await session.QueryFirstAsync(
                    new("""
                        insert into resource_grant (resource, period, capacity, granted) values ($1, $2, $3, 0)
                        on conflict (resource, period) do update set capacity = excluded.capacity
                        returning granted
                        """,
                        resource, period, capacity),
                    row => row.GetInt64(0),
                    cancellation);
                var taken = Math.Clamp(capacity - granted, 0, wanted);
                if (taken > 0)
                {
                    await session.ExecuteAsync(
                        new("update resource_grant set granted = granted + $3 where resource = $1 and period = $2",
                            resource, period, taken),
                        cancellation);
                }

                return taken;
            },
            cancellation);
    }

    public async ValueTask ReturnAsync(string resource, string period, long units, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(units);
        var changed = await database.ExecuteAsync(
            new("update resource_grant set granted = granted - $3 where resource = $1 and period = $2 and granted >= $3",
                resource, period, units),
            cancellation);
        if (changed == 0 && units > 0)
        {
            throw new InvalidOperationException($"{units} units of {resource} for {period} were put back, but fewer are out.");
        }
    }

    public async ValueTask<IReadOnlyList<ResourceBalance>> ReadBalancesAsync(CancellationToken cancellation) =>
        await database.QueryAsync(
            new("select resource, period, capacity, granted from resource_grant order by resource, period"),
            row => new ResourceBalance(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3)),
            cancellation);

    private static async ValueTask<Document> PutAsync(Session session, DocumentPut put, Instant now, CancellationToken cancellation)
    {
        var sql = put.ExpectedVersion switch
        {
            null => """
                insert into document (kind, id, version, body, updated_at) values ($1, $2, 1, $3, $4)
                on conflict (kind, id) do update
                set version = document.version + 1, body = excluded.body, updated_at = excluded.updated_at
                returning version
                """,
            0 => """
                insert into document (kind, id, version, body, updated_at) values ($1, $2, 1, $3, $4)
                on conflict (kind, id) do nothing
                returning version
                """,
            _ => """
                update document set version = version + 1, body = $3, updated_at = $4
                where kind = $1 and id = $2 and version = $5
                returning version
                """,
        };
        object?[] values = put.ExpectedVersion is null or 0
            ? [put.Kind, put.Id, put.Body, now.Microseconds]
            : [put.Kind, put.Id, put.Body, now.Microseconds, put.ExpectedVersion];
        var version = await session.QueryFirstAsync(new(sql, values), row => row.GetInt64(0), cancellation);
        return version > 0
            ? new Document(put.Kind, put.Id, version, put.Body, now)
            : throw await ConflictAsync(session, put.Kind, put.Id, put.ExpectedVersion, cancellation);
    }

    private static async ValueTask DeleteAsync(Session session, DocumentDelete delete, CancellationToken cancellation)
    {
        var deleted = await session.ExecuteAsync(
            delete.ExpectedVersion is { } expected
                ? new("delete from document where kind = $1 and id = $2 and version = $3", delete.Kind, delete.Id, expected)
                : new("delete from document where kind = $1 and id = $2", delete.Kind, delete.Id),
            cancellation);
        if (deleted == 0)
        {
            throw await ConflictAsync(session, delete.Kind, delete.Id, delete.ExpectedVersion, cancellation);
        }
    }

    private static async ValueTask<DocumentConflictException> ConflictAsync(
        Session session, string kind, string id, long? expected, CancellationToken cancellation)
    {
        var actual = await session.QueryAsync(
            new("select version from document where kind = $1 and id = $2", kind, id), row => row.GetInt64(0), cancellation);
        return new DocumentConflictException(kind, id, expected, actual.Count == 0 ? null : actual[0]);
    }

    private static Document ReadDocument(DbDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetString(3), row.Instant(4));
}
