namespace Octant.Engine.Statistics.Effects;

/// <summary>Counts the customers of each arm as they come, one each.</summary>
public sealed class ArmTally
{
    private readonly SortedDictionary<string, Tally> _arms = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Arms => _arms.Keys;

    /// <param name="revenue">Null for all or for none.</param>
    public void Add(string arm, bool responded, double? revenue)
    {
        if (!_arms.TryGetValue(arm, out var tally))
        {
            _arms.Add(arm, tally = new Tally());
        }

        tally.Customers++;
        tally.Responses += responded ? 1 : 0;
        if (revenue is { } amount)
        {
            tally.Revenue.Add(amount);
        }
    }

    /// <summary>The control group first, then by name.</summary>
    public IReadOnlyList<ArmSample> Samples(string control) =>
        [.. _arms.OrderBy(arm => arm.Key == control ? 0 : 1).Select(arm => arm.Value.Sample(arm.Key))];

    private sealed class Tally
    {
        public Moments Revenue;

        public long Customers { get; set; }

        public long Responses { get; set; }

        public ArmSample Sample(string name) =>
            new(name, new Proportion(Responses, Customers), Revenue.Count > 0 ? Revenue : null);
    }
}
