using System.Runtime.InteropServices;
using Octant.Engine.Arbitration;
using Octant.Engine.Calendar;
using Octant.Engine.Channels;
using Octant.Engine.Expressions;
using Octant.Engine.Offers;
using Octant.Engine.Policies;

namespace Octant.Engine.Decisions;

/// <summary>A result, or what must be asked of the owners of shared resources first.</summary>
public readonly record struct KernelAnswer(DecisionResult? Result, IReadOnlyList<ResourceSpend> Needs);

/// <summary>
/// Makes one decision: a pure function of strategy and inputs.
/// </summary>
/// <remarks>
/// Campaigns pass the stages of engagement one after another; what is left is laid out as options (offer × channel), each of
/// which passes product check, consent, contact policy and channel fit on its own. The survivors are ordered by score and
/// fill the slots. An option that does not fit at a slot is out for good, because caps, capacity and duplicates only
/// tighten as slots fill.
/// Removal reasons go to the trace, which only explanations supply; the fast path pays one null test for it.
/// </remarks>
public static class DecisionKernel
{
    public static KernelAnswer Decide(Strategy strategy, DecisionInputs inputs, DecisionTrace? trace = null) =>
        new Run(strategy, inputs, trace).Decide();

    private readonly record struct Candidate(CompiledCampaign Campaign, CampaignOption Option, double Weight, double Score, Instant CountsAt);

    /// <summary>One decision under way. Everything in it dies with the decision.</summary>
    private sealed class Run(Strategy strategy, DecisionInputs inputs, DecisionTrace? trace)
    {
        private readonly DecisionScope _scope = new(inputs);
        private readonly ZoneTable _zone = strategy.ZoneOf(inputs.Customer);
        private readonly List<Candidate> _candidates = [];
        private readonly List<Contact> _reserved = [];
        private readonly List<PickedOffer> _picked = [];
        private readonly List<Recommendation> _recommendations = [];
        private readonly List<Recommendation> _ghosts = [];
        private readonly List<RankedOffer> _ranked = [];
        private List<ResourceSpend>? _needs;
        private Stage _furthest;
        private string? _furthestReason;

        public KernelAnswer Decide()
        {
            var campaigns = inputs.Request is { } request ? strategy.OnChannel(request.Channel) : strategy.TriggeredBy(inputs.Trigger!.Type);
            foreach (var campaign in campaigns)
            {
                Engage(campaign);
            }

            _candidates.Sort(Compare);
            FillSlots();
            if (_needs is not null)
            {
                return new KernelAnswer(null, _needs);
            }

            for (var i = 0; i < _ghosts.Count; i++)
            {
                _ghosts[i] = _ghosts[i] with { Rank = _recommendations.Count + 1 + i };
            }

            var silence = _recommendations.Count > 0 ? null : _furthestReason ?? Reasons.NoCandidates;
            return new KernelAnswer(new DecisionResult(_recommendations, _ghosts, _ranked, silence), []);
        }

        /// <summary>Highest score first; among equals the preferred channel, then text order, so that order never depends on chance.</summary>
        private static int Compare(Candidate left, Candidate right)
        {
            var byScore = right.Score.CompareTo(left.Score);
            if (byScore != 0)
            {
                return byScore;
            }

            var byCost = left.Option.Channel.CostPerContact.CompareTo(right.Option.Channel.CostPerContact);
            if (byCost != 0)
            {
                return byCost;
            }

            var byCampaign = string.CompareOrdinal(left.Option.Campaign, right.Option.Campaign);
            if (byCampaign != 0)
            {
                return byCampaign;
            }

            var byOffering = string.CompareOrdinal(left.Option.Offering.Id, right.Option.Offering.Id);
            return byOffering != 0 ? byOffering : string.CompareOrdinal(left.Option.Channel.Id, right.Option.Channel.Id);
        }

