using Octant.Engine.Calendar;
using Octant.Engine.Channels;
using Octant.Engine.Decisions;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;
using static Octant.Engine.Tests.Calendar.TestZones;
using static Octant.Engine.Tests.Decisions.StageTests;
using static Octant.Engine.Tests.Decisions.World;
using static Octant.Engine.Tests.Policies.TestContacts;

namespace Octant.Engine.Tests.Decisions;

/// <summary>The second test, at the moment of sending.</summary>
public sealed class ClaimTestTests
{
    private static readonly StrategyDefinition Plain = Definition(Campaign("C1")) with { ClaimWindow = TimeSpan.FromHours(1) };
    private static readonly Instant AlmostTooLate = new((Noon + TimeSpan.FromHours(1)).Microseconds - 1);

    [Fact]
    public void A_due_contact_is_sent_and_counts_at_its_due_instant()
    {
        Assert.Equal(Send(Noon), Test(Plain, Noon));
        Assert.Equal(Send(Noon), Test(Plain, AlmostTooLate));
    }

    [Fact]
    public void A_late_one_counts_now()
    {
        var late = Noon + TimeSpan.FromHours(1);
        Assert.Equal(Send(late), Test(Plain, late));
    }

    [Fact]
    public void A_late_one_must_find_room_once_more_without_itself()
    {
        var definition = Plain.WithCaps(Rolling(1, TimeSpan.FromDays(2)));
        var late = Noon + TimeSpan.FromHours(3);
        Assert.Equal(Send(late), Test(definition, late));
        Assert.Equal(Suppress(Reasons.Cap), Test(definition, late, customer => customer.Contacted(Contact(Noon + TimeSpan.FromHours(2), "C9"))));

        // In its own window it has its room already.
        Assert.Equal(Send(Noon), Test(definition, AlmostTooLate, customer => customer.Contacted(Contact(Noon, "C9"))));
    }

    [Fact]
    public void What_is_not_due_waits() =>
        Assert.Equal(Defer(Reasons.NotDue, Noon), Test(Plain, new Instant(Noon.Microseconds - 1)));

    [Fact]
    public void What_is_no_longer_valid_is_suppressed()
    {
        var end = Noon + TimeSpan.FromDays(1);
        Assert.Equal(ClaimVerdictKind.Send, Test(Plain, new Instant(end.Microseconds - 1)).Kind);
        Assert.Equal(Suppress(Reasons.NotInTime), Test(Plain, end));
    }

    [Fact]
    public void A_campaign_that_is_over_or_gone_suppresses()
    {
        Assert.Equal(Suppress(Reasons.CampaignOver), Test(Definition(Campaign("C1") with { End = Noon }), Noon));
        Assert.Equal(Suppress(Reasons.CampaignOver), Test(Definition(Campaign("C2")), Noon));
    }

    [Fact]
    public void A_paused_campaign_waits() =>
        Assert.Equal(Defer(Reasons.CampaignPaused, null), Test(Definition(Campaign("C1") with { Status = CampaignStatus.Paused }), Noon));

    [Fact]
    public void Consent_withdrawn_since_suppresses_whatever_else_holds()
    {
        Assert.Equal(Suppress(Reasons.ConsentRefused), Test(Plain, Noon, customer => customer.Consenting(ConsentState.Refused)));
        Assert.Equal(Suppress(Reasons.CaseOpen), Test(Plain, Noon, WithCase));
        Assert.Equal(Suppress(Reasons.CustomerSuspended), Test(Plain, Noon, Suspended));
        Assert.Equal(
            Suppress(Reasons.ConsentRefused),
            Test(Definition(Campaign("C1") with { Status = CampaignStatus.Paused }), Noon, customer => customer.Consenting(ConsentState.Refused)));
    }

    [Fact]
    public void A_like_offer_turned_down_since_suppresses()
    {
        var definition = Plain.WithPolicy(new ContactPolicy { Id = "calm", CoolDowns = [new CoolDown(CapScope.Campaign, TimeSpan.FromDays(2))] });
        Assert.Equal(
            Suppress(Reasons.CoolDown),
            Test(definition, Noon, customer => customer.Contacted(Contact(Noon - TimeSpan.FromDays(1), "C1", state: ContactState.Sent, responses: Responses.Rejected, turnedDownAt: Noon - TimeSpan.FromHours(1)))));
        Assert.Equal(Send(Noon), Test(definition, Noon));
    }

    [Fact]
    public void Quiet_hours_and_closing_time_make_it_wait()
    {
        Assert.Equal(Defer(Reasons.QuietHours, Noon + TimeSpan.FromHours(1)), Test(Plain.WithPolicy(Quiet("11:00", "13:00")), Noon));
        Assert.Equal(
            Defer(Reasons.ChannelClosed, At("2026-06-10T15:00:00Z")),
            Test(Plain.WithChannel("sms", channel => channel with { Hours = [new DailyHours(new TimeOnly(15, 0), new TimeOnly(16, 0), [])] }), Noon));
    }

    private static ClaimVerdict Test(StrategyDefinition definition, Instant now, Func<CustomerState, CustomerState>? change = null)
    {
        var contact = Contact(Noon, "C1", "P1");
        var customer = Customer().Contacted(contact);
        return ClaimTest.Test(Compile(definition), change?.Invoke(customer) ?? customer, contact, now);
    }

    private static ClaimVerdict Send(Instant countsAt) => new(ClaimVerdictKind.Send, null, countsAt, null);

    private static ClaimVerdict Suppress(string reason) => new(ClaimVerdictKind.Suppress, reason, default, null);

    private static ClaimVerdict Defer(string reason, Instant? until) => new(ClaimVerdictKind.Defer, reason, default, until);
}
