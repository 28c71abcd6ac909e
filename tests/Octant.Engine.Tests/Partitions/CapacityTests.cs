using Octant.Engine.Partitions;
using Octant.Engine.Policies;

namespace Octant.Engine.Tests.Partitions;

/// <summary>Slices of shared resources, on the day of reservation and on the day of sending (4.8).</summary>
public sealed class CapacityTests : IDisposable
{
    private const string Monday = "2026-03-02";
    private const string Tuesday = "2026-03-03";

    private readonly PartitionRig _rig = new(TestStrategy.Definition with
    {
        Channels = [TestStrategy.Web, TestStrategy.Sms with { DailyCapacity = 10 }],
    });

    public void Dispose() => _rig.Check();

    private long Units(string day) => _rig.Partition.State.Balance("channel/sms", day).Units;

    private ContactId Reserve()
    {
        _rig.GrantSlice("channel/sms", Monday, 2);
        return Assert.Single(_rig.Decide("sms").Contacts).After.Id;
    }

    [Fact]
    public void A_decision_without_a_slice_asks_for_one_and_leaves_no_trace()
    {
        var before = _rig.Partition.TakeCheckpoint();
        var request = _rig.Request("sms");
        Assert.Equal(new ResourceSpend("channel/sms", Monday, 1), Assert.Single(_rig.Do<SliceNeeded>(request).Needs));
        Assert.Equal(before, _rig.Partition.TakeCheckpoint());
        _rig.GrantSlice("channel/sms", Monday, 1);
        Assert.Single(_rig.Do<DecisionMade>(request).Result.Recommendations);
        Assert.Equal(0, Units(Monday));
    }

    [Fact]
    public void An_exhausted_slice_means_no_offer()
    {
        _rig.GrantSlice("channel/sms", Monday, 0, exhausted: true);
        Assert.Equal(Reasons.CapacityExhausted, _rig.Decide("sms").Result.Silence);
    }

    [Fact]
    public void A_claim_on_the_day_of_reservation_keeps_its_unit()
    {
        var id = Reserve();
        var claimed = _rig.Do<ContactClaimed>(new ClaimContact(id));
        Assert.Empty(claimed.Spends);
        Assert.Empty(claimed.Refunds);
        Assert.Equal(1, Units(Monday));
    }

    [Fact]
    public void A_claim_on_a_later_day_takes_a_unit_of_that_day_and_gives_back_the_old_one()
    {
        var id = Reserve();
        _rig.Now += TimeSpan.FromHours(24);
        Assert.Equal(new ResourceSpend("channel/sms", Tuesday, 1), Assert.Single(_rig.Do<SliceNeeded>(new ClaimContact(id)).Needs));
        _rig.GrantSlice("channel/sms", Tuesday, 1);
        _rig.Do<ContactClaimed>(new ClaimContact(id));
        Assert.Equal([new ResourceSpend("channel/sms", Tuesday, 1)], _rig.Contact(id).Spends);
        Assert.Equal(2, Units(Monday));
        Assert.Equal(0, Units(Tuesday));
    }

    [Fact]
    public void A_claim_on_a_later_day_without_capacity_waits_for_the_next()
    {
        var id = Reserve();
        _rig.Now += TimeSpan.FromHours(24);
        _rig.GrantSlice("channel/sms", Tuesday, 0, exhausted: true);
        var deferred = _rig.Do<ContactDeferred>(new ClaimContact(id));
        Assert.Equal(Reasons.CapacityExhausted, deferred.Reason);
        Assert.Equal(TestStrategy.Start + TimeSpan.FromHours(39), deferred.Until);
        Assert.Equal(ContactState.Pending, _rig.Contact(id).State);
        Assert.Equal(1, Units(Monday));
    }

    [Fact]
    public void What_is_released_can_be_spent_again()
    {
        var id = Reserve();
        _rig.Do<ConsentSet>(new SetConsent(PartitionRig.Customer, new Consent("marketing", ConsentState.Refused, "web", _rig.Now)));
        _rig.Do<ContactSuppressed>(new ClaimContact(id));
        Assert.Equal(2, Units(Monday));
        Assert.Empty(_rig.Contact(id).Spends);
    }

    [Fact]
    public void Unspent_units_of_an_ended_slice_are_handed_back_once()
    {
        Reserve();
        _rig.Now += TimeSpan.FromDays(10);
        var passed = new List<TimePassed>();
        while (_rig.Do<TimePassed>(new PassTime()) is { ChangesState: true } outcome)
        {
            passed.Add(outcome);
        }

        // One unit unspent, and one of the reservation that expired.
        Assert.Equal(2, passed.SelectMany(outcome => outcome.Returned).Sum(spend => spend.Units));
        Assert.Empty(_rig.Partition.State.Slices);
    }

    [Fact]
    public void A_grant_that_was_long_under_way_still_serves_what_waited_for_it()
    {
        _rig.Do<SliceGranted>(new GrantSlice("channel/sms", Monday, 1, Exhausted: false, _rig.Now - TimeSpan.FromMinutes(5)));
        Assert.Single(_rig.Decide("sms").Result.Recommendations);
    }
}
