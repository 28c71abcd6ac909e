namespace Octant.Engine.Learning;

/// <summary>
/// What one part of the tree (all offers, a cluster, an offering, an offering on a channel) adds to its parent: for every feature
/// a normal distribution, mean and variance, which begins at 0 and the variance of its level. A part about which nothing is known
/// adds nothing, so that it answers as its parent does.
/// </summary>
internal sealed class ModelNode(ModelLevel level)
{
    private double[] _means = [];
    private double[] _variances = [];

    public ModelLevel Level { get; } = level;

    public long Outcomes { get; set; }

    public long Accepted { get; set; }

    /// <summary>Features there is room for.</summary>
    public int Width => _means.Length;

    public Span<double> Means => _means;

    public Span<double> Variances => _variances;

    public double PriorOf(int feature) => feature == 0 ? Level.InterceptVariance : Level.WeightVariance;

    public void GrowTo(int width)
    {
        var from = _means.Length;
        if (from >= width)
        {
            return;
        }

        // Room ahead, so that a space that grows by one does not copy every node each time.
        width = Math.Max(width, from + 32);
        Array.Resize(ref _means, width);
        Array.Resize(ref _variances, width);
        for (var feature = from; feature < width; feature++)
        {
            _variances[feature] = PriorOf(feature);
        }
    }
}

/// <summary>How far a part may lie from its parent before it has said anything: the deeper, the nearer.</summary>
/// <param name="WeightVariance">Of the weight of a feature, in squared log-odds.</param>
internal sealed record ModelLevel(double InterceptVariance, double WeightVariance)
{
    public static ModelLevel All { get; } = new(2, 0.1);

    public static ModelLevel Cluster { get; } = new(0.5, 0.03);

    public static ModelLevel Offering { get; } = new(0.5, 0.03);

    public static ModelLevel OfferingOnChannel { get; } = new(0.25, 0.03);
}
