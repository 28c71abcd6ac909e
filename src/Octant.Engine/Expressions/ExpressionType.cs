namespace Octant.Engine.Expressions;

public enum ExpressionKind
{
    /// <summary>The elements of a list that was written empty: fits every type.</summary>
    Any,
    Bool,
    Int,
    Double,
    String,
    Timestamp,
    Duration,
    List,
}

/// <summary>The type of an expression, known before it is evaluated. Every element of a list has one type.</summary>
public sealed record ExpressionType
{
    public static readonly ExpressionType Any = new(ExpressionKind.Any, null);
    public static readonly ExpressionType Bool = new(ExpressionKind.Bool, null);
    public static readonly ExpressionType Int = new(ExpressionKind.Int, null);
    public static readonly ExpressionType Double = new(ExpressionKind.Double, null);
    public static readonly ExpressionType String = new(ExpressionKind.String, null);
    public static readonly ExpressionType Timestamp = new(ExpressionKind.Timestamp, null);
    public static readonly ExpressionType Duration = new(ExpressionKind.Duration, null);

    private ExpressionType(ExpressionKind kind, ExpressionType? element)
    {
        Kind = kind;
        Element = element;
    }

    public ExpressionKind Kind { get; }

    /// <summary>What a list holds; null for every other type.</summary>
    public ExpressionType? Element { get; }

    public bool IsList => Kind == ExpressionKind.List;

    /// <summary>Whether <c>&lt;</c> and its like are defined.</summary>
    public bool IsOrdered => Kind is not (ExpressionKind.List or ExpressionKind.Any);

    public static ExpressionType ListOf(ExpressionType element) => new(ExpressionKind.List, element);

    /// <summary>As CEL writes it: <c>int</c>, <c>list(string)</c>.</summary>
    public override string ToString() => Kind switch
    {
        ExpressionKind.Any => "any",
        ExpressionKind.Bool => "bool",
        ExpressionKind.Int => "int",
        ExpressionKind.Double => "double",
        ExpressionKind.String => "string",
        ExpressionKind.Timestamp => "timestamp",
        ExpressionKind.Duration => "duration",
        _ => $"list({Element})",
    };
}
