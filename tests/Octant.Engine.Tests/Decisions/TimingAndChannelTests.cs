using Octant.Engine.Calendar;
using Octant.Engine.Channels;
using Octant.Engine.Decisions;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;
using Octant.Engine.Profiles;
using static Octant.Engine.Tests.Calendar.TestZones;
using static Octant.Engine.Tests.Decisions.StageTests;
using static Octant.Engine.Tests.Decisions.World;
using static Octant.Engine.Tests.Policies.TestContacts;

namespace Octant.Engine.Tests.Decisions;

/// <summary>When an event's answer counts, and on which of several channels it goes out.</summary>
public sealed class TimingAndChannelTests
{
    private static readonly CampaignDefinition OnBill = Campaign("C1") with { Trigger = new CampaignTrigger("bill", null), Channels = ["sms", "mail"] };
    private static readonly CampaignDefinition OnBillBySms = OnBill with { Channels = ["sms"] };

    [Fact]
    public void An_answer_to_an_event_waits_for_the_end_of_quiet_hours()
    {
        var only = Assert.Single(Decide(Definition(OnBillBySms).WithPolicy(Quiet("11:00", "13:00")), Happened(Customer())).Recommendations);
        Assert.Equal(Noon + TimeSpan.FromHours(1), only.CountsAt);
        Assert.Equal(Noon + TimeSpan.FromHours(24), only.ValidUntil);
    }

    [Fact]
    public void An_answer_to_an_event_outside_quiet_hours_counts_now() =>
        Assert.Equal(Noon, Assert.Single(Decide(Definition(OnBillBySms).WithPolicy(Quiet("21:00", "08:00")), Happened(Customer())).Recommendations).CountsAt);

    [Fact]
    public void Service_messages_do_not_wait()
    {
        var definition = Definition(OnBillBySms with { Class = ContactPolicy.ServiceClass }).WithPolicy(Quiet("11:00", "13:00"));
        Assert.Equal(Noon, Assert.Single(Decide(definition, Happened(Customer())).Recommendations).CountsAt);
    }

    [Theory]
    [InlineData("07:00", "10:00", "2026-06-11T08:30:00Z")]
    [InlineData("14:00", "15:00", "2026-06-10T14:00:00Z")]
    public void It_waits_for_quiet_hours_and_opening_hours_in_turns(string open, string close, string expected)
    {
        // Quiet 11:00 to 13:00 and 07:00 to 08:30.
        var definition = Definition(OnBillBySms)
            .WithPolicy(Quiet("11:00", "13:00"))
            .WithPolicy(Quiet("07:00", "08:30") with { Id = "morning" })
            .WithChannel("sms", channel => channel with { Hours = [new DailyHours(TimeOnly.Parse(open, null), TimeOnly.Parse(close, null), [])] });
        Assert.Equal(At(expected), Assert.Single(Decide(definition, Happened(Customer())).Recommendations).CountsAt);
    }

    [Fact]
    public void Hours_that_never_meet_are_not_in_time()
    {
        var definition = Definition(OnBillBySms with { Validity = TimeSpan.FromDays(36_500) })
            .WithPolicy(Quiet("21:00", "09:00"))
            .WithChannel("sms", channel => channel with { Hours = [new DailyHours(new TimeOnly(22, 0), new TimeOnly(6, 0), [])] });
        Assert.Equal(Reasons.NotInTime, Decide(definition, Happened(Customer())).Silence);
    }

    [Fact]
    public void Quiet_hours_are_the_customers_and_opening_hours_the_platforms()
    {
        // 12:00 UTC is 14:00 in Berlin.
        var definition = Definition(OnBillBySms).WithPolicy(Quiet("13:30", "15:00")) with { Zones = [ZoneTable.Utc, Berlin], ZoneAttribute = "area" };
        var customer = Customer().With("area", AttributeValue.OfCategory("Europe/Berlin"));
        Assert.Equal(At("2026-06-10T13:00:00Z"), Assert.Single(Decide(definition, Happened(customer)).Recommendations).CountsAt);

        var opens = definition.WithChannel("sms", channel => channel with { Hours = [new DailyHours(new TimeOnly(14, 0), new TimeOnly(15, 0), [])] });
        Assert.Equal(At("2026-06-10T14:00:00Z"), Assert.Single(Decide(opens, Happened(customer)).Recommendations).CountsAt);
    }