        private void Engage(CompiledCampaign campaign)
        {
            var definition = campaign.Definition;
            if (definition.Status != CampaignStatus.Live)
            {
                Remove(campaign, null, new Removal(Stage.Candidates, Reasons.CampaignPaused));
            }
            else if (inputs.Now < definition.Start)
            {
                Remove(campaign, null, new Removal(Stage.Candidates, Reasons.CampaignNotStarted, FreesAt: definition.Start));
            }
            else if (inputs.Now >= definition.End)
            {
                Remove(campaign, null, new Removal(Stage.Candidates, Reasons.CampaignOver));
            }
            else if (inputs.Request?.Touchpoint is { } touchpoint && definition.Touchpoints.Count > 0 && !definition.Touchpoints.Contains(touchpoint))
            {
                Remove(campaign, null, new Removal(Stage.Candidates, Reasons.OtherTouchpoint));
            }
            else if (Passes(campaign, campaign.TriggerCondition, Stage.Candidates)
                && Passes(campaign, campaign.Audience, Stage.Audience)
                && Passes(campaign, campaign.Eligibility, Stage.Eligibility)
                && Passes(campaign, campaign.Applicability, Stage.Applicability)
                && Passes(campaign, campaign.Suitability, Stage.Suitability))
            {
                var weight = 1.0;
                foreach (var (when, factor) in campaign.Weights)
                {
                    if (when.Evaluate(_scope) == Truth.True)
                    {
                        weight *= factor;
                    }
                }

                foreach (var option in campaign.Options)
                {
                    if (inputs.Request is null || string.Equals(option.Channel.Id, inputs.Request.Channel, StringComparison.Ordinal))
                    {
                        Consider(campaign, option, weight);
                    }
                }
            }
        }

        private bool Passes(CompiledCampaign campaign, CompiledExpression? condition, Stage stage)
        {
            if (condition is null)
            {
                return true;
            }

            var truth = condition.Evaluate(_scope);
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
            Remove(campaign, null, new Removal(stage, reason) { Condition = condition });
            return false;
        }

        private void Consider(CompiledCampaign campaign, CampaignOption option, double weight)
        {
            var definition = campaign.Definition;
            if (ProductCheck.Test(strategy.Catalog, inputs.Customer, option.Offering, option.Promotion, inputs.Now, Picked) is { } refusal)
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

            var score = option.Offer.Propensity * option.Value * weight * definition.Lever;
            _candidates.Add(new Candidate(campaign, option, weight, score, countsAt));
        }

        /// <summary>When the contact would count. A request wants an answer now; an event's answer can wait for the end of quiet hours.</summary>
        private bool TryDue(CompiledCampaign campaign, CampaignOption option, out Instant due)
        {
            due = inputs.Now;
            var definition = campaign.Definition;
            if (QuietHours.Test(strategy.Policies, definition.Class, option.Channel.Direction, due, _zone) is { } quiet)
            {
                if (inputs.Request is not null || quiet.Until is not { } until)
                {
                    Remove(campaign, option, new Removal(Stage.ContactPolicy, quiet.Reason, quiet.Policy, quiet.Until));
                    return false;
                }

                due = until;
            }

            if (inputs.Request is null)
            {
                if (OpeningHours.NextOpen(option.Channel.Hours, due, _zone) is not { } open)
                {
                    Remove(campaign, option, new Removal(Stage.ChannelFit, Reasons.ChannelClosed, option.Channel.Id));
                    return false;
                }

                due = open;
            }

            if (due >= LastMoment(campaign, option))
            {
                Remove(campaign, option, new Removal(Stage.ContactPolicy, Reasons.NotInTime, null, due));
                return false;
            }

            return true;
        }

        private Instant LastMoment(CompiledCampaign campaign, CampaignOption option)
        {
            var last = Instant.Min(inputs.Now + campaign.Definition.Validity, campaign.Definition.End);
            return option.Offering.Definition.ValidTo is { } end ? Instant.Min(last, end) : last;
        }

        private void FillSlots()
        {
            var touchpoint = inputs.Request?.Touchpoint is { } name ? strategy.Touchpoint(name) : null;
            var limit = inputs.Request?.Limit ?? 1;
            var room = touchpoint?.Slots ?? Math.Max(limit, 1);
            var slots = new SlotQuota(room, limit > 0 ? limit : room, touchpoint?.Quota);
            while (slots.IsOpen && _needs is null)
            {
                if (TakeBest(slots))
                {
                    slots.Fill();
                }
                else
                {
                    slots.PassDown();
                }
            }

            var last = _recommendations is [.., var worst] ? worst.Score : 0;
            foreach (var candidate in _candidates)
            {
                Remove(candidate, new Removal(Stage.Arbitration, Reasons.NoSlot) { ScoreRatio = last > 0 ? candidate.Score / last : null });
            }
        }

