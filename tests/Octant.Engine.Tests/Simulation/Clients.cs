using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;
using Octant.Engine.Profiles;

namespace Octant.Engine.Tests.Simulation;

/// <summary>
/// Everybody outside: systems that ask and report, a sender with its gateway, and planners who launch and pause. Each
/// repeats what it was not answered, under the same id, and holds Octant to every answer it got.
/// </summary>
internal sealed class Clients(World world)
{
    private const int Customers = 9;

    /// <summary>Ids are remembered for at least this long, so nobody repeats later.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(50);

    private readonly List<Request> _open = [];
    private readonly Dictionary<(int Partition, ContactId Contact), int> _sent = [];
    private long _strategy = 1;
    private ulong _ids;

    /// <summary>Messages that left the gateway, by day.</summary>
    public Dictionary<long, int> SentPerDay { get; } = [];

    private Random Random => world.Random;

    public void Begin()
    {
        for (var partition = 0; partition < World.PartitionCount; partition++)
        {
            ChangeStrategy(partition);
        }

        for (var key = 0L; key < Customers; key++)
        {
            Ask(new ChangeProfile(key, [new AttributeChange(0, AttributeValue.OfNumber(key))], null, null));
        }

        for (var key = 0L; key < Customers; key++)
        {
            Ask(new SetConsent(key, new Consent(ContactPolicy.MarketingClass, ConsentState.Granted, "crm", world.Now)), patience: TimeSpan.MaxValue);
        }
    }

    /// <summary>Something new happens, and something old is repeated.</summary>
    public void Act()
    {
        for (var i = Random.Next(4); i >= 0; i--)
        {
            Something();
        }

        Retry();
    }

    public void Retry()
    {
        foreach (var request in _open.ToList())
        {
            if (request.Patience != TimeSpan.MaxValue && world.Now - request.Since > request.Patience)
            {
                _open.Remove(request);
            }
            else if (world.Now - request.LastSent > TimeSpan.FromSeconds(10))
            {
                Send(request);
            }
        }
    }

    private void Something()
    {
        var key = (long)Random.Next(Customers);
        switch (Random.Next(40))
        {
            case < 10:
                Ask(new Decide(key, NextId(), 1, new DecisionRequest(Random.Next(2) == 0 ? "web" : "sms", Random.Next(2) == 0 ? "home" : null, 0, [], Actor.None)));
                break;
            case < 14:
                Ask(Event(key, "topup", new FieldValue("amount", AttributeValue.OfNumber(Random.Next(5, 50)))));
                break;
            case 14:
                Ask((int)(key % World.PartitionCount), Events(key));
                break;
            case < 17:
                Ask(Event(key, "complaint", Word("case", "c1"), Word("change", Random.Next(6) == 0 ? "opened" : "closed")));
                break;
            case < 19:
                var offering = Random.Next(2) == 0 ? "P-4G" : "P-TV";
                Ask(Event(key, "order", Word("offering", offering), Word("change", Random.Next(3) == 0 ? "activated" : "cancelled")));
                break;
            case 19:
                Ask(new ReportContact(key, NextId(), "crm", null, null, ContactPolicy.MarketingClass, "hotline", world.Now, Actor.None));
                break;
            case < 30:
                WithContact(contact => contact.Channel == "sms" && contact.State == ContactState.Pending, (partition, contact) => Claim(partition, contact.Id));
                break;
            case < 35:
                WithContact(contact => contact.Source is null, (partition, contact) => Ask(partition, new RecordResponse(contact.Id, AnyResponse(), null, Actor.None)));
                break;
            case 36 when Random.Next(3) == 0:
                _strategy++;
                for (var partition = 0; partition < World.PartitionCount; partition++)
                {
                    ChangeStrategy(partition);
                }

                break;
            case 35 or 37:
                var state = Random.Next(8) == 0 ? ConsentState.Refused : ConsentState.Granted;
                Ask(new SetConsent(key, new Consent(ContactPolicy.MarketingClass, state, "app", world.Now)));
                break;
            case 38 when Random.Next(5) == 0:
                Ask(new EraseCustomer(key));
                break;
            default:
                Ask(new ChangeProfile(key, [new AttributeChange(0, AttributeValue.OfNumber(Random.Next(100)))], ["gamer"], null));
                break;
        }
    }

    private static FieldValue Word(string name, string value) => new(name, AttributeValue.OfCategory(value));

    private RecordCustomerEvent Event(long key, string type, params FieldValue[] fields) =>
        new(key, NextId(), type, world.Now - TimeSpan.FromSeconds(Random.Next(8) == 0 ? Random.Next(4_000) : Random.Next(300)), TimeSpan.FromHours(1), fields);

