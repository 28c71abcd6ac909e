using Octant.Engine.Calendar;
using Octant.Engine.Expressions;
using Octant.Engine.Expressions.Row;
using Octant.Engine.Profiles;

namespace Octant.Engine.Matching;

/// <summary>
/// Turns typed trees into slots, by asking of every part the two-valued questions "when is it true?" and "when is it false?".
/// </summary>
/// <remarks>
/// A chain of &amp;&amp; is true when all terms are and false when any is; of ||, the reverse; a negation swaps the
/// questions; <c>c ? x : y</c> is true when c and x are true, or c is false and y true. In CEL false outvotes unknown and error in
/// a conjunction, as true does in a disjunction, so these hold without exception although a part that is neither true nor
/// false answers no to both. What is left are comparisons with constants, whose answers are sets of values that never hold the
/// missing one, and parts that nothing is known of, which are judged when all else has held.
/// </remarks>
internal static class RuleNormalizer
{
    /// <summary>Slots a rule may have. An || that would lead to more is judged as a whole instead.</summary>
    public const int MostSlots = 8;

    /// <summary>The slots of all conditions together; none when the rule can never be true.</summary>
    public static List<RuleSlot> SlotsOf(IEnumerable<CompiledExpression> conditions) =>
        And([.. conditions.Select(condition => new Question(condition.Tree, Wanted: true, condition.LocalCount))]);

    /// <summary>The same for conditions that count from start until just before end; null stands for no condition.</summary>
    public static List<RuleSlot> SlotsOf(Instant start, Instant end, IEnumerable<CompiledExpression?> conditions)
    {
        var slots = SlotsOf(conditions.OfType<CompiledExpression>());
        return start == Instant.MinValue && end == Instant.MaxValue
            ? slots
            : Cross(slots, Of(ValueName.Now, ValueSet.Interval(start.Microseconds, end.Microseconds - 1)));
    }

    private readonly record struct Question(ExpressionNode Node, bool Wanted, int LocalCount)
    {
        public Question Of(ExpressionNode part, bool wanted) => new(part, wanted, LocalCount);
    }

    private static List<RuleSlot> Slots(in Question question)
    {
        if (ConstantParts.IsConstant(question.Node))
        {
            return Always(Interpreter.TruthOf(Interpreter.Evaluate(question.Node, NoScope)) == (question.Wanted ? Truth.True : Truth.False));
        }

        var asked = question;
        switch (question.Node)
        {
            case NotNode not:
                return Slots(question.Of(not.Operand, !question.Wanted));
            case LogicNode logic:
                Question[] terms = [.. logic.Terms.Select(term => asked.Of(term, asked.Wanted))];
                return logic.IsAnd == question.Wanted ? And(terms) : Or(question, terms);
            case ConditionalNode conditional:
                return Or(
                    question,
                    [question.Of(conditional.Condition, wanted: true), question.Of(conditional.Then, question.Wanted)],
                    [question.Of(conditional.Condition, wanted: false), question.Of(conditional.Otherwise, question.Wanted)]);
            case OwnsNode owns:
                var offering = Symbols.Of(owns.OfferingId);
                return [question.Wanted ? RuleSlot.OfAnyOwned([offering]) : RuleSlot.OfNotOwned(offering)];
            case InNode { List: TagsNode } tagged when Constant(tagged.Item) is string tag:
                return [RuleSlot.OfTag(Symbols.Of(tag), question.Wanted)];
            case HasNode { Target: TagsNode }:
                return Always(question.Wanted);
            case HasNode has when NameOf(has.Target) is { } name:
                return [RuleSlot.OfValue(name, question.Wanted ? ValueSet.Present : ValueSet.Missing)];
        }

        return TrueFor(question.Node) is var (value, set)
            ? Of(value, question.Wanted ? set : set.Others())
            : [Residual(question)];
    }

    private static IExpressionScope NoScope => null!;

    private static List<RuleSlot> Always(bool holds) => holds ? [RuleSlot.Always] : [];

    private static List<RuleSlot> Of(ValueName name, ValueSet set) => set.IsEmpty ? [] : [RuleSlot.OfValue(name, set)];

    private static RuleSlot Residual(in Question question) =>
        RuleSlot.OfResidual(new ResidualCondition(RowBuilder.Truth(question.Node), question.LocalCount, question.Wanted ? Truth.True : Truth.False));

    private static List<RuleSlot> And(ReadOnlySpan<Question> terms)
    {
        List<RuleSlot> result = [RuleSlot.Always];
        var choices = new List<(Question Term, List<RuleSlot> Slots)>();
        foreach (var term in terms)
        {
            var slots = Slots(term);
            if (slots.Count == 1)
            {
                result = Cross(result, slots);
            }
            else if (slots.Count == 0)
            {
                return [];
            }
            else
            {
                choices.Add((term, slots));
            }
        }

        foreach (var (term, slots) in choices.OrderBy(choice => choice.Slots.Count))
        {
            result = Cross(result, result.Count * slots.Count <= MostSlots ? slots : [Residual(term)]);
        }

        return result;
    }

