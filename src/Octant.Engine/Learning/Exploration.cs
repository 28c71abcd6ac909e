using Octant.Engine.Decisions;

namespace Octant.Engine.Learning;

/// <summary>
/// The draws of one decision and their exact probabilities.
/// </summary>
/// <remarks>
/// A decision explores or not, by a hash of seed and decision id. One that explores draws each slot by softmax among the candidates
/// that fit; one that does not takes the best. What is recorded of a pick is its probability over both, given the picks before it:
/// these make it more or less likely that the decision was one that explores, and that is carried along, so that the product of
/// the probabilities of all picks is the probability of the whole answer.
/// </remarks>
public struct Exploration
{
    private static readonly ulong Purpose = StableHash.Of("exploration");

    private readonly LearningRules _rules;
    private readonly ulong _hash;
    private readonly bool _explores;

    /// <summary>How likely the picks so far make it that the decision is one that explores, and that it is one that does not.</summary>
    private double _exploring;
    private double _taking;
    private ulong _draws;

    public Exploration(LearningRules rules, ulong seed, DecisionId decision)
    {
        _rules = rules;
        var hash = StableHash.Combine(seed, Purpose);
        hash = StableHash.Combine(StableHash.Combine(hash, (ulong)decision.Partition), (ulong)decision.Sequence);
        _hash = StableHash.Combine(hash, (ulong)decision.Index);
        _exploring = rules.ExplorationShare;
        _taking = 1 - rules.ExplorationShare;
        _explores = StableHash.ToUnit(_hash) < rules.ExplorationShare;
    }

    /// <summary>Which of the candidates takes the slot.</summary>
    /// <param name="scores">Of those that fit, the best first. Not empty; what it holds afterwards are their weights.</param>
    public (int Index, double Probability) Pick(Span<double> scores)
    {
        Weigh(scores);
        var sum = 0.0;
        foreach (var weight in scores)
        {
            sum += weight;
        }

        _draws++;
        var index = _explores ? Draw(scores, StableHash.ToUnit(StableHash.Combine(_hash, _draws)) * sum) : 0;
        var exploring = _exploring * (scores[index] / sum);
        var taking = index == 0 ? _taking : 0;
        var probability = exploring + taking;
        (_exploring, _taking) = (exploring / probability, taking / probability);
        return (index, probability);
    }

    /// <summary>e^((score − best) / (temperature × best)); all alike where no score is above zero.</summary>
    private readonly void Weigh(Span<double> scores)
    {
        var best = scores[0];
        foreach (ref var score in scores)
        {
            score = best > 0 ? ElementaryFunctions.Exp((score - best) / (_rules.Temperature * best)) : 1;
        }
    }

    private static int Draw(ReadOnlySpan<double> weights, double at)
    {
        var reached = 0.0;
        for (var i = 0; i < weights.Length - 1; i++)
        {
            reached += weights[i];
            if (at < reached)
            {
                return i;
            }
        }

        return weights.Length - 1;
    }
}
