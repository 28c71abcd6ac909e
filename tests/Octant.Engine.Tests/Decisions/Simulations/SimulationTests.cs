using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Decisions.Simulations;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;
using Octant.Engine.Profiles;
using Octant.Engine.Tests.Partitions;

namespace Octant.Engine.Tests.Decisions.Simulations;

/// <summary>What a draft changes, and how the changed contacts and resources go on.</summary>
public sealed class SimulationTests
{
    private const long Anna = 1;

    private static readonly CampaignDefinition Rich = TestStrategy.Campaign("C-RICH", "P-TV", "web") with { Audience = "customer.arpu > 50.0" };

    private static readonly ContactPolicy OneAWeek = new() { Id = "one", Caps = [new Cap { Limit = 1, Rolling = TimeSpan.FromDays(7) }] };

    private static StrategyDefinition With(params CampaignDefinition[] campaigns) => TestStrategy.Definition with { Campaigns = campaigns, Policies = [OneAWeek] };

    [Fact]
    public void A_contact_that_only_the_draft_makes_fills_the_cap_of_later_decisions()
    {
        var period = new RecordedPeriod(With(TestStrategy.Campaign("C-5G", "P-5G", "web") with { Applicability = "now >= timestamp(\"2026-03-03T00:00:00Z\")" }));
        period.Customer(Anna);
        Assert.Equal(Reasons.NoCampaignMatches, period.Ask(Anna).Result.Silence);
        period.Pass(TimeSpan.FromDays(2));
        Assert.Equal("C-5G", Assert.Single(period.Ask(Anna).Result.Recommendations).Campaign);

        var simulated = period.Simulate(period.Draft(Rich));

        Assert.Equal("C-RICH", Assert.Single(simulated[0].Simulated.Recommendations).Campaign);
        Assert.Equal(SimulationBasis.Exact, simulated[0].Basis);
        Assert.Equal((ChangeCause.Gained, Stage.Candidates, Reasons.NotInStrategy), CauseOf(simulated[0]));
        Assert.Empty(simulated[1].Simulated.Recommendations);
        Assert.Equal(SimulationBasis.OtherContacts, simulated[1].Basis);
        Assert.Equal((ChangeCause.Lost, Stage.ContactPolicy, Reasons.Cap), CauseOf(simulated[1]));
        Assert.Equal("one", simulated[1].Change!.Lost!.Related);
        Assert.Null(simulated[1].Change!.Gained);
    }

    [Fact]
    public void A_contact_the_draft_does_not_make_leaves_room_in_the_cap()
    {
        var period = new RecordedPeriod(With(
            TestStrategy.Campaign("C-5G", "P-5G", "web") with { End = Instant.From(new DateTimeOffset(2026, 3, 3, 0, 0, 0, TimeSpan.Zero)) },
            TestStrategy.Campaign("C-TV", "P-TV", "web") with { Start = Instant.From(new DateTimeOffset(2026, 3, 3, 0, 0, 0, TimeSpan.Zero)) }));
        period.Customer(Anna);
        period.Respond(period.Ask(Anna), Responses.Shown);
        period.Pass(TimeSpan.FromDays(3));
        Assert.Equal(Reasons.Cap, period.Ask(Anna).Result.Silence);

        var simulated = period.Simulate(period.Draft(TestStrategy.Campaign("C-5G", "P-5G", "web") with { Status = CampaignStatus.Ended }));

        Assert.Empty(simulated[0].Simulated.Recommendations);
        Assert.Equal((ChangeCause.Lost, Stage.Candidates, Reasons.NotInStrategy), CauseOf(simulated[0]));
        Assert.Equal("C-TV", Assert.Single(simulated[1].Simulated.Recommendations).Campaign);

        // By the contacts of then it was the cap that stood against it.
        Assert.Equal((ChangeCause.Gained, Stage.ContactPolicy, Reasons.Cap), CauseOf(simulated[1]));
    }

