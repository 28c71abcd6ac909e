using Octant.Engine.Policies;

namespace Octant.Engine.Decisions.Simulations;

/// <summary>How much of one shared resource was used in the simulated period, in either world.</summary>
/// <param name="Capacity">Units there are in all; null when the strategy does not limit it.</param>
/// <param name="Recorded">Units the recorded decisions reserved.</param>
/// <param name="Simulated">Units the simulated decisions reserved.</param>
/// <param name="IsRecorded">Every question about it was answered by the record; otherwise some by one pool that was full when the period began.</param>
public sealed record ResourceUse(string Resource, string Period, long? Capacity, long Recorded, long Simulated, bool IsRecorded);

/// <summary>
/// Channel capacity, budgets and stock in the simulated world. As long as as much of a resource is used as was recorded, or there is
/// enough either way, and the recorded decision asked about it, the partition's own slice of then answers, so that what was recorded
/// comes out as recorded.
/// Beyond the record there is one pool of the whole capacity, less what the simulated decisions of the period used up.
/// </summary>
internal sealed class SimulatedResources : ISliceSource
{
    private readonly Dictionary<(string Resource, string Period), Use> _uses = [];
    private readonly HashSet<(string Resource, string Period)> _short = [];
    private DraftStrategy? _draft;
    private ISliceSource? _recorded;

    /// <summary>Whether an answer since <see cref="Begin"/> came from the pool.</summary>
    public bool PoolAnswered { get; private set; }

    /// <summary>Begins a decision.</summary>
    public void Begin(DraftStrategy draft, ISliceSource recorded)
    {
        (_draft, _recorded) = (draft, recorded);
        _short.Clear();
        PoolAnswered = false;
    }

    /// <summary>The recorded slices do not reach for what the draft would grant: the pool answers for these.</summary>
    public void FallShort(IReadOnlyList<ResourceSpend> needs)
    {
        foreach (var need in needs)
        {
            _short.Add((need.Resource, need.Period));
        }
    }

    /// <summary>Whether all that the recorded decision looked at would be answered as it was then.</summary>
    /// <param name="consulted">What it looked at.</param>
    /// <param name="asThen">By the limits of then, and not by those of the draft.</param>
    public bool AnswersAsRecorded(IReadOnlyList<SliceBalance> consulted, bool asThen)
    {
        for (var i = 0; i < consulted.Count; i++)
        {
            if (!AnswersAsRecorded(consulted[i]) || (!asThen && HasOtherLimit(consulted[i].Resource)))
            {
                return false;
            }
        }

        return true;
    }

    public SliceBalance Balance(string resource, string period)
    {
        var recorded = _recorded!.Balance(resource, period);
        var isInRecord = recorded.Units > 0 || recorded.Exhausted;
        if (isInRecord && AnswersAsRecorded(recorded) && !_short.Contains((resource, period)) && !HasOtherLimit(resource))
        {
            return recorded;
        }

        PoolAnswered = true;
        var use = UseOf(resource, period);
        use.Pooled = true;
        return new SliceBalance(resource, period, Left(resource, use), Exhausted: true);
    }

    /// <summary>Notes what one decision reserved in either world.</summary>
    public void Record(DecisionResult recorded, DecisionResult simulated)
    {
        Add(recorded, isRecorded: true);
        Add(simulated, isRecorded: false);
    }

    /// <summary>Everything that was used or asked for, in order of resource and period.</summary>
    public IReadOnlyList<ResourceUse> Uses(Strategy strategy) =>
    [
        .. _uses
            .OrderBy(pair => pair.Key.Resource, StringComparer.Ordinal).ThenBy(pair => pair.Key.Period, StringComparer.Ordinal)
            .Select(pair => new ResourceUse(
                pair.Key.Resource, pair.Key.Period, SharedResources.CapacityOf(strategy, pair.Key.Resource), pair.Value.Recorded, pair.Value.Simulated, !pair.Value.Pooled)),
    ];

    /// <summary>As much is used as was recorded; or the slice had enough for all it was asked for, and the pool has no less.</summary>
    private bool AnswersAsRecorded(in SliceBalance recorded) =>
        !_uses.TryGetValue((recorded.Resource, recorded.Period), out var use)
        || use.Recorded == use.Simulated
        || (!recorded.Exhausted && Left(recorded.Resource, use) >= recorded.Units);

    private long Left(string resource, Use use) =>
        Math.Max(0, (SharedResources.CapacityOf(_draft!.Full, resource) ?? long.MaxValue) - use.Simulated);

    /// <summary>The budget of a campaign that the draft changes is not the one the slices were cut from.</summary>
    private bool HasOtherLimit(string resource) =>
        resource.StartsWith("budget/", StringComparison.Ordinal) && _draft!.Changes(resource["budget/".Length..]);

    private void Add(DecisionResult result, bool isRecorded)
    {
        foreach (var recommendation in result.Recommendations)
        {
            foreach (var spend in recommendation.Spends)
            {
                var use = UseOf(spend.Resource, spend.Period);
                use.Recorded += isRecorded ? spend.Units : 0;
                use.Simulated += isRecorded ? 0 : spend.Units;
            }
        }
    }

    private Use UseOf(string resource, string period)
    {
        if (!_uses.TryGetValue((resource, period), out var use))
        {
            _uses[(resource, period)] = use = new Use();
        }

        return use;
    }

    private sealed class Use
    {
        public long Recorded { get; set; }

        public long Simulated { get; set; }

        public bool Pooled { get; set; }
    }
}
