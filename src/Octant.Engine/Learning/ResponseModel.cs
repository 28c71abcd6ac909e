using System.Collections.Frozen;
using Octant.Engine.Calendar;
using Octant.Engine.Partitions;

namespace Octant.Engine.Learning;

/// <summary>Where a propensity comes from.</summary>
public enum PropensityBasis
{
    /// <summary>The number that was entered with the campaign's offer.</summary>
    Configured,

    /// <summary>The model, by what is known of the offering's cluster: the offering itself has too little evidence.</summary>
    Cluster,

    /// <summary>The model, by what is known of the offering on all channels.</summary>
    Offering,

    /// <summary>The model, by what is known of the offering on this channel.</summary>
    OfferingOnChannel,
}

/// <summary>The chance of acceptance when shown, and where it comes from.</summary>
public readonly record struct Propensity(double Value, PropensityBasis Basis);

/// <summary>
/// A learner at rest, made ready to be asked: the weights down the tree are added up once, so that a propensity is one table
/// look-up per feature. Immutable; shared by all partitions, replaced as a whole.
/// </summary>
public sealed class ResponseModel
{
    private readonly FeatureSpace _space;
    private readonly FrozenDictionary<string, Part> _clusters;
    private readonly FrozenDictionary<string, OfferingPart> _offerings;

    /// <param name="version">From 1.</param>
    public ResponseModel(long version, ResponseLearner learner)
    {
        Version = version;
        Outcomes = learner.Outcomes;
        Accepted = learner.Accepted;

        // A space of its own: the learner's goes on growing.
        _space = new FeatureSpace(learner.Space.Features);
        var width = learner.Space.Features.Count;
        var all = new Part(new double[width], ModelLevel.RateOfNothing, 0, 0, 0).With(learner.All, _space);
        _clusters = learner.Clusters.ToFrozenDictionary(pair => pair.Key, pair => all.With(pair.Value, _space), StringComparer.Ordinal);
        _offerings = learner.Offerings.ToFrozenDictionary(
            pair => pair.Key,
            pair =>
            {
                var cluster = _clusters[pair.Value.Cluster];
                var offering = cluster.With(pair.Value.Node, _space);
                return new OfferingPart(
                    pair.Value.Cluster, cluster, offering, pair.Value.Channels.ToFrozenDictionary(channel => channel.Key, channel => offering.With(channel.Value, _space), StringComparer.Ordinal));
            },
            StringComparer.Ordinal);
    }

    public long Version { get; }

    /// <summary>Outcomes it has learnt from.</summary>
    public long Outcomes { get; }

    public long Accepted { get; }

    /// <summary>What it knows, offering by offering on each channel, in ordinal order.</summary>
    public IEnumerable<ModelSegment> Segments =>
        _offerings.OrderBy(offering => offering.Key, StringComparer.Ordinal).SelectMany(offering =>
            offering.Value.Channels.OrderBy(channel => channel.Key, StringComparer.Ordinal).Select(channel =>
                new ModelSegment(offering.Key, offering.Value.ClusterName, channel.Key, channel.Value.Outcomes, channel.Value.Accepted)));

    /// <summary>Notes what is true of a customer; asked for once per decision.</summary>
    public void Read(CustomerState customer, Instant now, FeatureBuffer features) => _space.Fill(customer, now, features);

    /// <summary>Notes what is true of the channel; asked for after <see cref="Read"/>, once per channel.</summary>
    public void ReadChannel(CustomerState customer, string channel, FeatureBuffer features) => _space.FillChannel(customer, channel, features);

    /// <summary>
    /// The propensity of an offering on a channel, or null where neither it nor its cluster has the evidence asked for.
    /// </summary>
    /// <param name="features">Of the customer and this channel.</param>
    /// <param name="minimumOutcomes">Outcomes from which on a part of the tree is evidence enough.</param>
    public Propensity? Predict(string offering, string? cluster, string channel, FeatureBuffer features, long minimumOutcomes)
    {
        if (_offerings.TryGetValue(offering, out var part))
        {
            var known = part.Channels.GetValueOrDefault(channel);
            var basis = known?.Outcomes >= minimumOutcomes ? PropensityBasis.OfferingOnChannel
                : part.Whole.Outcomes >= minimumOutcomes ? PropensityBasis.Offering
                : part.Cluster.Outcomes >= minimumOutcomes ? PropensityBasis.Cluster
                : PropensityBasis.Configured;
            return basis == PropensityBasis.Configured ? null : new Propensity((known ?? part.Whole).Chance(features.Numbers), basis);
        }

        return _clusters.TryGetValue(cluster ?? "", out var like) && like.Outcomes >= minimumOutcomes
            ? new Propensity(like.Chance(features.Numbers), PropensityBasis.Cluster)
            : null;
    }

    /// <summary>One part of the tree with the counts and weights of all above it.</summary>
    /// <param name="Rate">The share that accepts, by counts.</param>
    /// <param name="Weights">What a customer of whom the feature is true has more than the average.</param>
    /// <param name="Tags">What the average customer's tags add to the score.</param>
    private sealed record Part(double[] Weights, double Rate, double Tags, long Outcomes, long Accepted)
    {
        private readonly double _level = ResponseLearner.LogOdds(Rate) - Tags;

        public Part With(ModelNode node, FeatureSpace space)
        {
            var average = new AverageCustomer();
            average.Read(node, space);
            var weights = (double[])Weights.Clone();
            for (var feature = 0; feature < Math.Min(node.Width, weights.Length); feature++)
            {
                weights[feature] += average.Beyond(feature);
            }

            return new Part(weights, node.Rate(Rate), Tags + average.Tags, node.Outcomes, node.Accepted);
        }

        public double Chance(ReadOnlySpan<int> features)
        {
            var score = _level;
            foreach (var feature in features)
            {
                score += Weights[feature];
            }

            return ElementaryFunctions.Logistic(score);
        }
    }

    private sealed record OfferingPart(string ClusterName, Part Cluster, Part Whole, FrozenDictionary<string, Part> Channels);
}

/// <summary>What a model has learnt of one offering on one channel.</summary>
/// <param name="Cluster">Empty where the offering has none.</param>
public sealed record ModelSegment(string Offering, string Cluster, string Channel, long Outcomes, long Accepted);
