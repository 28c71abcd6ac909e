namespace Octant.Engine.Expressions.Syntax;

/// <summary>What was written, before names and types are known. <see cref="Depth"/> bounds every recursion over the tree.</summary>
internal abstract class SyntaxNode(SourceSpan span, int depth)
{
    public SourceSpan Span { get; } = span;

    public int Depth { get; } = depth;
}

/// <summary>A bool, long, double or string.</summary>
internal sealed class LiteralSyntax(SourceSpan span, object value) : SyntaxNode(span, 1)
{
    public object Value { get; } = value;
}

internal sealed class NameSyntax(SourceSpan span, string name) : SyntaxNode(span, 1)
{
    public string Name { get; } = name;
}

/// <summary><c>operand.field</c>.</summary>
internal sealed class SelectSyntax(SourceSpan span, SyntaxNode operand, Token field) : SyntaxNode(span, operand.Depth + 1)
{
    public SyntaxNode Operand { get; } = operand;

    public Token Field { get; } = field;
}

/// <summary><c>name(arguments)</c> or <c>target.name(arguments)</c>.</summary>
internal sealed class CallSyntax(SourceSpan span, SyntaxNode? target, Token name, SyntaxNode[] arguments, int depth) : SyntaxNode(span, depth)
{
    public SyntaxNode? Target { get; } = target;

    public Token Name { get; } = name;

    public SyntaxNode[] Arguments { get; } = arguments;
}

internal sealed class IndexSyntax(SourceSpan span, SyntaxNode operand, SyntaxNode index, int depth) : SyntaxNode(span, depth)
{
    public SyntaxNode Operand { get; } = operand;

    public SyntaxNode Index { get; } = index;
}

internal sealed class ListSyntax(SourceSpan span, SyntaxNode[] items, int depth) : SyntaxNode(span, depth)
{
    public SyntaxNode[] Items { get; } = items;
}

/// <summary><c>!</c> or <c>-</c>.</summary>
internal sealed class UnarySyntax(SourceSpan span, string symbol, SyntaxNode operand) : SyntaxNode(span, operand.Depth + 1)
{
    public string Symbol { get; } = symbol;

    public SyntaxNode Operand { get; } = operand;
}

internal sealed class BinarySyntax(SourceSpan span, Token symbol, SyntaxNode left, SyntaxNode right)
    : SyntaxNode(span, Math.Max(left.Depth, right.Depth) + 1)
{
    public Token Symbol { get; } = symbol;

    public SyntaxNode Left { get; } = left;

    public SyntaxNode Right { get; } = right;
}

/// <summary>A chain of one logical operator, <c>&amp;&amp;</c> or <c>||</c>: one level, however long.</summary>
internal sealed class LogicSyntax(SourceSpan span, bool isAnd, SyntaxNode[] terms, int depth) : SyntaxNode(span, depth)
{
    public bool IsAnd { get; } = isAnd;

    public SyntaxNode[] Terms { get; } = terms;
}

internal sealed class ConditionalSyntax(SourceSpan span, SyntaxNode condition, SyntaxNode then, SyntaxNode otherwise, int depth)
    : SyntaxNode(span, depth)
{
    public SyntaxNode Condition { get; } = condition;

    public SyntaxNode Then { get; } = then;

    public SyntaxNode Otherwise { get; } = otherwise;
}
