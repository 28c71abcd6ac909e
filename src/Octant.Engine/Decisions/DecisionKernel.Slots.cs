using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Octant.Engine.Arbitration;
using Octant.Engine.Channels;
using Octant.Engine.Expressions;
using Octant.Engine.Learning;
using Octant.Engine.Offers;
using Octant.Engine.Policies;

namespace Octant.Engine.Decisions;

/// <summary>Arbitration: candidates in order of score fill the slots one by one, and holdout takes its share of the winners.</summary>
public static partial class DecisionKernel
{
    private sealed partial class Run
    {
        /// <summary>Beyond so many candidates comparing each with all takes longer than sorting.</summary>
        private const int MostByCounting = 64;

        private readonly List<Contact> _reserved = scratch.Reserved;
        private readonly List<PickedOffer> _picked = scratch.Picked;
        private readonly List<Recommendation> _recommendations = [];
        private readonly List<RankedOffer> _ranked = [];

        /// <summary>Places of the candidates that have not been given a slot and may still fit one, the best first.</summary>
        private readonly List<int> _order = scratch.Order;

        /// <summary>Per tier the score of the last slot taken that admitted it; 0 for none.</summary>
        private readonly double[] _lastTaken = scratch.LastTaken;
        private List<Recommendation>? _ghosts;
        private List<ResourceSpend>? _needs;
        private (string? Marketing, string? Service) _habits;
        private Exploration _exploration = new(strategy.Definition.Learning, strategy.Definition.Seed, inputs.Id);

        private ReadOnlySpan<Candidate> Candidates => CollectionsMarshal.AsSpan(_candidates);

        private void Order()
        {
            _ranked.EnsureCapacity(_candidates.Count);
            CollectionsMarshal.SetCount(_order, _candidates.Count);
            if (_candidates.Count > 1)
            {
                _habits = inputs.Trigger is null ? default : Habits();
            }

            if (_candidates.Count > MostByCounting || (!TryCount() && !TryInsert()))
            {
                _candidates.Sort(Compare);
                for (var i = 0; i < _order.Count; i++)
                {
                    _order[i] = i;
                }
            }
        }

        /// <summary>
        /// A candidate's place is how many have a higher score: no comparison waits for the one before, and none is to be guessed.
        /// False when two scores are equal.
        /// </summary>
        private bool TryCount()
        {
            var candidates = Candidates;
            var order = CollectionsMarshal.AsSpan(_order);
            order.Fill(-1);

            // Nothing is below what is no number, so that those beyond the last do not count.
            Span<double> scores = stackalloc double[MostByCounting];
            scores.Fill(double.NaN);
            for (var i = 0; i < candidates.Length; i++)
            {
                scores[i] = candidates[i].Score;
            }

            ref var first = ref MemoryMarshal.GetReference(scores);
            for (var i = 0; i < candidates.Length; i++)
            {
                var own = Vector512.Create(scores[i]);
                var above = 0;
                for (var other = 0; other < candidates.Length; other += Vector512<double>.Count)
                {
                    above += BitOperations.PopCount(Vector512.GreaterThan(Vector512.LoadUnsafe(ref first, (nuint)other), own).ExtractMostSignificantBits());
                }

                if (order[above] >= 0)
                {
                    return false;
                }

                order[above] = i;
            }

            return true;
        }

        /// <summary>By moving places. False when two are equal in everything: a campaign that makes the same offer twice.</summary>
        private bool TryInsert()
        {
            var candidates = Candidates;
            var order = CollectionsMarshal.AsSpan(_order);
            for (var i = 0; i < candidates.Length; i++)
            {
                var at = i;
                for (; at > 0; at--)
                {
                    var compared = Compare(candidates[order[at - 1]], candidates[i]);
                    if (compared == 0)
                    {
                        return false;
                    }

                    if (compared < 0)
                    {
                        break;
                    }

                    order[at] = order[at - 1];
                }

                order[at] = i;
            }

            return true;
        }

        /// <summary>
        /// The channels a high-value customer is used to, for marketing and for service, as far as the ledger shows; null where that
        /// is not known.
        /// </summary>
        private (string? Marketing, string? Service) Habits()
        {
            if (strategy.HighValue is not { } highValue || Evaluate(highValue) != Truth.True)
            {
                return default;
            }

            return (
                HabitAmong(marketing: true, PreferredChannel.MarketingHabitsOf(Ledger)),
                HabitAmong(marketing: false, PreferredChannel.ServiceHabitsOf(Ledger, channel => strategy.Channel(channel)?.Direction == ChannelDirection.Passive)));
        }