    [Theory]
    [InlineData(false, Reasons.NotInStrategy)]
    [InlineData(true, null)]
    public void What_takes_the_place_of_a_recorded_contact_is_handed_over_like_it(bool wasShown, string? laterReason)
    {
        var period = new RecordedPeriod(With(TestStrategy.Campaign("C-5G", "P-5G", "web")));
        period.Customer(Anna);
        var first = period.Ask(Anna);
        if (wasShown)
        {
            period.Respond(first, Responses.Shown);
        }

        period.Pass(TimeSpan.FromDays(3));
        period.Ask(Anna);

        // Worth more, so it takes the place of the recorded one: expired as that was, it fills no cap.
        var simulated = period.Simulate(period.Draft(Rich with { Offers = [new CampaignOffer { Offering = "P-TV", Propensity = 1 }] }));

        Assert.Equal("C-RICH", Assert.Single(simulated[0].Simulated.Recommendations).Campaign);
        Assert.Equal(wasShown ? 0 : 1, simulated[1].Simulated.Recommendations.Count);
        Assert.Equal(laterReason, simulated[1].Change?.Gained?.Reason);
        var made = Assert.Single(simulated[1].Inputs.Customer.Ledger);
        Assert.Equal(("C-RICH", wasShown ? ContactState.Sent : ContactState.Suppressed), (made.Campaign, made.State));
        Assert.Equal(Responses.None, made.Responses);
    }

    [Fact]
    public void A_contact_both_worlds_make_goes_on_as_recorded()
    {
        var period = new RecordedPeriod(With(TestStrategy.Campaign("C-5G", "P-5G", "web")) with { Policies = [] });
        period.Customer(Anna);
        period.Respond(period.Ask(Anna, touchpoint: "home"), Responses.Rejected);
        period.Pass(TimeSpan.FromHours(1));
        period.Ask(Anna, touchpoint: "home");

        var simulated = period.Simulate(period.Draft(Rich with { Offers = [new CampaignOffer { Offering = "P-TV", Propensity = 1 }] }));

        Assert.Equal(["C-RICH", "C-5G"], simulated[0].Simulated.Campaigns());
        var ledger = simulated[1].Inputs.Customer.Ledger;
        Assert.Equal(2, ledger.Count);
        Assert.Contains(ledger, contact => contact.Campaign == "C-5G" && contact.Responses == (Responses.Rejected | Responses.Shown) || contact.Responses == Responses.Rejected);
    }

    [Fact]
    public void A_capacity_of_ten_is_given_to_ten_of_twelve()
    {
        var period = new RecordedPeriod(With(TestStrategy.Campaign("C-5G", "P-5G", "web")) with
        {
            Channels = [TestStrategy.Web, TestStrategy.Sms with { DailyCapacity = 10 }],
            Policies = [],
        });
        for (var key = 1L; key <= 12; key++)
        {
            period.Customer(key);
            period.Grant("channel/sms", "2026-03-02", 0, exhausted: true);
            Assert.Empty(period.Ask(key, "sms").Result.Recommendations);
        }

        var simulator = new DecisionSimulator();
        var simulated = period.Simulate(period.Draft(TestStrategy.Campaign("C-SMS", "P-TV", "sms")), simulator);

        Assert.Equal(10, simulated.Count(decision => decision.Simulated.Recommendations.Count == 1));
        Assert.Equal(Reasons.CapacityExhausted, simulated[11].Simulated.Ranked[0].Reason);
        Assert.All(simulated, decision => Assert.True(decision.Basis.HasFlag(SimulationBasis.PooledResources)));
        Assert.Equal(new ResourceUse("channel/sms", "2026-03-02", 10, 0, 10, IsRecorded: false), Assert.Single(simulator.ResourceUses(period.Today)));
    }

