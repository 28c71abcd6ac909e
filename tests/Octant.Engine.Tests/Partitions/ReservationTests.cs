using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Offers;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;

namespace Octant.Engine.Tests.Partitions;

/// <summary>Reservations confirmed, released, expired and shown too late; events, lists and consent; everything once.</summary>
public sealed class ReservationTests : IDisposable
{
    private readonly PartitionRig _rig = new();

    public void Dispose() => _rig.Check();

    private RecordResponse Response(ContactId id, Responses response) => new(id, response, null, Actor.None);

    private static IEnumerable<string> Offered(DecisionMade made) => made.Result.Recommendations.Select(item => item.Offering);

    [Fact]
    public void A_thousand_requests_for_one_customer_never_exceed_the_cap()
    {
        for (var i = 0; i < 1_000; i++)
        {
            _rig.Now += TimeSpan.FromSeconds(1);
            _rig.Decide();
        }

        Assert.Equal(4, _rig.State.Ledger.Count(contact => contact.Counts));
        Assert.Null(CapLedger.FirstViolation([TestStrategy.Policy], _rig.State.Ledger, ZoneTable.Utc));
    }

    [Fact]
    public void A_request_under_the_same_id_is_answered_by_the_same_decision_for_a_day()
    {
        var request = _rig.Request();
        var made = _rig.Do<DecisionMade>(request);
        Assert.Equal(made.Id, _rig.Do<DecisionRepeated>(request).Id);
        _rig.Do<RequestConflict>(request with { BodyHash = 2 });
        _rig.Pass(PartitionState.RequestMemory - TimeSpan.FromMicroseconds(1));
        Assert.Equal(made.Id, _rig.Do<DecisionRepeated>(request).Id);
        _rig.Pass(TimeSpan.FromMicroseconds(1));
        Assert.NotEqual(made.Id, _rig.Do<DecisionMade>(request).Id);
    }

    [Fact]
    public void An_event_counts_once_as_long_as_it_would_be_taken()
    {
        var message = _rig.TopUp(5);
        _rig.Do<CustomerEventRecorded>(message);
        _rig.Do<Duplicate>(message);
        _rig.Pass(TimeSpan.FromHours(1));
        _rig.Do<Duplicate>(message);
        _rig.Pass(TimeSpan.FromMicroseconds(1));
        _rig.Do<Late>(message);
    }

    [Fact]
    public void An_event_too_late_too_far_ahead_or_of_no_use_is_not_remembered()
    {
        var message = _rig.TopUp(5);
        _rig.Do<Late>(message with { At = _rig.Now - TimeSpan.FromHours(1) - TimeSpan.FromMicroseconds(1) });
        _rig.Do<Late>(message with { At = _rig.Now + TimeSpan.FromMinutes(5) + TimeSpan.FromMicroseconds(1) });
        _rig.Do<NotUsed>(_rig.Event("idle"));
        _rig.Do<NotUsed>(_rig.Event("undeclared"));
        _rig.Do<CustomerUnknown>(message with { Key = 99 });
        _rig.Do<CustomerEventRecorded>(message with { At = _rig.Now + TimeSpan.FromMinutes(5) });
    }

    [Fact]
    public void Events_of_one_command_are_taken_one_after_another_each_for_itself()
    {
        var first = _rig.TopUp(5);
        var order = _rig.Event("order", ("offering", "P-TV"), ("change", "activated"));
        var answer = _rig.Do<CustomerEventsRecorded>(new RecordCustomerEvents(
        [
            first,
            _rig.Event("idle"),
            order,
            first,
            _rig.TopUp(6) with { Key = 99 },
            _rig.TopUp(7) with { At = _rig.Now - TimeSpan.FromHours(2) },
            _rig.TopUp(20),
        ]));

        Assert.Equal(
            [EventFate.Recorded, EventFate.NotUsed, EventFate.Recorded, EventFate.Duplicate, EventFate.CustomerUnknown, EventFate.Late, EventFate.Recorded],
            answer.Fates);
        Assert.Equal(3, answer.Recorded.Count);
        Assert.True(_rig.State.Owns("P-TV"));
        _rig.Do<Duplicate>(order);
        Assert.False(_rig.Do(new RecordCustomerEvents([first, order])).ChangesState);
        Assert.Equal(20, Assert.Single(_rig.Partition.State.Waiting).Trigger.Fields[0].Value.Number);
        _rig.Do<DecisionMade>(_rig.Partition.NextTriggered()!);
        _rig.Check();
    }

