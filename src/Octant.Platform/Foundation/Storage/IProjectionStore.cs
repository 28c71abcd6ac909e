using Octant.Engine.Calendar;
using Octant.Engine.Partitions.Formats;

namespace Octant.Platform.Foundation.Storage;

/// <summary>A decision as it was recorded: everything a replay needs but the strategy.</summary>
/// <param name="Trigger">Null for a request; the event type for a decision that an event set off.</param>
/// <param name="Inputs">The encoded request and customer, as the engine saw them.</param>
/// <param name="Result">The encoded answer.</param>
/// <param name="Checksum">CRC-32C of <paramref name="Inputs"/> followed by <paramref name="Result"/>.</param>
public sealed record DecisionRow(
    int Partition,
    long Sequence,
    int Index,
    long CustomerKey,
    Instant At,
    string Channel,
    string? Touchpoint,
    string? Trigger,
    long StrategyVersion,
    int EngineVersion,
    ReadOnlyMemory<byte> Inputs,
    ReadOnlyMemory<byte> Result,
    uint Checksum)
{
    /// <summary>False: altered after it was written.</summary>
    public bool IsWhole => ChecksumOf(Inputs.Span, Result.Span) == Checksum;

    public static uint ChecksumOf(ReadOnlySpan<byte> inputs, ReadOnlySpan<byte> result) => JournalFormat.Checksum(result, JournalFormat.Checksum(inputs));
}

/// <summary>That a decision was made; what was recorded of it lies in the journal, under the same name.</summary>
public readonly record struct DecisionPlace(int Partition, long Sequence, int Index, long CustomerKey, Instant At);

/// <summary>One contact in its latest state; written again with the same id when it moves on.</summary>
/// <param name="Id">The recommendation id, or <c>source/id</c> of a contact made by another system.</param>
/// <param name="Sequence">Of the journal row that made it.</param>
/// <param name="State">pending, unconfirmed, sent, suppressed, failed, or ghost.</param>
/// <param name="Reason">Why it was suppressed or failed; a code.</param>
/// <param name="IsSought">
/// Whether somebody looks for it by channel, state and time: a sender for what is to go out, a survey for what went out. Nobody does for what is shown where
/// the customer is, and that is most.
/// </param>
public sealed record ContactRow(
    string Id,
    int Partition,
    long Sequence,
    long CustomerKey,
    string? Campaign,
    string? Offering,
    string Channel,
    string? Outlet,
    string? Staff,
    Instant GrantedAt,
    Instant CountsAt,
    Instant ValidUntil,
    string State,
    string? Reason,
    Instant StateAt,
    bool IsSought);

/// <summary>How far somebody has come in contacts in order of (counts at, id).</summary>
public sealed record ContactPlace(Instant CountsAt, string Id);

/// <summary>One response. A second one with the same recommendation and outcome is the first again and is not kept.</summary>
public sealed record ResponseRow(
    string RecommendationId,
    int Partition,
    long CustomerKey,
    string Outcome,
    string? Reason,
    string? Outlet,
    string? Staff,
    Instant At);

/// <summary>Adds <paramref name="Amount"/> (which may be negative) to one counter. Empty text stands for "none".</summary>
/// <param name="Day">Days since 1970-01-01, in the platform's zone.</param>
/// <param name="Staff">Staff number of the person who took part.</param>
/// <param name="Outcome">planned, pending, unconfirmed, sent, suppressed, failed, ghost, decisions, silent, shown, clicked, …</param>
public sealed record CounterChange(
    int Day,
    string Organisation,
    string Staff,
    string Channel,
    string Offering,
    string Campaign,
    string Outcome,
    string Reason,
    long Amount);

/// <summary>Adds to what is counted by the hour: less is told apart than by the day, because there are 24 of them.</summary>
/// <param name="Hour">0 to 23 in the platform's zone.</param>
public sealed record HourChange(int Day, int Hour, string Organisation, string Channel, string Outcome, long Amount);

/// <summary>What a projector writes in one transaction, with how far it has come per partition.</summary>
public sealed record ProjectionBatch
{
    /// <summary>Their journal rows must be written.</summary>
    public IReadOnlyList<DecisionPlace> Decisions { get; init; } = [];

    /// <summary>Contacts that no batch before has named, each at most once; most are of one of <see cref="Decisions"/>.</summary>
    public IReadOnlyList<ContactRow> NewContacts { get; init; } = [];

    /// <summary>Others, each at most once, in its latest state, which takes the place of the one before.</summary>
    public IReadOnlyList<ContactRow> Contacts { get; init; } = [];

    public IReadOnlyList<ResponseRow> Responses { get; init; } = [];

    /// <summary>One change per counter: however often it was counted, it is written once.</summary>
    public IReadOnlyList<CounterChange> Counters { get; init; } = [];

    /// <summary>What of <see cref="Counters"/> is also counted by the hour; one change for each, too.</summary>
    public IReadOnlyList<HourChange> Hours { get; init; } = [];

    /// <summary>Customers whose decisions, contacts and responses written so far are deleted, before the rest of the batch is written.</summary>
    public IReadOnlyList<long> ErasedCustomers { get; init; } = [];

