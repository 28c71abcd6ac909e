using Octant.Engine.Decisions;
using Octant.Engine.Policies;
using Octant.Engine.Statistics;

namespace Octant.Platform.Insights.PolicyEvaluations;

/// <summary>
/// Recorded decisions as choices: the offering of the first slot, with the probability it was drawn with, and what the policy to be
/// judged would have done among the same offerings.
/// </summary>
/// <remarks>
/// What the first slot chose among is everything that was ranked but what no capacity was left for. A decision that left a ghost shows
/// what the holdout made of it and not what was drawn; holdouts are assigned by a hash of the customer, so leaving them out favours
/// nobody.
/// </remarks>
internal sealed class DecisionLog(PolicyEvaluationRequest request, IReadOnlyDictionary<RecommendationId, Responses> responses)
{
    private readonly Dictionary<string, int> _actions = new(StringComparer.Ordinal);
    private readonly List<ContextualChoice> _choices = [];

    public IReadOnlyDictionary<string, int> Actions => _actions;

    public IReadOnlyList<ContextualChoice> Choices => _choices;

    public long Decisions { get; private set; }

    public long Silent { get; private set; }

    public long HeldOut { get; private set; }

    public long NothingToOffer { get; private set; }

    public void Add(DecisionId id, DecisionResult result)
    {
        Decisions++;
        if (result.Ghosts.Count > 0)
        {
            HeldOut++;
        }
        else if (result.Recommendations.Count == 0)
        {
            Silent++;
        }
        else if (PolicyOf(result) is { Count: > 0 } policy)
        {
            var first = result.Recommendations[0];
            _choices.Add(new ContextualChoice(
                ActionOf(first.Offering), Reward(first, responses.GetValueOrDefault(new RecommendationId(id, first.Rank))), first.Probability, policy));
        }
        else
        {
            NothingToOffer++;
        }
    }

    /// <summary>Empty where the policy takes none of the offerings that were open.</summary>
    private List<ActionProbability> PolicyOf(DecisionResult result)
    {
        var open = result.Ranked
            .Where(offer => offer.Fate != Stage.Capacity)
            .Select(offer => offer.Offering)
            .Append(result.Recommendations[0].Offering)
            .Distinct(StringComparer.Ordinal)
            .Select(offering => (Offering: offering, Weight: request.Probabilities is { } given ? given.GetValueOrDefault(offering) : 1))
            .Where(offer => offer.Weight > 0)
            .ToList();
        var sum = open.Sum(offer => offer.Weight);
        return open.ConvertAll(offer => new ActionProbability(ActionOf(offer.Offering), offer.Weight / sum));
    }

    private double Reward(Recommendation recommendation, Responses given)
    {
        var isAccepted = (given & Responses.Accepted) != Responses.None;
        return request.Reward switch
        {
            PolicyReward.Value => isAccepted ? recommendation.Value : 0,
            PolicyReward.Clicked => isAccepted || (given & Responses.Clicked) != Responses.None ? 1 : 0,
            _ => isAccepted ? 1 : 0,
        };
    }

    private int ActionOf(string offering)
    {
        if (!_actions.TryGetValue(offering, out var action))
        {
            _actions.Add(offering, action = _actions.Count);
        }

        return action;
    }
}