    [Fact]
    public void Caps_are_tested_at_the_instant_at_which_it_would_count()
    {
        var definition = Definition(OnBillBySms).WithPolicy(Quiet("11:00", "00:30")).WithCaps(PerCalendar(1, CalendarUnit.Day));
        Assert.Single(Decide(definition, Happened(Customer().Contacted(Contact(Noon)))).Recommendations);
        Assert.Equal(Reasons.Cap, Decide(definition, Happened(Customer().Contacted(Contact(At("2026-06-11T09:00:00Z"))))).Silence);
    }

    [Fact]
    public void A_request_is_refused_in_quiet_hours_on_active_channels_only()
    {
        var definition = Definition(Campaign("C1")).WithPolicy(Quiet("11:00", "13:00"));
        Assert.Equal(Reasons.QuietHours, Decide(definition, Ask(Customer(), "sms")).Silence);
        Assert.Null(Decide(definition, Ask(Customer(), "web")).Silence);
    }

    [Fact]
    public void An_outlet_has_hours_of_its_own()
    {
        var definition = Definition(Campaign("C1")).WithChannel("hall", channel => channel with { Hours = [new DailyHours(new TimeOnly(8, 0), new TimeOnly(11, 0), [])] }) with
        {
            Outlets =
            [
                new Outlet { Id = "H1", Name = "H1", Channel = "hall", Organisation = "p", Hours = [new DailyHours(new TimeOnly(10, 0), new TimeOnly(14, 0), [])] },
                new Outlet { Id = "H2", Name = "H2", Channel = "hall", Organisation = "p" },
            ],
        };
        Assert.Null(Decide(definition, Ask(Customer(), "hall", outlet: "H1")).Silence);
        Assert.Equal(Reasons.ChannelClosed, Decide(definition, Ask(Customer(), "hall", outlet: "H2")).Silence);
        Assert.Equal(Reasons.ChannelClosed, Decide(definition, Ask(Customer(), "hall")).Silence);
    }

    [Fact]
    public void Customers_of_no_high_value_are_answered_on_the_cheapest_channel()
    {
        Assert.Equal("mail", Channel(Definition(OnBill), Customer()));
        Assert.Equal("sms", Channel(Definition(OnBill).WithChannel("sms", channel => channel with { CostPerContact = 0 }), Customer()));
        Assert.Equal("sms", Channel(Definition(OnBill).WithChannel("mail", channel => channel with { CostPerTransaction = 5 }), Customer()));
        Assert.Equal("mail", Channel(Definition(OnBill) with { HighValue = "customer.arpu > 500" }, Clicking(3)));
    }

    [Theory]
    [InlineData(2, "mail")]
    [InlineData(3, "sms")]
    public void High_value_customers_are_answered_where_they_answer(int clicks, string expected) =>
        Assert.Equal(expected, Channel(Definition(OnBill) with { HighValue = "customer.arpu > 50" }, Clicking(clicks)));

    [Fact]
    public void Whether_somebody_is_of_high_value_must_be_known() =>
        Assert.Equal("mail", Channel(Definition(OnBill) with { HighValue = "customer.tenure > 50" }, Clicking(9)));

    [Fact]
    public void A_better_score_outweighs_the_preferred_channel()
    {
        var other = OnBill with { Id = "C2", Offers = [new CampaignOffer { Offering = "P2", Propensity = 0.2 }], Channels = ["mail"] };
        Assert.Equal("mail", Channel(Definition(OnBill, other) with { HighValue = "customer.arpu > 50" }, Clicking(3)));
    }

    [Fact]
    public void An_event_is_answered_once()
    {
        var result = Decide(Definition(OnBill, OnBill with { Id = "C2", Offers = [new CampaignOffer { Offering = "P2" }] }), Happened(Customer()));
        Assert.Equal(["C1"], result.Campaigns());
        Assert.Equal(4, result.Ranked.Count);
    }

    private static string Channel(StrategyDefinition definition, CustomerState customer) =>
        Assert.Single(Decide(definition, Happened(customer)).Recommendations).Channel;

    private static CustomerState Clicking(int times) => Customer().Contacted(
        [.. Enumerable.Range(1, times).Select(day =>
            Contact(Noon - TimeSpan.FromDays(day), "old", "P9", channel: "sms", state: ContactState.Sent, responses: Responses.Shown | Responses.Clicked))]);
}
