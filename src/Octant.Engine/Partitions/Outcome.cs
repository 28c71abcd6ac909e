using Octant.Engine.Behaviour;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Learning;
using Octant.Engine.Offers;
using Octant.Engine.Policies;

namespace Octant.Engine.Partitions;

/// <summary>
/// What a partition answers to a command, and all that changes in it. Recovery applies outcomes and never decides again,
/// so an outcome says everything, in values, without reference to strategy or clock.
/// </summary>
public abstract record Outcome
{
    /// <summary>Whether it must be journalled. Refusals and repetitions change nothing.</summary>
    public virtual bool ChangesState => true;
}

/// <summary>A contact as it is from now on; new when <paramref name="From"/> is null.</summary>
public sealed record ContactChange(long Key, ContactState? From, Contact After)
{
    /// <summary>As it was until now. Null when it is new, and when read back from a journal, which keeps no more of it than its state.</summary>
    public Contact? Before { get; private init; }

    /// <summary>Of a contact that was there before.</summary>
    public static ContactChange Of(long key, Contact before, Contact after) => new(key, before.State, after) { Before = before };
}

/// <summary>An outcome that moves contacts. One path applies them to the ledger, one projects them.</summary>
public abstract record ContactsOutcome(IReadOnlyList<ContactChange> Contacts) : Outcome;

/// <summary>There is no such customer.</summary>
public sealed record CustomerUnknown : Outcome
{
    public override bool ChangesState => false;
}

/// <summary>Only what differs from before. Null tags or offerings: unchanged.</summary>
public sealed record ProfileChanged(
    long Key,
    bool Created,
    IReadOnlyList<AttributeChange> Attributes,
    IReadOnlyList<string>? Tags,
    IReadOnlyList<OwnedOffering>? Owned) : Outcome
{
    public IReadOnlyList<Consent> Consents { get; init; } = [];
}

/// <summary>The command asked for what is so already.</summary>
public sealed record Unchanged : Outcome
{
    public override bool ChangesState => false;
}

public sealed record ConsentSet(long Key, Consent Consent) : Outcome;

public sealed record OwnedSet(long Key, IReadOnlyList<OwnedOffering> Owned) : Outcome;

public sealed record ListsSet(long Key, bool NeverDisturb, bool NeverOffer) : Outcome;

/// <summary>What an event did to the customer; nulls leave things as they are.</summary>
public sealed record CustomerEventRecorded(
    long Key,
    UInt128 MessageId,
    Instant RememberUntil,
    IReadOnlyList<OwnedOffering>? Owned,
    IReadOnlyList<string>? OpenCases,
    CustomerStatus? Status,
    TriggeringEvent? Trigger) : Outcome
{
    /// <summary>When it happened; set where anything below is.</summary>
    public Instant At { get; init; }

    /// <summary>What it adds to the customer's behaviour.</summary>
    public IReadOnlyList<MeasureChange> Counted { get; init; } = [];

    /// <summary>Campaigns that wait from now on for something not to happen.</summary>
    public IReadOnlyList<AbsenceTimer> Timers { get; init; } = [];

    /// <summary>Timers for which just that has happened.</summary>
    public IReadOnlyList<UInt128> Cancelled { get; init; } = [];

    internal bool HasBehaviour => Counted.Count + Timers.Count + Cancelled.Count > 0;

    /// <summary>False for an event that at most calls for a decision.</summary>
    internal bool ChangesCustomer => Owned is not null || OpenCases is not null || Status is not null || HasBehaviour;
}

/// <summary>What became of one event of several.</summary>
public enum EventFate : byte
{
    Recorded,

    /// <summary>As <see cref="Octant.Engine.Partitions.Duplicate"/>.</summary>
    Duplicate,

    /// <summary>As <see cref="Octant.Engine.Partitions.Late"/>.</summary>
    Late,

    /// <summary>As <see cref="Octant.Engine.Partitions.NotUsed"/>.</summary>
    NotUsed,

    /// <summary>As <see cref="Octant.Engine.Partitions.CustomerUnknown"/>.</summary>
    CustomerUnknown,
}

/// <summary>What several events did. Those that were refused leave no trace in the journal.</summary>
/// <param name="Recorded">Of the events that were taken, in order.</param>
public sealed record CustomerEventsRecorded(IReadOnlyList<CustomerEventRecorded> Recorded) : Outcome
{
    /// <summary>Event by event of the command, for whoever sent it; empty when read back from a journal.</summary>
    public IReadOnlyList<EventFate> Fates { get; init; } = [];

    public override bool ChangesState => Recorded.Count > 0;
}

/// <summary>Seen before.</summary>
public sealed record Duplicate : Outcome
{
    public override bool ChangesState => false;
}

/// <summary>Older than its source's lateness, or too far ahead of the clock.</summary>
public sealed record Late : Outcome
{
    public override bool ChangesState => false;
}

/// <summary>Nothing in force uses it.</summary>
public sealed record NotUsed : Outcome
{
    public override bool ChangesState => false;
}

