using Octant.Engine.Behaviour;
using Octant.Engine.Expressions;
using Octant.Engine.Partitions;
using Octant.Engine.Tests.Partitions;

namespace Octant.Engine.Tests.Behaviour;

/// <summary>What behaviour functions answer: unknown until observed whole, decided early, exact or within a bucket.</summary>
public sealed class BehaviourFunctionTests
{
    private const string Count = "count(\"topup\", duration(\"24h\"))";

    [Fact]
    public void A_count_is_unknown_until_its_window_was_observed_whole()
    {
        var rig = new PartitionRig(BehaviourWorld.Definition($"{Count} >= 3"));
        Assert.Equal(UnknownValue.Instance, BehaviourWorld.Value(Count, rig));
        rig.Do<CustomerEventRecorded>(rig.Event("topup", TimeSpan.Zero));
        rig.Pass(TimeSpan.FromHours(24) - TimeSpan.FromMicroseconds(1));
        Assert.Equal(UnknownValue.Instance, BehaviourWorld.Value(Count, rig));
        rig.Pass(TimeSpan.FromMicroseconds(1));
        Assert.Equal(1L, BehaviourWorld.Value(Count, rig));
        rig.Check();
    }

    [Theory]
    [InlineData(">= 2", true)]
    [InlineData("> 1", true)]
    [InlineData("< 2", false)]
    [InlineData("<= 1", false)]
    [InlineData("== 1", false)]
    [InlineData("!= 1", true)]
    [InlineData(">= 3", null)]
    [InlineData("< 3", null)]
    [InlineData("== 2", null)]
    [InlineData("!= 3", null)]
    public void A_comparison_is_decided_as_soon_as_what_was_seen_decides_it(string comparison, bool? expected)
    {
        var rig = new PartitionRig(BehaviourWorld.Definition($"{Count} {comparison}"));
        rig.Do<CustomerEventRecorded>(rig.Event("topup", TimeSpan.Zero));
        rig.Do<CustomerEventRecorded>(rig.Event("topup", TimeSpan.Zero));
        var value = BehaviourWorld.Value($"{Count} {comparison}", rig);
        Assert.Equal(expected is null ? UnknownValue.Instance : expected, value);
        Assert.Equal(value, BehaviourWorld.Value($"{comparison.Split(' ')[1]} {Mirrored(comparison.Split(' ')[0])} {Count}", rig));
    }

    [Fact]
    public void A_sum_takes_the_field_and_its_condition_and_is_exact_to_the_millionth()
    {
        const string All = "sum(\"topup\", \"amount\", duration(\"1h\"))";
        const string Large = "sum(\"topup\", \"amount\", duration(\"1h\"), event.amount > 10.0 && event.kind in [\"cash\"])";
        var rig = new PartitionRig(BehaviourWorld.Definition($"{All} > 0", $"{Large} > 0"));
        rig.Pass(TimeSpan.FromHours(1));
        rig.Do<CustomerEventRecorded>(rig.Event("topup", TimeSpan.Zero, BehaviourWorld.Number("amount", 0.1)));
        rig.Do<CustomerEventRecorded>(rig.Event("topup", TimeSpan.Zero, BehaviourWorld.Number("amount", 0.2), BehaviourWorld.Word("kind", "cash")));
        rig.Do<CustomerEventRecorded>(rig.Event("topup", TimeSpan.Zero, BehaviourWorld.Number("amount", 49.99), BehaviourWorld.Word("kind", "cash")));
        rig.Do<CustomerEventRecorded>(rig.Event("topup", TimeSpan.Zero, BehaviourWorld.Number("amount", 50), BehaviourWorld.Word("kind", "card")));
        rig.Do<CustomerEventRecorded>(rig.Event("topup", TimeSpan.Zero));
        Assert.Equal(100.29, BehaviourWorld.Value(All, rig));
        Assert.Equal(49.99, BehaviourWorld.Value(Large, rig));
        rig.Check();
    }

