using Octant.Engine.Decisions;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;

namespace Octant.Engine.Tests.Partitions;

/// <summary>Claims, receipts and their deadline (4.6, 4.7).</summary>
public sealed class SendingTests : IDisposable
{
    private readonly PartitionRig _rig = new();

    public void Dispose() => _rig.Check();

    private ContactId Reserve()
    {
        var made = _rig.Decide("sms");
        return Assert.Single(made.Contacts).After.Id;
    }

    [Fact]
    public void A_claim_makes_a_reservation_unconfirmed_and_a_receipt_makes_it_sent()
    {
        var id = Reserve();
        Assert.Equal(ContactState.Unconfirmed, _rig.Do<ContactClaimed>(new ClaimContact(id)).Contact.State);
        _rig.Do<ContactSettled>(new SettleContact(id, Sent: true, null));
        Assert.Equal(ContactState.Sent, _rig.Contact(id).State);
        _rig.Do<Duplicate>(new SettleContact(id, Sent: true, null));
    }

    [Fact]
    public void A_contact_is_claimed_once()
    {
        var id = Reserve();
        _rig.Do<ContactClaimed>(new ClaimContact(id));
        Assert.Equal(ContactState.Unconfirmed, _rig.Do<ContactNotClaimable>(new ClaimContact(id)).State);
    }

    [Fact]
    public void A_consent_withdrawn_after_reservation_suppresses()
    {
        var id = Reserve();
        _rig.Now += TimeSpan.FromMinutes(1);
        _rig.Do<ConsentSet>(new SetConsent(PartitionRig.Customer, new Consent("marketing", ConsentState.Refused, "hotline", _rig.Now)));
        Assert.Equal(Reasons.ConsentRefused, _rig.Do<ContactSuppressed>(new ClaimContact(id)).Contact.Reason);
        Assert.False(_rig.Contact(id).Counts);
    }

    [Fact]
    public void A_claim_in_quiet_hours_is_put_off_to_their_end()
    {
        var id = Reserve();
        _rig.Now = TestStrategy.Start + TimeSpan.FromHours(13);
        var deferred = _rig.Do<ContactDeferred>(new ClaimContact(id));
        Assert.Equal(Reasons.QuietHours, deferred.Reason);
        Assert.Equal(TestStrategy.Start + TimeSpan.FromHours(22), deferred.Until);
        _rig.Now = deferred.Until!.Value;
        _rig.Do<ContactClaimed>(new ClaimContact(id));
    }

    [Fact]
    public void A_paused_campaign_keeps_what_is_pending_until_it_goes_on()
    {
        var id = Reserve();
        var paused = TestStrategy.Definition.With("C-5G", campaign => campaign with { Status = CampaignStatus.Paused });
        _rig.Use(paused);
        Assert.Equal(Reasons.CampaignPaused, _rig.Do<ContactDeferred>(new ClaimContact(id)).Reason);
        _rig.Use(paused.With("C-5G", campaign => campaign with { Status = CampaignStatus.Live }));
        _rig.Do<ContactClaimed>(new ClaimContact(id));
    }

    [Fact]
    public void A_claim_behind_its_window_counts_now_and_needs_room_in_the_caps()
    {
        var id = Reserve();
        _rig.Pass(TimeSpan.FromHours(24));
        for (var i = 0; i < 4; i++)
        {
            _rig.Do<ContactReported>(new ReportContact(
                PartitionRig.Customer, _rig.NextMessage(), "crm", null, null, "marketing", "hotline", _rig.Now, Actor.None));
        }

        Assert.Equal(Reasons.Cap, _rig.Do<ContactSuppressed>(new ClaimContact(id)).Contact.Reason);
    }

    [Fact]
    public void A_claim_behind_its_window_moves_the_instant_at_which_it_counts()
    {
        var early = Reserve();
        _rig.Now += TimeSpan.FromHours(1) - TimeSpan.FromMicroseconds(1);
        Assert.Equal(TestStrategy.Start, _rig.Do<ContactClaimed>(new ClaimContact(early)).Contact.CountsAt);

        var rig = new PartitionRig();
        var late = Assert.Single(rig.Decide("sms").Contacts).After.Id;
        rig.Now += TimeSpan.FromHours(1);
        Assert.Equal(rig.Now, rig.Do<ContactClaimed>(new ClaimContact(late)).Contact.CountsAt);
    }

    [Fact]
    public void A_claim_at_the_end_of_validity_comes_too_late()
    {
        var id = Reserve();
        _rig.Now = _rig.Contact(id).ValidUntil;
        Assert.Equal(Reasons.NotInTime, _rig.Do<ContactSuppressed>(new ClaimContact(id)).Contact.Reason);
    }

    [Fact]
    public void Without_a_receipt_a_claim_is_given_up_but_goes_on_counting_and_a_late_receipt_still_holds()
    {
        var id = Reserve();
        _rig.Do<ContactClaimed>(new ClaimContact(id));
        _rig.Pass(PartitionState.ReceiptDeadline - TimeSpan.FromMicroseconds(1));
        Assert.Equal(ContactState.Unconfirmed, _rig.Contact(id).State);
        _rig.Pass(TimeSpan.FromMicroseconds(1));
        Assert.Equal(ContactState.Failed, _rig.Contact(id).State);
        Assert.Equal(Reasons.NoReceipt, _rig.Contact(id).Reason);
        Assert.True(_rig.Contact(id).Counts);
        _rig.Do<ContactSettled>(new SettleContact(id, Sent: true, null));
        Assert.Equal(ContactState.Sent, _rig.Contact(id).State);
    }

    [Fact]
    public void A_failure_reported_by_the_gateway_releases_the_cap()
    {
        var id = Reserve();
        _rig.Do<ContactClaimed>(new ClaimContact(id));
        _rig.Do<ContactSettled>(new SettleContact(id, Sent: false, "rejected-by-gateway"));
        Assert.Equal("rejected-by-gateway", _rig.Contact(id).Reason);
        Assert.False(_rig.Contact(id).Counts);
    }

    [Fact]
    public void An_erased_customer_leaves_nothing_pending_and_no_claim_unsettled()
    {
        var claimed = Reserve();
        _rig.Do<ContactClaimed>(new ClaimContact(claimed));
        _rig.Decide();
        var erased = _rig.Do<CustomerErased>(new EraseCustomer(PartitionRig.Customer));
        Assert.Equal(
            [(ContactState.Unconfirmed, ContactState.Failed), (ContactState.Pending, ContactState.Suppressed)],
            erased.Contacts.Select(change => (change.From!.Value, change.After.State)));
        Assert.Empty(_rig.Partition.State.Customers);
        _rig.Do<ContactUnknown>(new SettleContact(claimed, Sent: true, null));
    }
}