    [Fact]
    public void An_attribute_the_record_lacks_is_taken_from_today_and_named()
    {
        var period = new RecordedPeriod(With());
        period.Customer(Anna);
        period.Ask(Anna);
        var then = period.Today;
        period.Use(period.Today.Definition with
        {
            Version = 2,
            Attributes = [.. period.Today.Definition.Attributes, new AttributeDefinition(2, "fibre", AttributeKind.Flag)],
            Offerings = [.. period.Today.Definition.Offerings, World.Offering("P-FIBRE")],
        });
        var tried = TestStrategy.Campaign("C-FIBRE", "P-FIBRE", "web") with { Audience = "customer.fibre" };
        var draft = period.Draft(tried);

        var compiled = period.Compile(draft, then);
        Assert.Equal([new TakenFromToday("attribute", "fibre"), new TakenFromToday("offering", "P-FIBRE")], compiled.TakenFromToday);
        Assert.Equal([2], compiled.AttributesFromToday);

        var without = period.Simulate(draft);
        Assert.Empty(without[0].Simulated.Recommendations);
        var with = period.Simulate(draft, today: _ => [new AttributeChange(2, AttributeValue.OfFlag(true))]);
        Assert.Equal("C-FIBRE", Assert.Single(with[0].Simulated.Recommendations).Campaign);
        Assert.Equal(SimulationBasis.AttributesFromToday, with[0].Basis);
    }

    [Fact]
    public void What_the_record_holds_is_exact_and_not_listed()
    {
        var period = new RecordedPeriod(With());
        period.Customer(Anna);
        period.Ask(Anna);
        var compiled = period.Compile(period.Draft(Rich));
        Assert.Empty(compiled.TakenFromToday);
        Assert.Empty(compiled.UnknownFunctions);
        Assert.Equal(SimulationBasis.Exact, period.Simulate(period.Draft(Rich))[0].Basis);
    }

    [Fact]
    public void A_behaviour_function_for_which_nothing_was_kept_stays_unknown_and_is_named()
    {
        var period = new RecordedPeriod(With());
        period.Customer(Anna);
        period.TopUp(Anna, 50);
        period.Pass(TimeSpan.FromDays(3));
        period.Ask(Anna);
        var tried = Rich with { Eligibility = "count(\"topup\", duration(\"24h\")) == 0" };

        Assert.Equal([new UnknownFunction("C-RICH", "eligibility", "count(\"topup\", duration(\"24h\"))")], period.Compile(period.Draft(tried)).UnknownFunctions);
        Assert.Empty(Assert.Single(period.Simulate(period.Draft(tried))).Simulated.Recommendations);
    }

    [Fact]
    public void A_behaviour_function_that_a_rule_in_force_asked_for_is_exact()
    {
        var asked = TestStrategy.Campaign("C-5G", "P-5G", "sms") with { Eligibility = "count(\"topup\", duration(\"24h\")) == 0" };
        var period = new RecordedPeriod(With(asked));
        period.Customer(Anna);
        period.Pass(TimeSpan.FromDays(3));
        period.Ask(Anna);
        var tried = Rich with { Eligibility = asked.Eligibility };

        Assert.Empty(period.Compile(period.Draft(tried)).UnknownFunctions);
        Assert.Equal("C-RICH", Assert.Single(Assert.Single(period.Simulate(period.Draft(tried))).Simulated.Recommendations).Campaign);
    }

    [Fact]
    public void A_score_that_moved_is_told_apart_from_a_stage()
    {
        var (dear, cheap) = (TestStrategy.Campaign("C-5G", "P-5G", "web"), TestStrategy.Campaign("C-TV", "P-TV", "web"));
        var period = new RecordedPeriod(With(dear, cheap));
        period.Customer(Anna);
        Assert.Equal(["C-5G"], period.Ask(Anna).Result.Campaigns());

        var change = period.Simulate(period.Draft(cheap with { Lever = 10 }))[0].Change!;

        Assert.Equal((ChangeCause.Score, Stage.Arbitration), (change.Cause, change.Stage));
        Assert.Equal(("C-5G", Reasons.NoSlot, 10.0, (double?)10.0), (change.Lost!.Campaign, change.Lost.Reason, change.Lost.Score, change.Lost.OtherScore));
        Assert.Equal(("C-TV", Reasons.NoSlot, 50.0, (double?)5.0), (change.Gained!.Campaign, change.Gained.Reason, change.Gained.Score, change.Gained.OtherScore));
    }