    [Fact]
    public void The_last_event_is_the_latest_by_its_own_time()
    {
        var rig = new PartitionRig(BehaviourWorld.Definition("last(\"topup\") < now && last(\"topup\", \"kind\") == \"cash\""));
        Assert.Equal(UnknownValue.Instance, BehaviourWorld.Value("last(\"topup\")", rig));
        rig.Do<CustomerEventRecorded>(rig.Event("topup", TimeSpan.FromMinutes(5), BehaviourWorld.Word("kind", "cash")));
        rig.Do<CustomerEventRecorded>(rig.Event("topup", TimeSpan.FromMinutes(9), BehaviourWorld.Word("kind", "card")));
        Assert.Equal(rig.Now - TimeSpan.FromMinutes(5), BehaviourWorld.Value("last(\"topup\")", rig));
        Assert.Equal("cash", BehaviourWorld.Value("last(\"topup\", \"kind\")", rig));
        rig.Check();
    }

    [Fact]
    public void Absence_is_exact_to_the_microsecond()
    {
        const string Absent = "absent(\"order.placed\", duration(\"2h\"))";
        var rig = new PartitionRig(BehaviourWorld.Definition(Absent));
        Assert.Equal(UnknownValue.Instance, BehaviourWorld.Value(Absent, rig));
        rig.Do<CustomerEventRecorded>(rig.Event("order.placed", TimeSpan.Zero));
        Assert.Equal(false, BehaviourWorld.Value(Absent, rig));
        rig.Pass(TimeSpan.FromHours(2) - TimeSpan.FromMicroseconds(1));
        Assert.Equal(false, BehaviourWorld.Value(Absent, rig));
        rig.Pass(TimeSpan.FromMicroseconds(1));
        Assert.Equal(true, BehaviourWorld.Value(Absent, rig));
        rig.Check();
    }

    [Fact]
    public void The_first_event_after_a_pause_is_known_once_the_pause_was_observed()
    {
        const string Returned = "first(\"topup\", duration(\"24h\"))";
        var rig = new PartitionRig(BehaviourWorld.Definition(Returned, "first(\"topup\")"));
        rig.Pass(TimeSpan.FromHours(23));
        rig.Do<CustomerEventRecorded>(rig.Event("topup", TimeSpan.Zero));
        Assert.Equal(UnknownValue.Instance, BehaviourWorld.Value(Returned, rig));
        rig.Pass(TimeSpan.FromHours(1));
        rig.Do<CustomerEventRecorded>(rig.Event("topup", TimeSpan.Zero));
        Assert.Equal(false, BehaviourWorld.Value(Returned, rig));
        Assert.Equal(false, BehaviourWorld.Value("first(\"topup\")", rig));
        rig.Pass(TimeSpan.FromHours(24));
        rig.Do<CustomerEventRecorded>(rig.Event("topup", TimeSpan.Zero));
        Assert.Equal(true, BehaviourWorld.Value(Returned, rig));
        rig.Check();
    }

    [Fact]
    public void The_first_event_ever_needs_the_longest_window_without_any()
    {
        const string First = "first(\"topup\")";
        var rig = new PartitionRig(BehaviourWorld.Definition(First));
        rig.Pass(TimeSpan.FromDays(90));
        Assert.Equal(UnknownValue.Instance, BehaviourWorld.Value(First, rig));
        rig.Do<CustomerEventRecorded>(rig.Event("topup", TimeSpan.Zero));
        Assert.Equal(true, BehaviourWorld.Value(First, rig));
        rig.Do<CustomerEventRecorded>(rig.Event("topup", TimeSpan.FromHours(1)));
        Assert.Equal(false, BehaviourWorld.Value(First, rig));
    }

