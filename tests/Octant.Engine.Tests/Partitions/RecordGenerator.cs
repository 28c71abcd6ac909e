using Octant.Engine.Behaviour;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Offers;
using Octant.Engine.Partitions;
using Octant.Engine.Partitions.Formats;
using Octant.Engine.Policies;
using Octant.Engine.Profiles;

namespace Octant.Engine.Tests.Partitions;

/// <summary>Any command and any outcome, filled with anything, from a seed.</summary>
internal sealed class RecordGenerator(int seed)
{
    private readonly Random _random = new(seed);

    public IEnumerable<Command> Commands() =>
    [
        new ChangeProfile(Key(), List(AttributeChange), Maybe(() => List(Text)), Maybe(() => List(Text))),
        new SetConsent(Key(), Consent()),
        new SetOwned(Key(), List(Owned)),
        new SetLists(Key(), Flag(), Flag()),
        new RecordCustomerEvent(Key(), MessageId(), Text(), Instant(), Span(), List(Field)),
        new Decide(Key(), Bool() ? MessageId() : null, Bits(), Request()),
        new DecideTriggered(Key(), MessageId()),
        new RecordResponse(ContactId(), Responses(), MaybeText(), Actor()),
        new ReportContact(Key(), MessageId(), Text(), MaybeText(), MaybeText(), Text(), Text(), Instant(), Actor()),
        new ClaimContact(ContactId()),
        new SettleContact(ContactId(), Bool(), MaybeText()),
        new ChangeStrategy(Key()),
        new ChangeModel(Key()),
        new GrantSlice(Text(), Text(), Key(), Bool(), Instant()),
        new PassTime(),
        new EraseCustomer(Key()),
    ];

    /// <summary>Of one row, keys from 1.</summary>
    public IReadOnlyList<ChangeProfile> NewCustomers() =>
    [
        .. Enumerable.Range(1, 1 + _random.Next(4)).Select(key => new ChangeProfile(
            key,
            [.. Enumerable.Range(0, 40).Where(_ => Bool()).Select(id => new AttributeChange(id, _random.Next(4) > 0 ? Value() : null))],
            Maybe(() => List(Text)),
            Maybe(() => List(Text)))),
    ];

    public IEnumerable<Outcome> Outcomes()
    {
        var result = new DecisionResult(List(Recommendation), List(Recommendation), List(Ranked), MaybeText());
        byte[] inputs = [.. List(() => (byte)_random.Next(256))];
        return
        [
            new ProfileChanged(Key(), Bool(), List(AttributeChange), Maybe(() => List(Text)), Maybe(() => List(Owned))),
            new ConsentSet(Key(), Consent()),
            new OwnedSet(Key(), List(Owned)),
            new ListsSet(Key(), Bool(), Bool()),
            new CustomerEventRecorded(
                Key(), MessageId(), Instant(), Maybe(() => List(Owned)), Maybe(() => List(Text)), Bool() ? Any<CustomerStatus>() : null, Maybe(Trigger)) is var recorded && Bool()
                ? recorded
                : WithBehaviour(recorded, Instant()),
            new DecisionMade(
                Key(),
                new DecisionId(_random.Next(64), Key(), _random.Next(500)),
                Bool() ? MessageId() : null,
                Bits(),
                Instant(),
                Text(),
                MaybeText(),
                MaybeText(),
                Actor(),
                Key(),
                result,
                inputs,
                DecisionFormat.Encode(result, inputs),
                List(Change)),
            new ResponseRecorded(Key(), ContactId(), Responses(), MaybeText(), Instant(), Actor(), Maybe(() => List(Owned)), List(Change), List(Spend)),
            new ContactReported(Key(), MessageId(), Instant(), List(Change)),
            new ContactClaimed(Key(), [Change()], List(Spend), List(Spend)),
            new ContactSuppressed(Key(), [Change()], List(Spend)),
            new ContactSettled(Key(), List(Change), List(Spend)),
            new StrategyChanged(Key()) { Observations = Maybe(Observations) },
            new ModelChanged(Key()),
            new SliceGranted(Text(), Text(), Key(), Bool(), Instant()),
            new TimePassed(List(Change), List(MessageId), List(Spend), List(Spend))
            {
                ForgottenUpTo = Bool() ? Instant() : null,
                Fired = List(() => new TimerName(Key(), MessageId())),
                Lapsed = List(() => new TimerName(Key(), MessageId())),
            },
            new CustomerErased(Key(), List(Change), List(Spend)),
        ];
    }

    /// <summary>A command that is stored together with its outcome, where some of the events were taken.</summary>
    public (RecordCustomerEvents Command, CustomerEventsRecorded Outcome) Events()
    {
        var events = List(() => new RecordCustomerEvent(Key(), MessageId(), Text(), Instant(), Span(), List(Field)))
            .Concat(List(() => new RecordCustomerEvent(Key(), MessageId(), "same", Instant(), Span(), [])))
            .ToList();
        var recorded = events.Where(_ => _random.Next(4) > 0).Select(taken => new CustomerEventRecorded(
            taken.Key,
            taken.MessageId,
            taken.At + taken.Lateness,
            Maybe(() => List(Owned)),
            Maybe(() => List(Text)),
            Bool() ? Any<CustomerStatus>() : null,
            Maybe(() => new TriggeringEvent(taken.Type, taken.At, taken.Fields))) is var plain && Bool() ? plain : WithBehaviour(plain, taken.At)).ToList();
        return (new RecordCustomerEvents(events), new CustomerEventsRecorded(recorded));
    }

