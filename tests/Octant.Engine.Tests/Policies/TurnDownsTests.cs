using Octant.Engine.Calendar;
using Octant.Engine.Policies;
using Octant.Engine.Tests.Calendar;
using static Octant.Engine.Tests.Calendar.TestZones;
using static Octant.Engine.Tests.Policies.TestContacts;

namespace Octant.Engine.Tests.Policies;

public sealed class TurnDownsTests
{
    private static readonly Instant Day0 = At("2026-06-10T12:00:00Z");
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    [Theory]
    [InlineData(0, false)]
    [InlineData(-1, false)]
    [InlineData(1, true)]
    public void After_a_rejection_nothing_of_the_kind_until_the_cool_down_has_passed(int microsecondsFromLast, bool permitted)
    {
        // The last forbidden instant is one microsecond before the end.
        var refusal = Test(CoolDown(CapScope.Campaign), Proposed((Day0 + Month).Plus(microsecondsFromLast - 1)), Rejected(Day0));
        Assert.Equal(permitted ? null : new TurnDownRefusal(Reasons.CoolDown, "p", 0, CapScope.Campaign, Day0 + Month), refusal);
    }

    [Fact]
    public void The_latest_rejection_decides() =>
        Assert.Equal(Day0 + TimeSpan.FromDays(3) + Month, Test(CoolDown(CapScope.Global), Proposed(Day0 + TimeSpan.FromDays(4)),
            Rejected(Day0), Rejected(Day0 + TimeSpan.FromDays(3)), Rejected(Day0 + TimeSpan.FromDays(1)))?.Until);

    [Theory]
    [InlineData(CapScope.Global, true)]
    [InlineData(CapScope.Channel, true)]
    [InlineData(CapScope.Class, true)]
    [InlineData(CapScope.Campaign, false)]
    [InlineData(CapScope.Offering, false)]
    [InlineData(CapScope.Cluster, false)]
    public void A_cool_down_reaches_as_far_as_its_scope(CapScope scope, bool refused) =>
        Assert.Equal(refused, Test(CoolDown(scope), Proposed(Day0, "c2", "o2", "k2"), Rejected(Day0)) is not null);

    [Fact]
    public void An_acceptance_outweighs_a_rejection_of_the_same_contact() =>
        Assert.Null(Test(CoolDown(CapScope.Global), Proposed(Day0), Rejected(Day0, Responses.Accepted)));

    [Fact]
    public void A_rejected_service_message_and_a_rejected_offer_do_not_touch_each_other()
    {
        var service = Contact(Day0, messageClass: ContactPolicy.ServiceClass, responses: Responses.Rejected, turnedDownAt: Day0);
        Assert.Null(Test(CoolDown(CapScope.Global), Proposed(Day0), service));
        Assert.Null(Test(CoolDown(CapScope.Global), Proposed(Day0, messageClass: ContactPolicy.ServiceClass), Rejected(Day0)));
        Assert.NotNull(Test(CoolDown(CapScope.Global), Proposed(Day0, messageClass: ContactPolicy.ServiceClass), service));
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(4, false)]
    public void Three_ignored_one_after_another_suppress(int ignored, bool permitted)
    {
        var ledger = Enumerable.Range(0, ignored).Select(day => Ignored(Day0 + TimeSpan.FromDays(day))).ToArray();
        var noticed = Day0 + TimeSpan.FromDays(ignored - 1 + 7);
        var refusal = Test(Suppression(3), Proposed((noticed + Month).Plus(-1)), ledger);
        Assert.Equal(permitted ? null : new TurnDownRefusal(Reasons.IgnoreSuppression, "p", 0, CapScope.Global, noticed + Month), refusal);
        Assert.Null(Test(Suppression(3), Proposed(noticed + Month), ledger));
    }

