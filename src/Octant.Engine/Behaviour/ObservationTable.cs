using System.Collections.Frozen;
using Octant.Engine.Calendar;

namespace Octant.Engine.Behaviour;

/// <summary>Since when a partition keeps a measure. Nothing is known of what happened before.</summary>
/// <param name="Measure">Null in what was read from a decision record, until the strategy says which it is.</param>
public sealed record Observation(int Number, BehaviourMeasure? Measure, Instant Since);

/// <summary>What a partition observes, and since when. Immutable; replaced when a strategy asks for other measures.</summary>
public sealed class ObservationTable
{
    public static readonly ObservationTable Empty = new([]);

    private readonly FrozenDictionary<ulong, Observation> _byMeasure;
    private readonly FrozenDictionary<int, Observation> _byNumber;

    /// <param name="observations">In order of number.</param>
    public ObservationTable(IReadOnlyList<Observation> observations)
    {
        All = observations;
        _byNumber = observations.ToFrozenDictionary(observation => observation.Number);
        _byMeasure = observations
            .Where(observation => observation.Measure is not null)
            .DistinctBy(observation => observation.Measure!.Key)
            .ToFrozenDictionary(observation => observation.Measure!.Key);
    }

    /// <summary>In order of number.</summary>
    public IReadOnlyList<Observation> All { get; }

    /// <summary>Null when it is not observed.</summary>
    public Observation? Find(BehaviourMeasure measure) => _byMeasure.GetValueOrDefault(measure.Key);

    /// <summary>Null when nothing of this number is observed.</summary>
    public Observation? Find(int number) => _byNumber.GetValueOrDefault(number);

    /// <summary>The table with measures of a strategy put to its numbers, where a record named numbers only.</summary>
    public ObservationTable For(BehaviourPlan plan) =>
        All.Count == 0 || All[0].Measure is not null
            ? this
            : new ObservationTable([.. All.Select(observation => observation with { Measure = plan.MeasureOf(observation.Number) })]);

    /// <summary>
    /// What is observed once a strategy asks for these measures: what was observed before keeps its beginning, the rest
    /// begins now. The same table when nothing changes.
    /// </summary>
    internal ObservationTable After(IReadOnlyList<NumberedMeasure> measures, Instant now)
    {
        var after = measures
            .OrderBy(numbered => numbered.Number)
            .Select(numbered => Find(numbered.Number) is { } known && known.Measure == numbered.Measure
                ? known
                : new Observation(numbered.Number, numbered.Measure, now))
            .ToList();
        return after.SequenceEqual(All) ? this : new ObservationTable(after);
    }

    /// <summary>Whether anything kept under this number before is still what is kept under it now.</summary>
    public bool Continues(int number, ObservationTable before) =>
        Find(number) is { } mine && before.Find(number) is { } theirs && mine == theirs;
}