    /// <summary>Partition → sequence of the last journal row contained.</summary>
    public required IReadOnlyDictionary<int, long> Watermarks { get; init; }
}

/// <summary>Which counters to add up; null means any. Both days are included.</summary>
/// <param name="Within">The path of an organisation unit: counters of it and of all below.</param>
public sealed record CounterFilter(
    string? Campaign = null,
    string? Channel = null,
    string? Offering = null,
    string? Within = null,
    string? Staff = null,
    string? Outcome = null,
    int? FromDay = null,
    int? ToDay = null);

/// <summary>What sums are told apart by, besides the outcome.</summary>
[Flags]
public enum CounterParts
{
    None = 0,
    Day = 1,
    Organisation = 2,
    Staff = 4,
    Channel = 8,
    Offering = 16,
    Campaign = 32,
    Reason = 64,
}

/// <summary>One sum; what was not told apart is null.</summary>
public sealed record CounterTotal(
    int? Day, string? Organisation, string? Staff, string? Channel, string? Offering, string? Campaign, string Outcome, string? Reason, long Amount);

/// <summary>One sum of an hour.</summary>
public sealed record HourTotal(int Day, int Hour, string Outcome, long Amount);

/// <summary>
/// What people read: written behind the journal, can be rebuilt from it while it is retained. Records of decisions are read from the journal as long as
/// their rows are there.
/// </summary>
public interface IProjectionStore
{
    /// <summary>Partition → sequence; a partition without a row is at 0.</summary>
    ValueTask<IReadOnlyDictionary<int, long>> ReadWatermarksAsync(CancellationToken cancellation);

    /// <summary>
    /// One transaction. A partition whose stored watermark is not below the batch's is a programming error and throws, and so does a
    /// contact or counter that the batch names twice.
    /// </summary>
    ValueTask ApplyAsync(ProjectionBatch batch, CancellationToken cancellation);

    ValueTask<DecisionRow?> ReadDecisionAsync(int partition, long sequence, int index, CancellationToken cancellation);

    /// <summary>How many decisions there are with from ≤ at &lt; to.</summary>
    ValueTask<long> CountDecisionsAsync(Instant from, Instant to, CancellationToken cancellation);

    /// <summary>Decisions with from ≤ at &lt; to in order of (at, partition, sequence, index), a page at a time behind the scenes.</summary>
    IAsyncEnumerable<DecisionRow> ReadDecisionsAsync(Instant from, Instant to, CancellationToken cancellation);

    /// <summary>Newest first.</summary>
    ValueTask<IReadOnlyList<DecisionRow>> ReadDecisionsOfAsync(long customerKey, int limit, CancellationToken cancellation);

    /// <summary>Null when the row with this sequence made no such contact.</summary>
    ValueTask<ContactRow?> ReadContactAsync(int partition, long sequence, string id, CancellationToken cancellation);

    /// <summary>Newest first.</summary>
    ValueTask<IReadOnlyList<ContactRow>> ReadContactsOfAsync(long customerKey, int limit, CancellationToken cancellation);

    /// <summary>Newest first.</summary>
    ValueTask<IReadOnlyList<ResponseRow>> ReadResponsesOfAsync(long customerKey, int limit, CancellationToken cancellation);

    /// <summary>Sought contacts in one state on one channel that are due, oldest first, for a sender to claim.</summary>
    ValueTask<IReadOnlyList<ContactRow>> ReadDueContactsAsync(string channel, string state, Instant dueBefore, int limit, CancellationToken cancellation);

    /// <summary>Sought contacts of a campaign in one state on one channel that count before an instant, behind a place, in order of (counts at, id).</summary>
    ValueTask<IReadOnlyList<ContactRow>> ReadContactsAfterAsync(
        string campaign, string channel, string state, ContactPlace after, Instant countsBefore, int limit, CancellationToken cancellation);

    /// <summary>Sums over partitions and over everything they are not told apart by, in order of the parts as they stand in <see cref="CounterTotal"/>.</summary>
    ValueTask<IReadOnlyList<CounterTotal>> ReadCountersAsync(CounterFilter filter, CounterParts by, CancellationToken cancellation);

    /// <summary>Sums by the hour, in order. Of the filter, days, unit and channel are heeded; the others are not known by the hour.</summary>
    ValueTask<IReadOnlyList<HourTotal>> ReadHoursAsync(CounterFilter filter, CancellationToken cancellation);

    /// <summary>
    /// Takes in the records of decisions of one partition that were made before an instant, because their journal rows are about to go. Answers the last row, up
    /// to <paramref name="lastSequence"/>, at or before which no record is left in the journal only.
    /// </summary>
    /// <param name="lastSequence">Not behind the partition's watermark.</param>
    ValueTask<long> TakeRecordsAsync(int partition, long lastSequence, Instant madeBefore, CancellationToken cancellation);

    /// <summary>
    /// Deletes decisions made before one instant, and contacts that counted before another together with responses given before it,
    /// a bounded number per transaction. Counters stay.
    /// </summary>
    ValueTask DeleteOlderAsync(Instant decisionsBefore, Instant contactsBefore, CancellationToken cancellation);
}