    [Theory]
    [InlineData(100, 40, true)]
    [InlineData(100, 100, true)]
    [InlineData(40, 100, false)]
    [InlineData(170, 20, false)]
    public void A_sequence_is_one_after_the_other_in_time(int viewedAgo, int orderedAgo, bool expected)
    {
        const string Sequence = "sequence(\"plan.viewed\", \"order.placed\", duration(\"2h\"), duration(\"24h\"))";
        var rig = new PartitionRig(BehaviourWorld.Definition(Sequence));
        rig.Pass(TimeSpan.FromHours(26));
        rig.Do<CustomerEventRecorded>(rig.Event("order.placed", TimeSpan.FromMinutes(orderedAgo)));
        rig.Do<CustomerEventRecorded>(rig.Event("plan.viewed", TimeSpan.FromMinutes(viewedAgo)));
        Assert.Equal(expected, BehaviourWorld.Value(Sequence, rig));
        rig.Check();
    }

    [Fact]
    public void Nothing_is_kept_for_what_no_rule_asks_and_what_was_kept_goes_with_its_rule()
    {
        var definition = BehaviourWorld.Definition($"{Count} >= 3", "last(\"plan.viewed\") < now");
        var rig = new PartitionRig(definition);
        rig.Do<NotUsed>(rig.Event("order.placed", TimeSpan.Zero));
        rig.Do<NotUsed>(rig.Event("located", TimeSpan.Zero));
        rig.Do<CustomerEventRecorded>(rig.Event("topup", TimeSpan.Zero));
        rig.Do<CustomerEventRecorded>(rig.Event("plan.viewed", TimeSpan.Zero));
        var both = rig.State.Behaviour.Bytes;
        var since = rig.Partition.State.Observations.All[1].Since;
        rig.Pass(TimeSpan.FromHours(1));
        rig.Use(definition with { Version = 2, Campaigns = [definition.Campaigns[1]], Measures = rig.Strategy.Definition.Measures });
        Assert.True(rig.State.Behaviour.Bytes < both);
        Assert.Equal(since, Assert.Single(rig.Partition.State.Observations.All).Since);
        rig.Do<NotUsed>(rig.Event("topup", TimeSpan.Zero));

        // Asked for once more, it begins anew.
        rig.Use(definition with { Version = 3, Measures = rig.Strategy.Definition.Measures });
        Assert.Equal(UnknownValue.Instance, BehaviourWorld.Value(Count, rig));
        Assert.Equal(rig.Now, rig.Partition.State.Observations.Find(BehaviourMeasure.Count("topup", TimeSpan.FromHours(24)))!.Since);
        rig.Check();
    }

    [Fact]
    public void Erasing_forgets_behaviour()
    {
        var rig = new PartitionRig(BehaviourWorld.Definition($"{Count} >= 3"));
        rig.Do<CustomerEventRecorded>(rig.Event("topup", TimeSpan.Zero));
        rig.Do<CustomerErased>(new EraseCustomer(PartitionRig.Customer));
        rig.Do<ProfileChanged>(new ChangeProfile(PartitionRig.Customer, [], null, null));
        Assert.True(rig.State.Behaviour.IsEmpty);
        rig.Check();
    }

    [Fact]
    public void A_decision_by_behaviour_replays_byte_for_byte_in_both_gears_and_explains_itself()
    {
        var rig = new PartitionRig(BehaviourWorld.Definition($"{Count} >= 2 && absent(\"order.placed\", duration(\"1h\"))"));
        rig.Do<CustomerEventRecorded>(rig.Event("topup", TimeSpan.Zero));
        rig.Pass(TimeSpan.FromHours(1));
        var silent = rig.Decide();
        Assert.Empty(silent.Result.Recommendations);
        var clause = Assert.Single(Explained(rig, silent));
        Assert.Equal(("at least 1", 1.0), (clause.Value, clause.Distance));
        Assert.Equal(TestStrategy.Start + TimeSpan.FromHours(24), clause.CompleteFrom);

        rig.Do<CustomerEventRecorded>(rig.Event("topup", TimeSpan.Zero));
        var made = rig.Decide();
        Assert.Single(made.Result.Recommendations);
        foreach (var record in new[] { silent, made })
        {
            foreach (var gear in Enum.GetValues<Octant.Engine.Decisions.ConditionGear>())
            {
                var replay = Octant.Engine.Decisions.DecisionReplay.Replay(
                    rig.Strategy, Octant.Engine.Decisions.Strategy.EngineVersion, record.Inputs, record.Encoded, gear);
                Assert.Equal(Octant.Engine.Decisions.ReplayVerdict.Same, replay.Verdict);
            }
        }

        rig.Check();
    }