/// <param name="MessageId">Of the request, or of the event that set it off; null for a request without one.</param>
/// <param name="Trigger">Event type; null for a request.</param>
/// <param name="Inputs">Encoded <see cref="DecisionInputs"/>.</param>
/// <param name="Encoded">Encoded <paramref name="Result"/>.</param>
public sealed record DecisionMade(
    long Key,
    DecisionId Id,
    UInt128? MessageId,
    ulong BodyHash,
    Instant At,
    string Channel,
    string? Touchpoint,
    string? Trigger,
    Actor Actor,
    long StrategyVersion,
    DecisionResult Result,
    byte[] Inputs,
    byte[] Encoded,
    IReadOnlyList<ContactChange> Contacts) : ContactsOutcome(Contacts);

/// <summary>The request was answered before, by this decision.</summary>
public sealed record DecisionRepeated(DecisionId Id) : Outcome
{
    public override bool ChangesState => false;
}

/// <summary>The request id was used with another body.</summary>
public sealed record RequestConflict : Outcome
{
    public override bool ChangesState => false;
}

/// <summary>Decide again once these have been asked of their owners.</summary>
public sealed record SliceNeeded(IReadOnlyList<ResourceSpend> Needs) : Outcome
{
    public override bool ChangesState => false;
}

public sealed record ResponseRecorded(
    long Key,
    ContactId Contact,
    Responses Response,
    string? Reason,
    Instant At,
    Actor Actor,
    IReadOnlyList<OwnedOffering>? Owned,
    IReadOnlyList<ContactChange> Contacts,
    IReadOnlyList<ResourceSpend> Refunds) : ContactsOutcome(Contacts);

/// <summary>No such recommendation, or one that is no longer remembered.</summary>
public sealed record ContactUnknown : Outcome
{
    public override bool ChangesState => false;
}

/// <summary>The contact is not in a state in which this can happen; nothing changed.</summary>
public sealed record ContactNotClaimable(ContactState State) : Outcome
{
    public override bool ChangesState => false;
}

public sealed record ContactReported(long Key, UInt128 MessageId, Instant RememberUntil, IReadOnlyList<ContactChange> Contacts)
    : ContactsOutcome(Contacts);

/// <summary>The sender may send, now and once.</summary>
/// <param name="Spends">Capacity of the day of sending, where the contact was reserved for another day.</param>
/// <param name="Refunds">Capacity of that other day.</param>
public sealed record ContactClaimed(
    long Key, IReadOnlyList<ContactChange> Contacts, IReadOnlyList<ResourceSpend> Spends, IReadOnlyList<ResourceSpend> Refunds)
    : ContactsOutcome(Contacts)
{
    public Contact Contact => Contacts[0].After;
}

/// <summary>The second test removed it: consent, caps, campaign or validity have changed since.</summary>
public sealed record ContactSuppressed(long Key, IReadOnlyList<ContactChange> Contacts, IReadOnlyList<ResourceSpend> Refunds)
    : ContactsOutcome(Contacts)
{
    public Contact Contact => Contacts[0].After;
}

/// <summary>Not now: quiet hours, a closed channel or a paused campaign. It stays pending.</summary>
public sealed record ContactDeferred(string Reason, Instant? Until) : Outcome
{
    public override bool ChangesState => false;
}

public sealed record ContactSettled(long Key, IReadOnlyList<ContactChange> Contacts, IReadOnlyList<ResourceSpend> Refunds)
    : ContactsOutcome(Contacts);

public sealed record StrategyChanged(long Version) : Outcome
{
    public Strategy? Strategy { get; init; }

    /// <summary>What is observed from now on, as a whole; null when that stays as it is.</summary>
    public ObservationTable? Observations { get; init; }
}

public sealed record ModelChanged(long Version) : Outcome
{
    public ResponseModel? Model { get; init; }
}

public sealed record SliceGranted(string Resource, string Period, long Units, bool Exhausted, Instant Until) : Outcome;

/// <param name="Forgotten">Ids of requests whose time has passed.</param>
/// <param name="Returned">Unspent units whose slice has ended; the shell hands them to the owner.</param>
public sealed record TimePassed(
    IReadOnlyList<ContactChange> Contacts,
    IReadOnlyList<UInt128> Forgotten,
    IReadOnlyList<ResourceSpend> Returned,
    IReadOnlyList<ResourceSpend> Refunds) : ContactsOutcome(Contacts)
{
    /// <summary>Timers whose time has come without what would have cancelled them: each calls for a decision.</summary>
    public IReadOnlyList<TimerName> Fired { get; init; } = [];

    /// <summary>Timers no campaign answers any more: it is gone, or its condition does not hold.</summary>
    public IReadOnlyList<TimerName> Lapsed { get; init; } = [];

    /// <summary>Ids of events and reports whose time ended by then are forgotten as well; null for none.</summary>
    public Instant? ForgottenUpTo { get; init; }

    public override bool ChangesState => Contacts.Count + Forgotten.Count + Returned.Count + Fired.Count + Lapsed.Count > 0 || ForgottenUpTo is not null;
}

/// <param name="Contacts">What was pending is suppressed and what was unconfirmed given up, so that sums stay right; then all goes.</param>
public sealed record CustomerErased(long Key, IReadOnlyList<ContactChange> Contacts, IReadOnlyList<ResourceSpend> Refunds)
    : ContactsOutcome(Contacts);