    [Theory]
    [InlineData(Responses.Clicked)]
    [InlineData(Responses.Accepted)]
    [InlineData(Responses.Interested)]
    [InlineData(Responses.Rejected)]
    [InlineData(Responses.Ignored | Responses.Clicked)]
    public void Any_other_answer_starts_the_count_anew(Responses answer)
    {
        var between = Contact(Day0 + TimeSpan.FromDays(2), state: ContactState.Sent, responses: Responses.Shown | answer);
        var ledger = new[] { Ignored(Day0), Ignored(Day0 + TimeSpan.FromDays(1)), between, Ignored(Day0 + TimeSpan.FromDays(3)), Ignored(Day0 + TimeSpan.FromDays(4)) };
        Assert.Null(Test(Suppression(3), Proposed(Day0 + TimeSpan.FromDays(15)), ledger));
        Assert.NotNull(Test(Suppression(3), Proposed(Day0 + TimeSpan.FromDays(15)), [.. ledger, Ignored(Day0 + TimeSpan.FromDays(5))]));
    }

    [Theory]
    [InlineData(ContactState.Pending, Responses.None)]
    [InlineData(ContactState.Sent, Responses.Shown)]
    [InlineData(ContactState.Suppressed, Responses.None)]
    public void Contacts_without_an_answer_yet_are_passed_over(ContactState state, Responses responses) =>
        Assert.NotNull(Test(Suppression(2), Proposed(Day0 + TimeSpan.FromDays(15)),
            Ignored(Day0), Contact(Day0 + TimeSpan.FromDays(1), state: state, responses: responses), Ignored(Day0 + TimeSpan.FromDays(2))));

    [Fact]
    public void Order_is_that_of_counting_not_of_the_ledger() =>
        Assert.Null(Test(Suppression(2), Proposed(Day0 + TimeSpan.FromDays(15)),
            Contact(Day0 + TimeSpan.FromDays(2), state: ContactState.Sent, responses: Responses.Clicked),
            Ignored(Day0 + TimeSpan.FromDays(1)),
            Ignored(Day0)));

    [Fact]
    public void One_ignored_after_the_suppression_suppresses_again()
    {
        var ledger = new[] { Ignored(Day0), Ignored(Day0 + TimeSpan.FromDays(1)), Ignored(Day0 + TimeSpan.FromDays(60)) };
        Assert.Equal(Day0 + TimeSpan.FromDays(67) + Month, Test(Suppression(2), Proposed(Day0 + TimeSpan.FromDays(70)), ledger)?.Until);
    }

    [Fact]
    public void Ignored_contacts_of_other_campaigns_do_not_count_in_the_campaigns_own_suppression()
    {
        var rule = Policy() with { IgnoreSuppressions = [new IgnoreSuppression(CapScope.Campaign, 2, Month)] };
        Assert.Null(Test(rule, Proposed(Day0 + TimeSpan.FromDays(9)), Ignored(Day0), Ignored(Day0, "c2")));
        Assert.NotNull(Test(rule, Proposed(Day0 + TimeSpan.FromDays(9)), Ignored(Day0), Ignored(Day0, "c1")));
    }

    [Fact]
    public void Ghosts_say_nothing() =>
        Assert.Null(Test(Suppression(1), Proposed(Day0), Contact(Day0, state: ContactState.Ghost, responses: Responses.Ignored, turnedDownAt: Day0)));

    private static TurnDownRefusal? Test(ContactPolicy policy, ProposedContact proposed, params Contact[] ledger) =>
        TurnDowns.Test([policy], proposed, ledger);

    private static ContactPolicy CoolDown(CapScope scope) => Policy() with { CoolDowns = [new CoolDown(scope, Month)] };

    private static ContactPolicy Suppression(int count) => Policy() with { IgnoreSuppressions = [new IgnoreSuppression(CapScope.Global, count, Month)] };

    private static Contact Rejected(Instant at, Responses besides = Responses.None) =>
        Contact(at, state: ContactState.Sent, responses: Responses.Shown | Responses.Rejected | besides, turnedDownAt: at);

    /// <summary>Noticed seven days after it counted.</summary>
    private static Contact Ignored(Instant at, string campaign = "c1") =>
        Contact(at, campaign, state: ContactState.Sent, responses: Responses.Shown | Responses.Ignored, turnedDownAt: at + TimeSpan.FromDays(7));
}
