using Octant.Engine.Behaviour;
using Octant.Engine.Decisions;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;
using Octant.Engine.Tests.Partitions;

namespace Octant.Engine.Tests.Behaviour;

/// <summary>Campaigns that answer what did not follow an event, and those that ask what came before it.</summary>
public sealed class AbsenceTests : IDisposable
{
    private static readonly TimeSpan Within = TimeSpan.FromHours(2);
    private static readonly TimeSpan Instantly = TimeSpan.FromMicroseconds(1);

    private readonly PartitionRig _rig = new(Definition(new CampaignTrigger("plan.viewed", null) { Absent = "order.placed", Within = Within }));

    public void Dispose() => _rig.Check();

    private static StrategyDefinition Definition(CampaignTrigger trigger) => BehaviourWorld.Definition() with
    {
        Campaigns = [TestStrategy.Campaign("C-LOOKED", "P-TV", "sms") with { Trigger = trigger }],
    };

    private IReadOnlyList<DecisionMade> Decisions()
    {
        var made = new List<DecisionMade>();
        while (_rig.Partition.NextTriggered() is { } next)
        {
            made.Add(_rig.Do<DecisionMade>(next));
        }

        return made;
    }

    private void Viewed(TimeSpan ago = default) => _rig.Do<CustomerEventRecorded>(_rig.Event("plan.viewed", ago, BehaviourWorld.Word("plan", "5G")));

    private void Ordered(TimeSpan ago = default) => _rig.Do<CustomerEventRecorded>(_rig.Event("order.placed", ago));

    [Fact]
    public void What_did_not_follow_in_time_is_answered_once_when_the_time_is_over()
    {
        Viewed();
        Assert.Empty(Decisions());
        _rig.Pass(Within - Instantly);
        Assert.Empty(Decisions());
        _rig.Pass(Instantly);
        var made = Assert.Single(Decisions());
        var offered = Assert.Single(made.Result.Recommendations);
        Assert.Equal(("C-LOOKED", "sms", "plan.viewed"), (offered.Campaign, offered.Channel, made.Trigger));
        Assert.Equal(ContactState.Pending, Assert.Single(_rig.State.Ledger).State);
        _rig.Pass(TimeSpan.FromDays(1));
        Assert.Empty(Decisions());
        foreach (var gear in Enum.GetValues<ConditionGear>())
        {
            Assert.Equal(ReplayVerdict.Same, DecisionReplay.Replay(_rig.Strategy, Strategy.EngineVersion, made.Inputs, made.Encoded, gear).Verdict);
        }
    }

    [Fact]
    public void What_followed_in_time_silences_even_when_it_is_told_late()
    {
        Viewed();
        _rig.Pass(Within - TimeSpan.FromMinutes(1));

        // Before the event, and after its time: neither followed it.
        Ordered(TimeSpan.FromHours(3));
        Assert.Single(_rig.Partition.State.Timers);
        _rig.Now += TimeSpan.FromMinutes(30);
        Ordered(TimeSpan.FromMinutes(29) - Instantly);
        Assert.Single(_rig.Partition.State.Timers);
        Ordered(TimeSpan.FromMinutes(29));
        Assert.Empty(_rig.Partition.State.Timers);
        _rig.Pass(TimeSpan.FromHours(5));
        Assert.Empty(Decisions());
    }

    [Fact]
    public void An_event_told_after_what_followed_it_waits_for_nothing()
    {
        _rig.Pass(TimeSpan.FromHours(4));
        Ordered(TimeSpan.FromHours(1));
        Viewed(TimeSpan.FromHours(2));
        Assert.Empty(_rig.Partition.State.Timers);

        // The one before had its two hours without an order, and is answered at once.
        Viewed(TimeSpan.FromMinutes(200));
        _rig.Pass(TimeSpan.Zero);
        Assert.Single(Decisions());
    }

    [Fact]
    public void An_event_from_before_it_was_observed_what_follows_is_not_answered()
    {
        Viewed(TimeSpan.FromMinutes(1));
        Assert.Empty(_rig.Partition.State.Timers);
        _rig.Pass(TimeSpan.FromHours(3));
        Assert.Empty(Decisions());
    }