    public Contact Contact() => new()
    {
        Id = ContactId(),
        Source = MaybeText(),
        Campaign = MaybeText(),
        Offering = MaybeText(),
        Promotion = MaybeText(),
        Cluster = MaybeText(),
        Class = Text(),
        Channel = Text(),
        Outlet = MaybeText(),
        Staff = MaybeText(),
        Organisation = MaybeText(),
        Variant = Text(),
        GrantedAt = Instant(),
        CountsAt = Instant(),
        ValidUntil = Instant(),
        ResponseWindow = Span(),
        State = Any<ContactState>(),
        Reason = MaybeText(),
        StateAt = Instant(),
        Responses = Responses(),
        TurnedDownAt = Bool() ? Instant() : null,
        Spends = List(Spend),
        ShownLate = Bool(),
    };

    /// <summary>At least one thing, for otherwise there is no moment either.</summary>
    private CustomerEventRecorded WithBehaviour(CustomerEventRecorded recorded, Instant at) => recorded with
    {
        At = at,
        Counted = [new MeasureChange(_random.Next(1 << 20), null), .. List(() => new MeasureChange(_random.Next(9), Bool() ? Value() : null))],
        Timers = List(() => new AbsenceTimer(MessageId(), Key(), Waiting())),
        Cancelled = List(MessageId),
    };

    private TriggeringEvent Waiting() => Trigger() is var trigger ? trigger with { Absence = new AbsencePattern(trigger.Type, Text(), Span()) } : trigger;

    private ObservationTable Observations()
    {
        var number = 0;
        return new ObservationTable(List(() => new Observation(
            number += _random.Next(1, 9),
            new BehaviourMeasure(Any<MeasureKind>(), Text(), MaybeText(), Span(), _random.Next(33), MaybeText()),
            Instant())));
    }

    private bool Bool() => _random.Next(2) == 0;

    private bool? Flag() => _random.Next(3) switch { 0 => null, 1 => false, _ => true };

    private ulong Bits() => (ulong)_random.NextInt64(long.MinValue, long.MaxValue);

    /// <summary>Small and huge, positive and negative.</summary>
    private long Key() => _random.NextInt64(long.MinValue, long.MaxValue) >> _random.Next(64);

    private UInt128 MessageId() => new(Bits(), Bits());

    private string Text() => _random.Next(5) switch { 0 => "", 1 => "营销案", 2 => "😀", _ => "t" + _random.Next(4) };

    private string? MaybeText() => Bool() ? Text() : null;

    private T? Maybe<T>(Func<T> make)
        where T : class => Bool() ? make() : null;

    private List<T> List<T>(Func<T> make) => [.. Enumerable.Range(0, _random.Next(4)).Select(_ => make())];

    private T Any<T>()
        where T : struct, Enum => Enum.GetValues<T>()[_random.Next(Enum.GetValues<T>().Length)];

    private Responses Responses() => (Responses)_random.Next(64);

    private Instant Instant() => new(Key());

    private TimeSpan Span() => new(Key());

    private double Number() => BitConverter.UInt64BitsToDouble(Bits());

    private AttributeValue Value() => _random.Next(4) switch
    {
        0 => AttributeValue.OfNumber(Number()),
        1 => AttributeValue.OfCategory(Text()),
        2 => AttributeValue.OfFlag(Bool()),
        _ => AttributeValue.OfDate(Instant()),
    };

    private AttributeChange AttributeChange() => new(_random.Next(65_536), Bool() ? Value() : null);

    private FieldValue Field() => new(Text(), Value());

    private Consent Consent() => new(Text(), Any<ConsentState>(), Text(), Instant());

    private OwnedOffering Owned() => new(Text(), Any<OwnershipState>(), MaybeText(), Bool() ? Instant() : null);

    private Actor Actor() => new(MaybeText(), MaybeText(), MaybeText(), Bool() ? Any<AuthenticationLevel>() : null);

    private DecisionRequest Request() => new(Text(), MaybeText(), _random.Next(), List(Field), Actor());

    private TriggeringEvent Trigger() => new(Text(), Instant(), List(Field));

    private ContactId ContactId() => new(Key(), _random.Next(), _random.Next(9));

    private ResourceSpend Spend() => new(Text(), Text(), Key());

    private ContactChange Change() => new(Key(), Bool() ? Any<ContactState>() : null, Contact());

    private RankedOffer Ranked() => new(Text(), Text(), Text(), Number(), Any<Stage>(), MaybeText());

    private Recommendation Recommendation() => new(
        _random.Next(), Text(), Text(), MaybeText(), MaybeText(), Text(), Text(), Text(), Any<Tier>(),
        Number(), Number(), Number(), Number(), Number(), Number(), Instant(), Instant(), Span(), List(Spend));
}
