using Octant.Engine.Calendar;

namespace Octant.Engine.Expressions;

/// <summary>One clause that is not true.</summary>
/// <param name="Text">As written; <c>!(…)</c> around it when it would have to be false.</param>
/// <param name="Value">What the customer has there, as text, or <c>missing</c>.</param>
/// <param name="Distance">
/// Threshold minus value for the closest boundary of a comparison: in the number's own unit, in seconds for timestamps and
/// durations; null where there is no such distance or the value is missing.
/// </param>
public sealed record FailingClause(string Text, string Value, double? Distance)
{
    /// <summary>When it turns true by itself, if nothing else happens: enough of what was counted is out of the window. Null: not by itself.</summary>
    public Instant? FreesAt { get; init; }

    /// <summary>From when the behaviour it asks about has been observed whole; null where nothing is observed, or it is not about that.</summary>
    public Instant? CompleteFrom { get; init; }
}

/// <summary>The fewest clauses that would have to change for the expression to be true; empty when it is.</summary>
public sealed record SmallestChange(IReadOnlyList<FailingClause> Clauses);

/// <summary>
/// Says what keeps an expression from being true for one customer. A conjunction fails in all its failing terms; of a
/// disjunction the branch with the fewest failing clauses counts, the first among equals. A negation is pushed inward by De
/// Morgan's laws, which hold in Kleene logic; <c>c ? a : b</c> is true exactly when <c>c &amp;&amp; a || !c &amp;&amp; b</c> is. What is left
/// are clauses: comparisons, memberships, flags, functions, macros.
/// </summary>
public static class ExpressionExplainer
{
    public static SmallestChange Explain(CompiledExpression expression, IExpressionScope scope)
    {
        if (expression.Tree.Type.Kind != ExpressionKind.Bool)
        {
            throw new ArgumentException($"The expression is of type {expression.Tree.Type}, not a condition.", nameof(expression));
        }

        return new SmallestChange(new Explanation(expression.Text, scope).Failing(expression.Tree, wanted: true));
    }

    private sealed class Explanation(string source, IExpressionScope scope)
    {
        private readonly Dictionary<(ExpressionNode Node, bool Wanted), List<FailingClause>> _known = [];

        public List<FailingClause> Failing(ExpressionNode node, bool wanted)
        {
            // A conditional asks for its condition both ways, so without memory nested ones would cost 2 to the depth.
            if (!_known.TryGetValue((node, wanted), out var clauses))
            {
                clauses = Find(node, wanted);
                _known.Add((node, wanted), clauses);
            }

            return clauses;
        }

        private List<FailingClause> Find(ExpressionNode node, bool wanted)
        {
            switch (node)
            {
                case NotNode not:
                    return Failing(not.Operand, !wanted);
                case LogicNode logic:
                    var parts = logic.Terms.Select(term => Failing(term, wanted));
                    return logic.IsAnd == wanted ? [.. parts.SelectMany(part => part)] : parts.MinBy(part => part.Count)!;
                case ConditionalNode conditional:
                    List<FailingClause> first = [.. Failing(conditional.Condition, true), .. Failing(conditional.Then, wanted)];
                    List<FailingClause> second = [.. Failing(conditional.Condition, false), .. Failing(conditional.Otherwise, wanted)];
                    return second.Count < first.Count ? second : first;
                default:
                    return Interpreter.Evaluate(node, scope) is bool truth && truth == wanted ? [] : [Clause(node, wanted)];
            }
        }

