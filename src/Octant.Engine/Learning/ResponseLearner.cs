using Octant.Engine.Calendar;
using Octant.Engine.Partitions;

namespace Octant.Engine.Learning;

/// <summary>What came of one recommendation that was put before a customer.</summary>
/// <param name="Customer">As they were when it was decided.</param>
/// <param name="DecidedAt">When that was.</param>
public readonly record struct ResponseExample(
    string Offering, string? Cluster, string Channel, CustomerState Customer, Instant DecidedAt, bool Accepted);

/// <summary>
/// Learns from one outcome after another how likely a customer is to accept an offering on a channel.
/// </summary>
/// <remarks>
/// The log-odds of acceptance are those of a level and, over the features that are true, a sum of weights.
/// The level is counted: down a tree of all offers, the cluster, the offering, the offering on this channel each part's rate is drawn
/// towards its parent's as if that were so many outcomes of its own (the mean of a beta prior: B. Efron and C. Morris, J. Am. Stat.
/// Assoc. 70, 1975). So it is the same in whatever order outcomes came, and a new offering starts from its cluster.
/// The weights say who differs from the average customer of a part, and are themselves sums down that tree. Every one is a normal
/// distribution; an outcome moves each by what it was wrong, in proportion to how uncertain it still is, and makes it more certain.
/// This is the diagonal Gaussian filter of T. Graepel et al. (Web-Scale Bayesian Click-Through Rate Prediction, ICML 2010) with a
/// logistic link, linearised at the mean as in the extended Kalman filter (L. Fahrmeir, J. Am. Stat. Assoc. 87, 1992), over a
/// hierarchy of normal priors (J. R. Finkel and C. D. Manning, Hierarchical Bayesian Domain Adaptation, NAACL 2009). It keeps no
/// covariances, and so features are centred on their average in each part: otherwise all that are true of everybody move together,
/// each believing itself alone, and the last few outcomes outweigh those before. With every outcome a little certainty is given back,
/// and one weight that is true of everybody follows what has moved since it was counted.
/// One pass, one order, memory that does not grow with the outcomes: the same outcomes in the same order give the same bytes.
/// </remarks>
public sealed class ResponseLearner
{
    /// <summary>The part of its lost variance a weight gets back with each outcome that bears on it.</summary>
    private const double Forgetting = 1e-5;

    /// <summary>An outcome that was all but certain still says something.</summary>
    private const double LeastCurvature = 1e-4;

    private readonly FeatureBuffer _buffer = new();
    private readonly ModelNode[] _path = new ModelNode[4];
    private readonly AverageCustomer[] _averages = [new(), new(), new(), new()];

    public ResponseLearner()
        : this(new FeatureSpace())
    {
    }

    internal ResponseLearner(FeatureSpace space) => Space = space;

    public FeatureSpace Space { get; }

    public long Outcomes => All.Outcomes;

    public long Accepted => All.Accepted;

    internal ModelNode All { get; } = new(ModelLevel.All);

    /// <summary>By cluster; offerings without one share the empty name.</summary>
    internal SortedDictionary<string, ModelNode> Clusters { get; } = new(StringComparer.Ordinal);

    internal SortedDictionary<string, OfferingNode> Offerings { get; } = new(StringComparer.Ordinal);

    public void Learn(in ResponseExample example)
    {
        Space.Grow(example.Customer, example.DecidedAt, example.Channel);
        Space.Fill(example.Customer, example.DecidedAt, _buffer);
        Space.FillChannel(example.Customer, example.Channel, _buffer);
        FindPath(example);
        Update(_buffer.Numbers, example.Accepted);
    }

    private void FindPath(in ResponseExample example)
    {
        var cluster = example.Cluster ?? "";
        _path[0] = All;
        _path[1] = Get(Clusters, cluster, ModelLevel.Cluster);
        if (!Offerings.TryGetValue(example.Offering, out var offering))
        {
            Offerings.Add(example.Offering, offering = new OfferingNode());
        }

        offering.Cluster = cluster;
        _path[2] = offering.Node;
        _path[3] = Get(offering.Channels, example.Channel, ModelLevel.OfferingOnChannel);
        foreach (var node in _path)
        {
            node.GrowTo(Space.Features.Count);
        }
    }

    private static ModelNode Get(SortedDictionary<string, ModelNode> nodes, string name, ModelLevel level)
    {
        if (!nodes.TryGetValue(name, out var node))
        {
            nodes.Add(name, node = new ModelNode(level));
        }

        return node;
    }

    private void Update(ReadOnlySpan<int> features, bool accepted)
    {
        var (rate, score, variance) = (ModelLevel.RateOfNothing, 0.0, 0.0);
        for (var i = 0; i < _path.Length; i++)
        {
            var (node, average) = (_path[i], _averages[i]);
            node.Count(features, accepted);
            average.Read(node, Space);
            rate = node.Rate(rate);
            score -= average.Tags;
            foreach (var feature in features)
            {
                var news = average.News(feature);
                score += average.Beyond(feature);
                variance += node.Variances[feature] * news * news;
            }
        }

        var probability = ElementaryFunctions.Logistic(score + LogOdds(rate));
        var error = (accepted ? 1 : 0) - probability;
        var curvature = Math.Max(LeastCurvature, probability * (1 - probability));
        var damping = 1 + (curvature * variance);
        for (var i = 0; i < _path.Length; i++)
        {
            var node = _path[i];
            foreach (var feature in features)
            {
                var news = _averages[i].News(feature);
                var before = node.Variances[feature];
                node.Means[feature] += before * news * error / damping;
                var after = before * (1 - (before * news * news * curvature / damping));
                node.Variances[feature] = after + (Forgetting * (node.PriorOf(feature) - after));
            }
        }
    }

    internal static double LogOdds(double rate) => ElementaryFunctions.Log(rate / (1 - rate));
}

/// <summary>An offering's own part of the tree.</summary>
internal sealed class OfferingNode
{
    /// <summary>Of the latest outcome.</summary>
    public string Cluster { get; set; } = "";

    public ModelNode Node { get; } = new(ModelLevel.Offering);

    public SortedDictionary<string, ModelNode> Channels { get; } = new(StringComparer.Ordinal);
}
