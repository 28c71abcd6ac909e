using Octant.Engine.Behaviour;
using Octant.Engine.Expressions.Row;

namespace Octant.Engine.Expressions;

/// <summary>What an expression names: for validation, and for finding the rules a change concerns. In order of first mention.</summary>
public sealed record ExpressionReferences(
    IReadOnlyList<int> AttributeIds,
    IReadOnlyList<string> EventFields,
    IReadOnlyList<string> ContextFields,
    IReadOnlyList<string> Offerings,
    IReadOnlyList<string> Contacts)
{
    /// <summary>What must be kept of customers' behaviour.</summary>
    public IReadOnlyList<MeasureUse> Measures { get; init; } = [];

    /// <summary>The behaviour functions it calls.</summary>
    public IReadOnlyList<BehaviourNode> Behaviour { get; init; } = [];

    public bool UsesEvent => EventFields.Count > 0;

    public bool UsesContext => ContextFields.Count > 0;
}

/// <summary>An expression that compiled: its text, its typed tree, and for a condition the row gear. Immutable.</summary>
public sealed class CompiledExpression
{
    private readonly TruthNode? _condition;

    internal CompiledExpression(string text, ExpressionNode tree, int localCount, ExpressionReferences references)
    {
        Text = text;
        Tree = tree;
        LocalCount = localCount;
        References = references;
        _condition = tree.Type.Kind == ExpressionKind.Bool ? RowBuilder.Truth(tree) : null;
    }

    public string Text { get; }

    public ExpressionNode Tree { get; }

    /// <summary>How many variables of macros exist at most at one time.</summary>
    public int LocalCount { get; }

    public ExpressionReferences References { get; }

    public bool UsesEvent => References.UsesEvent;

    public bool UsesContext => References.UsesContext;

    /// <summary>The condition for one customer, by the row gear. Only for an expression of type bool.</summary>
    public Truth Evaluate(IExpressionScope scope)
    {
        if (_condition is null)
        {
            throw new InvalidOperationException($"The expression is of type {Tree.Type}, not a condition: {Text}");
        }

        var frame = new RowFrame(scope, LocalCount);
        return _condition.Evaluate(ref frame);
    }
}