    [Fact]
    public void An_event_whose_campaigns_all_refuse_it_calls_for_no_decision()
    {
        Assert.Null(_rig.Do<CustomerEventRecorded>(_rig.TopUp(5)).Trigger);
        Assert.Null(_rig.Partition.NextTriggered());
        Assert.NotNull(_rig.Do<CustomerEventRecorded>(_rig.TopUp(20)).Trigger);
        Assert.NotNull(_rig.Partition.NextTriggered());
    }

    [Fact]
    public void An_event_sets_off_one_decision_of_its_own()
    {
        _rig.Do<CustomerEventRecorded>(_rig.TopUp(20));
        var next = _rig.Partition.NextTriggered()!;
        var made = _rig.Do<DecisionMade>(next);
        Assert.Equal(["P-DATA"], Offered(made));
        Assert.Equal("topup", made.Trigger);
        _rig.Do<Unchanged>(next);
        Assert.Null(_rig.Partition.NextTriggered());
    }

    [Fact]
    public void An_excluding_pack_ordered_a_second_earlier_removes_the_offer()
    {
        Assert.Equal(["P-5G", "P-TV"], Offered(_rig.Decide(touchpoint: "home")));
        _rig.Pass(TimeSpan.FromDays(3));
        _rig.Do<CustomerEventRecorded>(_rig.Event("order", ("offering", "P-4G"), ("change", "ordered")));
        _rig.Now += TimeSpan.FromSeconds(1);
        Assert.Equal(OwnershipState.InFlight, Assert.Single(_rig.State.Owned).State);
        Assert.Equal(["P-TV"], Offered(_rig.Decide(touchpoint: "home")));
        _rig.Do<CustomerEventRecorded>(_rig.Event("order", ("offering", "P-4G"), ("change", "cancelled")));
        Assert.Empty(_rig.State.Owned);
    }

    [Fact]
    public void An_open_complaint_means_silence_until_it_is_closed()
    {
        _rig.Do<CustomerEventRecorded>(_rig.Event("complaint", ("case", "c1"), ("change", "opened")));
        Assert.Equal(Reasons.CaseOpen, _rig.Decide().Result.Silence);
        _rig.Do<CustomerEventRecorded>(_rig.Event("complaint", ("case", "c1"), ("change", "closed")));
        Assert.Null(_rig.Decide().Result.Silence);
    }

    [Fact]
    public void A_suspended_line_means_silence_until_it_is_active_again()
    {
        _rig.Do<CustomerEventRecorded>(_rig.Event("line", ("status", "suspended")));
        Assert.Equal(Reasons.CustomerSuspended, _rig.Decide().Result.Silence);
        _rig.Do<CustomerEventRecorded>(_rig.Event("line", ("status", "active")));
        Assert.Null(_rig.Decide().Result.Silence);
    }

    [Fact]
    public void Lists_silence_and_null_leaves_them_as_they_are()
    {
        _rig.Do<ListsSet>(new SetLists(PartitionRig.Customer, NeverDisturb: true, null));
        _rig.Do<Unchanged>(new SetLists(PartitionRig.Customer, null, false));
        Assert.Equal(Reasons.NeverDisturb, _rig.Decide("sms").Result.Silence);
        Assert.Null(_rig.Decide("web").Result.Silence);
        _rig.Do<ListsSet>(new SetLists(PartitionRig.Customer, null, NeverOffer: true));
        Assert.Equal(Reasons.NeverOffer, _rig.Decide("web").Result.Silence);
    }

    [Fact]
    public void The_last_word_on_consent_holds_in_whatever_order_words_come()
    {
        var later = _rig.Now + TimeSpan.FromHours(1);
        var refused = new SetConsent(PartitionRig.Customer, new Consent("marketing", ConsentState.Refused, "app", later));
        _rig.Do<ConsentSet>(refused);
        _rig.Do<Unchanged>(refused);
        _rig.Do<Unchanged>(refused with { Consent = refused.Consent with { State = ConsentState.Granted, At = later - TimeSpan.FromMicroseconds(1) } });
        _rig.Do<Unchanged>(refused with { Consent = refused.Consent with { State = ConsentState.Granted } });
        _rig.Do<ConsentSet>(refused with { Consent = refused.Consent with { State = ConsentState.Granted, At = later + TimeSpan.FromMicroseconds(1) } });
    }

