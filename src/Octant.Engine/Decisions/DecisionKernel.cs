using Octant.Engine.Calendar;
using Octant.Engine.Channels;
using Octant.Engine.Expressions;
using Octant.Engine.Learning;
using Octant.Engine.Offers;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;
using Octant.Engine.Profiles;

namespace Octant.Engine.Decisions;

/// <summary>A result, or what must be asked of the owners of shared resources first.</summary>
public readonly record struct KernelAnswer(DecisionResult? Result, IReadOnlyList<ResourceSpend> Needs);

/// <summary>By which of the two evaluators conditions are judged. Both always agree; replay makes sure of it.</summary>
public enum ConditionGear
{
    /// <summary>The fast one, for decisions.</summary>
    Row,

    /// <summary>The slow, plain one that the fast one is checked against.</summary>
    Reference,
}

/// <summary>
/// Makes one decision: a pure function of strategy and inputs.
/// </summary>
/// <remarks>
/// The index finds the campaigns whose conditions are all true. With a trace, or in the reference gear, every campaign
/// passes the stages of engagement one after another instead, which comes to the same and says at which stage each of the others
/// was left behind. What is left is laid out as options (offer × channel), each of which passes product check, consent, contact policy and channel fit on its own. The survivors are ordered by score and
/// fill the slots. An option that does not fit at a slot is out for good, because caps, capacity and duplicates only
/// tighten as slots fill.
/// Removal reasons go to the trace, which only explanations supply; the fast path pays one null test for it, and a campaign
/// that drops out before arbitration allocates nothing. What a decision needs while it is under way lies in a scratch that
/// serves one decision after another.
/// </remarks>
public static partial class DecisionKernel
{
    /// <param name="scratch">Owned by the calling thread while this runs; null makes one for this decision.</param>
    public static KernelAnswer Decide(
        Strategy strategy,
        DecisionInputs inputs,
        DecisionTrace? trace = null,
        ConditionGear gear = ConditionGear.Row,
        DecisionScratch? scratch = null) =>
        new Run(strategy, inputs, trace, gear, scratch ?? new DecisionScratch()).Decide();

    /// <summary>A campaign makes offers while it is live, from its start until just before its end.</summary>
    internal static Removal? OutOfForce(CampaignDefinition campaign, Instant now)
    {
        if (now >= campaign.End)
        {
            return new Removal(Stage.Candidates, Reasons.CampaignOver);
        }

        if (campaign.Status != CampaignStatus.Live)
        {
            return new Removal(Stage.Candidates, Reasons.CampaignPaused);
        }

        return now < campaign.Start ? new Removal(Stage.Candidates, Reasons.CampaignNotStarted, FreesAt: campaign.Start) : null;
    }

    internal readonly record struct Candidate(
        CompiledCampaign Campaign, CampaignOption Option, Propensity Propensity, double Weight, double Score, Instant CountsAt);

    /// <summary>One decision under way, up to the candidates that arbitration chooses among. Everything in it dies with the decision.</summary>
    private sealed partial class Run(Strategy strategy, DecisionInputs inputs, DecisionTrace? trace, ConditionGear gear, DecisionScratch scratch)
    {
        /// <summary>Quiet hours and opening hours that never meet within so many turns of waiting never meet.</summary>
        private const int MostTurnsOfWaiting = 1_000;

        private readonly DecisionScope _scope = new(strategy, inputs);
        private readonly ZoneTable _zone = strategy.ZoneOf(inputs.Customer);
        private readonly List<Candidate> _candidates = scratch.Candidates;
        private PlaceSituation _situation;

        /// <summary>The channel whose features lie in the scratch beside the customer's; null before any does.</summary>
        private Channel? _featuresFor;

        /// <summary>How far <see cref="_furthestReason"/> had come: its stage, and further than all of engagement when it fell in arbitration.</summary>
        private int _furthest;
        private string? _furthestReason;

        public KernelAnswer Decide()
        {
            scratch.Clear();
            if (trace is null && gear == ConditionGear.Row)
            {
                Match();
            }
            else
            {
                JudgeAll();
            }

            Order();
            FillSlots();
            if (_needs is not null)
            {
                return new KernelAnswer(null, _needs);
            }

            for (var i = 0; i < _ghosts.Count; i++)
            {
                _ghosts[i] = _ghosts[i] with { Rank = _recommendations.Count + 1 + i };
            }

            return new KernelAnswer(new DecisionResult(_recommendations, _ghosts, _ranked, _recommendations.Count > 0 ? null : Silence()), []);
        }

        /// <summary>
        /// The customer's own situation where it forbids all offers, for then no campaign could have spoken; otherwise what
        /// stopped the option that came furthest of the campaigns that match; otherwise why none does.
        /// </summary>
        private string Silence()
        {
            var customer = inputs.Customer;
            if (_situation.IsUsed && customer.Status == CustomerStatus.Closed)
            {
                return Reasons.CustomerClosed;
            }

            if (_situation.HasMarketing)
            {
                if (customer.Status == CustomerStatus.Suspended)
                {
                    return Reasons.CustomerSuspended;
                }

                if (customer.OpenCases.Count > 0)
                {
                    return Reasons.CaseOpen;
                }

                if (customer.NeverOffer)
                {
                    return Reasons.NeverOffer;
                }
            }

            return _furthestReason ?? _situation.OutOfForce(inputs.Now) ?? Reasons.NoCampaignMatches;
        }