    [Fact]
    public void A_count_that_is_too_high_tells_when_it_falls()
    {
        const string Few = "count(\"topup\", duration(\"24h\")) < 2";
        var rig = new PartitionRig(BehaviourWorld.Definition(Few));
        rig.Do<CustomerEventRecorded>(rig.Event("topup", TimeSpan.Zero));
        rig.Pass(TimeSpan.FromHours(2));
        rig.Do<CustomerEventRecorded>(rig.Event("topup", TimeSpan.Zero));
        rig.Pass(TimeSpan.FromHours(22));
        var frees = Assert.Single(Explained(rig, rig.Decide())).FreesAt;
        Assert.NotNull(frees);
        Assert.Equal(false, BehaviourWorld.Value(Few, rig));
        rig.Pass(frees.Value - rig.Now - TimeSpan.FromMicroseconds(1));
        Assert.Equal(false, BehaviourWorld.Value(Few, rig));
        rig.Pass(TimeSpan.FromMicroseconds(1));
        Assert.Equal(true, BehaviourWorld.Value(Few, rig));
    }

    [Theory]
    [InlineData("count(\"topupp\", duration(\"1h\")) > 0", "Unknown event type topupp", "topup")]
    [InlineData("sum(\"topup\", \"amuont\", duration(\"1h\")) > 0.0", "Unknown field amuont of topup", "amount")]
    [InlineData("sum(\"topup\", \"kind\", duration(\"1h\")) > 0.0", "Field kind of topup is no number field", null)]
    [InlineData("last(\"topup\", \"note\") == \"x\"", "Field note of topup is no field that can be used in expressions", null)]
    [InlineData("inArea(\"old-twon\")", "Unknown area old-twon", "old-town")]
    [InlineData("count(\"topup\", duration(\"59s\")) > 0", "The length of time of count is written out, from a minute to 90 days", null)]
    [InlineData("count(\"topup\", duration(\"2161h\")) > 0", "The length of time of count is written out, from a minute to 90 days", null)]
    [InlineData("count(\"topup\", duration(\"1h\"), customer.arpu > 1.0) > 0", "The condition of count is about the event alone", null)]
    [InlineData("count(\"topup\", duration(\"1h\"), event.amount) > 0", "The condition of count is of type double", null)]
    [InlineData("count(\"topup\", duration(\"1h\"), event.amuont > 1.0) > 0", "Unknown field amuont of the event", "amount")]
    [InlineData("count(\"topup\", duration(\"1h\"), absent(\"topup\", duration(\"1h\"))) > 0", "absent cannot be used inside a condition about events", null)]
    [InlineData("count(\"topup\", duration(\"1h\"), now > last(\"topup\")) > 0", "last cannot be used inside a condition about events", null)]
    [InlineData("[1.0].exists(x, count(\"topup\", duration(\"1h\"), event.amount > x) > 0)", "The condition of count is about the event alone", null)]
    [InlineData("sequence(\"topup\", \"topup\", duration(\"1h\"))", "A sequence is of two event types", null)]
    [InlineData("count(\"topup\") > 0", "count takes 2 to 3 arguments, not 1", null)]
    [InlineData("event.amount > 1.0 && count(\"topup\", duration(\"1h\"), event.amount > 1.0) > 0", "There is no event here", null)]
    [InlineData("cuont(\"topup\", duration(\"1h\")) > 0", "Unknown function cuont", "count")]
    public void What_cannot_be_asked_is_refused_with_the_nearest_name(string text, string message, string? nearest)
    {
        var error = ExpressionCompiler.Compile(text, BehaviourWorld.Schema).Errors[0];
        Assert.Equal((message, nearest), (error.Message, error.Nearest));
    }

