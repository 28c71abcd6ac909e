using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Octant.Engine.Expressions;

/// <summary>
/// A pattern of <c>matches</c> in the syntax of RE2, run in linear time by .NET's non-backtracking matcher. The pattern is
/// read and written anew so that it means what RE2 means: <c>\d \w \s</c> are ASCII, <c>$</c> is the very end, a dot or a
/// negated class takes a whole code point. What RE2 has and this reader does not (word boundaries, named groups, flags other than
/// i, m, s at the start, Unicode classes) is refused by name; so are patterns that unfold too far.
/// </summary>
public sealed class TextPattern
{
    private const string AnyPair = @"[\uD800-\uDBFF][\uDC00-\uDFFF]";

    private readonly Regex _regex;

    private TextPattern(string source, Regex regex)
    {
        Source = source;
        _regex = regex;
    }

    /// <summary>As it was written.</summary>
    public string Source { get; }

    /// <summary>False, with what is wrong, when the pattern cannot be read.</summary>
    public static bool TryCreate(string source, out TextPattern? pattern, out string? problem)
    {
        pattern = null;
        problem = source.Length > ExpressionLimits.PatternLength
            ? string.Create(CultureInfo.InvariantCulture, $"The pattern is longer than {ExpressionLimits.PatternLength} characters")
            : null;
        if (problem is not null)
        {
            return false;
        }

        var reader = new Reader(source);
        problem = reader.Read();
        if (problem is not null)
        {
            return false;
        }

        var regex = new Regex(reader.Translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | reader.Options, Regex.InfiniteMatchTimeout);
        pattern = new TextPattern(source, regex);
        return true;
    }

    public bool IsMatch(string text) => _regex.IsMatch(text);

    private sealed class Reader(string source)
    {
        private readonly StringBuilder _translated = new();
        private int _position;
        private int _depth;

        public RegexOptions Options { get; private set; }

        public string Translated => _translated.ToString();

        private char Current => _position < source.Length ? source[_position] : '\0';

        private bool AtEnd => _position >= source.Length;

        public string? Read()
        {
            if (source.StartsWith("(?", StringComparison.Ordinal) && source.IndexOf(')', StringComparison.Ordinal) is var close and > 2
                && source.AsSpan(2, close - 2).IndexOfAnyExcept("ims") < 0)
            {
                var flags = source[2..close];
                Options |= flags.Contains('i', StringComparison.Ordinal) ? RegexOptions.IgnoreCase : RegexOptions.None;
                Options |= flags.Contains('m', StringComparison.Ordinal) ? RegexOptions.Multiline : RegexOptions.None;
                Options |= flags.Contains('s', StringComparison.Ordinal) ? RegexOptions.Singleline : RegexOptions.None;
                _position = close + 1;
            }

            var problem = Alternatives(out var repeats);
            return problem
                ?? (!AtEnd ? "The pattern closes a group that it did not open" : null)
                ?? (repeats > ExpressionLimits.PatternRepeats
                    ? string.Create(CultureInfo.InvariantCulture, $"The pattern's repetitions unfold it to more than {ExpressionLimits.PatternRepeats} parts")
                    : null);
        }

        /// <summary><paramref name="repeats"/>: how many atoms there are once the counted repetitions are unfolded.</summary>
        private string? Alternatives(out long repeats)
        {
            repeats = 0;
            while (!AtEnd && Current != ')')
            {
                if (Current == '|')
                {
                    _translated.Append('|');
                    _position++;
                    continue;
                }

                var start = _translated.Length;
                var problem = Atom(out var copies, out var repeatable) ?? Repetition(start, repeatable, ref copies);
                if (problem is not null)
                {
                    return problem;
                }

                repeats += copies;
            }

            return null;
        }