        private FailingClause Clause(ExpressionNode node, bool wanted)
        {
            var written = node.Span.Of(source);
            var text = wanted ? written : node is CompareNode or InNode ? $"!({written})" : $"!{written}";
            switch (node)
            {
                case BehaviourNode behaviour:
                    return new FailingClause(text, Interpreter.Described(Interpreter.Evaluate(node, scope)), null)
                    {
                        FreesAt = behaviour.Function == BehaviourFunction.Absent && wanted && scope.Behaviour.TryLast(behaviour.Measure, out var last)
                            ? Later(last + behaviour.Window!.Value)
                            : null,
                        CompleteFrom = CompleteFrom(behaviour),
                    };
                case CompareNode { Left: BehaviourNode { Function: BehaviourFunction.Count } count } compare:
                    return OfCount(text, count, wanted ? compare.Comparison : Opposite(compare.Comparison), compare.Right);
                case CompareNode { Right: BehaviourNode { Function: BehaviourFunction.Count } count } compare:
                    return OfCount(text, count, Mirrored(wanted ? compare.Comparison : Opposite(compare.Comparison)), compare.Left);
                case CompareNode compare:
                    var (valueSide, thresholdSide) = ConstantParts.IsSameForAll(compare.Left) ? (compare.Right, compare.Left) : (compare.Left, compare.Right);
                    var value = Interpreter.Evaluate(valueSide, scope);
                    var hasBoundary = compare.Comparison != (wanted ? Comparison.NotEqual : Comparison.Equal);
                    return new FailingClause(text, Interpreter.Described(value), hasBoundary ? Distance(value, Interpreter.Evaluate(thresholdSide, scope)) : null)
                    {
                        CompleteFrom = valueSide is BehaviourNode observed ? CompleteFrom(observed) : null,
                    };
                case InNode { List: TagsNode } tagged:
                    return new FailingClause(text, Interpreter.Evaluate(tagged, scope) switch { true => "present", false => "absent", var other => other.ToString()! }, null);
                case InNode membership:
                    return new FailingClause(text, Interpreter.Described(Interpreter.Evaluate(membership.Item, scope)), null);
                case MatchesNode matches:
                    return new FailingClause(text, Interpreter.Described(Interpreter.Evaluate(matches.Operand, scope)), null);
                case CallNode { Argument: not null } call:
                    return new FailingClause(text, Interpreter.Described(Interpreter.Evaluate(call.Operand, scope)), null);
                default:
                    return new FailingClause(text, Interpreter.Described(Interpreter.Evaluate(node, scope)), null);
            }
        }

        /// <summary>A count against a number: how many are missing, or when enough of them are out of the window.</summary>
        private FailingClause OfCount(string text, BehaviourNode count, Comparison needed, ExpressionNode threshold)
        {
            var range = scope.Behaviour.Count(count.Measure);
            var bound = Interpreter.Evaluate(threshold, scope);
            long? limit = (needed, bound) switch
            {
                (Comparison.Less, long most) => most,
                (Comparison.LessOrEqual or Comparison.Equal, long most) when most < long.MaxValue => most + 1,
                _ => null,
            };
            return new FailingClause(
                text,
                range.Whole ? ValueText.Of(range.Seen) : $"at least {ValueText.Of(range.Seen)}",
                needed == Comparison.NotEqual ? null : Distance(range.Seen, bound))
            {
                FreesAt = limit is { } below && range.Seen >= below && scope.Behaviour.FallsBelow(count.Measure, below) is { } falls ? Later(falls) : null,
                CompleteFrom = CompleteFrom(count),
            };
        }

        private Instant? Later(Instant at) => at > scope.Now ? at : null;

        /// <summary>Told while it is still to come.</summary>
        private Instant? CompleteFrom(BehaviourNode node)
        {
            Instant? latest = null;
            foreach (var use in node.Uses)
            {
                if (node.Reach is not { } reach || scope.Behaviour.CompleteFrom(use.Measure, reach) is not { } complete)
                {
                    return null;
                }

                latest = latest is { } known ? Instant.Max(known, complete) : complete;
            }

            return latest > scope.Now ? latest : null;
        }

        private static Comparison Opposite(Comparison comparison) => comparison switch
        {
            Comparison.Equal => Comparison.NotEqual,
            Comparison.NotEqual => Comparison.Equal,
            Comparison.Less => Comparison.GreaterOrEqual,
            Comparison.LessOrEqual => Comparison.Greater,
            Comparison.Greater => Comparison.LessOrEqual,
            _ => Comparison.Less,
        };

        private static Comparison Mirrored(Comparison comparison) => comparison switch
        {
            Comparison.Less => Comparison.Greater,
            Comparison.LessOrEqual => Comparison.GreaterOrEqual,
            Comparison.Greater => Comparison.Less,
            Comparison.GreaterOrEqual => Comparison.LessOrEqual,
            _ => comparison,
        };

        private static double? Distance(object value, object threshold)
        {
            double? distance = (value, threshold) switch
            {
                (double x, double y) => y - x,
                (long x, long y) => (double)y - x,
                (Instant x, Instant y) => (y.Microseconds - x.Microseconds) / 1e6,
                (TimeSpan x, TimeSpan y) => (y.Ticks - x.Ticks) / 1e7,
                _ => null,
            };
            return distance is { } known && double.IsFinite(known) ? distance : null;
        }
    }
}
