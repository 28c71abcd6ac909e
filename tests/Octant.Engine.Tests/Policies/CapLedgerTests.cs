using Octant.Engine.Calendar;
using Octant.Engine.Policies;
using Octant.Engine.Tests.Calendar;
using static Octant.Engine.Tests.Calendar.TestZones;
using static Octant.Engine.Tests.Policies.TestContacts;

namespace Octant.Engine.Tests.Policies;

public sealed class CapLedgerTests
{
    private static readonly Instant Noon = At("2026-06-10T12:00:00Z");
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(4, false)]
    public void A_cap_of_three_permits_after_two_and_refuses_after_three_and_four(int before, bool permitted)
    {
        var ledger = Enumerable.Range(1, before).Select(hour => Contact(Noon - TimeSpan.FromHours(hour))).ToArray();
        foreach (var cap in new[] { Rolling(3, Week), PerCalendar(3, CalendarUnit.Day), PerCalendar(3, CalendarUnit.Week), PerCalendar(3, CalendarUnit.Month) })
        {
            var refusal = Test(cap, Proposed(Noon), ledger);
            Assert.Equal(permitted, refusal is null);
            if (refusal is { } refused)
            {
                Assert.Equal(("p", 0, before, 3), (refused.Policy, refused.Cap, refused.Count, refused.Limit));
            }
        }
    }

    [Theory]
    [InlineData(-1, false)] // one microsecond before it frees
    [InlineData(0, true)] // exactly a week later
    [InlineData(1, true)]
    public void A_rolling_window_is_open_at_its_far_end(long microseconds, bool permitted)
    {
        var refusal = Test(Rolling(1, Week), Proposed((Noon + Week).Plus(microseconds)), Contact(Noon));
        Assert.Equal(permitted, refusal is null);
        Assert.Equal(permitted ? null : Noon + Week, refusal?.FreesAt);
    }

    [Fact]
    public void A_rolling_window_holds_its_near_end() =>
        Assert.Equal(1, Test(Rolling(1, Week), Proposed(Noon), Contact(Noon))?.Count);

    [Theory]
    [InlineData(CalendarUnit.Day, "2026-06-10T21:59:59.999999Z", "2026-06-10T22:00:00Z")]
    [InlineData(CalendarUnit.Day, "2026-03-29T21:59:59.999999Z", "2026-03-29T22:00:00Z")] // 23 hours
    [InlineData(CalendarUnit.Day, "2026-10-25T22:59:59.999999Z", "2026-10-25T23:00:00Z")] // 25 hours
    [InlineData(CalendarUnit.Week, "2026-03-29T21:59:59.999999Z", "2026-03-29T22:00:00Z")]
    [InlineData(CalendarUnit.Week, "2026-06-14T21:59:59.999999Z", "2026-06-14T22:00:00Z")]
    [InlineData(CalendarUnit.Month, "2026-06-30T21:59:59.999999Z", "2026-06-30T22:00:00Z")]
    [InlineData(CalendarUnit.Month, "2026-03-31T21:59:59.999999Z", "2026-03-31T22:00:00Z")]
    [InlineData(CalendarUnit.Month, "2028-02-29T22:59:59.999999Z", "2028-02-29T23:00:00Z")] // leap day
    [InlineData(CalendarUnit.Month, "2026-12-31T22:59:59.999999Z", "2026-12-31T23:00:00Z")]
    public void A_calendar_window_ends_at_midnight_in_the_customers_zone(CalendarUnit unit, string last, string next)
    {
        var cap = PerCalendar(1, unit);
        var inLast = Contact(At(last));
        var inNext = Contact(At(next));

        // Both edges from both sides: in the old window, exactly at the new one, and one microsecond into it.
        Assert.Equal(At(next), Test(cap, Proposed(At(last)), inLast)?.FreesAt);
        Assert.Null(Test(cap, Proposed(At(next)), inLast));
        Assert.Null(Test(cap, Proposed(At(next).Plus(1)), inLast));
        Assert.Null(Test(cap, Proposed(At(last)), inNext));
        Assert.NotNull(Test(cap, Proposed(At(next)), inNext));
        Assert.NotNull(Test(cap, Proposed(At(next).Plus(1)), inNext));
    }

    [Fact]
    public void Twenty_four_hours_across_a_daylight_saving_change_are_twenty_four_hours()
    {
        var before = At("2026-03-28T12:00:00Z");
        Assert.Equal(At("2026-03-29T12:00:00Z"), Test(Rolling(1, TimeSpan.FromDays(1)), Proposed(At("2026-03-29T11:00:00Z")), Contact(before))?.FreesAt);
    }

    [Fact]
    public void A_future_contact_is_protected_from_an_earlier_one_that_would_overfill_its_window()
    {
        var future = new[] { Contact(Noon + TimeSpan.FromDays(3)), Contact(Noon + TimeSpan.FromDays(5)) };
        var refusal = Test(Rolling(2, Week), Proposed(Noon), future);
        Assert.Equal((2, Noon + TimeSpan.FromDays(10)), (refusal?.Count, refusal?.FreesAt));
        Assert.Null(Test(Rolling(2, TimeSpan.FromDays(5)), Proposed(Noon), future)); // (0, 5] holds the future two only
        Assert.NotNull(Test(Rolling(2, TimeSpan.FromDays(5)), Proposed(Noon.Plus(1)), future));
    }

    [Fact]
    public void A_contact_between_two_that_are_a_window_apart_fits()
    {
        var ledger = new[] { Contact(Noon - TimeSpan.FromDays(4)), Contact(Noon + TimeSpan.FromDays(4)) };
        Assert.Null(Test(Rolling(2, Week), Proposed(Noon), ledger));
        Assert.NotNull(Test(Rolling(2, TimeSpan.FromDays(9)), Proposed(Noon), ledger));
    }

    [Fact]
    public void It_frees_only_where_contacts_already_planned_leave_room()
    {
        var tomorrow = Noon + TimeSpan.FromDays(1);
        Assert.Equal(At("2026-06-11T22:00:00Z"), Test(PerCalendar(1, CalendarUnit.Day), Proposed(Noon), Contact(Noon), Contact(tomorrow))?.FreesAt);
        Assert.Equal(tomorrow + Week, Test(Rolling(1, Week), Proposed(Noon), Contact(Noon), Contact(tomorrow))?.FreesAt);
    }

    [Fact]
    public void A_ledger_over_its_limit_frees_when_the_count_is_below_it_again()
    {
        var ledger = new[] { Contact(Noon), Contact(Noon.Plus(10)), Contact(Noon.Plus(20)) };
        var refusal = Test(Rolling(2, Week), Proposed(Noon.Plus(30)), ledger);
        Assert.Equal((3, (Noon + Week).Plus(10)), (refusal?.Count, refusal?.FreesAt));
    }

    [Fact]
    public void A_cap_of_zero_never_frees()
    {
        var refusal = Test(Rolling(0, Week), Proposed(Noon));
        Assert.Equal((0, null), (refusal!.Value.Count, refusal.Value.FreesAt));
    }

    [Fact]
    public void What_the_same_decision_reserved_counts()
    {
        var ledger = new CapLedger([Policy(Rolling(2, Week))]);
        Assert.Null(ledger.Test(Proposed(Noon), [Contact(Noon)], [], Berlin));
        Assert.NotNull(ledger.Test(Proposed(Noon), [Contact(Noon)], [Contact(Noon)], Berlin));
        Assert.NotNull(ledger.Test(Proposed(Noon), [], [Contact(Noon), Contact(Noon + TimeSpan.FromDays(1))], Berlin));
    }

    [Theory]
    [InlineData(ContactState.Pending, true)]
    [InlineData(ContactState.Unconfirmed, true)]
    [InlineData(ContactState.Sent, true)]
    [InlineData(ContactState.Suppressed, false)]
    [InlineData(ContactState.Failed, false)]
    public void What_was_released_does_not_count(ContactState state, bool counts) =>
        Assert.Equal(counts, Test(Rolling(1, Week), Proposed(Noon), Contact(Noon, state: state)) is not null);

    [Theory]
    [InlineData(Reasons.NoReceipt, true)]
    [InlineData(Reasons.Expired, false)]
    public void What_failed_counts_only_where_it_may_have_arrived(string reason, bool counts) =>
        Assert.Equal(
            counts,
            Test(Rolling(1, Week), Proposed(Noon), Contact(Noon, state: ContactState.Failed) with { Reason = reason }) is not null);

    [Theory]
    [InlineData(CapScope.Channel, "sms")]
    [InlineData(CapScope.Campaign, "c1")]
    [InlineData(CapScope.Offering, "o1")]
    [InlineData(CapScope.Cluster, "k1")]
    [InlineData(CapScope.Class, "marketing")]
    public void A_scope_counts_its_own_kind_only(CapScope scope, string subject)
    {
        var proposed = Proposed(Noon, "c1", "o1", "k1", "marketing", "sms");
        var cap = Rolling(1, Week, scope);
        Assert.Null(Test(cap, proposed, Contact(Noon, "c2", "o2", "k2", "survey", "web")));
        var refusal = Test(cap, proposed, Contact(Noon, "c1", "o1", "k1", "marketing", "sms"));
        Assert.Equal((scope, subject), (refusal?.Scope, refusal?.Subject));

        Assert.NotNull(Test(cap with { Subject = subject }, proposed, Contact(Noon, "c1", "o1", "k1", "marketing", "sms")));
        Assert.Null(Test(cap with { Subject = "another" }, proposed, Contact(Noon, "c1", "o1", "k1", "marketing", "sms")));
    }

    [Fact]
    public void A_contact_without_cluster_is_not_bound_by_cluster_caps() =>
        Assert.Null(Test(Rolling(0, Week, CapScope.Cluster), Proposed(Noon, cluster: null), Contact(Noon, cluster: null)));

    [Fact]
    public void A_cap_with_channels_counts_and_binds_these_only()
    {
        var cap = Rolling(1, Week) with { Channels = ["sms", "mms"] };
        Assert.Null(Test(cap, Proposed(Noon, channel: "sms"), Contact(Noon, channel: "web")));
        Assert.NotNull(Test(cap, Proposed(Noon, channel: "sms"), Contact(Noon, channel: "mms")));
        Assert.Null(Test(cap, Proposed(Noon, channel: "web"), Contact(Noon, channel: "sms")));
    }

    [Fact]
    public void A_ghost_counts_for_its_own_campaign_only()
    {
        var ghost = Contact(Noon, campaign: "c1", state: ContactState.Ghost);
        Assert.NotNull(Test(Rolling(1, Week, CapScope.Campaign), Proposed(Noon, campaign: "c1"), ghost));
        Assert.Null(Test(Rolling(1, Week, CapScope.Campaign), Proposed(Noon, campaign: "c2"), ghost));
        foreach (var scope in new[] { CapScope.Global, CapScope.Channel, CapScope.Offering, CapScope.Class })
        {
            Assert.Null(Test(Rolling(1, Week, scope), Proposed(Noon, campaign: "c1"), ghost));
        }
    }

    [Fact]
    public void A_proposed_ghost_is_bound_by_its_own_campaign_only()
    {
        var real = Contact(Noon, campaign: "c1");
        var ghost = Proposed(Noon, campaign: "c1", isGhost: true);
        Assert.NotNull(Test(Rolling(1, Week, CapScope.Campaign), ghost, real));
        foreach (var scope in new[] { CapScope.Global, CapScope.Channel, CapScope.Offering, CapScope.Class })
        {
            Assert.Null(Test(Rolling(1, Week, scope), ghost, real));
        }
    }

    [Fact]
    public void Service_messages_neither_count_nor_are_bound()
    {
        var service = Contact(Noon, messageClass: ContactPolicy.ServiceClass);
        Assert.Null(Test(Rolling(1, Week), Proposed(Noon), service));
        Assert.Null(Test(Rolling(0, Week), Proposed(Noon, messageClass: ContactPolicy.ServiceClass)));
    }

    [Fact]
    public void All_policies_bind_together_and_the_first_in_order_is_named()
    {
        var ledger = new CapLedger(
        [
            new ContactPolicy { Id = "month", Caps = [PerCalendar(9, CalendarUnit.Month)] },
            new ContactPolicy { Id = "tight", Caps = [PerCalendar(5, CalendarUnit.Day), Rolling(1, TimeSpan.FromHours(1)), Rolling(1, Week)] },
        ]);
        var refusal = ledger.Test(Proposed(Noon), [Contact(Noon - TimeSpan.FromHours(1).Divide(2))], [], Berlin);
        Assert.Equal(("tight", 1), (refusal?.Policy, refusal?.Cap));
        refusal = ledger.Test(Proposed(Noon), [Contact(Noon - TimeSpan.FromHours(1))], [], Berlin);
        Assert.Equal(("tight", 2), (refusal?.Policy, refusal?.Cap));
    }

    [Fact]
    public void A_cap_needs_exactly_one_window()
    {
        Assert.Contains("cap 0", Assert.Throws<ArgumentException>(() => new CapLedger([Policy(new Cap { Limit = 1 })])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new CapLedger([Policy(new Cap { Limit = 1, Rolling = Week, Calendar = CalendarUnit.Day })]));
        Assert.Throws<ArgumentException>(() => new CapLedger([Policy(Rolling(1, TimeSpan.Zero))]));
    }

    [Fact]
    public void Violations_are_found_and_named()
    {
        var policies = new[] { Policy(Rolling(2, Week), PerCalendar(1, CalendarUnit.Day, CapScope.Campaign)) };
        Assert.Null(CapLedger.FirstViolation(policies, [Contact(Noon), Contact(Noon, "c2")], Berlin));
        Assert.Equal(
            new CapViolation("p", 1, CapScope.Campaign, "c1", 2, 1, Noon),
            CapLedger.FirstViolation(policies, [Contact(Noon), Contact(Noon - TimeSpan.FromHours(1))], Berlin));
        Assert.Equal(
            new CapViolation("p", 0, CapScope.Global, "", 3, 2, Noon),
            CapLedger.FirstViolation(policies, [Contact(Noon), Contact(Noon, "c2"), Contact((Noon - Week).Plus(1), "c3")], Berlin));
        Assert.Null(CapLedger.FirstViolation(policies, [Contact(Noon), Contact(Noon, "c2"), Contact(Noon - Week, "c3")], Berlin));
    }

    private static CapRefusal? Test(Cap cap, ProposedContact proposed, params Contact[] ledger) =>
        new CapLedger([Policy(cap)]).Test(proposed, ledger, [], Berlin);
}