    /// <summary>Several events of customers of one partition, now and then one of them twice.</summary>
    private RecordCustomerEvents Events(long key)
    {
        var events = new List<RecordCustomerEvent>();
        for (var i = Random.Next(5); i >= 0; i--)
        {
            events.Add(Random.Next(6) switch
            {
                0 when events.Count > 0 => events[Random.Next(events.Count)],
                1 => Event(key, "order", Word("offering", "P-TV"), Word("change", Random.Next(2) == 0 ? "activated" : "cancelled")),
                2 => Event(key, "nobody-uses-this"),
                _ => Event(
                    (key + (World.PartitionCount * Random.Next(2))) % Customers is var other && other % World.PartitionCount == key % World.PartitionCount ? other : key,
                    "topup",
                    new FieldValue("amount", AttributeValue.OfNumber(Random.Next(5, 50)))),
            });
        }

        return new RecordCustomerEvents(events);
    }

    private Responses AnyResponse() => (Responses)(1 << Random.Next(5));

    private UInt128 NextId() => ++_ids;

    private void WithContact(Func<Contact, bool> wanted, Action<int, Contact> then)
    {
        var partition = Random.Next(World.PartitionCount);
        var found = world.Invariants.State(partition).Customers.Values
            .OrderBy(customer => customer.Key)
            .SelectMany(customer => customer.Ledger)
            .Where(wanted)
            .ToList();
        if (found.Count > 0)
        {
            then(partition, found[Random.Next(found.Count)]);
        }
    }

    private void ChangeStrategy(int partition) =>
        Ask(partition, new ChangeStrategy(_strategy) { Strategy = SimulatedStrategies.Version(_strategy) }, patience: TimeSpan.MaxValue);

    /// <summary>Sends only what it was told it may send, and only once; then reports, until it is heard.</summary>
    private void Claim(int partition, ContactId contact) => Ask(partition, new ClaimContact(contact), outcome =>
    {
        if (outcome is ContactClaimed && !_sent.ContainsKey((partition, contact)))
        {
            _sent[(partition, contact)] = 1;
            var claimed = Assert.IsType<ContactClaimed>(outcome).Contact;
            var day = claimed.StateAt.Microseconds / Instant.MicrosecondsPerDay;
            SentPerDay[day] = SentPerDay.GetValueOrDefault(day) + 1;
            if (Random.Next(5) != 0)
            {
                Ask(partition, new SettleContact(contact, Random.Next(6) != 0, "gateway"));
            }
        }
    });

    private void Ask(CustomerCommand command, TimeSpan? patience = null) =>
        Ask((int)(command.Key % World.PartitionCount), command, patience: patience);

    private void Ask(int partition, Command command, Action<Outcome>? then = null, TimeSpan? patience = null)
    {
        var request = new Request(partition, command, then) { Since = world.Now, Patience = patience ?? Patience };
        _open.Add(request);
        Send(request);
    }

    private void Send(Request request)
    {
        request.LastSent = world.Now;
        world.Send(new Delivery(request.Partition, request.Command, outcome =>
        {
            if (outcome is not null && world.AnswerArrives())
            {
                Answered(request, outcome);
            }
        })
        {
            Expires = world.Now + TimeSpan.FromHours(2),
        });
    }

    /// <summary>What is answered is durable at that moment, and the second answer is the first one's.</summary>
    private void Answered(Request request, Outcome outcome)
    {
        world.Invariants.Count("answers");
        var invariants = world.Invariants;
        switch (request.Command, outcome)
        {
            case (Decide { MessageId: { } id }, DecisionMade made):
                Assert.Equal(made.Id, invariants.Decisions[id]);
                break;
            case (Decide { MessageId: { } id }, DecisionRepeated repeated):
                Assert.Equal(repeated.Id, invariants.Decisions[id]);
                break;
            case (Decide, RequestConflict):
                Assert.Fail("The same request is no conflict.");
                break;
            case (RecordCustomerEvent c, CustomerEventRecorded or Duplicate):
                Assert.True(invariants.Happened($"event {c.MessageId}"));
                break;
            case (RecordCustomerEvents c, CustomerEventsRecorded answer):
                for (var i = 0; i < c.Events.Count; i++)
                {
                    Assert.True(
                        answer.Fates[i] is not (EventFate.Recorded or EventFate.Duplicate) || invariants.Happened($"event {c.Events[i].MessageId}"));
                }

                break;
            case (ReportContact c, ContactReported or Duplicate):
                Assert.True(invariants.Happened($"report {c.MessageId}"));
                break;
            case (RecordResponse c, ResponseRecorded or Duplicate):
                Assert.True(invariants.Happened($"response {request.Partition} {c.Contact} {c.Response}") || c.Response == Responses.Ignored);
                break;
            case (ClaimContact c, ContactClaimed):
                Assert.True(invariants.Happened($"claim {request.Partition} {c.Contact}"));
                break;
            case (ChangeStrategy c, _):
                Assert.True(invariants.State(request.Partition).StrategyVersion >= c.Version);
                break;
            case (ChangeProfile c, ProfileChanged changed) when changed.Created:
                invariants.Count("creations");
                break;
        }

        if (_open.Remove(request))
        {
            request.Then?.Invoke(outcome);
        }
    }

    private sealed class Request(int partition, Command command, Action<Outcome>? then)
    {
        public int Partition => partition;

        public Command Command => command;

        public Action<Outcome>? Then => then;

        public Instant Since { get; init; }

        public TimeSpan Patience { get; init; }

        public Instant LastSent { get; set; }
    }
}
