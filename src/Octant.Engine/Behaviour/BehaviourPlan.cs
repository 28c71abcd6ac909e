using System.Collections.Frozen;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Expressions;
using Octant.Engine.Profiles;

namespace Octant.Engine.Behaviour;

/// <summary>A measure as a rule asks for it, with its condition compiled.</summary>
public sealed record MeasureUse(BehaviourMeasure Measure, CompiledExpression? Condition);

/// <summary>
/// What the rules of one strategy want kept, laid out by event type, so that an event finds in one step what it touches. The
/// number of a measure is that of the strategy before, as long as rules ask for it without a break.
/// </summary>
public sealed class BehaviourPlan
{
    private readonly FrozenDictionary<string, PlannedMeasure[]> _byType;
    private readonly FrozenDictionary<int, BehaviourMeasure> _byNumber;

    /// <param name="known">Numbers given before.</param>
    public BehaviourPlan(IReadOnlyList<NumberedMeasure> known, IEnumerable<MeasureUse> uses)
    {
        var distinct = uses.DistinctBy(use => use.Measure).ToList();
        var numbers = known.ToDictionary(numbered => numbered.Measure, numbered => numbered.Number);
        var taken = known.Select(numbered => numbered.Number).ToHashSet();
        var next = 0;
        var planned = new List<(NumberedMeasure Numbered, CompiledExpression? Condition)>(distinct.Count);
        foreach (var use in distinct)
        {
            if (!numbers.TryGetValue(use.Measure, out var number))
            {
                while (!taken.Add(next))
                {
                    next++;
                }

                number = next;
            }

            planned.Add((new NumberedMeasure(number, use.Measure), use.Condition));
        }

        planned.Sort((left, right) => left.Numbered.Number.CompareTo(right.Numbered.Number));
        var measures = planned.ConvertAll(pair => pair.Numbered);

        // The same list where nothing changes, by which others see that nothing did.
        Measures = known.SequenceEqual(measures) ? known : measures;
        _byNumber = Measures.ToFrozenDictionary(numbered => numbered.Number, numbered => numbered.Measure);
        _byType = planned
            .GroupBy(pair => pair.Numbered.Measure.EventType, StringComparer.Ordinal)
            .ToFrozenDictionary(
                group => group.Key,
                group => group.Select(pair => new PlannedMeasure(pair.Numbered.Number, pair.Numbered.Measure, pair.Condition)).ToArray(),
                StringComparer.Ordinal);
    }

    /// <summary>In order of number.</summary>
    public IReadOnlyList<NumberedMeasure> Measures { get; }

    public bool Uses(string eventType) => _byType.ContainsKey(eventType);

    internal BehaviourMeasure? MeasureOf(int number) => _byNumber.GetValueOrDefault(number);

    /// <summary>What an event touches; empty for most.</summary>
    internal IReadOnlyList<MeasureChange> ChangesBy(string eventType, IReadOnlyList<FieldValue> fields)
    {
        if (!_byType.TryGetValue(eventType, out var measures))
        {
            return [];
        }

        var changes = new List<MeasureChange>(measures.Length);
        EventScope? scope = null;
        foreach (var (number, measure, condition) in measures)
        {
            if (condition is not null && condition.Evaluate(scope ??= new EventScope(fields)) != Truth.True)
            {
                continue;
            }

            if (measure.Field is null)
            {
                changes.Add(new MeasureChange(number, null));
            }
            else if (ValueOf(fields, measure.Field) is { } value && (measure.Kind != MeasureKind.Sum || value.Kind == AttributeKind.Number))
            {
                changes.Add(new MeasureChange(number, value));
            }
        }

        return changes;
    }

    private static AttributeValue? ValueOf(IReadOnlyList<FieldValue> fields, string name)
    {
        foreach (var field in fields)
        {
            if (string.Equals(field.Name, name, StringComparison.Ordinal))
            {
                return field.Value;
            }
        }

        return null;
    }

    private sealed record PlannedMeasure(int Number, BehaviourMeasure Measure, CompiledExpression? Condition);

    /// <summary>The condition of a measure sees the event it is about and nothing else, so that its answer never changes.</summary>
    private sealed class EventScope(IReadOnlyList<FieldValue> fields) : IExpressionScope
    {
        private static readonly Profile Nobody = new();

        public Profile Profile => Nobody;

        public Instant Now => throw Outside();

        public BehaviourReader Behaviour => throw Outside();

        public bool Owns(string offeringId) => throw Outside();

        public bool Contacted(string campaignOrOfferingId, TimeSpan window) => throw Outside();

        public bool TryGetEventField(string name, out AttributeValue value)
        {
            var found = ValueOf(fields, name);
            value = found.GetValueOrDefault();
            return found.HasValue;
        }

        public bool TryGetContextField(string name, out AttributeValue value) => throw Outside();

        private static InvalidOperationException Outside() => new("The condition of a measure sees its event only.");
    }
}
