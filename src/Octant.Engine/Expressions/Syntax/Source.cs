namespace Octant.Engine.Expressions.Syntax;

/// <summary>A stretch of the text: from <paramref name="Start"/> up to, not including, <paramref name="End"/>.</summary>
public readonly record struct SourceSpan(int Start, int End)
{
    public string Of(string text) => text[Start..End];
}

/// <summary>A text that is not an expression; stops the parser, and never leaves the compiler.</summary>
internal sealed class SyntaxErrorException(int position, string message, string? expected = null) : Exception(message)
{
    public int Position { get; } = position;

    public string? Expected { get; } = expected;
}

internal static class SourcePosition
{
    /// <summary>The error at an offset, as line and column.</summary>
    public static CompileError ErrorAt(string text, int position, string message, string? expected = null, string? nearest = null)
    {
        var line = 1;
        var column = 1;
        for (var i = 0; i < position && i < text.Length; i++)
        {
            if (text[i] == '\n')
            {
                line++;
                column = 1;
            }
            else if (!char.IsLowSurrogate(text[i]))
            {
                column++;
            }
        }

        return new CompileError(line, column, message, expected, nearest);
    }
}