    [Fact]
    public void A_condition_that_no_longer_holds_is_the_cause()
    {
        var period = new RecordedPeriod(With(Rich));
        period.Customer(Anna);
        period.Ask(Anna);
        var change = period.Simulate(period.Draft(Rich with { Eligibility = "customer.arpu > 80.0" }))[0].Change!;
        Assert.Equal((ChangeCause.Lost, Stage.Eligibility, Reasons.ConditionFalse), (change.Cause, change.Stage, change.Reason));
    }

    [Fact]
    public void A_campaign_whose_own_period_lies_elsewhere_is_tried_throughout()
    {
        var period = new RecordedPeriod(With());
        period.Customer(Anna);
        period.Ask(Anna);
        var draft = period.Draft(Rich with { Start = period.Now + TimeSpan.FromDays(40) });
        Assert.Equal(["C-RICH"], draft.MovedIntoPeriod);
        Assert.Single(period.Simulate(draft)[0].Simulated.Recommendations);

        // One that begins within the period begins there.
        var within = period.Draft(Rich with { Start = period.Now + TimeSpan.FromHours(1) });
        Assert.Empty(within.MovedIntoPeriod);
        Assert.Empty(period.Simulate(within)[0].Simulated.Recommendations);
    }

    [Fact]
    public void A_draft_can_be_all_there_is()
    {
        var period = new RecordedPeriod(With(TestStrategy.Campaign("C-5G", "P-5G", "web")));
        period.Customer(Anna);
        period.Ask(Anna);
        var draft = Draft.Of([Rich], OtherCampaigns.LeaveOut, RecordedPeriod.Start, period.Now + TimeSpan.FromDays(1));
        Assert.Equal(["C-RICH"], period.Simulate(draft)[0].Simulated.Campaigns());
    }

    [Fact]
    public void What_is_wrong_with_a_draft_names_campaign_field_and_place()
    {
        var period = new RecordedPeriod(With());
        var error = Assert.Single(DraftStrategy.Check(period.Draft(Rich with { Eligibility = "customer.arpu >\n  customer.apru" }), period.Today));
        Assert.Equal(("campaign", "C-RICH", "eligibility"), (error.Kind, error.Id, error.Field));
        Assert.Equal((2, "arpu"), (error.Error!.Line, error.Error.Nearest));
    }

    [Fact]
    public void Offers_hours_caps_and_responses_are_added_up_in_both_worlds()
    {
        var period = new RecordedPeriod(With(TestStrategy.Campaign("C-5G", "P-5G", "web")));
        for (var key = 1L; key <= 4; key++)
        {
            period.Customer(key, arpu: key * 20);
            period.Ask(key);
        }

        var tally = new SimulationTally();
        period.Simulate(period.Draft(Rich with { Offers = [new CampaignOffer { Offering = "P-TV", Propensity = 0.5 }] }), tally: tally);

        Assert.Equal((4, 2, 2), (tally.Decisions, tally.Changed, tally.ChangedCustomers.Count));
        var kept = tally.Offers[new OfferKey("C-5G", "P-5G", "web")];
        var won = tally.Offers[new OfferKey("C-RICH", "P-TV", "web")];
        Assert.Equal((4, 2, 0, 2), (kept.Recorded.Offers, kept.Simulated.Offers, won.Recorded.Offers, won.Simulated.Offers));
        Assert.Equal((1.0, 50.0), (won.Simulated.Responses.Mean, won.Simulated.ExpectedValue));
        Assert.Equal(new Both<long>(4, 4), Assert.Single(tally.Hours).Value);
        Assert.Equal(new Both<CapRoom>(new CapRoom(4, 0, 0), new CapRoom(4, 0, 0)), tally.Caps[new CapKey("one", 0)]);
        var (mean, interval) = tally.MoreResponses(0.95);
        Assert.Equal(0.8, mean, 1e-12);
        Assert.True(interval.Low < 0.8 && interval.High > 0.8);
    }

    private static (ChangeCause, Stage, string) CauseOf(SimulatedDecision decision)
    {
        var change = Assert.IsType<DecisionChange>(decision.Change);
        return (change.Cause, change.Stage, change.Reason);
    }
}
