using Octant.Engine.Calendar;

namespace Octant.Platform.Foundation.Storage;

/// <summary>
/// One thing of the back office (an offering, a campaign, a key …) as JSON. <paramref name="Version"/> starts at 1 and
/// grows by one with each change; it is the entity tag of the API.
/// </summary>
public sealed record Document(string Kind, string Id, long Version, string Body, Instant UpdatedAt);

/// <summary>Creates or replaces a document. <paramref name="ExpectedVersion"/>: null for any, 0 for "must be new".</summary>
public sealed record DocumentPut(string Kind, string Id, string Body, long? ExpectedVersion);

public sealed record DocumentDelete(string Kind, string Id, long? ExpectedVersion);

/// <summary>A message one capability leaves for others, in the transaction that made it true. Delivered at least once.</summary>
public sealed record OutboxMessage(long Number, string Topic, string Body);

/// <summary>One transaction over the back office.</summary>
public sealed record DocumentChanges
{
    public IReadOnlyList<DocumentPut> Puts { get; init; } = [];

    public IReadOnlyList<DocumentDelete> Deletes { get; init; } = [];

    public IReadOnlyList<AuditEntry> Audit { get; init; } = [];

    /// <summary>Numbers are given by the store; those in here are ignored.</summary>
    public IReadOnlyList<OutboxMessage> Messages { get; init; } = [];
}

/// <summary>What a committed <see cref="DocumentChanges"/> became, in the order of the puts and of the messages.</summary>
public sealed record DocumentsCommitted(IReadOnlyList<Document> Documents, IReadOnlyList<OutboxMessage> Messages);

/// <summary>A document is not at the expected version. Nothing of the transaction was applied.</summary>
public sealed class DocumentConflictException(string kind, string id, long? expected, long? actual)
    : Exception($"{kind} {id} is at version {actual?.ToString() ?? "none"}, expected {expected?.ToString() ?? "any"}.")
{
    public string Kind { get; } = kind;

    public string Id { get; } = id;

    public long? Expected { get; } = expected;

    /// <summary>Null when there is no such document.</summary>
    public long? Actual { get; } = actual;
}

public sealed record DocumentPage(IReadOnlyList<Document> Items, long Total);

/// <summary>How much of a shared resource was given out and how much there is (4.8).</summary>
public sealed record ResourceBalance(string Resource, string Period, long Capacity, long Granted);

public interface IDocumentStore
{
    ValueTask<Document?> ReadAsync(string kind, string id, CancellationToken cancellation);

    /// <summary>In order of the id's UTF-8 bytes, as <see cref="ReadAllAsync"/>.</summary>
    ValueTask<DocumentPage> ListAsync(string kind, int offset, int limit, CancellationToken cancellation);

    ValueTask<IReadOnlyList<Document>> ReadAllAsync(string kind, CancellationToken cancellation);

    /// <summary>All or nothing, durable on return. A delete of what is not there is a conflict.</summary>
    /// <exception cref="DocumentConflictException">A document is not at the expected version.</exception>
    ValueTask<DocumentsCommitted> CommitAsync(DocumentChanges changes, Instant now, CancellationToken cancellation);

    /// <summary>Messages not yet delivered, in order of number.</summary>
    ValueTask<IReadOnlyList<OutboxMessage>> ReadOutboxAsync(int limit, CancellationToken cancellation);

    ValueTask DeleteFromOutboxAsync(IReadOnlyList<long> numbers, CancellationToken cancellation);

    /// <summary>Newest first.</summary>
    ValueTask<AuditPage> SearchAuditAsync(AuditFilter filter, int offset, int limit, CancellationToken cancellation);

    /// <summary>Reads the whole audit trail and tells whether anything of it was changed, taken out or put in.</summary>
    ValueTask<AuditVerification> VerifyAuditAsync(CancellationToken cancellation);

    /// <summary>
    /// Takes up to <paramref name="wanted"/> units so that never more than <paramref name="capacity"/> are out, and answers
    /// how many were taken (0 when there are none). The capacity may change from call to call. Durable on return; concurrent callers
    /// are serialised.
    /// </summary>
    ValueTask<long> GrantAsync(string resource, string period, long capacity, long wanted, CancellationToken cancellation);

    /// <summary>Puts unspent units back. More than are out is a programming error and throws.</summary>
    ValueTask ReturnAsync(string resource, string period, long units, CancellationToken cancellation);

    ValueTask<IReadOnlyList<ResourceBalance>> ReadBalancesAsync(CancellationToken cancellation);
}
