using System.Diagnostics.CodeAnalysis;
using Octant.Engine.Behaviour;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Learning;
using Octant.Engine.Offers;
using Octant.Engine.Policies;
using Octant.Engine.Profiles;

namespace Octant.Engine.Partitions;

/// <summary>An event that calls for a decision which has not been made yet.</summary>
public sealed record WaitingTrigger(UInt128 MessageId, long Key, TriggeringEvent Trigger);

/// <summary>Units of a shared resource this partition may spend until an instant.</summary>
public readonly record struct Slice(long Units, bool Exhausted, Instant Until);

/// <summary>
/// What a partition holds, and the one way it changes: <see cref="Apply"/>. Handlers only read it and answer outcomes; live
/// work and recovery apply the same outcomes through the same code, so that they cannot come apart.
/// </summary>
/// <param name="onlyRecovers">It will never take a command, so that what is kept to find contacts and to know what is due is not made.</param>
public sealed class PartitionState(int number, bool onlyRecovers = false) : ISliceSource
{
    /// <summary>
    /// Contacts older than this leave the ledger. No cap, cool-down or suppression may look back further, which is checked
    /// where policies are entered.
    /// </summary>
    public static readonly TimeSpan LedgerRetention = TimeSpan.FromDays(400);

    /// <summary>How long a sender may keep a claim before it counts as lost.</summary>
    public static readonly TimeSpan ReceiptDeadline = TimeSpan.FromHours(24);

    /// <summary>How long a request id is remembered.</summary>
    public static readonly TimeSpan RequestMemory = TimeSpan.FromHours(24);

    private readonly Dictionary<long, CustomerState> _customers = [];
    private readonly Dictionary<(string Resource, string Period), Slice> _slices = [];
    private readonly List<WaitingTrigger> _waiting = [];
    private readonly Dictionary<long, List<AbsenceTimer>> _absences = [];

    // Derived from the above, never stored, and empty where it only recovers.
    private readonly ContactOwners _contactOwners = new();
    private readonly EarliestFirst<DueContact> _contactsDue = new();
    private readonly EarliestFirst<DueAbsence> _absencesDue = new();

    public int Number { get; } = number;

    public bool OnlyRecovers { get; } = onlyRecovers;

    /// <summary>The last journal row contained.</summary>
    public long Sequence { get; set; }

    /// <summary>Outcomes contained that belong to the row after <see cref="Sequence"/>, which is still being filled.</summary>
    public int OpenEntries { get; internal set; }

    /// <summary>The latest moment at which anything was applied. Never goes back, whatever the clock does.</summary>
    public Instant Now { get; set; } = Instant.MinValue;

    public long StrategyVersion { get; private set; }

    /// <summary>Compiled form of <see cref="StrategyVersion"/>; null until the shell supplies it.</summary>
    public Strategy? Strategy { get; set; }

    /// <summary>0 before there is any.</summary>
    public long ModelVersion { get; private set; }

    /// <summary>The response model of <see cref="ModelVersion"/>; null until the shell supplies it.</summary>
    public ResponseModel? Model { get; set; }

    public IReadOnlyDictionary<long, CustomerState> Customers => _customers;

    /// <summary>Requests that were answered.</summary>
    public RememberedRequests Requests { get; } = new(number);

    /// <summary>Ids of events and of reported contacts that were taken in.</summary>
    public RememberedIds Remembered { get; private set; } = new();

    public IReadOnlyDictionary<(string Resource, string Period), Slice> Slices => _slices;

    /// <summary>In order of arrival.</summary>
    public IReadOnlyList<WaitingTrigger> Waiting => _waiting;

    /// <summary>What is kept of customers' behaviour for the strategy in force, and since when.</summary>
    public ObservationTable Observations { get; private set; } = ObservationTable.Empty;

    /// <summary>Events that wait to see what follows, in order of customer and then of arrival.</summary>
    public IEnumerable<AbsenceTimer> Timers => _absences.OrderBy(pair => pair.Key).SelectMany(pair => pair.Value);

    /// <summary>Those of one customer.</summary>
    public IReadOnlyList<AbsenceTimer> TimersOf(long key) => _absences.TryGetValue(key, out var timers) ? timers : [];

