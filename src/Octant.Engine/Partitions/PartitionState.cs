using System.Diagnostics.CodeAnalysis;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Offers;
using Octant.Engine.Policies;
using Octant.Engine.Profiles;

namespace Octant.Engine.Partitions;

/// <summary>What is remembered of a message so that a second delivery counts once.</summary>
/// <param name="Decision">The decision it led to, if it was a decision request.</param>
public readonly record struct MessageMemory(Instant Until, ulong BodyHash, DecisionId? Decision);

/// <summary>An event that calls for a decision which has not been made yet.</summary>
public sealed record WaitingTrigger(UInt128 MessageId, long Key, TriggeringEvent Trigger);

/// <summary>Units of a shared resource this partition may spend until an instant.</summary>
public readonly record struct Slice(long Units, bool Exhausted, Instant Until);

/// <summary>
/// What a partition holds, and the one way it changes: <see cref="Apply"/>. Handlers only read it and answer outcomes; live
/// work and recovery apply the same outcomes through the same code, so that they cannot come apart.
/// </summary>
public sealed class PartitionState(int number) : ISliceSource
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
    private readonly Dictionary<UInt128, MessageMemory> _messages = [];
    private readonly Dictionary<(string Resource, string Period), Slice> _slices = [];
    private readonly List<WaitingTrigger> _waiting = [];

    // Derived from the above, never stored.
    private readonly Dictionary<(long Sequence, int Index), long> _contactOwners = [];
    private readonly PriorityQueue<ContactId, (Instant At, ContactId Contact)> _timers = new();
    private readonly PriorityQueue<UInt128, (Instant At, UInt128 Id)> _forgetting = new();

    public int Number { get; } = number;

    /// <summary>The last journal row contained.</summary>
    public long Sequence { get; set; }

    /// <summary>The latest moment at which anything was applied. Never goes back, whatever the clock does.</summary>
    public Instant Now { get; set; } = Instant.MinValue;

    public long StrategyVersion { get; private set; }

    /// <summary>Compiled form of <see cref="StrategyVersion"/>; null until the shell supplies it.</summary>
    public Strategy? Strategy { get; set; }

    public IReadOnlyDictionary<long, CustomerState> Customers => _customers;

    /// <summary>Requests that were answered, by message id.</summary>
    public IReadOnlyDictionary<UInt128, MessageMemory> Messages => _messages;

    /// <summary>Ids of events and of reported contacts that were taken in.</summary>
    public RememberedIds Remembered { get; private set; } = new();

    public IReadOnlyDictionary<(string Resource, string Period), Slice> Slices => _slices;

    /// <summary>In order of arrival.</summary>
    public IReadOnlyList<WaitingTrigger> Waiting => _waiting;

    public CustomerState? Find(long key) => _customers.GetValueOrDefault(key);

    /// <summary>The customer and the entry of the ledger that bear this id; null when it is not remembered.</summary>
    public (CustomerState Customer, Contact Contact)? Find(ContactId id)
    {
        if (_contactOwners.TryGetValue((id.Sequence, id.Index), out var key) && _customers.TryGetValue(key, out var customer))
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
        while (_timers.TryPeek(out var id, out var priority) && priority.At <= Now)
        {
            _timers.Dequeue();
            if (Find(id) is var (owner, found) && DueOf(found) == priority.At)
            {
                (customer, contact) = (owner, found);
                return true;
            }
        }

        (customer, contact) = (null, null);
        return false;
    }

    /// <summary>Takes one message id whose time may have passed.</summary>
    internal bool TryTakeForgetting(out UInt128 id)
    {
        if (_forgetting.TryPeek(out id, out var priority) && priority.At <= Now)
        {
            _forgetting.Dequeue();
            return true;
        }

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

    /// <summary>Adds what a checkpoint held, rebuilding what is derived.</summary>
    internal void Load(
        long strategyVersion,
        IEnumerable<CustomerState> customers,
        IEnumerable<(UInt128 Id, MessageMemory Memory)> messages,
        RememberedIds remembered,
        IEnumerable<(string Resource, string Period, Slice Slice)> slices,
        IEnumerable<WaitingTrigger> waiting)
    {
        StrategyVersion = strategyVersion;
        foreach (var customer in customers)
        {
            _customers.Add(customer.Key, customer);
            foreach (var contact in customer.Ledger)
            {
                Index(customer.Key, contact);
            }
        }

        foreach (var (id, memory) in messages)
        {
            Remember(id, memory);
        }

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

        if (outcome.Trigger is not null)
        {
            Await(outcome);
        }
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
            Remember(id, new MessageMemory(outcome.At + RequestMemory, outcome.BodyHash, outcome.Id));
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
                _contactOwners.Remove((oldest.Id.Sequence, oldest.Id.Index));
            }
        }
    }

    private void ApplyTime(TimePassed outcome)
    {
        foreach (var id in outcome.Forgotten)
        {
            _messages.Remove(id);
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
    }

    private void ApplyErasure(CustomerErased outcome)
    {
        if (_customers.Remove(outcome.Key, out var customer))
        {
            foreach (var contact in customer.Ledger)
            {
                _contactOwners.Remove((contact.Id.Sequence, contact.Id.Index));
            }
        }

        _waiting.RemoveAll(waiting => waiting.Key == outcome.Key);
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

    private void Remember(UInt128 id, MessageMemory memory)
    {
        _messages[id] = memory;
        _forgetting.Enqueue(id, (memory.Until, id));
    }

    private void Index(long key, Contact contact)
    {
        _contactOwners[(contact.Id.Sequence, contact.Id.Index)] = key;
        if (DueOf(contact) is { } at)
        {
            _timers.Enqueue(contact.Id, (at, contact.Id));
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
}