        /// <summary>Gives the slot at hand to the best candidate it admits that still fits; those that do not fit are out.</summary>
        private bool TakeBest(SlotQuota slots)
        {
            for (var i = 0; i < _candidates.Count && _needs is null;)
            {
                var candidate = _candidates[i];
                if (!slots.Admits(candidate.Option.Offering.Tier))
                {
                    i++;
                    continue;
                }

                _candidates.RemoveAt(i);
                if (Take(candidate))
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>Tests a candidate against what the slots before it took, and takes the slot. False leaves the slot to the next.</summary>
        private bool Take(Candidate candidate)
        {
            var (campaign, option, _, _, countsAt) = candidate;
            if (_reserved.Count > 0)
            {
                if (ProductCheck.Test(strategy.Catalog, inputs.Customer, option.Offering, option.Promotion, inputs.Now, Picked) is { } refusal)
                {
                    return Remove(candidate, new Removal(Stage.ProductCheck, refusal.Reason, refusal.Related, refusal.Until));
                }

                if (strategy.Caps.Test(Propose(campaign, option, countsAt), Ledger, CollectionsMarshal.AsSpan(_reserved), _zone) is { } cap)
                {
                    return Remove(candidate, new Removal(Stage.ContactPolicy, Reasons.Cap, cap.Policy, cap.FreesAt) { Cap = cap });
                }
            }

            var marketing = !string.Equals(campaign.Definition.Class, ContactPolicy.ServiceClass, StringComparison.Ordinal);
            if (marketing && strategy.GlobalHoldout.Holds(inputs.Customer.Key))
            {
                Hold(candidate, Reasons.GlobalHoldout);
                return true;
            }

            if (campaign.Holdout.Holds(inputs.Customer.Key))
            {
                Hold(candidate, Reasons.CampaignHoldout);
                return false;
            }

            if (!TrySpend(candidate, out var spends))
            {
                return false;
            }

            var recommendation = Recommend(candidate, _recommendations.Count + 1, spends);
            _recommendations.Add(recommendation);
            Keep(recommendation, ContactState.Pending);
            _ranked.Add(new RankedOffer(option.Campaign, option.Offering.Id, option.Channel.Id, candidate.Score, Stage.Recommended, null));
            trace?.Recommended(campaign, option, candidate.Score);
            return true;
        }

        /// <summary>The would-be winner leaves a ghost, once per campaign and decision.</summary>
        private void Hold(Candidate candidate, string reason)
        {
            var seen = false;
            foreach (var known in _ghosts)
            {
                seen |= string.Equals(known.Campaign, candidate.Option.Campaign, StringComparison.Ordinal);
            }

            if (!seen)
            {
                var ghost = Recommend(candidate, 0, []);
                _ghosts.Add(ghost);
                Keep(ghost, ContactState.Ghost);
            }

            Remove(candidate, new Removal(Stage.Holdout, reason));
        }

        private bool TrySpend(Candidate candidate, out List<ResourceSpend> spends)
        {
            spends = [];
            foreach (var spend in SharedResources.SpendsOf(strategy, candidate.Campaign.Definition, candidate.Option, inputs.Request?.Actor.Outlet, candidate.CountsAt))
            {
                var balance = inputs.Slices.Balance(spend.Resource, spend.Period);
                var left = balance.Units - SpentOn(spend.Resource, spend.Period);
                if (left >= spend.Units)
                {
                    spends.Add(spend);
                }
                else if (balance.Exhausted)
                {
                    return Remove(candidate, new Removal(Stage.Capacity, Reasons.CapacityExhausted, spend.Resource));
                }
                else
                {
                    (_needs ??= []).Add(spend with { Units = spend.Units - left });
                }
            }

            return _needs is null;
        }

        private long SpentOn(string resource, string period)
        {
            var spent = 0L;
            foreach (var recommendation in _recommendations)
            {
                foreach (var spend in recommendation.Spends)
                {
                    if (string.Equals(spend.Resource, resource, StringComparison.Ordinal) && string.Equals(spend.Period, period, StringComparison.Ordinal))
                    {
                        spent += spend.Units;
                    }
                }
            }

            return spent;
        }

        private Recommendation Recommend(Candidate candidate, int rank, IReadOnlyList<ResourceSpend> spends)
        {
            var (campaign, option, weight, score, countsAt) = candidate;
            return new Recommendation(
                rank,
                option.Campaign,
                option.Offering.Id,
                option.Offer.Promotion,
                option.Offering.Definition.Cluster,
                campaign.Definition.Class,
                option.Channel.Id,
                Variant(option),
                option.Offering.Tier,
                option.Offer.Propensity,
                option.Value,
                weight,
                campaign.Definition.Lever,
                score,
                Probability: 1,
                countsAt,
                LastMoment(campaign, option),
                option.Offering.Definition.ResponseWindow,
                spends);
        }

        /// <summary>Which wording, by a hash of campaign and customer, so that a customer always meets the same one.</summary>
        private string Variant(CampaignOption option)
        {
            if (option.Variants.Count == 1)
            {
                return option.Variants[0];
            }

            var hash = StableHash.Combine(strategy.Definition.Seed, StableHash.Of("variant"));
            hash = StableHash.Combine(StableHash.Combine(hash, StableHash.Of(option.Campaign)), (ulong)inputs.Customer.Key);
            return option.Variants[(int)(hash % (ulong)option.Variants.Count)];
        }

        /// <summary>Lets the slots to come see what this one took.</summary>
        private void Keep(Recommendation recommendation, ContactState state)
        {
            if (state != ContactState.Ghost)
            {
                _picked.Add(new PickedOffer(recommendation.Offering, recommendation.Promotion));
            }

            _reserved.Add(Reserve(recommendation, state));
        }

        private Contact Reserve(Recommendation recommendation, ContactState state) => new()
        {
            Id = new ContactId(inputs.Id.Sequence, inputs.Id.Index, recommendation.Rank),
            Campaign = recommendation.Campaign,
            Offering = recommendation.Offering,
            Promotion = recommendation.Promotion,
            Cluster = recommendation.Cluster,
            Class = recommendation.Class,
            Channel = recommendation.Channel,
            GrantedAt = inputs.Now,
            CountsAt = recommendation.CountsAt,
            ValidUntil = recommendation.ValidUntil,
            ResponseWindow = recommendation.ResponseWindow,
            State = state,
            StateAt = inputs.Now,
        };

        private ReadOnlySpan<Contact> Ledger => CollectionsMarshal.AsSpan(inputs.Customer.Ledger);

        private ReadOnlySpan<PickedOffer> Picked => CollectionsMarshal.AsSpan(_picked);

        private static ProposedContact Propose(CompiledCampaign campaign, CampaignOption option, Instant countsAt) =>
            new(option.Campaign, option.Offering.Id, option.Offering.Definition.Cluster, campaign.Definition.Class, option.Channel.Id, countsAt);

        private bool IsOpen(Channel channel, string? outlet)
        {
            var hours = outlet is not null && strategy.Outlet(outlet) is { Hours.Count: > 0 } place ? place.Hours : channel.Hours;
            return OpeningHours.IsOpen(hours, inputs.Now, strategy.Zone);
        }

        private void Remove(CompiledCampaign campaign, CampaignOption? option, in Removal removal)
        {
            if (_furthestReason is null || removal.Stage > _furthest)
            {
                (_furthest, _furthestReason) = (removal.Stage, removal.Reason);
            }

            trace?.Removed(campaign, option, removal);
        }

        /// <summary>Answers false, for callers whose answer that is.</summary>
        private bool Remove(Candidate candidate, in Removal removal)
        {
            _ranked.Add(new RankedOffer(
                candidate.Option.Campaign, candidate.Option.Offering.Id, candidate.Option.Channel.Id, candidate.Score, removal.Stage, removal.Reason));
            Remove(candidate.Campaign, candidate.Option, removal);
            return false;
        }
    }
}