    [Fact]
    public void A_response_confirms_and_counts_once()
    {
        var id = _rig.Decide().Contacts[0].After.Id;
        _rig.Do<ResponseRecorded>(Response(id, Responses.Shown));
        _rig.Do<Duplicate>(Response(id, Responses.Shown));
        var accepted = _rig.Do<ResponseRecorded>(Response(id, Responses.Accepted));
        Assert.Equal(OwnershipState.Pending, Assert.Single(accepted.Owned!).State);
        Assert.Equal(ContactState.Sent, _rig.Contact(id).State);
        Assert.False(_rig.Contact(id).ShownLate);
        _rig.Do<ContactUnknown>(Response(id with { Rank = 7 }, Responses.Shown));
    }

    [Fact]
    public void A_reservation_expires_at_its_last_moment_and_showing_it_later_counts_and_is_flagged()
    {
        var contact = _rig.Decide().Contacts[0].After;
        _rig.Pass(contact.ValidUntil - _rig.Now - TimeSpan.FromMicroseconds(1));
        Assert.Equal(ContactState.Pending, _rig.Contact(contact.Id).State);
        _rig.Pass(TimeSpan.FromMicroseconds(1));
        Assert.Equal(Reasons.Expired, _rig.Contact(contact.Id).Reason);
        Assert.False(_rig.Contact(contact.Id).Counts);
        _rig.Now += TimeSpan.FromHours(1);
        _rig.Do<ResponseRecorded>(Response(contact.Id, Responses.Shown));
        Assert.True(_rig.Contact(contact.Id).Counts);
        Assert.True(_rig.Contact(contact.Id).ShownLate);
        Assert.Equal(_rig.Now, _rig.Contact(contact.Id).CountsAt);
    }

    [Fact]
    public void A_response_at_the_end_of_validity_is_late_even_when_nobody_has_looked_at_the_clock()
    {
        var contact = _rig.Decide().Contacts[0].After;
        _rig.Now = contact.ValidUntil;
        _rig.Do<ResponseRecorded>(Response(contact.Id, Responses.Shown));
        Assert.True(_rig.Contact(contact.Id).ShownLate);
    }

    [Fact]
    public void Silence_after_showing_becomes_ignored_at_the_end_of_its_window()
    {
        var id = _rig.Decide().Contacts[0].After.Id;
        _rig.Do<ResponseRecorded>(Response(id, Responses.Shown));
        _rig.Pass(TimeSpan.FromDays(3) - TimeSpan.FromMicroseconds(1));
        Assert.Equal(Responses.Shown, _rig.Contact(id).Responses);
        _rig.Pass(TimeSpan.FromMicroseconds(1));
        Assert.Equal(Responses.Shown | Responses.Ignored, _rig.Contact(id).Responses);
    }

    [Fact]
    public void A_rejected_offer_rests_for_its_cool_down()
    {
        var id = _rig.Decide().Contacts[0].After.Id;
        _rig.Do<ResponseRecorded>(Response(id, Responses.Rejected));
        Assert.Equal(["P-TV"], Offered(_rig.Decide()));
    }

    [Fact]
    public void A_contact_of_another_system_counts_once()
    {
        var report = new ReportContact(PartitionRig.Customer, 77, "crm", null, null, "marketing", "hotline", _rig.Now, Actor.None);
        _rig.Do<ContactReported>(report);
        _rig.Do<Duplicate>(report);
        Assert.Single(_rig.State.Ledger);
        _rig.Do<Late>(report with { MessageId = 78, At = _rig.Now - PartitionState.LedgerRetention - TimeSpan.FromMicroseconds(1) });
    }

    [Fact]
    public void A_decision_stays_known_until_its_last_contact_has_left_the_ledger()
    {
        var made = _rig.Decide(touchpoint: "home");
        _rig.Pass(TimeSpan.FromDays(3));
        _rig.Pass(TimeSpan.FromDays(7));
        _rig.Do<ResponseRecorded>(Response(made.Contacts[1].After.Id, Responses.Shown));
        _rig.Pass(PartitionState.LedgerRetention - TimeSpan.FromDays(5));
        _rig.Decide();
        Assert.Null(_rig.Partition.State.Find(made.Contacts[0].After.Id));
        Assert.NotNull(_rig.Partition.State.Find(made.Contacts[1].After.Id));
    }

    [Fact]
    public void A_strategy_that_comes_late_does_not_displace_a_later_one()
    {
        _rig.Use(TestStrategy.Definition.With("C-5G", campaign => campaign with { Status = CampaignStatus.Paused }));
        _rig.Do<Unchanged>(new ChangeStrategy(1) { Strategy = TestStrategy.Compile(TestStrategy.Definition) });
        Assert.Equal(2, _rig.Partition.State.StrategyVersion);
    }
}