        private void Match()
        {
            var matches = scratch.Matches;
            foreach (var owned in inputs.Customer.Owned)
            {
                if (Symbols.TryFind(owned.Offering, out var symbol))
                {
                    scratch.Matching.AddOwned(symbol);
                }
            }

            _situation = strategy.Match(inputs, _scope, scratch.Matching, matches);
            for (var i = 0; i < matches.Count; i++)
            {
                if (Follows(matches[i]))
                {
                    LayOut(matches[i]);
                }
            }
        }

        /// <summary>The reference: every campaign of the place, condition by condition.</summary>
        private void JudgeAll()
        {
            _situation = PlaceSituation.Unused;
            var campaigns = inputs.Request is { } request
                ? strategy.OnChannel(request.Channel, request.Touchpoint)
                : strategy.TriggeredBy(inputs.Trigger!).ToArray();
            foreach (var campaign in campaigns)
            {
                _situation = _situation.With(PlaceSituation.Of(campaign.Definition));
                if (OutOfForce(campaign.Definition, inputs.Now) is { } removal)
                {
                    trace?.Removed(campaign, null, removal);
                }
                else if (Follows(campaign)
                    && Passes(campaign, campaign.TriggerCondition, Stage.Candidates)
                    && Passes(campaign, campaign.Audience, Stage.Audience)
                    && Passes(campaign, campaign.Eligibility, Stage.Eligibility)
                    && Passes(campaign, campaign.Applicability, Stage.Applicability)
                    && Passes(campaign, campaign.Suitability, Stage.Suitability))
                {
                    LayOut(campaign);
                }
            }
        }

        private void LayOut(CompiledCampaign campaign)
        {
            var weight = 1.0;
            for (var i = 0; i < campaign.Weights.Count; i++)
            {
                if (Evaluate(campaign.Weights[i].When) == Truth.True)
                {
                    weight *= campaign.Weights[i].Weight;
                }
            }

            for (var i = 0; i < campaign.Options.Count; i++)
            {
                var option = campaign.Options[i];
                if (inputs.Request is null || string.Equals(option.Channel.Id, inputs.Request.Channel, StringComparison.Ordinal))
                {
                    Consider(campaign, option, weight);
                }
            }
        }

        /// <summary>Whether what a trigger asks to have come before has come, in time before the event.</summary>
        private bool Follows(CompiledCampaign campaign)
        {
            if (campaign.Definition.Trigger is not { After: not null, Other: { } before, Within: { } within } || inputs.Trigger is not { } trigger)
            {
                return true;
            }

            var truth = _scope.Behaviour.AnyBetween(before, trigger.At - within, trigger.At);
            if (truth != Truth.True)
            {
                trace?.Removed(campaign, null, new Removal(Stage.Candidates, truth == Truth.False ? Reasons.NotAfter : Reasons.ConditionUnknown, before.EventType));
            }

            return truth == Truth.True;
        }

        private bool Passes(CompiledCampaign campaign, CompiledExpression? condition, Stage stage)
        {
            if (condition is null)
            {
                return true;
            }

            var truth = Evaluate(condition);
            if (truth == Truth.True)
            {
                return true;
            }

            var reason = truth switch
            {
                Truth.False => Reasons.ConditionFalse,
                Truth.Unknown => Reasons.ConditionUnknown,
                _ => Reasons.ConditionError,
            };
            trace?.Removed(campaign, null, new Removal(stage, reason) { Condition = condition });
            return false;
        }

        private Truth Evaluate(CompiledExpression condition) => gear == ConditionGear.Row
            ? condition.Evaluate(_scope)
            : Interpreter.TruthOf(Interpreter.Evaluate(condition.Tree, _scope));

        private void Consider(CompiledCampaign campaign, CampaignOption option, double weight)
        {
            var definition = campaign.Definition;
            if (ProductCheck.Test(strategy.Catalog, inputs.Customer, option.Offering, option.Promotion, inputs.Now, []) is { } refusal)
            {
                Remove(campaign, option, new Removal(Stage.ProductCheck, refusal.Reason, refusal.Related, refusal.Until));
                return;
            }

            if (ConsentCheck.Test(inputs.Customer, definition.Class, option.Channel.Direction) is { } silence)
            {
                Remove(campaign, option, new Removal(Stage.Consent, silence.Reason, silence.Related));
                return;
            }

            if (!TryDue(campaign, option, out var countsAt))
            {
                return;
            }

            var proposed = Propose(campaign, option, countsAt);
            if (TurnDowns.Test(strategy.Policies, proposed, Ledger) is { } turnDown)
            {
                Remove(campaign, option, new Removal(Stage.ContactPolicy, turnDown.Reason, turnDown.Policy, turnDown.Until));
                return;
            }

            if (strategy.Caps.Test(proposed, Ledger, [], _zone) is { } cap)
            {
                Remove(campaign, option, new Removal(Stage.ContactPolicy, Reasons.Cap, cap.Policy, cap.FreesAt) { Cap = cap });
                return;
            }

            if (option.Fit.Verdict == FitVerdict.CannotCarry)
            {
                Remove(campaign, option, new Removal(Stage.ChannelFit, Reasons.ChannelCannotCarry, option.Fit.Property));
                return;
            }

            if (inputs.Request is { } request && !IsOpen(option.Channel, request.Actor.Outlet))
            {
                Remove(campaign, option, new Removal(Stage.ChannelFit, Reasons.ChannelClosed, option.Channel.Id));
                return;
            }

            var propensity = PropensityOf(definition, option);
            var score = propensity.Value * option.Value * weight * definition.Lever;
            _candidates.Add(new Candidate(campaign, option, propensity, weight, score, countsAt));
        }

