using System.Runtime.InteropServices;
using Octant.Engine.Arbitration;
using Octant.Engine.Channels;
using Octant.Engine.Expressions;
using Octant.Engine.Offers;
using Octant.Engine.Policies;

namespace Octant.Engine.Decisions;

/// <summary>Arbitration: candidates in order of score fill the slots one by one, and holdout takes its share of the winners.</summary>
public static partial class DecisionKernel
{
    private sealed partial class Run
    {
        private readonly List<Contact> _reserved = scratch.Reserved;
        private readonly List<PickedOffer> _picked = scratch.Picked;
        private readonly List<Recommendation> _recommendations = [];
        private readonly List<Recommendation> _ghosts = [];
        private readonly List<RankedOffer> _ranked = [];

        /// <summary>Per tier the score of the last slot taken that admitted it; 0 for none.</summary>
        private readonly double[] _lastTaken = scratch.LastTaken;
        private List<ResourceSpend>? _needs;
        private string? _habit;

        private void Order()
        {
            _ranked.EnsureCapacity(_candidates.Count);
            if (_candidates.Count > 1)
            {
                _habit = inputs.Trigger is null ? null : Habit();
                _candidates.Sort(Compare);
            }
        }

        /// <summary>The channel a high-value customer is used to answer on, as far as the ledger shows; null when not known or not asked.</summary>
        private string? Habit()
        {
            if (strategy.HighValue is not { } highValue || Evaluate(highValue) != Truth.True)
            {
                return null;
            }

            var channels = new List<Channel>();
            foreach (var candidate in _candidates)
            {
                if (!channels.Contains(candidate.Option.Channel))
                {
                    channels.Add(candidate.Option.Channel);
                }
            }

            return PreferredChannel.Of(
                highValue: true, channels, CollectionsMarshal.AsSpan(PreferredChannel.HabitsOf(Ledger)), PreferredChannel.MinimumEvidence);
        }

        /// <summary>
        /// Highest score first; among equals the customer's habit, then the cheaper channel, then text order, so that order
        /// never depends on chance.
        /// </summary>
        private int Compare(Candidate left, Candidate right)
        {
            var order = right.Score.CompareTo(left.Score);
            if (order == 0)
            {
                order = IsHabit(right).CompareTo(IsHabit(left));
            }

            if (order == 0)
            {
                order = PreferredChannel.CompareCost(left.Option.Channel, right.Option.Channel);
            }

            if (order == 0)
            {
                order = string.CompareOrdinal(left.Option.Campaign, right.Option.Campaign);
            }

            if (order == 0)
            {
                order = string.CompareOrdinal(left.Option.Offering.Id, right.Option.Offering.Id);
            }

            if (order == 0)
            {
                order = string.CompareOrdinal(left.Option.Promotion?.Id, right.Option.Promotion?.Id);
            }

            return order != 0 ? order : string.CompareOrdinal(left.Option.Channel.Id, right.Option.Channel.Id);
        }

        private bool IsHabit(Candidate candidate) =>
            _habit is not null && string.Equals(candidate.Option.Channel.Id, _habit, StringComparison.Ordinal);

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

            foreach (var candidate in _candidates)
            {
                var last = _lastTaken[(int)candidate.Option.Offering.Tier];
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
                    for (var tier = Tier.Gold; tier <= Tier.Ordinary; tier++)
                    {
                        if (slots.Admits(tier))
                        {
                            _lastTaken[(int)tier] = candidate.Score;
                        }
                    }

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

            // Before holdout: a winner there is no capacity for would not have been contacted either, so it leaves no ghost.
            if (!TrySpend(candidate, out var spends))
            {
                return false;
            }

            if (IsMarketing(campaign.Definition) && strategy.GlobalHoldout.Holds(inputs.Customer.Key))
            {
                Hold(candidate, new Removal(Stage.Holdout, Reasons.GlobalHoldout));
                return true;
            }

            if (campaign.Holdout.Holds(inputs.Customer.Key))
            {
                Hold(candidate, new Removal(Stage.Holdout, Reasons.CampaignHoldout, option.Campaign));
                return false;
            }

            var recommendation = Recommend(candidate, _recommendations.Count + 1, spends);
            _recommendations.Add(recommendation);
            Keep(recommendation, ContactState.Pending);
            _ranked.Add(new RankedOffer(option.Campaign, option.Offering.Id, option.Channel.Id, candidate.Score, Stage.Recommended, null));
            trace?.Recommended(campaign, option, recommendation.Rank, candidate.Score);
            return true;
        }

        /// <summary>The would-be winner leaves a ghost, once per campaign and decision.</summary>
        private void Hold(Candidate candidate, in Removal removal)
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

            Remove(candidate, removal);
        }

        /// <summary>Whether there is enough of all it would use up. Notes what must be asked for where that is not known.</summary>
        private bool TrySpend(Candidate candidate, out List<ResourceSpend> spends)
        {
            spends = SharedResources.SpendsOf(
                strategy, candidate.Campaign.Definition, candidate.Option, inputs.Request?.Actor.Outlet, candidate.CountsAt);
            List<ResourceSpend>? needs = null;
            foreach (var spend in spends)
            {
                var balance = inputs.Slices.Balance(spend.Resource, spend.Period);
                var left = balance.Units - SpentOn(spend.Resource, spend.Period);
                if (left >= spend.Units)
                {
                    continue;
                }

                if (balance.Exhausted)
                {
                    return Remove(candidate, new Removal(Stage.Capacity, Reasons.CapacityExhausted, spend.Resource));
                }

                (needs ??= []).Add(spend with { Units = spend.Units - left });
            }

            _needs = needs;
            return needs is null;
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

        private ReadOnlySpan<PickedOffer> Picked => CollectionsMarshal.AsSpan(_picked);

        /// <summary>Answers false, for callers whose answer that is.</summary>
        private bool Remove(Candidate candidate, in Removal removal)
        {
            _ranked.Add(new RankedOffer(
                candidate.Option.Campaign, candidate.Option.Offering.Id, candidate.Option.Channel.Id, candidate.Score, removal.Stage, removal.Reason));
            Remove(candidate.Campaign, candidate.Option, removal with { Score = candidate.Score });
            return false;
        }
    }
}
