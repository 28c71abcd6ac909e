namespace Octant.Engine.Expressions.Syntax;

internal enum TokenKind
{
    End,
    Name,
    QuotedName,
    Int,
    Double,
    String,
    Symbol,
}

/// <summary>
/// One word of the text. <paramref name="Text"/> is a name, a symbol, a number's digits, or a string's content with
/// escapes resolved.
/// </summary>
internal readonly record struct Token(TokenKind Kind, int Start, int End, string Text)
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && string.Equals(Text, symbol, StringComparison.Ordinal);

    public string Describe() => Kind switch
    {
        TokenKind.End => "the end of the expression",
        TokenKind.String => "a string",
        TokenKind.QuotedName => $"`{Text}`",
        _ => $"'{Text}'",
    };
}
