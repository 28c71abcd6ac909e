using System.Runtime.InteropServices;
using Octant.Engine.Calendar;
using Octant.Engine.Channels;
using Octant.Engine.Expressions;
using Octant.Engine.Learning;
using Octant.Engine.Matching;
using Octant.Engine.Offers;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;

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

    /// <summary>Judges one campaign as the reference does, as far as arbitration; the trace hears why it, or an option of it, is out.</summary>
    internal static void Judge(Strategy strategy, DecisionInputs inputs, CompiledCampaign campaign, DecisionTrace trace) =>
        new Run(strategy, inputs, trace, ConditionGear.Row, new DecisionScratch()).Judge(campaign);

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

    /// <summary>An option of a campaign that matches, before it is tested.</summary>
    /// <param name="Score">With the configured propensity.</param>
    internal readonly record struct LaidOutOption(RulePlace<OptionRow> Place, double Weight, double Score)
    {
        public CompiledCampaign Campaign => Place.Rule.Campaign;

        public CampaignOption Option => Place.Rule.Option!;
    }

    /// <param name="Predicted">Configured, with no value, where it is not the model's.</param>
    internal readonly record struct Candidate(
        RulePlace<OptionRow> Place, Propensity Predicted, double Weight, double Score, Instant CountsAt)
    {
        public CompiledCampaign Campaign => Place.Rule.Campaign;

        public CampaignOption Option => Place.Rule.Option!;

        public Propensity Propensity => Predicted.Basis == PropensityBasis.Configured ? new Propensity(Option.Propensity, PropensityBasis.Configured) : Predicted;
    }

    /// <summary>One decision under way, up to the candidates that arbitration chooses among. Everything in it dies with the decision.</summary>
    private sealed partial class Run(Strategy strategy, DecisionInputs inputs, DecisionTrace? trace, ConditionGear gear, DecisionScratch scratch)
    {
        /// <summary>Quiet hours and opening hours that never meet within so many turns of waiting never meet.</summary>
        private const int MostTurnsOfWaiting = 1_000;

        private readonly DecisionScope _scope = new(strategy, inputs);
        private readonly ZoneTable _zone = strategy.ZoneOf(inputs.Customer);
        private readonly List<Candidate> _candidates = scratch.Candidates;
        private readonly PolicyOutlook _outlook = scratch.Outlook;
        private readonly Channel? _asked = inputs.Request is { } request ? strategy.Channel(request.Channel) : null;
        private Channel? _lookedAt;
        private bool _isOpen;
        private PlaceSituation _situation;

        /// <summary>Class and channel of an option that everything let pass, so that it lets others of these pass as well.</summary>
        private (string? Class, Channel? Channel) _clear;

        /// <summary>A plan is made at any hour: quiet hours and opening hours are asked when its contacts are due.</summary>
        private bool _isPlanning;

        /// <summary>The channel whose features lie in the scratch beside the customer's; null before any does.</summary>
        private Channel? _featuresFor;

        /// <summary>How far <see cref="_furthestReason"/> had come: its stage, and further than all of engagement when it fell in arbitration.</summary>
        private int _furthest;
        private string? _furthestReason;

        public KernelAnswer Decide()
        {
            Begin();
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

            for (var i = 0; i < _ghosts?.Count; i++)
            {
                _ghosts[i] = _ghosts[i] with { Rank = _recommendations.Count + 1 + i };
            }

            return new KernelAnswer(new DecisionResult(
                _recommendations, _ghosts ?? (IReadOnlyList<Recommendation>)[], _ranked, _recommendations.Count > 0 ? null : Silence()), []);
        }

        private void Begin()
        {
            scratch.Clear();
            _outlook.Begin(strategy.Policies, strategy.Caps, Ledger, inputs.Now, _zone, leavesOut: trace is null && gear == ConditionGear.Row);
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
                scratch.Matching.AddOwned(owned.Symbol);
            }

            _situation = strategy.Match(inputs, _scope, scratch.Matching, matches);

            // In short loops, so that the processor fetches what the next options need while it waits for this one's.
            var laidOut = scratch.LaidOut;
            foreach (var place in CollectionsMarshal.AsSpan(matches))
            {
                ref readonly var row = ref place.Rule;
                if (row.Option is not null)
                {
                    laidOut.Add(new LaidOutOption(place, 1, row.Score));
                }
                else if (Follows(row.Campaign))
                {
                    LayOut(row.Campaign);
                }
            }

            foreach (ref readonly var option in CollectionsMarshal.AsSpan(laidOut))
            {
                if (IsClear(option.Place.Rule))
                {
                    Add(option, inputs.Now);
                }
                else if (inputs.Request is null || IsChannelAsked(option.Place.Rule.Channel))
                {
                    Consider(option);
                    NoteClear(option.Option);
                }
            }
        }

        /// <summary>
        /// Whether nothing stands against an option, told in a few steps from another of its class and channel that was considered in
        /// full. False tells nothing.
        /// </summary>
        private bool IsClear(in OptionRow row) =>
            ReferenceEquals(row.Channel, _clear.Channel)
            && ReferenceEquals(row.PlainClass, _clear.Class)
            && row.End > inputs.Now
            && !scratch.Matching.Owns(row.Offering.Symbol)
            && _outlook.HasRoomBeside(_reserved.Count)
            && (_outlook.NothingTurnedDown || _outlook.TurnDown(strategy.Policies, Propose(row)) is null);

        /// <summary>
        /// Consent and, where the answer is for now, quiet and opening hours are about class and channel alone. What follows
        /// an event may be due later.
        /// </summary>
        private void NoteClear(CampaignOption option)
        {
            if (inputs.Request is not null && _candidates.Count > 0 && ReferenceEquals(_candidates[^1].Option, option))
            {
                _clear = (option.Class, option.Channel);
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
                Judge(campaign);
            }
        }

        public void Judge(CompiledCampaign campaign)
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
                foreach (var option in scratch.LaidOut)
                {
                    if (inputs.Request is null || IsChannelAsked(option.Option.Channel))
                    {
                        Consider(option);
                    }
                }

                scratch.LaidOut.Clear();
            }
        }

        private void LayOut(CompiledCampaign campaign)
        {
            var weight = WeightOf(campaign);
            for (var i = 0; i < campaign.Rows.Length; i++)
            {
                var option = campaign.Options[i];
                scratch.LaidOut.Add(new LaidOutOption(
                    new RulePlace<OptionRow>(campaign.Rows, i), weight, option.Propensity * option.Value * weight * option.Lever));
            }
        }

        private double WeightOf(CompiledCampaign campaign)
        {
            var weight = 1.0;
            foreach (var (when, factor) in campaign.Weights)
            {
                if (Evaluate(when) == Truth.True)
                {
                    weight *= factor;
                }
            }

            return weight;
        }

        private bool IsChannelAsked(Channel channel) =>
            ReferenceEquals(channel, _asked) || string.Equals(channel.Id, inputs.Request!.Channel, StringComparison.Ordinal);

        /// <summary>Whether what a trigger asks to have come before has come, in time before the event.</summary>
        private bool Follows(CompiledCampaign campaign)
        {
            if (!campaign.AsksForBefore
                || inputs.Trigger is not { } trigger
                || campaign.Definition.Trigger is not { Other: { } before, Within: { } within })
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

        private void Consider(in LaidOutOption laidOut)
        {
            var (campaign, option) = (laidOut.Campaign, laidOut.Option);
            if (ProductCheck.Test(strategy.Catalog, inputs.Customer, option.Offering, option.Promotion, inputs.Now, []) is { } refusal)
            {
                Remove(campaign, option, new Removal(Stage.ProductCheck, refusal.Reason, refusal.Related, refusal.Until));
                return;
            }

            if (_outlook.Consent(inputs.Customer, option.Class, option.Channel.Direction) is { } silence)
            {
                Remove(campaign, option, new Removal(Stage.Consent, silence.Reason, silence.Related));
                return;
            }

            if (!TryDue(campaign, option, out var countsAt))
            {
                return;
            }

            if (!_outlook.NothingTurnedDown
                && _outlook.TurnDown(strategy.Policies, Propose(option, countsAt)) is { } turnDown)
            {
                Remove(campaign, option, new Removal(Stage.ContactPolicy, turnDown.Reason, turnDown.Policy, turnDown.Until));
                return;
            }

            if (CapAgainst(option, countsAt) is { } cap)
            {
                Remove(campaign, option, new Removal(Stage.ContactPolicy, Reasons.Cap, cap.Policy, cap.FreesAt) { Cap = cap });
                return;
            }

            if (option.Fit.Verdict == FitVerdict.CannotCarry)
            {
                Remove(campaign, option, new Removal(Stage.ChannelFit, Reasons.ChannelCannotCarry, option.Fit.Property));
                return;
            }

            if (!_isPlanning && inputs.Request is { } request && !IsOpen(option.Channel, request.Actor.Outlet))
            {
                Remove(campaign, option, new Removal(Stage.ChannelFit, Reasons.ChannelClosed, option.Channel.Id));
                return;
            }

            Add(laidOut, countsAt);
        }

        private void Add(in LaidOutOption laidOut, Instant countsAt)
        {
            var predicted = inputs.ModelVersion == 0 || !strategy.AsksModel ? default : Predict(laidOut.Option);
            var score = laidOut.Score;
            if (predicted.Basis != PropensityBasis.Configured)
            {
                var option = laidOut.Option;
                score = predicted.Value * option.Value * laidOut.Weight * option.Lever;
            }

            _candidates.Add(new Candidate(laidOut.Place, predicted, laidOut.Weight, score, countsAt));
        }

        /// <summary>The model's propensity where the campaign says so and the model has the evidence; none otherwise.</summary>
        private Propensity Predict(CampaignOption option)
        {
            if (option.PropensitySource == PropensitySource.Configured)
            {
                return default;
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
                option.Offering.Id, option.Offering.Definition.Cluster, option.Channel.Id, scratch.Features, strategy.Definition.Learning.MinimumOutcomes) ?? default;
        }

        /// <summary>
        /// When the contact would count. A request wants an answer now; an event's answer can wait until quiet hours end and
        /// the channel opens, which may be in turns.
        /// </summary>
        private bool TryDue(CompiledCampaign campaign, CampaignOption option, out Instant due)
        {
            due = inputs.Now;
            var last = option.LastMoment(inputs.Now);
            if (_isPlanning && due < last)
            {
                return true;
            }

            for (var turn = 0; due < last && turn < MostTurnsOfWaiting; turn++)
            {
                if (_outlook.Quiet(strategy.Policies, option.Class, option.Channel.Direction, due, _zone) is { } quiet)
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

        private CapRefusal? CapAgainst(CampaignOption option, Instant countsAt) =>
            _outlook.HasRoomBeside(_reserved.Count)
                ? null
                : _outlook.Cap(strategy.Caps, Propose(option, countsAt), Ledger, CollectionsMarshal.AsSpan(_reserved), _zone);

        private static bool IsMarketing(CampaignOption option) =>
            !string.Equals(option.Class, ContactPolicy.ServiceClass, StringComparison.Ordinal);

        private ReadOnlySpan<Contact> Ledger => inputs.Customer.Ledger.AsSpan();

        private static ProposedContact Propose(CampaignOption option, Instant countsAt) =>
            new(option.Campaign, option.Offering.Id, option.Offering.Definition.Cluster, option.Class, option.Channel.Id, countsAt);

        private ProposedContact Propose(in OptionRow plain) =>
            new(plain.CampaignId, plain.Offering.Id, plain.Offering.Definition.Cluster, plain.PlainClass!, plain.Channel.Id, inputs.Now);

        /// <summary>A request is about one channel.</summary>
        private bool IsOpen(Channel channel, string? outlet)
        {
            if (!ReferenceEquals(channel, _lookedAt))
            {
                var hours = outlet is not null && strategy.Outlet(outlet) is { Hours.Count: > 0 } place ? place.Hours : channel.Hours;
                (_lookedAt, _isOpen) = (channel, OpeningHours.IsOpen(hours, inputs.Now, strategy.Zone));
            }

            return _isOpen;
        }

        private void Remove(CompiledCampaign campaign, CampaignOption option, in Removal removal)
        {
            Reach(removal.Stage, removal.Score is not null, removal.Reason);
            trace?.Removed(campaign, option, removal);
        }

        private void Reach(Stage stage, bool isRanked, string reason)
        {
            var reached = (int)stage + (isRanked ? (int)Stage.Recommended : 0);
            if (_furthestReason is null || reached > _furthest)
            {
                (_furthest, _furthestReason) = (reached, reason);
            }
        }
    }
}
