using Octant.Engine.Expressions;
using Octant.Engine.Learning;
using Octant.Engine.Policies;

namespace Octant.Engine.Decisions;

/// <summary>
/// Decides once more with a trace, and puts what the kernel said into words that planners and clerks can act on: for every
/// campaign of the strategy the stage and reason that removed it, and the smallest change that would have kept it.
/// </summary>
/// <remarks>
/// Campaigns the kernel never looked at, because its index left them out, are explained by what the index goes by: status,
/// period, channel, touchpoint, event. A campaign with several options is explained by the one that came furthest: the
/// recommended one of the best rank, else one that came as far as arbitration, even if it then fell to an earlier test
/// made again; else the latest stage, then the highest score, then the campaign's order.
/// </remarks>
public static class DecisionExplainer
{
    /// <param name="inputs">As recorded with the decision: with the slices it looked at.</param>
    /// <exception cref="ArgumentException">The inputs lack slices of shared resources, so that nothing can be decided by them.</exception>
    public static Explanation Explain(Strategy strategy, DecisionInputs inputs)
    {
        var trace = new Findings(strategy, inputs);
        var answer = DecisionKernel.Decide(strategy, inputs, trace);
        return answer.Result is { } result
            ? new Explanation(
                inputs.Id.ToString(), strategy.Version, inputs.Now, result.Silence, strategy.Campaigns.Select(trace.Of).ToArray())
            {
                ModelVersion = inputs.ModelVersion,
            }
            : throw new ArgumentException($"The inputs say nothing of {answer.Needs[0].Resource}.", nameof(inputs));
    }

    /// <summary>Collects what the kernel does.</summary>
    private sealed class Findings(Strategy strategy, DecisionInputs inputs) : DecisionTrace
    {
        private readonly DecisionScope _scope = new(strategy, inputs);
        private readonly Dictionary<CompiledCampaign, Removal> _campaigns = [];
        private readonly Dictionary<CampaignOption, OptionExplanation> _options = [];

        public override void Removed(CompiledCampaign campaign, CampaignOption? option, in Removal removal)
        {
            if (option is null)
            {
                _campaigns[campaign] = removal;
                return;
            }

            _options[option] = new OptionExplanation
            {
                Offering = option.Offering.Id,
                Promotion = option.Promotion?.Id,
                Channel = option.Channel.Id,
                Stage = removal.Stage,
                Reason = removal.Reason,
                Related = removal.Related,
                FreesAt = removal.FreesAt,
                Cap = removal.Cap is { } cap ? CapOf(cap) : null,
                Score = removal.Score,
                ScoreRatio = removal.ScoreRatio,
                Propensity = removal.Propensity?.Value,
                PropensityBasis = removal.Propensity?.Basis,
            };
        }

        public override void Recommended(CompiledCampaign campaign, CampaignOption option, int rank, double score, in Propensity propensity) =>
            _options[option] = new OptionExplanation
            {
                Offering = option.Offering.Id,
                Promotion = option.Promotion?.Id,
                Channel = option.Channel.Id,
                Stage = Stage.Recommended,
                Score = score,
                Rank = rank,
                Propensity = propensity.Value,
                PropensityBasis = propensity.Basis,
            };

        public CampaignExplanation Of(CompiledCampaign campaign)
        {
            if (_campaigns.TryGetValue(campaign, out var removal))
            {
                return AsWhole(campaign, removal);
            }

            var options = campaign.Options.Select(OptionOf).ToArray();
            if (!campaign.Options.Any(_options.ContainsKey))
            {
                return AsWhole(campaign, LeftOut(campaign));
            }

            var furthest = options
                .OrderBy(option => option.Rank ?? int.MaxValue)
                .ThenByDescending(option => option.Score is not null)
                .ThenByDescending(option => option.Stage)
                .ThenByDescending(option => option.Score ?? 0)
                .First();
            return new CampaignExplanation
            {
                Campaign = campaign.Definition.Id,
                Name = campaign.Definition.Name,
                Stage = furthest.Stage,
                Reason = furthest.Reason,
                Related = furthest.Related,
                FreesAt = furthest.FreesAt,
                Cap = furthest.Cap,
                Score = furthest.Score,
                ScoreRatio = furthest.ScoreRatio,
                Propensity = furthest.Propensity,
                PropensityBasis = furthest.PropensityBasis,
                Rank = furthest.Rank,
                Offering = furthest.Offering,
                Channel = furthest.Channel,
                Options = options,
            };
        }

        private CampaignExplanation AsWhole(CompiledCampaign campaign, in Removal removal) => new()
        {
            Campaign = campaign.Definition.Id,
            Name = campaign.Definition.Name,
            Stage = removal.Stage,
            Reason = removal.Reason,
            Related = removal.Related,
            FreesAt = removal.FreesAt,
            Condition = removal.Condition is { } condition
                ? new ConditionFinding(condition.Text, ExpressionExplainer.Explain(condition, _scope).Clauses)
                : null,
            Options = [],
        };

        /// <summary>An option the kernel passed by is one on a channel that was not asked for.</summary>
        private OptionExplanation OptionOf(CampaignOption option) =>
            _options.GetValueOrDefault(option) ?? new OptionExplanation
            {
                Offering = option.Offering.Id,
                Promotion = option.Promotion?.Id,
                Channel = option.Channel.Id,
                Stage = Stage.Candidates,
                Reason = Reasons.OtherChannel,
                Related = option.Channel.Id,
            };

        /// <summary>Why the index did not bring this campaign before the kernel, in the order in which the kernel asks.</summary>
        private Removal LeftOut(CompiledCampaign compiled)
        {
            var campaign = compiled.Definition;
            if (DecisionKernel.OutOfForce(campaign, inputs.Now) is { } outOfForce)
            {
                return outOfForce;
            }

            if (campaign.Trigger is { } trigger && !string.Equals(trigger.EventType, inputs.Trigger?.Type, StringComparison.Ordinal))
            {
                return new Removal(Stage.Candidates, Reasons.WaitsForEvent, trigger.EventType);
            }

            if (campaign.Trigger is { Absent: { } absent } && campaign.Trigger.Absence != inputs.Trigger?.Absence)
            {
                return new Removal(Stage.Candidates, Reasons.WaitsForAbsence, absent);
            }

            if (compiled.Options.Length == 0)
            {
                return new Removal(Stage.Candidates, Reasons.NoOffers);
            }

            if (inputs.Request is not { } request)
            {
                return new Removal(Stage.Candidates, Reasons.WaitsForRequest);
            }

            return campaign.Channels.Contains(request.Channel, StringComparer.Ordinal)
                ? new Removal(Stage.Candidates, Reasons.OtherTouchpoint, string.Join(", ", campaign.Touchpoints))
                : new Removal(Stage.Candidates, Reasons.OtherChannel, string.Join(", ", campaign.Channels));
        }

        private CapFinding CapOf(in CapRefusal refusal)
        {
            var policyId = refusal.Policy;
            var policy = strategy.Policies.First(policy => string.Equals(policy.Id, policyId, StringComparison.Ordinal));
            var cap = policy.Caps[refusal.Cap];
            return new CapFinding(refusal.Policy, refusal.Scope, refusal.Subject, refusal.Count, refusal.Limit, cap.Rolling, cap.Calendar);
        }
    }
}
