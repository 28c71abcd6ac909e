using System.Globalization;

namespace Octant.Engine.Expressions.Syntax;

/// <summary>
/// Builds the tree of a text by precedence climbing: five frames of stack per level of brackets, and the levels are bounded.
/// Chains of &amp;&amp; and of || become one node each, so their length costs no depth. Stops at the first error.
/// </summary>
internal sealed class Parser
{
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace",
        "return", "var", "void", "while",
    };

    private readonly List<Token> _tokens;
    private int _next;
    private int _level;
    private int _nodes;

    private Parser(List<Token> tokens) => _tokens = tokens;

    private Token Current => _tokens[_next];

    private int LastEnd => _next == 0 ? 0 : _tokens[_next - 1].End;

    public static SyntaxNode Parse(string text)
    {
        var parser = new Parser(new Lexer(text).All());
        if (parser.Current.Kind == TokenKind.End)
        {
            throw new SyntaxErrorException(0, "The expression is empty", "a condition such as customer.arpu >= 50");
        }

        var tree = parser.Expression();
        return parser.Current.Kind == TokenKind.End ? tree : throw parser.Unexpected("an operator or the end of the expression");
    }

    private static int Precedence(Token token) => token.Kind switch
    {
        TokenKind.Name when string.Equals(token.Text, "in", StringComparison.Ordinal) => 3,
        TokenKind.Symbol => token.Text switch
        {
            "||" => 1,
            "&&" => 2,
            "==" or "!=" or "<" or "<=" or ">" or ">=" => 3,
            "+" or "-" => 4,
            "*" or "/" or "%" => 5,
            _ => 0,
        },
        _ => 0,
    };

    private SyntaxErrorException Unexpected(string expected) =>
        Current.Kind == TokenKind.Name && Reserved.Contains(Current.Text)
            ? new SyntaxErrorException(Current.Start, $"'{Current.Text}' is a reserved word", expected)
            : new SyntaxErrorException(Current.Start, $"Unexpected {Current.Describe()}", expected);

    private bool Take(string symbol)
    {
        if (!Current.Is(symbol))
        {
            return false;
        }

        _next++;
        return true;
    }

    private void Expect(string symbol, string what)
    {
        if (!Take(symbol))
        {
            throw Unexpected($"'{symbol}' {what}");
        }
    }

    /// <summary>Counts the node and refuses what is too deep or too large.</summary>
    private T Made<T>(T node)
        where T : SyntaxNode
    {
        if (node.Depth > ExpressionLimits.Depth)
        {
            throw TooDeep(node.Span.Start);
        }

        if (++_nodes > ExpressionLimits.Nodes)
        {
            throw new SyntaxErrorException(
                node.Span.Start,
                string.Create(CultureInfo.InvariantCulture, $"The expression has more than {ExpressionLimits.Nodes} parts"));
        }

        return node;
    }

    private static SyntaxErrorException TooDeep(int position) => new(
        position,
        string.Create(CultureInfo.InvariantCulture, $"The expression is nested more than {ExpressionLimits.Depth} levels deep"));

    private SyntaxNode Expression()
    {
        if (++_level > ExpressionLimits.Depth)
        {
            throw TooDeep(Current.Start);
        }

        var start = Current.Start;
        var condition = Binary(1);
        if (Take("?"))
        {
            var then = Binary(1);
            Expect(":", "and the value for when the condition is false");
            var otherwise = Expression();
            var depth = Math.Max(condition.Depth, Math.Max(then.Depth, otherwise.Depth)) + 1;
            condition = Made(new ConditionalSyntax(new SourceSpan(start, LastEnd), condition, then, otherwise, depth));
        }

        _level--;
        return condition;
    }

    private SyntaxNode Binary(int minimum)
    {
        var start = Current.Start;
        var left = Unary();
        while (true)
        {
            var symbol = Current;
            var precedence = Precedence(symbol);
            if (precedence == 0 || precedence < minimum)
            {
                return left;
            }

            if (precedence <= 2)
            {
                left = Logic(start, left, symbol.Text, precedence);
                continue;
            }

            _next++;
            var right = Binary(precedence + 1);
            left = Made(new BinarySyntax(new SourceSpan(start, LastEnd), symbol, left, right));
        }
    }

    private LogicSyntax Logic(int start, SyntaxNode first, string symbol, int precedence)
    {
        var terms = new List<SyntaxNode> { first };
        while (Take(symbol))
        {
            terms.Add(Binary(precedence + 1));
        }

        return Made(new LogicSyntax(new SourceSpan(start, LastEnd), precedence == 2, [.. terms], terms.Max(term => term.Depth) + 1));
    }

    private SyntaxNode Unary()
    {
        var signs = new List<Token>();
        while (Current.Is("!") || Current.Is("-"))
        {
            signs.Add(Current);
            _next++;
        }

        SyntaxNode operand;
        if (signs.Count > 0 && signs[^1].Is("-") && Current.Kind is TokenKind.Int or TokenKind.Double)
        {
            // The sign belongs to the literal: −9223372036854775808 has no positive twin.
            var literal = Number(signs[^1].Start, negative: true);
            signs.RemoveAt(signs.Count - 1);
            operand = Postfix(literal);
        }
        else
        {
            operand = Postfix(Primary());
        }

        for (var i = signs.Count - 1; i >= 0; i--)
        {
            operand = Made(new UnarySyntax(new SourceSpan(signs[i].Start, operand.Span.End), signs[i].Text, operand));
        }

        return operand;
    }

    private SyntaxNode Postfix(SyntaxNode operand)
    {
        // A bracketed operand starts at its bracket, which its own span leaves out.
        var start = operand.Span.Start;
        while (true)
        {
            if (Take("."))
            {
                var name = Current;
                if (name.Kind is not (TokenKind.Name or TokenKind.QuotedName) || IsKeyword(name))
                {
                    throw Unexpected("a name after '.'");
                }

                _next++;
                operand = name.Kind == TokenKind.Name && Current.Is("(")
                    ? Call(start, operand, name)
                    : Made(new SelectSyntax(new SourceSpan(start, LastEnd), operand, name));
            }
            else if (Take("["))
            {
                var index = Expression();
                Expect("]", "after the index");
                operand = Made(new IndexSyntax(new SourceSpan(start, LastEnd), operand, index, Math.Max(operand.Depth, index.Depth) + 1));
            }
            else if (Current.Is("{") && operand is NameSyntax or SelectSyntax)
            {
                throw new SyntaxErrorException(start, "Messages are left out", "a bool, int, double, string, list, timestamp or duration");
            }
            else
            {
                return operand;
            }
        }
    }

    private static bool IsKeyword(Token token) => token.Kind == TokenKind.Name && token.Text is "in" or "true" or "false" or "null";

    private CallSyntax Call(int start, SyntaxNode? target, Token name)
    {
        Expect("(", "before the arguments");
        var arguments = Items(")", "an argument");
        var depth = Math.Max(target?.Depth ?? 0, arguments.Select(argument => argument.Depth).DefaultIfEmpty(0).Max()) + 1;
        return Made(new CallSyntax(new SourceSpan(start, LastEnd), target, name, arguments, depth));
    }

    /// <summary>Expressions separated by commas up to the closing bracket; a list may end in a comma.</summary>
    private SyntaxNode[] Items(string close, string what)
    {
        var items = new List<SyntaxNode>();
        while (!Take(close))
        {
            if (Current.Kind == TokenKind.End)
            {
                throw Unexpected($"'{close}'");
            }

            items.Add(Expression());
            if (Take(","))
            {
                if (Current.Is(close) && close is not "]")
                {
                    throw Unexpected(what);
                }
            }
            else if (!Current.Is(close))
            {
                throw Unexpected($"',' or '{close}'");
            }
        }

        return [.. items];
    }

    private SyntaxNode Primary()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Int or TokenKind.Double:
                return Number(token.Start, negative: false);
            case TokenKind.String:
                _next++;
                return Made(new LiteralSyntax(new SourceSpan(token.Start, token.End), token.Text));
            case TokenKind.Name:
                return Name(token);
            case TokenKind.Symbol when token.Text is "(":
                _next++;
                var inner = Expression();
                Expect(")", "to close the bracket");
                return inner;
            case TokenKind.Symbol when token.Text is "[":
                _next++;
                var items = Items("]", "an element");
                var depth = items.Select(item => item.Depth).DefaultIfEmpty(0).Max() + 1;
                return Made(new ListSyntax(new SourceSpan(token.Start, LastEnd), items, depth));
            case TokenKind.Symbol when token.Text is "{":
                throw new SyntaxErrorException(token.Start, "Maps are left out", "a list such as [1, 2] or a condition");
            case TokenKind.Symbol when token.Text is "." && _tokens[_next + 1].Kind == TokenKind.Name:
                _next++;
                return Name(Current);
            default:
                throw Unexpected("a value, a name or '('");
        }
    }

    private SyntaxNode Name(Token token)
    {
        var span = new SourceSpan(token.Start, token.End);
        switch (token.Text)
        {
            case "true" or "false":
                _next++;
                return Made(new LiteralSyntax(span, token.Text is "true"));
            case "null":
                throw new SyntaxErrorException(token.Start, "null is left out: a value is there or missing", "has(customer.name) to ask whether it is there");
            case "in":
                throw Unexpected("a value before 'in'");
        }

        if (Reserved.Contains(token.Text))
        {
            throw Unexpected("another name");
        }

        _next++;
        return Current.Is("(") ? Call(token.Start, null, token) : Made(new NameSyntax(span, token.Text));
    }

    private LiteralSyntax Number(int start, bool negative)
    {
        var token = Current;
        _next++;
        var span = new SourceSpan(start, token.End);
        if (token.Kind == TokenKind.Double)
        {
            var value = double.Parse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture);
            return Made(new LiteralSyntax(span, negative ? -value : value));
        }

        var hexadecimal = token.Text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var fits = hexadecimal
            ? UInt128.TryParse(token.Text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var magnitude)
            : UInt128.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out magnitude);
        var largest = (UInt128)long.MaxValue + (negative ? 1u : 0u);
        if (!fits || magnitude > largest)
        {
            throw new SyntaxErrorException(
                start,
                $"{(negative ? "-" : string.Empty)}{token.Text} does not fit a 64-bit int",
                "-9223372036854775808 to 9223372036854775807, or a double with a decimal point");
        }

        return Made(new LiteralSyntax(span, negative ? unchecked(-(long)(ulong)magnitude) : (long)(ulong)magnitude));
    }
}