    private static List<RuleSlot> Cross(List<RuleSlot> left, List<RuleSlot> right)
    {
        var both = new List<RuleSlot>(left.Count * right.Count);
        foreach (var one in left)
        {
            foreach (var other in right)
            {
                if (one.And(other) is { } joined)
                {
                    both.Add(joined);
                }
            }
        }

        return both;
    }

    private static List<RuleSlot> Or(in Question whole, Question[] terms) => Or(whole, [.. terms.Select(term => new[] { term })]);

    private static List<RuleSlot> Or(in Question whole, params Question[][] ways)
    {
        var result = new List<RuleSlot>();
        foreach (var slot in ways.SelectMany(way => And(way)))
        {
            var same = result.FindIndex(known => IsSameKind(known, slot));
            if (same < 0)
            {
                result.Add(slot);
            }
            else
            {
                result[same] = Joined(result[same], slot);
            }
        }

        return result.Count <= MostSlots ? result : [Residual(whole)];
    }

    /// <summary>Two conditions on one value, or on what is owned, are one condition again.</summary>
    private static bool IsSameKind(RuleSlot left, RuleSlot right) =>
        (left.IsOnlyAnyOwned && right.IsOnlyAnyOwned) || (left.OnlyValue is { } value && right.OnlyValue == value);

    private static RuleSlot Joined(RuleSlot left, RuleSlot right) => left.OnlyValue is { } value
        ? RuleSlot.OfValue(value, left.Values[value].Or(right.Values[value]))
        : RuleSlot.OfAnyOwned([.. left.AnyOwned[0].Union(right.AnyOwned[0])]);

    /// <summary>For which values of the one thing it names the condition is true; it is false for all others. Null for anything else.</summary>
    private static (ValueName Name, ValueSet Set)? TrueFor(ExpressionNode node) => node switch
    {
        AttributeNode or FieldNode when NameOf(node) is { } flag => (flag, ValueSet.Interval(1, 1)),
        CompareNode compare when NameOf(compare.Left) is { } name && Constant(compare.Right) is { } value => Compared(name, compare.Comparison, value),
        CompareNode compare when NameOf(compare.Right) is { } name && Constant(compare.Left) is { } value =>
            Compared(name, Mirrored(compare.Comparison), value),
        InNode membership when NameOf(membership.Item) is { } name && Constant(membership.List) is object[] list => Listed(name, list),
        _ => null,
    };

    private static (ValueName Name, ValueSet Set)? Listed(ValueName name, object[] list)
    {
        var keys = new List<long>();
        foreach (var item in list)
        {
            if (item is not double.NaN)
            {
                if (ValueKeys.OfConstant(item) is not { } key)
                {
                    return null;
                }

                keys.Add(key);
            }
        }

        return (name, ValueSet.Of(keys));
    }

    private static (ValueName Name, ValueSet Set)? Compared(ValueName name, Comparison comparison, object value)
    {
        if (ValueKeys.OfConstant(value) is not { } key
            || (name.Kind == AttributeKind.Category && comparison is not (Comparison.Equal or Comparison.NotEqual)))
        {
            return null;
        }

        if (comparison == Comparison.NotEqual)
        {
            return (name, Equal().Others());
        }

        // Nothing compares with NaN, and NaN is the only key above those of the numbers.
        var (first, last) = name.Kind == AttributeKind.Number ? (long.MinValue, ValueKeys.NotANumber - 1) : (long.MinValue, long.MaxValue);
        return (name, value is double.NaN ? ValueSet.Empty : comparison switch
        {
            Comparison.Equal => Equal(),
            Comparison.Less => ValueSet.Interval(first, key - 1),
            Comparison.LessOrEqual => ValueSet.Interval(first, key),
            Comparison.Greater => ValueSet.Interval(key + 1, last),
            _ => ValueSet.Interval(key, last),
        });

        ValueSet Equal() => value is double.NaN ? ValueSet.Empty : ValueSet.Interval(key, key);
    }

    private static Comparison Mirrored(Comparison comparison) => comparison switch
    {
        Comparison.Less => Comparison.Greater,
        Comparison.LessOrEqual => Comparison.GreaterOrEqual,
        Comparison.Greater => Comparison.Less,
        Comparison.GreaterOrEqual => Comparison.LessOrEqual,
        _ => comparison,
    };

    private static ValueName? NameOf(ExpressionNode node) => node switch
    {
        AttributeNode { Attribute: var attribute } => new ValueName(ValueSource.Attribute, attribute.Id, "", attribute.Kind),
        FieldNode field => new ValueName(
            field.Source == FieldSource.Event ? ValueSource.Event : ValueSource.Context, -1, field.Field.Name, field.Field.Kind),
        NowNode => ValueName.Now,
        _ => null,
    };

    /// <summary>The value of a part that names nothing of a customer; null when it does, or is missing or an error.</summary>
    private static object? Constant(ExpressionNode node) =>
        ConstantParts.IsConstant(node) && Interpreter.Evaluate(node, NoScope) is var value and not (UnknownValue or EvaluationError) ? value : null;
}