        /// <summary>The model's where the campaign says so and the model has the evidence; the number entered otherwise.</summary>
        private Propensity PropensityOf(CampaignDefinition campaign, CampaignOption option)
        {
            var configured = new Propensity(option.Offer.Propensity, PropensityBasis.Configured);
            if (campaign.PropensitySource == PropensitySource.Configured || inputs.ModelVersion == 0)
            {
                return configured;
            }

            var model = inputs.Model ?? throw new ModelMissingException(inputs.ModelVersion);
            if (_featuresFor is null)
            {
                model.Read(inputs.Customer, inputs.Now, scratch.Features);
            }

            if (!ReferenceEquals(_featuresFor, option.Channel))
            {
                model.ReadChannel(inputs.Customer, option.Channel.Id, scratch.Features);
                _featuresFor = option.Channel;
            }

            return model.Predict(
                option.Offering.Id, option.Offering.Definition.Cluster, option.Channel.Id, scratch.Features, strategy.Definition.Learning.MinimumOutcomes) ?? configured;
        }

        /// <summary>
        /// When the contact would count. A request wants an answer now; an event's answer can wait until quiet hours end and
        /// the channel opens, which may be in turns.
        /// </summary>
        private bool TryDue(CompiledCampaign campaign, CampaignOption option, out Instant due)
        {
            due = inputs.Now;
            var last = LastMoment(campaign, option);
            for (var turn = 0; due < last && turn < MostTurnsOfWaiting; turn++)
            {
                if (QuietHours.Test(strategy.Policies, campaign.Definition.Class, option.Channel.Direction, due, _zone) is { } quiet)
                {
                    if (inputs.Request is not null || quiet.Until is null)
                    {
                        Remove(campaign, option, new Removal(Stage.ContactPolicy, quiet.Reason, quiet.Policy, quiet.Until));
                        return false;
                    }

                    due = quiet.Until.Value;
                }

                if (inputs.Request is not null)
                {
                    return true;
                }

                if (OpeningHours.NextOpen(option.Channel.Hours, due, strategy.Zone) is not { } open)
                {
                    Remove(campaign, option, new Removal(Stage.ChannelFit, Reasons.ChannelClosed, option.Channel.Id));
                    return false;
                }

                if (open == due && due < last)
                {
                    return true;
                }

                due = open;
            }

            Remove(campaign, option, new Removal(Stage.ContactPolicy, Reasons.NotInTime));
            return false;
        }

        /// <summary>The end of validity, campaign, offering or promotion, whichever is first. Exclusive.</summary>
        private Instant LastMoment(CompiledCampaign campaign, CampaignOption option)
        {
            var last = Instant.Min(inputs.Now + campaign.Definition.Validity, campaign.Definition.End);
            if (option.Offering.Definition.ValidTo is { } end)
            {
                last = Instant.Min(last, end);
            }

            return option.Promotion?.Definition.ValidTo is { } over ? Instant.Min(last, over) : last;
        }

        private static bool IsMarketing(CampaignDefinition campaign) =>
            !string.Equals(campaign.Class, ContactPolicy.ServiceClass, StringComparison.Ordinal);

        private ReadOnlySpan<Contact> Ledger => inputs.Customer.Ledger.AsSpan();

        private static ProposedContact Propose(CompiledCampaign campaign, CampaignOption option, Instant countsAt) =>
            new(option.Campaign, option.Offering.Id, option.Offering.Definition.Cluster, campaign.Definition.Class, option.Channel.Id, countsAt);

        private bool IsOpen(Channel channel, string? outlet)
        {
            var hours = outlet is not null && strategy.Outlet(outlet) is { Hours.Count: > 0 } place ? place.Hours : channel.Hours;
            return OpeningHours.IsOpen(hours, inputs.Now, strategy.Zone);
        }

        private void Remove(CompiledCampaign campaign, CampaignOption option, in Removal removal)
        {
            var reached = (int)removal.Stage + (removal.Score is null ? 0 : (int)Stage.Recommended);
            if (_furthestReason is null || reached > _furthest)
            {
                (_furthest, _furthestReason) = (reached, removal.Reason);
            }

            trace?.Removed(campaign, option, removal);
        }
    }
}