    [Fact]
    public void A_condition_may_use_lists_of_its_own() =>
        BehaviourWorld.Compiled("count(\"topup\", duration(\"1h\"), [1.0, 2.0].exists(x, event.amount == x) && has(event.kind)) > 0");

    [Fact]
    public void Five_counters_of_a_busy_customer_stay_small()
    {
        string[] texts =
        [
            "count(\"topup\", duration(\"168h\")) >= 3", "sum(\"topup\", \"amount\", duration(\"720h\")) > 100.0", "last(\"topup\") < now",
            "count(\"plan.viewed\", duration(\"24h\")) > 1", "absent(\"order.placed\", duration(\"2h\"))",
        ];
        var rig = new PartitionRig(BehaviourWorld.Definition(texts));
        for (var i = 0; i < 3; i++)
        {
            rig.Do<CustomerEventRecorded>(rig.Event("topup", TimeSpan.FromDays(i), BehaviourWorld.Number("amount", 10)));
            rig.Do<CustomerEventRecorded>(rig.Event("plan.viewed", TimeSpan.FromMinutes(i)));
            rig.Do<CustomerEventRecorded>(rig.Event("order.placed", TimeSpan.FromMinutes(i)));
        }

        Assert.InRange(rig.State.Behaviour.Bytes, 1, 200);
        for (var i = 0; i < 2_000; i++)
        {
            rig.Now += TimeSpan.FromMinutes(30);
            rig.Partition.Execute(rig.Event("topup", TimeSpan.Zero, BehaviourWorld.Number("amount", 10)), rig.Now);
            rig.Partition.Execute(rig.Event("plan.viewed", TimeSpan.Zero), rig.Now);
            rig.Partition.Execute(rig.Event("order.placed", TimeSpan.Zero), rig.Now);
        }

        Assert.InRange(rig.State.Behaviour.Bytes, 1, 24 + (8 * ((2 * 33) + (1 + 64) + (2 * 2))));
    }

    [Fact]
    public void Decision_records_and_checkpoints_of_the_form_before_behaviour_are_still_read()
    {
        var rig = new PartitionRig();
        var now = rig.Decide();

        // Then there were neither a model, nor cells of the customer, nor beginnings of observations; the list of slices between them is empty.
        byte[] then = [1, .. now.Inputs[2..^3], 0];
        Assert.Equal(0, now.Inputs[1]);
        Assert.Equal([0, 0, 0], now.Inputs[^3..]);
        var read = Octant.Engine.Partitions.Formats.DecisionFormat.DecodeInputs(then);
        Assert.Equal(PartitionRig.Customer, read.Customer.Key);
        Assert.Equal(now.Inputs, Octant.Engine.Partitions.Formats.DecisionFormat.Encode(read, []));

        var empty = new Partition(5).TakeCheckpoint();
        byte[] body = [2, .. empty[1..^16], .. empty[^15..^10]];
        Assert.Equal(0, empty[^16]);
        Assert.Equal([0, 0], empty[^10..^8]);
        byte[] before = [.. body, .. BitConverter.GetBytes((ulong)Octant.Engine.Partitions.Formats.JournalFormat.Checksum(body))];
        Assert.Equal(empty, Partition.Load(before).TakeCheckpoint());
    }

    private static IReadOnlyList<FailingClause> Explained(PartitionRig rig, DecisionMade made) =>
        Octant.Engine.Decisions.DecisionExplainer
            .Explain(rig.Strategy, Octant.Engine.Partitions.Formats.DecisionFormat.DecodeInputs(made.Inputs))
            .Campaigns[0].Condition!.SmallestChange;

    private static string Mirrored(string comparison) => comparison switch
    {
        ">=" => "<=",
        "<=" => ">=",
        ">" => "<",
        "<" => ">",
        _ => comparison,
    };
}
