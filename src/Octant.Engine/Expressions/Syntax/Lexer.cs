using System.Globalization;
using System.Text;

namespace Octant.Engine.Expressions.Syntax;

/// <summary>Cuts a text into words, as the CEL specification's section on syntax draws them.</summary>
internal sealed class Lexer(string text)
{
    private static readonly string[] Symbols =
        ["&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "(", ")", "[", "]", "{", "}", ".", ",", "?", ":", "+", "-", "*", "/", "%"];

    private int _position;

    public List<Token> All()
    {
        var tokens = new List<Token>();
        Token token;
        do
        {
            token = Next();
            tokens.Add(token);
        }
        while (token.Kind != TokenKind.End);

        return tokens;
    }

    private static bool IsNameStart(char unit) => char.IsAsciiLetter(unit) || unit == '_';

    private static bool IsNamePart(char unit) => char.IsAsciiLetterOrDigit(unit) || unit == '_';

    private char At(int position) => position < text.Length ? text[position] : '\0';

    private Token Next()
    {
        SkipBlank();
        var start = _position;
        if (start >= text.Length)
        {
            return new Token(TokenKind.End, start, start, string.Empty);
        }

        var unit = text[start];
        if (IsNameStart(unit))
        {
            return StringWithPrefix() ?? Name();
        }

        if (unit is '"' or '\'')
        {
            return String(start, raw: false);
        }

        if (char.IsAsciiDigit(unit) || (unit == '.' && char.IsAsciiDigit(At(start + 1))))
        {
            return Number();
        }

        if (unit == '`')
        {
            return QuotedName();
        }

        foreach (var symbol in Symbols)
        {
            if (string.CompareOrdinal(text, start, symbol, 0, symbol.Length) == 0)
            {
                _position += symbol.Length;
                return new Token(TokenKind.Symbol, start, _position, symbol);
            }
        }

        throw Unreadable(start);
    }

    private SyntaxErrorException Unreadable(int start)
    {
        var sign = char.IsHighSurrogate(text[start]) && start + 1 < text.Length ? text.Substring(start, 2) : text[start].ToString();
        return sign switch
        {
            "=" => new SyntaxErrorException(start, "'=' is no operator", "== to compare"),
            "&" => new SyntaxErrorException(start, "'&' is no operator", "&&"),
            "|" => new SyntaxErrorException(start, "'|' is no operator", "||"),
            _ => new SyntaxErrorException(start, $"'{sign}' cannot stand here; a name with such characters is written in backticks, customer.`{sign}`"),
        };
    }

    private void SkipBlank()
    {
        while (_position < text.Length)
        {
            if (text[_position] is ' ' or '\t' or '\n' or '\r' or '\f')
            {
                _position++;
            }
            else if (text[_position] == '/' && At(_position + 1) == '/')
            {
                var end = text.IndexOf('\n', _position);
                _position = end < 0 ? text.Length : end;
            }
            else
            {
                return;
            }
        }
    }

    private Token Name()
    {
        var start = _position;
        while (IsNamePart(At(_position)))
        {
            _position++;
        }

        return new Token(TokenKind.Name, start, _position, text[start.._position]);
    }

    private Token QuotedName()
    {
        var start = _position;
        var end = text.IndexOf('`', start + 1);
        if (end < 0 || text.AsSpan(start, end - start).Contains('\n'))
        {
            throw new SyntaxErrorException(start, "This name in backticks does not end", "` on the same line");
        }

        _position = end + 1;
        return new Token(TokenKind.QuotedName, start, _position, text[(start + 1)..end]);
    }

    private Token Number()
    {
        var start = _position;
        var kind = TokenKind.Int;
        if (text[start] == '0' && At(start + 1) is 'x' or 'X')
        {
            _position += 2;
            while (char.IsAsciiHexDigit(At(_position)))
            {
                _position++;
            }

            if (_position == start + 2)
            {
                throw new SyntaxErrorException(start, "A hexadecimal number needs digits after 0x");
            }
        }
        else
        {
            SkipDigits();
            if (At(_position) == '.' && char.IsAsciiDigit(At(_position + 1)))
            {
                kind = TokenKind.Double;
                _position++;
                SkipDigits();
            }

            var sign = At(_position + 1) is '+' or '-' ? 1 : 0;
            if (At(_position) is 'e' or 'E' && char.IsAsciiDigit(At(_position + 1 + sign)))
            {
                kind = TokenKind.Double;
                _position += 1 + sign;
                SkipDigits();
            }
        }

        if (At(_position) is 'u' or 'U' && !IsNamePart(At(_position + 1)))
        {
            throw new SyntaxErrorException(start, $"{text[start..(_position + 1)]} is an unsigned integer, and unsigned integers are left out", "an int, without the u");
        }

        if (IsNamePart(At(_position)))
        {
            throw new SyntaxErrorException(start, $"{text[start..(_position + 1)]} is no number");
        }

        return new Token(kind, start, _position, text[start.._position]);
    }

    private void SkipDigits()
    {
        while (char.IsAsciiDigit(At(_position)))
        {
            _position++;
        }
    }

    /// <summary>r"", b"" and their like; null when what begins here is a name.</summary>
    private Token? StringWithPrefix()
    {
        var start = _position;
        var position = start;
        var raw = false;
        var bytes = false;
        while (position - start < 2 && At(position) is 'r' or 'R' or 'b' or 'B')
        {
            raw |= At(position) is 'r' or 'R';
            bytes |= At(position) is 'b' or 'B';
            position++;
        }

        if (position == start || At(position) is not ('"' or '\''))
        {
            return null;
        }

        if (bytes)
        {
            throw new SyntaxErrorException(start, "This is a bytes literal, and bytes are left out", "a string, without the b");
        }

        _position = position;
        return String(start, raw);
    }

    private Token String(int start, bool raw)
    {
        var quote = text[_position];
        var triple = At(_position + 1) == quote && At(_position + 2) == quote;
        _position += triple ? 3 : 1;
        var content = new StringBuilder();
        while (true)
        {
            if (_position >= text.Length || (!triple && text[_position] is '\n' or '\r'))
            {
                throw new SyntaxErrorException(start, "This string does not end", triple ? $"{quote}{quote}{quote}" : $"{quote} on the same line");
            }

            var unit = text[_position];
            if (unit == quote && (!triple || (At(_position + 1) == quote && At(_position + 2) == quote)))
            {
                _position += triple ? 3 : 1;
                return new Token(TokenKind.String, start, _position, content.ToString());
            }

            if (unit == '\\' && !raw)
            {
                Escape(content);
            }
            else if (char.IsSurrogate(unit))
            {
                if (!char.IsSurrogatePair(unit, At(_position + 1)))
                {
                    throw new SyntaxErrorException(_position, "This string holds half a character (a lone surrogate)");
                }

                content.Append(unit).Append(text[_position + 1]);
                _position += 2;
            }
            else
            {
                content.Append(unit);
                _position++;
            }
        }
    }

    private void Escape(StringBuilder content)
    {
        var start = _position;
        var letter = At(start + 1);
        _position += 2;
        switch (letter)
        {
            case 'a': content.Append('\a'); break;
            case 'b': content.Append('\b'); break;
            case 'f': content.Append('\f'); break;
            case 'n': content.Append('\n'); break;
            case 'r': content.Append('\r'); break;
            case 't': content.Append('\t'); break;
            case 'v': content.Append('\v'); break;
            case '\\' or '?' or '"' or '\'' or '`': content.Append(letter); break;
            case 'x' or 'X': CodePoint(content, start, 2); break;
            case 'u': CodePoint(content, start, 4); break;
            case 'U': CodePoint(content, start, 8); break;
            case >= '0' and <= '3' when At(start + 2) is >= '0' and <= '7' && At(start + 3) is >= '0' and <= '7':
                content.Append((char)(((letter - '0') * 64) + ((text[start + 2] - '0') * 8) + (text[start + 3] - '0')));
                _position += 2;
                break;
            default:
                throw new SyntaxErrorException(
                    start,
                    letter == '\0' ? "This string does not end" : $"'\\{letter}' is no escape",
                    @"one of \a \b \f \n \r \t \v \\ \? \"" \' \` \xHH \uHHHH \UHHHHHHHH \000, or a raw string r""…""");
        }
    }

    private void CodePoint(StringBuilder content, int start, int digits)
    {
        var available = Math.Min(digits, text.Length - _position);
        if (available < digits
            || !uint.TryParse(text.AsSpan(_position, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var point))
        {
            throw new SyntaxErrorException(start, "This escape is not complete", $"{digits} hexadecimal digits");
        }

        if (!Rune.IsValid(point))
        {
            throw new SyntaxErrorException(start, "This escape names no Unicode character", "0 to 10FFFF without the surrogates D800 to DFFF");
        }

        content.Append(new Rune(point).ToString());
        _position += digits;
    }
}
