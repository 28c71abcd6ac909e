using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Learning;
using Octant.Engine.Offers;
using Octant.Engine.Policies;
using Octant.Engine.Profiles;

namespace Octant.Engine.Partitions;

/// <summary>What a partition applies. Holds keys and codes only, no personal data, because it is journalled.</summary>
public abstract record Command;

/// <summary>A command about one customer.</summary>
public abstract record CustomerCommand(long Key) : Command;

/// <summary>Sets one attribute, or clears it when the value is null.</summary>
public readonly record struct AttributeChange(int AttributeId, AttributeValue? Value);

/// <summary>Creates the customer where there is none. Null tags or offerings leave them as they are.</summary>
public sealed record ChangeProfile(long Key, IReadOnlyList<AttributeChange> Attributes, IReadOnlyList<string>? Tags, IReadOnlyList<string>? Offerings)
    : CustomerCommand(Key)
{
    /// <summary>
    /// As a list has them, which does not know when they were said: a grant holds only where nothing is known yet, so that an
    /// old list never undoes a refusal; a refusal holds always.
    /// </summary>
    public IReadOnlyList<Consent> Consents { get; init; } = [];
}

public sealed record SetConsent(long Key, Consent Consent) : CustomerCommand(Key);

public sealed record SetOwned(long Key, IReadOnlyList<OwnedOffering> Owned) : CustomerCommand(Key);

/// <summary>Null leaves a list as it is.</summary>
public sealed record SetLists(long Key, bool? NeverDisturb, bool? NeverOffer) : CustomerCommand(Key);

/// <summary>Something that happened to or by a customer, with its declared fields only.</summary>
/// <param name="MessageId">Hash of source and id: the same event twice counts once.</param>
/// <param name="Lateness">How late its source may be; ids are remembered that long.</param>
public sealed record RecordCustomerEvent(long Key, UInt128 MessageId, string Type, Instant At, TimeSpan Lateness, IReadOnlyList<FieldValue> Fields)
    : CustomerCommand(Key);

/// <summary>Events of one partition's customers in order of arrival, taken in one after another; each stands for itself.</summary>
public sealed record RecordCustomerEvents(IReadOnlyList<RecordCustomerEvent> Events) : Command;

/// <param name="MessageId">Hash of the request id; null: not idempotent.</param>
/// <param name="BodyHash">The same request id with another body is a conflict.</param>
public sealed record Decide(long Key, UInt128? MessageId, ulong BodyHash, DecisionRequest Request) : CustomerCommand(Key);

/// <summary>Answers the oldest event of the partition that waits for a decision.</summary>
public sealed record DecideTriggered(long Key, UInt128 MessageId) : CustomerCommand(Key);

/// <param name="Response">One bit.</param>
/// <param name="Reason">A code, for rejections.</param>
public sealed record RecordResponse(ContactId Contact, Responses Response, string? Reason, Actor Actor) : Command;

/// <summary>A contact another system made: it counts.</summary>
public sealed record ReportContact(
    long Key,
    UInt128 MessageId,
    string Source,
    string? Campaign,
    string? Offering,
    string Class,
    string Channel,
    Instant At,
    Actor Actor) : CustomerCommand(Key);

/// <summary>A sender takes a pending contact to send it now.</summary>
public sealed record ClaimContact(ContactId Contact) : Command;

/// <summary>What became of a claimed contact.</summary>
public sealed record SettleContact(ContactId Contact, bool Sent, string? Reason) : Command;

/// <summary>From here on this strategy decides, unless a later one does already. The compiled form is handed over with the command and not journalled.</summary>
public sealed record ChangeStrategy(long Version) : Command
{
    /// <summary>Null only when read back from a journal.</summary>
    public Strategy? Strategy { get; init; }
}

/// <summary>From here on propensities come from this response model, unless a later one is in force already. It is handed over with the command and not journalled.</summary>
public sealed record ChangeModel(long Version) : Command
{
    /// <summary>Null only when read back from a journal.</summary>
    public ResponseModel? Model { get; init; }
}

/// <param name="Units">0 with <paramref name="Exhausted"/>: the owner has no more.</param>
/// <param name="Until">Unspent units go back then.</param>
public sealed record GrantSlice(string Resource, string Period, long Units, bool Exhausted, Instant Until) : Command;

/// <summary>Lets everything happen that is due by now.</summary>
public sealed record PassTime : Command;

public sealed record EraseCustomer(long Key) : CustomerCommand(Key);
