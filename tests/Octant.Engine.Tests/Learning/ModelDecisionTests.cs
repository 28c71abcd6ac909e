using Octant.Engine.Decisions;
using Octant.Engine.Learning;
using Octant.Engine.Partitions.Formats;
using Octant.Engine.Tests.Decisions;
using static Octant.Engine.Tests.Decisions.World;

namespace Octant.Engine.Tests.Learning;

/// <summary>How decisions make use of a response model, and how they say so.</summary>
public sealed class ModelDecisionTests
{
    private static readonly ResponseModel Model = Learnt();

    private static StrategyDefinition Learning => Definition(
        Campaign("C1", "P1", 0.5) with { PropensitySource = PropensitySource.Model },
        Campaign("C2", "P2", 0.4) with { PropensitySource = PropensitySource.Model },
        Campaign("C3", "P3", 0.3) with { PropensitySource = PropensitySource.Model },
        Campaign("C4", "P4", 0.2)) with
    { Learning = new LearningRules { MinimumOutcomes = 100 } };

    [Fact]
    public void The_model_ranks_where_the_campaign_says_so_and_the_evidence_suffices()
    {
        var result = Decide(Learning, Ask(Customer(), limit: 4) with { Model = Model });

        // P2 answers well, P1 badly, of P3 nothing is known, and C4 keeps to its own number.
        Assert.Equal(["C2", "C3", "C4", "C1"], result.Campaigns());
        var known = result.Recommendations.ToDictionary(item => item.Campaign);
        Assert.Equal(PropensityBasis.OfferingOnChannel, known["C1"].PropensityBasis);
        Assert.InRange(known["C1"].Propensity, 0.01, 0.15);
        Assert.InRange(known["C2"].Propensity, 0.4, 0.8);
        Assert.Equal((0.3, PropensityBasis.Configured), (known["C3"].Propensity, known["C3"].PropensityBasis));
        Assert.Equal((0.2, PropensityBasis.Configured), (known["C4"].Propensity, known["C4"].PropensityBasis));
        Assert.Equal(known["C2"].Propensity * 1_000, known["C2"].Score);
    }

    [Fact]
    public void Without_a_model_and_below_the_minimum_the_configured_number_holds()
    {
        Assert.Equal([0.5, 0.4, 0.3, 0.2], Decide(Learning, Ask(Customer(), limit: 4)).Recommendations.Select(item => item.Propensity));
        var demanding = Learning with { Learning = new LearningRules { MinimumOutcomes = 100_000 } };
        Assert.Equal([0.5, 0.4, 0.3, 0.2], Decide(demanding, Ask(Customer(), limit: 4) with { Model = Model }).Recommendations.Select(item => item.Propensity));
    }

    [Fact]
    public void The_explanation_says_which_it_was()
    {
        var explanation = DecisionExplainer.Explain(Compile(Learning), Ask(Customer(), limit: 1) with { Model = Model });
        Assert.Equal(9, explanation.ModelVersion);
        var first = explanation.Campaigns[0];
        Assert.Equal((Reasons.NoSlot, PropensityBasis.OfferingOnChannel), (first.Reason, first.PropensityBasis));
        Assert.InRange(first.Propensity!.Value, 0.01, 0.15);
        Assert.Equal(PropensityBasis.Configured, explanation.Campaigns[2].PropensityBasis);
        Assert.Equal(0.3, explanation.Campaigns[2].Propensity);
    }

    [Fact]
    public void A_decision_records_its_model_and_replays_by_it_to_the_same_bytes_in_both_gears()
    {
        var strategy = Compile(Learning);
        var (inputs, result) = Record(strategy, Ask(Customer(), limit: 4) with { Model = Model });
        Assert.Equal(9, DecisionFormat.ModelVersionOf(inputs));
        foreach (var gear in Enum.GetValues<ConditionGear>())
        {
            Assert.Equal(ReplayVerdict.Same, DecisionReplay.Replay(strategy, Strategy.EngineVersion, inputs, result, gear, Model).Verdict);
        }

        var without = DecisionReplay.Replay(strategy, Strategy.EngineVersion, inputs, result);
        Assert.Equal((ReplayVerdict.Unreadable, "Response model 9 is not there."), (without.Verdict, without.Problem));
        var altered = DecisionReplay.Replay(strategy, Strategy.EngineVersion, inputs, result, model: new ResponseModel(9, new ResponseLearner()));
        Assert.Equal(ReplayVerdict.Different, altered.Verdict);
        Assert.Contains(altered.Differences, difference => difference.What.EndsWith("propensityBasis", StringComparison.Ordinal));
    }

    [Fact]
    public void A_model_read_back_from_its_bytes_scores_to_the_bit_as_before()
    {
        var again = new ResponseModel(9, LearnerFormat.Decode(LearnerFormat.Encode(Learner())));
        var strategy = Compile(Learning);
        var (inputs, result) = Record(strategy, Ask(Customer(), limit: 4) with { Model = Model });
        Assert.Equal(ReplayVerdict.Same, DecisionReplay.Replay(strategy, Strategy.EngineVersion, inputs, result, model: again).Verdict);
    }

    [Fact]
    public void Records_of_the_forms_before_there_were_models_are_read_and_replay_the_same()
    {
        var strategy = Compile(Definition(Campaign("C1")));
        var inputs = Ask(Customer());
        const string OfForm3 =
            "AwAGIgCAwL+6n/mpBgEBA3dlYgAAAAAAAAACAAAAAQAAAAAAAAAATkAAAAEBCW1hcmtldGluZwEBBGhhbGyAwL+6n/mpBgAAAAAA";

        // Form 2 had no model version behind its first byte.
        byte[] before = [2, .. Convert.FromBase64String(OfForm3)[2..]];
        Assert.Equal(0, DecisionFormat.ModelVersionOf(before));
        var result = DecisionFormat.Encode(Decide(strategy, inputs), before, form: 1);
        Assert.Equal(1, result[0]);
        Assert.Equal(ReplayVerdict.Same, DecisionReplay.Replay(strategy, 2, before, result).Verdict);
    }

    [Fact]
    public void Asking_the_model_allocates_nothing_per_candidate()
    {
        var (few, many) = (BytesPerDecision(2), BytesPerDecision(20));
        Assert.Equal(few.Without - few.With, many.Without - many.With);
    }

    private static (long With, long Without) BytesPerDecision(int campaigns)
    {
        var strategy = Compile(Definition([.. Enumerable.Range(0, campaigns).Select(i => Campaign($"C{i:D2}", $"P{(i % 2) + 1}") with { PropensitySource = PropensitySource.Model })]));
        var scratch = new DecisionScratch();
        long Measure(DecisionInputs inputs)
        {
            for (var i = 0; i < 50; i++)
            {
                DecisionKernel.Decide(strategy, inputs, scratch: scratch);
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 20; i++)
            {
                DecisionKernel.Decide(strategy, inputs, scratch: scratch);
            }

            return (GC.GetAllocatedBytesForCurrentThread() - before) / 20;
        }

        return (Measure(Ask(Customer(), limit: 1) with { Model = Model }), Measure(Ask(Customer(), limit: 1)));
    }

    private static ResponseModel Learnt() => new(9, Learner());

    private static ResponseLearner Learner()
    {
        var world = new LearnedWorld(1);
        var learner = new ResponseLearner();
        for (var i = 0; i < 2_000; i++)
        {
            learner.Learn(i % 2 == 0 ? world.Outcome("P1", "K-P1", -3, "web") : world.Outcome("P2", "K-P2", 0.3, "web"));
        }

        return learner;
    }
}
