namespace Octant.Engine.Matching;

/// <summary>A rule where it lies among others, so that it can be pointed out without being moved.</summary>
public readonly struct RulePlace<TRule>
    where TRule : IIndexedRule
{
    private readonly TRule[] _rules;
    private readonly int _number;

    internal RulePlace(TRule[] rules, int number) => (_rules, _number) = (rules, number);

    public ref readonly TRule Rule => ref _rules[_number];
}