    public CustomerState? Find(long key) => _customers.GetValueOrDefault(key);

    /// <summary>The customer and the entry of the ledger that bear this id; null when it is not remembered.</summary>
    public (CustomerState Customer, Contact Contact)? Find(ContactId id)
    {
        if (_contactOwners.TryFind(id.Sequence, id.Index, out var key) && _customers.TryGetValue(key, out var customer))
        {
            foreach (var contact in customer.Ledger)
            {
                if (contact.Id == id)
                {
                    return (customer, contact);
                }
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public SliceBalance Balance(string resource, string period) =>
        _slices.TryGetValue((resource, period), out var slice) && slice.Until > Now
            ? new SliceBalance(resource, period, slice.Units, slice.Exhausted)
            : new SliceBalance(resource, period, 0, Exhausted: false);

    /// <summary>
    /// Takes the next contact that is due. Timers set for what a contact was before are passed over: a recovered partition
    /// does not have them, and what happens when must not depend on that.
    /// </summary>
    internal bool TryTakeDue([NotNullWhen(true)] out CustomerState? customer, [NotNullWhen(true)] out Contact? contact)
    {
        while (_contactsDue.TryPeek(out var due) && due.At <= Now)
        {
            _contactsDue.RemoveEarliest();
            if (Find(due.Contact) is var (owner, found) && DueOf(found) == due.At)
            {
                (customer, contact) = (owner, found);
                return true;
            }
        }

        (customer, contact) = (null, null);
        return false;
    }

    /// <summary>Takes the next timer whose time is over; one that was cancelled is passed over.</summary>
    internal bool TryTakeDue([NotNullWhen(true)] out AbsenceTimer? timer)
    {
        while (_absencesDue.TryPeek(out var due) && due.At <= Now)
        {
            _absencesDue.RemoveEarliest();
            foreach (var pending in TimersOf(due.Key))
            {
                if (pending.Id == due.Id)
                {
                    timer = pending;
                    return true;
                }
            }
        }

        timer = null;
        return false;
    }

    /// <summary>Makes an outcome true.</summary>
    public void Apply(Outcome outcome)
    {
        switch (outcome)
        {
            case ProfileChanged o:
                ApplyProfile(o);
                break;
            case ConsentSet o:
                SetConsent(Existing(o.Key), o.Consent);
                break;
            case OwnedSet o:
                ReplaceOwned(Existing(o.Key), o.Owned);
                break;
            case ListsSet o:
                Existing(o.Key).NeverDisturb = o.NeverDisturb;
                Existing(o.Key).NeverOffer = o.NeverOffer;
                break;
            case CustomerEventRecorded o:
                ApplyEvent(o);
                break;
            case CustomerEventsRecorded o:
                foreach (var recorded in o.Recorded)
                {
                    ApplyEvent(recorded);
                }

                break;
            case DecisionMade o:
                ApplyDecision(o);
                break;
            case ResponseRecorded o:
                if (o.Owned is not null)
                {
                    ReplaceOwned(Existing(o.Key), o.Owned);
                }

                ApplyContacts(o);
                Refund(o.Refunds);
                break;
            case ContactReported o:
                Remembered.Add(o.MessageId, o.RememberUntil, Now);
                ApplyContacts(o);
                break;
            case ContactClaimed o:
                Spend(o.Spends);
                ApplyContacts(o);
                Refund(o.Refunds);
                break;
            case ContactSuppressed o:
                ApplyContacts(o);
                Refund(o.Refunds);
                break;
            case ContactSettled o:
                ApplyContacts(o);
                Refund(o.Refunds);
                break;
            case TimePassed o:
                ApplyTime(o);
                break;
            case CustomerErased o:
                ApplyContacts(o);
                Refund(o.Refunds);
                ApplyErasure(o);
                break;
            case StrategyChanged o:
                StrategyVersion = o.Version;
                Strategy = o.Strategy;
                Observe(o.Observations);
                break;
            case ModelChanged o:
                ModelVersion = o.Version;
                Model = o.Model;
                break;
            case SliceGranted o:
                var key = (o.Resource, o.Period);
                var units = _slices.TryGetValue(key, out var slice) ? slice.Units + o.Units : o.Units;
                _slices[key] = new Slice(units, o.Exhausted, o.Until);
                break;
            default:
                throw new ArgumentException($"{outcome.GetType().Name} changes nothing.", nameof(outcome));
        }
    }

    /// <summary>The event's decision is still to be made.</summary>
    internal void Await(CustomerEventRecorded recorded) =>
        _waiting.Add(new WaitingTrigger(recorded.MessageId, recorded.Key, recorded.Trigger!));

    /// <summary>A customer who was not there before, as <see cref="Apply"/> makes one of an outcome that created them.</summary>
    /// <param name="owned">Shared ones (<see cref="OwnedOffering.Plain"/>).</param>
    internal void Enter(long key, ReadOnlySpan<AttributeChange> attributes, ReadOnlySpan<int> tags, CompactList<OwnedOffering> owned)
    {
        var customer = new CustomerState(key) { Owned = owned };
        customer.Profile.Change(attributes);
        customer.Profile.SetTags(tags);
        _customers.Add(key, customer);
    }

    /// <summary>Adds what a checkpoint held, rebuilding what is derived.</summary>
    internal void Load(
        long strategyVersion,
        long modelVersion,
        IReadOnlyCollection<CustomerState> customers,
        RememberedIds remembered,
        IEnumerable<(string Resource, string Period, Slice Slice)> slices,
        IEnumerable<WaitingTrigger> waiting,
        ObservationTable observations,
        IEnumerable<AbsenceTimer> timers)
    {
        StrategyVersion = strategyVersion;
        ModelVersion = modelVersion;
        Observations = observations;
        foreach (var timer in timers)
        {
            Wait(timer);
        }

        _customers.EnsureCapacity(customers.Count);
        foreach (var customer in customers)
        {
            _customers.Add(customer.Key, customer);
        }

        IndexAll();
        Remembered = remembered;
        foreach (var (resource, period, slice) in slices)
        {
            _slices.Add((resource, period), slice);
        }

        _waiting.AddRange(waiting);
    }

    private CustomerState Existing(long key) =>
        _customers.TryGetValue(key, out var customer)
            ? customer
            : throw new InvalidOperationException($"Partition {Number}: an outcome names a customer that is not there.");

    private static void ReplaceOwned(CustomerState customer, IReadOnlyList<OwnedOffering> owned)
    {
        customer.Owned.Clear();
        customer.Owned.AddRange(owned.Select(offering => offering.Shared()));
    }

    private static void SetConsent(CustomerState customer, Consent said)
    {
        customer.Consents.RemoveAll(consent => string.Equals(consent.Class, said.Class, StringComparison.Ordinal));
        customer.Consents.Add(said);
    }

    private void ApplyProfile(ProfileChanged outcome)
    {
        if (outcome.Created)
        {
            _customers.Add(outcome.Key, new CustomerState(outcome.Key));
        }

        var customer = Existing(outcome.Key);
        customer.Profile.Change(outcome.Attributes as AttributeChange[] ?? [.. outcome.Attributes]);
        if (outcome.Tags is not null)
        {
            customer.Profile.SetTags(outcome.Tags.Select(Symbols.Of).ToArray());
        }

        if (outcome.Owned is not null)
        {
            ReplaceOwned(customer, outcome.Owned);
        }

        foreach (var consent in outcome.Consents)
        {
            SetConsent(customer, consent);
        }
    }

    private void ApplyEvent(CustomerEventRecorded outcome)
    {
        Remembered.Add(outcome.MessageId, outcome.RememberUntil, Now);
        if (outcome.ChangesCustomer)
        {
            ChangeCustomer(outcome);
        }

        if (outcome.Trigger is not null)
        {
            Await(outcome);
        }
    }

    private void ChangeCustomer(CustomerEventRecorded outcome)
    {
        var customer = Existing(outcome.Key);
        if (outcome.Owned is not null)
        {
            ReplaceOwned(customer, outcome.Owned);
        }

        if (outcome.OpenCases is not null)
        {
            customer.OpenCases.Clear();
            customer.OpenCases.AddRange(outcome.OpenCases);
        }

        if (outcome.Status is { } status)
        {
            customer.Status = status;
        }

        foreach (var change in outcome.Counted)
        {
            var measure = Observations.Find(change.Number)?.Measure
                ?? throw new InvalidOperationException($"Partition {Number}: measure {change.Number} is not observed.");
            customer.Behaviour = customer.Behaviour.After(change, measure, outcome.At, Now);
        }

        foreach (var id in outcome.Cancelled)
        {
            EndWaiting(new TimerName(outcome.Key, id));
        }

        foreach (var timer in outcome.Timers)
        {
            Wait(timer);
        }
    }

    /// <summary>What was kept for measures that no longer continue is dropped with every customer.</summary>
    private void Observe(ObservationTable? after)
    {
        if (after is null)
        {
            return;
        }

        var before = Observations;
        Observations = after;
        if (before.All.All(observation => after.Continues(observation.Number, before)))
        {
            return;
        }

        foreach (var customer in _customers.Values)
        {
            if (!customer.Behaviour.IsEmpty)
            {
                customer.Behaviour = customer.Behaviour.Keeping(number => after.Continues(number, before));
            }
        }
    }

    private void Wait(AbsenceTimer timer)
    {
        if (!_absences.TryGetValue(timer.Key, out var timers))
        {
            _absences.Add(timer.Key, timers = []);
        }

        timers.Add(timer);
        if (!OnlyRecovers)
        {
            _absencesDue.Add(new DueAbsence(timer.Due, timer.Id, timer.Key));
        }
    }

    /// <summary>The timer that is no more.</summary>
    private AbsenceTimer EndWaiting(TimerName name)
    {
        var timers = _absences.GetValueOrDefault(name.Key);
        var index = timers?.FindIndex(timer => timer.Id == name.Id) ?? -1;
        if (index < 0)
        {
            throw new InvalidOperationException($"Partition {Number}: an outcome names a timer that is not there.");
        }

        var ended = timers![index];
        timers.RemoveAt(index);
        if (timers.Count == 0)
        {
            _absences.Remove(name.Key);
        }

        return ended;
    }

    private void ApplyDecision(DecisionMade outcome)
    {
        if (outcome.Trigger is not null)
        {
            // Nearly always the first; a search through all would make a burst of events quadratic.
            var answered = _waiting.FindIndex(waiting => waiting.MessageId == outcome.MessageId);
            if (answered >= 0)
            {
                _waiting.RemoveAt(answered);
            }
        }
        else if (outcome.MessageId is { } id)
        {
            Requests.Add(new RememberedRequest(id, outcome.At + RequestMemory, outcome.BodyHash, outcome.Id));
        }

        foreach (var recommendation in outcome.Result.Recommendations)
        {
            Spend(recommendation.Spends);
        }

        ApplyContacts(outcome);
    }

    private void ApplyContacts(ContactsOutcome outcome)
    {
        foreach (var (key, from, after) in outcome.Contacts)
        {
            var customer = Existing(key);
            if (from is null)
            {
                DropOld(customer);
                customer.Ledger.Add(after);
            }
            else
            {
                var index = customer.Ledger.FindIndex(contact => contact.Id == after.Id);
                if (index < 0 || customer.Ledger[index].State != from)
                {
                    throw new InvalidOperationException($"Partition {Number}: contact {after.Id} is not {from}.");
                }

                customer.Ledger[index] = after;
            }

            Index(key, after);
        }
    }

    private void DropOld(CustomerState customer)
    {
        var before = Now - LedgerRetention;
        while (customer.Ledger is [var oldest, ..]
            && oldest.CountsAt < before
            && oldest.StateAt < before
            && oldest.State is not (ContactState.Pending or ContactState.Unconfirmed))
        {
            customer.Ledger.RemoveAt(0);
            if (!customer.Ledger.Exists(other => other.Id.Sequence == oldest.Id.Sequence && other.Id.Index == oldest.Id.Index))
            {
                _contactOwners.Remove(oldest.Id.Sequence, oldest.Id.Index);
            }
        }
    }

    private void ApplyTime(TimePassed outcome)
    {
        foreach (var id in outcome.Forgotten)
        {
            Requests.Remove(id);
        }

        if (outcome.ForgottenUpTo is { } upTo)
        {
            Remembered.Forget(upTo);
        }

        // Slices go before refunds come, so that a refund to an ended slice is handed back with the next one.
        foreach (var ended in outcome.Returned)
        {
            _slices.Remove((ended.Resource, ended.Period));
        }

        ApplyContacts(outcome);
        Refund(outcome.Refunds);
        foreach (var name in outcome.Fired)
        {
            var timer = EndWaiting(name);
            _waiting.Add(new WaitingTrigger(timer.Id, timer.Key, timer.Trigger));
        }

        foreach (var name in outcome.Lapsed)
        {
            EndWaiting(name);
        }
    }

    private void ApplyErasure(CustomerErased outcome)
    {
        if (_customers.Remove(outcome.Key, out var customer))
        {
            foreach (var contact in customer.Ledger)
            {
                _contactOwners.Remove(contact.Id.Sequence, contact.Id.Index);
            }
        }

        _waiting.RemoveAll(waiting => waiting.Key == outcome.Key);
        _absences.Remove(outcome.Key);
    }

    private void Spend(IReadOnlyList<ResourceSpend> spends)
    {
        foreach (var spend in spends)
        {
            AddUnits(spend, -spend.Units);
        }
    }

    private void Refund(IReadOnlyList<ResourceSpend> refunds)
    {
        foreach (var refund in refunds)
        {
            AddUnits(refund, refund.Units);
        }
    }

    private void AddUnits(ResourceSpend spend, long units)
    {
        var key = (spend.Resource, spend.Period);
        var slice = _slices.TryGetValue(key, out var known) ? known : new Slice(0, Exhausted: false, Now);
        var left = slice.Units + units;
        if (left < 0)
        {
            throw new InvalidOperationException($"Partition {Number}: {spend.Resource} {spend.Period} is overspent by {-left}.");
        }

        _slices[key] = slice with { Units = left };
    }

    private void Index(long key, Contact contact)
    {
        if (!OnlyRecovers)
        {
            _contactOwners.Set(contact.Id.Sequence, contact.Id.Index, key);
            Await(contact);
        }
    }

    /// <summary>The same of all contacts there are.</summary>
    private void IndexAll()
    {
        if (OnlyRecovers)
        {
            return;
        }

        var owners = new ContactOwner[_customers.Values.Sum(static customer => customer.Ledger.Count)];
        var count = 0;
        foreach (var customer in _customers.Values)
        {
            foreach (var contact in customer.Ledger)
            {
                owners[count++] = new ContactOwner(contact.Id.Sequence, contact.Id.Index, customer.Key);
                Await(contact);
            }
        }

        Array.Sort(owners);
        foreach (var owner in owners)
        {
            _contactOwners.Set(owner.Sequence, owner.Index, owner.Key);
        }
    }

    private void Await(Contact contact)
    {
        if (DueOf(contact) is { } at)
        {
            _contactsDue.Add(new DueContact(at, contact.Id));
        }
    }

    /// <summary>When time will do something to it; null for never.</summary>
    private static Instant? DueOf(Contact contact) => contact.State switch
    {
        ContactState.Pending => contact.ValidUntil,
        ContactState.Unconfirmed => contact.StateAt + ReceiptDeadline,
        ContactState.Sent when contact.AwaitsResponse => contact.StateAt + contact.ResponseWindow,
        _ => null,
    };

    private readonly record struct DueContact(Instant At, ContactId Contact) : IComparable<DueContact>
    {
        public int CompareTo(DueContact other) => At.CompareTo(other.At) is var order && order != 0 ? order : Contact.CompareTo(other.Contact);
    }

    private readonly record struct DueAbsence(Instant At, UInt128 Id, long Key) : IComparable<DueAbsence>
    {
        public int CompareTo(DueAbsence other) => At.CompareTo(other.At) is var order && order != 0 ? order : Id.CompareTo(other.Id);
    }
}
