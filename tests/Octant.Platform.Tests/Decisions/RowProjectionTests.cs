using Octant.Engine.Calendar;
using Octant.Engine.Policies;
using Octant.Platform.Decisions.Projections;
using Octant.Platform.Foundation.Partitions;

namespace Octant.Platform.Tests.Decisions;

public sealed class RowProjectionTests
{
    /// <summary>A minute before midnight in Berlin, on the day of 25 hours.</summary>
    private static readonly Instant Late = Instant.From(new DateTimeOffset(2026, 10, 25, 22, 59, 0, TimeSpan.Zero));

    private static readonly int Day = CalendarDay.Of(new DateOnly(2026, 10, 25)).Number;

    private readonly RowProjection _projection = new(new ZoneTable("Europe/Berlin", 7_200, [new ZoneTransition(Instant.From(new DateTimeOffset(2026, 10, 25, 1, 0, 0, TimeSpan.Zero)), 3_600)]), channel => channel != "web");

    private long _rows;

    [Fact]
    public void A_batch_names_each_contact_and_each_counter_once()
    {
        for (var number = 0; number < 50; number++)
        {
            Add(Late, null, Contact(number, ContactState.Pending));
            Add(Late + TimeSpan.FromSeconds(number), ContactState.Pending, Contact(number, ContactState.Unconfirmed));
        }

        var batch = _projection.ToBatch();
        Assert.Equal(50, batch.NewContacts.Count);
        Assert.All(batch.NewContacts, contact => Assert.Equal("unconfirmed", contact.State));
        Assert.Empty(batch.Contacts);
        Assert.Equal([("planned", 50L), ("unconfirmed", 50L)], batch.Counters.Select(change => (change.Outcome, change.Amount)).Order());
        Assert.Equal([("planned", 50L), ("unconfirmed", 50L)], batch.Hours.Select(change => (change.Outcome, change.Amount)).Order());
    }

    [Fact]
    public void After_a_batch_it_begins_anew()
    {
        Add(Late, null, Contact(1, ContactState.Pending));
        var first = _projection.ToBatch();
        Assert.Equal(2, first.Counters.Count);

        _projection.Clear();
        Assert.Null(_projection.LastOf(3));
        Add(Late, null, Contact(2, ContactState.Pending));
        var second = _projection.ToBatch();
        Assert.Single(second.NewContacts);
        Assert.Equal([("pending", 1L), ("planned", 1L)], second.Counters.Select(change => (change.Outcome, change.Amount)).Order());
        Assert.Equal(2, Assert.Single(second.Watermarks).Value);
    }

    [Fact]
    public void A_contact_that_an_earlier_batch_has_named_is_not_new()
    {
        Add(Late, ContactState.Pending, Contact(1, ContactState.Unconfirmed));
        Add(Late, ContactState.Unconfirmed, Contact(1, ContactState.Sent));

        var batch = _projection.ToBatch();
        Assert.Equal("sent", Assert.Single(batch.Contacts).State);
        Assert.Empty(batch.NewContacts);
    }

    [Fact]
    public void Each_of_many_contacts_of_a_row_is_found_again_when_it_moves_on()
    {
        for (var index = 0; index < 12; index++)
        {
            Add(Late, null, Contact(7, ContactState.Pending) with { Id = new ContactId(7, index, 1) });
        }

        Add(Late, null, Contact(8, ContactState.Pending));
        Add(Late, ContactState.Pending, Contact(7, ContactState.Sent) with { Id = new ContactId(7, 10, 1) });
        Add(Late, ContactState.Pending, Contact(6, ContactState.Sent));

        var batch = _projection.ToBatch();
        Assert.Equal(13, batch.NewContacts.Count);
        Assert.Equal("3-7-10-1", Assert.Single(batch.NewContacts, contact => contact.State == "sent").Id);
        Assert.Equal("3-6-0-1", Assert.Single(batch.Contacts).Id);
    }

    [Fact]
    public void A_contact_is_sought_while_it_waits_for_a_sender_and_when_it_was_put_before_the_customer()
    {
        Add(Late, null, Contact(1, ContactState.Pending));
        Add(Late, null, Contact(2, ContactState.Pending) with { Channel = "web" });
        Add(Late, null, Contact(3, ContactState.Sent) with { Channel = "web" });
        Add(Late, null, Contact(4, ContactState.Ghost));
        Add(Late, null, Contact(5, ContactState.Suppressed));

        Assert.Equal([true, false, true, false, false], _projection.ToBatch().NewContacts.Select(contact => contact.IsSought));
    }

    [Fact]
    public void What_one_hour_adds_and_the_next_takes_away_is_nothing_by_the_day_and_both_by_the_hour()
    {
        Add(Late - TimeSpan.FromHours(1), null, Contact(1, ContactState.Pending));
        Add(Late, ContactState.Pending, Contact(1, ContactState.Sent));

        var batch = _projection.ToBatch();
        Assert.Equal([("planned", 1L), ("sent", 1L)], batch.Counters.Select(change => (change.Outcome, change.Amount)).Order());
        Assert.Equal(
            [(22, "pending", 1L), (22, "planned", 1L), (23, "pending", -1L), (23, "sent", 1L)],
            batch.Hours.Select(change => (change.Hour, change.Outcome, change.Amount)).Order());
    }

    [Fact]
    public void Days_and_hours_are_those_of_the_wall_in_the_platforms_zone()
    {
        Add(Late, null, Contact(1, ContactState.Pending));
        Add(Late + TimeSpan.FromMinutes(1), null, Contact(2, ContactState.Pending));

        var batch = _projection.ToBatch();
        Assert.Equal([(Day, "pending", 1L), (Day, "planned", 1L), (Day + 1, "pending", 1L), (Day + 1, "planned", 1L)], batch.Counters.Select(change => (change.Day, change.Outcome, change.Amount)).Order());
        Assert.Equal([(Day, 23), (Day + 1, 0)], batch.Hours.Select(change => (change.Day, change.Hour)).Distinct().Order());
    }

    private void Add(Instant at, ContactState? from, Contact after) =>
        _projection.Add(new CommittedRow(3, ++_rows, [ContactMoves.Move(at, after.Id.Sequence, from, after)], Bytes: 0));

    private static Contact Contact(long number, ContactState state) => ContactMoves.Contact(new ContactId(number, 0, 1), state, Late);
}
