namespace Octant.Engine.Learning;

/// <summary>
/// What one part of the tree (all offers, a cluster, an offering, an offering on a channel) adds to its parent: its own count of
/// outcomes, and for every feature how often it was true and a normal distribution, mean and variance, which begins at 0 and the variance
/// of its level. A part about which nothing is known adds nothing, so that it answers as its parent does.
/// </summary>
internal sealed class ModelNode(ModelLevel level)
{
    private long[] _counts = [];
    private double[] _means = [];
    private double[] _variances = [];

    public ModelLevel Level { get; } = level;

    /// <summary>Also those of a form of before, which did not count features.</summary>
    public long Outcomes { get; set; }

    public long Accepted { get; set; }

    /// <summary>Features there is room for.</summary>
    public int Width => _means.Length;

    /// <summary>Outcomes of this part of which the feature was true.</summary>
    public Span<long> Counts => _counts;

    public Span<double> Means => _means;

    public Span<double> Variances => _variances;

    /// <summary>
    /// The share that accepts, by counts alone, whatever the order in which they came: those of the parent stand for so many outcomes of
    /// its own as its level says.
    /// </summary>
    public double Rate(double parent) => (Accepted + (Level.Strength * parent)) / (Outcomes + Level.Strength);

    /// <summary>Outcomes whose features were counted: the first of them is true of all.</summary>
    public long Counted => _counts.Length == 0 ? 0 : _counts[0];

    public void Count(ReadOnlySpan<int> features, bool accepted)
    {
        Outcomes++;
        Accepted += accepted ? 1 : 0;
        foreach (var feature in features)
        {
            _counts[feature]++;
        }
    }

    /// <summary>What a weight's variance tends to where nothing is learnt of it any more.</summary>
    public double PriorOf(int feature) => feature == 0 ? Level.DriftVariance : Level.WeightVariance;

    /// <summary>What it is to begin with: drift is nothing that has happened yet.</summary>
    public double StartOf(int feature) => feature == 0 ? ModelLevel.DriftStart : Level.WeightVariance;

    public void GrowTo(int width)
    {
        var from = _means.Length;
        if (from >= width)
        {
            return;
        }

        // Room ahead, so that a space that grows by one does not copy every node each time.
        width = Math.Max(width, from + 32);
        Array.Resize(ref _counts, width);
        Array.Resize(ref _means, width);
        Array.Resize(ref _variances, width);
        for (var feature = from; feature < width; feature++)
        {
            _variances[feature] = StartOf(feature);
        }
    }
}

/// <summary>How far a part may lie from its parent before it has said anything: the deeper, the nearer.</summary>
/// <param name="Strength">Outcomes that the parent's rate stands for.</param>
/// <param name="DriftVariance">Of how far the level has moved since its outcomes were counted, in squared log-odds.</param>
/// <param name="WeightVariance">Of the weight of a feature, in squared log-odds.</param>
internal sealed record ModelLevel(double Strength, double DriftVariance, double WeightVariance)
{
    /// <summary>Of the drift before there was time for any.</summary>
    public const double DriftStart = 0.005;

    /// <summary>Before any outcome every second customer is taken to accept, as if one of two had.</summary>
    public const double RateOfNothing = 0.5;

    public static ModelLevel All { get; } = new(2, 0.1, 0.1);

    public static ModelLevel Cluster { get; } = new(20, 0.03, 0.03);

    public static ModelLevel Offering { get; } = new(20, 0.03, 0.03);

    public static ModelLevel OfferingOnChannel { get; } = new(40, 0.03, 0.03);
}
