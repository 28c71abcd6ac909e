using Octant.Engine.Calendar;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;

namespace Octant.Engine.Tests.Simulation;

/// <summary>The one owner of shared resources: what it grants is durable before anybody hears of it.</summary>
internal sealed class SimulatedSliceOwner
{
    private readonly Dictionary<(string Resource, string Period), long> _granted = [];

    public IReadOnlyDictionary<(string Resource, string Period), long> Granted => _granted;

    public GrantSlice Grant(ResourceSpend need, Instant now)
    {
        var key = (need.Resource, need.Period);
        var capacity = SimulatedStrategies.Capacity(need.Resource)!.Value;
        var units = Math.Min(Math.Max(need.Units, 2), capacity - _granted.GetValueOrDefault(key));
        _granted[key] = _granted.GetValueOrDefault(key) + units;
        return units >= need.Units
            ? new GrantSlice(need.Resource, need.Period, units, Exhausted: false, now + TimeSpan.FromMinutes(30))
            : new GrantSlice(need.Resource, need.Period, units, Exhausted: true, now + TimeSpan.FromMinutes(1));
    }

    public void Return(IEnumerable<ResourceSpend> unspent)
    {
        foreach (var spend in unspent)
        {
            _granted[(spend.Resource, spend.Period)] -= spend.Units;
        }
    }
}