    [Fact]
    public void Every_event_has_its_own_time_and_one_order_settles_all_of_them()
    {
        Viewed();
        _rig.Pass(TimeSpan.FromMinutes(30));
        Viewed();
        Assert.Equal(2, _rig.Partition.State.Timers.Count());
        Ordered();
        Assert.Empty(_rig.Partition.State.Timers);

        // Of one moment: it did follow.
        Viewed();
        Assert.Empty(_rig.Partition.State.Timers);
        _rig.Now += Instantly;
        Viewed();
        _rig.Pass(Within);
        Assert.Single(Decisions());
    }

    [Fact]
    public void A_flood_of_events_waits_for_a_bounded_number()
    {
        for (var i = 0; i < AbsenceTimer.MostPerCustomer + 10; i++)
        {
            Viewed();
        }

        Assert.Equal(AbsenceTimer.MostPerCustomer, _rig.Partition.State.Timers.Count());
    }

    [Fact]
    public void A_timer_survives_a_restart_from_journal_and_from_checkpoint()
    {
        Viewed();
        foreach (var recovered in new[] { _rig.Recover(), Partition.Load(_rig.Partition.TakeCheckpoint()) })
        {
            recovered.State.Strategy = _rig.Strategy;
            Assert.False(recovered.Execute(new PassTime(), _rig.Now + Within - Instantly).ChangesState);
            Assert.Single(Assert.IsType<TimePassed>(recovered.Execute(new PassTime(), _rig.Now + Within)).Fired);
            Assert.NotNull(recovered.NextTriggered());
        }
    }

    [Fact]
    public void A_campaign_that_ended_meanwhile_is_not_answered_and_an_erased_customer_neither()
    {
        Viewed();
        _rig.Use(Definition(new CampaignTrigger("plan.viewed", "event.plan == \"5G\"")) with { Version = 2 });
        _rig.Pass(Within);
        Assert.Empty(Decisions());
        _rig.Use(Definition(new CampaignTrigger("plan.viewed", null) { Absent = "order.placed", Within = Within }) with { Version = 3 });
        Viewed();
        _rig.Do<CustomerErased>(new EraseCustomer(PartitionRig.Customer));
        Assert.Empty(_rig.Partition.State.Timers);
        _rig.Pass(Within);
        Assert.Empty(Decisions());
    }

    [Fact]
    public void Where_the_condition_does_not_hold_when_the_time_is_over_there_is_no_decision()
    {
        var trigger = new CampaignTrigger("plan.viewed", "event.plan == \"4G\"") { Absent = "order.placed", Within = Within };
        _rig.Use(Definition(trigger) with { Version = 2, Measures = _rig.Strategy.Definition.Measures });
        Viewed();
        _rig.Pass(Within);
        Assert.Empty(_rig.Partition.State.Timers);
        Assert.Empty(Decisions());
    }

    [Fact]
    public void A_sequence_is_answered_at_once_where_the_first_came_in_time_before()
    {
        _rig.Use(Definition(new CampaignTrigger("order.placed", null) { After = "plan.viewed", Within = Within }) with { Version = 2 });
        _rig.Pass(TimeSpan.FromHours(5));
        Ordered();
        Assert.Empty(Decisions());
        Viewed(Within);
        Ordered();
        Assert.Equal("C-LOOKED", Assert.Single(Assert.Single(Decisions()).Result.Recommendations).Campaign);
        _rig.Pass(Instantly);
        Ordered();
        Assert.Empty(Decisions());
    }

    [Theory]
    [InlineData("order.placd", null, "PT2H", "trigger.absent")]
    [InlineData("plan.viewed", null, "PT2H", "trigger.absent")]
    [InlineData("order.placed", "topup", "PT2H", "trigger.after")]
    [InlineData("order.placed", null, null, "trigger.within")]
    [InlineData(null, "order.placed", null, "trigger.within")]
    [InlineData(null, null, "PT2H", "trigger.within")]
    [InlineData("order.placed", null, "PT30S", "trigger.within")]
    [InlineData("order.placed", null, "P91D", "trigger.within")]
    public void What_does_not_hold_together_is_refused_by_field(string? absent, string? after, string? within, string field)
    {
        var trigger = new CampaignTrigger("plan.viewed", null)
        {
            Absent = absent,
            After = after,
            Within = within is null ? null : System.Xml.XmlConvert.ToTimeSpan(within),
        };
        Assert.Equal(field, StrategyCompiler.Compile(Definition(trigger)).Errors[0].Field);
    }
}
