using System.Diagnostics.CodeAnalysis;

namespace Octant.Engine.Expressions;

/// <summary>What is wrong with a text, and where. Line and column count from 1, a column is one Unicode character.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in code points.</param>
/// <param name="Message">What is wrong, for the person who wrote the text.</param>
/// <param name="Expected">What could stand there, when that can be said.</param>
/// <param name="Nearest">The known name that resembles the unknown one most.</param>
public sealed record CompileError(int Line, int Column, string Message, string? Expected = null, string? Nearest = null)
{
    public override string ToString()
    {
        var text = $"line {Line}, column {Column}: {Message}";
        if (Expected is not null)
        {
            text += $"; expected {Expected}";
        }

        return Nearest is null ? text : $"{text}; did you mean {Nearest}?";
    }
}

/// <summary>What became of a text: an expression, or what is wrong with it.</summary>
public sealed class Compilation
{
    private Compilation(CompiledExpression? expression, IReadOnlyList<CompileError> errors)
    {
        Expression = expression;
        Errors = errors;
    }

    public CompiledExpression? Expression { get; }

    /// <summary>In the order of the text; empty when it compiled.</summary>
    public IReadOnlyList<CompileError> Errors { get; }

    [MemberNotNullWhen(true, nameof(Expression))]
    public bool Succeeded => Expression is not null;

    internal static Compilation Of(CompiledExpression expression) => new(expression, []);

    internal static Compilation Failed(IReadOnlyList<CompileError> errors) => new(null, errors);
}