        private string? Atom(out long copies, out bool repeatable)
        {
            copies = 1;
            repeatable = true;
            var unit = Current;
            switch (unit)
            {
                case '(':
                    return Group(out copies);
                case '[':
                    return Class();
                case '.':
                    _position++;
                    _translated.Append(Options.HasFlag(RegexOptions.Singleline) ? $@"(?:[^\uD800-\uDFFF]|{AnyPair})" : $@"(?:[^\n\uD800-\uDFFF]|{AnyPair})");
                    return null;
                case '^':
                    _position++;
                    repeatable = false;
                    _translated.Append(Options.HasFlag(RegexOptions.Multiline) ? "^" : @"\A");
                    return null;
                case '$':
                    _position++;
                    repeatable = false;
                    _translated.Append(Options.HasFlag(RegexOptions.Multiline) ? "$" : @"\z");
                    return null;
                case '*' or '+' or '?':
                    return $"The pattern repeats nothing before '{unit}'";
                case '\\':
                    return Escape(out repeatable);
                default:
                    var length = char.IsHighSurrogate(unit) && _position + 1 < source.Length ? 2 : 1;
                    _translated.Append("(?:").Append(Literal(source.Substring(_position, length))).Append(')');
                    _position += length;
                    return null;
            }
        }

        private static string Literal(string text)
        {
            var escaped = new StringBuilder();
            foreach (var unit in text)
            {
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:X4}");
            }

            return escaped.ToString();
        }

        private string? Group(out long copies)
        {
            copies = 1;
            _position++;
            if (Current == '?')
            {
                if (_position + 1 >= source.Length || source[_position + 1] != ':')
                {
                    return "The pattern uses a group that is left out; (…) and (?:…) are known, and (?i), (?m), (?s) at the start";
                }

                _position += 2;
            }

            if (++_depth > 30)
            {
                return "The pattern's groups are nested more than 30 deep";
            }

            _translated.Append("(?:");
            var problem = Alternatives(out copies);
            if (problem is null && Current != ')')
            {
                problem = "The pattern opens a group that it does not close";
            }

            _depth--;
            _position++;
            _translated.Append(')');
            return problem;
        }

        private string? Escape(out bool repeatable)
        {
            repeatable = true;
            _position++;
            if (AtEnd)
            {
                return "The pattern ends in a backslash";
            }

            var letter = Current;
            _position++;
            switch (letter)
            {
                case 'A' or 'z':
                    repeatable = false;
                    _translated.Append('\\').Append(letter);
                    return null;
                case 'D' or 'W' or 'S':
                    _translated.Append(CultureInfo.InvariantCulture, $@"(?:[^{ClassOf(char.ToLowerInvariant(letter))}\uD800-\uDFFF]|{AnyPair})");
                    return null;
                case 'd' or 'w' or 's':
                    _translated.Append('[').Append(ClassOf(letter)).Append(']');
                    return null;
                default:
                    if (Plain(letter) is not { } plain)
                    {
                        return $"The pattern uses '\\{letter}', which is left out";
                    }

                    _translated.Append(Literal(plain.ToString()));
                    return null;
            }
        }

        private static string ClassOf(char letter) => letter switch
        {
            'd' => "0-9",
            'w' => "0-9A-Za-z_",
            _ => @"\t\n\f\r\u0020",
        };

        /// <summary>The character an escaped letter or sign stands for; null when it stands for something else.</summary>
        private static char? Plain(char letter) => letter switch
        {
            't' => '\t',
            'n' => '\n',
            'r' => '\r',
            'f' => '\f',
            'v' => '\v',
            'a' => '\a',
            _ => char.IsAscii(letter) && !char.IsAsciiLetterOrDigit(letter) ? letter : null,
        };

        private string? Class()
        {
            _position++;
            var negated = Current == '^';
            if (negated)
            {
                _position++;
            }

            var members = new StringBuilder();
            var first = true;
            while (first || Current != ']')
            {
                if (AtEnd)
                {
                    return "The pattern opens a class with '[' that it does not close";
                }

                first = false;
                var problem = Member(members);
                if (problem is not null)
                {
                    return problem;
                }
            }

            _position++;
            _translated.Append(negated ? $@"(?:[^{members}\uD800-\uDFFF]|{AnyPair})" : $"[{members}]");
            return null;
        }

