namespace Octant.Engine.Learning;

/// <summary>
/// The average customer of one part of the tree, from whom its weights tell others apart. Of an attribute one value is true at a time,
/// so a value counts against the others of its attribute, and one that was never met says nothing; a tag counts against those without it.
/// </summary>
internal sealed class AverageCustomer
{
    private double[] _averages = [];
    private long[] _totals = [];
    private ModelNode? _node;
    private FeatureSpace? _space;

    /// <summary>What the average customer's tags add to the score.</summary>
    public double Tags { get; private set; }

    public void Read(ModelNode node, FeatureSpace space)
    {
        (_node, _space, Tags) = (node, space, 0);
        if (_averages.Length < space.Groups)
        {
            (_averages, _totals) = (new double[space.Groups + 16], new long[space.Groups + 16]);
        }

        Array.Clear(_averages);
        Array.Clear(_totals);
        for (var feature = 1; feature < Math.Min(node.Width, space.Features.Count); feature++)
        {
            if (node.Counts[feature] == 0)
            {
                continue;
            }

            var group = space.GroupOf(feature);
            if (group < 0)
            {
                Tags += node.Means[feature] * node.Counts[feature] / node.Counted;
            }
            else
            {
                _averages[group] += node.Means[feature] * node.Counts[feature];
                _totals[group] += node.Counts[feature];
            }
        }

        for (var group = 0; group < space.Groups; group++)
        {
            _averages[group] = _totals[group] == 0 ? 0 : _averages[group] / _totals[group];
        }
    }

    /// <summary>What a customer of whom the feature is true has more than the average.</summary>
    public double Beyond(int feature)
    {
        var group = _space!.GroupOf(feature);
        return group < 0 ? _node!.Means[feature] : _node!.Counts[feature] == 0 ? 0 : _node.Means[feature] - _averages[group];
    }

    /// <summary>How much of a feature is news here: nothing, where it is true of every outcome.</summary>
    public double News(int feature)
    {
        var group = _space!.GroupOf(feature);
        return feature == 0 ? 1 : 1 - ((double)_node!.Counts[feature] / (group < 0 ? _node.Counted : _totals[group]));
    }
}
