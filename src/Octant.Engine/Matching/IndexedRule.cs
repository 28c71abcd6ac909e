using Octant.Engine.Expressions;

namespace Octant.Engine.Matching;

/// <summary>What an index needs to know of a rule.</summary>
public interface IIndexedRule
{
    /// <summary>Unique in an index; matches come in ordinal order of it.</summary>
    string Id { get; }

    /// <summary>The ways in which it can be true; none when it never is.</summary>
    internal IReadOnlyList<RuleSlot> Slots { get; }
}

/// <summary>A rule by itself: it is true when all of its conditions are.</summary>
public sealed class IndexedRule(string id, params IReadOnlyList<CompiledExpression> conditions) : IIndexedRule
{
    private readonly List<RuleSlot> _slots = RuleNormalizer.SlotsOf(conditions);

    public string Id { get; } = id;

    public IReadOnlyList<CompiledExpression> Conditions { get; } = conditions;

    IReadOnlyList<RuleSlot> IIndexedRule.Slots => _slots;
}
