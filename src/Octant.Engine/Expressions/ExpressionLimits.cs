namespace Octant.Engine.Expressions;

/// <summary>
/// What an expression may be at most. They bound compile time, stack and evaluation time whatever the text, and are far
/// above the minimum the CEL specification asks of every implementation.
/// </summary>
public static class ExpressionLimits
{
    /// <summary>In UTF-16 code units.</summary>
    public const int TextLength = 16_384;

    /// <summary>Levels of the tree: brackets, calls, macros, <c>!</c>, and terms of one chain of + − × ÷. Chains of &amp;&amp; and || are one level.</summary>
    public const int Depth = 120;

    /// <summary>Names, literals, operators and calls together.</summary>
    public const int Nodes = 4_096;

    /// <summary>Steps of one evaluation by estimate: a macro costs its body once per element.</summary>
    public const long Cost = 100_000;

    /// <summary>How many tags a customer is taken to have when the cost is estimated.</summary>
    public const int AssumedTags = 64;

    /// <summary>How long a category value is taken to be when the cost is estimated.</summary>
    public const int AssumedTextLength = 64;

    /// <summary>Of a pattern of <c>matches</c>, in UTF-16 code units.</summary>
    public const int PatternLength = 256;

    /// <summary>The parts of a pattern, and how often each may be repeated by count, once counted repetitions are unfolded.</summary>
    public const int PatternRepeats = 1_000;

    /// <summary>Errors reported at most for one text.</summary>
    public const int Errors = 20;
}
