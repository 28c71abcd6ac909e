using System.Globalization;
using Octant.Engine.Behaviour;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Expressions;
using Octant.Engine.Offers;
using Octant.Engine.Policies;
using Octant.Engine.Profiles;
using static Octant.Engine.Tests.Decisions.World;

namespace Octant.Engine.Tests.Decisions;

/// <summary>Explanations of generated decisions, judged by the recorded result and by the rules one by one.</summary>
public sealed class ExplanationProperties
{
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void An_explanation_says_what_the_kernel_did(int seed)
    {
        var generator = new GeneratedWorld(seed);
        var seen = new HashSet<Stage>();
        for (var round = 0; round < 40; round++)
        {
            var strategy = generator.Strategy();
            for (var i = 0; i < 25; i++)
            {
                var inputs = generator.Inputs();
                var result = Decide(strategy, inputs);
                var explanation = DecisionExplainer.Explain(strategy, inputs);
                var problem = string.Create(CultureInfo.InvariantCulture, $"seed {seed}, round {round}, decision {i}");
                Assert.True(result.Silence == explanation.Silence, problem);
                Assert.Equal(strategy.Campaigns.Count, explanation.Campaigns.Count);
                foreach (var (compiled, explained) in strategy.Campaigns.Zip(explanation.Campaigns))
                {
                    seen.Add(explained.Stage);
                    Judge(strategy, inputs, result, compiled, explained, $"{problem}, {explained.Campaign}: {explained.Stage} {explained.Reason}");
                }
            }
        }

        Assert.Equal(Enum.GetValues<Stage>(), seen.Order());
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public void The_smallest_change_once_made_removes_the_failure_and_less_does_not(int seed)
    {
        var random = new Random(seed);
        var failures = 0;
        for (var i = 0; i < 500; i++)
        {
            var audience = $"{Comparison("arpu")} && {Comparison("tenure")}";
            var strategy = Compile(Definition(Campaign("C1") with { Audience = audience }));
            double[] values = [random.Next(100), random.Next(100)];
            var clauses = Failing(strategy, values);
            failures += clauses.Count > 0 ? 1 : 0;
            for (var first = 0; first < clauses.Count; first++)
            {
                double[] partly = [.. values];
                foreach (var clause in clauses.Where((_, index) => index != first))
                {
                    Mend(partly, clause);
                }

                Assert.True(Failing(strategy, partly).Count > 0, $"seed {seed}, {audience} with {values[0]}, {values[1]}: less was enough");
            }

            double[] mended = [.. values];
            clauses.ForEach(clause => Mend(mended, clause));
            Assert.True(Failing(strategy, mended).Count == 0, $"seed {seed}, {audience} with {values[0]}, {values[1]}: not mended by {mended[0]}, {mended[1]}");
        }

        Assert.InRange(failures, 200, 480);

        string Comparison(string attribute) =>
            string.Create(CultureInfo.InvariantCulture, $"customer.{attribute} {new[] { ">", ">=", "<", "<=", "==" }[random.Next(5)]} {random.Next(100)}.0");
    }

    private static List<FailingClause> Failing(Strategy strategy, double[] values)
    {
        var customer = Customer().With("arpu", AttributeValue.OfNumber(values[0])).With("tenure", AttributeValue.OfNumber(values[1]));
        var explained = Assert.Single(DecisionExplainer.Explain(strategy, Ask(customer)).Campaigns);
        Assert.Equal(explained.Stage == Stage.Audience, explained.Condition is not null);
        return [.. explained.Condition?.SmallestChange ?? []];
    }

    /// <summary>Moves the attribute by the distance, and by one more where the boundary itself is excluded.</summary>
    private static void Mend(double[] values, FailingClause clause)
    {
        var index = clause.Text.Contains("arpu", StringComparison.Ordinal) ? 0 : 1;
        values[index] += clause.Distance!.Value;
        values[index] += clause.Text.Contains("> ", StringComparison.Ordinal) ? 1 : clause.Text.Contains("< ", StringComparison.Ordinal) ? -1 : 0;
    }

    private static void Judge(
        Strategy strategy, DecisionInputs inputs, DecisionResult result, CompiledCampaign compiled, CampaignExplanation explained, string problem)
    {
        var recommended = result.Recommendations.Where(item => item.Campaign == explained.Campaign).ToList();
        var ranked = result.Ranked.Where(item => item.Campaign == explained.Campaign).ToList();
        Assert.True(recommended.Count > 0 == (explained.Stage == Stage.Recommended), problem);
        Assert.True((explained.Rank ?? 0) == (recommended.Count > 0 ? recommended.Min(item => item.Rank) : 0), problem);
        if (ranked.Count > 0)
        {
            Assert.True(ranked.Max(item => item.Fate) == explained.Stage, problem);
            Assert.True(ranked.Any(item => item.Fate == explained.Stage && item.Reason == explained.Reason && item.Score == explained.Score), problem);
        }

        var expected = BeforeOptions(compiled, inputs) ?? Stage.Recommended;
        Assert.True(expected == (explained.Stage <= Stage.Suitability ? explained.Stage : Stage.Recommended), $"{problem}, expected {expected}");
        if (explained.Stage <= Stage.Suitability)
        {
            Assert.True(ranked.Count == 0 && explained.Options.Count == 0, problem);
            Assert.True(explained.Reason is not (Reasons.ConditionFalse or Reasons.ConditionUnknown or Reasons.ConditionError) || explained.Condition!.SmallestChange.Count > 0, problem);
            return;
        }

        Assert.True(explained.Options.Count == compiled.Options.Length, problem);
        foreach (var (option, finding) in compiled.Options.Zip(explained.Options))
        {
            JudgeOption(strategy, inputs, compiled, option, finding, ranked, problem);
        }
    }

    private static void JudgeOption(
        Strategy strategy, DecisionInputs inputs, CompiledCampaign compiled, CampaignOption option, OptionExplanation finding, List<RankedOffer> ranked, string problem)
    {
        if (inputs.Request is { } request && option.Channel.Id != request.Channel)
        {
            Assert.True(finding is { Stage: Stage.Candidates, Reason: Reasons.OtherChannel }, problem);
            return;
        }

        var cameToArbitration = ranked.Any(item => item.Offering == option.Offering.Id && item.Channel == option.Channel.Id && item.Fate == finding.Stage && item.Reason == finding.Reason);
        Assert.True(cameToArbitration == finding.Score is not null, problem);
        if (cameToArbitration)
        {
            return;
        }

        var product = ProductCheck.Test(strategy.Catalog, inputs.Customer, option.Offering, option.Promotion, inputs.Now, [])?.Reason;
        var consent = ConsentCheck.Test(inputs.Customer, compiled.Definition.Class, option.Channel.Direction)?.Reason;
        var expected = product is not null ? (Stage.ProductCheck, product) : consent is not null ? (Stage.Consent, consent) : (Stage.Recommended, "");
        Assert.True(expected == (finding.Stage <= Stage.Consent ? (finding.Stage, finding.Reason!) : (Stage.Recommended, "")), problem);
    }

    /// <summary>The stage at which the campaign is out as a whole, worked out from its definition; null when its options are looked at.</summary>
    private static Stage? BeforeOptions(CompiledCampaign compiled, DecisionInputs inputs)
    {
        var campaign = compiled.Definition;
        var called = inputs.Request is { } request
            ? campaign.Trigger is null
                && campaign.Channels.Contains(request.Channel)
                && (request.Touchpoint is null || campaign.Touchpoints.Count == 0 || campaign.Touchpoints.Contains(request.Touchpoint))
            : campaign.Trigger?.EventType == inputs.Trigger!.Type && compiled.Options.Length > 0;
        var scope = new Scope(inputs);
        if (!called || campaign.Status != CampaignStatus.Live || inputs.Now < campaign.Start || inputs.Now >= campaign.End || !Holds(compiled.TriggerCondition))
        {
            return Stage.Candidates;
        }

        return !Holds(compiled.Audience) ? Stage.Audience
            : !Holds(compiled.Eligibility) ? Stage.Eligibility
            : !Holds(compiled.Applicability) ? Stage.Applicability
            : !Holds(compiled.Suitability) ? Stage.Suitability
            : null;

        bool Holds(CompiledExpression? condition) => condition is null || Interpreter.Evaluate(condition.Tree, scope) is true;
    }

    private sealed class Scope(DecisionInputs inputs) : IExpressionScope
    {
        public Profile Profile => inputs.Customer.Profile;

        public Instant Now => inputs.Now;

        public BehaviourReader Behaviour => new(inputs.Customer.Behaviour, inputs.Observations, inputs.Now);

        public bool Owns(string offeringId) => inputs.Customer.Owned.Any(owned => owned.Offering == offeringId);

        public bool Contacted(string campaignOrOfferingId, TimeSpan window) => inputs.Customer.Contacted(campaignOrOfferingId, window, inputs.Now);

        public bool TryGetEventField(string name, out AttributeValue value) => Find(inputs.Trigger?.Fields ?? [], name, out value);

        public bool TryGetContextField(string name, out AttributeValue value) => Find(inputs.Request?.Context ?? [], name, out value);

        private static bool Find(IReadOnlyList<FieldValue> fields, string name, out AttributeValue value)
        {
            value = fields.FirstOrDefault(field => field.Name == name).Value;
            return fields.Any(field => field.Name == name);
        }
    }
}
