using System.Globalization;
using Octant.Engine.Audiences;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Expressions;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;
using Octant.Engine.Profiles;
using Octant.Platform.Decisions.Audiences;
using Octant.Platform.Foundation.Partitions;

namespace Octant.Platform.Tests.Decisions;

/// <summary>The columns beside the partition they follow: whom its ledgers say was contacted, the columns say, too.</summary>
public sealed class CustomerColumnsTests
{
    private const int Number = 0;
    private const int Customers = 12;
    private const int Steps = 3_000;

    private static readonly ExpressionSchema Schema = new(AttributeDictionary.Empty);
    private static readonly string[] Subjects = ["c1", "c2", "p1", "p2"];
    private static readonly int[] WindowHours = [1, 24, 24 * 7];
    private static readonly CompiledExpression[] Questions = [.. Subjects.SelectMany(subject => WindowHours.Select(hours => Asked(subject, hours)))];

    private readonly Partition _partition = new(Number);
    private readonly List<ContactId> _contacts = [];
    private CustomerColumns _columns = new(AttributeDictionary.Empty);
    private Instant _now = new(0);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whom_ledgers_say_was_contacted_the_columns_say_too_whatever_became_of_the_contacts(int seed)
    {
        var random = new Random(seed);
        var contacted = 0;
        for (var step = 0; step < Steps; step++)
        {
            _now += TimeSpan.FromMinutes(random.Next(20));
            Change(random, step);
            _partition.CloseRow();
            switch (random.Next(200))
            {
                case 0:
                    _columns.Columns.ForgetContacts(_now - TimeSpan.FromHours(WindowHours.Max()));
                    break;
                case 1:
                    _columns = new CustomerColumns(AttributeDictionary.Empty);
                    _columns.TakeOver(_partition.State);
                    break;
            }

            contacted += step % 10 == 0 ? Compare() : 0;
        }

        Assert.True(contacted > Steps / 10, $"{contacted} contacts were found.");
    }

    [Fact]
    public void A_change_read_back_from_a_journal_is_refused_because_what_it_takes_away_is_not_in_it()
    {
        Do(new ChangeProfile(1, [], null, null));
        var contact = ContactMoves.Contact(new ContactId(1, 0, 1), ContactState.Pending, _now);
        var readBack = ContactMoves.Move(_now, 1, ContactState.Pending, contact with { State = ContactState.Suppressed });
        Assert.Throws<ArgumentException>(() => _columns.Apply(Number, readBack.Outcome, _now));
    }

    [Fact]
    public void Of_a_row_whose_first_part_was_taken_over_the_rest_is_news_once()
    {
        _partition.Execute(new ChangeProfile(1, [], null, null), _now);
        _columns.TakeOver(_partition.State);
        var row = new CommittedRow(Number, 1, [.. Enumerable.Repeat(ContactMoves.Move(_now, 1, null, ContactMoves.Contact(default, ContactState.Sent, _now)), 3)], Bytes: 0);
        Assert.Equal(1, _columns.Known(row));
        Assert.Equal(3, _columns.Known(row));
        Assert.Equal(0, _columns.Known(row with { Sequence = 2 }));
    }

    private static CompiledExpression Asked(string subject, int hours) =>
        ExpressionCompiler.Compile(string.Create(CultureInfo.InvariantCulture, $"contacted(\"{subject}\", duration(\"{hours}h\"))"), Schema).Expression!;

    private void Change(Random random, int step)
    {
        long key = random.Next(1, Customers + 1);
        var known = _contacts.Count == 0 ? default : _contacts[random.Next(Math.Max(0, _contacts.Count - 40), _contacts.Count)];
        switch (random.Next(20))
        {
            case 0:
                Do(new EraseCustomer(key));
                break;
            case 1:
                var campaign = random.Next(3) == 0 ? null : Subjects[random.Next(2)];
                Do(new ReportContact(key, (UInt128)step, "other", campaign, OfferingOrNone(random), ContactPolicy.MarketingClass, "sms", _now, Actor.None));
                break;
            case 2:
                Do(new PassTime());
                break;
            case < 6:
                Do(new SettleContact(known, random.Next(2) == 0, null));
                break;
            case < 9:
                Do(new RecordResponse(known, random.Next(2) == 0 ? Responses.Clicked : Responses.Rejected, null, Actor.None));
                break;
            case < 12:
                Claim(known, random);
                break;
            case < 15:
                Do(new ChangeProfile(key, [], null, null));
                break;
            default:
                Reserve(key, random);
                break;
        }
    }

    /// <summary>As a decision does, which would need a strategy.</summary>
    private void Reserve(long key, Random random)
    {
        if (_partition.State.Find(key) is null)
        {
            return;
        }

        // In a row of its own: contacts are named in the order in which they are made.
        _partition.State.Sequence++;
        var contact = ContactMoves.Contact(new ContactId(_partition.State.Sequence, 0, 1), random.Next(8) == 0 ? ContactState.Ghost : ContactState.Pending, _now) with
        {
            Campaign = Subjects[random.Next(2)],
            Offering = OfferingOrNone(random),
            CountsAt = _now + TimeSpan.FromHours(random.Next(3)),
            ValidUntil = _now + TimeSpan.FromHours(random.Next(1, 48)),
        };
        _contacts.Add(contact.Id);
        Make(new ContactChange(key, null, contact));
    }

    /// <summary>As a sender's claim does, which moves the instant at which the contact counts.</summary>
    private void Claim(ContactId id, Random random)
    {
        if (_partition.State.Find(id) is (var customer, { State: ContactState.Pending } contact))
        {
            var countsAt = _now + TimeSpan.FromHours(random.Next(3));
            Make(ContactChange.Of(customer.Key, contact, contact with { State = ContactState.Unconfirmed, StateAt = _now, CountsAt = countsAt }));
        }
    }

    private static string? OfferingOrNone(Random random) => random.Next(4) switch
    {
        0 => null,
        1 => "c1",
        2 => "p1",
        _ => "p2",
    };

    private void Do(Command command)
    {
        var outcome = _partition.Execute(command, _now);
        if (outcome.ChangesState)
        {
            _columns.Apply(Number, outcome, _now);
        }
    }

    private void Make(ContactChange change)
    {
        var outcome = new ContactSettled(change.Key, [change], []);
        _partition.State.Apply(outcome);
        _columns.Apply(Number, outcome, _now);
    }

    /// <returns>How many contacted customers there were, of all questions.</returns>
    private int Compare()
    {
        var query = new AudienceQuery(_columns.Columns);
        var contacted = 0;
        foreach (var (number, subject) in Subjects.Index())
        {
            for (var i = 0; i < WindowHours.Length; i++)
            {
                long[] expected = [.. _partition.State.Customers.Values
                    .Where(customer => customer.Contacted(subject, TimeSpan.FromHours(WindowHours[i]), _now))
                    .Select(customer => customer.Key)
                    .Order()];
                Assert.Equal(expected, query.Keys(Questions[(number * WindowHours.Length) + i], _now).Order());
                contacted += expected.Length;
            }
        }

        return contacted;
    }
}