        private string? Member(StringBuilder members)
        {
            if (Current == '\\' && _position + 1 < source.Length && source[_position + 1] is 'd' or 'w' or 's')
            {
                members.Append(ClassOf(source[_position + 1]));
                _position += 2;
                return null;
            }

            var problem = MemberCharacter(out var from);
            if (problem is not null)
            {
                return problem;
            }

            var to = from;
            if (Current == '-' && _position + 1 < source.Length && source[_position + 1] != ']')
            {
                _position++;
                problem = MemberCharacter(out to);
                if (problem is not null)
                {
                    return problem;
                }

                if (to < from)
                {
                    return "The pattern has a range whose end comes before its start";
                }
            }

            members.Append(Literal(from.ToString())).Append('-').Append(Literal(to.ToString()));
            return null;
        }

        private string? MemberCharacter(out char character)
        {
            character = Current;
            _position++;
            if (character == '\\')
            {
                if (AtEnd || Plain(Current) is not { } plain)
                {
                    return $"The pattern uses '\\{Current}' in a class, which is left out";
                }

                character = plain;
                _position++;
                return null;
            }

            if (character == '[' && Current == ':')
            {
                return "The pattern uses a named class such as [:alpha:], which is left out";
            }

            return char.IsSurrogate(character) ? "The pattern has a character beyond U+FFFF in a class, which is left out; use (a|b)" : null;
        }

        private string? Repetition(int start, bool repeatable, ref long copies)
        {
            var minimum = 0;
            var maximum = -1;
            switch (Current)
            {
                case '*':
                    break;
                case '+':
                    minimum = 1;
                    break;
                case '?':
                    maximum = 1;
                    break;
                case '{' when Counted(out minimum, out maximum, out var length):
                    if (minimum > ExpressionLimits.PatternRepeats || maximum > ExpressionLimits.PatternRepeats || (maximum >= 0 && maximum < minimum))
                    {
                        return $"The pattern's repetition {source.Substring(_position, length)} is not possible";
                    }

                    _position += length - 1;
                    break;
                default:
                    return null;
            }

            if (!repeatable)
            {
                return "The pattern repeats an anchor";
            }

            _position++;
            var lazy = Current == '?';
            if (lazy)
            {
                _position++;
            }

            if (Current is '*' or '+' or '?')
            {
                return $"The pattern repeats a repetition with '{Current}'";
            }

            copies *= Math.Max(1, Math.Max(minimum, maximum));
            _translated.Insert(start, "(?:");
            _translated.Append(')').Append(CultureInfo.InvariantCulture, $"{{{minimum},{(maximum < 0 ? string.Empty : maximum)}}}");
            return copies > ExpressionLimits.PatternRepeats
                ? string.Create(CultureInfo.InvariantCulture, $"The pattern's repetitions unfold it to more than {ExpressionLimits.PatternRepeats} parts")
                : null;
        }

        /// <summary>{3}, {3,} or {3,5}; false when the bracket is an ordinary character, as in RE2.</summary>
        private bool Counted(out int minimum, out int maximum, out int length)
        {
            minimum = maximum = length = 0;
            var close = source.IndexOf('}', _position);
            if (close < 0)
            {
                return false;
            }

            length = close - _position + 1;
            var inside = source.AsSpan(_position + 1, length - 2);
            var comma = inside.IndexOf(',');
            var low = comma < 0 ? inside : inside[..comma];
            var high = comma < 0 ? inside : inside[(comma + 1)..];
            if (low.Length is 0 or > 6 || high.Length > 6 || low.IndexOfAnyExceptInRange('0', '9') >= 0 || high.IndexOfAnyExceptInRange('0', '9') >= 0)
            {
                return false;
            }

            minimum = int.Parse(low, NumberStyles.None, CultureInfo.InvariantCulture);
            maximum = high.IsEmpty ? -1 : int.Parse(high, NumberStyles.None, CultureInfo.InvariantCulture);
            return true;
        }
    }
}