        private string? HabitAmong(bool marketing, List<ChannelHabit> habits)
        {
            var channels = new List<Channel>();
            foreach (var candidate in _candidates)
            {
                if (IsMarketing(candidate.Option) == marketing && !channels.Contains(candidate.Option.Channel))
                {
                    channels.Add(candidate.Option.Channel);
                }
            }

            return PreferredChannel.Of(highValue: true, channels, CollectionsMarshal.AsSpan(habits), PreferredChannel.MinimumEvidence);
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

        private bool IsHabit(in Candidate candidate) =>
            (IsMarketing(candidate.Option) ? _habits.Marketing : _habits.Service) is { } habit
            && string.Equals(candidate.Option.Channel.Id, habit, StringComparison.Ordinal);

        private void FillSlots()
        {
            var touchpoint = inputs.Request?.Touchpoint is { } name ? strategy.Touchpoint(name) : null;
            var limit = inputs.Request?.Limit ?? 1;
            var room = touchpoint?.Slots ?? Math.Max(limit, 1);
            var slots = new SlotQuota(room, limit > 0 ? limit : room, touchpoint?.Quota);
            while (slots.IsOpen && _needs is null)
            {
                if (strategy.Definition.Learning.ExplorationShare > 0 ? TakeDrawn(slots) : TakeBest(slots))
                {
                    slots.Fill();
                }
                else
                {
                    slots.PassDown();
                }
            }

            foreach (var place in _order)
            {
                ref readonly var candidate = ref Candidates[place];
                if (trace is null)
                {
                    Rank(candidate, Stage.Arbitration, Reasons.NoSlot);
                    Reach(Stage.Arbitration, isRanked: true, Reasons.NoSlot);
                    continue;
                }

                var last = _lastTaken[(int)candidate.Option.Offering.Tier];
                Remove(candidate, new Removal(Stage.Arbitration, Reasons.NoSlot) { ScoreRatio = last > 0 ? candidate.Score / last : null });
            }
        }

        /// <summary>
        /// Draws who takes the slot at hand among all that it admits and that still fit. Those that do not fit are out first, for a
        /// probability is one among those that could have been drawn.
        /// </summary>
        private bool TakeDrawn(SlotQuota slots)
        {
            while (true)
            {
                FindFitting(slots);
                if (_needs is not null || scratch.Fitting.Count == 0)
                {
                    return false;
                }

                var (index, probability) = _exploration.Pick(CollectionsMarshal.AsSpan(scratch.Scores));
                ref readonly var candidate = ref Candidates[_order[scratch.Fitting[index]]];
                _order.RemoveAt(scratch.Fitting[index]);
                TrySpend(candidate, out var spends);
                if (Settle(candidate, probability, spends, slots.IsLast))
                {
                    NoteTaken(slots, candidate.Score);
                    return true;
                }
            }
        }

        /// <summary>Puts scores of all that fit the slot, and where they stand in the order, into the scratch; what must be asked of owners is noted for all of them.</summary>
        private void FindFitting(SlotQuota slots)
        {
            scratch.Fitting.Clear();
            scratch.Scores.Clear();
            List<ResourceSpend>? needs = null;
            for (var i = 0; i < _order.Count;)
            {
                ref readonly var candidate = ref Candidates[_order[i]];
                if (!slots.Admits(candidate.Place.Rule.Offering.Tier))
                {
                    i++;
                }
                else if (Fits(candidate, out _))
                {
                    scratch.Fitting.Add(i++);
                    scratch.Scores.Add(candidate.Score);
                }
                else if (_needs is { } missing)
                {
                    needs = [.. needs ?? [], .. missing.Where(need => needs?.Exists(known => known.Resource == need.Resource && known.Period == need.Period) != true)];
                    _needs = null;
                    i++;
                }
                else
                {
                    _order.RemoveAt(i);
                }
            }

            _needs = needs;
        }

        /// <summary>Gives the slot at hand to the best candidate it admits that still fits; those that do not fit are out.</summary>
        private bool TakeBest(SlotQuota slots)
        {
            for (var i = 0; i < _order.Count && _needs is null;)
            {
                ref readonly var candidate = ref Candidates[_order[i]];
                if (!slots.Admits(candidate.Place.Rule.Offering.Tier))
                {
                    i++;
                    continue;
                }

                _order.RemoveAt(i);
                if (Fits(candidate, out var spends) && Settle(candidate, 1, spends, slots.IsLast))
                {
                    NoteTaken(slots, candidate.Score);
                    return true;
                }
            }

            return false;
        }

        private void NoteTaken(SlotQuota slots, double score)
        {
            for (var tier = Tier.Gold; tier <= Tier.Ordinary; tier++)
            {
                if (slots.Admits(tier))
                {
                    _lastTaken[(int)tier] = score;
                }
            }
        }

        /// <summary>Tests a candidate against what the slots before it took, and whether there is enough of all it would use up.</summary>
        private bool Fits(in Candidate candidate, out IReadOnlyList<ResourceSpend> spends)
        {
            spends = [];
            var option = candidate.Option;
            if (_reserved.Count > 0)
            {
                if (ProductCheck.Test(strategy.Catalog, inputs.Customer, option.Offering, option.Promotion, inputs.Now, Picked) is { } refusal)
                {
                    return Remove(candidate, new Removal(Stage.ProductCheck, refusal.Reason, refusal.Related, refusal.Until));
                }

                if (CapAgainst(option, candidate.CountsAt) is { } cap)
                {
                    return Remove(candidate, new Removal(Stage.ContactPolicy, Reasons.Cap, cap.Policy, cap.FreesAt) { Cap = cap });
                }
            }

            // Before holdout: a winner there is no capacity for would not have been contacted either, so it leaves no ghost.
            return TrySpend(candidate, out spends);
        }

        /// <summary>Gives the slot to a candidate that fits, unless a holdout keeps it from it. False leaves the slot to the next.</summary>
        /// <param name="isLast">No slot comes after, so that none need see what this one took.</param>
        private bool Settle(in Candidate candidate, double probability, IReadOnlyList<ResourceSpend> spends, bool isLast)
        {
            var (campaign, option) = (candidate.Campaign, candidate.Option);
            if (IsMarketing(option) && strategy.GlobalHoldout.Holds(inputs.Customer.Key))
            {
                Hold(candidate, probability, new Removal(Stage.Holdout, Reasons.GlobalHoldout));
                return true;
            }

            if (campaign.Holdout.Holds(inputs.Customer.Key))
            {
                Hold(candidate, probability, new Removal(Stage.Holdout, Reasons.CampaignHoldout, option.Campaign));
                return false;
            }

            var recommendation = Recommend(candidate, _recommendations.Count + 1, probability, spends);
            _recommendations.Add(recommendation);
            if (!isLast)
            {
                Keep(recommendation, ContactState.Pending);
            }

            Rank(candidate, Stage.Recommended, null);
            trace?.Recommended(campaign, option, recommendation.Rank, candidate.Score, candidate.Propensity);
            return true;
        }

        /// <summary>The would-be winner leaves a ghost, once per campaign and decision.</summary>
        private void Hold(in Candidate candidate, double probability, in Removal removal)
        {
            var campaign = candidate.Option.Campaign;
            _ghosts ??= [];
            if (!_ghosts.Exists(known => string.Equals(known.Campaign, campaign, StringComparison.Ordinal)))
            {
                var ghost = Recommend(candidate, 0, probability, []);
                _ghosts.Add(ghost);
                Keep(ghost, ContactState.Ghost);
            }

            Remove(candidate, removal);
        }

        /// <summary>Whether there is enough of all it would use up. Notes what must be asked for where that is not known.</summary>
        private bool TrySpend(in Candidate candidate, out IReadOnlyList<ResourceSpend> spends)
        {
            spends = SharedResources.SpendsOf(
                strategy, candidate.Campaign.Definition, candidate.Option, inputs.Request?.Actor.Outlet, candidate.CountsAt);
            List<ResourceSpend>? needs = null;
            for (var i = 0; i < spends.Count; i++)
            {
                var spend = spends[i];
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

        private Recommendation Recommend(in Candidate candidate, int rank, double probability, IReadOnlyList<ResourceSpend> spends)
        {
            var (_, _, weight, score, countsAt) = candidate;
            var (option, propensity) = (candidate.Option, candidate.Propensity);
            return new Recommendation(
                rank,
                option.Campaign,
                option.Offering.Id,
                option.Offer.Promotion,
                option.Offering.Definition.Cluster,
                option.Class,
                option.Channel.Id,
                Variant(option),
                option.Offering.Tier,
                propensity.Value,
                option.Value,
                weight,
                option.Lever,
                score,
                probability,
                countsAt,
                option.LastMoment(inputs.Now),
                option.Offering.Definition.ResponseWindow,
                spends)
            {
                PropensityBasis = propensity.Basis,
            };
        }

        /// <summary>Which wording, by a hash of campaign and customer, so that a customer always meets the same one.</summary>
        private string Variant(CampaignOption option)
        {
            if (option.Variants.Length == 1)
            {
                return option.Variants[0];
            }

            var hash = StableHash.Combine(strategy.Definition.Seed, StableHash.Of("variant"));
            hash = StableHash.Combine(StableHash.Combine(hash, StableHash.Of(option.Campaign)), (ulong)inputs.Customer.Key);
            return option.Variants[(int)(hash % (ulong)option.Variants.Length)];
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
        private bool Remove(in Candidate candidate, in Removal removal)
        {
            Rank(candidate, removal.Stage, removal.Reason);
            Remove(candidate.Campaign, candidate.Option, removal with { Score = candidate.Score, Propensity = candidate.Propensity });
            return false;
        }

        private void Rank(in Candidate candidate, Stage fate, string? reason)
        {
            ref readonly var row = ref candidate.Place.Rule;
            _ranked.Add(new RankedOffer(row.CampaignId, row.Offering.Id, row.Channel.Id, candidate.Score, fate, reason));
        }
    }
}
